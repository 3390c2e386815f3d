"""The place in a text that an anchor means: other generators make other anchors from the same heading."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote

_NO_LETTER = re.compile(r"[\W_]+")
_OWN_PREFIX = re.compile(r"section-(?=\d)")


def anchor_meant(anchor: str, anchors: tuple[str, ...]) -> str:
    """The anchor of these that another means: itself, or the only one with its letters and digits; "" if none is.

    GitHub keeps a hyphen for each space and the number before a heading, kramdown and Pandoc leave that number out,
    and many leave out accents.
    """
    return anchors_meant((anchor,), anchors)[anchor]


def anchors_meant(wanted: Iterable[str], anchors: tuple[str, ...]) -> dict[str, str]:
    """The same for each of several anchors."""
    # A text may have thousands of both, so that these must not be gone through for each of those.
    there = {*anchors}
    meant = {each: next((written for written in (each, unquote(each)) if written in there), "") for each in wanted}
    if all(meant.values()):
        return meant
    whole, unnumbered = _by_letters(anchors)
    for each in [each for each, written in meant.items() if not written]:
        key = _letters(unquote(each))
        meant[each] = (whole.get(key) if key in whole else unnumbered.get(key)) or ""
    return meant


@lru_cache(maxsize=32)
def _by_letters(anchors: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Each anchor by its letters and digits, and by those without the number that it begins with.

    Of two with the same, neither is meant.
    """
    keys = [_letters(anchor) for anchor in anchors]
    return _unique(keys, anchors), _unique([key.lstrip("0123456789") for key in keys], anchors)


def _unique(keys: list[str], anchors: tuple[str, ...]) -> dict[str, str]:
    counts = Counter(keys)
    return {key: anchor if counts[key] == 1 else "" for key, anchor in zip(keys, anchors, strict=True) if key}


def _letters(anchor: str) -> str:
    """The letters and digits of an anchor, without accents and case."""
    parts = unicodedata.normalize("NFKD", _OWN_PREFIX.sub("", anchor, count=1).casefold())
    return _NO_LETTER.sub("", "".join(each for each in parts if not unicodedata.combining(each)))
