"""The colours of pictures: modes that can be scaled, and colours that browsers show right."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from PIL import Image as Pillow

_PROFILE_HEAD, _LARGE_PROFILE = 128, 4096


def to_basic_mode(picture: Pillow.Image) -> Pillow.Image:
    """The picture, with its pixels read, in RGB, CMYK or grey, with alpha if it has any transparency."""
    if picture.mode.startswith("I"):  # 16 bits
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    picture.load()
    if "transparency" in picture.info or picture.mode in ("PA", "La", "RGBa"):
        return picture.convert("RGBA")
    if picture.mode in ("RGB", "RGBA", "CMYK", "L", "LA"):
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def to_web_colours(picture: Pillow.Image, profile: bytes) -> tuple[Pillow.Image, bytes]:
    """The picture in RGB or RGBA with its profile if that is small and of RGB; else in sRGB, without a profile."""
    from PIL import ImageCms

    alpha = picture.getchannel("A") if "A" in picture.getbands() else None
    colours = picture.convert({"RGBA": "RGB", "LA": "L"}.get(picture.mode, picture.mode))
    colour_space = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}.get(profile[16:20], "")
    if colour_space == "RGB" and colours.mode == "L":
        colours = colours.convert("RGB")
    is_kept = colour_space == colours.mode == "RGB" and len(profile) < _LARGE_PROFILE
    if colour_space == colours.mode and not is_kept:
        with suppress(ImageCms.PyCMSError):
            source_profile, srgb = BytesIO(profile), ImageCms.createProfile("sRGB")
            colours = cast("Pillow.Image", ImageCms.profileToProfile(colours, source_profile, srgb, outputMode="RGB"))
    colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours, profile if is_kept else b""


def valid_profile(picture: Pillow.Image) -> bytes:
    """The colour profile of a picture; empty if it has none that can be read."""
    profile = picture.info.get("icc_profile") or b""
    return profile if _is_valid_profile(profile) else b""


def has_faulty_profile(picture: Pillow.Image, data: bytes) -> bool:
    """Whether the picture has a colour profile that cannot be read."""
    profile = picture.info.get("icc_profile")
    # Pillow leaves out a profile that is too damaged to be decompressed.
    is_lost = not profile and picture.format == "PNG" and b"iCCP" in data
    return is_lost or bool(profile and not _is_valid_profile(profile))


def _is_valid_profile(profile: bytes) -> bool:
    """Whether a profile has the length and signature of an ICC profile (ICC.1, 7.2)."""
    return (
        len(profile) > _PROFILE_HEAD
        and profile[36:40] == b"acsp"
        and int.from_bytes(profile[:4], "big") <= len(profile)
    )
