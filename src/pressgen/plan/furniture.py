"""What every page of an edition shares: menus, profiles, publisher, and the head of each page."""

from __future__ import annotations

from msgspec import Struct

from pressgen.model import Edition, Figure, Link, Site
from pressgen.plan.views import Newsroom
from pressgen.settings import MenuEntry, Settings
from pressgen.site.articles import said
from pressgen.site.i18n import words
from pressgen.site.urls import Address, address_of


class Room(Struct, frozen=True, kw_only=True):
    """One edition with what its planners need: the furniture, the sheet, the settings."""

    site: Site
    edition: Edition
    settings: Settings
    newsroom: Newsroom
    style: str
    address: Address

    def context(self, **named: object) -> dict[str, object]:
        """The named values of a page: its own and those that every page of the edition has."""
        return {"newsroom": self.newsroom, "style": self.style, **named}


def rooms(site: Site, settings: Settings, style: str, icon: str) -> tuple[Room, ...]:
    """A room for each edition; `icon` is the path of the theme's own icon."""
    return tuple(
        Room(
            site=site,
            edition=edition,
            settings=settings,
            newsroom=newsroom(edition, settings, site.logo, icon),
            style=style,
            address=address_of(settings.url),
        )
        for edition in site.editions
    )


def newsroom(edition: Edition, settings: Settings, logo: Figure | None, icon: str) -> Newsroom:
    """The furniture of an edition; a logo that is drawn (SVG) is its icon as well."""
    address, word = address_of(settings.url), words(edition.lang).gettext
    archive = Link(title=word("Archive"), href=address.href(f"{edition.prefix}archive/index.html"))
    tags = Link(title=word("Tags"), href=address.href(f"{edition.prefix}tags/index.html"))
    pages = tuple(Link(title=page.title, href=page.href) for page in edition.pages)
    main = settings.menus.main
    return Newsroom(
        title=edition.title,
        description=edition.description or edition.title,
        lang=edition.lang,
        dir=edition.dir,
        locale=edition.locale,
        name=edition.name,
        home=edition.home,
        archive=archive,
        tags=tags,
        menu=(archive, tags, *pages) if main is None else _menu(main, edition, settings),
        footer=_menu(settings.menus.footer, edition, settings),
        profiles=tuple(Link(title=name, href=url) for name, url in settings.profiles.items()),
        publisher=said(settings.publisher.name, edition.lang, settings) or edition.title,
        publisher_url=settings.publisher.url or address.origin + address.base_path,
        logo=logo,
        icon=logo.src if logo and logo.src.endswith(".svg") else address.href(icon),
        feeds=edition.feeds,
    )


def _menu(entries: tuple[MenuEntry, ...], edition: Edition, settings: Settings) -> tuple[Link, ...]:
    return tuple(
        Link(
            title=said(entry.label, edition.lang, settings),
            href=_href(said(entry.to, edition.lang, settings), edition, settings),
        )
        for entry in entries
    )


def _href(to: str, edition: Edition, settings: Settings) -> str:
    """The address that a menu names: a source file, an address on the site, or a full URL."""
    sources = {page.source.removeprefix("content/"): page.href for page in edition.pages}
    by_key = {page.key: page.href for page in edition.pages}
    name = to.removeprefix("/").removeprefix("content/")
    if name in sources:
        return sources[name]
    if name.removesuffix(".md") in by_key:
        return by_key[name.removesuffix(".md")]
    base = address_of(settings.url).base_path
    return base[:-1] + to if to.startswith("/") and not to.startswith(base) else to
