"""Site → Plan: every file to be published, as a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressgen.errors import Problem, SettingsError
from pressgen.model import Copied, Output, Plan, Rendered, Site
from pressgen.plan import articles, feeds, listings, redirects, sitemaps
from pressgen.plan.furniture import ICON, Room, rooms
from pressgen.plan.paths import proved
from pressgen.plan.style import csp_hash, minify
from pressgen.plan.views import Head
from pressgen.settings import Settings
from pressgen.site.figures import published_path
from pressgen.site.i18n import words
from pressgen.site.urls import address_of


def make_plan(site: Site, settings: Settings, sheet: str, files: dict[str, str]) -> Plan:
    """The plan of a site; `sheet` is the theme's CSS, `files` maps site files to their names on disk.

    Raises ContentError where two outputs claim one path or a path cannot be published.
    """
    style = minify(sheet)
    logo = _logo(settings, files)
    planned = rooms(site, settings, style, logo.path if logo else "")
    pages = [page for room in planned for page in _pages(room)]
    outputs: list[Output] = [
        *pages,
        *(redirect for room in planned for redirect in redirects.redirects(room)),
        *(feed for room in planned for feed in feeds.feeds(room)),
        *feeds.feeds_of_all_languages(planned),
        *sitemaps.sitemaps(pages, site, address_of(settings.url)),
        *_service_files(planned, style),
        *site.files,
    ]
    if logo and logo not in outputs:
        outputs.append(logo)
    return proved(outputs)


def _pages(room: Room) -> Iterator[Rendered]:
    """Every page of one edition that readers and search engines may find."""
    yield from articles.articles(room)
    yield from articles.standing_pages(room)
    yield from listings.home(room)
    yield from listings.tags(room)
    yield from listings.archive(room)


def _service_files(planned: Sequence[Room], style: str) -> Iterator[Rendered]:
    """What a host needs beside the pages: 404, headers, icon."""
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
        yield Rendered(path=path, template="404.html", context=room.context(page=head))
    base_path = planned[0].address.base_path
    yield Rendered(path="_headers", template="headers.txt", context={"csp_hash": csp_hash(style), "prefix": base_path})
    yield Rendered(path=ICON, template="icon.svg", context={})


def _logo(settings: Settings, files: dict[str, str]) -> Copied | None:
    written = settings.publisher.logo
    if not written:
        return None
    rest = written.removeprefix("/")
    for path in (rest, f"content/{rest}", f"static/{rest}"):
        if path in files:
            return Copied(path=published_path(path), source=files[path])
    raise SettingsError(
        Problem(
            code="settings-logo",
            file="pressgen.yml",
            message=f"The logo “{written}” is not in content/ or static/.",
            hint="Name a picture file: `publisher: {logo: pictures/logo.svg}` for content/pictures/logo.svg.",
        )
    )
