"""Lists: the home page, tags, and the numbered pages behind them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, structs

from pressgen.model import Alternate, Article, FeedLink, Link, Rendered, Teaser, Term
from pressgen.plan.furniture import Room
from pressgen.plan.views import Head, Kind, Listing, TermCount
from pressgen.site.assemble import feed_links
from pressgen.site.i18n import words


class List(Struct, frozen=True, kw_only=True):
    """A list of releases (oldest first) that is spread over pages."""

    folder: str
    heading: str
    description: str
    kind: Kind
    template: str
    articles: tuple[Article, ...]
    feeds: tuple[FeedLink, ...]
    breadcrumb: tuple[Link, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    pinned: tuple[Teaser, ...] = ()
    title: str = ""
    context: dict[str, object] = {}


def home(room: Room) -> Iterator[Rendered]:
    """The home page with the newest releases and the numbered pages before it."""
    edition, news = room.edition, room.newsroom
    pinned = tuple(article.teaser for article in reversed(edition.articles) if article.teaser.pinned)
    whole = List(
        folder=edition.prefix,
        heading=news.title,
        description=news.description,
        kind="home",
        template="home.html",
        articles=edition.articles,
        feeds=edition.feeds,
        alternates=siblings(room, "index.html"),
        pinned=pinned,
    )
    yield from spread(whole, room)


def tags(room: Room) -> Iterator[Rendered]:
    """The index of tags and the pages of each tag."""
    edition, word = room.edition, words(room.edition.lang).gettext
    most = max((len(term.releases) for term in edition.terms), default=1)
    counted = tuple(
        TermCount(name=term.name, href=term.href, count=count, size=1 + 4 * count // max(most, 4))
        for term in edition.terms
        for count in [len(term.releases)]
    )
    yield Rendered(
        path=f"{edition.prefix}tags/index.html",
        template="tags.html",
        context=room.context(
            page=index_head(
                room, "tags", word("Tags"), word("All tags with the number of releases"), "tags/index.html"
            ),
            terms=counted,
        ),
    )
    for term in edition.terms:
        yield from spread(_tag_list(term, room), room)


def split(count: int, size: int, orphans: int) -> tuple[range, ...]:
    """Indexes of each page, oldest first: all full but the last, which is the list's first page to readers.

    A last page of at most `orphans` joins the one before, so that a list never opens nearly empty.
    """
    starts = list(range(0, count, size)) or [0]
    if len(starts) > 1 and count - starts[-1] <= orphans:
        starts.pop()
    return tuple(range(start, stop) for start, stop in zip(starts, [*starts[1:], count], strict=True))


def _tag_list(term: Term, room: Room) -> List:
    edition, word = room.edition, words(room.edition.lang).gettext
    folder = term.path.removesuffix("index.html")
    feeds = feed_links(folder, f"{edition.title} – {term.name}", room.settings, room.address)
    return List(
        folder=folder,
        heading=term.name,
        description=word("Releases tagged %(name)s") % {"name": term.name},
        kind="tag",
        template="tag.html",
        articles=tuple(edition.articles[index] for index in term.releases),
        feeds=(*feeds, *edition.feeds) if room.settings.feeds.tags else edition.feeds,
        breadcrumb=(room.newsroom.home, room.newsroom.tags),
        title=word("Tag: %(name)s") % {"name": term.name},
        context={"term": Link(title=term.name, href=term.href)},
    )


def spread(whole: List, room: Room) -> Iterator[Rendered]:
    """The newest page at the list's own address, the others numbered from the oldest."""
    settings = room.settings
    orphans = settings.page_size // 2 if settings.orphans is None else settings.orphans
    parts = split(len(whole.articles), settings.page_size, orphans)
    numbers = range(1, len(parts))
    paths = [f"{whole.folder}page/{number}/index.html" for number in numbers] + [f"{whole.folder}index.html"]
    hrefs = ["", *map(room.address.href, paths), ""]
    for place, (path, part) in enumerate(zip(paths, parts, strict=True)):
        newest = place == len(parts) - 1
        listing = Listing(
            heading=whole.heading,
            teasers=tuple(whole.articles[index].teaser for index in reversed(part)),
            pinned=whole.pinned if newest else (),
            number=0 if newest else place + 1,
            older=hrefs[place],
            newer=hrefs[place + 2],
            count=len(whole.articles) if newest else 0,
        )
        yield _first_page(whole, listing, path, room) if newest else _numbered_page(whole, listing, path, room)


def _first_page(whole: List, listing: Listing, path: str, room: Room) -> Rendered:
    head = Head(
        kind=whole.kind,
        title=whole.title or whole.heading,
        description=whole.description,
        href=room.address.href(path),
        url=room.address.url(path),
        alternates=whole.alternates,
        breadcrumb=whole.breadcrumb,
        feeds=whole.feeds,
        older=listing.older,
    )
    return Rendered(
        path=path, template=whole.template, context=room.context(page=head, listing=listing, **whole.context)
    )


def _numbered_page(whole: List, listing: Listing, path: str, room: Room) -> Rendered:
    word = words(room.edition.lang).gettext
    title = word("%(title)s: page %(number)s")
    head = Head(
        kind="list",
        title=title % {"title": whole.title or whole.heading, "number": listing.number},
        description=title % {"title": whole.description, "number": listing.number},
        href=room.address.href(path),
        url=room.address.url(path),
        breadcrumb=whole.breadcrumb or (room.newsroom.home,),
        feeds=whole.feeds,
        older=listing.older,
        newer=listing.newer,
    )
    template = "list.html" if whole.kind == "home" else whole.template
    shown = structs.replace(listing, heading=title % {"title": whole.heading, "number": listing.number})
    return Rendered(path=path, template=template, context=room.context(page=head, listing=shown, **whole.context))


def index_head(room: Room, kind: Kind, title: str, description: str, path: str, alternates: bool = True) -> Head:
    """The head of an index page; `path` is seen from the edition's folder."""
    own = room.edition.prefix + path
    deep = path.count("/") > 1
    return Head(
        kind=kind,
        title=title,
        description=description,
        href=room.address.href(own),
        url=room.address.url(own),
        alternates=siblings(room, path) if alternates else (),
        breadcrumb=(room.newsroom.home, room.newsroom.archive) if deep else (room.newsroom.home,),
        feeds=room.edition.feeds,
    )


def siblings(room: Room, path: str) -> tuple[Alternate, ...]:
    """The same page of every edition."""
    if len(room.site.editions) < 2:
        return ()
    return tuple(
        Alternate(
            lang=edition.lang,
            locale=edition.locale,
            url=room.address.url(edition.prefix + path),
            href=room.address.href(edition.prefix + path),
            name=edition.name,
            dir=edition.dir,
        )
        for edition in room.site.editions
    )
