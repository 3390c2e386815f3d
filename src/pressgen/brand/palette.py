"""The colours of a theme → those of the style sheet, light and dark, and whether readers can read them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from pressgen.brand.colour import BLACK, WHITE, contrast, is_readable, mix, nearest_readable, oklch, parse, to_hex
from pressgen.settings import Theme

READABLE = 4.5
"""The contrast that text needs (WCAG 2.2, 1.4.3, level AA)."""
PAPER_RANGE = 7.0
"""The contrast that black or white needs on a paper, so that there is room for ink and links on it."""
ACCENT = "#0b5f70"
"""The accent of a theme that sets other colours only: the colour of links in style.css."""
COLOURS = ("paper", "ink", "accent", "band")
"""The colours that a theme can set, in the order in which the others depend on them."""
_SIMILAR = 1.25
"""The contrast below which a band is not seen as one, so that it needs a line around it."""


class Palette(Struct, frozen=True):
    """The custom properties of colours in style.css, as #rrggbb; `bandtext` is that of text on the band."""

    paper: str
    ink: str
    soft: str
    line: str
    tint: str
    link: str
    band: str
    bandtext: str

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every text colour with each ground that the style sheet shows it on."""
        inks = (self.ink, self.soft, self.link)
        return *((ink, ground) for ink in inks for ground in (self.paper, self.tint)), (self.bandtext, self.band)

    @property
    def is_dark(self) -> bool:
        """Whether its text is lighter than its paper."""
        return _is_dark(self.paper)

    @property
    def has_light_band(self) -> bool:
        """Whether the text on its band is dark."""
        return self.bandtext != WHITE

    @property
    def has_flat_band(self) -> bool:
        """Whether the band looks like the paper."""
        return contrast(self.band, self.paper) < _SIMILAR


class Unreadable(Struct, frozen=True):
    """A colour of a theme that cannot be read on a ground: both, their contrast and what it must be, and an offer."""

    name: str
    colour: str
    ground: str
    ratio: float
    required: float
    offer: str


def unreadable_colours(theme: Theme) -> Iterator[Unreadable]:
    """The colours of a theme with too little contrast, each with the nearest one that has enough.

    A theme that takes all offers has none. Raises ValueError for a colour that is not one.
    """
    paper = parse(theme.paper) if theme.paper else WHITE
    extreme = WHITE if _is_dark(paper) else BLACK
    if contrast(paper, extreme) < PAPER_RANGE:
        offer = nearest_readable(paper, (extreme,), PAPER_RANGE)
        yield Unreadable("paper", paper, extreme, contrast(paper, extreme), PAPER_RANGE, offer)
        paper = offer
    for name, written in (("ink", theme.ink), ("accent", theme.accent)):
        colour = parse(written) if written else ""
        if colour and contrast(colour, paper) < READABLE:
            offer = nearest_readable(colour, (paper,), READABLE)
            yield Unreadable(name, colour, paper, contrast(colour, paper), READABLE, offer)


@lru_cache(maxsize=8)
def light_palette(theme: Theme) -> Palette:
    """The colours as the theme sets them, and those that follow from them."""
    accent = parse(theme.accent) if theme.accent else ACCENT
    paper, hue = parse(theme.paper) if theme.paper else WHITE, _hue(theme)
    neutral = to_hex(0.94, 0.006, hue) if _is_dark(paper) else to_hex(0.25, 0.02, hue)
    ink = parse(theme.ink) if theme.ink else nearest_readable(neutral, (paper,), PAPER_RANGE)
    # Where only the paper is set, the usual accent may need another lightness.
    link = nearest_readable(accent, (paper,), READABLE)
    tint = _tint(paper, hue, (ink, link))
    band = parse(theme.band) if theme.band else _band(link)
    return Palette(
        paper=paper,
        ink=ink,
        soft=nearest_readable(mix(ink, paper, 0.3), (paper, tint), READABLE),
        line=mix(paper, ink, 0.17),
        tint=tint,
        link=link,
        band=band,
        bandtext=_text_on(band),
    )


@lru_cache(maxsize=8)
def dark_palette(theme: Theme) -> Palette:
    """The colours for readers who have asked for dark pages; those of a theme with dark paper are the same always."""
    light = light_palette(theme)
    if light.is_dark:
        return light
    hue, chroma = _hue(theme), min(oklch(light.ink).chroma, 0.014)
    paper, tint = to_hex(0.195, chroma, hue), to_hex(0.24, chroma * 1.3, hue)
    link = oklch(light.link)
    band = oklch(light.band)
    # A band that is nearly white on light pages becomes a tinted one; a colourful one keeps its colour.
    darkness = min(1, 0.33 / max(band.lightness, 0.01))
    dark_band = tint if light.has_light_band else to_hex(band.lightness * darkness, band.chroma * darkness, band.hue)
    return Palette(
        paper=paper,
        ink=to_hex(0.935, min(chroma, 0.008), hue),
        soft=nearest_readable(to_hex(0.755, chroma * 1.5, hue), (paper, tint), READABLE),
        line=to_hex(0.375, chroma * 1.7, hue),
        tint=tint,
        link=nearest_readable(to_hex(max(link.lightness, 0.8), link.chroma, link.hue), (paper, tint), READABLE),
        band=dark_band,
        bandtext=_text_on(dark_band),
    )


def _hue(theme: Theme) -> float:
    """The hue of greys: that of the ink, unless it is grey itself, else of the accent."""
    for colour in (theme.ink, theme.accent, theme.band):
        if colour and oklch(parse(colour)).chroma > 0.01:
            return oklch(parse(colour)).hue
    return oklch(ACCENT).hue


def _tint(paper: str, hue: float, inks: tuple[str, ...]) -> str:
    """The ground of cards and quiet parts: as far from the paper as the inks can still be read on it."""
    lightness, chroma, own_hue = oklch(paper)
    step = 0.045 if _is_dark(paper) else -0.032
    for share in (1, 0.75, 0.5, 0.25):
        tint = to_hex(lightness + step * share, max(chroma * 1.25, 0.006), own_hue if chroma > 0.004 else hue)
        if all(is_readable(ink, (tint,), READABLE) for ink in inks):
            return tint
    return paper


def _band(link: str) -> str:
    lightness, chroma, hue = oklch(link)
    return to_hex(min(lightness, 0.33), chroma, hue)


def _text_on(ground: str) -> str:
    """White, if it can be read there; else the darkest colour of the same hue."""
    if contrast(WHITE, ground) >= READABLE:
        return WHITE
    _, chroma, hue = oklch(ground)
    return nearest_readable(to_hex(0.22, min(chroma, 0.04), hue), (ground,), READABLE)


def _is_dark(paper: str) -> bool:
    return contrast(paper, WHITE) > contrast(paper, BLACK)
