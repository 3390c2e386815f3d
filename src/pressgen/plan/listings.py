"""Lists: the home page, tags, and the numbered pages behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from pressgen.model import Alternate, FeedLink, Link, Release, Rendered, Teaser, Term
from pressgen.plan.furniture import Furniture, Room
from pressgen.plan.views import Head, Kind, Listing, TermCount
from pressgen.site.assemble import feed_links
from pressgen.site.i18n import words


class List(Struct, frozen=True, kw_only=True):
    """A list of releases that is spread over pages."""

    folder: str
    heading: str
    description: str
    kind: Kind
    template: str
    feeds: tuple[FeedLink, ...]
    breadcrumb: tuple[Link, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    title: str = ""
    context: dict[str, object] = {}


class Part(Struct, frozen=True):
    """One page of a list; `place` counts pages from the oldest, from 0. The newest stands at the list's own address."""

    place: int
    is_newest: bool


def home(room: Room) -> Iterator[Rendered]:
    """The home page with the newest releases and the numbered pages before it."""
    edition, news = room.edition, room.newsroom
    whole = List(
        folder=edition.prefix,
        heading=news.title,
        description=news.description,
        kind="home",
        template="home.html",
        feeds=edition.feeds,
        alternates=siblings(room, "index.html"),
    )
    pinned = tuple(edition.articles[index] for index in reversed(edition.pinned))
    yield from spread(whole, edition.articles, room, pinned)


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
        alternates=siblings(room, "tags/index.html"),
        values=room.context(
            page=index_head(
                room, "tags", word("Tags"), word("All tags with the number of releases"), "tags/index.html"
            ),
            terms=counted,
        ),
    )
    for term in edition.terms:
        yield from spread(_tag_list(term, room), tuple(edition.articles[index] for index in term.releases), room)


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
        feeds=(*feeds, *edition.feeds) if room.settings.feeds.tags else edition.feeds,
        breadcrumb=(room.newsroom.home, room.newsroom.tags),
        title=word("Tag: %(name)s") % {"name": term.name},
        context={"term": Link(title=term.name, href=term.href)},
    )


def spread(
    whole: List, releases: Sequence[Release], room: Room, pinned: tuple[Release, ...] = ()
) -> Iterator[Rendered]:
    """The newest page at the list's own address, the others numbered from the oldest; `releases` oldest first."""
    settings = room.settings
    orphans = settings.page_size // 2 if settings.orphans is None else settings.orphans
    pages = split(len(releases), settings.page_size, orphans)
    last = len(pages) - 1
    for place, indexes in enumerate(pages):
        shown = tuple(releases[indexes.start : indexes.stop])
        if place == last:
            yield Rendered(
                path=_path(whole, Part(place, True)),
                template=whole.template,
                shows=pinned + shown,
                make=_first_page,
                given=(whole, place, len(releases), len(pinned), room.furniture),
                alternates=whole.alternates,
            )
        else:
            yield Rendered(
                path=_path(whole, Part(place, False)),
                template="list.html" if whole.kind == "home" else whole.template,
                shows=shown,
                make=_numbered_page,
                given=(whole, place, Part(place + 1, place + 1 == last), room.furniture),
            )


def _path(whole: List, part: Part) -> str:
    return f"{whole.folder}index.html" if part.is_newest else f"{whole.folder}page/{part.place + 1}/index.html"


def _older(whole: List, place: int, furniture: Furniture) -> str:
    """The href of the page before; empty at the oldest."""
    return furniture.address.href(_path(whole, Part(place - 1, False))) if place else ""


def _first_page(
    page: Rendered, whole: List, place: int, count: int, pinned: int, furniture: Furniture
) -> dict[str, object]:
    older = _older(whole, place, furniture)
    head = Head(
        kind=whole.kind,
        title=whole.title or whole.heading,
        description=whole.description,
        href=furniture.address.href(page.path),
        url=furniture.address.url(page.path),
        alternates=whole.alternates,
        breadcrumb=whole.breadcrumb,
        feeds=whole.feeds,
        older=older,
    )
    listing = Listing(
        heading=whole.heading,
        teasers=_newest_first(page.shows[pinned:]),
        pinned=tuple(release.teaser for release in page.shows[:pinned]),
        older=older,
        count=count,
    )
    return furniture.context(page=head, listing=listing, **whole.context)


def _numbered_page(page: Rendered, whole: List, place: int, after: Part, furniture: Furniture) -> dict[str, object]:
    """A page of the list that is not its newest; `after` is the one that follows it."""
    word, number = words(furniture.newsroom.lang).gettext, place + 1
    title = word("%(title)s: page %(number)s")
    older, newer = _older(whole, place, furniture), furniture.address.href(_path(whole, after))
    head = Head(
        kind="list",
        title=title % {"title": whole.title or whole.heading, "number": number},
        description=title % {"title": whole.description, "number": number},
        href=furniture.address.href(page.path),
        url=furniture.address.url(page.path),
        breadcrumb=whole.breadcrumb or (furniture.newsroom.home,),
        feeds=whole.feeds,
        older=older,
        newer=newer,
    )
    listing = Listing(
        heading=title % {"title": whole.heading, "number": number},
        teasers=_newest_first(page.shows),
        number=number,
        older=older,
        newer=newer,
    )
    return furniture.context(page=head, listing=listing, **whole.context)


def _newest_first(releases: tuple[Release, ...]) -> tuple[Teaser, ...]:
    return tuple(release.teaser for release in reversed(releases))


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
