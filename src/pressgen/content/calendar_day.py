"""A calendar day as people write it, in figures or with the month's name in English, Russian or Uzbek."""

from __future__ import annotations

import re
from datetime import date

Numbers = tuple[int, int, int]
"""Year, month and day."""

# One word for each month in all languages and scripts; what follows the stem in a case is `_CASES`.
_MONTHS = tuple(
    re.compile(rf"(?:{stems})(?:{cases})?")
    for cases in ["da|dan|ning|ga|ni|dagi|да|дан|нинг|га|ни|даги|ь|я|ю|ем|ём|е|а|у|ом"]
    for stems in (
        "jan|january|yan|yanv|yanvar|янв|январ",
        "feb|february|fev|fevral|фев|февр|феврал",
        "mar|march|mart|мар|март",
        "apr|april|aprel|апр|апрел",
        "may|ма[йяюе]|маем|майда",
        "jun|june|iyun|iyn|июн",
        "jul|july|iyul|iyl|июл",
        "aug|august|avg|avgust|авг|август",
        "sep|sept|september|sen|sent|sentabr|sentyabr|сен|сент|сентябр|сентабр",
        "oct|october|okt|oktabr|oktyabr|окт|октябр|октабр",
        "nov|november|noy|noyabr|ноя|нояб|ноябр",
        "dec|december|dek|dekabr|дек|декабр",
    )
)
_WEEKDAYS = (
    "mon monday пн понедельник dushanba душанба",
    "tue tues tuesday вт вторник seshanba сешанба",
    "wed wednesday ср среда chorshanba чоршанба",
    "thu thur thurs thursday чт четверг payshanba пайшанба",
    "fri friday пт пятница juma жума",
    "sat saturday сб суббота shanba шанба",
    "sun sunday вс воскресенье yakshanba якшанба",
)
_WEEKDAY = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split()}
_AROUND_WORDS = "the of st nd rd th г год года й йил йили y yil yili kuni куни"
"""Words that stand around a day, a month or a year and change nothing."""
_AROUND = frozenset(_AROUND_WORDS.split())
_TOKEN = re.compile(r"(?P<number>[0-9]+)|(?P<word>[^\W\d_]+)|(?P<between>[ ,./–-]+)|(?P<other>.)", re.DOTALL)
_YEAR_DIGITS, _MOST_DIGITS = 4, 2


class WeekdayError(ValueError):
    """The weekday that is written is not that of the day; `day` is the day."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day)


def readings(text: str) -> tuple[Numbers, ...]:
    """All days that a text may mean: one, two where day and month cannot be told apart, none if it is no day.

    A single reading may be a day that no calendar has (30 February). Raises WeekdayError.
    """
    tokens = list(_TOKEN.finditer(text))
    if any(token["other"] for token in tokens) or not tokens or text[0] in "-–./," or text[-1] in "-–/":
        return ()
    numbers = [token["number"] for token in tokens if token["number"]]
    words = [token["word"].casefold() for token in tokens if token["word"]]
    months = [month for month in map(_month, words) if month]
    weekdays = [_WEEKDAY[word] for word in words if word in _WEEKDAY]
    is_known = all(word in _AROUND or word in _WEEKDAY or _month(word) for word in words)
    if not is_known or len(months) > 1 or len(weekdays) > 1:
        return ()
    if months:
        found = _with_month(numbers, months[0])
    else:
        signs = [
            token["between"].strip()
            for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False)
            if token["between"] and before["number"] and after["number"]
        ]
        found = _in_figures(numbers, signs)
    return _on_weekday(weekdays[0], found) if weekdays else found


def _month(word: str) -> int:
    """The number of the month that a word names in any of its cases; 0 for another word."""
    return next((number for number, names in enumerate(_MONTHS, 1) if names.fullmatch(word)), 0)


def _with_month(numbers: list[str], month: int) -> tuple[Numbers, ...]:
    """The day whose month is named: of the two numbers, the one of four digits is the year."""
    years = [int(number) for number in numbers if len(number) == _YEAR_DIGITS]
    days = [int(number) for number in numbers if len(number) <= _MOST_DIGITS]
    return ((years[0], month, days[0]),) if len(numbers) == 2 and len(years) == len(days) == 1 else ()


def _in_figures(numbers: list[str], signs: list[str]) -> tuple[Numbers, ...]:
    """The day written as three numbers with the same sign between them."""
    if len(numbers) != 3 or len(signs) != 2 or signs[0] not in ("-", "/", ".") or signs[0] != signs[1]:
        return ()
    lengths = [len(number) for number in numbers]
    first, second, third = map(int, numbers)
    if lengths[0] == _YEAR_DIGITS and max(lengths[1:]) <= _MOST_DIGITS:
        return ((first, second, third),)
    if lengths[2] != _YEAR_DIGITS or max(lengths[:2]) > _MOST_DIGITS:
        return ()
    possible = ((third, month, day) for month, day in ((second, first), (first, second)) if 1 <= month <= 12)
    return tuple(dict.fromkeys(possible))


def _on_weekday(weekday: int, found: tuple[Numbers, ...]) -> tuple[Numbers, ...]:
    """The readings that fall on a weekday; one that the calendar does not have stays, for its own message."""
    days: list[tuple[Numbers, date | None]] = []
    for numbers in found:
        try:
            days.append((numbers, date(*numbers)))
        except ValueError:
            days.append((numbers, None))
    fitting = tuple(numbers for numbers, day in days if day is None or day.weekday() == weekday)
    if found and not fitting and days[0][1] is not None:
        raise WeekdayError(days[0][1])
    return fitting
