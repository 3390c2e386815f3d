"""Colours: the published values of OKLab and WCAG, every name of CSS, and offers that can be read."""

from __future__ import annotations

import pytest
from PIL import ImageColor

from pressgen.brand.colour import COLOUR_NAMES, contrast, mix, nearest_readable, oklab, oklch, parse, to_hex


@pytest.mark.parametrize(
    ("colour", "lightness", "chroma", "hue"),
    [
        # The corners of sRGB, as browsers convert them: color-mix(in oklch, red, red).
        ("#ff0000", 0.62796, 0.25768, 29.234),
        ("#00ff00", 0.86644, 0.29483, 142.495),
        ("#0000ff", 0.45201, 0.31321, 264.052),
        ("#ffff00", 0.96798, 0.21101, 109.769),
        ("#00ffff", 0.90540, 0.15455, 194.769),
        ("#ff00ff", 0.70167, 0.32249, 328.363),
        ("#ffffff", 1.0, 0.0, 0.0),
        ("#000000", 0.0, 0.0, 0.0),
    ],
)
def test_colours_have_the_published_lightness_chroma_and_hue(
    colour: str, lightness: float, chroma: float, hue: float
) -> None:
    measured = oklch(colour)
    assert measured.lightness == pytest.approx(lightness, abs=2e-4)
    assert measured.chroma == pytest.approx(chroma, abs=2e-4)
    assert measured.hue == pytest.approx(hue, abs=0.05)


@pytest.mark.parametrize(
    ("xyz", "lab"),
    [
        ((0.950, 1.000, 1.089), (1.000, 0.000, 0.000)),
        ((1.000, 0.000, 0.000), (0.450, 1.236, -0.019)),
        ((0.000, 1.000, 0.000), (0.922, -0.671, 0.263)),
        ((0.000, 0.000, 1.000), (0.153, -1.415, -0.449)),
    ],
)
def test_the_pairs_of_the_definition_of_oklab_are_met(
    xyz: tuple[float, float, float], lab: tuple[float, float, float]
) -> None:
    """The table of test values in https://bottosson.github.io/posts/oklab/, which starts from CIE XYZ under D65."""
    # IEC 61966-2-1, from XYZ to the light of the primaries of sRGB.
    matrix = (
        (3.2409699419, -1.5373831776, -0.4986107603),
        (-0.9692436363, 1.8759675015, 0.0415550574),
        (0.0556300797, -0.2039769589, 1.0569715142),
    )
    red, green, blue = (sum(a * b for a, b in zip(row, xyz, strict=True)) for row in matrix)
    assert oklab(red, green, blue) == pytest.approx(lab, abs=0.002)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#ffffff", "#000000", 21), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59), ("#ff0000", "#fff", 4.0)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(parse(one), parse(other)) == pytest.approx(ratio, abs=0.005)
    assert contrast(parse(one), parse(other)) == contrast(parse(other), parse(one))


def test_every_name_of_css_is_there() -> None:
    # Pillow replaces those in its table that somebody has asked for.
    colours = {name: ImageColor.getrgb(name)[:3] for name in ImageColor.colormap}
    assert {name: "#{:02x}{:02x}{:02x}".format(*colour) for name, colour in colours.items()} == COLOUR_NAMES


@pytest.mark.parametrize(
    ("written", "colour"),
    [("#ABC", "#aabbcc"), ("#0B5F70", "#0b5f70"), (" Navy ", "#000080"), ("RebeccaPurple", "#663399")],
)
def test_colours_are_read_as_people_write_them(written: str, colour: str) -> None:
    assert parse(written) == colour


@pytest.mark.parametrize("written", ["", "0b5f70", "#12", "#12345", "#0b5f7g", "rgb(1 2 3)", "#fff;}", "dark-red"])
def test_anything_else_is_no_colour(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse(written)


@pytest.mark.parametrize("name", COLOUR_NAMES)
def test_a_colour_comes_back_as_it_was(name: str) -> None:
    assert to_hex(*oklch(COLOUR_NAMES[name])) == COLOUR_NAMES[name]


def test_a_colour_that_screens_do_not_have_keeps_its_lightness_and_hue() -> None:
    made = oklch(to_hex(0.7, 0.4, 150))
    assert made.lightness == pytest.approx(0.7, abs=0.005)
    assert made.hue == pytest.approx(150, abs=2)
    assert made.chroma > 0.15


def test_the_nearest_readable_colour_has_the_same_hue_and_is_the_nearest() -> None:
    offer = nearest_readable("#ffb81c", ("#ffffff",), 4.5)
    assert 4.5 <= contrast(offer, "#ffffff") < 4.65
    assert oklch(offer).hue == pytest.approx(oklch("#ffb81c").hue, abs=2)
    assert nearest_readable("#0b5f70", ("#ffffff",), 4.5) == "#0b5f70"
    with pytest.raises(ValueError, match="#808080"):
        nearest_readable("#808080", ("#ffffff", "#000000"), 7)


def test_a_mixture_is_between_its_parts() -> None:
    assert mix("#102030", "#f0e0d0", 0) == "#102030"
    assert mix("#102030", "#f0e0d0", 1) == "#f0e0d0"
    assert mix("#000000", "#ffffff", 0.5) == "#636363"
