"""The calendar: everything that time alone will change on a site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone, tzinfo

from pressgen.content.settings.banners import banner_spans
from pressgen.model import Change, ChangeKind, Page, Post
from pressgen.settings import Settings
from pressgen.site.addresses import page_path, release_addresses
from pressgen.site.embargo import Visibility, due_at
from pressgen.site.urls import address_of

# Google's limit for a news sitemap.
NEWS_WINDOW = timedelta(hours=48)


def changes(
    documents: Iterable[Post | Page],
    paths: Mapping[str, str],
    settings: Settings,
    instant: datetime,
    visibility: Visibility = "public",
) -> tuple[Change, ...]:
    """The changes after an instant at which a build of these documents differs, in the order of time.

    `paths` are the output paths of visible documents; the others get the addresses that they will have. There are at
    most 1,000 releases in a news sitemap: when one more leaves it, nothing differs.
    """
    earliest = _shift(instant, -NEWS_WINDOW)
    coming = [
        (document, kind, moment)
        for document in documents
        if _is_timed(document, earliest)
        for kind, moment in moments(document, instant.tzinfo, visibility)
        if moment > instant
    ]
    address = address_of(settings.url)
    hidden = {document.path: document for document, _, _ in coming if document.path not in paths}
    future_paths = _future_paths(hidden.values(), paths, settings) if hidden else {}
    timed = [
        Change(
            at=moment,
            kind=kind,
            source=document.path,
            title=document.matter.title,
            lang=document.lang,
            address=address.url(future_paths.get(document.path) or paths[document.path]),
        )
        for document, kind, moment in coming
    ]
    return sorted_changes([*timed, *_banner_changes(settings, instant)])


def _banner_changes(settings: Settings, instant: datetime) -> Iterator[Change]:
    """When banners come and go, each with its text in the default language."""
    home, lang = address_of(settings.url).url("index.html"), settings.languages[0]
    for span in banner_spans(settings):
        text = span.banner.text
        title = text if isinstance(text, str) else text.get(lang, next(iter(text.values())))
        edges: list[tuple[ChangeKind, datetime | None]] = [("banner", span.start), ("banner_end", span.end)]
        for kind, moment in edges:
            if moment and moment > instant:
                at = moment.astimezone(instant.tzinfo)
                yield Change(at=at, kind=kind, source="pressgen.yml", title=title, lang=lang, address=home)


def asset_changes(ends: Mapping[str, datetime], zone: tzinfo | None) -> tuple[Change, ...]:
    """The changes when replaced assets go: `ends` are the instants, by paths in the output folder."""
    return tuple(Change(at=end.astimezone(zone), kind="asset", address=path) for path, end in ends.items())


def sorted_changes(unsorted: Iterable[Change]) -> tuple[Change, ...]:
    """Changes in the order of time, those of one instant by file."""
    return tuple(sorted(unsorted, key=lambda change: (change.at, change.source, change.kind, change.address)))


def _is_timed(document: Post | Page, earliest: datetime) -> bool:
    """Whether anything about a document can change: most are older than `earliest`, and have left the news as well."""
    matter, start = document.matter, due_at(document)
    if matter.event and matter.event.until >= earliest:
        return True
    return bool(matter.expires or matter.updated or matter.corrections) or (start is not None and start >= earliest)


def moments(
    document: Post | Page, zone: tzinfo | None, visibility: Visibility
) -> Iterator[tuple[ChangeKind, datetime]]:
    """When a document changes the site, the past included; another kind of timed thing needs one line here."""
    matter, start = document.matter, due_at(document)
    end = matter.expires.at if matter.expires else None
    # Time alone makes no draft public.
    if (matter.status == "draft" and visibility == "public") or (start and end and end <= start):
        return
    if start is not None:
        yield "release", start
    if end is not None:
        yield "expiry", end
    if isinstance(document, Post):
        later: list[tuple[ChangeKind, datetime | None]] = [
            ("update", matter.updated.at if matter.updated else None),
            *(("correction", correction.date.at) for correction in matter.corrections),
            ("event", _event_end(document, zone)),
            ("news", _news_end(document, zone)),
        ]
        # Before it is public and after it is taken down, nothing of a release can be seen to change.
        for kind, moment in later:
            if moment and document.date.at < moment and (end is None or moment < end):
                yield kind, moment


def _event_end(post: Post, zone: tzinfo | None) -> datetime | None:
    """When the event of a release leaves the agenda; None if it has none, or if it is in no list."""
    matter = post.matter
    if matter.event is None or matter.status == "withdrawn" or matter.unlisted:
        return None
    # An event elsewhere may have a time zone of its own.
    return matter.event.until.astimezone(zone or matter.event.until.tzinfo)


def _news_end(post: Post, zone: tzinfo | None) -> datetime | None:
    """When a release leaves the news sitemap; None if it is never there."""
    matter = post.matter
    if matter.status == "withdrawn" or matter.unlisted or matter.noindex or matter.canonical:
        return None
    end = _shift(post.date.at, NEWS_WINDOW)
    # In the zone, since summer time may begin or end in between.
    return end if end == post.date.at else end.astimezone(zone or end.tzinfo)


def _shift(moment: datetime, span: timedelta) -> datetime:
    try:
        shifted = moment + span
        shifted.astimezone(timezone.utc)
    # Dates of the years 1 and 9999 are valid in front matter.
    except OverflowError:
        return moment
    return shifted


def _future_paths(hidden: Iterable[Post | Page], paths: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """The output paths that documents will have which are not visible yet."""
    documents = list(hidden)
    posts = [document for document in documents if isinstance(document, Post)]
    posts.sort(key=lambda post: (post.date.at, post.path))
    own_paths, other_paths = release_addresses(posts, settings).paths, {*paths.values()}
    # To compare them as file systems do takes a while, and hardly any address is given twice.
    if not other_paths.isdisjoint(own_paths.values()):
        own_paths = release_addresses(posts, settings, other_paths).paths
    pages = [document for document in documents if isinstance(document, Page)]
    return own_paths | {page.path: page_path(page, settings) for page in pages}
