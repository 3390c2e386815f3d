"""Pictures: measuring, cutting, refusing."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from conftest import Site
from pressgen.content import measures
from pressgen.content.pictures import PictureError, Size, derive, fit, measure
from pressgen.model import Recipe

Make = Callable[..., Site]


def jpeg(width: int = 1600, height: int = 900, **options: object) -> bytes:
    data = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(data, "JPEG", **options)
    return data.getvalue()


def test_a_picture_held_on_its_side_is_measured_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = measure("content/a.jpg", jpeg(exif=exif.tobytes()))
    assert (image.width, image.height, image.format) == (900, 1600, "JPEG")


def test_a_derived_picture_has_its_size_and_no_metadata() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret words"
    data = derive(jpeg(exif=exif.tobytes()), Recipe(width=480, format="WEBP", quality=80))
    with Image.open(BytesIO(data)) as made:
        assert (made.format, made.size) == ("WEBP", (480, 270))
    assert b"secret" not in data


@pytest.mark.parametrize(
    ("size", "recipe", "result"),
    [
        ((1600, 900), (1200, 675), (1200, 675)),
        ((1600, 900), (1200, 1200), (900, 900)),
        ((400, 300), (1200, 675), (400, 225)),
        ((100, 4000), (1200, 675), (100, 56)),
    ],
)
def test_a_cut_is_never_enlarged(size: tuple[int, int], recipe: tuple[int, int], result: tuple[int, int]) -> None:
    made = fit(Size(*size), Recipe(width=recipe[0], height=recipe[1], format="JPEG", quality=80))
    assert (made.width, made.height) == result


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nonsense",
        jpeg()[:300],
        b"<svg><script>alert(1)</script></svg>",
        b'<svg onload="x" width="1" height="1"/>',
        b"<html></html>",
    ],
)
def test_damaged_and_active_pictures_are_refused(data: bytes) -> None:
    with pytest.raises(PictureError):
        measure("a.svg" if b"<" in data else "a.jpg", data)


def test_an_svg_is_measured_by_size_or_view_box() -> None:
    image = measure("a.svg", b'<?xml version="1.0"?><svg xmlns="x" width="40" height="20px">')
    assert (image.width, image.height) == (40, 20)
    assert measure("a.svg", b'<svg viewBox="0 0 64 32">').width == 64


def test_a_lead_picture_is_published_in_sizes_with_cards_and_alt(site: Make) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\nimage: {src: p/a.jpg, alt: 'Two & three', caption: Cap, credit: Cred}\n---\n"
    )
    made.edit("content/p/a.jpg", jpeg())
    assert made.build().exit_code == 0
    page = made.read("2025/01/a/index.html")
    assert 'alt="Two &amp; three"' in page
    assert "Cap" in page
    assert "Cred" in page
    assert 'property="og:image:width" content="1200"' in page
    names = [path for path in made.files() if path.startswith("assets/a-")]
    assert len(names) == 8
    assert made.build().changed == 0


def test_a_damaged_picture_is_an_error_of_the_release_that_names_it(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\nimage: a.jpg\n---\n![x](b.png)\n")
    made.edit("content/a.jpg", b"no picture")
    made.edit("content/b.png", b"\x89PNG\r\n\x1a\n broken")
    report = made.build()
    assert (report.exit_code, made.codes()) == (1, ["image-unusable", "image-unusable"])
    assert [problem.line for problem in report.problems] == [4, 6]


def test_a_picture_that_could_not_be_read_once_is_read_by_the_next_build(
    site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\nimage: {src: a.png, alt: A square}\n---\nText.\n")
    data = BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    made.edit("content/a.png", data.getvalue())
    with monkeypatch.context() as patch:
        patch.setattr(measures, "read", lambda root, name: None)
        assert made.build().exit_code == 1
        assert made.codes() == ["image-unusable"]
    assert made.build().exit_code == 0
