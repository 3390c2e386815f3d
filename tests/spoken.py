"""Whether a problem can be read in every language that the commands speak."""

from __future__ import annotations

from collections.abc import Iterable

from pressgen.catalogue import catalogue
from pressgen.errors import Problem
from pressgen.messages import LANGUAGES
from pressgen.problems import PROBLEMS


def unspoken(problems: Iterable[Problem]) -> list[str]:
    """The keys of problems that lack a translation; raises KeyError for one that lacks a value of its templates."""
    return [each.key for each in problems for lang in LANGUAGES if not _is_spoken(each, lang)]


def _is_spoken(problem: Problem, lang: str) -> bool:
    translate = catalogue(lang).gettext
    case = PROBLEMS[problem.key]
    assert problem.message_in(translate)
    assert bool(problem.hint_in(translate)) == bool(case.hint)
    return lang == "en" or translate(case.message) != case.message or case.message == "`{name}: {value}` {fault}."
