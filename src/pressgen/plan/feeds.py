"""Feeds: RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1 for the site, each edition and each tag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct, structs

from pressgen.model import (
    Article,
    Banner,
    BodyText,
    Computed,
    Copied,
    Derived,
    FeedLink,
    Rendered,
    Sizes,
    Term,
    Withdrawal,
)
from pressgen.plan.heads import term_feeds
from pressgen.plan.layout import EditionContext
from pressgen.site.addresses import ALL_FEEDS
from pressgen.site.assemble import feed_links
from pressgen.site.feed_body import feed_body
from pressgen.site.i18n import words
from pressgen.site.urls import uri

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NEVER = "1970-01-01T00:00:00+00:00"
"""When a feed without items was updated."""
TEMPLATES = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json"}


class FeedPicture(Struct, frozen=True, kw_only=True, gc=False):
    """The lead picture of a release in a feed: its file in the output, its URI, media type, pixels and words."""

    path: str
    url: str
    type: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str


class FeedMedia(Struct, frozen=True, kw_only=True, gc=False):
    """A film or sound of a release in a feed: its URI, media type, bytes, and length in seconds (0 if unknown)."""

    url: str
    type: str
    size: int
    seconds: int


class Item(Struct, frozen=True, kw_only=True, gc=False):
    """A release in a feed; `html` is the whole text with absolute addresses, the lead included. Addresses are URIs.

    `id` stays when `url` changes. `image` is the uri of any picture that stands for it, `picture` its lead picture,
    which is not in `html`; `media` is its first film or sound. `tags` begin with the section. A text that is not the
    body of a release is HTML itself.
    """

    id: str
    title: str
    url: str
    lang: str
    published: str
    modified: str
    published_rfc822: str
    summary: str
    html: BodyText | str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    image: str
    picture: FeedPicture | None = None
    media: FeedMedia | None = None


class Releases(Struct, frozen=True):
    """The releases of a feed, the newest last, and those that would be among them if they were not withdrawn.

    `banners` come before all of them.
    """

    public: Sequence[Article]
    withdrawn: Sequence[Withdrawal]
    banners: Sequence[Banner] = ()


class Tombstone(Struct, frozen=True, kw_only=True, gc=False):
    """A release that was withdrawn and would still be in the feed (RFC 6721): its `id`, when it left, and why."""

    id: str
    url: str
    lang: str
    when: str
    reason: str


class Feed(Struct, frozen=True, kw_only=True, gc=False):
    """A feed, newest item first. `updated` is that of its newest item, so a build changes no quiet feed.

    `title` and `self_url` are those of one format.
    """

    title: str = ""
    description: str
    lang: str
    home_url: str
    self_url: str = ""
    updated: str
    updated_rfc822: str
    publisher: str
    items: tuple[Item, ...]
    deleted: tuple[Tombstone, ...] = ()


class Items:
    """The items of releases, each made once for all the feeds that show it; `files` are those of the site."""

    def __init__(self, files: Iterable[Copied | Derived]) -> None:
        self._pictures = {file.path: file for file in files if isinstance(file, Derived)}
        self._items: dict[str, Item] = {}

    def of(self, article: Article) -> Item:
        """The item of a release."""
        if article.path not in self._items:
            self._items[article.path] = _item(article)
        return self._items[article.path]

    def sizes(self, items: Iterable[Item]) -> Sizes:
        """The sizes of the pictures of items."""
        paths = {item.picture.path for item in items if item.picture}
        return Sizes(tuple([self._pictures[path] for path in sorted(paths)]))


def feeds(context: EditionContext) -> Iterator[Rendered]:
    """The feeds of an edition and of its tags."""
    edition = context.edition
    items = Items(context.site.files)
    releases = Releases(edition.articles, edition.withdrawn, edition.banners)
    yield from _formats(edition.feeds, context.newsroom.home.href, releases, context, items)
    for term in _terms_with_feeds(context):
        # Those of a series are in the order of its parts.
        newest = sorted(term.releases)[-context.settings.feeds.items :]
        articles = [edition.articles[index] for index in newest]
        withdrawn = [notice for notice in edition.withdrawn if term.href in notice.tags]
        yield from _formats(term_feeds(term, context), term.href, Releases(articles, withdrawn), context, items)


def _terms_with_feeds(context: EditionContext) -> Iterator[Term]:
    """The tags, sections, people and series that have feeds of their own."""
    edition, settings = context.edition, context.settings
    if settings.feeds.tags:
        yield from edition.terms
    yield from (term for term in edition.sections if settings.sections[term.key].feed)
    yield from edition.people
    yield from edition.series


def feeds_of_all_languages(contexts: Sequence[EditionContext]) -> Iterator[Rendered]:
    """Feeds that hold the releases of every edition, where there are several."""
    if len(contexts) > 1:
        first = contexts[0]
        title = f"{first.edition.title} – {words(first.edition.lang).gettext('All languages')}"
        articles = sorted(
            (article for context in contexts for article in context.edition.articles),
            key=lambda article: (article.at, article.path),
        )
        links = feed_links(ALL_FEEDS, title, first.settings, first.address)
        withdrawn = [notice for context in contexts for notice in context.edition.withdrawn]
        releases, items = Releases(articles, withdrawn, first.edition.banners), Items(first.site.files)
        yield from _formats(links, first.newsroom.home.href, releases, first, items)


def _formats(
    links: Sequence[FeedLink], home: str, releases: Releases, context: EditionContext, items: Items
) -> Iterator[Rendered]:
    """One feed in every format."""
    newest = releases.public[-context.settings.feeds.items :]
    deleted = _tombstones(newest, releases.withdrawn, context.settings.feeds.items)
    times = [article.modified for article in newest] + [tombstone.when for tombstone in deleted]
    times += [banner.published for banner in releases.banners if banner.published]
    updated = max(times, default=NEVER)
    banners = [_banner_item(banner, updated, context) for banner in releases.banners]
    newest_items = (*banners, *[items.of(article) for article in reversed(newest)])
    feed = Feed(
        description=context.newsroom.description,
        lang=context.newsroom.lang,
        home_url=uri(context.address.origin + home),
        updated=updated,
        updated_rfc822=rfc822(datetime.fromisoformat(updated)),
        publisher=context.newsroom.publisher,
        items=newest_items,
        deleted=deleted,
    )
    yield from feed_files(feed, links, items.sizes(newest_items))


def feed_files(feed: Feed, links: Iterable[FeedLink], sizes: Sizes) -> Iterator[Rendered]:
    """A feed in every format; `sizes` are those of the pictures of its items."""
    for link in links:
        own_feed = structs.replace(feed, title=link.title, self_url=uri(link.url))
        own: dict[str, object] = {"feed_json": AS_JSON} if link.format == "json" else {"sizes": sizes}
        yield Rendered(path=link.path, template=TEMPLATES[link.format], values={"feed": own_feed, **own})


def _tombstones(newest: Sequence[Article], withdrawn: Sequence[Withdrawal], size: int) -> tuple[Tombstone, ...]:
    """The withdrawn releases that would be among the newest, if they were not withdrawn; the newest first."""
    oldest = newest[0].at if len(newest) >= size else None
    released = [(notice.at, notice) for notice in withdrawn if notice.at and notice.id and not notice.is_unlisted]
    recent = [pair for pair in released if oldest is None or pair[0] > oldest]
    recent.sort(key=lambda pair: (pair[0], pair[1].path), reverse=True)
    return tuple(
        Tombstone(id=notice.id, url=uri(notice.url), lang=notice.lang, when=notice.deleted, reason=notice.reason)
        for _, notice in recent
    )


def rfc822(moment: datetime) -> str:
    """A time in the form of RSS (RFC 822): `Mon, 27 Jan 2025 09:00:00 +0500`."""
    # Not by strftime, whose names of days and months are in the language of the machine.
    day, month = DAYS[moment.weekday()], MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment.year:04} {moment:%H:%M:%S %z}"


def _item(article: Article) -> Item:
    section, tags = article.teaser.section, [tag.title for tag in article.teaser.tags]
    return Item(
        id=article.id,
        title=article.title,
        url=uri(article.url),
        lang=article.lang,
        published=article.published,
        modified=article.modified,
        published_rfc822=rfc822(article.at),
        summary=article.description,
        html=article.feed_body,
        authors=tuple(person.name for person in article.authors),
        tags=tuple(dict.fromkeys([*([section.title] if section else []), *tags])),
        image=uri(article.cards[0].url) if article.cards else "",
        picture=_picture(article),
        media=_media(article),
    )


def _banner_item(banner: Banner, updated: str, context: EditionContext) -> Item:
    """The entry of a banner; one without a beginning is as new as the newest release."""
    published = banner.published or updated
    return Item(
        id=banner.id,
        title=banner.title,
        url=uri(banner.url),
        lang=context.edition.lang,
        published=published,
        modified=published,
        published_rfc822=rfc822(datetime.fromisoformat(published)),
        summary=banner.title,
        html=feed_body(banner.html, context.address.origin + context.newsroom.home.href),
        authors=(),
        tags=(),
        image="",
    )


def _media(article: Article) -> FeedMedia | None:
    """The first film or sound of a release; readers of RSS expect no more than one."""
    if not article.media:
        return None
    player = article.media[0]
    return FeedMedia(url=uri(player.url), type=player.type, size=player.size, seconds=round(player.seconds))


def _picture(article: Article) -> FeedPicture | None:
    """The lead picture; None if there is none, or only a drawing, which most readers do not show."""
    figure = article.figure
    if figure is None or figure.src.endswith(".svg"):
        return None
    card = article.cards[0]
    return FeedPicture(
        path=card.path, url=uri(card.url), type=card.type, width=card.width, height=card.height,
        alt=figure.alt, caption=figure.caption, credit=figure.credit,
    )  # fmt: skip


def _json(feed: Feed) -> dict[str, object]:
    """A feed in the words of JSON Feed 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home_url,
        "feed_url": feed.self_url,
        "language": feed.lang,
        "authors": [{"name": feed.publisher, "url": feed.home_url}],
        "items": [_json_item(item, feed) for item in feed.items],
    }


AS_JSON = Computed(("feed",), _json)


def _json_item(item: Item, feed: Feed) -> dict[str, object]:
    entry: dict[str, object] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "summary": item.summary,
        "date_published": item.published,
        "date_modified": item.modified,
        "language": item.lang,
        "authors": [{"name": name} for name in item.authors] or [{"name": feed.publisher}],
        "tags": list(item.tags),
    }
    if item.media:
        attachment: dict[str, object] = {"url": item.media.url, "mime_type": item.media.type}
        attachment |= {"size_in_bytes": item.media.size}
        attachment |= {"duration_in_seconds": item.media.seconds} if item.media.seconds else {}
        entry["attachments"] = [attachment]
    return entry | ({"image": item.image} if item.image else {})
