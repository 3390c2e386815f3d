"""The event of a release, as its page, the agenda and calendars show it."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from pressgen.model import Accreditation, Event, EventAccreditation, EventMatter, Moment
from pressgen.site.i18n import clock_time, full_date, full_time, zone_name
from pressgen.site.urls import Address

FILE = "event.ics"
"""The calendar file of an event, in the folder of its release."""


def event_of(
    matter: EventMatter | None, path: str, lang: str, timezone: str, address: Address, hrefs: Mapping[str, str]
) -> Event | None:
    """The event of a release with this output path, if it has one; `timezone` is that of the site.

    `hrefs` says where targets on the site lead; empty for one that leads to nothing public.
    """
    if matter is None:
        return None
    start, end, calendar_path = matter.start, matter.end, calendar_path_of(path)
    is_same_day = end is not None and not end.day and end.at.date() == start.at.date()
    has_hours = not start.day or (end is not None and not end.day)
    zone = ZoneInfo(matter.timezone or timezone)
    return Event(
        name=matter.name,
        start=_machine_text(start),
        end=_machine_text(end) if end else "",
        start_at=start.at,
        until=matter.until,
        is_day=start.day,
        start_text=_text(start, lang),
        end_text="" if end is None else clock_time(end.at, lang) if is_same_day else _text(end, lang),
        zone_text=zone_name(start.at.astimezone(zone), lang) if has_hours else "",
        place=matter.place,
        address=matter.address,
        online=matter.online,
        is_online=matter.is_online,
        website=_resolved(matter.url, hrefs),
        status=matter.status,
        accreditation=_accreditation(matter.accreditation, lang, hrefs) if matter.accreditation else None,
        path=calendar_path,
        href=address.href(calendar_path),
        url=address.url(calendar_path),
    )


def calendar_path_of(path: str) -> str:
    """The output path of the calendar file beside a page: in its folder, or with its name."""
    folder, _, name = path.rpartition("/")
    if name == "index.html":
        return f"{folder}/{FILE}" if folder else FILE
    return f"{path.rpartition('.')[0]}.ics"


def _machine_text(moment: Moment) -> str:
    return str(moment.at.date()) if moment.day else moment.at.isoformat()


def _text(moment: Moment, lang: str) -> str:
    return full_date(moment.at.date(), lang) if moment.day else full_time(moment.at, lang)


def _accreditation(matter: Accreditation, lang: str, hrefs: Mapping[str, str]) -> EventAccreditation:
    deadline = matter.deadline
    return EventAccreditation(
        text=matter.text,
        email=matter.email,
        url=_resolved(matter.url, hrefs),
        deadline=_machine_text(deadline) if deadline else "",
        deadline_text=_text(deadline, lang) if deadline else "",
    )


def _resolved(target: str, hrefs: Mapping[str, str]) -> str:
    return hrefs.get(target, "") if target.startswith("/") else target
