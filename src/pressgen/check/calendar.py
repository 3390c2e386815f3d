"""Rules on dates: a weekday that does not fit the date, and an announcement of an event in the past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pressgen.check.date_mentions import DateMention, date_mentions
from pressgen.check.text import LintText
from pressgen.errors import Phrase, Problem
from pressgen.model import Post

_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZА-ЯЁЎҚҒҲ])")
_ANNOUNCEMENT = re.compile(
    r"\b(?:will (?:be held|take place|start|begin|open|be launched|host|hold|be opened)\b|is scheduled for\b"
    r"|(?:состоится|состоятся|пройдёт|пройдет|пройдут|начнётся|начнется|начнутся|откроется|откроются)\b"
    r"|(?:boʻlib oʻtadi|bo'lib o'tadi|boshlanadi|oʻtkaziladi|o'tkaziladi|ochiladi|boʻladi|bo'ladi)\b"
    r"|бўлиб ўтади|бошланади|ўтказилади|очилади|бўлади)",
    re.IGNORECASE,
)


def check(text: LintText) -> Iterator[Problem]:
    """The findings of these rules in one text."""
    document = text.document
    if not isinstance(document, Post):
        return
    lines = [(text.key_line("title"), document.matter.title), (text.key_line("summary"), document.matter.summary)]
    for number, line in (*lines, *text.prose):
        mentions = [*date_mentions(line)]
        for mention in mentions:
            if mention.weekday >= 0:
                yield from _weekday(text, number, mention, document.date.at.date())
        if mentions:
            yield from _past_event(text, number, line, document.date.at.date())


def _weekday(text: LintText, number: int, mention: DateMention, release_day: date) -> Iterator[Problem]:
    # A date without a year may be in the year before or after; it is enough if the weekday fits one of them.
    years = [mention.year] if mention.year else [release_day.year, release_day.year - 1, release_day.year + 1]
    days = [day for year in years if (day := mention.on(year))]
    # 2024 is a leap year: a day that it does not have is in no year.
    if not days and (mention.year or mention.on(2024) is None):
        yield Problem.at("weekday-date/none", text.file, number, date=mention.words)
    elif days and all(day.weekday() != mention.weekday for day in days):
        day = days[0]
        weekday = Phrase.of(f"weekday-{day.weekday()}")
        yield Problem.at("weekday-date", text.file, number, date=mention.words, day=str(day), weekday=weekday)


def _past_event(text: LintText, number: int, line: str, release_day: date) -> Iterator[Problem]:
    for sentence in _SENTENCE.split(line) if _ANNOUNCEMENT.search(line) else ():
        # An event of several days is announced until its last one.
        days = [day for mention in date_mentions(sentence) if mention.year and (day := mention.on(mention.year))]
        if _ANNOUNCEMENT.search(sentence) and days and max(days) < release_day:
            yield Problem.at("event-past", text.file, number, day=str(max(days)), date=str(release_day))
