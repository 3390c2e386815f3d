"""Articles and standing pages: one page for each, those that are in no list among them."""

from __future__ import annotations

from collections.abc import Iterator

from pressgen.model import Article, Link, Rendered, StandingPage
from pressgen.plan.layout import EditionContext
from pressgen.plan.structured import GRAPH
from pressgen.plan.views import Head


def articles(context: EditionContext) -> Iterator[Rendered]:
    """The page of every release, with its neighbours in time and those related to it."""
    releases = context.edition.articles
    # All that a page may know of another release; one value for the pages of all its neighbours.
    links = [Link(title=article.headline, href=article.href) for article in releases]
    last = len(releases) - 1
    for index, article in enumerate(releases):
        yield _article(
            article,
            context,
            older=links[index - 1] if index else None,
            newer=links[index + 1] if index < last else None,
            related=article.related or tuple([links[other] for other in context.edition.similar[index]]),
        )
    for document in context.edition.unlisted:
        if isinstance(document, Article):
            yield _article(document, context, older=None, newer=None, related=document.related)


def _article(article: Article, context: EditionContext, **links: object) -> Rendered:
    head = Head(
        kind="article",
        title=article.headline,
        description=article.description,
        href=article.href,
        url=article.url,
        robots="noindex" if article.noindex else "",
        canonical=article.canonical,
        alternates=article.alternates,
        breadcrumb=(context.newsroom.home, context.newsroom.archive),
        feeds=context.newsroom.feeds,
        card=article.cards[0] if article.cards else None,
    )
    return Rendered(
        path=article.path,
        template=article.template or "article.html",
        source=article.source,
        values=context.values(page=head, release=article, structured=GRAPH, **links),
    )


def standing_pages(context: EditionContext) -> Iterator[Rendered]:
    """The standing pages."""
    unlisted = [document for document in context.edition.unlisted if isinstance(document, StandingPage)]
    for standing in (*context.edition.pages, *unlisted):
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
                    robots="noindex" if standing.noindex else "",
                    canonical=standing.canonical,
                    alternates=standing.alternates,
                    breadcrumb=(context.newsroom.home,),
                    feeds=context.edition.feeds,
                    card=standing.cards[0] if standing.cards else None,
                ),
                standing=standing,
            ),
        )
