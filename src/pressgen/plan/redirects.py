"""Old addresses of releases and pages: a small page at each of them redirects to the new one."""

from __future__ import annotations

from collections.abc import Iterator

from pressgen.model import Article, Rendered, StandingPage
from pressgen.plan.layout import EditionContext
from pressgen.plan.views import Head
from pressgen.site.urls import collision_key


def redirects(context: EditionContext) -> Iterator[Rendered]:
    """A redirect for every alias of the documents of an edition."""
    edition = context.edition
    for document in (*edition.articles, *edition.pages, *edition.unlisted):
        head = Head(
            kind="redirect",
            title=document.headline if isinstance(document, Article) else document.title,
            description=document.description,
            href=document.href,
            url=document.url,
            robots="noindex",
            breadcrumb=(context.newsroom.home,),
            feeds=context.newsroom.feeds,
        )
        values = context.values(page=head, target=document.href)
        for path in redirect_paths(document):
            yield Rendered(path=path, template="redirect.html", source=document.source, values=values)


def redirect_paths(document: Article | StandingPage) -> Iterator[str]:
    """The output paths of the aliases of a document."""
    # On a host that ignores case, an alias that differs from the address only by case is the same file.
    return (path for path in document.aliases if collision_key(path) != collision_key(document.path))
