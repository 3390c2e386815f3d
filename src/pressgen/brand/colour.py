"""Colours: how people write them, their lightness and hue as readers see them (OKLCH), and their contrast."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

WHITE, BLACK = "#ffffff", "#000000"
COLOUR_NAMES = dict(map(str.split, Path(__file__).with_name("colour_names.txt").read_text("ascii").splitlines()))
"""The colours of CSS as #rrggbb, by their names in small letters (CSS Color Module Level 4, 6.1)."""
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
STEP = 1 / 256
"""The smallest change of lightness that is tried; a finer one would seldom change a colour of 8 bits."""

# The matrices of Björn Ottosson's definition of OKLab (https://bottosson.github.io/posts/oklab/), of 25 January 2021.
_RGB_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_LMS_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_LAB_TO_LMS = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_LMS_TO_RGB = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


class Oklch(NamedTuple):
    """A colour as readers see it: lightness from 0 to 1, chroma from 0 (grey) to about 0.37, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


def parse(text: str) -> str:
    """A colour as #rrggbb in small letters, from #rgb, #rrggbb or a name of CSS; raises ValueError if it is none."""
    word = text.strip().lower()
    word = COLOUR_NAMES.get(word, word)
    if not _HEX.fullmatch(word):
        raise ValueError(text)
    return word if len(word) == 7 else "#" + "".join(digit * 2 for digit in word[1:])


def linear_rgb(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of #rrggbb as amounts of light, from 0 to 1 (IEC 61966-2-1)."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return _to_light(red), _to_light(green), _to_light(blue)


def oklab(red: float, green: float, blue: float) -> tuple[float, float, float]:
    """Amounts of light in the primaries of sRGB as OKLab: lightness, green to red, blue to yellow."""
    roots = [math.copysign(abs(value) ** (1 / 3), value) for value in _product(_RGB_TO_LMS, (red, green, blue))]
    lightness, green_red, blue_yellow = _product(_LMS_TO_LAB, roots)
    return lightness, green_red, blue_yellow


@lru_cache(maxsize=256)
def oklch(colour: str) -> Oklch:
    """The lightness, chroma and hue of #rrggbb; the hue of a grey is 0."""
    lightness, green_red, blue_yellow = oklab(*linear_rgb(colour))
    chroma = math.hypot(green_red, blue_yellow)
    hue = math.degrees(math.atan2(blue_yellow, green_red)) % 360 if chroma > 0.0005 else 0.0
    return Oklch(lightness, chroma, hue)


@lru_cache(maxsize=4096)
def to_hex(lightness: float, chroma: float, hue: float) -> str:
    """The colour as #rrggbb; where screens have none of this chroma, the most colourful one of the same lightness."""
    lightness = min(1.0, max(0.0, lightness))
    rgb = _to_rgb(lightness, chroma, hue)
    if not _is_displayable(rgb):
        low, high = 0.0, chroma
        for _ in range(14):
            middle = (low + high) / 2
            low, high = (middle, high) if _is_displayable(_to_rgb(lightness, middle, hue)) else (low, middle)
        rgb = _to_rgb(lightness, low, hue)
    return "#" + "".join(f"{round(255 * _from_light(min(1.0, max(0.0, value)))):02x}" for value in rgb)


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb, from 0 to 1 (WCAG 2.2)."""
    red, green, blue = linear_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def is_readable(colour: str, grounds: Iterable[str], ratio: float) -> bool:
    """Whether text in this colour has at least this contrast on each of the grounds."""
    return all(contrast(colour, ground) >= ratio for ground in grounds)


def nearest_readable(colour: str, grounds: tuple[str, ...], ratio: float) -> str:
    """The colour, or the one of the same hue and the nearest lightness that is readable on each of the grounds.

    Raises ValueError if no lightness is: grounds of very different lightness, or of a middle one.
    """
    if is_readable(colour, grounds, ratio):
        return colour
    lightness, chroma, hue = oklch(colour)
    for step in range(1, 257):
        for changed in (lightness - step * STEP, lightness + step * STEP):
            candidate = to_hex(changed, chroma, hue)
            if -STEP < changed < 1 + STEP and is_readable(candidate, grounds, ratio):
                return candidate
    raise ValueError(colour)


def mix(one: str, other: str, share: float) -> str:
    """A colour between two others: `share` of the way from `one` to `other`, as readers see it."""
    first, second = (_to_lab(oklch(colour)) for colour in (one, other))
    lightness, green_red, blue_yellow = (a + (b - a) * share for a, b in zip(first, second, strict=True))
    return to_hex(lightness, math.hypot(green_red, blue_yellow), math.degrees(math.atan2(blue_yellow, green_red)))


def _to_lab(colour: Oklch) -> tuple[float, float, float]:
    angle = math.radians(colour.hue)
    return colour.lightness, colour.chroma * math.cos(angle), colour.chroma * math.sin(angle)


def _to_rgb(lightness: float, chroma: float, hue: float) -> list[float]:
    roots = _product(_LAB_TO_LMS, _to_lab(Oklch(lightness, chroma, hue)))
    return _product(_LMS_TO_RGB, [root**3 for root in roots])


def _is_displayable(rgb: Iterable[float]) -> bool:
    # The published matrices are rounded, so that even white is a little outside.
    return all(-0.0005 <= value <= 1.0005 for value in rgb)


def _product(matrix: Iterable[tuple[float, float, float]], vector: Iterable[float]) -> list[float]:
    first, second, third = vector
    return [row[0] * first + row[1] * second + row[2] * third for row in matrix]


def _to_light(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _from_light(light: float) -> float:
    return light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
