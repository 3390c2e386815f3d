"""Languages: directions, names, dates, numbers and interface words (the only home of babel)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from gettext import NullTranslations
from typing import Literal, cast

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    get_datetime_format,
    get_month_names,
    get_timezone_name,
)
from babel.numbers import format_decimal
from babel.units import format_unit
from msgspec import Struct

from pressgen.catalogue import catalogue
from pressgen.content.settings.places import place
from pressgen.errors import Problem
from pressgen.model import Alternate

# The interface words of a language (gettext); English where there is no catalogue.
words = catalogue


class Language(Struct, frozen=True):
    """A language's direction, its Open Graph locale (`uz_UZ`) and its name in itself."""

    dir: Literal["ltr", "rtl"]
    locale: str
    name: str


@lru_cache
def _locale(lang: str) -> Locale:
    try:
        return Locale.parse(lang, sep="-")
    # CLDR lacks many combinations of a language and a region (ru-UZ), but the language itself is close enough.
    except (UnknownLocaleError, ValueError):
        return Locale.parse(lang.split("-")[0])


def _of_most_speakers(locale: Locale) -> tuple[str, str]:
    """The script and the territory of most speakers of a language; empty where CLDR has none."""
    _, script, territory = str(get_global("likely_subtags").get(locale.language, "__")).split("_")
    return script, territory


def zone_of_windows(name: str) -> str:
    """The IANA time zone for a name of Windows (`West Asia Standard Time`), as CLDR has it; UTC for any other name."""
    return str(get_global("windows_zone_mapping").get(name, "UTC"))


def is_known(lang: str) -> bool:
    """Whether CLDR has the language, so that dates and numbers can be formatted."""
    try:
        return bool(_locale(lang))
    except (UnknownLocaleError, ValueError):
        return False


@lru_cache
def language(lang: str) -> Language:
    """What CLDR knows of a BCP 47 tag."""
    locale = _locale(lang)
    # Open Graph wants a territory: if the tag has none, take the one where most of the speakers live.
    territory = locale.territory or _of_most_speakers(locale)[1] or locale.language.upper()
    name = locale.get_display_name() or lang
    direction = cast(Literal["ltr", "rtl"], locale.text_direction)
    return Language(direction, f"{locale.language}_{territory}", name[0].upper() + name[1:])


def language_name(tag: str, lang: str) -> str:
    """The name of a language in another one: `Uzbek` for uz in en."""
    return (_locale(tag.replace("_", "-")).get_display_name(_locale(lang)) or tag) if is_known(tag) else tag


def script(lang: str) -> str:
    """The script of a BCP 47 tag, else the usual one of its language: `Cyrl` for uz-Cyrl and for ru."""
    locale = _locale(lang)
    return locale.script or _of_most_speakers(locale)[0]


def alternate(lang: str, href: str, url: str) -> Alternate:
    """A version of a page in a language."""
    facts = language(lang)
    return Alternate(lang=lang, locale=facts.locale, url=url, href=href, name=facts.name, dir=facts.dir)


@lru_cache(maxsize=1 << 14)
def long_date(day: date, lang: str) -> str:
    """A date with the month in words: `January 27, 2025`, `27-yanvar, 2025`."""
    return format_date(day, "long", locale=_locale(lang))


@lru_cache(maxsize=1 << 10)
def full_date(day: date, lang: str) -> str:
    """A date with its weekday: `Monday, January 27, 2025`."""
    return format_date(day, "full", locale=_locale(lang))


@lru_cache(maxsize=1 << 10)
def full_time(moment: datetime, lang: str) -> str:
    """A time with its day and weekday: `Monday, January 27, 2025, 2:30 PM`."""
    pattern = str(get_datetime_format("medium", locale=_locale(lang)))
    return pattern.replace("{1}", full_date(moment.date(), lang)).replace("{0}", clock_time(moment, lang))


@lru_cache(maxsize=1 << 10)
def clock_time(moment: datetime, lang: str) -> str:
    """The hour and minute of a time, as the clocks of its offset show them: `2:30 PM`, `14:30`."""
    return format_time(moment.time(), "short", locale=_locale(lang))


@lru_cache(maxsize=1 << 10)
def zone_name(moment: datetime, lang: str) -> str:
    """The name of a time's zone, which is not just an offset: `Uzbekistan Standard Time`."""
    return get_timezone_name(moment, "long", locale=_locale(lang))


@lru_cache(maxsize=1 << 10)
def short_day(day: date, lang: str) -> str:
    """A day of a year that is known: `Jan 27`, `27-yan`."""
    return format_skeleton("MMMd", day, locale=_locale(lang))


@lru_cache(maxsize=1 << 10)
def month_name(year: int, month: int, lang: str) -> str:
    """A month with its year: `January 2025`, `Январь 2025`."""
    name = get_month_names("wide", "stand-alone", _locale(lang))[month]
    return f"{name[0].upper()}{name[1:]} {year:04}"


def facts_text(facts: Sequence[str], lang: str) -> str:
    """Short facts in a row, as the language separates them: `JPEG, 4000 × 3000, 3.2 MB`."""
    if language(lang).dir == "ltr":
        return ", ".join(facts)
    # Isolated, so that numbers and Latin letters do not change the order of the facts.
    return ("\u060c " if script(lang) == "Arab" else ", ").join(f"\u2068{fact}\u2069" for fact in facts)


@lru_cache(maxsize=1 << 10)
def file_size(size: int, lang: str) -> str:
    """A size in bytes as readers know it: `640 kB`, `12 MB`, `1.4 GB`."""
    unit, value = ("kilobyte", size / 1e3) if size < 999_500 else ("megabyte", size / 1e6)
    unit, value = (unit, value) if size < 999_500_000 else ("gigabyte", size / 1e9)
    # One place after the point where there is one digit before it.
    rounded = round(value, 1) if value < 9.95 and unit != "kilobyte" else max(1, round(value))
    return format_unit(rounded, f"digital-{unit}", "short", locale=_locale(lang)).replace(" ", "\u00a0")


def number(value: int, lang: str) -> str:
    """An integer with its digits grouped for the language, by characters at which no line breaks."""
    digits = str(value)
    # Babel is slow, and an archive has many numbers of views: one number of each length is formatted by it.
    pattern = _pattern(len(digits), lang)
    # The minus sign differs as well.
    return pattern % tuple(digits) if pattern and value >= 0 else _format(value, lang)


@lru_cache
def _pattern(length: int, lang: str) -> str:
    """How numbers of this length are grouped in the language, with `%s` for each digit; empty if it has its own."""
    ones = _format(int("1" * length), lang).replace("%", "%%")
    return ones.replace("1", "%s") if ones.count("1") == length else ""


def _format(value: int, lang: str) -> str:
    return format_decimal(value, locale=_locale(lang)).replace(" ", "\u00a0")


def language_problems(languages: tuple[str, ...]) -> tuple[Problem, ...]:
    """An error for each language that CLDR does not know, a notice for each without interface words."""
    problems: list[Problem] = []
    for number, lang in enumerate(languages):
        if not is_known(lang):
            problems.append(Problem.at("settings-languages/unknown", place("languages", number), lang=lang))
        elif (near := _locale(lang).language) != "en" and type(words(lang)) is NullTranslations:
            # A code of three letters, where the language has one of two, such as rus for ru.
            case = "words-missing/code" if len(lang.partition("-")[0]) > len(near) else "words-missing"
            problems.append(Problem.at(case, place("languages", number), lang=lang, near=near))
    return tuple(problems)
