"""The coming changes as an iCalendar file (RFC 5545), the same bytes for the same changes."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timezone
from urllib.parse import urlsplit

from pressgen.model import Change
from pressgen.schedule.due import grouped
from pressgen.site.urls import uri

LINE_BYTES = 75
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")


def calendar_text(changes: Iterable[Change], describe: Callable[[Change, int], tuple[str, str]]) -> str:
    """The calendar with an event for each change, or for each group of replaced assets.

    `describe` returns the summary and the description of a change, given how many changes are in its group.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pressgen//pressgen calendar//EN", "CALSCALE:GREGORIAN"]
    # An id stays when the time of a change is moved, so that calendars move the event as well.
    repeats: Counter[tuple[str, str]] = Counter()
    for change, count in grouped(changes):
        key = change.kind, change.source or change.at.isoformat()
        lines += _event(change, _uid(change, *key, repeats[key]), *describe(change, count))
        repeats[key] += 1
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _fold(line))


def _event(change: Change, uid: str, summary: str, description: str) -> Iterator[str]:
    time = _utc(change.at)
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    # The time of the event itself: that of this run would make each calendar another one.
    yield f"DTSTAMP:{time}"
    yield f"DTSTART:{time}"
    yield f"SUMMARY:{_text(summary)}"
    yield f"DESCRIPTION:{_text(description)}"
    if change.source:
        yield f"URL:{uri(change.address)}"
    yield f"CATEGORIES:{change.kind.upper()}"
    yield "CLASS:CONFIDENTIAL"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _uid(change: Change, kind: str, key: str, repeat: int) -> str:
    digest = hashlib.blake2b(f"{kind}\n{key}\n{repeat}".encode(), digest_size=12).hexdigest()
    host = urlsplit(uri(change.address)).hostname if change.source else ""
    return f"{digest}@{host or 'pressgen'}"


def _utc(moment: datetime) -> str:
    utc = moment.astimezone(timezone.utc)
    # Not strftime: on some systems it writes the year 999 with three digits.
    return f"{utc.year:04}{utc:%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """A value of the type TEXT (section 3.3.11)."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROL.sub(" ", escaped.replace("\r\n", "\n")).replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """The parts of a line, each of at most 75 bytes, without its end (section 3.1)."""
    part, size = "", 0
    for char in line:
        length = len(char.encode())
        if size + length > LINE_BYTES:
            yield part
            part, size = " ", 1
        part, size = part + char, size + length
    yield part
