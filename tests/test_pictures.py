"""Pictures: measuring, cutting, refusing."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat, features

from conftest import Site
from pressgen.content.pictures import measures, pictures
from pressgen.content.pictures.metadata import PictureError
from pressgen.content.pictures.notes import write_tiff
from pressgen.content.pictures.pictures import Size, derive, derive_all, fit, measure
from pressgen.model import Derived, Recipe
from pressgen.model.picture_sizes import CARDS, Format, fallback, responsive
from pressgen.render.files import picture_name

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


def test_a_picture_of_another_encoder_recipe_or_original_has_another_name_in_the_cache(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def name(original: str = "a", width: int = 480, form: Format = "WEBP") -> str:
        recipe = Recipe(width=width, format=form, quality=80)
        return picture_name(Derived(path="a.webp", source="content/a.jpg", original=original, recipe=recipe))

    assert name() == name()
    names = {name(), name("b"), name(width=320), name(form="AVIF")}
    monkeypatch.setattr(pictures, "encoder_version", lambda: "another")
    assert len(names | {name()}) == 5
    assert name(form="AVIF").endswith(".avif")


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


@pytest.mark.parametrize(
    ("data", "is_faulty"),
    [
        (png(SRGB), False),
        (jpeg(icc_profile=SRGB), False),
        (with_wrong_checksum(png(SRGB), b"iCCP"), True),
        (png(b"no profile at all" * 20), True),
        (jpeg(icc_profile=b"no profile at all" * 20), True),
        (png(SRGB[:200]), True),
    ],
)
def test_a_picture_with_a_faulty_colour_profile_is_shown_without_it(data: bytes, is_faulty: bool) -> None:
    assert measure("content/a.png", data).has_faulty_profile == is_faulty
    with Image.open(BytesIO(derive(data, Recipe(width=100, format="JPEG", quality=80)))) as made:
        assert ("icc_profile" in made.info) == (not is_faulty)


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
        ((4000, 3000), (1600, 0), (1600, 1200)),
        ((1, 59_000), (1600, 0), (1, 16_383)),
        ((1600, 37_000), (1600, 0), (588, 13_598)),  # a JPEG; an AVIF is smaller
        ((37_000, 1600), (1600, 0), (1600, 69)),
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
    image = measure("a.svg", b'<?xml version="1.0"?><svg width="40" height="20px"/>')
    assert (image.width, image.height) == (40, 20)
    assert measure("a.svg", b'<svg viewBox="0 0 64 32"/>').width == 64


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
    # Five widths, one for old browsers, three cuts, and the original.
    assert len(names) == 10
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


SMALL = (101, 67)
GREY = Image.linear_gradient("L").resize((1010, 670))
COLOURS = Image.merge(
    "RGB", (GREY, Image.radial_gradient("L").resize(GREY.size), GREY.transpose(Image.Transpose.ROTATE_180))
)


def encoded(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    data = BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


def scaled(data: bytes, form: str = "PNG") -> Image.Image:
    measure("content/a.png", data)
    made = Image.open(BytesIO(derive(data, Recipe(width=SMALL[0], format=form, quality=95))))  # type: ignore[arg-type]
    made.load()
    return made


def difference(made: Image.Image, image: Image.Image) -> float:
    """The mean difference of two pictures in the channel in which it is greatest."""
    return max(ImageStat.Stat(ImageChops.difference(made, image.resize(made.size, Image.Resampling.LANCZOS))).mean)


def with_alpha(image: Image.Image) -> Image.Image:
    image = image.copy()
    image.putalpha(GREY.point(lambda value: 255 if value > 99 else 0))
    return image


TRANSPARENT = COLOURS.convert("P")
TRANSPARENT.info["transparency"] = 7


KINDS: dict[str, Callable[[], tuple[bytes, Image.Image]]] = {
    "PNG": lambda: (encoded(COLOURS), COLOURS),
    "JPEG": lambda: (encoded(COLOURS, "JPEG", quality=95), COLOURS),
    "progressive JPEG": lambda: (encoded(COLOURS, "JPEG", quality=95, progressive=True), COLOURS),
    "WebP": lambda: (encoded(COLOURS, "WEBP", lossless=True), COLOURS),
    "AVIF": lambda: (encoded(COLOURS, "AVIF", quality=95), COLOURS),
    "CMYK": lambda: (encoded(COLOURS.convert("CMYK"), "JPEG", quality=95), COLOURS),
    "grey": lambda: (encoded(GREY), GREY.convert("RGB")),
    "grey JPEG": lambda: (encoded(GREY, "JPEG", quality=95), GREY.convert("RGB")),
    "grey of 16 bits": lambda: (
        encoded(GREY.convert("I").point(lambda value: value * 257).convert("I;16")),
        GREY.convert("RGB"),
    ),
    "black and white": lambda: (encoded(GREY.convert("1")), GREY.convert("1").convert("RGB")),
    "palette": lambda: (encoded(COLOURS.convert("P")), COLOURS.convert("P").convert("RGB")),
    "palette of 2 bits": lambda: (encoded(COLOURS.quantize(4), bits=2), COLOURS.quantize(4).convert("RGB")),
    "with alpha": lambda: (encoded(with_alpha(COLOURS)), with_alpha(COLOURS)),
    "grey with alpha": lambda: (encoded(with_alpha(GREY)), with_alpha(GREY).convert("RGBA")),
    "palette with a transparent colour": lambda: (encoded(TRANSPARENT), TRANSPARENT.convert("RGBA")),
}


@pytest.mark.parametrize("kind", KINDS)
def test_colours_of_every_kind_come_out_right(kind: str) -> None:
    data, expected = KINDS[kind]()
    made = scaled(data)
    assert made.mode == expected.mode
    assert difference(made, expected) < (3 if made.mode == "RGB" else 8)


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize(("colour", "channels"), [(0, 1), (2, 3), (4, 2), (6, 4)])
def test_sixteen_bits_are_read_as_their_upper_eight(colour: int, channels: int, interlaced: bool) -> None:
    def chunk(name: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")

    # One pixel is the same with and without interlacing; the filter Sub works on bytes two samples apart.
    width = 1 if interlaced else 3
    row = b"\1" + bytes((200, 99)) * channels + bytes((1, 7)) * channels * (width - 1)
    header = width.to_bytes(4, "big") + b"\0\0\0\1\x10" + bytes((colour, 0, 0, interlaced))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row)) + chunk(b"IEND", b"")
    made = Image.open(BytesIO(derive(data, Recipe(width=width, format="PNG", quality=80)))).convert("RGBA")
    alphas = [200, 201, 202] if channels in (2, 4) else [255] * 3
    assert [made.getpixel((x, 0)) for x in range(width)] == [(200 + x,) * 3 + (alphas[x],) for x in range(width)]


def test_strips_give_what_the_whole_picture_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [COLOURS, with_alpha(COLOURS), GREY, COLOURS.convert("P"), with_alpha(GREY)]
    for data in map(encoded, sources):
        for recipe in (
            Recipe(width=100, format="PNG", quality=80),
            Recipe(width=90, height=90, format="PNG", quality=80),
        ):
            whole = derive(data, recipe)
            with monkeypatch.context() as patch:
                patch.setattr(pictures, "_BAND", 5000)
                assert derive(data, recipe) == whole


def profile_of(space: bytes, size: int = 0) -> bytes:
    """A profile in which white is white and all other colours are grey (ICC.1, 10.8 `lut8Type`), padded to a size."""
    channels = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}[space]
    nodes = [b"\x80\x80\x80"] * 2**channels
    nodes[0 if space == b"CMYK" else -1] = b"\xff\x80\x80"
    unit = (1 << 16).to_bytes(4, "big")
    matrix = b"".join(unit if place % 4 == 0 else bytes(4) for place in range(9))
    table = b"mft1" + bytes(4) + bytes((channels, 3, 2, 0)) + matrix + bytes(range(256)) * channels
    table += b"".join(nodes) + bytes(range(256)) * 3
    tags = (1).to_bytes(4, "big") + b"A2B0" + (144).to_bytes(4, "big") + len(table).to_bytes(4, "big")
    d50 = bytes.fromhex("0000f6d6000100000000d32d")
    head = bytes(4) + b"\2\x40\0\0prtr" + space + b"Lab " + bytes(12) + b"acsp" + bytes(28) + d50
    body = ((bytes(4) + head).ljust(128, b"\0") + tags + table).ljust(size, b"\0")
    return len(body).to_bytes(4, "big") + body[4:]


@pytest.mark.parametrize(
    ("mode", "colour", "space", "greys"),  # with black as dark as it can be, as newer versions of lcms have it, or not
    [
        ("CMYK", (128, 0, 0, 0), b"CMYK", {163, 185}),
        ("L", 128, b"GRAY", {163, 185}),
        ("LA", (128, 99), b"GRAY", {163, 185}),
        ("RGB", (0, 0, 255), b"RGB ", {7, 119}),
        ("RGBA", (0, 0, 255, 99), b"RGB ", {7, 119}),
    ],
)
def test_large_profiles_and_those_of_print_are_applied(mode: str, colour: float, space: bytes, greys: set[int]) -> None:
    size, form = (0, "JPEG") if mode == "CMYK" else (5000, "PNG")
    made = scaled(encoded(Image.new(mode, (200, 100), colour), form, icc_profile=profile_of(space, size)))
    pixel = made.getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert any(all(abs(value - grey) <= 3 for value in pixel[:3]) for grey in greys)
    assert pixel[3:] == ((99,) if mode in ("LA", "RGBA") else ())
    assert "icc_profile" not in made.info


def test_profiles_of_other_colours_are_left_out_and_small_ones_kept() -> None:
    assert "icc_profile" not in scaled(encoded(COLOURS, icc_profile=profile_of(b"CMYK"))).info
    assert "icc_profile" not in scaled(encoded(COLOURS, icc_profile=profile_of(b"GRAY"))).info
    assert scaled(encoded(COLOURS, icc_profile=SRGB)).info["icc_profile"] == SRGB
    assert scaled(encoded(GREY, "JPEG", icc_profile=SRGB), "WEBP").info["icc_profile"] == SRGB


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_as_their_exif_says(form: str, orientation: int) -> None:
    upright = COLOURS.resize((200, 100))
    turns = {3: 3, 6: 4, 8: 2, 2: 0, 4: 1, 5: 5, 7: 6}  # how a camera stores it: the inverse of Exif's turn
    stored = upright.transpose(Image.Transpose(turns[orientation])) if orientation > 1 else upright
    if orientation in (6, 8):
        stored = upright.transpose(Image.Transpose.ROTATE_90 if orientation == 6 else Image.Transpose.ROTATE_270)
    data = encoded(stored, form, exif=b"Exif\0\0" + write_tiff({0x0112: bytes((0, orientation))}))
    image = measure("content/a.jpg", data)
    assert (image.width, image.height) == (200, 100)
    assert difference(scaled(data).convert("RGB"), upright) < 6


@pytest.mark.parametrize("form", ["AVIF", "JPEG", "PNG", "WEBP"])
def test_scaled_pictures_have_no_notes_of_their_original(form: str) -> None:
    exif = write_tiff({0x010E: b"SECRET", 0x013B: b"SECRET", 0x8298: b"SECRET"})
    data = encoded(COLOURS, "JPEG", exif=b"Exif\0\0" + exif, comment=b"SECRET", dpi=(300, 300))
    assert b"SECRET" not in derive(data, Recipe(width=90, format=form, quality=80))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "CMYK", "grey JPEG", "with alpha", "grey with alpha", "AVIF"])
def test_pictures_made_together_are_as_those_made_alone(kind: str) -> None:
    data, _ = KINDS[kind]()
    recipes = [Recipe(width=300, format="PNG", quality=80), Recipe(width=100, height=100, format="PNG", quality=80)]
    for together, alone in zip(derive_all(data, recipes), (derive(data, recipe) for recipe in recipes), strict=True):
        with Image.open(BytesIO(together)) as one, Image.open(BytesIO(alone)) as other:
            assert (one.mode, one.size) == (other.mode, other.size)
            assert difference(one, other) < 2


def test_a_picture_is_decoded_once_for_all_its_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    original = pictures._reduce
    monkeypatch.setattr(pictures, "_reduce", lambda *args: calls.append(args[2]) or original(*args))
    monkeypatch.setattr(pictures, "_encode", lambda *args: b"")
    derive_all(jpeg(4000, 3000), [responsive(480), responsive(1600), fallback("JPEG"), *CARDS])
    assert calls == [Size(1600, 1200)]
    # A long one would be too large as a whole, so that each size is made by itself.
    derive_all(jpeg(1000, 9900), [responsive(480), responsive(900), *CARDS])
    assert len(calls) == 6


MEASURED = """
import re, sys
from pressgen.content.pictures.pictures import derive_all, measure
from pressgen.model.picture_sizes import CARDS, fallback, responsive
data = open(sys.argv[1], "rb").read()
image = measure(sys.argv[1], data)
derive_all(data, [responsive(480), responsive(1600), fallback("JPEG"), *CARDS])
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


@pytest.mark.trial  # of load: pictures of 60 million pixels
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
@pytest.mark.parametrize(
    ("form", "mode", "size", "most"),
    [
        ("PNG", "RGB", (8900, 6700), 150),
        ("PNG", "RGBA", (8900, 6700), 150),
        ("PNG", "P", (8900, 6700), 150),
        ("JPEG", "RGB", (8900, 6700), 150),
        ("JPEG", "CMYK", (8900, 6700), 150),
        ("PNG", "RGB", (1600, 37_000), 250),
        ("JPEG", "RGB", (1600, 37_000), 250),
        ("WEBP", "RGB", (4600, 3470), 300),
        ("JPEG, progressive", "RGB", (6049, 6050), 300),
        ("HEIF", "RGB", (8064, 6048), 300),
    ],
)
def test_no_large_picture_takes_much_memory(
    tmp_path: Path, form: str, mode: str, size: tuple[int, int], most: int
) -> None:
    options: dict[str, dict[str, object]] = {
        "PNG": {"compress_level": 1},
        "WEBP": {"quality": 50, "method": 0},
        "JPEG, progressive": {"progressive": True, "subsampling": 0},
    }
    if form == "HEIF":
        with_heif()
    Image.new(mode, size).save(tmp_path / "a", form.partition(",")[0], **options.get(form, {}))
    done = subprocess.run([sys.executable, "-c", MEASURED, tmp_path / "a"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) <= most


def with_heif() -> None:
    reason = "pillow-heif (pip install pillow-heif) is not installed"
    pytest.importorskip("pillow_heif", reason=reason).register_heif_opener()


LEAD = "-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\nimage: {src: a.png, alt: A}\n---\nText\n\n![two](b.png)\n"


@pytest.mark.parametrize(
    ("faulty", "fault"),
    [
        (lambda: encoded(COLOURS)[:-3000], "the picture is damaged"),
        (lambda: encoded(Image.new("1", (8000, 8000))), "the picture has more than 60,000,000 pixels"),
        (
            lambda: encoded(Image.new("RGB", (4100, 4000)), "WEBP", method=0),
            "the picture has more than 16,000,000 pixels",
        ),
        (
            lambda: encoded(Image.new("RGB", (6060, 6060)), "JPEG", progressive=True, subsampling=0),
            "the picture has more than 36,600,000 pixels",
        ),
        (lambda: encoded(COLOURS, "TIFF"), "browsers do not show TIFF"),
        (lambda: encoded(COLOURS, "BMP"), "the file is not a JPEG, PNG, WebP or GIF picture, or it is damaged"),
    ],
)
def test_each_fault_names_release_and_line_and_costs_the_picture_only(
    site: Make, faulty: Callable[[], bytes], fault: str
) -> None:
    made, data = site(LEAD), faulty()
    made.edit("content/a.png", data)
    made.edit("content/b.png", data)
    assert made.build().exit_code == 0
    assert [(p.code, p.severity, p.line) for p in made.report.problems] == [
        ("image-unusable", "warning", 4),
        ("image-unusable", "warning", 8),
    ]
    assert all(fault in problem.message for problem in made.report.problems)
    assert made.build(strict=True).exit_code == 1


def test_a_picture_of_any_shape_is_shown(site: Make) -> None:
    made = site(LEAD)
    made.edit("content/a.png", encoded(Image.new("RGB", (1, 59_000))))
    made.edit("content/b.png", encoded(Image.new("RGB", (59_000, 1))))
    assert made.build().exit_code == 0
    assert not made.report.problems
    assert 'width="1" height="16383"' in made.read("2026/01/a/index.html")


@pytest.mark.processes
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_picture_that_fails_while_it_is_made_costs_itself_only(
    site: Make, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    original = pictures.derive_all

    def broken(data: bytes, recipes: Sequence[Recipe]) -> list[bytes]:
        if b"BAD" in data:
            raise MemoryError
        return original(data, recipes)

    monkeypatch.setattr(pictures, "derive_all", broken)
    made = site(LEAD)
    small = encoded(COLOURS.resize((300, 199)))
    made.edit("content/a.png", small)
    made.edit("content/b.png", small + b"BAD")
    assert made.build(jobs=jobs).exit_code == 0
    assert [(p.code, p.severity, p.line, p.message) for p in made.report.problems] == [
        ("image-unusable", "warning", 8, "The picture “b.png” cannot be shown: it takes too much time or memory.")
    ]
    assert [path for path in made.files() if path.startswith("assets/b")] == []
    assert [path for path in made.files() if path.startswith("assets/a")] != []
    assert made.build(jobs=jobs, strict=True).exit_code == 1


def test_files_that_pages_do_not_show_are_named(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\n![one](a.bmp)\n")
    made.edit("content/a.bmp", encoded(COLOURS, "BMP"))
    made.build()
    assert made.report.problems[0].message == "The picture “a.bmp” is in a format that pages do not show."


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x10meta\0\0\0\0Exif"


def test_heic_without_its_package_says_what_to_do(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    made = site(LEAD.replace("a.png", "x.HEIC").replace("b.png", "x.HEIC"))
    made.edit("content/x.HEIC", HEIC)
    assert made.build().exit_code == 0
    assert {(p.message, p.hint) for p in made.report.problems} == {
        (
            "The picture “x.HEIC” cannot be shown: HEIC needs the package pillow-heif.",
            "Save the picture again as JPEG, or install the package: `pip install pillow-heif`.",
        )
    }


def test_a_pillow_without_avif_is_named(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", lambda name: name != "avif")
    monkeypatch.setattr(pictures, "derive_all", lambda *args: derive_all(*args))
    made = site(LEAD.replace("b.png", "a.png"))
    made.edit("content/a.png", encoded(COLOURS))
    assert made.build().exit_code == 0
    assert {(p.message, p.hint) for p in made.report.problems} == {
        (
            "The picture “a.png” cannot be shown: Pillow on this computer cannot write AVIF.",
            "Install Pillow from PyPI: `pip install --force-reinstall pillow`.",
        )
    }


def test_heic_is_shown_upright_and_offered_as_jpeg(site: Make) -> None:
    with_heif()
    made = site(LEAD.replace("a.png", "x.HEIC") + "[original](x.HEIC)\n")
    exif = Image.Exif()
    exif.update({0x0112: 6, 0x010F: "SECRET", 0x013B: "Karimova"})
    made.edit("content/x.HEIC", encoded(COLOURS, "HEIF", exif=exif.tobytes()))
    made.edit("content/b.png", encoded(COLOURS))
    assert made.build().exit_code == 0
    assert [(p.code, p.line) for p in made.report.problems] == [("image-unusable", 9)]
    files = {path: data for path, data in made.files().items() if path.startswith("assets/x")}
    assert files
    assert not any(b"SECRET" in data for data in made.files().values())
    assert all(b"Karimova" in data for data in files.values())
    page = made.read("2026/01/a/index.html")
    assert 'width="670" height="1010"' in page
    assert "Download: JPEG, 670 × 1010</a>" in page


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
