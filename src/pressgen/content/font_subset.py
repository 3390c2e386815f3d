"""Font files of the site, and the same with only the characters that it needs (the only home of fontTools)."""

from __future__ import annotations

import hashlib
import io
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from pressgen.brand.characters import numbers_of
from pressgen.brand.fonts import FontFile, is_variable_font
from pressgen.content.folders import read

NEEDED = ("fontTools", "brotli")
"""What must be installed, by the names of modules: the extra `fonts`."""


class FontError(Exception):
    """A font that fontTools cannot read or write."""


def read_font(root: Path, name: str) -> FontFile | None:
    """The font in a file, by its name on disk; None if it is not a WOFF2 file or cannot be read."""
    data = read(root, name) or b""
    try:
        is_variable = is_variable_font(data)
    except ValueError:
        return None
    return FontFile(hashlib.blake2b(data, digest_size=8).hexdigest(), is_variable)


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
