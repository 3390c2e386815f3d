"""Two plans: which outputs are the same value in both, seen without making their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeGuard

from pressgen.model import Link, Output, Release, Rendered


def link(release: Release) -> Link:
    """All that a page may know of a release that it only names."""
    return Link(title=release.teaser.title, href=release.href)


def is_same(known: Output | None, made: Rendered) -> TypeGuard[Rendered]:
    """Whether an output of a former plan is the one that would be made now, of the very same releases."""
    return (
        isinstance(known, Rendered)
        and known.template == made.template
        and known.make is made.make
        and len(known.shows) == len(made.shows)
        and len(known.names) == len(made.names)
        and all(one is other for one, other in zip(known.shows, made.shows, strict=True))
        and all(one is other or link(one) == link(other) for one, other in zip(known.names, made.names, strict=True))
        and known.given == made.given
        and known.values == made.values
    )


def differing(outputs: Sequence[Output], former: Mapping[str, Output]) -> list[Rendered]:
    """The rendered outputs that are not the same as those of a former plan, by path, are."""
    return [
        output for output in outputs if isinstance(output, Rendered) and not is_same(former.get(output.path), output)
    ]
