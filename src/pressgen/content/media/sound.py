"""MP3 and WAV files: what must not be published of the notes in them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

from pressgen.content.media.parts import MAX_HEADER, MediaError, Patch, read_bytes

PLACE = re.compile(rb"(?i)(?:location|geo_?\w*|gps\w*)=")
"""A comment of Ogg and FLAC that says where a recording was made."""
_SOUND_CHUNKS = (b"fmt ", b"data", b"fact", b"cue ", b"smpl", b"JUNK")
_FRAMES = frozenset(
    b"TIT1 TIT2 TIT3 TPE1 TPE2 TALB TCOP TRCK TPOS TDRC TYER TCON TLAN TLEN TPUB TSSE WCOP CTOC CHAP MLLT".split()
)
"""What an MP3 says of itself that stays (ID3v2.4, section 4): title, names, rights and chapters."""


def wav_patches(file: BinaryIO, size: int) -> Iterator[Patch]:
    """What is blanked in a WAV file: every part that is not sound; raises MediaError."""
    start = 12
    while start + 8 <= size:
        kind, length = struct.unpack("<4sI", read_bytes(file, start, 8))
        end = min(size, start + 8 + length)
        if kind not in _SOUND_CHUNKS:
            if length > MAX_HEADER:
                raise MediaError("media-notes")
            yield Patch(start, b"JUNK")
            yield Patch(start + 8, bytes(end - start - 8))
        start = end + length % 2


def id3_patches(file: BinaryIO) -> Iterator[Patch]:
    """What is blanked in an MP3 file: all notes but title, names, rights and chapters; raises MediaError."""
    head = read_bytes(file, 0, 10)
    size = _synchsafe(head[6:10])
    data = read_bytes(file, 10, size)
    # Of the old version, or in an encoding or with parts that hardly anybody writes: nothing of it stays.
    frames = None if head[3] not in (3, 4) or head[5] else _frames(data, head[3])
    # A chapter may have a picture, which may have a place.
    kept = b"".join(frame for name, frame in frames or () if name in _FRAMES and b"APIC" not in frame)
    if frames is None or len(kept) < sum(len(frame) for _, frame in frames):
        yield Patch(5, b"\0")
        yield Patch(10, kept + bytes(size - len(kept)))


def _frames(data: bytes, version: int) -> list[tuple[bytes, bytes]] | None:
    frames, start = [], 0
    while start + 10 <= len(data) and data[start]:
        length = (
            _synchsafe(data[start + 4 : start + 8]) if version == 4 else int.from_bytes(data[start + 4 : start + 8])
        )
        end = start + 10 + length
        if end > len(data):
            return None
        frames.append((data[start : start + 4], data[start:end]))
        start = end
    return frames


def _synchsafe(data: bytes) -> int:
    """A number of seven bits in each byte (ID3v2.4, section 6.2)."""
    return sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(reversed(data)))
