"""What readers see of changes of a published release: notes, and earlier versions of its text."""

from __future__ import annotations

from msgspec import Struct

from pressgen.model.post import CorrectionKind


class CorrectionNote(Struct, frozen=True, kw_only=True, gc=False):
    """What a correction of a release says to readers; `published` is RFC 3339."""

    kind: CorrectionKind
    published: str
    date_text: str
    text: str


class EarlierVersion(Struct, frozen=True, kw_only=True, gc=False):
    """A text that a release had before: its own page at `path`, and the address `current` that it was published at.

    `body` is HTML. `lang` is its language; the release may be in another one now. `has_other_pictures` if the next
    version has others than this one.
    """

    number: int
    path: str
    href: str
    current: str
    published: str
    date_text: str
    title: str
    lead: str
    alt: str
    caption: str
    body: str
    lang: str
    has_other_pictures: bool = False
