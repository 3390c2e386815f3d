"""The pictures of docs/gallery.md: all of them shown, none too large; and the brands that anybody can start from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from conftest import SETTINGS
from pressgen.content.settings import settings_file

DOCS = Path(__file__).parents[1] / "docs"
PICTURES = sorted((DOCS / "gallery").iterdir())
BRANDS = sorted((DOCS / "brands").glob("*.yml"))
LIMIT, ALL = 60_000, 2_000_000
"""Bytes of one picture and of all: the repository is cloned by people with slow connections."""


def test_the_page_shows_every_picture_once() -> None:
    shown = re.findall(r"!\[[^\]]+\]\(gallery/([\w-]+\.webp)\)", (DOCS / "gallery.md").read_text(encoding="utf-8"))
    assert sorted(shown) == [picture.name for picture in PICTURES]


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.stem)
def test_a_picture_is_small_and_can_be_opened(picture: Path) -> None:
    assert picture.stat().st_size <= LIMIT
    with Image.open(picture) as image:
        assert image.format == "WEBP"
        assert min(image.size) >= 400


def test_all_pictures_together_are_small() -> None:
    assert sum(picture.stat().st_size for picture in PICTURES) <= ALL


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand.stem)
def test_a_brand_is_valid_and_the_documentation_has_it_as_it_is(brand: Path) -> None:
    text = brand.read_text(encoding="utf-8")
    theme = settings_file.read((SETTINGS + text).encode()).theme
    logos = {theme.logo, theme.logo_dark, theme.favicon} - {""}
    assert all((DOCS / logo).is_file() for logo in logos)
    rules = text.partition("\n")[2]
    assert f"```yaml\n{rules}```" in (DOCS / "theme.md").read_text(encoding="utf-8")
    assert (DOCS / "gallery" / f"brand-{brand.stem}.webp").is_file()
