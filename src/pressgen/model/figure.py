"""A picture as pages show it."""

from __future__ import annotations

from msgspec import Struct

from pressgen.model.picture_sizes import ENCODINGS, RESPONSIVE


class Variant(Struct, frozen=True, gc=False):
    """One file of a responsive picture: its href and its width in pixels."""

    href: str
    width: int


class Original(Struct, frozen=True, kw_only=True, gc=False):
    """The full size of a picture, for the press: its file in the output, with href and absolute url.

    `format` is JPEG, PNG or WEBP, `bytes` the size in bytes without the words that are written into it (0 if unknown);
    `text` says all this to readers: `Download: JPEG, 4000 × 3000, 3.2 MB`.
    """

    path: str
    href: str
    url: str
    format: str
    width: int
    height: int
    bytes: int
    text: str


class Figure(Struct, frozen=True, kw_only=True, gc=False):
    """A picture as a page shows it: its `variants` smallest first, with the words that belong to it.

    `licence` is in words, `licence_url` the page with its terms. The `original` is what the press can download. One
    that `is_first` opens its page, so browsers load it at once.
    """

    src: str
    width: int
    height: int
    alt: str
    variants: tuple[Variant, ...] = ()
    caption: str = ""
    credit: str = ""
    creator: str = ""
    copyright: str = ""
    licence: str = ""
    licence_url: str = ""
    licensor_url: str = ""
    original: Original | None = None
    is_first: bool = False

    @property
    def type(self) -> str:
        """The media type of the variants."""
        return ENCODINGS[RESPONSIVE].media_type

    @property
    def webp(self) -> tuple[Variant, ...]:
        """What `variants` was called in earlier templates, of which newsrooms have copies."""
        return self.variants
