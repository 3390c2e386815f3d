"""The coming changes as an iCalendar file (RFC 5545), the same bytes for the same changes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from pressgen.icalendar import calendar_file, text_value, utc_value
from pressgen.model import Change
from pressgen.schedule.due import grouped
from pressgen.site.urls import uri


def calendar_text(changes: Iterable[Change], describe: Callable[[Change, int], tuple[str, str]]) -> str:
    """The calendar with an event for each change, or for each group of replaced assets.

    `describe` returns the summary and the description of a change, given how many changes are in its group.
    """
    events: list[Iterator[str]] = []
    # An id stays when the time of a change is moved, so that calendars move the event as well.
    repeats: Counter[tuple[str, str]] = Counter()
    for change, count in grouped(changes):
        key = change.kind, change.source or change.at.isoformat()
        events.append(_event(change, _uid(change, *key, repeats[key]), *describe(change, count)))
        repeats[key] += 1
    return calendar_file("pressgen calendar", (), events)


def _event(change: Change, uid: str, summary: str, description: str) -> Iterator[str]:
    time = utc_value(change.at)
    yield f"UID:{uid}"
    # The time of the event itself: that of this run would make each calendar another one.
    yield f"DTSTAMP:{time}"
    yield f"DTSTART:{time}"
    yield f"SUMMARY:{text_value(summary)}"
    yield f"DESCRIPTION:{text_value(description)}"
    if change.source:
        yield f"URL:{uri(change.address)}"
    yield f"CATEGORIES:{change.kind.upper()}"
    yield "CLASS:CONFIDENTIAL"
    yield "TRANSP:TRANSPARENT"


def _uid(change: Change, kind: str, key: str, repeat: int) -> str:
    digest = hashlib.blake2b(f"{kind}\n{key}\n{repeat}".encode(), digest_size=12).hexdigest()
    host = urlsplit(uri(change.address)).hostname if change.source else ""
    return f"{digest}@{host or 'pressgen'}"
