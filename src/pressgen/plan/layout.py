"""What every page of an edition shares: menus, profiles, publisher, and the head of each page."""

from __future__ import annotations

from msgspec import Struct, structs

from pressgen.content.pictures import Size
from pressgen.errors import Problem, SettingsError
from pressgen.model import Edition, Link, Reference, Site, StandingPage
from pressgen.plan.views import Newsroom
from pressgen.settings import MenuEntry, Settings
from pressgen.site.articles import localized
from pressgen.site.figures import card_of
from pressgen.site.i18n import words
from pressgen.site.urls import Address, address_of


class EditionContext(Struct, frozen=True, kw_only=True):
    """One edition with what its planners need: the settings, and what every page of the edition shares."""

    site: Site
    edition: Edition
    settings: Settings
    newsroom: Newsroom
    style: str
    address: Address

    def values(self, **named: object) -> dict[str, object]:
        """The named values of a page: its own and those that every page of the edition has."""
        return {"newsroom": self.newsroom, "style": self.style, **named}


def edition_contexts(site: Site, settings: Settings, style: str, icon: str) -> tuple[EditionContext, ...]:
    """A context for each edition; `icon` is the path of the theme's own icon."""
    address = address_of(settings.url)
    return tuple(
        EditionContext(
            site=site,
            edition=edition,
            settings=settings,
            newsroom=newsroom(edition, settings, site, icon),
            style=style,
            address=address,
        )
        for edition in site.editions
    )


def newsroom(edition: Edition, settings: Settings, site: Site, icon: str) -> Newsroom:
    """What the pages of an edition share; a logo that is drawn (SVG) is its icon as well."""
    logo = site.logo
    address, word = address_of(settings.url), words(edition.lang).gettext
    archive = Link(title=word("Archive"), href=address.href(f"{edition.prefix}archive/index.html"))
    tags = Link(title=word("Tags"), href=address.href(f"{edition.prefix}tags/index.html"))
    pages = tuple(Link(title=page.title, href=page.href) for page in edition.pages)
    main = settings.menus.main
    publisher = localized(settings.publisher.name, edition.lang, settings) or edition.title
    card = site.card or card_of(icon, "image/svg+xml", Size(0, 0), "", address)
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
        menu=(archive, tags, *pages) if main is None else _menu(main, edition, settings, site),
        footer=_menu(settings.menus.footer, edition, settings, site),
        profiles=tuple(Link(title=name, href=url) for name, url in settings.profiles.items()),
        publisher=publisher,
        publisher_url=settings.publisher.url or address.origin + address.base_path,
        logo=logo,
        icon=logo.src if logo and logo.src.endswith(".svg") else address.href(icon),
        card=structs.replace(card, alt=publisher),
        feeds=edition.feeds,
    )


def menu_claims(settings: Settings) -> list[tuple[str, str, Reference]]:
    """The addresses on the site that menus lead to, for the plan to confirm."""
    base = address_of(settings.url).base_path
    entries = (*(settings.menus.main or ()), *settings.menus.footer)
    written = [to for entry in entries for to in (entry.to.values() if isinstance(entry.to, dict) else [entry.to])]
    return [
        ("pressgen.yml", to if to.startswith(base) else base[:-1] + to, Reference(to, 0, "link"))
        for to in written
        if to.startswith("/") and not to.endswith((".md", ".markdown"))
    ]


def _menu(entries: tuple[MenuEntry, ...], edition: Edition, settings: Settings, site: Site) -> tuple[Link, ...]:
    """The entries of a menu; one to a page that other languages have and this one lacks is left out."""
    links = (
        Link(title=localized(entry.label, edition.lang, settings), href=_href(entry, edition, settings, site))
        for entry in entries
    )
    return tuple(link for link in links if link.href)


def _href(entry: MenuEntry, edition: Edition, settings: Settings, site: Site) -> str:
    """The address that a menu names: a source file, an address on the site, or a full URL."""
    to = localized(entry.to, edition.lang, settings)
    name = to.removeprefix("/").removeprefix("content/")
    if not name.endswith((".md", ".markdown")):
        base = address_of(settings.url).base_path
        return base[:-1] + to if to.startswith("/") and not to.startswith(base) else to
    key = name.rpartition(".")[0]
    # What a menu names has been chosen for it, be it unlisted or not.
    pages = [page for one in site.editions for page in (*one.pages, *one.unlisted) if isinstance(page, StandingPage)]
    found = {page.lang: page.href for page in pages if page.key == key}
    found |= {page.lang: page.href for page in pages if page.source == f"content/{name}" and page.lang == edition.lang}
    if not found:
        raise SettingsError(Problem.at("settings-menu", "pressgen.yml", target=to))
    return found.get(edition.lang, "")
