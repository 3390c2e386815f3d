"""A text cut to what a description shows of it."""

from __future__ import annotations

DESCRIPTION = 200
"""Characters of a description."""


def excerpt(text: str) -> str:
    """At most as much of a text as a description shows, cut at a word; the same object if that is all of it."""
    if len(text) <= DESCRIPTION:
        return text
    cut = text[: DESCRIPTION - 1]
    if " " in cut:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:.–—-") + "…"
