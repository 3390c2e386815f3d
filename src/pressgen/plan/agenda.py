"""The agenda: the page of coming events in each language, their calendar files, and the calendar to subscribe to."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from msgspec import structs

from pressgen.icalendar import calendar_file, day_value, text_value, utc_value
from pressgen.model import Article, Computed, Event, Rendered
from pressgen.plan.events import begin, calendar_link, coming_events
from pressgen.plan.heads import index_head
from pressgen.plan.layout import AGENDA, EditionContext, has_own_page
from pressgen.plan.structured import whole_uri
from pressgen.plan.views import Calendar, CalendarEntry
from pressgen.site.i18n import words
from pressgen.site.urls import uri

TEMPLATE = "calendar.txt"
PAST = 50
"""Past events that the calendar still has, so that they stay in those of its readers."""
_STATES = {"scheduled": "CONFIRMED", "cancelled": "CANCELLED", "postponed": "TENTATIVE"}
_MOST = 2**31 - 1


def agenda(context: EditionContext) -> Iterator[Rendered]:
    """The page of coming events, the soonest first, and the calendar; none on a site that has never had an event."""
    page = context.newsroom.agenda
    if page is None:
        return
    edition, word, calendar = context.edition, words(context.edition.lang).gettext, calendar_link(context)
    head = index_head(context, "agenda", page.title, word("Coming events, the soonest first"), AGENDA)
    head = structs.replace(head, feeds=(*head.feeds, calendar))
    path = edition.prefix + AGENDA
    if not has_own_page(edition, path):
        values = context.values(page=head, events=coming_events(context), calendar=calendar)
        yield Rendered(path=path, template="agenda.html", values=values)
    entries = tuple([_entry(article, article.event, context) for article in _in_calendar(context) if article.event])
    yield _file(calendar.path, Calendar(title=calendar.title, url=uri(calendar.url), entries=entries))


def event_files(context: EditionContext) -> Iterator[Rendered]:
    """The calendar file of every event, those of unlisted releases too."""
    for release in context.edition.releases:
        if event := release.event:
            entry = _entry(release, event, context)
            calendar = Calendar(title=entry.title, url=uri(event.url), entries=(entry,))
            yield _file(event.path, calendar, release.source)


def _in_calendar(context: EditionContext) -> Sequence[Article]:
    """The releases whose events the calendar has: all that are to come, and the last of those that are over."""
    with_event = sorted([article for article in context.edition.articles if article.event], key=begin)
    instant = context.site.instant
    past = [article for article in with_event if article.event and article.event.until <= instant]
    coming = [article for article in with_event if article.event and article.event.until > instant]
    return [*past[-PAST:], *coming]


def _entry(article: Article, event: Event, context: EditionContext) -> CalendarEntry:
    host = urlsplit(uri(article.url)).hostname or "pressgen"
    contacts = [(person.name, person.phone, person.email) for person in article.contacts[:1]]
    return CalendarEntry(
        # The id in feeds stays when the address changes.
        id=f"{uuid.uuid5(uuid.NAMESPACE_URL, f'{article.id} event')}@{host}",
        title=event.name or article.title,
        url=uri(article.url),
        published=article.at,
        modified=datetime.fromisoformat(article.modified),
        description=_description(article, event, context),
        contact=", ".join(part for contact in contacts for part in contact if part),
        event=event,
    )


def _description(article: Article, event: Event, context: EditionContext) -> str:
    """What programs show below the name of an event: the lead, and all addresses."""
    word, accreditation, origin = words(context.edition.lang).gettext, event.accreditation, context.address.origin
    lines = [article.description, event.online, whole_uri(event.website, origin)]
    if accreditation:
        until = word("Until %(date)s") % {"date": accreditation.deadline_text} if accreditation.deadline else ""
        parts = filter(None, (accreditation.text, accreditation.email, whole_uri(accreditation.url, origin), until))
        lines.append(f"{word('Accreditation')}: {', '.join(parts)}")
    return "\n".join(filter(None, (*lines, uri(article.url))))


def _file(path: str, calendar: Calendar, source: str = "") -> Rendered:
    values: dict[str, object] = {"calendar": calendar, "calendar_text": AS_TEXT}
    return Rendered(path=path, template=TEMPLATE, source=source, values=values)


def _text(calendar: Calendar) -> str:
    title = text_value(calendar.title)
    # The first is that of RFC 7986, the others are older and read by more programs.
    properties = [f"NAME:{title}", f"X-WR-CALNAME:{title}", "METHOD:PUBLISH", f"SOURCE;VALUE=URI:{calendar.url}"]
    properties += ["REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H"]
    return calendar_file("pressgen agenda", properties, map(_lines, calendar.entries))


AS_TEXT = Computed(("calendar",), _text)


def _lines(entry: CalendarEntry) -> Iterator[str]:
    event, modified = entry.event, max(entry.modified, entry.published)
    yield f"UID:{entry.id}"
    # When the release was changed: the time of the build would make each calendar another one.
    yield f"DTSTAMP:{utc_value(modified)}"
    yield f"CREATED:{utc_value(entry.published)}"
    yield f"LAST-MODIFIED:{utc_value(modified)}"
    # It has to grow with each change: the minutes from publication to the last one do.
    minutes = (modified - entry.published) // timedelta(minutes=1)
    yield f"SEQUENCE:{min(minutes + (event.status != 'scheduled'), _MOST)}"
    yield from _times(event)
    yield f"SUMMARY:{text_value(entry.title)}"
    yield f"DESCRIPTION:{text_value(entry.description)}"
    if location := ", ".join(filter(None, (event.place, event.address))) or event.online:
        yield f"LOCATION:{text_value(location)}"
    if event.online.startswith("http") and " " not in event.online:
        yield f"CONFERENCE;VALUE=URI:{uri(event.online)}"
    if entry.contact:
        yield f"CONTACT:{text_value(entry.contact)}"
    yield f"URL:{entry.url}"
    yield f"STATUS:{_STATES[event.status]}"


def _times(event: Event) -> Iterator[str]:
    if event.is_day:
        yield f"DTSTART;VALUE=DATE:{day_value(event.start_at.date())}"
        # The day after the last one (section 3.6.1).
        yield f"DTEND;VALUE=DATE:{day_value(event.until.date())}"
        return
    yield f"DTSTART:{utc_value(event.start_at)}"
    if event.end:
        yield f"DTEND:{utc_value(event.until)}"
