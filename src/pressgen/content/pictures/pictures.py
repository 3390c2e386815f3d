"""Measuring, cropping and scaling of pictures (with `picture_colours.py`, the only home of Pillow)."""

from __future__ import annotations

import hashlib
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, cast

from msgspec import Struct

from pressgen.content.pictures import png
from pressgen.content.pictures.colours import has_faulty_profile, to_basic_mode, to_web_colours, valid_profile
from pressgen.content.pictures.metadata import PictureError, kind_of, without_metadata
from pressgen.content.pictures.notes import Notes
from pressgen.content.pictures.svg import read_svg
from pressgen.model import NO_RIGHTS, IconRecipe, Image, Recipe, Rights
from pressgen.model.picture_sizes import ENCODINGS
from pressgen.model.post import ImageFormat

if TYPE_CHECKING:
    from PIL import Image as Pillow

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".heic", ".heif", ".avif")
UNCLEANABLE = (".svg", ".svgz", ".heic", ".heif", ".avif", ".tif", ".tiff")
"""Endings of pictures that may be refused, because they can have scripts, or metadata that cannot be removed."""
READABLE = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 60_000_000
_MAX_DECODED = 220_000_000
"""Bytes that a decoder may need for a whole picture, so that no picture takes more than 300 MB."""
MAX_HEIGHT, MAX_SCALED = 16_383, 8_000_000
"""Pixels of a scaled picture: its height, which WebP limits, and in all, to limit memory."""
_MAX_AVIF = 4_500_000
"""The latter for AVIF, whose encoder needs far more for each pixel."""
VERSION = 3
"""The version of the code below: a new number gives all scaled pictures new names."""
_DIGEST_KEY = b"13.0.0 2"
"""Part of the digest of every picture. It must never change: records of newsrooms have these digests."""

_BAND = 1 << 20  # pixels
_PHRASES = {
    "UnidentifiedImageError": "picture-format",
    "DecompressionBombError": "picture-pixels",
    "DecompressionBombWarning": "picture-pixels",
}


class Size(Struct, frozen=True):
    """Width and height in pixels."""

    width: int
    height: int


def measure(path: str, data: bytes) -> Image:
    """The size, the digest and the rights of a picture file; raises PictureError if any of it is damaged."""
    digest = picture_digest(data)
    if path.lower().endswith(".svg"):
        drawing = read_svg(data)
        return Image(path=path, digest=digest, width=drawing.width, height=drawing.height, format="SVG")
    with _named_errors():
        opened = _open(data)
        picture = opened.picture
        is_faulty = has_faulty_profile(picture, data)
        _decode(picture, data)
    return Image(
        path=path,
        digest=digest,
        width=opened.size.width,
        height=opened.size.height,
        format=cast(ImageFormat, picture.format),
        has_faulty_profile=is_faulty,
        bytes=opened.bytes,
        rights=opened.notes.rights,
    )


def picture_digest(data: bytes) -> str:
    """What tells the content of a picture file, in the names of all that is made from it."""
    return hashlib.blake2b(data, digest_size=8, key=_DIGEST_KEY).hexdigest()


def published_bytes(path: str, data: bytes, rights: Rights = NO_RIGHTS) -> bytes:
    """The picture file as it is published in full size, with the same pixels; raises PictureError if it must not be.

    The rights are written into it, except into a drawing or a GIF.
    """
    if path.lower().endswith((".svg", ".svgz")):
        return read_svg(data).data
    return without_metadata(data, rights=rights)


def encoder_version() -> str:
    """What the bytes of pictures that are made depend on, besides their recipe and their original."""
    from PIL import __version__

    return f"{__version__} {VERSION}"


def derive(data: bytes, recipe: Recipe) -> bytes:
    """One picture of another one, as by `derive_all`."""
    return derive_all(data, [recipe])[0]


def derive_all(data: bytes, recipes: Sequence[Recipe]) -> list[bytes]:
    """The pictures of these recipes: the middle of the picture, scaled down, without notes; raises PictureError.

    The original is decoded once for all of them, unless that would take much more memory.
    """
    with _named_errors():
        results: list[bytes] = []
        opened = _open(data)
        original = opened.size
        common = _common_size(original, [recipe for recipe in recipes if not isinstance(recipe, IconRecipe)])
        shared: tuple[Pillow.Image, bytes] | None = None
        for recipe in recipes:
            size = fit(original, recipe)
            if isinstance(recipe, IconRecipe):
                results.append(_derive_icon(data, recipe))
            elif common is None:
                results.append(_encode(*_cut(_open(data), data, size), size, recipe))
            else:
                shared = shared or _scaled_down(opened, data, common)
                results.append(_encode(*shared, size, recipe))
        return results


def _common_size(original: Size, recipes: Sequence[Recipe]) -> Size | None:
    """The size of the whole picture from which all of these can be made; None if it is too large."""
    scale = 0.0
    for recipe in recipes:
        size = fit(original, recipe)
        scale = max(scale, size.width / original.width, size.height / original.height)
    common = Size(math.ceil(original.width * scale), math.ceil(original.height * scale))
    return common if len(recipes) > 1 and common.width * common.height <= MAX_SCALED else None


def _scaled_down(opened: _Opened, data: bytes, size: Size) -> tuple[Pillow.Image, bytes]:
    """The picture upright and in the colours of the web, at least as large as `size`, and its profile."""
    return to_web_colours(_upright(opened, data, size), valid_profile(opened.picture))


def _cut(opened: _Opened, data: bytes, size: Size) -> tuple[Pillow.Image, bytes]:
    """The middle of the picture in this size, upright and in the colours of the web, and its profile."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    # Cut first: what is around it may take most of the memory.
    picture = ImageOps.fit(_upright(opened, data, size), (size.width, size.height), Pillow.Resampling.LANCZOS)
    return to_web_colours(picture, valid_profile(opened.picture))


def _upright(opened: _Opened, data: bytes, size: Size) -> Pillow.Image:
    """The picture upright, at least as large as `size`."""
    orientation = opened.notes.orientation
    picture = _reduce(opened.picture, data, _turned_size(size, orientation))
    transpose = _turn(orientation)
    return picture.transpose(transpose) if transpose else picture


def _encode(picture: Pillow.Image, profile: bytes, size: Size, recipe: Recipe) -> bytes:
    """The middle of a picture in this size, in the format of the recipe."""
    from PIL import Image as Pillow
    from PIL import ImageOps, features

    # That of some Linux distributions is made without it.
    if recipe.format == "AVIF" and not features.check("avif"):
        raise PictureError("picture-avif")
    picture = ImageOps.fit(picture, (size.width, size.height), Pillow.Resampling.LANCZOS)
    # JPEG has no transparency, which would turn black.
    if recipe.format == "JPEG" and picture.mode == "RGBA":
        background = Pillow.new("RGBA", picture.size, (255, 255, 255, 255))
        background.alpha_composite(picture)
        picture = background.convert("RGB")
    picture.info = {}  # from which some encoders write comments and profiles
    options = {"quality": recipe.quality, **ENCODINGS[recipe.format].options}
    if profile:
        options["icc_profile"] = profile
    result = BytesIO()
    picture.save(result, recipe.format, **options)
    return result.getvalue()


def _derive_icon(data: bytes, recipe: IconRecipe) -> bytes:
    from PIL import Image as Pillow
    from PIL import ImageColor

    opened = _open(data)
    side = recipe.width - 2 * (recipe.width * recipe.margin // 100)
    original = opened.size
    scale = side / max(original.width, original.height)
    size = Size(max(1, round(original.width * scale)), max(1, round(original.height * scale)))
    # A small logo is enlarged: an icon must have its size.
    reduced = Size(min(size.width, original.width), min(size.height, original.height))
    picture, _ = _scaled_down(opened, data, reduced)
    picture = picture.convert("RGBA").resize((size.width, size.height), Pillow.Resampling.LANCZOS)
    ground = (*ImageColor.getrgb(recipe.ground)[:3], 255) if recipe.ground else (0, 0, 0, 0)
    icon = Pillow.new("RGBA", (recipe.width, recipe.height), ground)
    icon.alpha_composite(picture, ((recipe.width - size.width) // 2, (recipe.height - size.height) // 2))
    result = BytesIO()
    (icon.convert("RGB") if recipe.ground else icon).save(result, recipe.format, **ENCODINGS[recipe.format].options)
    return result.getvalue()


def fit(size: Size, recipe: Recipe) -> Size:
    """The size of the recipe's picture: never above that of the original, MAX_HEIGHT and MAX_SCALED."""
    if not recipe.height:
        max_pixels = _MAX_AVIF if recipe.format == "AVIF" else MAX_SCALED
        max_width = min(MAX_HEIGHT * size.width // size.height, math.isqrt(max_pixels * size.width // size.height))
        width = max(1, min(recipe.width, size.width, max_width))
        return Size(width, max(1, min(MAX_HEIGHT, round(size.height * width / size.width))))
    width = min(recipe.width, size.width, size.height * recipe.width // recipe.height)
    return Size(max(1, width), max(1, round(width * recipe.height / recipe.width)))


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            from PIL import Image as Pillow

            # Damaged metadata does not make a picture unusable.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            yield
    except PictureError:
        raise
    except Exception as error:  # Pillow's plug-ins raise nearly anything on damaged files
        # Pillow's own sentences have addresses of memory, which differ each time.
        raise PictureError(_PHRASES.get(type(error).__name__, "picture-damaged"), most=f"{MAX_PIXELS:,}") from error


class _Opened(NamedTuple):
    """A picture whose pixels are not read yet, its size as it is displayed, its metadata, and the file's length.

    The length is that without what is not published, or 0 if the file is not published.
    """

    picture: Pillow.Image
    size: Size
    notes: Notes
    bytes: int


def _open(data: bytes) -> _Opened:
    """Open a picture, and read its metadata."""
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
    # Cleaned first: a JPEG is then one picture, whatever followed it, and no metadata in it can be damaged.
    clean_data = data if kind == "HEIF" else without_metadata(data, notes)
    picture = Pillow.open(BytesIO(png.without_faulty_chunks(clean_data)), formats=formats)
    if kind == "HEIF":  # its readers provide the metadata
        notes.exif(picture.info.get("exif") or b"")
    max_pixels = min(MAX_PIXELS, int(_MAX_DECODED / _decoded_bytes(picture)) // 100_000 * 100_000)
    if picture.width * picture.height > max_pixels:
        raise PictureError("picture-pixels", most=f"{max_pixels:,}")
    size = _turned_size(Size(*picture.size), notes.orientation)
    return _Opened(picture, size, notes, 0 if kind == "HEIF" else len(clean_data))


def _decoded_bytes(picture: Pillow.Image) -> float:
    """The bytes for each pixel that its decoder needs at once, before the picture can be reduced."""
    info = picture.info
    if picture.format == "JPEG" and info.get("progressive"):
        # Its passes add to all coefficients of the picture, which have 16 bits each.
        areas: list[int] = [across * down for _, across, down, _ in picture.layer]  # type: ignore[attr-defined]
        return 2 * sum(areas) / max(areas)
    if picture.format == "HEIF":
        # The planes of the file and the bands of the picture, at the depth of the file.
        planes = {400: 1.0, 420: 1.5, 422: 2.0}.get(info.get("chroma", 0), 3.0)
        return (planes + len(picture.getbands())) * (2 if info.get("bit_depth", 8) > 8 else 1)
    # Pillow decodes the last two to several whole copies, and all others row by row.
    return {"WEBP": 13.75, "AVIF": 13.75}.get(str(picture.format), 1.0)


def _turned_size(size: Size, orientation: int) -> Size:
    """The displayed size of a picture with its stored `size`, and the reverse."""
    return Size(size.height, size.width) if orientation >= 5 else size


def _turn(orientation: int) -> Pillow.Transpose | None:
    from PIL.Image import Transpose as T

    turns = (T.FLIP_LEFT_RIGHT, T.ROTATE_180, T.FLIP_TOP_BOTTOM, T.TRANSPOSE, T.ROTATE_270, T.TRANSVERSE, T.ROTATE_90)
    return turns[orientation - 2] if orientation > 1 else None


def _decode(picture: Pillow.Image, data: bytes) -> None:
    """Read all pixels, with as little memory as possible, to find out whether the picture is damaged."""
    layout = png.layout(data) if picture.format == "PNG" else None
    if layout is not None:
        for _ in png.filtered_rows(data, max(1, _BAND // layout.width)):
            pass
    elif picture.format == "HEIF":
        next(_heif_bands(data, 1))
    else:
        picture.draft(None, (1, 1))
        picture.load()


def _reduce(source: Pillow.Image, data: bytes, size: Size) -> Pillow.Image:
    """The picture in RGB, CMYK or grey, with alpha if it has one, reduced while reading to slightly above the size.

    Only its middle in the ratio of the size is certain to be there.
    """
    from PIL import Image as Pillow

    width, height = source.size
    if source.format == "JPEG":
        scale = max(size.width / width, size.height / height)
        # Very large pictures lose a little sharpness, but do not use up the memory.
        scale = min(scale, 0.5) if width * height > MAX_PIXELS / 2 else scale
        source.draft(None, (math.ceil(width * scale), math.ceil(height * scale)))
        return to_basic_mode(source)
    crop_width = min(width, math.ceil(height * size.width / size.height))
    crop_height = min(height, math.ceil(width * size.height / size.width))
    factor = max(1, min(crop_width // size.width, crop_height // size.height))
    crop_left, top = (width - crop_width) // 2, (height - crop_height) // 2 // factor * factor
    bottom = min(height, top + crop_height + factor)
    result: Pillow.Image | None = None
    start = 0
    for band in _bands(source, data, factor * max(1, _BAND // width // factor)):
        upper, lower = max(0, top - start), min(band.height, bottom - start)
        if upper < lower:
            strip = to_basic_mode(band.crop((crop_left, upper, crop_left + crop_width, lower)))
            strip = strip.reduce(factor) if factor > 1 else strip
            result = result or Pillow.new(strip.mode, (strip.width, math.ceil((bottom - top) / factor)))
            result.paste(strip, (0, (start + upper - top) // factor))
        start += band.height
    return cast("Pillow.Image", result)


def _bands(source: Pillow.Image, data: bytes, rows: int) -> Iterator[Pillow.Image]:
    """The picture in bands of `rows` rows."""
    from PIL import Image as Pillow

    width, height = source.size
    layout = png.layout(data) if source.format == "PNG" else None
    if source.format == "HEIF":
        yield from _heif_bands(data, rows)
        return
    if layout is None:
        source.load()
        for top in range(0, height, rows):
            yield source.crop((0, top, width, min(height, top + rows)))
        return
    row_above = bytes(layout.row - 1)
    for strip in png.filtered_rows(data, rows):
        band = Pillow.open(BytesIO(png.strip_png(layout, row_above, strip)), formats=("PNG",))
        band.load()
        row_above = band.crop((0, band.height - 1, width, band.height)).tobytes()
        yield band.crop((0, 1, width, band.height))


def _heif_bands(data: bytes, rows: int) -> Iterator[Pillow.Image]:
    """The picture in a HEIF file in bands of `rows` rows; the whole file is decoded before the first."""
    from PIL import Image as Pillow

    # Not by Pillow, which would copy all pixels before the first of them can be reduced.
    images = import_module("pillow_heif").open_heif(data)
    image = images[images.primary_index]
    pixels, (width, height) = memoryview(image.data), image.size
    for top in range(0, height, rows):
        size = width, min(rows, height - top)
        band = pixels[top * image.stride : (top + size[1]) * image.stride]
        yield Pillow.frombuffer(image.mode, size, bytes(band), "raw", image.mode, image.stride, 1)
