"""What parsing makes of a source: its front matter, its body, and what is wrong with either."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from pressgen.errors import Problem
from pressgen.model.rights import NO_RIGHTS, Rights

Status = Literal["published", "draft", "withdrawn"]
ImageFormat = Literal["JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF", "SVG"]
CorrectionKind = Literal["correction", "clarification", "update", "withdrawal"]
EventStatus = Literal["scheduled", "cancelled", "postponed"]


class Moment(Struct, frozen=True, gc=False, omit_defaults=True):
    """An instant with the site's own UTC offset; `day` when only a day was written."""

    at: datetime
    # A day is shown without an hour: nobody wrote that the release came at midnight.
    day: bool = False


class Person(Struct, frozen=True, kw_only=True, gc=False):
    """An author or a press contact; texts are empty where nothing was given."""

    name: str
    role: str = ""
    url: str = ""
    email: str = ""
    phone: str = ""


class Consent(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """The consent of those whom a picture shows: its last day or time as written, and when it ends.

    `reference` is where the office keeps it. Without an `end` it has none.
    """

    until: Moment | None = None
    end: datetime | None = None
    reference: str = ""
    line: int = 0


class Picture(Struct, frozen=True, kw_only=True, gc=False):
    """A picture as a front matter names it: `src` is still as written. `licence` is words or an address."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    copyright: str = ""
    licence: str = ""
    line: int = 0
    consent: Consent | None = None


class Correction(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A note to readers about a change of a published release, as plain text."""

    date: Moment
    text: str
    kind: CorrectionKind = "correction"


class SeriesEntry(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """The series that a release is in, as a key of the settings, and its number there; 0 if the date decides."""

    name: str
    part: int = 0


class ListRequest(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A list of releases that a standing page shows: those to which everything applies that is not empty."""

    title: str = ""
    section: str = ""
    tag: str = ""
    person: str = ""
    series: str = ""
    pinned: bool = False
    limit: int = 10
    line: int = 0


class Accreditation(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """How journalists announce that they will come: in words, by e-mail or on a page, and until when."""

    text: str = ""
    email: str = ""
    url: str = ""
    deadline: Moment | None = None


class EventMatter(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """What a release announces: `until` is the instant at which it is over, `timezone` empty for that of the site.

    `online` is an address or words, and may be empty for an event that `is_online`.
    """

    start: Moment
    until: datetime
    end: Moment | None = None
    name: str = ""
    place: str = ""
    address: str = ""
    online: str = ""
    is_online: bool = False
    url: str = ""
    timezone: str = ""
    status: EventStatus = "scheduled"
    accreditation: Accreditation | None = None


class FrontMatter(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """The checked front matter of one file. `lines` tells where each key stood.

    `date` is not before the end of the `embargo`; that stands alone where only the file's name has a date.
    """

    title: str
    date: Moment | None = None
    views: int | None = None
    tags: tuple[str, ...] = ()
    lang: str = ""
    id: str = ""
    slug: str = ""
    permalink: str = ""
    summary: str = ""
    authors: tuple[Person, ...] = ()
    # Text is a key of the settings, which can change without this file, so it is looked up in each build.
    contacts: tuple[str | Person, ...] = ()
    # These are keys of the settings, likewise.
    section: str = ""
    people: tuple[str, ...] = ()
    series: SeriesEntry | None = None
    list: tuple[ListRequest, ...] = ()
    image: Picture | None = None
    originals: bool = True
    gallery: tuple[Picture, ...] = ()
    status: Status = "published"
    # Why it was withdrawn, which readers see in place of its text.
    withdrawal: str = ""
    updated: Moment | None = None
    expires: Moment | None = None
    # Beside `date`, since a date in the file's name, which is looked up later, must not come before it either.
    embargo: Moment | None = None
    unlisted: bool = False
    noindex: bool = False
    canonical: str = ""
    sample: bool = False
    aliases: tuple[str, ...] = ()
    dateline: str = ""
    pinned: bool = False
    # None where the settings decide.
    press_kit: bool | None = None
    related: tuple[str, ...] = ()
    template: str = ""
    # None: as the settings say.
    toc: bool | None = None
    translation_key: str = ""
    corrections: tuple[Correction, ...] = ()
    event: EventMatter | None = None
    check_ignore: dict[str, str] = {}
    extra: dict[str, object] = {}
    # For problems that show only beside other files or settings, when the file itself is no longer read.
    lines: dict[str, int] = {}


class Reference(Struct, frozen=True, gc=False, omit_defaults=True):
    """A local target that a body links to or shows; the body holds its number in its place.

    `alt` says what a picture shows, `caption` and `credit` are printed under it, all as plain text. A `card` is a page
    on another site that is shown as a card, if there is data for one.
    """

    target: str
    line: int
    kind: Literal["link", "image", "card"]
    alt: str = ""
    caption: str = ""
    credit: str = ""
    # The still picture that was written for a film.
    poster: str = ""


class Body(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A body as clean HTML, told from any other by its `digest`; `html` is empty where the store has it.

    Local targets appear in it as marks: STX, index into `references`, ETX. `anchors` are the
    ids in it. `opening` is the plain text of its first paragraph or the beginning of that, empty
    if the body begins otherwise; `opening_end` is where that paragraph ends in the HTML, or 0.
    `sheets` are the style sheets that it needs beside the one of every page.
    """

    html: str
    digest: str
    references: tuple[Reference, ...] = ()
    anchors: tuple[str, ...] = ()
    opening: str = ""
    opening_end: int = 0
    sheets: tuple[str, ...] = ()


class Post(Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """One release, in one language. `key` joins its translations; `date` is never missing."""

    path: str
    lang: str
    key: str
    slug: str
    date: Moment
    matter: FrontMatter
    body: Body


class Page(Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """One standing page (About, Contacts), in one language."""

    path: str
    lang: str
    key: str
    slug: str
    matter: FrontMatter
    body: Body


class Parsed(Struct, frozen=True, gc=False):
    """A document, or None and the errors that say why; warnings may stand beside a document.

    `source` is the digest of its file.
    """

    document: Post | Page | None
    problems: tuple[Problem, ...]
    source: str = ""


class Image(Struct, frozen=True, kw_only=True):
    """A picture file that was measured: path from its root folder, size in pixels, and what it says about itself.

    `bytes` is its length without the metadata that is not published; 0 for a picture that is not published as it is.
    One that `has_faulty_profile` can be shown, without its colour profile.
    """

    path: str
    digest: str
    width: int
    height: int
    format: ImageFormat
    has_faulty_profile: bool = False
    bytes: int = 0
    rights: Rights = NO_RIGHTS
