"""Old addresses of releases and pages: a small page at each that leads to the new one."""

from __future__ import annotations

from collections.abc import Iterator

from pressgen.model import Article, Rendered, StandingPage
from pressgen.plan.furniture import Room
from pressgen.plan.paths import folded
from pressgen.plan.views import Head


def redirects(room: Room) -> Iterator[Rendered]:
    """A redirect for every alias of the edition's documents.

    None where an alias differs from the address itself by case alone: on a host that ignores
    case, the two are one file.
    """
    edition = room.edition
    aliased: list[tuple[str, Article | StandingPage]] = [(article.headline, article) for article in edition.articles]
    aliased += [(page.title, page) for page in edition.pages]
    for title, document in aliased:
        for path in document.aliases:
            if folded(path) == folded(document.path):
                continue
            yield Rendered(
                path=path,
                template="redirect.html",
                source=document.source,
                context=room.context(
                    page=Head(
                        kind="redirect",
                        title=title,
                        description=document.description,
                        href=document.href,
                        url=document.url,
                        robots="noindex",
                        breadcrumb=(room.newsroom.home,),
                        feeds=edition.feeds,
                    ),
                    target=document.href,
                ),
            )
