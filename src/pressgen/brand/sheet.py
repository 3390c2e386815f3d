"""The theme in the settings → custom properties for the style sheet, and the colours that pages need outside of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, structs

from pressgen.brand.colour import mix
from pressgen.brand.palette import COLOURS, Palette, dark_palette, light_palette
from pressgen.model import Brand, Family
from pressgen.settings import Theme

COMPACT = {"gap": ".75rem", "leading": "1.5"}
"""The custom properties of style.css that `density: compact` changes."""
# The menus that open in the masthead have the colours of the page.
_MASTHEAD = (
    ".mast{background:var(--band);color:var(--bandtext);border:0}"
    ".mast .pop ul{color:var(--ink)}"
    ".mast summary{border-color:currentColor}"
    ".mast [aria-current]{box-shadow:inset 0 -3px}"
)
# A logo keeps the ground for which it was drawn, white letters for one, where that is not shown: on paper, and with the
# colours of readers who need high contrast.
_LOGO = ".mast img{forced-color-adjust:none;print-color-adjust:exact;background:%s}"
_LOGO_ON_SCREENS = ".mast img{background:var(--%s)}"
# A foot in the colour of the page would not be seen.
_FOOT = ".foot{border-block-start:1px solid var(--line)}"
_BAND = re.compile(r"--band:\s*(#\w+)")
_DARK = "(prefers-color-scheme: dark)"


class BrowserColour(Struct, frozen=True):
    """The colour that a browser gives to its own bars, and the media for which it is; empty for all."""

    colour: str
    media: str = ""


class IconColours(Struct, frozen=True):
    """The colours of the icon of the theme."""

    ground: str = "#0e6476"
    figure: str = "#fff"
    detail: str = "#9fdbe6"


def palettes(theme: Theme, has_logo: bool) -> tuple[Palette, Palette] | None:
    """The colours of a theme for light and for dark pages; None if it sets none.

    Without a dark logo, a logo that was drawn for a light masthead keeps that on dark pages too.
    """
    if not any(getattr(theme, name) for name in COLOURS):
        return None
    light, dark = light_palette(theme), dark_palette(theme)
    if has_logo and not theme.logo_dark and has_masthead(theme, light) and light.has_light_band:
        dark = structs.replace(dark, band=light.band, bandtext=light.bandtext)
    return light, dark


def has_masthead(theme: Theme, light: Palette) -> bool:
    """Whether the masthead has the colour of the band: if the theme sets one that differs from the paper."""
    return bool(theme.band) and not light.has_flat_band


def brand_css(theme: Theme, brand: Brand, has_logo: bool) -> str:
    """The rules that give the custom properties of style.css the values of the theme; empty without a theme."""
    return "".join(_rules(theme, brand, has_logo))


def _rules(theme: Theme, brand: Brand, has_logo: bool) -> Iterator[str]:
    for family in (brand.text, brand.headings):
        yield from _font_faces(family) if family else ()
    properties = dict(COMPACT) if theme.density == "compact" else {}
    if theme.radius != Theme().radius:
        properties["radius"] = f"{theme.radius}px"
    if brand.text:
        # The headings of a theme with one font have it as well.
        properties |= {"text": _font_list(brand.text), "head": "var(--text)"}
    if brand.headings:
        properties["head"] = _font_list(brand.headings)
    if properties:
        yield f":root{{{_declarations(properties)}}}"
    colours = palettes(theme, has_logo)
    if not colours:
        return
    light, dark = colours
    # For screens only: the rules for printing come before these, and paper is white.
    scheme = "color-scheme:dark;" if light.is_dark else ""
    masthead = _MASTHEAD if has_masthead(theme, light) else ""
    ground = "band" if masthead else "paper" if light.is_dark else ""
    if has_logo and ground:
        yield _LOGO % getattr(light, ground)
        masthead += _LOGO_ON_SCREENS % ground
    yield f"@media screen{{:root{{{scheme}{_declarations(structs.asdict(light))}}}{masthead}}}"
    if dark != light:
        changes = {name: value for name, value in structs.asdict(dark).items() if value != getattr(light, name)}
        yield f"@media screen and {_DARK}{{:root{{{_declarations(changes)}}}}}"
    if light.has_flat_band:
        yield _FOOT


def browser_colours(style: str, theme: Theme, has_logo: bool) -> tuple[BrowserColour, ...]:
    """The colours for the bars of a browser: those of the top of pages, or without a theme that of the sheet."""
    colours = palettes(theme, has_logo)
    if not colours:
        match = _BAND.search(style)
        return (BrowserColour(match[1]),) if match else ()
    light, dark = colours
    # Without a coloured masthead, a page begins with a line in the accent.
    top = light.band if theme.band else light.link
    if light == dark:
        return (BrowserColour(top),)
    return BrowserColour(top, "(prefers-color-scheme: light)"), BrowserColour(dark.band, _DARK)


def icon_colours(theme: Theme) -> IconColours:
    """The colours of the icon of the theme, in those of the brand."""
    colours = palettes(theme, has_logo=False)
    if not colours:
        return IconColours()
    ground, figure = colours[0].link, colours[0].paper
    return IconColours(ground, figure, mix(figure, ground, 0.35))


def _declarations(properties: dict[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in properties.items())


def _font_list(family: Family) -> str:
    """The names of a font, and the fonts of the default theme for letters that it does not have."""
    return ",".join((*family.names, "var(--sans)"))


def _font_faces(family: Family) -> Iterator[str]:
    for face in family.faces:
        style = f"font-style:{face.style};" if face.style != "normal" else ""
        yield (
            f"@font-face{{font-family:{family.own_name};{style}font-weight:{face.weight};font-display:swap;"
            f'src:url("{face.href}") format("woff2")}}'
        )
