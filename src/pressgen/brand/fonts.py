"""Fonts of a theme: names of families and WOFF2 files, and their rules for the style sheet."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from msgspec import Struct

ENDINGS = (".woff2", ".woff", ".ttf", ".otf", ".ttc", ".eot")
"""Endings of font files; only the first is published, because it is the smallest, and every browser reads it."""
_FAMILY = re.compile(r"[^\W\d_][\w -]{0,59}")
_GENERIC = frozenset(
    ("serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded")
)
_WEIGHTS = (
    ("extralight|ultralight", 200),
    ("thin|hairline", 100),
    ("semilight|light", 300),
    ("medium", 500),
    ("semibold|demibold|demi", 600),
    ("extrabold|ultrabold|heavy|black", 800),
    ("bold", 700),
)
"""Words for weights in the names of font files, in the order in which they are looked for."""
# The format of WOFF2 (https://www.w3.org/TR/WOFF2/): a header, then a list of tables with numbers for their names.
_HEADER, _VARIATIONS, _OTHER_NAME, _TRANSFORMED = 48, 47, 63, (10, 11)


class FontFile(Struct, frozen=True):
    """A font of the site: its digest, and whether it has all weights in one file."""

    digest: str
    is_variable: bool


def font_names(written: str | tuple[str, ...]) -> tuple[str, ...]:
    """The files and families that a setting names; families may be in one text, with commas."""
    texts = (written,) if isinstance(written, str) else written
    return tuple(name.strip().strip("\"'") for text in texts for name in text.split(",") if name.strip())


def is_file(name: str) -> bool:
    """Whether the name of a font means a file of the site."""
    return "/" in name or name.lower().endswith(ENDINGS)


def is_family(name: str) -> bool:
    """Whether the name of a font can be that of a family."""
    return bool(_FAMILY.fullmatch(name))


def css_name(name: str) -> str:
    """The name of a family as CSS writes it."""
    # Words of CSS for families of the system would be names of fonts within quotation marks.
    return name.lower() if name.lower() in _GENERIC else f'"{name}"'


def weight_of(file: str, is_variable: bool) -> str:
    """The weight that a font file is for, by its name: Brand-SemiBold.woff2; all of them if it is variable."""
    if is_variable:
        return "100 900"
    stem = PurePosixPath(file).stem
    number = re.search(r"(?<!\d)[1-9]00(?!\d)", stem)
    # The first word is the family, which may be called Daylight or Black Han.
    family, *others = re.split(r"[\W_]+", stem.lower())
    words = "".join(others) or family
    return number[0] if number else str(next((weight for names, weight in _WEIGHTS if re.search(names, words)), 400))


def style_of(file: str) -> str:
    """The style that a font file is for, by its name."""
    return "italic" if re.search("italic|oblique", PurePosixPath(file).stem, re.I) else "normal"


def is_variable_font(data: bytes) -> bool:
    """Whether a WOFF2 file has all weights in one; raises ValueError if it is not a WOFF2 file."""
    if data[:4] != b"wOF2" or len(data) < _HEADER:
        raise ValueError("not WOFF2")
    position = _HEADER
    try:
        for _ in range(int.from_bytes(data[12:14], "big")):
            flags = data[position]
            table, version = flags & 0x3F, flags >> 6
            name, position = data[position + 1 : position + 5], position + 1 + 4 * (table == _OTHER_NAME)
            if table == _VARIATIONS or (table == _OTHER_NAME and name == b"fvar"):
                return True
            position = _after_number(data, position)
            # The outlines of letters are transformed unless it says otherwise, and all else only if it says so.
            if version == 0 if table in _TRANSFORMED else version != 0:
                position = _after_number(data, position)
    except IndexError:
        raise ValueError("cut off") from None
    return False


def _after_number(data: bytes, position: int) -> int:
    """The position after a number of variable length, whose last byte has no high bit."""
    while data[position] & 0x80:
        position += 1
    return position + 1
