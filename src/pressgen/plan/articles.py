"""Articles and standing pages: one page for each."""

from __future__ import annotations

from collections.abc import Iterator

from pressgen.model import Article, Edition, Link, Rendered
from pressgen.plan.furniture import Room
from pressgen.plan.structured import article_graph
from pressgen.plan.views import Head

RELATED = 3
LOOKED_AT = 8
"""How many earlier releases of each tag may become related ones."""


def articles(room: Room) -> Iterator[Rendered]:
    """The page of every release, with its neighbours in time and those related to it."""
    edition = room.edition
    related = _related_by_tags(edition)
    for index, article in enumerate(edition.articles):
        older = _link(edition, index - 1) if index > 0 else None
        newer = _link(edition, index + 1) if index + 1 < len(edition.articles) else None
        crumbs = (room.newsroom.home, room.newsroom.archive)
        yield Rendered(
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
                    feeds=edition.feeds,
                    card=article.cards[0] if article.cards else None,
                ),
                release=article,
                older=older,
                newer=newer,
                related=article.related or tuple(_link(edition, other) for other in related[index]),
                structured=article_graph(article, room, crumbs),
            ),
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


def _link(edition: Edition, index: int) -> Link:
    article: Article = edition.articles[index]
    return Link(title=article.headline, href=article.href)


def _related_by_tags(edition: Edition) -> list[list[int]]:
    """For each release up to three earlier ones that share most tags with it, the latest first.

    Only earlier ones: a new release must not change the pages of old ones.
    """
    sharing: list[list[int]] = [[] for _ in edition.articles]
    for term in edition.terms:
        for place, index in enumerate(term.releases):
            sharing[index] += term.releases[max(0, place - LOOKED_AT) : place]
    return [_most_frequent(others) for others in sharing]


def _most_frequent(others: list[int]) -> list[int]:
    counts: dict[int, int] = {}
    for other in others:
        counts[other] = counts.get(other, 0) + 1
    return sorted(counts, key=lambda other: (counts[other], other), reverse=True)[:RELATED]
