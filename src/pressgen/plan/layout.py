"""What all pages of an edition share: menus, profiles, publisher, logo and feeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict, Unpack

from msgspec import Struct, structs

from pressgen.brand.sheet import BrowserColour, browser_colours
from pressgen.content.pictures.pictures import Size
from pressgen.content.pictures.share_card import LOGO_HEIGHT, LOGO_WIDTH
from pressgen.content.scan import MARKDOWN
from pressgen.content.settings.places import texts_with_places
from pressgen.errors import Problem, SettingsError
from pressgen.model import (
    Alternate,
    Copied,
    Derived,
    Edition,
    FeedLink,
    Link,
    Reference,
    Site,
    SocialCard,
    StandingPage,
)
from pressgen.model.share_card import CardLogo
from pressgen.plan.style import StyleSheets, sheets_of_page
from pressgen.plan.views import BANNER, Head, Newsroom
from pressgen.settings import MenuEntry, Settings, Text, Theme
from pressgen.site.addresses import prefix_of
from pressgen.site.collections import FOLDERS, Kind, collection_addresses, person_of
from pressgen.site.i18n import script, words
from pressgen.site.images import card_of
from pressgen.site.issued import has_events
from pressgen.site.setting_texts import SettingText, text_in
from pressgen.site.texts import localized
from pressgen.site.urls import Address, address_of

PODCAST = "podcast.xml"
"""The output path of the podcast, in the folder of the edition."""
MANIFEST = "site.webmanifest"
"""The output path of the web app manifest."""
AGENDA = "agenda/index.html"
"""The output path of the page of coming events, in the folder of an edition."""


class _HeadValues(TypedDict, total=False):
    robots: str
    canonical: str
    alternates: tuple[Alternate, ...]
    breadcrumb: tuple[Link, ...]
    feeds: tuple[FeedLink, ...]
    card: SocialCard | None
    sheets: tuple[str, ...]


class EditionContext(Struct, frozen=True, kw_only=True):
    """An edition with what its planners need: the settings, and the values that all its pages share."""

    site: Site
    edition: Edition
    settings: Settings
    newsroom: Newsroom
    styles: StyleSheets
    script: str
    address: Address
    card_logo: CardLogo = CardLogo()
    kit_files: Mapping[str, Copied | Derived] = {}

    def head(self, kind: str, path: str, title: str, description: str, **others: Unpack[_HeadValues]) -> Head:
        """The head of the page at an output path: below the home page and with the feeds of the edition, by default."""
        href, url = self.address.href(path), self.address.url(path)
        values: _HeadValues = {"breadcrumb": (self.newsroom.home,), "feeds": self.edition.feeds, **others}
        return Head(kind=kind, title=title, description=description, href=href, url=url, **values)

    def values(self, page: Head, **own_values: object) -> dict[str, object]:
        """The values for the template of a page: its own, its style sheets, and what all pages of the edition share."""
        banner = (BANNER,) if self.newsroom.banners else ()
        # A script may have a sheet of its name, such as arab.css.
        style = sheets_of_page(self.styles, (*page.sheets, *banner, self.script))
        # Only where there are any, since a template may have a value of this name itself.
        data = {"data": self.site.data} if self.site.data else {}
        return {**data, "newsroom": self.newsroom, "style": style, "page": page, **own_values}


def edition_contexts(site: Site, settings: Settings, styles: StyleSheets, icon: str) -> tuple[EditionContext, ...]:
    """A context for each edition; `icon` is the output path of the icon of the theme."""
    kit_files = _kit_files(site)
    address = address_of(settings.url)
    colours = browser_colours(styles.every_page, settings.theme, site.logo is not None)
    return tuple(
        EditionContext(
            site=site,
            edition=edition,
            settings=settings,
            newsroom=newsroom(edition, settings, site, icon, colours),
            styles=styles,
            script=script(edition.lang).lower(),
            address=address,
            card_logo=_card_logo(site) if settings.share_cards else CardLogo(),
            kit_files=kit_files,
        )
        for edition in site.editions
    )


def _kit_files(site: Site) -> dict[str, Copied | Derived]:
    """The files of pictures by path, if any release has a press kit."""
    has_kits = any(release.has_kit for edition in site.editions for release in edition.releases)
    return {file.path: file for file in site.files} if has_kits else {}


def _card_logo(site: Site) -> CardLogo:
    """The logo on share cards, as large as there is room for; none if it is a drawing."""
    logo = site.logo
    files = [file for file in site.files if isinstance(file, Derived)] if logo else []
    file = next((file for file in files if logo and logo.src.endswith(f"/{file.path}")), None)
    if logo is None or file is None:
        return CardLogo()
    scale = min(LOGO_WIDTH / logo.width, LOGO_HEIGHT / logo.height, 1)
    size = max(1, round(logo.width * scale)), max(1, round(logo.height * scale))
    return CardLogo(file.source, file.path, *size)


def newsroom(
    edition: Edition, settings: Settings, site: Site, icon: str, colours: tuple[BrowserColour, ...]
) -> Newsroom:
    """The values that the pages of an edition share; a logo that is an SVG is the icon as well."""
    logo, brand = site.logo, site.brand
    families = [family for family in (brand.text, brand.headings) if family]
    address, word = address_of(settings.url), words(edition.lang).gettext
    archive = Link(title=word("Archive"), href=address.href(f"{edition.prefix}archive/index.html"))
    tags = Link(title=word("Tags"), href=address.href(f"{edition.prefix}tags/index.html"))
    # In every language, so that readers find it in theirs; a site without events has none.
    has_agenda = has_events(site.editions)
    agenda = Link(title=word("Agenda"), href=address.href(edition.prefix + AGENDA)) if has_agenda else None
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
        menu=tuple(filter(None, (*_collection_links(edition, address), agenda, archive, tags, *pages)))
        if main is None
        else _menu("main", main, edition, settings, site, agenda),
        footer=_menu("footer", settings.menus.footer, edition, settings, site, agenda),
        profiles=tuple(Link(title=name, href=url) for name, url in settings.profiles.items()),
        publisher=publisher,
        publisher_url=settings.publisher.url or address.origin + address.base_path,
        address=localized(settings.publisher.address, edition.lang, settings),
        licence=localized(settings.publisher.licence, edition.lang, settings),
        contacts=tuple(person_of(contact, edition.lang, settings) for contact in settings.contacts.values()),
        logo=logo,
        logo_dark=site.logo_dark,
        icon=brand.icon or (logo.src if logo and logo.src.endswith(".svg") else address.href(icon)),
        touch_icon=brand.touch_icon,
        manifest=address.href(MANIFEST) if settings.theme != Theme() else "",
        theme_colours=colours,
        fonts=tuple(dict.fromkeys(family.main_face.href for family in families if family.main_face)),
        card=structs.replace(card, alt=publisher),
        feeds=edition.feeds,
        agenda=agenda,
        banners=edition.banners,
        podcast=_podcast(edition, settings),
    )


def _collection_links(edition: Edition, address: Address) -> tuple[Link, ...]:
    """The sections and the index of people, for a menu that nobody wrote."""
    links = [Link(title=section.name, href=section.href) for section in edition.sections]
    if edition.people:
        href = address.href(f"{edition.prefix}people/index.html")
        links.append(Link(title=words(edition.lang).gettext("People"), href=href))
    return tuple(links)


def _podcast(edition: Edition, settings: Settings) -> Link | None:
    if settings.podcast is None or not any(player.kind == "sound" for one in edition.articles for player in one.media):
        return None
    title = localized(settings.podcast.title, edition.lang, settings) or edition.title
    return Link(title=title, href=address_of(settings.url).href(f"{edition.prefix}{PODCAST}"))


def settings_claims(settings: Settings) -> list[tuple[str, str, Reference]]:
    """The addresses on the site that menus and the terms of pictures lead to, for the plan to confirm."""
    address = address_of(settings.url)
    own = {*collection_addresses(settings), *_agenda_hrefs(settings)}
    menus = (("main", settings.menus.main or ()), ("footer", settings.menus.footer))
    texts: list[tuple[Text, tuple[str | int, ...]]] = [
        (entry.to, ("menus", name, number, "to")) for name, entries in menus for number, entry in enumerate(entries)
    ]
    texts.append((settings.pictures.licence, ("pictures", "licence")))
    return [
        (where, address.with_base(target), Reference(target, 0, "link"))
        for text, keys in texts
        for target, where in texts_with_places(text, *keys)
        if target.startswith("/") and not target.endswith(MARKDOWN)
        # A section without a public release has no page yet, and no entry in a menu; so with an agenda without events.
        if _with_slash(address.with_base(target)) not in own
    ]


def _agenda_hrefs(settings: Settings) -> frozenset[str]:
    """The hrefs that agendas have or will have, in all languages."""
    address = address_of(settings.url)
    return frozenset(address.href(prefix_of(lang, settings) + AGENDA) for lang in settings.languages)


def _with_slash(href: str) -> str:
    return href if href.endswith("/") else href + "/"


def has_own_page(edition: Edition, path: str) -> bool:
    """Whether a newsroom has a page of its own at an output path, in the place of a list."""
    return any(document.path == path for document in edition.documents)


def _own_href(kind: Kind, key: str, edition: Edition, settings: Settings) -> str:
    """The href of a section, a person, a series, or the index of these, in an edition; empty if there is none."""
    terms = {"section": edition.sections, "person": edition.people, "series": edition.series}[kind]
    if key:
        return next((term.href for term in terms if term.key == key), "")
    path = f"{edition.prefix}{FOLDERS[kind]}index.html"
    return address_of(settings.url).href(path) if terms or has_own_page(edition, path) else ""


def _menu(
    name: str, entries: tuple[MenuEntry, ...], edition: Edition, settings: Settings, site: Site, agenda: Link | None
) -> tuple[Link, ...]:
    """The entries of a menu, without those to a page that only other languages have."""
    own = collection_addresses(settings) if entries else {}
    agendas = _agenda_hrefs(settings) if entries else frozenset()
    links = []
    for number, entry in enumerate(entries):
        to = text_in(entry.to, edition.lang, settings, "menus", name, number, "to")
        href = _href(to, edition, settings, site, own)
        # A newsroom may have a page of its own at this address.
        if _with_slash(href) in agendas and (agenda or all(page.href != _with_slash(href) for page in edition.pages)):
            href = agenda.href if agenda else ""
        links.append(Link(title=localized(entry.label, edition.lang, settings), href=href))
    return tuple([link for link in links if link.href])


def _href(
    to: SettingText, edition: Edition, settings: Settings, site: Site, own: Mapping[str, tuple[Kind, str]]
) -> str:
    """The address that a menu names: a source file, an address on the site, or a full URL.

    One of a section, a person or a series leads to that in the language of the edition; `own` has all of these.
    """
    target = to.text
    name = target.removeprefix("/").removeprefix("content/")
    if not name.endswith(MARKDOWN):
        href = address_of(settings.url).with_base(target) if target.startswith("/") else target
        return _own_href(*own[_with_slash(href)], edition, settings) if _with_slash(href) in own else href
    key = name.rpartition(".")[0]
    # An unlisted page may be in a menu: somebody chose it.
    documents = [document for any_edition in site.editions for document in (*any_edition.pages, *any_edition.unlisted)]
    pages = [document for document in documents if isinstance(document, StandingPage)]
    hrefs = {page.lang: page.href for page in pages if page.key == key}
    # The menu of one language may name the file of that language, such as about.uz.md.
    hrefs |= {page.lang: page.href for page in pages if page.source == f"content/{name}" and page.lang == edition.lang}
    if not hrefs:
        raise SettingsError(Problem.at("settings-menu", to.place, target=target))
    return hrefs.get(edition.lang, "")
