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


class Publisher(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The publisher, for structured data and the footer."""

    name: Annotated[Text, Meta(description="Name of the organisation; the site's title if not given.")] = ""
    url: Annotated[str, Meta(description="Web site of the organisation; the newsroom's if not given.")] = ""
    logo: Annotated[str, Meta(description="Logo: a picture file in content/ or static/.")] = ""
    address: Annotated[Text, Meta(description="Postal address, for the footer.")] = ""
    licence: Annotated[Text, Meta(description="Under which terms others may use the texts, for the footer.")] = ""


class Contact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A press contact."""

    name: Annotated[Text, Meta(description="Name of the person or office.")]
    role: Annotated[Text, Meta(description="What they do.")] = ""
    email: Annotated[str, Meta(description="Address for journalists.")] = ""
    phone: Annotated[str, Meta(description="Telephone, in international form: +998 66 233 00 00.")] = ""
    url: Annotated[str, Meta(description="Page about them.")] = ""


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section: a kind of release with a list, feeds and an archive of its own."""

    name: Annotated[Text, Meta(description="Name of the section: Speeches.")]
    slug: Annotated[Text, Meta(description="Its address: `speeches` for /speeches/; the key if not given.")] = ""
    description: Annotated[Text, Meta(description="What it is about, in a sentence.")] = ""
    requires: Annotated[
        tuple[str, ...], Meta(description="Keys of front matter that each of its releases must have: [summary, image].")
    ] = ()
    template: Annotated[str, Meta(description="Template of its releases: speech.html.")] = ""
    feed: Annotated[bool, Meta(description="Whether it has feeds of its own.")] = True
    archive: Annotated[bool, Meta(description="Whether it has an archive of its own.")] = True


class PersonSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person whom releases name: an author, a press contact, or somebody who is quoted."""

    name: Annotated[Text, Meta(description="Name of the person.")]
    role: Annotated[Text, Meta(description="What they do.")] = ""
    slug: Annotated[
        Text, Meta(description="Address of their page: `malika` for /people/malika/; the key if not given.")
    ] = ""
    portrait: Annotated[str, Meta(description="Picture of the person: a file in content/ or static/.")] = ""
    languages: Annotated[
        tuple[str, ...], Meta(description="Languages that they speak with journalists, as BCP 47 tags: [uz, ru, en].")
    ] = ()
    email: Annotated[str, Meta(description="Address for journalists.")] = ""
    phone: Annotated[str, Meta(description="Telephone, in international form: +998 66 233 00 00.")] = ""
    url: Annotated[str, Meta(description="A page about them elsewhere.")] = ""
    about: Annotated[Text, Meta(description="A few sentences about them (Markdown).")] = ""


class SeriesSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A series: releases that are parts of one story."""

    name: Annotated[Text, Meta(description="Name of the series.")]
    slug: Annotated[
        Text, Meta(description="Address of its page: `reform` for /series/reform/; the key if not given.")
    ] = ""
    description: Annotated[Text, Meta(description="What it is about, in a sentence.")] = ""


CollectionEntry = Section | PersonSettings | SeriesSettings
"""An entry of `sections`, `people` or `series`."""


class Feeds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The formats and the length of feeds."""

    formats: Annotated[
        tuple[Literal["rss", "atom", "json"], ...], Meta(description="Formats to write; an empty list writes none.")
    ] = ("rss", "atom", "json")
    items: Annotated[int, Meta(ge=1, le=500, description="Newest releases in each feed.")] = 20
    tags: Annotated[bool, Meta(description="Whether every tag has feeds of its own.")] = True


class Podcast(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The podcast: a feed of the releases that have sound."""

    category: Annotated[str, Meta(description="A category of Apple Podcasts: Government, News, Politics, Education, …")]
    image: Annotated[
        str, Meta(description="Cover: a square JPEG or PNG of 1400 to 3000 pixels, in content/ or static/.")
    ]
    title: Annotated[Text, Meta(description="Name of the podcast; the site's title if not given.")] = ""
    description: Annotated[Text, Meta(description="What it is about; the site's description if not given.")] = ""
    author: Annotated[Text, Meta(description="Who makes it; the publisher's name if not given.")] = ""
    email: Annotated[
        str, Meta(description="Address by which podcast directories confirm whose it is; it is public.")
    ] = ""
    explicit: Annotated[bool, Meta(description="Whether it is for adults only.")] = False


class ViewsShown(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What readers see of the numbers of views."""

    show: Annotated[bool, Meta(description="Whether pages show the number of views of a release.")] = True
    source: Annotated[
        bool, Meta(description="Whether a release's page shows the source of the number and the day it is from.")
    ] = False
    most_read: Annotated[
        int, Meta(ge=0, le=50, description="Releases in each list of those most read; 0 shows no such list.")
    ] = 0


class Pictures(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the press may do with pictures, and what every picture of a release must have."""

    originals: Annotated[bool, Meta(description="Whether pictures can be downloaded in full size.")] = True
    copyright: Annotated[Text, Meta(description="Copyright line of pictures that have none of their own.")] = ""
    licence: Annotated[
        Text, Meta(description="Terms of use of pictures that have none of their own: words, CC BY 4.0, or an address.")
    ] = ""
    require: Annotated[
        tuple[Literal["alt", "credit"], ...],
        Meta(description="alt: what it shows, in words; credit: who made it. Without them, nothing is published."),
    ] = ()


class MenuEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of a menu."""

    label: Annotated[Text, Meta(description="Words of the link.")]
    to: Annotated[
        Text, Meta(description="A page's file (pages/about.md), an address on the site (/tags/), or a full URL.")
    ]


class Menus(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The menus; without `main`, the standing pages are the main menu."""

    main: Annotated[tuple[MenuEntry, ...] | None, Meta(description="Links at the head of every page.")] = None
    footer: Annotated[tuple[MenuEntry, ...], Meta(description="Links at the foot of every page.")] = ()


class BannerSetting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """A notice at the top of every page."""

    text: Annotated[Text, Meta(description="What it says (Markdown).")]
    link: Annotated[
        Text, Meta(description="A page's file (pages/about.md), an address on the site (/tags/), or a full URL.")
    ] = ""
    start: Annotated[str, Meta(description="Day or time from which it is shown; at once if not given.")] = ""
    until: Annotated[str, Meta(description="Last day or time at which it is shown; for good if not given.")] = ""
    level: Annotated[Literal["info", "warning", "alert"], Meta(description="How urgent it is.")] = "info"


class Theme(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The brand: colours, fonts, shapes and pictures; what is not given is that of the default theme."""

    accent: Annotated[str, Meta(description='Colour of links and highlights: "#0b5f70", or a name of CSS.')] = ""
    ink: Annotated[str, Meta(description='Colour of text: "#16232b".')] = ""
    paper: Annotated[str, Meta(description='Colour of the page: "#ffffff".')] = ""
    band: Annotated[
        str, Meta(description='Colour of the top and bottom of pages: "#0b3b47"; else only the bottom is dark.')
    ] = ""
    font: Annotated[
        str | tuple[str, ...],
        Meta(description="Font of text: a WOFF2 file in content/ or static/, a list of them, or names of families."),
    ] = ()
    font_headings: Annotated[
        str | tuple[str, ...], Meta(description="Font of headings, likewise; that of text if only that is given.")
    ] = ()
    font_subset: Annotated[
        bool, Meta(description="Publish font files with the letters of the site's languages only (needs fontTools).")
    ] = False
    radius: Annotated[int, Meta(ge=0, le=24, description="Radius of corners in pixels.")] = 5
    logo: Annotated[str, Meta(description="Logo at the top of every page: a picture file, as publisher.logo.")] = ""
    logo_dark: Annotated[str, Meta(description="Logo for readers who have asked for dark pages.")] = ""
    favicon: Annotated[str, Meta(description="Icon in browser tabs: a square SVG or PNG; the logo if not given.")] = ""
    share_image: Annotated[str, Meta(description="Picture for link previews, as share_image.")] = ""
    density: Annotated[Literal["comfortable", "compact"], Meta(description="How much space is between parts.")] = (
        "comfortable"
    )


class CheckRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The severity of one rule of `pressgen check`."""

    severity: Annotated[Literal["off", "notice", "warning", "error"], Meta(description="How severe its findings are.")]
    reason: Annotated[str, Meta(description="Why; needed for off.")] = ""


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of a pressgen site (pressgen.yml)."""

    title: Annotated[Text, Meta(description="Name of the newsroom.")]
    url: Annotated[str, Meta(description="Public address, with its base path: https://x.example/news/.")]
    timezone: Annotated[str, Meta(description="IANA time zone in which dates without an offset are read.")] = "UTC"
    languages: Annotated[
        tuple[str, ...], Meta(min_length=1, description="BCP 47 tags; the first is the default and lives at the root.")
    ] = ("en",)
    description: Annotated[Text, Meta(description="What the newsroom is about, in a sentence.")] = ""
    publisher: Annotated[Publisher, Meta(description="Who publishes.")] = Publisher()
    share_image: Annotated[
        str, Meta(description="Picture for link previews of pages without one: a file in content/ or static/.")
    ] = ""
    share_cards: Annotated[
        bool, Meta(description="Whether link previews of a release without a picture show one of its headline.")
    ] = False
    press_kits: Annotated[
        bool, Meta(description="Whether a release offers its pictures, its text and the contacts in one ZIP file.")
    ] = False
    theme: Annotated[Theme, Meta(description="The brand: colours, fonts, logo, icons.")] = Theme()
    pictures: Annotated[Pictures, Meta(description="Rights of pictures, and their full sizes.")] = Pictures()
    contacts: Annotated[
        dict[str, Contact], Meta(description="Press contacts by key; a release without contacts shows them all.")
    ] = {}
    sections: Annotated[
        dict[str, Section], Meta(description="Sections by key, such as news, speeches, statements.")
    ] = {}
    people: Annotated[
        dict[str, PersonSettings],
        Meta(description="People by key, whom releases name as authors, contacts or speakers."),
    ] = {}
    series: Annotated[
        dict[str, SeriesSettings], Meta(description="Series by key: releases that are parts of one story.")
    ] = {}
    boilerplate: Annotated[
        Text, Meta(description="The paragraph about the organisation under every release (Markdown).")
    ] = ""
    share: Annotated[tuple[Network, ...], Meta(description="Share links, in this order; an empty list shows none.")] = (
        "telegram",
        "facebook",
        "x",
        "whatsapp",
        "linkedin",
        "vk",
        "ok",
        "email",
    )
    permalink: Annotated[str, Meta(description="Address of a release from {year}, {month}, {day} and {slug}.")] = (
        "/{year}/{month}/{slug}/"
    )
    tag_keys: Annotated[
        tuple[str, ...],
        Meta(description="Further keys of front matter whose values are tags, as of another generator: [categories]."),
    ] = ()
    tags: Annotated[
        dict[str, dict[str, str | tuple[str, ...]]],
        Meta(description="Tags that have translations: any word for each, its name by language, `slug` and `aliases`."),
    ] = {}
    redirect_files: Annotated[
        tuple[Literal["netlify", "cloudflare", "nginx", "apache"], ...],
        Meta(description="Hosts for which redirects are written in a file of their own, besides the pages."),
    ] = ()
    page_size: Annotated[int, Meta(ge=1, le=500, description="Releases on a list page.")] = 20
    # None and not 10: the default follows the page size of the site.
    orphans: Annotated[
        Annotated[int, Meta(ge=0)] | None,
        Meta(
            description="A newest page with at most this many releases joins the one before; "
            "half of page_size if not given."
        ),
    ] = None
    assets_kept: Annotated[
        int, Meta(ge=0, le=3650, description="Days for which a replaced picture stays at its old address.")
    ] = 0
    already_public: Annotated[
        tuple[str, ...],
        Meta(description="Words of withheld releases that are no secret: the search for leaks passes over them."),
    ] = ()
    archive: Annotated[
        Literal["months", "page"],
        Meta(description="The archive: pages for years and months, or one page that lists every release."),
    ] = "months"
    record: Annotated[
        bool, Meta(description="Whether every build that publishes adds its releases to content/record.jsonl.")
    ] = False
    feeds: Annotated[Feeds, Meta(description="Feeds.")] = Feeds()
    podcast: Annotated[
        Podcast | None, Meta(description="The podcast: a feed of the releases that have sound, for podcast programs.")
    ] = None
    views: Annotated[ViewsShown, Meta(description="Numbers of views, and lists of the releases most read.")] = (
        ViewsShown()
    )
    banner: Annotated[
        BannerSetting | tuple[BannerSetting, ...],
        Meta(description="A notice at the top of every page and first in feeds, or a list of them."),
    ] = ()
    toc: Annotated[
        bool | Annotated[int, Meta(ge=0, le=1000)],
        Meta(description="A table of contents for texts with that many headings; true for three, 0 or false for none."),
    ] = False
    menus: Annotated[Menus, Meta(description="Menus.")] = Menus()
    profiles: Annotated[
        dict[str, str], Meta(description="The organisation's profiles elsewhere: name of the network to URL.")
    ] = {}
    markdown: Annotated[
        Literal["commonmark", "python-markdown"],
        Meta(description="How Markdown is read: commonmark, as on GitHub, or python-markdown, as in MkDocs."),
    ] = "commonmark"
    markdown_extensions: Annotated[
        tuple[str | dict[str, dict[str, Any]], ...],
        Meta(description="Extensions of python-markdown, as MkDocs writes them: names, or {name: {option: value}}."),
    ] = ()
    # Libraries can take hours for some documents of a few kilobytes; a build must not wait for those.
    time_budget: Annotated[
        float, Meta(gt=0, description="Seconds that one document may take before it is refused.")
    ] = 5.0
    check: Annotated[
        dict[str, CheckRule], Meta(description="Rules of `pressgen check` by code: {severity: off, reason: …}.")
    ] = {}
    messages: Annotated[
        MessageLanguage | None,
        Meta(description="Language of what the commands say: en, ru or uz; that of the system if not given."),
    ] = None
