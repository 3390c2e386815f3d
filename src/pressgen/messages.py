"""Messages in the author's language: which one that is, and problems as they are read in it."""

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
"""Languages that messages can be read in."""

# Read without YAML: the language is wanted most where the settings cannot be read.
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
    """Problems in a language; codes, places and excerpts are the same in all."""
    translate = catalogue(lang).gettext
    return tuple(
        Finding(
            code=each.code,
            severity=each.severity,
            file=each.file,
            line=each.line,
            column=each.column,
            message=each.message_in(translate),
            hint=each.hint_in(translate),
            excerpt=each.excerpt,
        )
        for each in problems
    )


def choose_language(settings: bytes | None, environment: Mapping[str, str]) -> str:
    """`messages` of the settings (the bytes of pressgen.yml), else the language of the environment, else English.

    The environment is read as gettext reads it: the first of LC_ALL, LC_MESSAGES and LANG that is set
    names the locale (POSIX.1-2017, 8.2), and unless it is C or POSIX, LANGUAGE may list languages to prefer.
    """
    given = _SETTING.search(settings or b"")
    if given and given[1].decode() in LANGUAGES:
        return given[1].decode()
    locale = next((environment[name] for name in _LOCALES if environment.get(name)), "C")
    if _language(locale) in ("c", "posix"):
        return "en"
    wanted = [*filter(None, environment.get("LANGUAGE", "").split(":")), locale]
    return next((lang for lang in map(_language, wanted) if lang in LANGUAGES), "en")


def _language(locale: str) -> str:
    """`uz` of `uz_UZ.UTF-8`."""
    return re.split(r"[_.@-]", locale, maxsplit=1)[0].lower()
