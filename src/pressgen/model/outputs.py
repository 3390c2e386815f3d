"""What is published: every file of the site as a value, and what a run tells of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, structs

from pressgen.errors import Problem

if TYPE_CHECKING:
    from pressgen.model.public import Alternate, Release


class Recipe(Struct, frozen=True, kw_only=True):
    """How a picture is made from another: cut to a ratio if both sides are given, never enlarged."""

    width: int
    height: int = 0
    format: Literal["WEBP", "JPEG", "PNG"]
    quality: int


class Computed(Struct, frozen=True):
    """A value that is made when its page is printed: `make` is given the values of the names in `reads`, in order."""

    reads: tuple[str, ...]
    make: Callable[..., object]


class Rendered(Struct, frozen=True, kw_only=True, gc=False):
    """A file that a template prints from named values; `source` is the file it is about, if any.

    Beside those that are there, in `values`, are those that `make` makes, of this and of what is `given`,
    once the page is looked at. All that the page may know of releases are those that it `shows`, and of
    those that it only `names` the headline and the address. `alternates` are the same page in every
    language, where it is not a release's.
    """

    path: str
    template: str
    source: str = ""
    values: Mapping[str, object] | None = None
    shows: tuple[Release, ...] = ()
    names: tuple[Release, ...] = ()
    make: Callable[..., dict[str, object]] | None = None
    given: tuple[object, ...] = ()
    alternates: tuple[Alternate, ...] = ()

    @property
    def context(self) -> Mapping[str, object]:
        """All the named values."""
        values = self.values or {}
        return values if self.make is None else {**values, **self.make(self, *self.given)}

    def looked_at(self) -> Rendered:
        """The same with its values made, for whoever looks at them more than once."""
        return self if self.make is None else structs.replace(self, values=self.context, make=None)


class Copied(Struct, frozen=True, kw_only=True, tag=True):
    """A file that is published as it is; `source` is relative to the site's folder."""

    path: str
    source: str


class Derived(Struct, frozen=True, kw_only=True, tag=True):
    """A picture made from another file."""

    path: str
    source: str
    recipe: Recipe


Output = Rendered | Copied | Derived


class Plan(Struct, frozen=True):
    """Every file of the site, by path; the paths are proved unique and inside the output folder."""

    outputs: tuple[Output, ...]


class Report(Struct, frozen=True, kw_only=True):
    """What every command prints. Counts are of files; `next_change` is when a build would differ.

    `exit_code` is 0 for a complete site, 1 where sources have faults, 2 where settings have, 3 where
    the site was written without faulty releases; `written` tells whether the output folder holds this
    build's site; `left_out` names the sources that `skip_invalid` left out. `reasons` are given where
    `explain` asked for them: why each output had to be made, by path, empty for one that had not.
    """

    output: str
    exit_code: int = 0
    written: bool = False
    releases: int = 0
    pages: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    left_out: tuple[str, ...] = ()
    next_change: datetime | None = None
    problems: tuple[Problem, ...] = ()
    reasons: dict[str, str] = {}


Progress = Callable[[str, int, int], None]
"""Is told the step, how many of its items are done, and how many there are."""


class Options(Struct, frozen=True, kw_only=True):
    """How to build: `output` is seen from the site's folder, `jobs` counts worker processes.

    `cache` keeps and uses what earlier builds parsed and printed, in `.pressgen/` of the site's
    folder. `home` is the user's home folder, which is never built to.
    """

    output: str = "output"
    drafts: bool = False
    strict: bool = False
    skip_invalid: bool = False
    cache: bool = True
    explain: bool = False
    jobs: int = 1
    home: str = ""
