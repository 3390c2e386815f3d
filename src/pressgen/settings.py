"""The settings of a site in pressgen.yml, with their defaults and descriptions."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from pressgen.share import Network

# A setting is defined here alone: the schema for editors is made from these classes, and hints in problems show the
# descriptions. Unknown keys are errors, because a typo would be ignored silently.
Text = str | dict[str, str]
"""Text for all languages, or one for each: `{en: News, uz: Yangiliklar}`."""

STOCK_BOILERPLATE = "**{title}**: replace this paragraph in pressgen.yml: say who you are, what you do, and since when."
"""The paragraph about the organisation in a new newsroom, translated; `check` reports it until it is replaced."""
STOCK_PICTURES = ("sample-desk.jpg", "sample-logo.svg", "sample-open-day.jpg")
"""The pictures of a new newsroom, likewise."""
EXAMPLE_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.){0,9}example\.(?:com|net|org)\b", re.IGNORECASE)
"""Mail addresses that belong to nobody (RFC 2606), as a new newsroom has them."""
MessageLanguage = Literal["en", "ru", "uz"]
"""Languages of messages; each, except English, has a catalogue with all of them."""


def Doc(description: str, **limits: Any) -> Meta:
    """What a setting is, for editors and hints, and the limits of its value."""
    return Meta(description=description, **limits)


class Publisher(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The publisher, for structured data and the footer."""

    name: Annotated[Text, Doc("Name of the organisation; the site's title if not given.")] = ""
    url: Annotated[str, Doc("Web site of the organisation; the newsroom's if not given.")] = ""
    logo: Annotated[str, Doc("Logo: a picture file in content/ or static/.")] = ""
    address: Annotated[Text, Doc("Postal address, for the footer.")] = ""
    licence: Annotated[Text, Doc("Under which terms others may use the texts, for the footer.")] = ""


class Contact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A press contact."""

    name: Annotated[Text, Doc("Name of the person or office.")]
    role: Annotated[Text, Doc("What they do.")] = ""
    email: Annotated[str, Doc("Address for journalists.")] = ""
    phone: Annotated[str, Doc("Telephone, in international form: +998 66 233 00 00.")] = ""
    url: Annotated[str, Doc("Page about them.")] = ""


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section: a kind of release with a list, feeds and an archive of its own."""

    name: Annotated[Text, Doc("Name of the section: Speeches.")]
    slug: Annotated[Text, Doc("Its address: `speeches` for /speeches/; the key if not given.")] = ""
    description: Annotated[Text, Doc("What it is about, in a sentence.")] = ""
    requires: Annotated[
        tuple[str, ...], Doc("Keys of front matter that each of its releases must have: [summary, image].")
    ] = ()
    template: Annotated[str, Doc("Template of its releases: speech.html.")] = ""
    feed: Annotated[bool, Doc("Whether it has feeds of its own.")] = True
    archive: Annotated[bool, Doc("Whether it has an archive of its own.")] = True


class PersonSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person whom releases name: an author, a press contact, or somebody who is quoted."""

    name: Annotated[Text, Doc("Name of the person.")]
    role: Annotated[Text, Doc("What they do.")] = ""
    slug: Annotated[Text, Doc("Address of their page: `malika` for /people/malika/; the key if not given.")] = ""
    portrait: Annotated[str, Doc("Picture of the person: a file in content/ or static/.")] = ""
    languages: Annotated[
        tuple[str, ...], Doc("Languages that they speak with journalists, as BCP 47 tags: [uz, ru, en].")
    ] = ()
    email: Annotated[str, Doc("Address for journalists.")] = ""
    phone: Annotated[str, Doc("Telephone, in international form: +998 66 233 00 00.")] = ""
    url: Annotated[str, Doc("A page about them elsewhere.")] = ""
    about: Annotated[Text, Doc("A few sentences about them (Markdown).")] = ""


class SeriesSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A series: releases that are parts of one story."""

    name: Annotated[Text, Doc("Name of the series.")]
    slug: Annotated[Text, Doc("Address of its page: `reform` for /series/reform/; the key if not given.")] = ""
    description: Annotated[Text, Doc("What it is about, in a sentence.")] = ""


CollectionEntry = Section | PersonSettings | SeriesSettings
"""An entry of `sections`, `people` or `series`."""


class Feeds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The formats and the length of feeds."""

    formats: Annotated[
        tuple[Literal["rss", "atom", "json"], ...], Doc("Formats to write; an empty list writes none.")
    ] = ("rss", "atom", "json")
    items: Annotated[int, Doc("Newest releases in each feed.", ge=1, le=500)] = 20
    tags: Annotated[bool, Doc("Whether every tag has feeds of its own.")] = True


class Podcast(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The podcast: a feed of the releases that have sound."""

    category: Annotated[str, Doc("A category of Apple Podcasts: Government, News, Politics, Education, …")]
    image: Annotated[str, Doc("Cover: a square JPEG or PNG of 1400 to 3000 pixels, in content/ or static/.")]
    title: Annotated[Text, Doc("Name of the podcast; the site's title if not given.")] = ""
    description: Annotated[Text, Doc("What it is about; the site's description if not given.")] = ""
    author: Annotated[Text, Doc("Who makes it; the publisher's name if not given.")] = ""
    email: Annotated[str, Doc("Address by which podcast directories confirm whose it is; it is public.")] = ""
    explicit: Annotated[bool, Doc("Whether it is for adults only.")] = False


class ViewsShown(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What readers see of the numbers of views."""

    show: Annotated[bool, Doc("Whether pages show the number of views of a release.")] = True
    source: Annotated[bool, Doc("Whether a release's page shows the source of the number and the day it is from.")] = (
        False
    )
    most_read: Annotated[int, Doc("Releases in each list of those most read; 0 shows no such list.", ge=0, le=50)] = 0


class Pictures(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the press may do with pictures, and what every picture of a release must have."""

    originals: Annotated[bool, Doc("Whether pictures can be downloaded in full size.")] = True
    copyright: Annotated[Text, Doc("Copyright line of pictures that have none of their own.")] = ""
    licence: Annotated[
        Text, Doc("Terms of use of pictures that have none of their own: words, CC BY 4.0, or an address.")
    ] = ""
    require: Annotated[
        tuple[Literal["alt", "credit"], ...],
        Doc("alt: what it shows, in words; credit: who made it. Without them, nothing is published."),
    ] = ()


class MenuEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of a menu."""

    label: Annotated[Text, Doc("Words of the link.")]
    to: Annotated[Text, Doc("A page's file (pages/about.md), an address on the site (/tags/), or a full URL.")]


class Menus(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The menus; without `main`, the standing pages are the main menu."""

    main: Annotated[tuple[MenuEntry, ...] | None, Doc("Links at the head of every page.")] = None
    footer: Annotated[tuple[MenuEntry, ...], Doc("Links at the foot of every page.")] = ()


class BannerSetting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """A notice at the top of every page."""

    text: Annotated[Text, Doc("What it says (Markdown).")]
    link: Annotated[Text, Doc("A page's file (pages/about.md), an address on the site (/tags/), or a full URL.")] = ""
    start: Annotated[str, Doc("Day or time from which it is shown; at once if not given.")] = ""
    until: Annotated[str, Doc("Last day or time at which it is shown; for good if not given.")] = ""
    level: Annotated[Literal["info", "warning", "alert"], Doc("How urgent it is.")] = "info"


class Theme(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The brand: colours, fonts, shapes and pictures; what is not given is that of the default theme."""

    accent: Annotated[str, Doc('Colour of links and highlights: "#0b5f70", or a name of CSS.')] = ""
    ink: Annotated[str, Doc('Colour of text: "#16232b".')] = ""
    paper: Annotated[str, Doc('Colour of the page: "#ffffff".')] = ""
    band: Annotated[str, Doc('Colour of the top and bottom of pages: "#0b3b47"; else only the bottom is dark.')] = ""
    font: Annotated[
        str | tuple[str, ...],
        Doc("Font of text: a WOFF2 file in content/ or static/, a list of them, or names of families."),
    ] = ()
    font_headings: Annotated[
        str | tuple[str, ...], Doc("Font of headings, likewise; that of text if only that is given.")
    ] = ()
    font_subset: Annotated[
        bool, Doc("Publish font files with the letters of the site's languages only (needs fontTools).")
    ] = False
    radius: Annotated[int, Doc("Radius of corners in pixels.", ge=0, le=24)] = 5
    logo: Annotated[str, Doc("Logo at the top of every page: a picture file, as publisher.logo.")] = ""
    logo_dark: Annotated[str, Doc("Logo for readers who have asked for dark pages.")] = ""
    favicon: Annotated[str, Doc("Icon in browser tabs: a square SVG or PNG; the logo if not given.")] = ""
    share_image: Annotated[str, Doc("Picture for link previews, as share_image.")] = ""
    density: Annotated[Literal["comfortable", "compact"], Doc("How much space is between parts.")] = "comfortable"


class CheckRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The severity of one rule of `pressgen check`."""

    severity: Annotated[Literal["off", "notice", "warning", "error"], Doc("How severe its findings are.")]
    reason: Annotated[str, Doc("Why; needed for off.")] = ""


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of a pressgen site (pressgen.yml)."""

    title: Annotated[Text, Doc("Name of the newsroom.")]
    url: Annotated[str, Doc("Public address, with its base path: https://x.example/news/.")]
    timezone: Annotated[str, Doc("IANA time zone in which dates without an offset are read.")] = "UTC"
    languages: Annotated[
        tuple[str, ...], Doc("BCP 47 tags; the first is the default and lives at the root.", min_length=1)
    ] = ("en",)
    description: Annotated[Text, Doc("What the newsroom is about, in a sentence.")] = ""
    publisher: Annotated[Publisher, Doc("Who publishes.")] = Publisher()
    share_image: Annotated[
        str, Doc("Picture for link previews of pages without one: a file in content/ or static/.")
    ] = ""
    share_cards: Annotated[
        bool, Doc("Whether link previews of a release without a picture show one of its headline.")
    ] = False
    press_kits: Annotated[
        bool, Doc("Whether a release offers its pictures, its text and the contacts in one ZIP file.")
    ] = False
    theme: Annotated[Theme, Doc("The brand: colours, fonts, logo, icons.")] = Theme()
    pictures: Annotated[Pictures, Doc("Rights of pictures, and their full sizes.")] = Pictures()
    contacts: Annotated[
        dict[str, Contact], Doc("Press contacts by key; a release without contacts shows them all.")
    ] = {}
    sections: Annotated[dict[str, Section], Doc("Sections by key, such as news, speeches, statements.")] = {}
    people: Annotated[
        dict[str, PersonSettings], Doc("People by key, whom releases name as authors, contacts or speakers.")
    ] = {}
    series: Annotated[dict[str, SeriesSettings], Doc("Series by key: releases that are parts of one story.")] = {}
    boilerplate: Annotated[Text, Doc("The paragraph about the organisation under every release (Markdown).")] = ""
    share: Annotated[tuple[Network, ...], Doc("Share links, in this order; an empty list shows none.")] = (
        "telegram",
        "facebook",
        "x",
        "whatsapp",
        "linkedin",
        "vk",
        "ok",
        "email",
    )
    permalink: Annotated[str, Doc("Address of a release from {year}, {month}, {day} and {slug}.")] = (
        "/{year}/{month}/{slug}/"
    )
    tag_keys: Annotated[
        tuple[str, ...],
        Doc("Further keys of front matter whose values are tags, as of another generator: [categories]."),
    ] = ()
    tags: Annotated[
        dict[str, dict[str, str | tuple[str, ...]]],
        Doc("Tags that have translations: any word for each, its name by language, `slug` and `aliases`."),
    ] = {}
    redirect_files: Annotated[
        tuple[Literal["netlify", "cloudflare", "nginx", "apache"], ...],
        Doc("Hosts for which redirects are written in a file of their own, besides the pages."),
    ] = ()
    page_size: Annotated[int, Doc("Releases on a list page.", ge=1, le=500)] = 20
    # None and not 10: the default follows the page size of the site.
    orphans: Annotated[
        Annotated[int, Meta(ge=0)] | None,
        Doc("A newest page with at most this many releases joins the one before; half of page_size if not given."),
    ] = None
    assets_kept: Annotated[int, Doc("Days for which a replaced picture stays at its old address.", ge=0, le=3650)] = 0
    already_public: Annotated[
        tuple[str, ...], Doc("Words of withheld releases that are no secret: the search for leaks passes over them.")
    ] = ()
    archive: Annotated[
        Literal["months", "page"], Doc("The archive: pages for years and months, or one page that lists every release.")
    ] = "months"
    record: Annotated[bool, Doc("Whether every build that publishes adds its releases to content/record.jsonl.")] = (
        False
    )
    feeds: Annotated[Feeds, Doc("Feeds.")] = Feeds()
    podcast: Annotated[
        Podcast | None, Doc("The podcast: a feed of the releases that have sound, for podcast programs.")
    ] = None
    views: Annotated[ViewsShown, Doc("Numbers of views, and lists of the releases most read.")] = ViewsShown()
    banner: Annotated[
        BannerSetting | tuple[BannerSetting, ...],
        Doc("A notice at the top of every page and first in feeds, or a list of them."),
    ] = ()
    toc: Annotated[
        bool | Annotated[int, Meta(ge=0, le=1000)],
        Doc("A table of contents for texts with that many headings; true for three, 0 or false for none."),
    ] = False
    menus: Annotated[Menus, Doc("Menus.")] = Menus()
    profiles: Annotated[dict[str, str], Doc("The organisation's profiles elsewhere: name of the network to URL.")] = {}
    markdown: Annotated[
        Literal["commonmark", "python-markdown"],
        Doc("How Markdown is read: commonmark, as on GitHub, or python-markdown, as in MkDocs."),
    ] = "commonmark"
    markdown_extensions: Annotated[
        tuple[str | dict[str, dict[str, Any]], ...],
        Doc("Extensions of python-markdown, as MkDocs writes them: names, or {name: {option: value}}."),
    ] = ()
    # Libraries can take hours for some documents of a few kilobytes; a build must not wait for those.
    time_budget: Annotated[float, Doc("Seconds that one document may take before it is refused.", gt=0)] = 5.0
    check: Annotated[dict[str, CheckRule], Doc("Rules of `pressgen check` by code: {severity: off, reason: …}.")] = {}
    messages: Annotated[
        MessageLanguage | None, Doc("Language of what the commands say: en, ru or uz; that of the system if not given.")
    ] = None
