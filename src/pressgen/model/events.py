"""The event that a release announces, as readers see it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from pressgen.model.post import EventStatus


class EventAccreditation(Struct, frozen=True, kw_only=True, gc=False):
    """How journalists announce that they will come; texts are empty where nothing was given."""

    text: str
    email: str
    url: str
    deadline: str
    deadline_text: str


class Event(Struct, frozen=True, kw_only=True, gc=False):
    """What a release announces, as readers see it.

    `start` and `end` are RFC 3339, or a day if no hour was given; `end` is empty if none was. `until` is the instant at
    which it is over. `zone_text` is the name of its time zone, empty if there are no hours. `path`, `href` and `url`
    are those of its calendar file, `website` is its own page elsewhere.
    """

    name: str
    start: str
    end: str
    start_at: datetime
    until: datetime
    is_day: bool
    start_text: str
    end_text: str
    zone_text: str
    place: str
    address: str
    online: str
    is_online: bool
    website: str
    status: EventStatus
    accreditation: EventAccreditation | None
    path: str
    href: str
    url: str
