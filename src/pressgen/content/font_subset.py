"""Fonts with only the characters that a site needs (the only home of fontTools, which is optional)."""

from __future__ import annotations

import io
from importlib import import_module
from importlib.util import find_spec

from pressgen.brand.characters import numbers_of

NEEDED = ("fontTools", "brotli")
"""What must be installed, by the names of modules: the extra `fonts`."""


class FontError(Exception):
    """A font that fontTools cannot read or write."""


def subset_version() -> str:
    """The version of fontTools, on which the bytes of a subset depend; empty if fonts cannot be made smaller here."""
    if not all(map(find_spec, NEEDED)):
        return ""
    return str(import_module("fontTools").version)


def subset(data: bytes, characters: str) -> bytes:
    """A WOFF2 font with these ranges of characters and what belongs to them, or the font itself if that is smaller.

    Raises FontError.
    """
    subsetting, fonts = import_module("fontTools.subset"), import_module("fontTools.ttLib")
    import logging  # fontTools imports it as well

    # What it says of tables that it leaves out, such as those of FontForge, nobody can act on.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subsetting.Options(notdef_outline=True, drop_tables=["DSIG"])
    try:
        # The time of the change in the font stays: it would make each build another file.
        font = fonts.TTFont(io.BytesIO(data), recalcTimestamp=False)
        subsetter = subsetting.Subsetter(options)
        subsetter.populate(unicodes=numbers_of(characters))
        subsetter.subset(font)
        font.flavor = "woff2"
        smaller = io.BytesIO()
        font.save(smaller)
    except Exception as error:  # the library raises whatever a damaged table makes it raise
        raise FontError(f"{type(error).__name__}: {error}") from error
    return min(data, smaller.getvalue(), key=len)
