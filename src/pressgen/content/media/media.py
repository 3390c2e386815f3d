"""Film and sound: what their files say of themselves, and which bytes of them must not be published.

Phones write the place of a recording into its file. So a file is published with all notes about it blanked, in their
places: no byte of picture or sound moves.
"""

from __future__ import annotations

import re
import struct
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from pressgen.content.media.mp4 import STARTS, mp4_facts, mp4_patches
from pressgen.content.media.parts import MAX_HEADER, Facts, MediaError, Patch, read_bytes
from pressgen.content.media.sound import PLACE, id3_patches, wav_patches
from pressgen.content.media.webm import EBML, webm_facts, webm_patches
from pressgen.errors import Phrase
from pressgen.model.media import FORMATS, Kind, MediaFile

MAX_SIZE = 2 * 2**30
"""Bytes of the largest file that is published."""
_MP4 = (".mp4", ".m4v", ".mov", ".m4a")
_POINTER = b"version https://git-lfs"


def measure(path: Path) -> MediaFile:
    """What a file of film or sound is; it has a fault if it cannot be played or published."""
    kind: Kind = FORMATS[path.suffix.lower()].kind
    try:
        size = path.stat().st_size
        with open(path, "rb") as file:
            published_patches(path)
            facts = _facts(path, file, size)
            patches(file, size, path.suffix)
    except MediaError as error:
        is_refused = error.reason.key == "media-notes"
        return MediaFile(kind=kind, fault=error.reason, refusal=error.reason if is_refused else None)
    except OSError:
        return MediaFile(kind=kind, fault=Phrase("media-unread"))
    if kind == "film" and not facts.has_picture:
        kind = "sound"
    return MediaFile(
        kind=kind,
        size=size,
        width=facts.width,
        height=facts.height,
        seconds=round(facts.seconds, 3),
        codec=facts.codec,
        is_silent=kind == "film" and not facts.has_sound,
    )


def patches(file: BinaryIO, size: int, suffix: str) -> list[Patch]:
    """What has to be blanked in a file before it is published; raises MediaError if that cannot be done."""
    head = read_bytes(file, 0, min(size, 16))
    try:
        if suffix.lower() in _MP4 and head[4:8] in STARTS:
            return list(mp4_patches(file, size))
        if head[:4] == EBML:
            return list(webm_patches(file, size))
        if head[:3] == b"ID3":
            return list(id3_patches(file))
        if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
            return list(wav_patches(file, size))
        if head[:4] in (b"OggS", b"fLaC") and PLACE.search(read_bytes(file, 0, min(size, 1 << 18))):
            raise MediaError("media-notes")
    except (struct.error, IndexError) as error:
        raise MediaError("media-damaged") from error
    return []


def _facts(path: Path, file: BinaryIO, size: int) -> Facts:
    if not size:
        raise MediaError("media-empty")
    if size > MAX_SIZE:
        raise MediaError("media-large", most=MAX_SIZE // 2**30)
    head = read_bytes(file, 0, min(size, 64))
    if head.startswith(_POINTER):
        raise MediaError("media-pointer")
    suffix = path.suffix.lower()
    try:
        if head[4:8] in STARTS:
            _check_format(suffix, _MP4)
            return mp4_facts(file, size)
        if head[:4] == EBML:
            _check_format(suffix, (".webm",))
            return webm_facts(file, size)
    except (struct.error, IndexError) as error:
        raise MediaError("media-damaged") from error
    if suffix in (*_MP4, ".webm"):
        raise MediaError("media-format")
    return _sound_facts(path, head, suffix)


def _check_format(suffix: str, endings: tuple[str, ...]) -> None:
    # A browser goes by the media type that a host takes from the ending.
    if suffix not in endings:
        raise MediaError("media-format")


def _sound_facts(path: Path, head: bytes, suffix: str) -> Facts:
    if head[:4] == b"OggS":
        _check_format(suffix, (".ogv", ".ogg", ".oga", ".opus"))
        if suffix == ".ogv":  # the library reads sound only
            return Facts()
    elif head[:4] == b"RIFF":
        _check_format(suffix, (".wav",))
    elif head[:4] == b"fLaC":
        _check_format(suffix, (".flac",))
    elif suffix in (".mp3", ".aac"):
        # Sound without a header begins with eleven ones (ISO 11172-3, 2.4.1.3), perhaps after a tag.
        if head[:3] != b"ID3" and not (head[0] == 0xFF and head[1] & 0xE0 == 0xE0):
            raise MediaError("media-format")
    else:
        raise MediaError("media-format")
    if suffix == ".aac":
        return Facts(has_picture=False)
    from tinytag import TinyTag

    try:
        seconds = TinyTag.get(path, tags=False).duration or 0
    except Exception as error:  # its readers raise anything on damaged files
        raise MediaError("media-damaged") from error
    if not seconds:
        raise MediaError("media-damaged")
    return Facts(seconds=seconds, has_picture=False)


def is_media(path: Path) -> bool:
    """Whether a file is published as film or sound, by its name."""
    return path.suffix.lower() in FORMATS


def published_patches(path: Path) -> list[Patch]:
    """What is blanked in a file when it is published; nothing in one that is no film or sound after all."""
    with open(path, "rb") as file:
        size = path.stat().st_size
        if not size:
            return []
        try:
            return patches(file, size, path.suffix)
        except MediaError as error:
            if error.reason.key == "media-damaged":
                return _damaged_patches(file, size)
            raise


def patched(data: bytes, changes: list[Patch]) -> bytes:
    """The bytes of a file with patches in their places."""
    result = bytearray(data)
    for offset, new in changes:
        result[offset : offset + len(new)] = new
    return bytes(result)


def _damaged_patches(file: BinaryIO, size: int) -> list[Patch]:
    """Nothing for a file that is damaged and has no place in it; raises MediaError if it may have one."""
    with suppress(OSError):
        file.seek(0)
        data = file.read(min(size, MAX_HEADER))
        if not re.search(rb"\xa9xyz|loci|ISO6709|LOCATION|(?i:gps)", data):
            return []
    raise MediaError("media-notes")
