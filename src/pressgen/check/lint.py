"""All rules over all releases, and the findings as settings and front matter have them judged."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import structs

from pressgen.check import calendar, formats, headline, leftovers, letters, structure, tags, versions
from pressgen.check.text import Text
from pressgen.errors import Problem
from pressgen.problems import RULES
from pressgen.settings import Settings


def lint(texts: tuple[Text, ...], settings: Settings, instant: datetime) -> Iterator[Problem]:
    """Everything that the rules find, each finding with its rule's own severity."""
    for text in texts:
        yield from letters.check(text)
        yield from leftovers.check(text, instant)
        yield from calendar.check(text)
        yield from headline.check(text, settings)
        yield from structure.check(text)
        yield from formats.check(text)
    by_language: dict[str, list[Text]] = defaultdict(list)
    for text in texts:
        by_language[text.lang].append(text)
    for alike in by_language.values():
        yield from tags.check(alike)
    yield from versions.check(texts, settings.languages)
    yield from formats.check_settings(settings)


def judged(
    problems: Iterable[Problem], settings: Settings, ignored: Mapping[str, Mapping[str, str]]
) -> Iterator[Problem]:
    """The findings without those that are silenced, each with the severity that the settings give it.

    `ignored` maps a file to the codes that its front matter silences, with the reasons. What keeps a
    site from being built cannot be silenced.
    """
    for problem in problems:
        chosen = settings.check.get(problem.code)
        fatal = problem.severity == "error" and problem.code not in RULES
        if fatal or (chosen is None and problem.code not in ignored.get(problem.file, {})):
            yield problem
        elif problem.code not in ignored.get(problem.file, {}) and chosen and chosen.severity != "off":
            yield structs.replace(problem, severity=chosen.severity)


def misnamed(settings: Settings, texts: Iterable[Text], known: frozenset[str]) -> Iterator[Problem]:
    """Codes to be silenced that no rule has."""
    given = [("pressgen.yml", 0, code) for code in settings.check]
    for text in texts:
        given += [(text.file, text.key_line("check_ignore"), code) for code in text.document.matter.check_ignore]
    for file, line, code in given:
        if code not in known and code not in RULES:
            near = difflib.get_close_matches(code, [*RULES, *known], 1, 0.6)
            key = "check-code-unknown/near" if near else "check-code-unknown"
            yield Problem.at(key, file, line, code=code[:60], near="".join(near))
