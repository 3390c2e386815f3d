"""Old addresses of releases and pages: a small page at each that leads to the new one."""

from __future__ import annotations

from collections.abc import Iterator

from pressgen.model import Rendered
from pressgen.plan.furniture import Room
from pressgen.plan.paths import folded


def redirects(room: Room) -> Iterator[Rendered]:
    """A redirect for every alias of the edition's documents.

    None where an alias differs from the address itself by case alone: on a host that ignores
    case, the two are one file.
    """
    edition = room.edition
    aliased = [(article.headline, article) for article in edition.articles] + [
        (page.title, page) for page in edition.pages
    ]
    for title, document in aliased:
        for path in document.aliases:
            if folded(path) == folded(document.path):
                continue
            yield Rendered(
                path=path,
                template="redirect.html",
                source=document.source,
                context={
                    "target": document.href,
                    "url": document.url,
                    "title": title,
                    "lang": edition.lang,
                    "dir": edition.dir,
                },
            )
