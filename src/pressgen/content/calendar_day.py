"""A calendar day as people write it, in digits or with the month's name in one of twelve languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

Numbers = tuple[int, int, int]
"""Year, month and day."""

_MONTH_NAMES, _WEEKDAYS, _OTHER_WORDS = (
    [line for line in block.splitlines() if not line.startswith("#")]
    for block in Path(__file__).with_name("days.txt").read_text("utf-8").split("\n\n")
)
# With the endings of Uzbek, Tajik and Russian cases: январда, январи, январём.
_CASES = "da|dan|ning|ga|ni|dagi|да|дан|нинг|га|ни|даги|ь|я|ю|и|ы|ем|ём|е|а|у|ом"
_MONTHS = tuple(re.compile(rf"(?:{names.replace(' ', '|')})(?:{_CASES})?") for names in _MONTH_NAMES)
_WEEKDAY = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split()}
_FILLERS = frozenset(" ".join(_OTHER_WORDS).split())
_TOKEN = re.compile(r"(?P<number>[0-9]+)|(?P<word>[^\W\d_]+)|(?P<between>[ ,./–-]+)|(?P<other>.)", re.DOTALL)
_YEAR_DIGITS, _MAX_DAY_DIGITS = 4, 2


class WeekdayError(ValueError):
    """A date with another weekday than its own; `day` is the date."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day)


def days_of(text: str) -> tuple[Numbers, ...]:
    """All days that a text may mean: two if day and month cannot be told apart, none if it is not a date.

    A single one may not exist (30 February). Raises WeekdayError.
    """
    tokens = list(_TOKEN.finditer(text))
    if any(token["other"] for token in tokens) or not tokens or text[0] in "-–./," or text[-1] in "-–/":
        return ()
    numbers = [token["number"] for token in tokens if token["number"]]
    words = [token["word"].casefold() for token in tokens if token["word"]]
    months = [month for month in map(_month, words) if month]
    weekdays = [_WEEKDAY[word] for word in words if word in _WEEKDAY]
    is_known = all(word in _FILLERS or word in _WEEKDAY or _month(word) for word in words)
    if not is_known or len(months) > 1 or len(weekdays) > 1:
        return ()
    if months:
        days = _day_in_month(numbers, months[0])
    else:
        separators = [
            token["between"].strip()
            for previous, token, following in zip(tokens, tokens[1:], tokens[2:], strict=False)
            if token["between"] and previous["number"] and following["number"]
        ]
        days = _numeric_days(numbers, separators)
    return _days_on_weekday(weekdays[0], days) if weekdays else days


def _month(word: str) -> int:
    """The number of the month with this name, in any of its cases; 0 for another word."""
    return next((number for number, names in enumerate(_MONTHS, 1) if names.fullmatch(word)), 0)


def _day_in_month(numbers: list[str], month: int) -> tuple[Numbers, ...]:
    """The day in a month with a name: of the two numbers, the one with four digits is the year."""
    years = [int(number) for number in numbers if len(number) == _YEAR_DIGITS]
    days = [int(number) for number in numbers if len(number) <= _MAX_DAY_DIGITS]
    return ((years[0], month, days[0]),) if len(numbers) == 2 and len(years) == len(days) == 1 else ()


def _numeric_days(numbers: list[str], separators: list[str]) -> tuple[Numbers, ...]:
    """The days that three numbers with the same separator can mean."""
    if len(numbers) != 3 or separators not in (["-", "-"], ["/", "/"], [".", "."]):
        return ()
    lengths = [len(number) for number in numbers]
    first, second, third = map(int, numbers)
    if lengths[0] == _YEAR_DIGITS and max(lengths[1:]) <= _MAX_DAY_DIGITS:
        return ((first, second, third),)
    if lengths[2] != _YEAR_DIGITS or max(lengths[:2]) > _MAX_DAY_DIGITS:
        return ()
    # 03/04/2026 is 3 April in Tashkent and 4 March in Washington; the author is asked which.
    candidates = ((third, month, day) for month, day in ((second, first), (first, second)) if 1 <= month <= 12)
    return tuple(dict.fromkeys(candidates))


def _days_on_weekday(weekday: int, readings: tuple[Numbers, ...]) -> tuple[Numbers, ...]:
    """The readings on that weekday; raises WeekdayError if there are none."""
    calendar_days: list[tuple[Numbers, date | None]] = []
    for numbers in readings:
        try:
            calendar_days.append((numbers, date(*numbers)))
        except ValueError:
            # A day that does not exist has no weekday, and a problem of its own.
            calendar_days.append((numbers, None))
    matching = tuple(numbers for numbers, day in calendar_days if day is None or day.weekday() == weekday)
    if readings and not matching and calendar_days[0][1] is not None:
        raise WeekdayError(calendar_days[0][1])
    return matching
