"""Articles and standing pages: one page for each."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from pressgen.model import Output, Rendered, whole
from pressgen.plan.furniture import Furniture, Room
from pressgen.plan.same import is_same, link
from pressgen.plan.structured import GRAPH
from pressgen.plan.views import Head


def articles(room: Room, former: Mapping[str, Output], about: Container[int] | None = None) -> Iterator[Rendered]:
    """The page of every release, with its neighbours in time and those related to it.

    `about` are the identities of the releases that are asked for, if not all are.
    """
    releases = room.edition.articles
    given = {(older, newer): (room.furniture, older, newer) for older in (0, 1) for newer in (0, 1)}
    for index, release in enumerate(releases):
        if about is not None and id(release) not in about:
            continue
        older = (releases[index - 1],) if index > 0 else ()
        newer = (releases[index + 1],) if index + 1 < len(releases) else ()
        others = () if release.related else tuple(releases[other] for other in room.edition.similar[index])
        made = Rendered(
            path=release.path,
            template=release.template or "article.html",
            source=release.source,
            shows=(release,),
            names=(*older, *newer, *others),
            make=_values,
            given=given[len(older), len(newer)],
        )
        known = former.get(release.path)
        yield known if is_same(known, made) else made


def _values(page: Rendered, furniture: Furniture, older: int, newer: int) -> dict[str, object]:
    """What the page of a release shows; the older and the newer one, if there are (1, else 0), lead those it names."""
    article, links, newsroom = whole(page.shows[0]), tuple(map(link, page.names)), furniture.newsroom
    head = Head(
        kind="article",
        title=article.headline,
        description=article.description,
        href=article.href,
        url=article.url,
        alternates=article.alternates,
        breadcrumb=(newsroom.home, newsroom.archive),
        feeds=newsroom.feeds,
        card=article.cards[0] if article.cards else None,
    )
    return furniture.context(
        page=head,
        release=article,
        older=links[0] if older else None,
        newer=links[older] if newer else None,
        related=article.related or links[older + newer :],
        structured=GRAPH,
    )


def standing_pages(room: Room) -> Iterator[Rendered]:
    """The standing pages and the page for addresses that lead nowhere."""
    for standing in room.edition.pages:
        yield Rendered(
            path=standing.path,
            template=standing.template or "page.html",
            source=standing.source,
            alternates=standing.alternates,
            values=room.context(
                page=Head(
                    kind="page",
                    title=standing.title,
                    description=standing.description,
                    href=standing.href,
                    url=standing.url,
                    alternates=standing.alternates,
                    breadcrumb=(room.newsroom.home,),
                    feeds=room.edition.feeds,
                ),
                standing=standing,
            ),
        )
