"""Articles and standing pages: one page for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeGuard

from pressgen.model import Link, Output, Release, Rendered, whole
from pressgen.plan.furniture import Room, furnished
from pressgen.plan.structured import GRAPH
from pressgen.plan.views import Head, Newsroom


def articles(room: Room, former: Mapping[str, Output]) -> Iterator[Rendered]:
    """The page of every release, with its neighbours in time and those related to it."""
    releases = room.edition.articles
    given = {(older, newer): (room.newsroom, room.style, older, newer) for older in (0, 1) for newer in (0, 1)}
    for index, release in enumerate(releases):
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
        yield known if _is_same(known, made) else made


def _values(page: Rendered, newsroom: Newsroom, style: str, older: int, newer: int) -> dict[str, object]:
    """What the page of a release shows; the older and the newer one, if there are (1, else 0), lead those it names."""
    article, links = whole(page.shows[0]), tuple(map(_link, page.names))
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
    return furnished(
        newsroom,
        style,
        page=head,
        release=article,
        older=links[0] if older else None,
        newer=links[older] if newer else None,
        related=article.related or links[older + newer :],
        structured=GRAPH,
    )


def _link(release: Release) -> Link:
    return Link(title=release.teaser.title, href=release.href)


def _is_same(known: Output | None, made: Rendered) -> TypeGuard[Rendered]:
    """Whether an output of a former plan is the page that would be made now."""
    return (
        isinstance(known, Rendered)
        and known.make is _values
        and known.shows[0] is made.shows[0]
        and len(known.names) == len(made.names)
        and all(one is other or _link(one) == _link(other) for one, other in zip(known.names, made.names, strict=True))
        and known.given[0] is made.given[0]
        and known.given[1:] == made.given[1:]
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
