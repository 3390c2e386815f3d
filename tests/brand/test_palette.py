"""Palettes: whatever the brand, readers can read all of its text, or it is refused with an offer that they can."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from msgspec import structs

from pressgen.brand.colour import WHITE, contrast, oklch
from pressgen.brand.palette import COLOURS, READABLE, Palette, dark_palette, light_palette, unreadable_colours
from pressgen.brand.sheet import COMPACT, palettes
from pressgen.settings import Theme

SHEET = (Path(__file__).parents[2] / "templates" / "style.css").read_text(encoding="utf-8")
BRANDS = 200


def random_theme(seed: int) -> Theme:
    """A theme with one to four colours of any kind."""
    drawn = random.Random(seed)
    names = drawn.sample(COLOURS, drawn.randint(1, len(COLOURS)))
    return structs.replace(Theme(), **{name: f"#{drawn.randrange(1 << 24):06x}" for name in names})


@pytest.mark.parametrize("seed", range(BRANDS))
def test_a_brand_can_be_read_or_is_refused_with_an_offer_that_can(seed: int) -> None:
    theme = random_theme(seed)
    faults = list(unreadable_colours(theme))
    for fault in faults:
        assert fault.ratio < fault.required
        assert contrast(fault.offer, fault.ground) >= fault.required or fault.name == "paper"
    theme = structs.replace(theme, **{fault.name: fault.offer for fault in faults})
    assert list(unreadable_colours(theme)) == []
    for has_logo in (False, True):
        for palette in palettes(theme, has_logo) or ():
            for ink, ground in palette.pairs:
                assert contrast(ink, ground) >= READABLE, (theme, ink, ground)


def test_random_brands_are_both_accepted_and_refused() -> None:
    refused = sum(bool(list(unreadable_colours(random_theme(seed)))) for seed in range(BRANDS))
    assert BRANDS / 10 < refused < BRANDS * 9 / 10


def test_colours_of_the_theme_are_shown_as_they_are_set() -> None:
    theme = Theme(accent="#7a1f2b", ink="#2a1d1a", paper="#fffcf7", band="gold")
    palette = light_palette(theme)
    assert (palette.link, palette.ink, palette.paper, palette.band) == ("#7a1f2b", "#2a1d1a", "#fffcf7", "#ffd700")


def test_an_accent_that_can_just_be_read_is_not_refused() -> None:
    assert 4.5 < contrast("#d4351c", WHITE) < 4.9
    assert list(unreadable_colours(Theme(accent="#d4351c"))) == []
    assert light_palette(Theme(accent="#d4351c")).link == "#d4351c"


def test_dark_colours_keep_the_hues() -> None:
    light, dark = (make(Theme(accent="#7a1f2b")) for make in (light_palette, dark_palette))
    assert dark.is_dark
    assert not light.is_dark
    assert abs(oklch(dark.link).hue - oklch(light.link).hue) < 10
    assert oklch(dark.link).lightness > 0.75
    assert oklch(dark.paper).lightness < 0.25


def test_a_dark_paper_is_for_all_readers() -> None:
    theme = Theme(paper="#101418", accent="#58c7c0")
    assert list(unreadable_colours(theme)) == []
    assert light_palette(theme) == dark_palette(theme)


def dark_of(theme: Theme, has_logo: bool) -> Palette:
    colours = palettes(theme, has_logo)
    assert colours
    return colours[1]


def test_a_light_band_stays_for_a_logo_that_was_drawn_for_it() -> None:
    theme = Theme(band="gold", logo="a.png")
    dark = dark_of(theme, has_logo=True)
    assert (dark.band, dark.bandtext) == ("#ffd700", light_palette(theme).bandtext)
    assert dark_of(structs.replace(theme, band="white"), has_logo=True).bandtext == WHITE
    assert dark_of(structs.replace(theme, logo_dark="b.png"), has_logo=True).bandtext == WHITE
    assert dark_of(structs.replace(theme, logo=""), has_logo=False).bandtext == WHITE


def test_every_colour_is_a_custom_property_of_the_style_sheet() -> None:
    properties = set(re.findall(r"--(\w+):", SHEET))
    assert set(Palette.__struct_fields__) | {"radius", "text", "head", "sans", *COMPACT} == properties


def test_no_rule_has_a_colour_or_a_font_of_its_own() -> None:
    rules = re.sub(r"/\*.*?\*/|:root \{.*?\}", "", SHEET, flags=re.S)
    printed = rules[rules.index("@media print") :]
    assert re.findall(r"#[0-9a-f]{3,6}\b|rgba?\(|hsla?\(", rules.removesuffix(printed)) == []
    assert re.findall(r"(?:sans-)?serif|system-ui", rules) == []
