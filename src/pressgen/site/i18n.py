"""Languages: directions, names, dates, numbers and interface words (the only home of babel)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from gettext import NullTranslations
from typing import Literal, cast

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal
from msgspec import Struct

from pressgen.catalogue import catalogue
from pressgen.errors import Problem

words = catalogue
"""The interface words of a language (gettext); English where there is no catalogue."""


class Language(Struct, frozen=True):
    """A language's direction, its Open Graph locale (`uz_UZ`) and its name in itself."""

    dir: Literal["ltr", "rtl"]
    locale: str
    name: str


@lru_cache
def _locale(lang: str) -> Locale:
    try:
        return Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(lang.split("-")[0])


def zone_of_windows(name: str) -> str:
    """The IANA time zone of one of Windows (`West Asia Standard Time`), as CLDR gives it; UTC for any other name."""
    return str(get_global("windows_zone_mapping").get(name, "UTC"))


def is_known(lang: str) -> bool:
    """Whether CLDR has the language, so that its dates and numbers can be written."""
    try:
        return bool(_locale(lang))
    except (UnknownLocaleError, ValueError):
        return False


@lru_cache
def language(lang: str) -> Language:
    """What CLDR knows of a BCP 47 tag."""
    locale = _locale(lang)
    likely = str(get_global("likely_subtags").get(locale.language, "")).split("_")
    territory = locale.territory or (likely[-1] if len(likely) > 1 else locale.language.upper())
    name = locale.get_display_name() or lang
    direction = cast(Literal["ltr", "rtl"], locale.text_direction)
    return Language(direction, f"{locale.language}_{territory}", name[0].upper() + name[1:])


@lru_cache(maxsize=1 << 14)
def long_date(day: date, lang: str) -> str:
    """A day in words: `January 27, 2025`, `27-yanvar, 2025`."""
    return format_date(day, "long", locale=_locale(lang))


def month_name(year: int, month: int, lang: str) -> str:
    """A month by itself: `January 2025`, `январь 2025`."""
    name = get_month_names("wide", "stand-alone", _locale(lang))[month]
    return f"{name[0].upper()}{name[1:]} {year:04}"


def number(value: int, lang: str) -> str:
    """An integer grouped for the language; groups are parted by signs that do not break."""
    digits = str(value)
    shape = _shape(len(digits), lang)
    # Ones show where digits stand. Where there are none, the language writes other digits, or other signs for minus.
    if value < 0 or shape.count("1") != len(digits):
        return _grouped(value, lang)
    return shape.replace("1", "%s") % tuple(digits)


@lru_cache
def _shape(length: int, lang: str) -> str:
    """A number of so many ones, grouped for the language."""
    return _grouped(int("1" * length), lang).replace("%", "%%")


def _grouped(value: int, lang: str) -> str:
    return format_decimal(value, locale=_locale(lang)).replace(" ", "\u00a0")


def unspoken(languages: tuple[str, ...]) -> tuple[Problem, ...]:
    """An error for each language that CLDR does not know, a notice for each without interface words."""
    problems: list[Problem] = []
    for lang in languages:
        if not is_known(lang):
            problems.append(Problem.at("settings-languages/unknown", "pressgen.yml", lang=lang))
        elif _locale(lang).language != "en" and type(words(lang)) is NullTranslations:
            problems.append(Problem.at("words-missing", "pressgen.yml", lang=lang))
    return tuple(problems)
