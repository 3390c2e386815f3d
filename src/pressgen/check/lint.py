"""All rules for all releases, and the findings with the severities from settings and front matter."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from pressgen.check import calendar, formats, headline, letters, release_line, structure, tags, translations
from pressgen.check.text import LintText
from pressgen.content.settings.places import place
from pressgen.errors import Problem
from pressgen.problems import RULES
from pressgen.settings import Settings
from pressgen.site.samples import with_severity


def lint(texts: tuple[LintText, ...], settings: Settings, instant: datetime) -> Iterator[Problem]:
    """The findings of all rules, each with the severity of its rule."""
    for text in texts:
        yield from letters.check(text)
        yield from release_line.check(text, instant)
        yield from calendar.check(text)
        yield from headline.check(text, settings)
        yield from structure.check(text)
        yield from formats.check(text)
    by_language: dict[str, list[LintText]] = defaultdict(list)
    for text in texts:
        by_language[text.lang].append(text)
    for in_lang in by_language.values():
        yield from tags.check(in_lang)
    yield from translations.check(texts, settings.languages)
    yield from formats.check_settings(settings)


def apply_severities(
    problems: Iterable[Problem], settings: Settings, ignored: Mapping[str, Mapping[str, str]]
) -> Iterator[Problem]:
    """The findings without silenced ones, each with the severity that the settings give it.

    `ignored` maps a file to the codes that its front matter silences, with the reasons.
    """
    for problem in problems:
        # Silence about an error that stops the build would not make the build work.
        if problem.severity == "error" and problem.code not in RULES:
            yield problem
        elif problem.code not in ignored.get(problem.file, {}):
            yield from with_severity(problem, settings)


def unknown_codes(settings: Settings, texts: Iterable[LintText], reported: frozenset[str]) -> Iterator[Problem]:
    """A warning for each code in settings and front matter that no rule has, and that was not `reported` either."""
    codes = [(place("check", code), 0, code) for code in settings.check]
    for text in texts:
        codes += [(text.file, text.key_line("check_ignore"), code) for code in text.document.matter.check_ignore]
    for file, line, code in codes:
        if code not in reported and code not in RULES:
            near = "".join(difflib.get_close_matches(code, [*RULES, *reported], 1, 0.6))
            yield Problem.at("check-code-unknown", file, line, code=code[:60], near=near)
