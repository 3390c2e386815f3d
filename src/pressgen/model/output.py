"""What is published: every file of the site as a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from pressgen.errors import Problem
from pressgen.model.picture_sizes import Recipe
from pressgen.model.press_kit import PressKit
from pressgen.model.rights import NO_RIGHTS, Rights
from pressgen.model.share_card import ShareCard


def address_of_path(path: str) -> str:
    """The address of an output file, without the base path of the site: `/2025/01/plan/`."""
    return "/" + (path.removesuffix("index.html") if path.endswith("/index.html") or path == "index.html" else path)


class Computed(Struct, frozen=True, gc=False):
    """A value that is computed when its page is rendered: `make` receives the values that `reads` names, in order."""

    # Only these are passed, so that the fingerprint of the page covers everything that the result can depend on.
    reads: tuple[str, ...]
    make: Callable[..., object]


class Rendered(Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """A file that a template renders from named values; `source` is the file it is about, if any.

    `values` are all that the template is given, so they are all that can change the file.
    """

    path: str
    template: str
    source: str = ""
    values: Mapping[str, object] = {}


class Copied(Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """A file that is published as it is; `source` is relative to the site's folder.

    A font with `characters` has only those, as ranges: `0020-007E 0400-052F`.
    Into a picture, the `rights` are written.
    """

    path: str
    source: str
    characters: str = ""
    rights: Rights = NO_RIGHTS


class Derived(Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """A picture made from another file, whose digest is `original`; the `rights` are written into it."""

    path: str
    source: str
    recipe: Recipe
    original: str
    rights: Rights = NO_RIGHTS


class Drawn(Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """A picture that is drawn from words; `source` is the file that they are from."""

    path: str
    source: str
    card: ShareCard


class Packed(Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """A press kit: a ZIP file with what belongs to a release; `source` is the file of that.

    `body` is the text of the release, a BodyText with whole addresses.
    """

    path: str
    source: str
    kit: PressKit
    # BodyText is in a module that needs this one.
    body: object


class Sizes(Struct, frozen=True):
    """The sizes in bytes of files by path, which are known only when a page is rendered."""

    # What they are made from is in the fingerprint of the page, and so are their sizes.
    files: tuple[Derived | Packed, ...]


Output = Rendered | Copied | Derived | Drawn | Packed


class Plan(Struct, frozen=True):
    """Every file of the site, by path; the paths are unique and inside the output folder.

    `problems` are those of redirects, which only the whole plan can show.
    """

    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...] = ()
