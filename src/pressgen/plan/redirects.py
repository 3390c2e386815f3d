"""Old addresses of releases and pages: a small page at each that leads to the new one."""

from __future__ import annotations

from collections.abc import Iterator

from pressgen.model import Release, Rendered, StandingPage
from pressgen.plan.furniture import Furniture, Room
from pressgen.plan.views import Head
from pressgen.site.urls import folded


def redirects(room: Room) -> Iterator[Rendered]:
    """A redirect for every alias of the edition's documents.

    None where an alias differs from the address itself by case alone: on a host that ignores
    case, the two are one file.
    """
    for release in room.edition.articles:
        for path in _elsewhere(release):
            yield Rendered(
                path=path,
                template="redirect.html",
                source=release.source,
                shows=(release,),
                make=_values_of_release,
                given=(room.furniture,),
            )
    for page in room.edition.pages:
        for path in _elsewhere(page):
            values = _values(page, page.title, page.description, room.furniture)
            yield Rendered(path=path, template="redirect.html", source=page.source, values=values)


def _elsewhere(document: Release | StandingPage) -> Iterator[str]:
    return (path for path in document.aliases if folded(path) != folded(document.path))


def _values_of_release(page: Rendered, furniture: Furniture) -> dict[str, object]:
    (release,) = page.shows
    return _values(release, release.teaser.title, release.teaser.summary, furniture)


def _values(document: Release | StandingPage, title: str, description: str, furniture: Furniture) -> dict[str, object]:
    head = Head(
        kind="redirect",
        title=title,
        description=description,
        href=document.href,
        url=document.url,
        robots="noindex",
        breadcrumb=(furniture.newsroom.home,),
        feeds=furniture.newsroom.feeds,
    )
    return furniture.context(page=head, target=document.href)
