"""Old addresses of releases and pages: a small page at each that leads to the new one."""

from __future__ import annotations

from collections.abc import Iterator

from pressgen.model import Article, Rendered, StandingPage
from pressgen.plan.layout import EditionContext
from pressgen.plan.views import Head
from pressgen.site.urls import folded


def redirects(context: EditionContext) -> Iterator[Rendered]:
    """A redirect for every alias of the edition's documents.

    None where an alias differs from the address itself by case alone: on a host that ignores
    case, the two are one file.
    """
    for article in context.edition.articles:
        for path in _elsewhere(article):
            values = _values(article, article.headline, article.teaser.summary, context)
            yield Rendered(path=path, template="redirect.html", source=article.source, values=values)
    for page in context.edition.pages:
        for path in _elsewhere(page):
            values = _values(page, page.title, page.description, context)
            yield Rendered(path=path, template="redirect.html", source=page.source, values=values)


def _elsewhere(document: Article | StandingPage) -> Iterator[str]:
    return (path for path in document.aliases if folded(path) != folded(document.path))


def _values(
    document: Article | StandingPage, title: str, description: str, context: EditionContext
) -> dict[str, object]:
    head = Head(
        kind="redirect",
        title=title,
        description=description,
        href=document.href,
        url=document.url,
        robots="noindex",
        breadcrumb=(context.newsroom.home,),
        feeds=context.newsroom.feeds,
    )
    return context.values(page=head, target=document.href)
