"""Articles and standing pages: one page for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeGuard

from msgspec import Struct

from pressgen.model import Article, Link, Output, Rendered, Term
from pressgen.plan.furniture import Room
from pressgen.plan.structured import GRAPH
from pressgen.plan.views import Head

RELATED = 3
LOOKED_AT = 8
"""How many earlier releases of each tag may become related ones."""


def articles(room: Room, former: Mapping[str, Output]) -> Iterator[Rendered]:
    """The page of every release, with its neighbours in time and those related to it."""
    edition = room.edition
    related = _related_by_tags(edition.terms, len(edition.articles))
    links = [Link(title=article.headline, href=article.href) for article in edition.articles]
    for index, article in enumerate(edition.articles):
        around = Around(
            older=links[index - 1] if index > 0 else None,
            newer=links[index + 1] if index + 1 < len(links) else None,
            related=article.related or tuple(links[other] for other in related[index]),
        )
        known = former.get(article.path)
        yield known if _is_page_of(known, article, around, room) else _page(article, around, room)


class Around(Struct, frozen=True, kw_only=True):
    """What an article's page shows of other releases."""

    older: Link | None
    newer: Link | None
    related: tuple[Link, ...]


def _page(article: Article, around: Around, room: Room) -> Rendered:
    crumbs = (room.newsroom.home, room.newsroom.archive)
    return Rendered(
        path=article.path,
        template=article.template or "article.html",
        source=article.source,
        context=room.context(
            page=Head(
                kind="article",
                title=article.headline,
                description=article.description,
                href=article.href,
                url=article.url,
                alternates=article.alternates,
                breadcrumb=crumbs,
                feeds=room.edition.feeds,
                card=article.cards[0] if article.cards else None,
            ),
            release=article,
            older=around.older,
            newer=around.newer,
            related=around.related,
            structured=GRAPH,
        ),
    )


def _is_page_of(known: Output | None, article: Article, around: Around, room: Room) -> TypeGuard[Rendered]:
    """Whether an output of a former plan is the page that would be made now."""
    if not isinstance(known, Rendered):
        return False
    had = known.context
    return (
        had.get("release") is article
        and had["newsroom"] is room.newsroom
        and had["style"] == room.style
        and had["older"] == around.older
        and had["newer"] == around.newer
        and had["related"] == around.related
    )


def standing_pages(room: Room) -> Iterator[Rendered]:
    """The standing pages and the page for addresses that lead nowhere."""
    for standing in room.edition.pages:
        yield Rendered(
            path=standing.path,
            template=standing.template or "page.html",
            source=standing.source,
            context=room.context(
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
