"""Fonts with only the characters that the languages of a site need."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest

from conftest import SETTINGS, Site
from pressgen.brand.characters import characters_for, numbers_of
from pressgen.content import font_subset

Make = Callable[..., Site]
RELEASE = "---\ntitle: Plan\ndate: 2026-01-10\n---\nText.\n"
LETTERS = "Aa7–«ʻЖжЎў¤ЀӿѪΩωعبﷲשגა中"


def characters(scripts: list[str]) -> set[str]:
    return {chr(number) for number in numbers_of(characters_for(scripts))}


@pytest.mark.parametrize(
    ("scripts", "kept"),
    [
        (["Latn"], "Aa7–«ʻ¤"),
        (["Cyrl", "Latn"], "Aa7–«ʻ¤ЖжЎўЀӿѪ"),
        (["Cyrl"], "Aa7–«ʻ¤ЖжЎўЀӿѪ"),
        (["Arab", "Latn"], "Aa7–«ʻ¤عبﷲ"),
        (["Grek"], "Aa7–«ʻ¤Ωω"),
        (["Hebr", "Geor"], "Aa7–«ʻ¤שגა"),
    ],
)
def test_the_letters_of_a_script_are_kept_and_no_others(scripts: list[str], kept: str) -> None:
    assert characters(scripts) & set(LETTERS) == set(kept)


@pytest.mark.parametrize("scripts", [[], ["Hans"], ["Latn", "Jpan"]])
def test_a_script_with_thousands_of_signs_needs_the_whole_font(scripts: list[str]) -> None:
    assert characters_for(scripts) == ""


def test_the_order_of_languages_does_not_matter() -> None:
    assert characters_for(["Latn", "Cyrl", "Latn"]) == characters_for(["Cyrl", "Latn"])


def themed(site: Make, settings: str, font: bytes) -> Site:
    made = site(f"-- content/plan.md --\n{RELEASE}")
    made.edit("pressgen.yml", SETTINGS + settings)
    made.edit("content/fonts/brand.woff2", font)
    return made


def published(made: Site) -> bytes:
    [name] = re.findall(r'as="font" type="font/woff2" href="/(assets/brand\.\w{16}\.woff2)"', made.read("index.html"))
    return made.files()[str(name)]


HALF_A_FONT = b"wOF2" + bytes(44)
WITH_SUBSET = "theme: {font: fonts/brand.woff2, font_subset: true}\n"


def test_without_fonttools_the_setting_is_an_error_that_its_hint_ends(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(font_subset, "NEEDED", ("no_such_module",))
    made = themed(site, WITH_SUBSET, HALF_A_FONT)
    assert made.build().exit_code == 2
    assert made.codes() == ["settings-font-subset"]
    made.edit("pressgen.yml", SETTINGS + WITH_SUBSET.replace(", font_subset: true", ""))
    assert made.build().exit_code == 0
    assert published(made) == HALF_A_FONT


def test_without_fonts_of_its_own_a_theme_needs_no_fonttools(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_subset, "NEEDED", ("no_such_module",))
    made = themed(site, "theme: {font: Georgia, font_subset: true}\n", HALF_A_FONT)
    assert made.build().exit_code == 0


@pytest.fixture(scope="module")
def font() -> bytes:
    """A font with a glyph for each of LETTERS."""
    pytest.importorskip("brotli", reason="brotli (pip install brotli) is not installed")
    building = pytest.importorskip("fontTools.fontBuilder", reason="fontTools (pip install fonttools) is not installed")
    pens = pytest.importorskip("fontTools.pens.ttGlyphPen")
    names = {ord(letter): f"g{ord(letter):04X}" for letter in LETTERS}
    builder = building.FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    glyphs = {}
    for at, name in enumerate([".notdef", *names.values()]):
        pen = pens.TTGlyphPen(None)
        pen.moveTo((at, 0))
        for step in range(20):
            pen.lineTo((100 + at * step % 97, 30 * step))
        pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Brand", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.font.flavor = "woff2"
    data = io.BytesIO()
    builder.save(data)
    return data.getvalue()


def letters_in(data: bytes) -> set[str]:
    fonts = pytest.importorskip("fontTools.ttLib")
    return {chr(number) for number in fonts.TTFont(io.BytesIO(data)).getBestCmap()}


def test_a_font_has_the_letters_of_the_languages(site: Make, font: bytes) -> None:
    made = themed(site, "languages: [en, ru]\n" + WITH_SUBSET, font)
    assert made.build().exit_code == 0
    small = published(made)
    assert letters_in(small) == set("Aa7–«ʻ¤ЖжЎўЀӿѪ")
    assert len(small) < len(font)


def test_a_font_changes_with_the_languages_and_not_with_a_word(site: Make, font: bytes) -> None:
    made = themed(site, WITH_SUBSET, font)
    made.build()
    files = set(made.files())
    made.edit("content/plan.md", RELEASE + "\nЖ\n")
    made.build()
    assert set(made.files()) == files
    assert made.build().changed == 0
    made.edit("pressgen.yml", SETTINGS + "languages: [en, ar]\n" + WITH_SUBSET)
    made.build()
    assert letters_in(published(made)) == set("Aa7–«ʻ¤عبﷲ")
    warm = made.files()
    again = themed(site, "languages: [en, ar]\n" + WITH_SUBSET, font)
    again.edit("content/plan.md", RELEASE + "\nЖ\n")
    again.build()
    assert again.files() == warm


def test_a_font_that_nothing_can_read_stops_the_build(site: Make, font: bytes) -> None:
    made = themed(site, WITH_SUBSET, HALF_A_FONT)
    assert made.build().exit_code == 1
    assert made.codes() == ["font-subset"]
    made.edit("pressgen.yml", SETTINGS + "theme: {font: fonts/brand.woff2}\n")
    assert made.build().exit_code == 0


def test_a_language_in_another_script_keeps_the_whole_font(site: Make, font: bytes) -> None:
    made = themed(site, "languages: [en, ja]\n" + WITH_SUBSET, font)
    assert made.build().exit_code == 0
    assert published(made) == font


def test_a_table_that_fonttools_does_not_know_is_left_out_in_silence(
    font: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    fonts = pytest.importorskip("fontTools.ttLib")
    tables = pytest.importorskip("fontTools.ttLib.tables.DefaultTable")
    whole = fonts.TTFont(io.BytesIO(font))
    whole["FFTM"] = tables.DefaultTable("FFTM")
    whole["FFTM"].data = b"FontForge"
    data = io.BytesIO()
    whole.save(data)
    assert letters_in(font_subset.subset(data.getvalue(), characters_for(["Latn"]))) == set("Aa7–«ʻ¤")
    assert caplog.messages == []
