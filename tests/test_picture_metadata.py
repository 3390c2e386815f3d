"""What published originals keep of what cameras and programs noted in them, and that their pixels are untouched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageSequence

from conftest import Site
from pressgen.content.pictures.metadata import PictureError, kind_of, without_metadata
from pressgen.content.pictures.notes import Notes, write_tiff

Make = Callable[..., Site]
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
EXIFTOOL = shutil.which("exiftool")
# CI on Linux must have it: there these tests fail without it.
needs_exiftool = pytest.mark.skipif(
    not EXIFTOOL and not (os.environ.get("CI") and sys.platform == "linux"),
    reason="exiftool (Debian: libimage-exiftool-perl) is not installed",
)
SECRETS = {
    "GPSLatitude": "41.3111", "GPSLongitude": "69.2797", "SerialNumber": "SECRET1", "LensSerialNumber": "SECRET2",
    "Make": "SECRETMAKE", "Model": "SECRETMODEL", "UserComment": "SECRET3", "OwnerName": "SECRET4", "Comment": "SECRET5",
    "XMP-exif:GPSLatitude": "41.3111", "XMP-aux:SerialNumber": "SECRET6", "XMP-xmpMM:DocumentID": "SECRET7",
    "IPTC:City": "SECRET8", "IPTC:Sub-location": "SECRET9", "XMP-iptcExt:LocationCreatedCity": "SECRET10",
}  # fmt: skip
KEPT = {
    "Artist": "A. Karimova", "Copyright": "(c) Newsroom", "ImageDescription": "The hall", "Orientation#": "6",
    "XMP-dc:Creator": "A. Karimova", "XMP-dc:Rights": "(c) Газета & Co", "XMP-photoshop:Credit": "Agency",
    "IPTC:By-line": "A. Karimova", "IPTC:CopyrightNotice": "(c) Газета", "IPTC:Credit": "Agency",
}  # fmt: skip


def picture(form: str, **options: object) -> bytes:
    base = Image.linear_gradient("L").resize((120, 80)).convert("RGB")
    data = BytesIO()
    if form == "GIF":
        frames = [base.rotate(turn).convert("P") for turn in (90, 180)]
        options |= {"save_all": True, "append_images": frames, "loop": 3, "duration": [70, 80, 90]}
        base = base.convert("P")
    base.save(data, form, **options)
    return data.getvalue()


def frames(data: bytes) -> list[tuple[bytes, object, str]]:
    with Image.open(BytesIO(data)) as opened:
        return [(one.tobytes(), one.info.get("duration"), one.mode) for one in ImageSequence.Iterator(opened)]


def exiftool(path: Path, *options: str) -> str:
    assert EXIFTOOL
    done = subprocess.run([EXIFTOOL, *options, str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def written_by_exiftool(path: Path, data: bytes) -> bytes:
    path.write_bytes(data)
    tags = [f"-{name}={value}" for name, value in (SECRETS | KEPT).items()]
    exiftool(path, "-q", "-m", "-overwrite_original", "-codedcharacterset=utf8", *tags)
    return path.read_bytes()


@needs_exiftool
@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True, "icc_profile": SRGB, "comment": "SECRET"}),
        ("PNG", {"icc_profile": SRGB, "dpi": (300, 300)}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"icc_profile": SRGB, "save_all": True, "append_images": [Image.new("RGB", (120, 80))], "duration": 50}),
        ("GIF", {}),
    ],
)  # fmt: skip
def test_places_and_serial_numbers_go_and_rights_stay(tmp_path: Path, form: str, options: dict[str, object]) -> None:
    data = written_by_exiftool(tmp_path / f"a.{form.lower()}", picture(form, **options))
    result = without_metadata(data)
    assert b"SECRET" in data
    assert b"SECRET" not in result
    assert frames(result) == frames(data)
    assert without_metadata(result) == result
    (tmp_path / "b").write_bytes(result)
    found = exiftool(tmp_path / "b", "-a", "-G1", "-s", "-n", "-x", "System:all", "-x", "ICC_Profile:all")
    assert not any(word in found for word in ("GPS", "Serial", "Make", "Model", "Warning", "Error", "Thumbnail"))
    assert "A. Karimova" in found
    assert "(c) Газета & Co" in found
    assert "Agency" in found
    if form != "GIF":
        assert "Orientation                     : 6" in found
        assert "The hall" in found
    with Image.open(BytesIO(result)) as opened:
        assert opened.info.get("icc_profile") == options.get("icc_profile")


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content


def with_segments(data: bytes, *segments: bytes) -> bytes:
    return data[:2] + b"".join(segments) + data[2:]


XMP = b"http://ns.adobe.com/xap/1.0/\0"
AS_ATTRIBUTES = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="41,SECRETN"'
    b' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="A &amp; B" photoshop:City="SECRET"/>'
    b"</rdf:RDF></x:xmpmeta>"
)


@pytest.mark.parametrize(
    "secret",
    [
        segment(0xFE, b"SECRET"),
        segment(0xE0, b"JFXX\0\x10SECRET"),
        segment(0xE1, b"Exif\0\0II*\0SECRET"),
        segment(0xE1, XMP + AS_ATTRIBUTES),
        segment(0xE1, XMP + b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "SECRET">]><x>&a;</x>'),
        segment(0xE1, XMP + "<x>SECRET</x>".encode("utf-16")),
        segment(0xE1, XMP + b"SECRET<"),
        segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0SECRET"),
        segment(0xE2, b"MPF\0SECRET"),
        segment(0xE2, b"FPXR\0SECRET"),
        segment(0xEB, b"JP\0\0SECRET"),
        segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\x0c\0\0\0\0\0\6SECRET"),
        segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4\0\0\0\0\0\x0b\x1c\2\x5a\0\6SECRET\0"),
        segment(0xED, b"Adobe_CM\0SECRET"),
    ],
)
def test_every_other_segment_of_a_jpeg_is_left_out(secret: bytes) -> None:
    data = picture("JPEG")
    result = without_metadata(with_segments(data, secret) + b"SECRET motion photo")
    assert b"SECRET" not in result
    assert frames(result) == frames(data)


def test_xmp_in_attributes_keeps_what_is_allowed() -> None:
    result = without_metadata(with_segments(picture("JPEG"), segment(0xE1, XMP + AS_ATTRIBUTES)))
    assert b"<photoshop:Credit>A &amp; B</photoshop:Credit>" in result


def test_the_thumbnail_of_a_jfif_header_goes_and_the_header_stays() -> None:
    data = picture("JPEG")
    head = segment(0xE0, b"JFIF\0\1\1\1\0\x48\0\x48" + bytes((2, 1)) + b"SECRET")
    result = without_metadata(data[:2] + head + data[20:])
    assert result[:20] == b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\1\0\x48\0\x48\0\0"
    assert frames(result) == frames(data)


def test_adobe_colours_of_a_jpeg_stay() -> None:
    image = BytesIO()
    Image.new("CMYK", (8, 8), (10, 200, 30, 0)).save(image, "JPEG")
    assert b"Adobe" in without_metadata(image.getvalue())
    assert frames(without_metadata(image.getvalue())) == frames(image.getvalue())


def test_large_colour_profiles_in_many_segments_stay() -> None:
    profile = (len(SRGB) + 150_000).to_bytes(4, "big") + SRGB[4:] + bytes(150_000)
    data = picture("JPEG", icc_profile=profile)
    with Image.open(BytesIO(without_metadata(data))) as opened:
        assert opened.info["icc_profile"] == profile


@pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO")
def test_a_jpeg_of_several_pictures_is_the_first_of_them(site: Make) -> None:
    data = BytesIO()
    Image.new("RGB", (90, 60)).save(data, "MPO", save_all=True, append_images=[Image.new("RGB", (90, 60), "red")])
    with Image.open(BytesIO(data.getvalue())) as opened:
        assert (opened.format, opened.n_frames) == ("MPO", 2)  # type: ignore[attr-defined]
    with Image.open(BytesIO(without_metadata(data.getvalue()))) as opened:
        assert opened.format == "JPEG"
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\nimage: {src: a.jpg, alt: A}\n---\nText\n")
    made.edit("content/a.jpg", data.getvalue())
    assert made.build().exit_code == 0
    made.edit("content/a.md", "---\ntitle: B\ndate: 2026-01-01\nimage: {src: a.jpg, alt: A}\n---\nText\n")
    assert made.build().exit_code == 0
    assert not made.report.problems


def test_the_second_picture_of_a_jpeg_goes() -> None:
    data = picture("JPEG")
    assert without_metadata(data + with_segments(data, segment(0xFE, b"SECRET"))) == without_metadata(data)


@pytest.mark.parametrize("order", ["little", "big"])
def test_orientation_is_kept_alone(order: str) -> None:
    def number(value: int, size: int) -> bytes:
        return value.to_bytes(size, order)  # type: ignore[arg-type]

    entry = number(0x0112, 2) + number(3, 2) + number(1, 4) + number(8, 2) + b"\0\0"
    tiff = (b"II" if order == "little" else b"MM") + number(42, 2) + number(8, 4) + number(1, 2) + entry + bytes(4)
    notes = Notes()
    result = without_metadata(with_segments(picture("JPEG"), segment(0xE1, b"Exif\0\0" + tiff)), notes)
    assert notes.orientation == 8
    with Image.open(BytesIO(result)) as opened:
        assert dict(opened.getexif()) == {0x0112: 8}


def test_texts_of_exif_may_be_short_long_and_in_any_alphabet() -> None:
    fields = {0x010E: "Зал".encode(), 0x013B: b"Al", 0x8298: b"C" * 20_000}
    with Image.open(BytesIO(with_segments(picture("JPEG"), segment(0xE1, b"Exif\0\0" + write_tiff(fields))))) as opened:
        exif = opened.getexif()
    assert (exif[0x013B], exif[0x8298]) == ("Al", "C" * 15_000)


def chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")


@pytest.mark.parametrize(
    ("secret", "kept"),
    [
        (chunk(b"tEXt", b"Comment\0SECRET"), b""),
        (chunk(b"tEXt", b"Author\0Karimova"), b"Author\0Karimova"),
        (chunk(b"zTXt", b"Software\0\0" + zlib.compress(b"SECRET")), b""),
        (chunk(b"iTXt", b"Copyright\0\0\0uz\0\0Gazeta"), b"Gazeta"),
        (chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + AS_ATTRIBUTES), b"A &amp; B"),
        (chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(AS_ATTRIBUTES)), b"A &amp; B"),
        (chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0"), b""),
        (chunk(b"tEXt", b"Raw profile type exif\0\nexif\n  6\n" + (b"Exif\0\0" + write_tiff({0x013B: b"Karimova"}) + b"SECRET").hex().encode()), b"Karimova"),
        (chunk(b"zTXt", b"Raw profile type xmp\0\0" + zlib.compress(b"\nxmp\n  6\n" + b"SECRET".hex().encode())), b""),
        (chunk(b"eXIf", b"SECRET"), b""),
        (chunk(b"tIME", b"SECRET."), b""),
        (chunk(b"caBX", b"SECRET"), b""),
        (chunk(b"dSIG", b"SECRET"), b""),
    ],
)  # fmt: skip
def test_chunks_of_a_png(secret: bytes, kept: bytes) -> None:
    data = picture("PNG", icc_profile=SRGB, dpi=(72, 72))
    result = without_metadata(data[:33] + secret + data[33:] + b"SECRET after the end")
    assert b"SECRET" not in result
    assert kept in result
    assert len(result) == len(data) or kept
    assert frames(result) == frames(data)


def test_a_webp_without_notes_says_so_in_its_flags() -> None:
    data = picture("WEBP", exif=write_tiff({0x010F: b"SECRET"}), xmp=AS_ATTRIBUTES, icc_profile=SRGB)
    result = without_metadata(data + b"SECRET")
    assert (result[12:16], result[20] & 0x0C) == (b"VP8X", 0x04)
    assert b"SECRET" not in result
    assert int.from_bytes(result[4:8], "little") == len(result) - 8
    assert frames(result) == frames(data)


def test_comments_of_a_gif_go_and_its_loops_stay() -> None:
    data = picture("GIF", comment=b"SECRET")
    xmp = b"\x21\xff\x0bXMP DataXMP" + AS_ATTRIBUTES + b"\1" + bytes(range(255, -1, -1)) + b"\0"
    result = without_metadata(data[:-1] + xmp + data[-1:] + b"SECRET")
    assert b"SECRET" not in result
    assert b"A &amp; B" in result
    assert b"NETSCAPE2.0\x03\x01\x03\x00" in result
    assert frames(result) == frames(data)
    assert without_metadata(result) == result


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_files_that_are_cut_off_or_damaged_end_nothing(form: str) -> None:
    options: dict[str, object] = (
        {} if form == "GIF" else {"exif": write_tiff({0x013B: b"Karimova"}), "icc_profile": SRGB}
    )
    data = picture(form, **options)
    for end in range(16, len(data), 13):
        without_metadata(data[:end])
        without_metadata(data[:end] + b"\xff" + data[end + 1 :])


@pytest.mark.parametrize(
    ("refused", "kind"),
    [
        (lambda: picture("TIFF"), "TIFF"),
        (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x10meta\0\0\0\0Exif", "HEIF"),
        (lambda: picture("AVIF", exif=write_tiff({0x013B: b"Karimova"})), "HEIF"),
    ],
    ids=["TIFF", "HEIC", "AVIF"],
)
def test_pictures_that_cannot_be_cleaned_are_refused(refused: Callable[[], bytes], kind: str) -> None:
    data = refused()
    assert kind_of(data[:16]) == kind
    with pytest.raises(PictureError, match="picture-notes"):
        without_metadata(data)


def test_an_avif_without_notes_and_files_of_other_kinds_stay_as_they_are() -> None:
    for data in (picture("AVIF"), b"\0\0\0\x18ftypisom a film with Exif", b"%PDF-1.7", b"", b"GIF"):
        assert without_metadata(data) == data


RELEASE = """\
-- content/a/index.md --
---
title: A
date: 2026-01-01
---
[Download](photo.jpg), [again](/static.jpg), [the whole](data.bin), [print](print.tif)
"""


@pytest.mark.processes
@pytest.mark.parametrize("jobs", [1, 2])
def test_linked_pictures_and_those_in_static_are_published_without_notes(site: Make, jobs: int) -> None:
    made = site(RELEASE)
    photo = with_segments(picture("JPEG"), segment(0xFE, b"SECRET"))
    names = ["content/a/photo.jpg", "static/static.jpg", *(f"static/n{number}" for number in range(8))]
    for name in names:
        made.edit(name, photo)
    made.edit("content/a/data.bin", b"SECRET" * 9)
    made.edit("content/a/print.tif", picture("TIFF"))
    made.edit("static/a.mp4", b"\0\0\0\x18ftypisom SECRET")
    assert made.build(jobs=jobs).exit_code == 0
    files = made.files()
    assert {path for path, data in files.items() if b"SECRET" in data} == {"a/data.bin", "a.mp4"}
    assert [files[path] for path in ("a/photo.jpg", "static.jpg", "n7")] == [without_metadata(photo)] * 3
    assert "a/print.tif" not in files
    assert [(p.code, p.severity, p.file, p.line) for p in made.report.problems] == [
        ("image-unusable", "warning", "content/a/index.md", 5)
    ]
    assert made.build(jobs=jobs).changed == 0
