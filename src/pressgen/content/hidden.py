"""Words that a page has for screen readers only: which elements hold them."""

from __future__ import annotations

import re

_CLASSES = re.compile(r'\sclass="([^"]*)"')
_HIDDEN = frozenset({"vh", "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"})
"""Classes that hide from the eye, in pressgen's theme and in others; without a sheet their words would be seen."""


def is_hidden(tag: str) -> bool:
    """Whether a start tag opens an element that is there for screen readers only."""
    found = _CLASSES.search(tag)
    return found is not None and not _HIDDEN.isdisjoint(found[1].split())
