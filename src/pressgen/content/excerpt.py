"""Text cut to the length of a description."""

from __future__ import annotations

DESCRIPTION = 200
"""Characters of a description."""


def excerpt(text: str) -> str:
    """The beginning of a text, cut at a word with an ellipsis; a short text unchanged."""
    if len(text) <= DESCRIPTION:
        return text
    shortened = text[: DESCRIPTION - 1]
    if " " in shortened:
        shortened = shortened.rsplit(" ", 1)[0]
    return shortened.rstrip(" ,;:.–—-") + "…"
