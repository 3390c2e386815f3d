"""Text cut at a word, to the length of a description or another one."""

from __future__ import annotations

DESCRIPTION = 200
"""Characters of a description."""


def cut(text: str, most: int, punctuation: str = ",;:–—-") -> str:
    """The beginning of a text, cut at a word with an ellipsis in the place of punctuation; a short text unchanged."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(f" {punctuation}") + "…"


def excerpt(text: str) -> str:
    """The beginning of a text as a description."""
    return cut(text, DESCRIPTION, ",;:.–—-")
