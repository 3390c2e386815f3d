"""Pictures: measured, cut and scaled (the only home of Pillow)."""

from __future__ import annotations

import hashlib
import re
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Literal, cast

from msgspec import Struct

from pressgen.content.png import without_faulty_chunks
from pressgen.model import Image, Recipe

if TYPE_CHECKING:
    from PIL import Image as Pillow

Format = Literal["JPEG", "PNG", "WEBP", "GIF"]
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg"})
READABLE = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 60_000_000
# What makes an SVG more than a drawing: it would run in the site's own name when opened.
SVG_ACTIVE = re.compile(
    rb"<\s*(?:[\w-]+:)?(script|foreignObject|iframe|handler|set|animate)|\son\w+\s*=|javascript:|<!ENTITY", re.I
)
SVG_TAG = re.compile(rb"<svg\b[^>]*>", re.S)
SVG_SIZE = re.compile(rb'\s(width|height)\s*=\s*["\']\s*([\d.]+)(?:px)?\s*["\']')
SVG_BOX = re.compile(rb'\sviewBox\s*=\s*["\']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)')


PROFILE_FAULT = "has a colour profile that cannot be read; it is shown without"
_PROFILE_HEAD = 128
FAULTS = {
    "UnidentifiedImageError": "the file is no JPEG, PNG, WebP or GIF picture, or it is damaged",
    "DecompressionBombError": f"the picture has more than {MAX_PIXELS:,} pixels",
    "DecompressionBombWarning": f"the picture has more than {MAX_PIXELS:,} pixels",
}


class PictureError(Exception):
    """A picture that cannot be used; the message is one sentence."""


class Size(Struct, frozen=True):
    """Pixels."""

    width: int
    height: int


def measure(path: str, data: bytes) -> Image:
    """Size and digest of a picture file; raises PictureError.

    The digest covers the encoder's version, so files made by another version get other names.
    """
    from PIL import __version__

    digest = hashlib.blake2b(data, digest_size=8, key=__version__.encode()).hexdigest()
    if path.lower().endswith(".svg"):
        size = _measure_svg(data)
        return Image(path=path, digest=digest, width=size.width, height=size.height, format="SVG")
    with _opened(data) as picture:
        width, height = picture.size
        if _is_on_its_side(picture):
            width, height = height, width
        name, fault = cast(Format, picture.format), _profile_fault(picture, data)
        return Image(path=path, digest=digest, width=width, height=height, format=name, fault=fault)


def _is_on_its_side(picture: Pillow.Image) -> bool:
    """Whether EXIF says that the camera was held on its side; where EXIF is damaged, it was not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return bool(picture.getexif().get(0x0112, 1) >= 5)
        except Exception:  # as with damaged pictures, nearly anything
            return False


def _profile_fault(picture: Pillow.Image, data: bytes) -> str:
    """What is wrong with the colour profile, or an empty text."""
    profile = picture.info.get("icc_profile")
    is_lost = not profile and picture.format == "PNG" and b"iCCP" in data
    return PROFILE_FAULT if is_lost or (profile and not _is_profile(profile)) else ""


def _is_profile(profile: bytes) -> bool:
    """Whether these are the bytes of an ICC profile: its own length and signature (ICC.1, 7.2) say so."""
    return (
        len(profile) > _PROFILE_HEAD
        and profile[36:40] == b"acsp"
        and int.from_bytes(profile[:4], "big") <= len(profile)
    )


def derive(data: bytes, recipe: Recipe) -> bytes:
    """The picture cut to the recipe's ratio from its middle, scaled down, without metadata."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    with _opened(data) as opened:
        profile = opened.info.get("icc_profile", b"")
        profile = profile if profile and _is_profile(profile) else None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as in _opened
            picture: Pillow.Image = ImageOps.exif_transpose(opened)
        size = fit(Size(*picture.size), recipe)
        clear = recipe.format != "JPEG" and ("A" in picture.getbands() or "transparency" in picture.info)
        picture = _flat(picture) if not clear else picture.convert("RGBA")
        picture = ImageOps.fit(picture, (size.width, size.height), Pillow.Resampling.LANCZOS)
        result = BytesIO()
        options: dict[str, object] = {"icc_profile": profile} if profile and len(profile) < 4096 else {}
        if recipe.format == "WEBP":
            options |= {"quality": recipe.quality, "method": 4}
        elif recipe.format == "JPEG":
            options |= {"quality": recipe.quality, "optimize": True, "progressive": True}
        else:
            options |= {"optimize": True}
        picture.save(result, recipe.format, **options)
        return result.getvalue()


def fit(size: Size, recipe: Recipe) -> Size:
    """Pixels of the picture that the recipe makes: never larger than the original."""
    if not recipe.height:
        width = min(recipe.width, size.width)
        return Size(width, max(1, round(size.height * width / size.width)))
    width = min(recipe.width, size.width, size.height * recipe.width // recipe.height)
    return Size(max(1, width), max(1, round(width * recipe.height / recipe.width)))


def _opened(data: bytes) -> Pillow.Image:
    from PIL import Image as Pillow

    Pillow.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            # A camera's notes may be damaged; the picture is not.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            picture = Pillow.open(BytesIO(without_faulty_chunks(data)), formats=READABLE)
            picture.load()
            return picture
    except Exception as error:  # Pillow's plug-ins raise nearly anything on damaged files
        # Pillow's own words name objects in memory, which differ from run to run.
        raise PictureError(FAULTS.get(type(error).__name__, "the picture is damaged")) from error


def _flat(picture: Pillow.Image) -> Pillow.Image:
    from PIL import Image as Pillow

    if "A" in picture.getbands() or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Pillow.new("RGBA", layer.size, (255, 255, 255, 255))
        ground.alpha_composite(layer)
        return ground.convert("RGB")
    return picture.convert("RGB")


def _measure_svg(data: bytes) -> Size:
    if SVG_ACTIVE.search(data):
        raise PictureError("the SVG holds code, animation or foreign content")
    tag = SVG_TAG.search(data)
    if tag is None:
        raise PictureError("the file is not an SVG picture")
    sizes = {name: float(value) for name, value in SVG_SIZE.findall(tag[0])}
    box = SVG_BOX.search(tag[0])
    if len(sizes) == 2:
        return Size(max(1, round(sizes[b"width"])), max(1, round(sizes[b"height"])))
    if box:
        return Size(max(1, round(float(box[1]))), max(1, round(float(box[2]))))
    raise PictureError("the SVG says neither its width and height nor its viewBox")
