"""What readers of film and sound files share: their errors, what they find, and what is blanked."""

from __future__ import annotations

from typing import BinaryIO, NamedTuple

from msgspec import Struct

from pressgen.content.pictures.metadata import PictureError

MAX_HEADER = 64 * 2**20
"""Bytes of the largest part of a file that is read at once."""


class MediaError(PictureError):
    """A film or a sound that cannot be used; `reason` says why."""


class Patch(NamedTuple):
    """Bytes that take the place of as many others in a file, from `offset` on."""

    offset: int
    data: bytes


class Facts(Struct, frozen=True):
    """Size in pixels, length and codec of a film or a sound; 0 and empty where a file does not say it."""

    width: int = 0
    height: int = 0
    seconds: float = 0
    codec: str = ""
    has_picture: bool = True
    has_sound: bool = True


def read_bytes(file: BinaryIO, start: int, length: int) -> bytes:
    """Some bytes of a file; raises MediaError if they are too many, or if it ends before them."""
    if length > MAX_HEADER:
        raise MediaError("media-damaged")
    file.seek(start)
    data = file.read(length)
    if len(data) < length:
        raise MediaError("media-damaged")
    return data
