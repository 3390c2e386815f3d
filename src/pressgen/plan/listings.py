"""Lists: the home page, tags, and the numbered pages behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from pressgen.model import Alternate, Article, FeedLink, Link, Rendered, Teaser, Term
from pressgen.plan.layout import EditionContext
from pressgen.plan.structured import ORGANISATION
from pressgen.plan.views import Head, Kind, Listing, TermCount
from pressgen.site.assemble import feed_links
from pressgen.site.i18n import words


class ListPages(Struct, frozen=True, kw_only=True):
    """A list of releases that is paginated: what its pages have in common."""

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


def home(context: EditionContext) -> Iterator[Rendered]:
    """The home page with the newest releases and the numbered pages before it."""
    edition, news = context.edition, context.newsroom
    whole = ListPages(
        folder=edition.prefix,
        heading=news.title,
        description=news.description,
        kind="home",
        template="home.html",
        feeds=edition.feeds,
        alternates=siblings(context, "index.html"),
        context={"structured": ORGANISATION},
    )
    pinned = tuple(edition.articles[index] for index in reversed(edition.pinned))
    yield from paginate(whole, edition.articles, context, pinned)


def tags(context: EditionContext) -> Iterator[Rendered]:
    """The index of tags and the pages of each tag."""
    edition, word = context.edition, words(context.edition.lang).gettext
    most = max((len(term.releases) for term in edition.terms), default=1)
    counted = tuple(
        TermCount(name=term.name, href=term.href, count=count, size=1 + 4 * count // max(most, 4))
        for term in edition.terms
        for count in [len(term.releases)]
    )
    yield Rendered(
        path=f"{edition.prefix}tags/index.html",
        template="tags.html",
        values=context.values(
            page=index_head(
                context, "tags", word("Tags"), word("All tags with the number of releases"), "tags/index.html"
            ),
            terms=counted,
        ),
    )
    for term in edition.terms:
        yield from paginate(
            _tag_list(term, context), tuple(edition.articles[index] for index in term.releases), context
        )


def split(count: int, size: int, orphans: int) -> tuple[range, ...]:
    """Indexes of each page, oldest first: all full but the last, which is the list's first page to readers.

    A last page of at most `orphans` joins the one before, so that a list never opens nearly empty.
    """
    starts = list(range(0, count, size)) or [0]
    if len(starts) > 1 and count - starts[-1] <= orphans:
        starts.pop()
    return tuple(range(start, stop) for start, stop in zip(starts, [*starts[1:], count], strict=True))


def _tag_list(term: Term, context: EditionContext) -> ListPages:
    edition, word = context.edition, words(context.edition.lang).gettext
    folder = term.path.removesuffix("index.html")
    feeds = feed_links(folder, f"{edition.title} – {term.name}", context.settings, context.address)
    return ListPages(
        folder=folder,
        heading=term.name,
        description=word("Releases tagged %(name)s") % {"name": term.name},
        kind="tag",
        template="tag.html",
        feeds=(*feeds, *edition.feeds) if context.settings.feeds.tags else edition.feeds,
        breadcrumb=(context.newsroom.home, context.newsroom.tags),
        alternates=term.alternates,
        title=word("Tag: %(name)s") % {"name": term.name},
        context={"term": Link(title=term.name, href=term.href)},
    )


def paginate(
    whole: ListPages, articles: Sequence[Article], context: EditionContext, pinned: tuple[Article, ...] = ()
) -> Iterator[Rendered]:
    """The newest page at the list's own address, the others numbered from the oldest; `articles` oldest first."""
    settings = context.settings
    orphans = settings.page_size // 2 if settings.orphans is None else settings.orphans
    pages = split(len(articles), settings.page_size, orphans)
    last = len(pages) - 1
    for place, indexes in enumerate(pages):
        shown = _newest_first(articles[indexes.start : indexes.stop])
        if place == last:
            yield _newest_page(whole, place, len(articles), shown, _newest_first(pinned[::-1]), context)
        else:
            yield _numbered_page(whole, place, place + 1 == last, shown, context)


def _path(whole: ListPages, place: int, is_newest: bool) -> str:
    return f"{whole.folder}index.html" if is_newest else f"{whole.folder}page/{place + 1}/index.html"


def _older(whole: ListPages, place: int, context: EditionContext) -> str:
    """The href of the page before; empty at the oldest."""
    return context.address.href(_path(whole, place - 1, False)) if place else ""


def _newest_page(
    whole: ListPages,
    place: int,
    count: int,
    shown: tuple[Teaser, ...],
    pinned: tuple[Teaser, ...],
    context: EditionContext,
) -> Rendered:
    path, older = _path(whole, place, True), _older(whole, place, context)
    head = Head(
        kind=whole.kind,
        title=whole.title or whole.heading,
        description=whole.description,
        href=context.address.href(path),
        url=context.address.url(path),
        alternates=whole.alternates,
        breadcrumb=whole.breadcrumb,
        feeds=whole.feeds,
        older=older,
    )
    listing = Listing(heading=whole.heading, teasers=shown, pinned=pinned, older=older, count=count)
    values = context.values(page=head, listing=listing, **whole.context)
    return Rendered(path=path, template=whole.template, values=values)


def _numbered_page(
    whole: ListPages, place: int, is_before_newest: bool, shown: tuple[Teaser, ...], context: EditionContext
) -> Rendered:
    word, number = words(context.newsroom.lang).gettext, place + 1
    title = word("%(title)s: page %(number)s")
    path, older = _path(whole, place, False), _older(whole, place, context)
    newer = context.address.href(_path(whole, place + 1, is_before_newest))
    head = Head(
        kind="list",
        title=title % {"title": whole.title or whole.heading, "number": number},
        description=title % {"title": whole.description, "number": number},
        href=context.address.href(path),
        url=context.address.url(path),
        breadcrumb=whole.breadcrumb or (context.newsroom.home,),
        feeds=whole.feeds,
        older=older,
        newer=newer,
    )
    listing = Listing(
        heading=title % {"title": whole.heading, "number": number},
        teasers=shown,
        number=number,
        older=older,
        newer=newer,
    )
    template = "list.html" if whole.kind == "home" else whole.template
    return Rendered(path=path, template=template, values=context.values(page=head, listing=listing, **whole.context))


def _newest_first(articles: Sequence[Article]) -> tuple[Teaser, ...]:
    return tuple([article.teaser for article in reversed(articles)])


def index_head(
    context: EditionContext, kind: Kind, title: str, description: str, path: str, alternates: bool = True
) -> Head:
    """The head of an index page; `path` is seen from the edition's folder."""
    own = context.edition.prefix + path
    deep = path.count("/") > 1
    return Head(
        kind=kind,
        title=title,
        description=description,
        href=context.address.href(own),
        url=context.address.url(own),
        alternates=siblings(context, path) if alternates else (),
        breadcrumb=(context.newsroom.home, context.newsroom.archive) if deep else (context.newsroom.home,),
        feeds=context.edition.feeds,
    )


def siblings(context: EditionContext, path: str) -> tuple[Alternate, ...]:
    """The same page of every edition."""
    if len(context.site.editions) < 2:
        return ()
    return tuple(
        Alternate(
            lang=edition.lang,
            locale=edition.locale,
            url=context.address.url(edition.prefix + path),
            href=context.address.href(edition.prefix + path),
            name=edition.name,
            dir=edition.dir,
        )
        for edition in context.site.editions
    )
