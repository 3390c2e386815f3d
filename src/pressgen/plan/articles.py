"""Articles and standing pages: one page for each."""

from __future__ import annotations

from collections.abc import Iterator

from pressgen.model import Link, Rendered
from pressgen.plan.layout import EditionContext
from pressgen.plan.structured import GRAPH
from pressgen.plan.views import Head


def articles(context: EditionContext) -> Iterator[Rendered]:
    """The page of every release, with its neighbours in time and those related to it."""
    releases, newsroom = context.edition.articles, context.newsroom
    # All that a page may know of another release; one value for the pages of all its neighbours.
    links = [Link(title=article.headline, href=article.href) for article in releases]
    breadcrumb, last = (newsroom.home, newsroom.archive), len(releases) - 1
    for index, article in enumerate(releases):
        head = Head(
            kind="article",
            title=article.headline,
            description=article.description,
            href=article.href,
            url=article.url,
            alternates=article.alternates,
            breadcrumb=breadcrumb,
            feeds=newsroom.feeds,
            card=article.cards[0] if article.cards else None,
        )
        yield Rendered(
            path=article.path,
            template=article.template or "article.html",
            source=article.source,
            values=context.values(
                page=head,
                release=article,
                older=links[index - 1] if index else None,
                newer=links[index + 1] if index < last else None,
                related=article.related or tuple([links[other] for other in context.edition.similar[index]]),
                structured=GRAPH,
            ),
        )


def standing_pages(context: EditionContext) -> Iterator[Rendered]:
    """The standing pages and the page for addresses that lead nowhere."""
    for standing in context.edition.pages:
        yield Rendered(
            path=standing.path,
            template=standing.template or "page.html",
            source=standing.source,
            values=context.values(
                page=Head(
                    kind="page",
                    title=standing.title,
                    description=standing.description,
                    href=standing.href,
                    url=standing.url,
                    alternates=standing.alternates,
                    breadcrumb=(context.newsroom.home,),
                    feeds=context.edition.feeds,
                ),
                standing=standing,
            ),
        )
