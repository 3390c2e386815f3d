"""What the record remembers of published releases: their versions, and all addresses that they ever had."""

from __future__ import annotations

from msgspec import Struct

RECORD_FILE = "content/record.jsonl"
"""The file of the record, from the site's folder."""
PLACES = ("page:", "tag:", "alias:", "list:")
"""How ids of addresses begin that are not those of releases: a page by its source; tags, aliases and lists by address.

A list is a page that is there only while something is in it, such as that of all corrections.
"""


class EntryHead(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An Entry without its body, which is skipped where nobody needs it."""

    id: str
    version: int
    at: str
    source: str = ""
    lang: str = ""
    address: str = ""
    corrections: int | None = None
    title: str = ""
    summary: str = ""
    alt: str = ""
    caption: str = ""
    pictures: tuple[str, ...] = ()
    digest: str = ""
    release: str = ""


class Entry(EntryHead, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the record.

    A line with a `title` has the text of a new version of the release with this feed `id`: `body` is clean HTML with
    its links resolved and descriptions in the place of pictures, `digest` stands for the body as it was parsed, and
    `pictures` are digests. A line without one has only what else became new, such as an `address` (as in `aliases`,
    without the base path) or the number of `corrections`; None means no change. `at` is RFC 3339. A line with an `id`
    that is a name of PLACES has the address of something else; `release` is the feed id of the release to which it
    belongs, if any.
    """

    body: str = ""


class Version(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One version of a release, without its body, which is in the line of `size` bytes at `start` in the file.

    `address` is the one at which it was published first, in the language `lang`.
    """

    number: int
    at: str
    lang: str = ""
    address: str
    title: str
    summary: str = ""
    alt: str = ""
    caption: str = ""
    pictures: tuple[str, ...] = ()
    digest: str = ""
    start: int = 0
    size: int = 0
    line: int = 0


class Recorded(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A release as the record knows it: its last `source`, and all addresses that it ever had, the last one last.

    Addresses are written as in `aliases`: `/2026/02/plan/`, without the base path. There is at least one version.
    """

    id: str
    source: str
    lang: str
    addresses: tuple[str, ...]
    versions: tuple[Version, ...]
    corrections: int = 0


class Place(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A page, a tag, an alias or a list as the record knows it, with all addresses that it ever had, the last one last.

    `digest` is that of the body of a page, `release` the feed id of the oldest release with the tag, or with the alias,
    or the name of a section, person or series (`section:news`).
    `line` is the last one about it.
    """

    id: str
    lang: str
    addresses: tuple[str, ...]
    digest: str = ""
    release: str = ""
    line: int = 0
