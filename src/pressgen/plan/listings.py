"""Lists of releases: the home page, tags, and the numbered pages of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from pressgen.model import Alternate, Article, Edition, FeedLink, Link, Rendered, Teaser, Term
from pressgen.plan.events import next_events
from pressgen.plan.heads import head_feeds, index_head, list_robots, versions
from pressgen.plan.layout import EditionContext
from pressgen.plan.most_read import box
from pressgen.plan.structured import ORGANISATION
from pressgen.plan.views import LISTS, Head, Listing, TermCount
from pressgen.site.i18n import month_name, words

TOPICS = 8
"""Tags on the home page."""


class ReleaseList(Struct, frozen=True, kw_only=True):
    """What all pages of a paginated list have in common; `folder` is where they are published."""

    folder: str
    heading: str
    description: str
    kind: str
    template: str
    feeds: tuple[FeedLink, ...]
    breadcrumb: tuple[Link, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    pinned: tuple[Teaser, ...] = ()
    title: str = ""
    context: dict[str, object] = {}
    sheets: tuple[str, ...] = (LISTS,)


def home(context: EditionContext) -> Iterator[Rendered]:
    """The home page with the newest releases, and the numbered pages of older ones."""
    edition, newsroom = context.edition, context.newsroom
    events = next_events(context) if newsroom.agenda else ()
    own = {"structured": ORGANISATION, "topics": _topics(edition), "most_read": box(context), "coming_events": events}
    release_list = ReleaseList(
        folder=edition.prefix,
        heading=newsroom.title,
        description=newsroom.description,
        kind="home",
        template="home.html",
        feeds=edition.feeds,
        alternates=versions(context, "index.html"),
        context=own,
        pinned=_newest_first([edition.articles[index] for index in edition.pinned]),
    )
    yield from paginate(release_list, edition.articles, context)


def _topics(edition: Edition) -> tuple[Link, ...]:
    """The tags with most releases, by name."""
    most_used = sorted(edition.terms, key=lambda term: len(term.releases), reverse=True)[:TOPICS]
    names = {term.path for term in most_used}
    return tuple(Link(title=term.name, href=term.href) for term in edition.terms if term.path in names)


def tags(context: EditionContext) -> Iterator[Rendered]:
    """The index of tags and the pages of each tag."""
    edition, word = context.edition, words(context.edition.lang).gettext
    # In an index with few releases all tags are small: one more release makes no tag important.
    max_count = max((len(term.releases) for term in edition.terms), default=1)
    counts = tuple(
        TermCount(name=term.name, href=term.href, count=count, size=1 + 4 * count // max(max_count, 4))
        for term in edition.terms
        for count in [len(term.releases)]
    )
    title, description = word("Tags"), word("All tags with the number of releases")
    values = context.values(page=index_head(context, "tags", title, description, "tags/index.html"), terms=counts)
    yield Rendered(path=f"{edition.prefix}tags/index.html", template="tags.html", values=values)
    for term in edition.terms:
        articles = [edition.articles[index] for index in term.releases]
        yield from paginate(_tag_list(term, context), articles, context)


def page_ranges(count: int, size: int, orphans: int) -> tuple[range, ...]:
    """The indexes on each page, from the oldest: all pages are full but the last, with which readers begin."""
    # At most `orphans` on it join the page before, so that a list never opens nearly empty.
    starts = list(range(0, count, size)) or [0]
    if len(starts) > 1 and count - starts[-1] <= orphans:
        starts.pop()
    return tuple(range(start, stop) for start, stop in zip(starts, [*starts[1:], count], strict=True))


def _tag_list(term: Term, context: EditionContext) -> ReleaseList:
    word = words(context.edition.lang).gettext
    return ReleaseList(
        folder=term.path.removesuffix("index.html"),
        heading=term.name,
        description=word("Releases tagged %(name)s") % {"name": term.name},
        kind="tag",
        template="tag.html",
        feeds=head_feeds(term, context, context.settings.feeds.tags),
        breadcrumb=(context.newsroom.home, context.newsroom.tags),
        alternates=term.alternates,
        title=word("Tag: %(name)s") % {"name": term.name},
        context={"term": Link(title=term.name, href=term.href)},
    )


def paginate(release_list: ReleaseList, articles: Sequence[Article], context: EditionContext) -> Iterator[Rendered]:
    """The newest page at the address of the list, and the others with numbers; `articles` come from the oldest.

    Pages are numbered from the oldest, so that a new release changes the newest page and no other.
    """
    settings = context.settings
    orphans = settings.page_size // 2 if settings.orphans is None else settings.orphans
    ranges = page_ranges(len(articles), settings.page_size, orphans)
    paths = [f"{release_list.folder}page/{number}/index.html" for number in range(1, len(ranges))]
    paths.append(f"{release_list.folder}index.html")
    hrefs = ["", *map(context.address.href, paths), ""]
    numbered = _of_numbered_pages(release_list, context)
    for index, path in enumerate(paths):
        is_newest = index + 1 == len(paths)
        shared = release_list if is_newest else numbered
        older, href, newer = hrefs[index : index + 3]
        teasers = _newest_first(articles[ranges[index].start : ranges[index].stop])
        span = "" if is_newest else f": {_span(teasers)}"
        head = Head(
            kind=shared.kind,
            title=f"{shared.title or shared.heading}{span}",
            description=f"{shared.description}{span}",
            href=href,
            url=context.address.origin + href,
            alternates=shared.alternates,
            breadcrumb=shared.breadcrumb,
            feeds=shared.feeds,
            older=older,
            newer=newer,
            sheets=shared.sheets,
            robots=list_robots(context) if is_newest else "",
        )
        listing = Listing(
            heading=f"{shared.heading}{span}",
            teasers=teasers,
            pinned=shared.pinned,
            number=0 if is_newest else index + 1,
            older=older,
            newer=newer,
            count=len(articles) if is_newest else 0,
        )
        values = context.values(page=head, listing=listing, **shared.context)
        yield Rendered(path=path, template=shared.template, values=values)


def _of_numbered_pages(release_list: ReleaseList, context: EditionContext) -> ReleaseList:
    return structs.replace(
        release_list,
        kind="list",
        # The template of the home page is for the newest releases, often with more than a list.
        template="list.html" if release_list.kind == "home" else release_list.template,
        breadcrumb=release_list.breadcrumb or (context.newsroom.home,),
        # The page of this number in another edition has other releases.
        alternates=(),
        pinned=(),
    )


def _span(newest_first: Sequence[Teaser]) -> str:
    """The months in which releases came out, or the days of one month: that tells more than the number of a page."""
    first, last = newest_first[-1], newest_first[0]
    texts = [first.date_text, last.date_text]
    if first.published[:7] != last.published[:7]:
        texts = [month_name(int(each.published[:4]), int(each.published[5:7]), each.lang) for each in (first, last)]
    return " – ".join(dict.fromkeys(texts))


def _newest_first(articles: Sequence[Article]) -> tuple[Teaser, ...]:
    return tuple([article.teaser for article in reversed(articles)])
