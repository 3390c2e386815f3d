"""Values that planners make for templates: the head of a page, what all pages of an edition share, and lists."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from pressgen.brand.sheet import BrowserColour
from pressgen.model import Alternate, Banner, CorrectionNote, Event, FeedLink, Figure, Link, Person, SocialCard, Teaser

# The style sheets in templates/sheets/ that planners name.
LISTS, FIGURES, GALLERY, RICH, TABLES = "lists", "figures", "gallery", "rich", "tables"
PEOPLE, EVENT, BANNER = "people", "event", "banner"


class Head(Struct, frozen=True, kw_only=True, gc=False):
    """What a page says about itself to machines; `robots` is empty if search engines may show it.

    `canonical` is the address that they should show instead of this one, if any. `kind` is a word for templates.
    `sheets` are the style sheets in templates/sheets/ that the page carries beside style.css, by name; a planner that
    knows what its page shows names fewer.
    """

    kind: str
    title: str
    description: str
    href: str
    url: str
    robots: str = ""
    canonical: str = ""
    alternates: tuple[Alternate, ...] = ()
    breadcrumb: tuple[Link, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    card: SocialCard | None = None
    older: str = ""
    newer: str = ""
    sheets: tuple[str, ...] = (FIGURES, LISTS, RICH, TABLES)

    @property
    def trail(self) -> tuple[Link, ...]:
        """The breadcrumb without the page itself, which needs no link to itself."""
        return tuple([link for link in self.breadcrumb if link.href != self.href])


class Newsroom(Struct, frozen=True, kw_only=True, gc=False):
    """What all pages of an edition share; `archive` and `tags` are links to its index pages.

    `contacts` are all those of the settings; `address` and `licence` are empty if the settings have none.
    `agenda` is the page of coming events; None on a site that has never had one. `banners` are those shown now.
    `card` is the picture for link previews of pages that have none of their own. `fonts` are hrefs of the fonts to load
    first, and `theme_colours` those of the browser's own bars. `podcast` is its feed, if there is one.
    """

    title: str
    description: str
    lang: str
    dir: Literal["ltr", "rtl"]
    locale: str
    name: str
    home: Link
    archive: Link
    tags: Link
    menu: tuple[Link, ...]
    footer: tuple[Link, ...]
    profiles: tuple[Link, ...]
    publisher: str
    publisher_url: str
    address: str
    licence: str
    contacts: tuple[Person, ...]
    logo: Figure | None
    icon: str
    card: SocialCard
    feeds: tuple[FeedLink, ...]
    logo_dark: Figure | None = None
    touch_icon: str = ""
    manifest: str = ""
    theme_colours: tuple[BrowserColour, ...] = ()
    fonts: tuple[str, ...] = ()
    agenda: Link | None = None
    banners: tuple[Banner, ...] = ()
    podcast: Link | None = None


class Listing(Struct, frozen=True, kw_only=True, gc=False):
    """A page of releases, newest first. `number` counts from the oldest page; 0 is the newest page, still being filled.

    `older` and `newer` are hrefs, empty at the ends. `count` is the number of releases in the whole list.
    """

    heading: str
    teasers: tuple[Teaser, ...]
    pinned: tuple[Teaser, ...] = ()
    number: int = 0
    older: str = ""
    newer: str = ""
    count: int = 0


class TeaserList(Struct, frozen=True, kw_only=True, gc=False):
    """A list of releases on a standing page, newest first; `title` may be empty, `whole` leads to all of them."""

    title: str
    teasers: tuple[Teaser, ...]
    whole: Link | None = None


class Download(Struct, frozen=True, kw_only=True, gc=False):
    """A file that readers can download: its path in the output and its href."""

    path: str
    href: str


class CorrectionEntry(Struct, frozen=True, kw_only=True, gc=False):
    """A correction in the list of all: what it says, the release that it is about, and its id in feeds."""

    note: CorrectionNote
    title: str
    href: str
    url: str
    id: str


class AgendaEntry(Struct, frozen=True, kw_only=True, gc=False):
    """An event in the agenda: its name or else the headline of its release, and the page of that."""

    title: str
    href: str
    event: Event


class CalendarEntry(Struct, frozen=True, kw_only=True, gc=False):
    """An event in a calendar file: its id, its release, and when that was published and last changed.

    `contact` is who answers questions.
    """

    id: str
    title: str
    url: str
    published: datetime
    modified: datetime
    description: str
    contact: str
    event: Event


class Calendar(Struct, frozen=True, kw_only=True, gc=False):
    """A calendar file: its name, its own address, and its events from the earliest."""

    title: str
    url: str
    entries: tuple[CalendarEntry, ...]


class TermCount(Struct, frozen=True, kw_only=True, gc=False):
    """A tag in the index of tags; `size` is 1 to 5 by how often it is used."""

    name: str
    href: str
    count: int
    size: int


class TermView(Struct, frozen=True, kw_only=True, gc=False):
    """The section, person or series of a list: its name, the href of its newest page, and a sentence about it."""

    name: str
    href: str
    description: str


class DirectoryEntry(Struct, frozen=True, kw_only=True, gc=False):
    """A person or a series in the index of all: a line about it, its picture, and how many releases it has."""

    title: str
    href: str
    text: str
    count: int
    picture: Figure | None = None


class Headline(Struct, frozen=True, kw_only=True, gc=False):
    """A release in the archive; `day_text` is its day without the year."""

    title: str
    href: str
    published: str
    day_text: str


class Month(Struct, frozen=True, kw_only=True):
    """A month in the archive: its name in the edition's language, and how many releases it has.

    `headlines` are empty where the archive shows months only.
    """

    label: str
    href: str
    count: int
    headlines: tuple[Headline, ...] = ()


class Year(Struct, frozen=True, kw_only=True):
    """A year in the archive, newest month first; `headlines` are empty where it shows months only."""

    label: str
    href: str
    count: int
    months: tuple[Month, ...]
    headlines: tuple[Headline, ...] = ()


class MostReadItem(Struct, frozen=True, kw_only=True, gc=False):
    """A release in a ranking: how often it was read in the time of that, also in the format of the language.

    `views` is None if the settings hide the numbers.
    """

    title: str
    href: str
    views: int | None
    views_text: str


class MostRead(Struct, frozen=True, kw_only=True, gc=False):
    """A ranking: its heading, its releases from the one that was read most, and the last day that it counts.

    `as_of` is a day (`2026-11-28`), empty if it is not known. `href` is the page of all rankings.
    """

    heading: str
    items: tuple[MostReadItem, ...]
    as_of: str
    as_of_text: str
    href: str
