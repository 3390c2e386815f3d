"""Share cards: a headline drawn in the newsroom's colours, with the font that is part of pressgen."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, json

from pressgen.content.pictures.pictures import derive
from pressgen.model import Recipe
from pressgen.model.picture_sizes import QUALITY
from pressgen.model.share_card import HEIGHT, WIDTH, ShareCard

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FONT = Path(__file__).parent / "fonts" / "card.ttf"
"""Noto Sans Bold with the letters of COVERED; `fonts/OFL.txt` is its licence."""
COVERED = (
    "20-7e a0-17f 18f 192 1a0-1a1 1af-1b0 1cd-1dc 1e6-1e7 218-21b 259 2b9-2bf 2c6-2dd 300-304 306-30c 323 327-328 "
    "370-377 37a-37f 384-38a 38c 38e-3a1 3a3-3e1 3f0-4ff 600-61c 61e-6ff 750-77f 1e00-1eff 2000-2027 202f-203a 2044 "
    "2070-2071 2074-2089 20a0-20bf 2113-2116 2122 fdf2 fdfc"
)
"""The characters of the font as hexadecimal numbers and ranges: Latin, Greek, Cyrillic and Arabic."""
VERSION = 1
"""The version of the code below: a new number gives all cards new names."""
MARGIN, STRIP, RULE = 72, 128, 8
"""Pixels beside and above the words; the height of the strip with the newsroom's name; that of the line above it."""
LOGO_WIDTH, LOGO_HEIGHT = 280, 72
SIZES = (88, 80, 72, 66, 60, 54, 48, 44)
"""Sizes of headlines in pixels: the largest in which all words have room is used."""
MAX_LINES = 4
"""Lines above which a headline is better in a smaller size."""
NAME_SIZE = 38
_MEASURE = 100
"""The size in which words are measured; others are in proportion, since the font has no hints."""
_LEADING = 1.24
_ARABIC_LEADING = 1.5
_SHADES = 16
_RTL = frozenset(("R", "AL", "AN"))
_SPACES = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")


class Line(Struct, frozen=True):
    """Words of one line and its width, at the size in which words are measured."""

    text: str
    width: float


@cache
def _covered() -> frozenset[str]:
    bounds = [[int(number, 16) for number in part.split("-")] for part in COVERED.split()]
    return frozenset(chr(code) for bound in bounds for code in range(bound[0], bound[-1] + 1))


def drawable(text: str) -> str:
    """The text as a card can show it, without symbols such as emoji; empty if the font lacks one of its letters."""
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    missing = set(text) - _covered()
    if any(unicodedata.category(character)[0] in "LMN" and not _is_selector(character) for character in missing):
        return ""
    return _SPACES.sub(" ", "".join(character for character in text if character not in missing)).strip()


def _is_selector(character: str) -> bool:
    """Whether a character says that the one before it is an emoji, or is part of one."""
    return "\ufe00" <= character <= "\ufe0f" or character == "\u20e3"


def needs_shaping(text: str) -> bool:
    """Whether some of a text is written from right to left, for which Pillow needs the library FriBiDi."""
    return not text.isascii() and any(unicodedata.bidirectional(character) in _RTL for character in text)


@cache
def has_shaping() -> bool:
    """Whether Pillow can draw text that is written from right to left."""
    from PIL import features

    return bool(features.check("raqm"))


def card_digest(card: ShareCard) -> str:
    """The digest of a card as it is drawn: of what is on it, the font, and the versions of what draws it."""
    from PIL import __version__

    return hashlib.blake2b(json.encode(card), digest_size=8, key=f"{__version__} {VERSION}".encode()).hexdigest()


def draw(card: ShareCard, logo: bytes | None = None) -> bytes:
    """The card as a PNG; `logo` is the content of its logo's file. Raises PictureError if that is damaged."""
    from PIL import Image, ImageDraw

    # Words are drawn as shades of grey, which a palette turns into those between two colours: a small file, quickly.
    words = Image.new("L", (WIDTH, HEIGHT - STRIP))
    _draw_headline(ImageDraw.Draw(words), card)
    strip = Image.new("L", (WIDTH, STRIP - RULE))
    recipe = Recipe(width=card.logo.width, format="PNG", quality=QUALITY)
    small_logo = Image.open(BytesIO(derive(logo, recipe))) if logo else None
    inset = small_logo.width + MARGIN // 3 if small_logo else 0
    _draw_name(ImageDraw.Draw(strip), card, inset)
    step = 256 // _SHADES
    picture = Image.new("P", (WIDTH, HEIGHT), 2 * _SHADES)
    picture.paste(words.point(lambda shade: shade // step), (0, 0))
    picture.paste(strip.point(lambda shade: shade // step + _SHADES), (0, HEIGHT - STRIP + RULE))
    picture.putpalette([*_shades(card.band, card.bandtext), *_shades(card.paper, card.ink), *_rgb(card.accent)])
    if small_logo:
        picture = _with_logo(picture, small_logo, card)
    result = BytesIO()
    picture.save(result, "PNG", compress_level=6)
    return result.getvalue()


def _with_logo(picture: Image, logo: Image, card: ShareCard) -> Image:
    """The picture with the logo at the beginning of the strip, in at most 256 colours."""
    from PIL.Image import Dither

    whole = picture.convert("RGB")
    left = WIDTH - MARGIN - logo.width if card.dir == "rtl" else MARGIN
    top = HEIGHT - (STRIP - RULE) + (STRIP - RULE - logo.height) // 2
    whole.paste(logo.convert("RGB"), (left, top), logo.convert("RGBA").getchannel("A"))
    return whole.quantize(256, dither=Dither.NONE)


def _draw_headline(canvas: ImageDraw, card: ShareCard) -> None:
    """Draw the headline in the largest size in which it has room, in the middle of the height."""
    room, height = WIDTH - 2 * MARGIN, HEIGHT - STRIP - MARGIN
    words = card.headline.split(" ")
    is_shaped = needs_shaping(card.headline)
    widths = [_width(word, card) for word in words]
    space = _width(" ", card)
    leading = _ARABIC_LEADING if is_shaped else _LEADING
    for size in SIZES:
        most = room * _MEASURE / size
        lines = break_lines(words, widths, space, most)
        rows = int(height / (size * leading))
        max_lines = rows if size == SIZES[-1] else min(MAX_LINES, rows)
        if len(lines) <= max_lines and max(widths) <= most:
            break
    else:
        pieces = [piece for word in words for piece in _pieces(word, most, card)]
        lines = break_lines(pieces, [_width(piece, card) for piece in pieces], space, most)
        lines = _with_ellipsis(lines, max_lines, most, card)
    pitch = round(size * leading)
    # The middle of small letters, not of the line with its accents, is what looks like the middle.
    baseline = (HEIGHT - STRIP - pitch * (len(lines) - 1)) // 2 + round(size * 0.36)
    for number, line in enumerate(lines):
        _write(canvas, line.text, baseline + number * pitch, size, card)


def _draw_name(canvas: ImageDraw, card: ShareCard, inset: int) -> None:
    """Draw the name of the newsroom on the strip, smaller where it is long; `inset` is the width of the logo."""
    room = WIDTH - 2 * MARGIN - inset
    width = _width(card.name, card)
    size = min(NAME_SIZE, int(room * _MEASURE / width)) if width else NAME_SIZE
    line = Line(card.name, width)
    if size < NAME_SIZE * 2 // 3:
        size = NAME_SIZE * 2 // 3
        line = _cut(line, room * _MEASURE / size, card)
    _write(canvas, line.text, (STRIP - RULE) // 2 + round(size * 0.36), size, card, inset)


def _write(canvas: ImageDraw, text: str, baseline: int, size: int, card: ShareCard, inset: int = 0) -> None:
    """Write a line from the margin at which the language begins."""
    is_rtl = card.dir == "rtl"
    left = WIDTH - MARGIN - inset if is_rtl else MARGIN + inset
    place, anchor, font = (left, baseline), "rs" if is_rtl else "ls", _font(size, needs_shaping(text))
    direction, language = _shaping(text, card)
    canvas.text(place, text, 255, font, anchor, direction=direction, language=language)


def _shaping(text: str, card: ShareCard) -> tuple[str | None, str | None]:
    """The direction and the language of text that needs shaping; Pillow refuses them for any other."""
    return (card.dir, card.lang) if needs_shaping(text) else (None, None)


def _width(text: str, card: ShareCard) -> float:
    direction, language = _shaping(text, card)
    font = _font(_MEASURE, needs_shaping(text))
    return float(font.getlength(text, direction=direction, language=language))


@lru_cache(maxsize=64)
def _font(size: int, is_shaped: bool) -> FreeTypeFont:
    from PIL import ImageFont

    # Not the better engine for all: it needs a library of the system, and two computers must draw the same card.
    engine = ImageFont.Layout.RAQM if is_shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(FONT), size, layout_engine=engine)


def break_lines(words: Sequence[str], widths: Sequence[float], space: float, most: float) -> list[Line]:
    """The words in lines of at most that width, of about the same length; a wider word has a line of its own."""
    lines = _fill(words, widths, space, most)
    low, high = 0.0, most
    # The narrowest column that needs no more lines has the most even ones.
    for _ in range(12 if len(lines) > 1 else 0):
        middle = (low + high) / 2
        if len(_fill(words, widths, space, middle)) == len(lines):
            high = middle
        else:
            low = middle
    return _fill(words, widths, space, high)


def _fill(words: Sequence[str], widths: Sequence[float], space: float, most: float) -> list[Line]:
    lines = [Line(words[0], widths[0])]
    for word, width in zip(words[1:], widths[1:], strict=True):
        last = lines[-1]
        if last.width + space + width <= most:
            lines[-1] = Line(f"{last.text} {word}", last.width + space + width)
        else:
            lines.append(Line(word, width))
    return lines


def _pieces(word: str, most: float, card: ShareCard) -> list[str]:
    """A word that is too wide for a line, such as a long address, in pieces that are not."""
    pieces: list[str] = []
    while _width(word, card) > most:
        size = len(word) - 1
        while size > 1 and _width(word[:size], card) > most:
            size -= 1
        pieces, word = [*pieces, word[:size]], word[size:]
    return [*pieces, word]


def _with_ellipsis(lines: list[Line], max_lines: int, most: float, card: ShareCard) -> list[Line]:
    """As many lines as there is room for; the last one shows that words are missing."""
    if len(lines) <= max_lines:
        return lines
    rest = " ".join(line.text for line in lines[max_lines - 1 :])
    return [*lines[: max_lines - 1], _cut(Line(rest, _width(rest, card)), most, card)]


def _cut(line: Line, most: float, card: ShareCard) -> Line:
    """The beginning of a line that is too wide, with an ellipsis, cut at a word where that is possible."""
    words = line.text.split(" ")
    while len(words) > 1 and _width(" ".join(words) + "…", card) > most:
        words.pop()
    text = " ".join(words).rstrip(" ,;:–—-")
    while len(text) > 1 and _width(text + "…", card) > most:
        text = text[:-1]
    return Line(text + "…", _width(text + "…", card))


def _shades(ground: str, figure: str) -> list[int]:
    """The colours from one to the other as a palette has them."""
    pairs = list(zip(_rgb(ground), _rgb(figure), strict=True))
    last = _SHADES - 1
    return [round(start + (end - start) * shade / last) for shade in range(_SHADES) for start, end in pairs]


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
