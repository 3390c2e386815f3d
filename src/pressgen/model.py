"""The values that travel from the sources to the output; frozen, with no behaviour.

A value holds no absolute path and no other release: what one page may know of another is a
`Link` or a `Teaser`. Addresses come in three kinds, never mixed: a `path` is a file in the
output folder (`2025/01/plan/index.html`), an `href` is root-relative, percent-encoded and has
the site's base path (`/news/2025/01/plan/`), a `url` is absolute.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from pressgen.errors import Problem

Status = Literal["published", "draft"]


# --- as written: what parse makes of one file -------------------------------------------


class Source(Struct, frozen=True):
    """One Markdown file: its path from the content folder (with /), its bytes, their digest."""

    path: str
    data: bytes
    digest: str


class Moment(Struct, frozen=True):
    """An instant with the site's own UTC offset; `day` when only a day was written."""

    at: datetime
    day: bool = False


class Person(Struct, frozen=True, kw_only=True):
    """An author or a press contact; texts are empty where nothing was given."""

    name: str
    role: str = ""
    url: str = ""
    email: str = ""
    phone: str = ""


class Picture(Struct, frozen=True, kw_only=True):
    """A picture as a front matter names it: `src` is still as written."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    line: int = 0


class FrontMatter(Struct, frozen=True, kw_only=True):
    """The checked front matter of one file. `lines` tells where each key stood."""

    title: str
    date: Moment | None = None
    views: int | None = None
    tags: tuple[str, ...] = ()
    lang: str = ""
    slug: str = ""
    permalink: str = ""
    summary: str = ""
    authors: tuple[Person, ...] = ()
    contacts: tuple[str | Person, ...] = ()
    image: Picture | None = None
    status: Status = "published"
    updated: Moment | None = None
    expires: Moment | None = None
    aliases: tuple[str, ...] = ()
    dateline: str = ""
    pinned: bool = False
    related: tuple[str, ...] = ()
    template: str = ""
    translation_key: str = ""
    extra: dict[str, object] = {}
    lines: dict[str, int] = {}


class Reference(Struct, frozen=True):
    """A local target that a body links to or shows; the body holds its number in its place."""

    target: str
    line: int
    kind: Literal["link", "image"]


class Body(Struct, frozen=True, kw_only=True):
    """A body as clean HTML.

    Local targets stand in it as marks: STX, index into `references`, ETX. `anchors` are the
    ids in it. `opening` is the plain text of its first paragraph, and `opening_html` that
    paragraph whole, as it stands at the start of `html` (both empty if the body begins otherwise).
    """

    html: str
    references: tuple[Reference, ...] = ()
    anchors: tuple[str, ...] = ()
    opening: str = ""
    opening_html: str = ""


class Post(Struct, frozen=True, kw_only=True):
    """One release, in one language. `key` joins its translations; `date` is never missing."""

    path: str
    lang: str
    key: str
    slug: str
    date: Moment
    matter: FrontMatter
    body: Body


class Page(Struct, frozen=True, kw_only=True):
    """One standing page (About, Contacts), in one language."""

    path: str
    lang: str
    key: str
    slug: str
    matter: FrontMatter
    body: Body


class Image(Struct, frozen=True, kw_only=True):
    """A picture file that was measured: path from its root folder, size in pixels."""

    path: str
    digest: str
    width: int
    height: int
    format: Literal["JPEG", "PNG", "WEBP", "GIF", "SVG"]


# --- the site: what assemble makes of all of them ---------------------------------------


class Link(Struct, frozen=True, kw_only=True):
    """All that one page needs to point at another."""

    title: str
    href: str
    lang: str = ""
    dir: str = ""


class Variant(Struct, frozen=True):
    """One file of a responsive picture: its href and its width in pixels."""

    href: str
    width: int


class Figure(Struct, frozen=True, kw_only=True):
    """A picture as a page shows it: files smallest first, with the words that belong to it."""

    src: str
    width: int
    height: int
    alt: str
    webp: tuple[Variant, ...] = ()
    caption: str = ""
    credit: str = ""


class Teaser(Struct, frozen=True, kw_only=True):
    """All that a list may show of a release. `iso` is RFC 3339, or a date where only a day is known."""

    title: str
    href: str
    url: str
    lang: str
    iso: str
    date_text: str
    views: int | None
    views_text: str
    summary: str
    tags: tuple[Link, ...]
    picture: Figure | None = None
    pinned: bool = False


class Alternate(Struct, frozen=True, kw_only=True):
    """The same page in another language: a BCP 47 tag, an Open Graph locale, its name in that language."""

    lang: str
    locale: str
    url: str
    href: str
    name: str
    dir: str


class ShareLink(Struct, frozen=True):
    """A plain link that opens a network's own share form with title and address filled in."""

    name: str
    href: str


class SocialCard(Struct, frozen=True, kw_only=True):
    """A picture for link previews: absolute url, size in pixels."""

    url: str
    width: int
    height: int
    alt: str


class Article(Struct, frozen=True, kw_only=True):
    """One release as its own page shows it, without its neighbours.

    `body` has resolved root-relative addresses; `feed_body` has absolute ones and the lead.
    `published` and `modified` are RFC 3339 with the site's offset.
    """

    path: str
    href: str
    url: str
    source: str
    lang: str
    key: str
    published: str
    modified: str
    at: datetime
    teaser: Teaser
    headline: str
    lead: str
    description: str
    body: str
    feed_body: str
    dateline: str
    updated_text: str
    authors: tuple[Person, ...]
    contacts: tuple[Person, ...]
    figure: Figure | None
    cards: tuple[SocialCard, ...]
    alternates: tuple[Alternate, ...]
    aliases: tuple[str, ...]
    related: tuple[Link, ...]
    share: tuple[ShareLink, ...]
    boilerplate: str
    template: str
    extra: dict[str, object]


class StandingPage(Struct, frozen=True, kw_only=True):
    """A standing page as it is shown."""

    path: str
    href: str
    url: str
    source: str
    lang: str
    key: str
    title: str
    description: str
    body: str
    alternates: tuple[Alternate, ...]
    aliases: tuple[str, ...]
    template: str
    extra: dict[str, object]


class Term(Struct, frozen=True, kw_only=True):
    """One tag of one edition; `releases` are indexes into the edition's articles, oldest first."""

    name: str
    slug: str
    path: str
    href: str
    url: str
    releases: tuple[int, ...]


class FeedLink(Struct, frozen=True, kw_only=True):
    """A feed for autodiscovery: media type, title, href, absolute url, file in the output."""

    type: str
    format: Literal["rss", "atom", "json"]
    title: str
    href: str
    url: str
    path: str


class Edition(Struct, frozen=True, kw_only=True):
    """One language of the site; articles oldest first.

    `lang` is a BCP 47 tag, `dir` ltr or rtl, `locale` an Open Graph locale (uz_UZ), `prefix`
    the folder in the output ("" for the default language, else "uz/").
    """

    lang: str
    dir: Literal["ltr", "rtl"]
    locale: str
    name: str
    prefix: str
    title: str
    description: str
    home: Link
    articles: tuple[Article, ...]
    pages: tuple[StandingPage, ...]
    terms: tuple[Term, ...]
    feeds: tuple[FeedLink, ...]


class Site(Struct, frozen=True, kw_only=True):
    """Everything public at one instant, grouped by language; the first edition is the default."""

    instant: datetime
    editions: tuple[Edition, ...]
    files: tuple[Copied | Derived, ...]
    next_change: datetime | None


# --- the plan: every file to be published ------------------------------------------------


class Recipe(Struct, frozen=True, kw_only=True):
    """How a picture is made from another: cut to a ratio if both sides are given, never enlarged."""

    width: int
    height: int = 0
    format: Literal["WEBP", "JPEG", "PNG"]
    quality: int


class Rendered(Struct, frozen=True, kw_only=True):
    """A file that a template prints from named values; `source` is the file it is about, if any."""

    path: str
    template: str
    context: dict[str, object]
    source: str = ""


class Copied(Struct, frozen=True, kw_only=True):
    """A file that is published as it is; `source` is relative to the site's folder."""

    path: str
    source: str


class Derived(Struct, frozen=True, kw_only=True):
    """A picture made from another file."""

    path: str
    source: str
    recipe: Recipe


Output = Rendered | Copied | Derived


class Plan(Struct, frozen=True):
    """Every file of the site, by path; the paths are proved unique and inside the output folder."""

    outputs: tuple[Output, ...]


# --- what a run tells ----------------------------------------------------------------------


class Report(Struct, frozen=True, kw_only=True):
    """What every command prints. Counts are of files; `next_change` is when a build would differ.

    `exit_code` is 0 for a complete site, 1 where sources have faults, 2 where settings have;
    `left_out` names the sources that `skip_invalid` left out.
    """

    output: str
    exit_code: int = 0
    releases: int = 0
    pages: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    left_out: tuple[str, ...] = ()
    next_change: datetime | None = None
    problems: tuple[Problem, ...] = ()
