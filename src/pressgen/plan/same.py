"""Two plans: which outputs are the same value in both, seen without making their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeGuard

from pressgen.model import Link, Output, Release, Rendered


def link(release: Release) -> Link:
    """All that a page may know of a release that it only names."""
    return Link(title=release.teaser.title, href=release.href)


def is_same(known: Output | None, made: Rendered) -> TypeGuard[Rendered]:
    """Whether an output of a former plan is the one that would be made now."""
    return (
        isinstance(known, Rendered)
        and known.template == made.template
        and known.make is made.make
        and known.shows == made.shows
        and (known.names == made.names or list(map(link, known.names)) == list(map(link, made.names)))
        and known.given == made.given
        and known.values == made.values
    )


def differing(outputs: Sequence[Output], former: Mapping[str, Output]) -> list[Rendered]:
    """The rendered outputs that are not the same as those of a former plan, which are given by path."""
    pairs = ((output, former.get(output.path)) for output in outputs if isinstance(output, Rendered))
    return [output for output, known in pairs if output is not known and not is_same(known, output)]
