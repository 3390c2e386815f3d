"""Dates as people write them in English, Russian and Uzbek (Latin and Cyrillic), found in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

LANGUAGES = frozenset(("en", "ru", "uz"))
"""The languages whose dates are read."""

_MONTHS = (
    "january|january|jan|января|январь|yanvar|январ",
    "february|february|feb|февраля|февраль|fevral|феврал",
    "march|march|mar|марта|март|mart|март",
    "april|april|apr|апреля|апрель|aprel|апрел",
    "may|may|may|мая|май|may|май",
    "june|june|jun|июня|июнь|iyun|июн",
    "july|july|jul|июля|июль|iyul|июл",
    "august|august|aug|августа|август|avgust|август",
    "september|september|sept|сентября|сентябрь|sentabr|сентабр",
    "october|october|oct|октября|октябрь|oktabr|октабр",
    "november|november|nov|ноября|ноябрь|noyabr|ноябр",
    "december|december|dec|декабря|декабрь|dekabr|декабр",
)
_WEEKDAYS = (
    "monday|понедельник|dushanba|душанба",
    "tuesday|вторник|seshanba|сешанба",
    "wednesday|среда|среду|chorshanba|чоршанба",
    "thursday|четверг|payshanba|пайшанба",
    "friday|пятница|пятницу|juma|жума",
    "saturday|суббота|субботу|shanba|шанба",
    "sunday|воскресенье|yakshanba|якшанба",
)
_MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split("|")}
_WEEKDAY = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split("|")}
_M = "|".join(sorted(_MONTH, key=len, reverse=True))
_W = "|".join(sorted(_WEEKDAY, key=len, reverse=True))
# Uzbek puts endings on the month (27-yanvarda, 27 январдаги) and the year first (2025-yil).
_END = r"(?:da|dagi|dan|gacha|ga|ning|да|даги|дан|гача|га|нинг|ь)?"
_DATE = (
    rf"(?:(?P<y1>\d{{4}})[\s-]*(?:yil|йил)\w*[\s,]+)?"
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m1>{_M}){_END}|(?P<m2>{_M})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)(?!\w)"
    r"(?:,?\s+(?P<y2>\d{4})(?!\w))?"
)
_FOUND = re.compile(
    rf"(?<![\w–-])(?:(?P<w1>{_W}),?\s+(?:the\s+|\()?)?{_DATE}(?:\s*года?|\s*г\.|\s+kuni|\s+куни)?"
    rf"(?:\s*[,(]?\s*(?P<w2>{_W})(?![\w'’]))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:[–—-]|to\b|and\b|и\b|va\b|ва\b)\s*$", re.IGNORECASE)


class Written(Struct, frozen=True, kw_only=True):
    """A date in a text; `year` is 0 and `weekday` (Monday is 0) is -1 where none is written."""

    words: str
    start: int
    end: int
    day: int
    month: int
    year: int
    weekday: int

    def on(self, year: int) -> date | None:
        """The day itself, in that year if none is written."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None


def written(line: str) -> Iterator[Written]:
    """Every date in a line."""
    for found in _FOUND.finditer(line):
        part = found.groupdict()
        yield Written(
            words=found[0].strip(" ,("),
            start=found.start(),
            end=found.end(),
            day=int(part["d1"] or part["d2"]),
            month=_MONTH[(part["m1"] or part["m2"]).casefold()],
            year=int(part["y1"] or part["y2"] or 0),
            weekday=_weekday(part, line[max(0, found.start() - 8) : found.start()]),
        )


def _weekday(part: dict[str, str | None], before: str) -> int:
    # "Friday and Saturday 3 May", "1–3 May, Friday": which day is meant is not certain.
    if (part["w1"] and part["w2"]) or _RANGE.search(before):
        return -1
    word = part["w1"] or part["w2"]
    return _WEEKDAY[word.casefold()] if word else -1
