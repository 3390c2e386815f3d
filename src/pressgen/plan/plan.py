"""Site → Plan: every file to be published, as a value."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping, Sequence
from types import MappingProxyType

from pressgen.model import Output, Plan, Rendered, Site
from pressgen.plan import archive, articles, feeds, listings, redirects, sitemaps
from pressgen.plan.furniture import Room, rooms
from pressgen.plan.paths import proved
from pressgen.plan.style import csp_hash, minify
from pressgen.plan.views import Head
from pressgen.settings import Settings
from pressgen.site.i18n import words
from pressgen.site.urls import address_of

NOTHING: Mapping[str, Output] = MappingProxyType({})
EVERYWHERE = ("404.html", "archive.html", "article.html", "headers.txt", "home.html", "list.html", "robots.txt",
              "sitemap.xml", "tag.html", "tags.html")  # fmt: skip
"""Templates that nearly every site prints something from."""


def make_plan(
    site: Site, settings: Settings, templates: Mapping[str, str], former: Mapping[str, Output] = NOTHING
) -> Plan:
    """The plan of a site printed with these templates (name to text).

    `former` are outputs of an earlier plan by path: an article's page that would be the same value
    as there is taken from it. Raises ContentError where two outputs claim one path or a path cannot be published.
    """
    return proved(outputs_of(site, settings, templates, former))


def outputs_of(
    site: Site,
    settings: Settings,
    templates: Mapping[str, str],
    former: Mapping[str, Output] = NOTHING,
    about: Container[int] | None = None,
) -> list[Output]:
    """The outputs of that plan, their paths not yet proved.

    With `about`, identities of releases, only those outputs need be there that show one of these.
    """
    style = minify(templates.get("style.css", ""))
    icon = _icon(templates)
    planned = rooms(site, settings, style, icon.path, former)
    pages = [page for room in planned for page in _pages(room, former, about)]
    outputs: list[Output] = [
        *pages,
        *(redirect for room in planned for redirect in redirects.redirects(room)),
        *(feed for room in planned for feed in feeds.feeds(room)),
        *feeds.feeds_of_all_languages(planned),
        *(sitemaps.sitemaps(pages, site, address_of(settings.url)) if about is None else [sitemaps.news(site)]),
        *_service_files(planned, style),
        *site.files,
    ]
    if planned[0].newsroom.icon == planned[0].address.href(icon.path):
        outputs.append(icon)
    return outputs


def _pages(room: Room, former: Mapping[str, Output], about: Container[int] | None) -> Iterator[Rendered]:
    """Every page of one edition that readers and search engines may find."""
    yield from articles.articles(room, former, about)
    yield from articles.standing_pages(room)
    yield from listings.home(room)
    yield from listings.tags(room)
    yield from archive.archive(room)


def _service_files(planned: Sequence[Room], style: str) -> Iterator[Rendered]:
    """What a host needs beside the pages: a page for lost readers, and headers."""
    for room in planned:
        path, word = f"{room.edition.prefix}404.html", words(room.edition.lang).gettext
        head = Head(
            kind="404",
            title=word("Page not found"),
            description=word("The page was moved or never existed."),
            href=room.address.href(path),
            url=room.address.url(path),
            robots="noindex",
            feeds=room.edition.feeds,
        )
        yield Rendered(path=path, template="404.html", values=room.context(page=head))
    base_path = planned[0].address.base_path
    yield Rendered(path="_headers", template="headers.txt", values={"csp_hash": csp_hash(style), "prefix": base_path})


def _icon(templates: Mapping[str, str]) -> Rendered:
    """The theme's icon, for a newsroom without a logo of its own; its name tells its content."""
    digest = hashlib.sha256(templates.get("icon.svg", "").encode()).hexdigest()[:8]
    return Rendered(path=f"assets/icon.{digest}.svg", template="icon.svg")
