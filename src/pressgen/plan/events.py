"""The coming events of an edition, and the links to calendar files."""

from __future__ import annotations

from datetime import datetime

from pressgen.model import Article, Event, FeedLink
from pressgen.plan.layout import EditionContext
from pressgen.plan.views import AgendaEntry
from pressgen.site.i18n import words

CALENDAR = "agenda/agenda.ics"
"""The output path of the calendar of all events, in the folder of an edition."""
MEDIA_TYPE = "text/calendar"
NEXT = 3
"""Coming events on the home page."""


def calendar_link(context: EditionContext) -> FeedLink:
    """The calendar of an edition's events."""
    path, word = context.edition.prefix + CALENDAR, words(context.edition.lang).gettext
    title = f"{context.edition.title} – {word('Agenda')}"
    href, url = context.address.href(path), context.address.url(path)
    return FeedLink(type=MEDIA_TYPE, format="ics", title=title, href=href, url=url, path=path)


def event_link(event: Event, title: str) -> FeedLink:
    """The calendar file of one event."""
    return FeedLink(type=MEDIA_TYPE, format="ics", title=title, href=event.href, url=event.url, path=event.path)


def coming_events(context: EditionContext) -> tuple[AgendaEntry, ...]:
    """The events of listed releases that are not over, the soonest first."""
    instant = context.site.instant
    articles = [article for article in context.edition.articles if article.event and article.event.until > instant]
    return tuple(
        [
            AgendaEntry(title=article.event.name or article.title, href=article.href, event=article.event)
            for article in sorted(articles, key=begin)
            if article.event
        ]
    )


def next_events(context: EditionContext) -> tuple[AgendaEntry, ...]:
    """The first of the coming events that will take place, for the home page."""
    return tuple([entry for entry in coming_events(context) if entry.event.status == "scheduled"][:NEXT])


def begin(article: Article) -> tuple[datetime, str]:
    """When the event of a release begins, to sort by; of several at once, by path."""
    assert article.event
    return article.event.start_at, article.path
