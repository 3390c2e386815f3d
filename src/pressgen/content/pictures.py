"""Pictures: measured, cut and scaled (the only home of Pillow)."""

from __future__ import annotations

import hashlib
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Literal, cast

from msgspec import Struct

from pressgen.content import png
from pressgen.content.picture_metadata import Notes, PictureError, cleaned, kind_of, write_tiff
from pressgen.content.svg import read_svg
from pressgen.model import Image, Recipe

if TYPE_CHECKING:
    from PIL import Image as Pillow

Format = Literal["JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF"]
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".heic", ".heif", ".avif")
UNCLEANABLE = (".svg", ".svgz", ".heic", ".heif", ".avif", ".tif", ".tiff")
"""Endings of pictures that may have to stay unpublished, whoever names them."""
READABLE = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 60_000_000
_MOST_PIXELS = {"WEBP": 16_000_000, "AVIF": 16_000_000}  # they are decoded as a whole, several times over
MAX_HEIGHT, MAX_MADE = 16_383, 8_000_000
"""Pixels that a scaled picture may have: in its height, as WebP can, and in all, as memory should."""
EDITION = 2
"""Of what this module makes: another number gives all that it makes other names."""

_PROFILE_HEAD, _LARGE_PROFILE = 128, 4096
_BAND = 1 << 20  # pixels
FAULTS = {
    "UnidentifiedImageError": "picture-format",
    "DecompressionBombError": "picture-pixels",
    "DecompressionBombWarning": "picture-pixels",
}


class Size(Struct, frozen=True):
    """Pixels."""

    width: int
    height: int


def measure(path: str, data: bytes) -> Image:
    """Size and digest of a picture file, all of which is read; raises PictureError.

    The digest covers the encoder's version, so files made by another version get other names.
    """
    from PIL import __version__

    digest = hashlib.blake2b(data, digest_size=8, key=f"{__version__} {EDITION}".encode()).hexdigest()
    if path.lower().endswith(".svg"):
        drawing = read_svg(data)
        return Image(path=path, digest=digest, width=drawing.width, height=drawing.height, format="SVG")
    with _faults_named():
        picture, notes = _opened(data)
        size = _turned(Size(*picture.size), notes.orientation)
        name, is_faulty = cast(Format, picture.format), _is_profile_faulty(picture, data)
        _decode(picture, data)
    width, height = size.width, size.height
    return Image(path=path, digest=digest, width=width, height=height, format=name, has_faulty_profile=is_faulty)


def publishable(path: str, data: bytes) -> bytes:
    """The picture file as it is published in full size, pixels untouched; raises PictureError if it must not be."""
    if path.lower().endswith((".svg", ".svgz")):
        return read_svg(data).data
    return cleaned(data)


def derive(data: bytes, recipe: Recipe) -> bytes:
    """The picture cut to the recipe's ratio from its middle and scaled down, with its authors and rights."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    with _faults_named():
        opened, notes = _opened(data)
        profile = _profile(opened)
        size = fit(_turned(Size(*opened.size), notes.orientation), recipe)
        picture = _reduced(opened, data, _turned(size, notes.orientation))
        if turn := _turn(notes.orientation):
            picture = picture.transpose(turn)
        picture = ImageOps.fit(picture, (size.width, size.height), Pillow.Resampling.LANCZOS)
        picture, profile = _in_web_colours(picture, profile)
        if recipe.format == "JPEG" and picture.mode == "RGBA":
            ground = Pillow.new("RGBA", picture.size, (255, 255, 255, 255))
            ground.alpha_composite(picture)
            picture = ground.convert("RGB")
        picture.info = {}  # some encoders write comments and profiles that they find here
        options: dict[str, object] = {"icc_profile": profile} if profile else {}
        if notes.owner:
            options["exif"] = b"Exif\0\0" + write_tiff(notes.owner)
        if recipe.format == "WEBP":
            options |= {"quality": recipe.quality, "method": 4}
        elif recipe.format == "JPEG":
            options |= {"quality": recipe.quality, "optimize": True, "progressive": True}
        else:
            options |= {"optimize": True}
        result = BytesIO()
        picture.save(result, recipe.format, **options)
        return result.getvalue()


def fit(size: Size, recipe: Recipe) -> Size:
    """Pixels of the picture that the recipe makes: never larger than the original, or than MAX_HEIGHT and MAX_MADE."""
    if not recipe.height:
        most = min(MAX_HEIGHT * size.width // size.height, math.isqrt(MAX_MADE * size.width // size.height))
        width = max(1, min(recipe.width, size.width, most))
        return Size(width, max(1, min(MAX_HEIGHT, round(size.height * width / size.width))))
    width = min(recipe.width, size.width, size.height * recipe.width // recipe.height)
    return Size(max(1, width), max(1, round(width * recipe.height / recipe.width)))


@contextmanager
def _faults_named() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            from PIL import Image as Pillow

            # A camera's notes may be damaged; the picture is not.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            yield
    except PictureError:
        raise
    except Exception as error:  # Pillow's plug-ins raise nearly anything on damaged files
        # Pillow's own words name objects in memory, which differ from run to run.
        raise PictureError(FAULTS.get(type(error).__name__, "picture-damaged"), most=f"{MAX_PIXELS:,}") from error


def _opened(data: bytes) -> tuple[Pillow.Image, Notes]:
    """The picture, of which only what precedes its pixels is read, and what is kept of its notes."""
    from PIL import Image as Pillow

    Pillow.MAX_IMAGE_PIXELS = MAX_PIXELS
    formats: tuple[str, ...] = READABLE
    notes = Notes()
    kind = kind_of(data[:16])
    if kind == "TIFF":
        raise PictureError("picture-tiff")
    if kind == "HEIF" and data[8:11] == b"avi":
        formats = ("AVIF",)
    elif kind == "HEIF":
        formats = ("HEIF",)
        try:
            heif = import_module("pillow_heif")  # an optional dependency
        except ImportError:
            raise PictureError("picture-heic") from None
        heif.register_heif_opener(thumbnails=False)
    # Without its notes, a JPEG is one picture, whatever follows it, and none of them can be damaged.
    whole = data if kind == "HEIF" else cleaned(data, notes)
    picture = Pillow.open(BytesIO(png.without_faulty_chunks(whole)), formats=formats)
    if kind == "HEIF":  # whose readers say how it is to be turned
        notes.exif(picture.info.get("exif") or b"")
    most = _MOST_PIXELS.get(str(picture.format), MAX_PIXELS)
    if picture.width * picture.height > most:
        raise PictureError("picture-pixels", most=f"{most:,}")
    return picture, notes


def _turned(size: Size, orientation: int) -> Size:
    """The size of a picture as it is shown, or as it is stored if `size` is as it is shown."""
    return Size(size.height, size.width) if orientation >= 5 else size


def _turn(orientation: int) -> Pillow.Transpose | None:
    from PIL.Image import Transpose as T

    turns = (T.FLIP_LEFT_RIGHT, T.ROTATE_180, T.FLIP_TOP_BOTTOM, T.TRANSPOSE, T.ROTATE_270, T.TRANSVERSE, T.ROTATE_90)
    return turns[orientation - 2] if orientation > 1 else None


def _decode(picture: Pillow.Image, data: bytes) -> None:
    """Read all pixels, with as little memory as can be, to see whether the picture is whole."""
    form = png.layout(data) if picture.format == "PNG" else None
    if form is None:
        picture.draft(None, (1, 1))
        picture.load()
        return
    for _ in png.filtered_rows(data, max(1, _BAND // form.width)):
        pass


def _reduced(opened: Pillow.Image, data: bytes, size: Size) -> Pillow.Image:
    """The picture in RGB, CMYK or grey, perhaps with alpha, reduced while it is read to not much above the size.

    What is not in the middle that has the size's ratio may be missing.
    """
    from PIL import Image as Pillow

    width, height = opened.size
    if opened.format == "JPEG":
        scale = max(size.width / width, size.height / height)
        # Long strips lose a little sharpness rather than take all memory.
        scale = min(scale, 0.5) if width * height > MAX_PIXELS / 2 else scale
        opened.draft(None, (math.ceil(width * scale), math.ceil(height * scale)))
        return _plain(opened)
    wide = min(width, math.ceil(height * size.width / size.height))
    high = min(height, math.ceil(width * size.height / size.width))
    factor = max(1, min(wide // size.width, high // size.height))
    left, top = (width - wide) // 2, (height - high) // 2 // factor * factor
    bottom = min(height, top + high + factor)
    result: Pillow.Image | None = None
    start = 0
    for band in _bands(opened, data, factor * max(1, _BAND // width // factor)):
        upper, lower = max(0, top - start), min(band.height, bottom - start)
        if upper < lower:
            part = _plain(band.crop((left, upper, left + wide, lower)))
            part = part.reduce(factor) if factor > 1 else part
            result = result or Pillow.new(part.mode, (part.width, math.ceil((bottom - top) / factor)))
            result.paste(part, (0, (start + upper - top) // factor))
        start += band.height
    return cast("Pillow.Image", result)


def _bands(opened: Pillow.Image, data: bytes, rows: int) -> Iterator[Pillow.Image]:
    """The picture in bands of so many rows."""
    from PIL import Image as Pillow

    width, height = opened.size
    form = png.layout(data) if opened.format == "PNG" else None
    if form is None:
        opened.load()
        for top in range(0, height, rows):
            yield opened.crop((0, top, width, min(height, top + rows)))
        return
    above = bytes(form.row - 1)
    for part in png.filtered_rows(data, rows):
        band = Pillow.open(BytesIO(png.strip(form, above, part)), formats=("PNG",))
        band.load()
        above = band.crop((0, band.height - 1, width, band.height)).tobytes()
        yield band.crop((0, 1, width, band.height))


def _plain(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode.startswith("I"):  # 16 bits
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    picture.load()
    if "transparency" in picture.info or picture.mode in ("PA", "La", "RGBa"):
        return picture.convert("RGBA")
    if picture.mode in ("RGB", "RGBA", "CMYK", "L", "LA"):
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _in_web_colours(picture: Pillow.Image, profile: bytes) -> tuple[Pillow.Image, bytes]:
    """The picture in RGB or RGBA, with the profile that it needs: a small one of RGB, else none, as it is in sRGB."""
    from PIL import ImageCms

    alpha = picture.getchannel("A") if "A" in picture.getbands() else None
    colours = picture.convert({"RGBA": "RGB", "LA": "L"}.get(picture.mode, picture.mode))
    space = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}.get(profile[16:20], "")
    if space == "RGB" and colours.mode == "L":
        colours = colours.convert("RGB")
    is_kept = space == colours.mode == "RGB" and len(profile) < _LARGE_PROFILE
    if space == colours.mode and not is_kept:
        with suppress(ImageCms.PyCMSError):
            wide, srgb = BytesIO(profile), ImageCms.createProfile("sRGB")
            colours = cast("Pillow.Image", ImageCms.profileToProfile(colours, wide, srgb, outputMode="RGB"))
    colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours, profile if is_kept else b""


def _profile(picture: Pillow.Image) -> bytes:
    profile = picture.info.get("icc_profile") or b""
    return profile if _is_profile(profile) else b""


def _is_profile_faulty(picture: Pillow.Image, data: bytes) -> bool:
    """Whether there is a colour profile that cannot be read."""
    profile = picture.info.get("icc_profile")
    is_lost = not profile and picture.format == "PNG" and b"iCCP" in data
    return is_lost or bool(profile and not _is_profile(profile))


def _is_profile(profile: bytes) -> bool:
    """Whether these are the bytes of an ICC profile: its own length and signature (ICC.1, 7.2) say so."""
    return (
        len(profile) > _PROFILE_HEAD
        and profile[36:40] == b"acsp"
        and int.from_bytes(profile[:4], "big") <= len(profile)
    )
