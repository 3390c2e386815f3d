"""Pictures: measuring, cutting, refusing."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageCms

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


def png(profile: bytes = b"", mode: str = "RGB") -> bytes:
    data = BytesIO()
    Image.linear_gradient("L").convert(mode).save(data, "PNG", icc_profile=profile or None)
    return data.getvalue()


def with_wrong_checksum(data: bytes, name: bytes) -> bytes:
    """The PNG with a wrong checksum of the first chunk of this name."""
    at = data.index(name)
    end = at + 4 + int.from_bytes(data[at - 4 : at], "big")
    return data[:end] + bytes(4) + data[end + 4 :]


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PROFILE_FAULT = "has a colour profile that cannot be read; it is shown without"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (png(SRGB), ""),
        (jpeg(icc_profile=SRGB), ""),
        (with_wrong_checksum(png(SRGB), b"iCCP"), PROFILE_FAULT),
        (png(b"no profile at all" * 20), PROFILE_FAULT),
        (jpeg(icc_profile=b"no profile at all" * 20), PROFILE_FAULT),
        (png(SRGB[:200]), PROFILE_FAULT),
    ],
)
def test_a_picture_with_a_faulty_colour_profile_is_shown_without_it(data: bytes, fault: str) -> None:
    assert measure("content/a.png", data).fault == fault
    with Image.open(BytesIO(derive(data, Recipe(width=100, format="JPEG", quality=80)))) as made:
        assert ("icc_profile" in made.info) == (not fault)


@pytest.mark.parametrize("chunk", [b"tEXt", b"pHYs", b"tIME", b"eXIf"])
def test_a_wrong_checksum_beside_the_picture_harms_nothing(chunk: bytes) -> None:
    sound = png()
    head = sound.index(b"IHDR") + 4 + 13 + 4
    data = sound[:head] + len(b"a\0b").to_bytes(4, "big") + chunk + b"a\0b" + bytes(4) + sound[head:]
    assert measure("content/a.png", data).width == 256
    assert derive(data, Recipe(width=100, format="WEBP", quality=80)) == derive(
        sound, Recipe(width=100, format="WEBP", quality=80)
    )


def test_a_wrong_checksum_of_transparency_keeps_it() -> None:
    data = BytesIO()
    Image.linear_gradient("L").convert("P").save(data, "PNG", transparency=0)
    faulty = with_wrong_checksum(data.getvalue(), b"tRNS")
    recipe = Recipe(width=100, format="PNG", quality=80)
    assert derive(faulty, recipe) == derive(data.getvalue(), recipe)


def test_a_wrong_checksum_of_the_size_is_damage() -> None:
    with pytest.raises(PictureError):
        measure("content/a.png", with_wrong_checksum(png(), b"IHDR"))


def test_damaged_notes_of_a_camera_harm_nothing() -> None:
    exif = b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01\x03\0\xff\xff\xff\xff" * 3
    data = jpeg(exif=exif)
    assert measure("content/a.jpg", data).width == 1600
    assert derive(data, Recipe(width=480, format="WEBP", quality=80))


def test_a_faulty_colour_profile_is_a_warning_where_the_picture_is_shown(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\nimage: {src: a.png, alt: A}\n---\n![A](a.png)\n")
    made.edit("content/a.png", with_wrong_checksum(png(SRGB), b"iCCP"))
    assert made.build().exit_code == 0
    assert [(p.code, p.severity, p.line) for p in made.report.problems] == [
        ("image-profile", "warning", 4),
        ("image-profile", "warning", 6),
    ]


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


def test_a_damaged_picture_is_left_out_with_a_warning(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\nimage: a.jpg\n---\nSee ![the hall](b.png)\n")
    made.edit("content/a.jpg", b"no picture")
    made.edit("content/b.png", b"\x89PNG\r\n\x1a\n broken")
    report = made.build()
    assert (report.exit_code, made.codes("warning")) == (0, ["image-unusable", "image-unusable"])
    assert [problem.line for problem in report.problems] == [4, 6]
    assert "<p>See the hall</p>" in made.read("2025/01/a/index.html")
    assert made.build(strict=True).exit_code == 1


def test_a_picture_that_could_not_be_read_once_is_read_by_the_next_build(
    site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\nimage: {src: a.png, alt: A square}\n---\nText.\n")
    data = BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    made.edit("content/a.png", data.getvalue())
    with monkeypatch.context() as patch:
        patch.setattr(measures, "read", lambda root, name: None)
        assert made.build().exit_code == 0
        assert made.codes("warning") == ["image-unusable"]
    assert made.build().problems == ()
