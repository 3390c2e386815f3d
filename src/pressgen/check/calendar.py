"""Rules on dates: the weekday beside a date, and an announcement of what is past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pressgen.check.days import Written, written
from pressgen.check.text import Text
from pressgen.errors import Phrase, Problem
from pressgen.model import Post

_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZА-ЯЁЎҚҒҲ])")
_COMING = re.compile(
    r"\bwill (?:be held|take place|start|begin|open|be launched|host|hold|be opened)\b|\bis scheduled for\b"
    r"|\b(?:состоится|состоятся|пройдёт|пройдет|пройдут|начнётся|начнется|начнутся|откроется|откроются)\b"
    r"|\b(?:boʻlib oʻtadi|bo'lib o'tadi|boshlanadi|oʻtkaziladi|o'tkaziladi|ochiladi|boʻladi|bo'ladi)\b"
    r"|\b(?:бўлиб ўтади|бошланади|ўтказилади|очилади|бўлади)",
    re.IGNORECASE,
)


def check(text: Text) -> Iterator[Problem]:
    """What these rules find in one text."""
    document = text.document
    if not isinstance(document, Post):
        return
    lines = [(text.key_line("title"), document.matter.title), (text.key_line("summary"), document.matter.summary)]
    for number, line in (*lines, *text.prose):
        for each in written(line):
            if each.weekday >= 0:
                yield from _weekday(text, number, each, document.date.at.date())
        yield from _past(text, number, line, document.date.at.date())


def _weekday(text: Text, number: int, each: Written, released: date) -> Iterator[Problem]:
    # Without a year the date may be of the year before or after; one that fits is enough.
    years = [each.year] if each.year else [released.year, released.year - 1, released.year + 1]
    days = [day for year in years if (day := each.on(year))]
    if (not days and each.on(2024) is None) or (not days and each.year):
        yield Problem.at("weekday-date/none", text.file, number, date=each.words)
    elif days and all(day.weekday() != each.weekday for day in days):
        day = days[0]
        weekday = Phrase.of(f"weekday-{day.weekday()}")
        yield Problem.at("weekday-date", text.file, number, date=each.words, day=str(day), weekday=weekday)


def _past(text: Text, number: int, line: str, released: date) -> Iterator[Problem]:
    for sentence in _SENTENCE.split(line) if _COMING.search(line) else ():
        found = [day for each in written(sentence) if each.year and (day := each.on(each.year))]
        if _COMING.search(sentence) and found and max(found) < released:
            yield Problem.at("event-past", text.file, number, day=str(max(found)), date=str(released))
