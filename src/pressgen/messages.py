"""Messages in the author's language: its choice, and the translation of problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from msgspec import Struct

from pressgen.catalogue import catalogue
from pressgen.errors import Problem
from pressgen.problems import Severity
from pressgen.settings import MessageLanguage

LANGUAGES = get_args(MessageLanguage)
"""The languages of messages."""

# Read without YAML: the language is also needed to say that the settings cannot be read.
_SETTING = re.compile(rb"^messages:[ \t]+[\"']?([a-z]{2})\b", re.MULTILINE)
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


class Finding(Struct, frozen=True, kw_only=True):
    """A problem with its sentence and hint in one language."""

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    message: str
    hint: str
    excerpt: str


def localize(problems: Iterable[Problem], lang: str) -> tuple[Finding, ...]:
    """Problems with their messages and hints in a language."""
    translate = catalogue(lang).gettext
    return tuple(
        Finding(
            code=problem.code,
            severity=problem.severity,
            file=problem.file,
            line=problem.line,
            column=problem.column,
            message=problem.message_in(translate),
            hint=problem.hint_in(translate),
            excerpt=problem.excerpt,
        )
        for problem in problems
    )


def choose_language(settings: bytes | None, environment: Mapping[str, str]) -> str:
    """`messages` of the settings (the bytes of pressgen.yml), else the language of the environment, else English.

    The environment is read as gettext reads it: the first of LC_ALL, LC_MESSAGES and LANG that is set
    names the locale (POSIX.1-2017, 8.2), and unless it is C or POSIX, LANGUAGE may list languages to prefer.
    """
    setting = _SETTING.search(settings or b"")
    if setting and setting[1].decode() in LANGUAGES:
        return setting[1].decode()
    locale = next((environment[name] for name in _LOCALES if environment.get(name)), "C")
    if _language(locale) in ("c", "posix"):
        return "en"
    preferences = [*filter(None, environment.get("LANGUAGE", "").split(":")), locale]
    return next((lang for lang in map(_language, preferences) if lang in LANGUAGES), "en")


def _language(locale: str) -> str:
    """`uz` of `uz_UZ.UTF-8`."""
    return re.split(r"[_.@-]", locale, maxsplit=1)[0].lower()
