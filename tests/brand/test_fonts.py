"""Fonts: what their names and their headers say."""

from __future__ import annotations

import pytest

from pressgen.brand.fonts import (
    css_name,
    font_names,
    is_family,
    is_file,
    is_variable_font,
    style_of,
    weight_of,
)


def woff2(*tables: bytes) -> bytes:
    """The header and the list of tables of a WOFF2 file."""
    return b"wOF2" + bytes(8) + len(tables).to_bytes(2, "big") + bytes(34) + b"".join(tables)


# Each table is a number for its name with the version of its transform, and lengths of 7 bits in each byte.
HEAD = bytes([1, 0x36])
GLYF = bytes([10, 0x81, 0x20, 0x90, 0x01])
PLAIN_LOCA = bytes([11 | 3 << 6, 0x82, 0x10])
HMTX = bytes([3 | 1 << 6, 0x81, 0x00, 0x40])
FVAR = bytes([47, 0x40])
OWN_FVAR = bytes([63]) + b"fvar" + bytes([0x40])
OTHER = bytes([63]) + b"Abcd" + bytes([0x40])


@pytest.mark.parametrize(
    ("tables", "is_variable"),
    [
        ((), False),
        ((HEAD, GLYF, PLAIN_LOCA, HMTX), False),
        ((HEAD, GLYF, PLAIN_LOCA, HMTX, OTHER), False),
        ((HEAD, GLYF, PLAIN_LOCA, HMTX, OTHER, FVAR), True),
        ((HEAD, OWN_FVAR, GLYF), True),
    ],
)
def test_a_variable_font_is_one_that_has_a_table_of_variations(tables: tuple[bytes, ...], is_variable: bool) -> None:
    assert is_variable_font(woff2(*tables)) is is_variable


@pytest.mark.parametrize("data", [b"", b"wOF2", b"wOFF" + bytes(60), b"\0\1\0\0" + bytes(60), woff2(HEAD, GLYF)[:-3]])
def test_anything_else_is_no_font(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"not WOFF2|cut off"):
        is_variable_font(data)


@pytest.mark.parametrize(
    ("file", "weight", "style"),
    [
        ("fonts/Brand-Regular.woff2", "400", "normal"),
        ("Brand.woff2", "400", "normal"),
        ("brand_bold-italic.woff2", "700", "italic"),
        ("Brand-SemiBold.woff2", "600", "normal"),
        ("Brand-DemiBoldOblique.woff2", "600", "italic"),
        ("Brand-ExtraBold.woff2", "800", "normal"),
        ("Brand Extra Light.woff2", "200", "normal"),
        ("Brand-Light.woff2", "300", "normal"),
        ("brand-v17-latin-500.woff2", "500", "normal"),
        ("black/Brand-Medium.woff2", "500", "normal"),
        ("Daylight-Regular.woff2", "400", "normal"),
        ("BlackHanSans-Regular.woff2", "400", "normal"),
        ("Thinker_Bold.woff2", "700", "normal"),
        ("BrandBold.woff2", "700", "normal"),
    ],
)
def test_the_name_of_a_file_says_its_weight_and_style(file: str, weight: str, style: str) -> None:
    assert (weight_of(file, False), style_of(file)) == (weight, style)
    assert weight_of(file, True) == "100 900"


def test_names_are_read_as_people_write_them() -> None:
    assert font_names("Georgia, 'Times New Roman' , serif") == ("Georgia", "Times New Roman", "serif")
    assert font_names(("a.woff2", "Arial")) == ("a.woff2", "Arial")
    assert font_names(()) == font_names("") == ()
    assert [css_name(name) for name in ("Segoe UI", "Serif")] == ['"Segoe UI"', "serif"]


@pytest.mark.parametrize("name", ["", "Segoe}UI", 'A"', "A;B", "A\\B", "<b>", "1st", "A" * 61, "A\nB"])
def test_a_name_cannot_end_a_rule(name: str) -> None:
    assert not is_family(name)


def test_files_are_told_from_families() -> None:
    assert [name for name in ("a.woff2", "b.TTF", "fonts/c", "Arial", "PT Sans") if is_file(name)] == [
        "a.woff2",
        "b.TTF",
        "fonts/c",
    ]
