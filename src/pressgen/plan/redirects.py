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
    edition = context.edition
    for document in (*edition.articles, *edition.pages, *edition.unlisted):
        for path in _elsewhere(document):
            values = _values(document, document.title, document.description, context)
            yield Rendered(path=path, template="redirect.html", source=document.source, values=values)


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
