"""Find the dates in running text as people write them in English, Russian and Uzbek (Latin and Cyrillic)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from pressgen.check.text import word_lists

LANGUAGES = frozenset(("en", "ru", "uz"))

_MONTH = {word: number for number, words in enumerate(word_lists("month"), 1) for word in words}
_WEEKDAY = {word: number for number, words in enumerate(word_lists("weekday")) for word in words}
_ANY_MONTH = "|".join(sorted(_MONTH, key=len, reverse=True))
_ANY_WEEKDAY = "|".join(sorted(_WEEKDAY, key=len, reverse=True))
# Uzbek puts endings on the month (27-yanvarda, 27 январдаги) and the year first (2025-yil).
_ENDING = r"(?:da|dagi|dan|gacha|ga|ning|да|даги|дан|гача|га|нинг|ь)?"
# Possessive: between a number and what is no month there may be thousands of spaces.
_DATE = (
    rf"(?:(?P<y1>\d{{4}})[\s-]*+(?:yil|йил)\w*+[\s,]++)?"
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s++of)?[\s-]++(?P<m1>{_ANY_MONTH}){_ENDING}|(?P<m2>{_ANY_MONTH})\.?\s++(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)(?!\w)"
    r"(?:,?\s++(?P<y2>\d{4})(?!\w))?"
)
_MENTION = re.compile(
    # A letter, or a number with one, a space or a hyphen behind it: at all else nothing need be tried.
    rf"(?<![\w–-])(?=\d{{0,4}}(?:[^\W\d_]|(?<=\d)[\s-]))(?:(?P<w1>{_ANY_WEEKDAY}),?\s++(?:the\s++|\()?)?{_DATE}(?:\s*+года?|\s*+г\.|\s++kuni|\s++куни)?"
    rf"(?:\s*+[,(]?\s*+(?P<w2>{_ANY_WEEKDAY})(?![\w'’]))?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_RANGE = re.compile(r"\s*(?:[–—-]|to\b|and\b|и\b|va\b|ва\b)\s*$", re.IGNORECASE)


class DateMention(Struct, frozen=True, kw_only=True):
    """A date in a text; without a year, `year` is 0; without a weekday, `weekday` (Monday is 0) is -1."""

    words: str
    start: int
    end: int
    day: int
    month: int
    year: int
    weekday: int

    def on(self, year: int) -> date | None:
        """The day itself, in the given year if the text has none; None if there is no such day."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None


def date_mentions(line: str) -> Iterator[DateMention]:
    """Find every date in a line."""
    # Nearly all lines of long texts have none, and that is seen in a twentieth of the time.
    for match in _MENTION.finditer(line) if _DIGIT.search(line) else ():
        groups = match.groupdict()
        yield DateMention(
            words=match[0].strip(" ,("),
            start=match.start(),
            end=match.end(),
            day=int(groups["d1"] or groups["d2"]),
            month=_MONTH[(groups["m1"] or groups["m2"]).casefold()],
            year=int(groups["y1"] or groups["y2"] or 0),
            weekday=_weekday(groups, line[max(0, match.start() - 8) : match.start()]),
        )


def _weekday(groups: dict[str, str | None], preceding: str) -> int:
    # "Friday and Saturday 3 May", "1–3 May, Friday": which day is meant is not certain.
    if (groups["w1"] and groups["w2"]) or _RANGE.search(preceding):
        return -1
    word = groups["w1"] or groups["w2"]
    return _WEEKDAY[word.casefold()] if word else -1
