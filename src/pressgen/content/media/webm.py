"""WebM files (RFC 8794, RFC 9559): what they hold, and what must not be published of it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from pressgen.content.media.parts import MAX_HEADER, Facts, MediaError, Patch, read_bytes

EBML = b"\x1a\x45\xdf\xa3"
"""How such a file begins."""
_SEGMENT, _INFO, _TRACKS, _ENTRY, _VIDEO = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0
_SCALE, _LENGTH, _CODEC, _WIDTH, _HEIGHT = 0x2AD7B1, 0x4489, 0x86, 0xB0, 0xBA
_TAGS, _ATTACHMENTS = 0x1254C367, 0x1941A469


def _elements(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """The elements of a part: the id of each, where it and its content begin, and where it ends."""
    while start + 2 <= end:
        data = read_bytes(file, start, min(12, end - start))
        id_length = _length(data[0])
        size_length = _length(data[id_length])
        number = int.from_bytes(data[id_length : id_length + size_length], "big")
        size = number & ((1 << (7 * size_length)) - 1)
        content = start + id_length + size_length
        is_open = size == (1 << (7 * size_length)) - 1  # its size was not known when it was written
        element_end = end if is_open else content + size
        if element_end > end:
            raise MediaError("media-damaged")
        yield int.from_bytes(data[:id_length], "big"), start, content, element_end
        start = element_end


def _length(first: int) -> int:
    if not first:
        raise MediaError("media-damaged")
    return 9 - first.bit_length()


def _segment(file: BinaryIO, size: int) -> tuple[int, int]:
    for name, _, content, end in _elements(file, 0, size):
        if name == _SEGMENT:
            return content, end
    raise MediaError("media-damaged")


def webm_facts(file: BinaryIO, size: int) -> Facts:
    """What a file says of its film; raises MediaError."""
    info: dict[int, bytes] = {}
    tracks: list[dict[int, bytes]] = []
    for name, _, content, end in _elements(file, *_segment(file, size)):
        if name == _INFO:
            info |= _values(file, content, end)
        elif name == _TRACKS:
            entries = (entry for entry in _elements(file, content, end) if entry[0] == _ENTRY)
            tracks = [_values(file, start, stop) for _, _, start, stop in entries]
            break
    scale = int.from_bytes(info[_SCALE], "big") if _SCALE in info else 1_000_000
    length = struct.unpack(">d" if len(info[_LENGTH]) == 8 else ">f", info[_LENGTH])[0] if _LENGTH in info else 0.0
    film = next((track for track in tracks if any(track.get(_WIDTH, b""))), {})
    width, height = (int.from_bytes(film.get(side, b""), "big") for side in (_WIDTH, _HEIGHT))
    has_sound = any(track.get(_CODEC, b"").startswith(b"A_") for track in tracks)
    codec = film.get(_CODEC, b"").decode("ascii", "replace")
    return Facts(width, height, length * scale / 1e9, codec, bool(width), has_sound)


def _values(file: BinaryIO, start: int, end: int) -> dict[int, bytes]:
    """What a part says of the film, or of a track and its picture."""
    values: dict[int, bytes] = {}
    for name, _, content, stop in _elements(file, start, end):
        if name == _VIDEO:
            values |= _values(file, content, stop)
        elif name in (_SCALE, _LENGTH, _CODEC, _WIDTH, _HEIGHT):
            values[name] = read_bytes(file, content, stop - content)
    return values


def webm_patches(file: BinaryIO, size: int) -> Iterator[Patch]:
    """What is blanked: tags and attached files; raises MediaError."""
    for name, start, _, end in _elements(file, *_segment(file, size)):
        if name in (_TAGS, _ATTACHMENTS) and end - start >= 9:
            if end - start > MAX_HEADER:
                raise MediaError("media-notes")
            # An element Void with a size of eight bytes.
            head = b"\xec" + (1 << 56 | (end - start - 9)).to_bytes(8, "big")
            yield Patch(start, head + bytes(end - start - 9))
