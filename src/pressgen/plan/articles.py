"""Articles and standing pages: one page for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeGuard

from pressgen.model import Link, Output, Release, Rendered, Term, whole
from pressgen.plan.furniture import Room, furnished
from pressgen.plan.structured import GRAPH
from pressgen.plan.views import Head, Newsroom

RELATED = 3
LOOKED_AT = 8
"""How many earlier releases of each tag may become related ones."""


def articles(room: Room, former: Mapping[str, Output]) -> Iterator[Rendered]:
    """The page of every release, with its neighbours in time and those related to it."""
    releases = room.edition.articles
    related = _related_by_tags(room.edition.terms, len(releases))
    for index, release in enumerate(releases):
        older = (releases[index - 1],) if index > 0 else ()
        newer = (releases[index + 1],) if index + 1 < len(releases) else ()
        others = () if release.related else tuple(releases[other] for other in related[index])
        made = Rendered(
            path=release.path,
            template=release.template or "article.html",
            source=release.source,
            shows=(release, *older, *newer, *others),
            make=_values,
            given=(room.newsroom, room.style, len(older), len(newer)),
        )
        known = former.get(release.path)
        yield known if _is_same(known, made) else made


def _values(shows: tuple[Release, ...], newsroom: Newsroom, style: str, older: int, newer: int) -> dict[str, object]:
    """What the page of the first release shows; `older` and `newer` count the neighbours that follow it, 0 or 1."""
    article, links = whole(shows[0]), [_link(other) for other in shows[1:]]
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
        related=article.related or tuple(links[older + newer :]),
        structured=GRAPH,
    )


def _link(release: Release) -> Link:
    return Link(title=release.teaser.title, href=release.href)


def _is_same(known: Output | None, made: Rendered) -> TypeGuard[Rendered]:
    """Whether an output of a former plan is the page that would be made now."""
    return (
        isinstance(known, Rendered)
        and known.make is _values
        and len(known.shows) == len(made.shows)
        and known.shows[0] is made.shows[0]
        and all(one is other or _link(one) == _link(other) for one, other in zip(known.shows, made.shows, strict=True))
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


@lru_cache(maxsize=16)  # a preview plans the same terms after each keystroke
def _related_by_tags(terms: tuple[Term, ...], count: int) -> list[list[int]]:
    """For each release up to three earlier ones that share most tags with it, the latest first.

    Only earlier ones: a new release must not change the pages of old ones.
    """
    sharing: list[list[int]] = [[] for _ in range(count)]
    for term in terms:
        for place, index in enumerate(term.releases):
            sharing[index] += term.releases[max(0, place - LOOKED_AT) : place]
    return [_most_frequent(others) for others in sharing]


def _most_frequent(others: list[int]) -> list[int]:
    # Count and place in one number: numbers are compared many times faster than pairs.
    ranked = sorted([(count << 32) + other for other, count in Counter(others).items()], reverse=True)
    return [both & 0xFFFFFFFF for both in ranked[:RELATED]]
