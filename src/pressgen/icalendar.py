"""iCalendar (RFC 5545): values and lines in the form of its files, for the public agenda and for the press office.

Lines and texts of a vCard have the same form (RFC 2426, sections 2.6 and 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timezone

LINE_BYTES = 75
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")


def calendar_file(name: str, properties: Iterable[str], events: Iterable[Iterable[str]]) -> str:
    """A calendar: `name` is that of its producer, each event has its properties as lines that are not yet folded."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//pressgen//{name}//EN", "CALSCALE:GREGORIAN", *properties]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in fold(line))


def utc_value(moment: datetime) -> str:
    """An instant, as a value of the type DATE-TIME in UTC."""
    utc = moment.astimezone(timezone.utc)
    # Not strftime: on some systems it writes the year 999 with three digits.
    return f"{utc.year:04}{utc:%m%dT%H%M%SZ}"


def day_value(day: date) -> str:
    """A day, as a value of the type DATE."""
    return f"{day.year:04}{day:%m%d}"


def text_value(text: str) -> str:
    """A value of the type TEXT (section 3.3.11)."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROL.sub(" ", escaped.replace("\r\n", "\n")).replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """The parts of a line, each of at most 75 bytes, without its end (section 3.1)."""
    part, size = "", 0
    for char in line:
        length = len(char.encode())
        if size + length > LINE_BYTES:
            yield part
            part, size = " ", 1
        part, size = part + char, size + length
    yield part
