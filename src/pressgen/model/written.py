"""What is read: one file's source, front matter and body, as parse makes them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct, structs

from pressgen.errors import Problem

Status = Literal["published", "draft"]


class Source(Struct, frozen=True):
    """One Markdown file: its path from the content folder (with /), its bytes, their digest."""

    path: str
    data: bytes
    digest: str


class Moment(Struct, frozen=True, gc=False):
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


class FrontMatter(Struct, frozen=True, kw_only=True, gc=False):
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
    check_ignore: dict[str, str] = {}
    extra: dict[str, object] = {}
    lines: dict[str, int] = {}


class Reference(Struct, frozen=True):
    """A local target that a body links to or shows; the body holds its number in its place."""

    target: str
    line: int
    kind: Literal["link", "image"]


def digest_of(data: bytes) -> str:
    """What tells a text from any other: 96 bits of BLAKE2b, in hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=12).hexdigest()


class Place(Struct, frozen=True, array_like=True, gc=False):
    """Where a text lies in the cache: its file, and its first byte and length there."""

    file: str
    start: int
    length: int


class Body(Struct, frozen=True, kw_only=True, gc=False):
    """A body as clean HTML, told from any other by its `digest`.

    Local targets stand in it as marks: STX, index into `references`, ETX. `anchors` are the
    ids in it. `opening` is the plain text of its first paragraph or the beginning of that, empty
    if the body begins otherwise; `opening_end` is where that paragraph ends in the HTML, or 0.
    Where the HTML lies in the cache, at `place`, `html` is empty, and `fetch` reads what has this digest there.
    """

    html: str
    digest: str
    place: Place | None = None
    fetch: Any = None
    references: tuple[Reference, ...] = ()
    anchors: tuple[str, ...] = ()
    opening: str = ""
    opening_end: int = 0

    @property
    def text(self) -> str:
        """The HTML, wherever it is."""
        if self.fetch is None:
            return self.html
        text: str = self.fetch(self.place, self.digest)
        return text


class Post(Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """One release, in one language. `key` joins its translations; `date` is never missing."""

    path: str
    lang: str
    key: str
    slug: str
    date: Moment
    matter: FrontMatter
    body: Body


def differ_in_words(post: Post, other: Post) -> bool:
    """Whether two posts differ in nothing that other articles or the frame's problems are made of."""
    worded = structs.replace(
        post.matter, title=other.matter.title, summary=other.matter.summary, dateline=other.matter.dateline
    )
    body, former = post.body, other.body
    return (
        worded == other.matter
        and (body.anchors, body.references) == (former.anchors, former.references)
        and (post.path, post.lang, post.key, post.slug, post.date)
        == (other.path, other.lang, other.key, other.slug, other.date)
    )


class Page(Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """One standing page (About, Contacts), in one language."""

    path: str
    lang: str
    key: str
    slug: str
    matter: FrontMatter
    body: Body


class Dialect(Struct, frozen=True):
    """How Markdown is read. `extensions` are of Python-Markdown: names, with their options as JSON."""

    name: Literal["commonmark", "python-markdown"] = "commonmark"
    extensions: tuple[tuple[str, str], ...] = ()


class Rules(Struct, frozen=True):
    """What parsing needs to know of the settings."""

    timezone: str
    languages: tuple[str, ...]
    dialect: Dialect = Dialect()


class Parsed(Struct, frozen=True, gc=False):
    """A document, or None and the errors that say why; warnings may stand beside a document."""

    document: Post | Page | None
    problems: tuple[Problem, ...]


class Image(Struct, frozen=True, kw_only=True):
    """A picture file that was measured: path from its root folder, size in pixels."""

    path: str
    digest: str
    width: int
    height: int
    format: Literal["JPEG", "PNG", "WEBP", "GIF", "SVG"]
