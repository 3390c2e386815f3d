"""Font files of the site → what pages have to know of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pressgen.brand.fonts import FontFile, is_variable_font
from pressgen.content.folders import read


def read_font(root: Path, name: str) -> FontFile | None:
    """The font in a file, by its name on disk; None if it is not a WOFF2 file or cannot be read."""
    data = read(root, name) or b""
    try:
        is_variable = is_variable_font(data)
    except ValueError:
        return None
    return FontFile(hashlib.blake2b(data, digest_size=8).hexdigest(), is_variable)
