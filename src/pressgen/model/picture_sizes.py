"""Which pictures are made from a photo: their widths, cuts, formats and quality."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Format = Literal["AVIF", "WEBP", "JPEG", "PNG"]


class Encoding(Struct, frozen=True):
    """How files of a format end and are announced, and what Pillow is asked for when it writes them."""

    ending: str
    media_type: str
    options: dict[str, object]


ENCODINGS: dict[Format, Encoding] = {
    # One thread: the bytes depend on their number, and pages are the same wherever they are built.
    "AVIF": Encoding("avif", "image/avif", {"speed": 8, "max_threads": 1}),
    "WEBP": Encoding("webp", "image/webp", {"method": 4}),
    "JPEG": Encoding("jpg", "image/jpeg", {"optimize": True, "progressive": True}),
    "PNG": Encoding("png", "image/png", {"optimize": True}),
}
"""The formats of pictures that are made; other options need a new VERSION in `content/pictures/pictures.py`."""
RESPONSIVE: Format = "AVIF"
"""The format of the files from which a browser chooses."""
WIDTHS = (240, 480, 672, 960, 1600)
"""Widths of the files from which a browser chooses, in pixels; a text of the default theme is 672 wide."""
FALLBACK_WIDTH = 960
"""Width of the file for readers whose browser cannot show those, in pixels."""
RATIOS = ((1200, 675), (1200, 900), (1200, 1200))
"""16:9, 4:3 and 1:1, as search engines ask for; the first is also the link preview's."""
MIN_CARD_PIXELS = 50_000
"""Pixels below which a picture is too small for link previews."""
QUALITY = 80
"""Quality of JPEG."""
RESPONSIVE_QUALITY = 55
"""Quality of the files from which a browser chooses; in AVIF it looks as 76 does in WebP and 70 in JPEG."""
FULL_QUALITY = 92
"""Quality of a JPEG for print."""
TOUCH_ICON = 180
"""Side of the icon for the home screen of iPhones, in pixels."""
APP_ICONS = (192, 512)
"""Sides of the icons in the web app manifest, in pixels."""
BROWSER_ICON = 96
"""Side of an icon for tabs that is made from a picture, in pixels; a multiple of 48, as search engines ask for."""


class Recipe(Struct, frozen=True, kw_only=True):
    """How a picture is made from another: cut to a ratio if both sides are given, never enlarged."""

    width: int
    height: int = 0
    format: Format
    quality: int


class IconRecipe(Recipe, frozen=True, kw_only=True):
    """How an icon is made from a picture: the whole of it in the middle of a square, with a margin on a ground.

    `margin` is in hundredths of the side, `ground` a colour as #rrggbb, or empty for a transparent one.
    """

    margin: int = 0
    ground: str = ""


CARDS = tuple(Recipe(width=width, height=height, format="JPEG", quality=QUALITY) for width, height in RATIOS)
"""The cuts for link previews and search results."""


def icon(side: int, ground: str = "") -> IconRecipe:
    """A square icon of this side in pixels; one with a ground has a margin, because systems round its corners."""
    margin = 12 if ground else 0
    return IconRecipe(width=side, height=side, format="PNG", quality=QUALITY, margin=margin, ground=ground)


def responsive(width: int) -> Recipe:
    """A file from which a browser chooses by its width."""
    return Recipe(width=width, format=RESPONSIVE, quality=RESPONSIVE_QUALITY)


def full_size(width: int) -> Recipe:
    """The file for the press of a picture whose own format is not published."""
    return Recipe(width=width, format="JPEG", quality=FULL_QUALITY)


def fallback(source_format: str) -> Recipe:
    """The file for browsers that cannot show the others; a PNG stays one, since it may be transparent."""
    return Recipe(width=FALLBACK_WIDTH, format="PNG" if source_format == "PNG" else "JPEG", quality=QUALITY)
