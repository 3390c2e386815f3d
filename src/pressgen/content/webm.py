"""WebM files (RFC 8794, RFC 9559): what they hold, and what must not be published of it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from pressgen.content.media_parts import MAX_HEADER, Facts, MediaError, Patch, read_bytes

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
    scale, length, codec, width, height = 1_000_000, 0.0, "", 0, 0
    has_sound = False
    for name, _, content, end in _elements(file, *_segment(file, size)):
        if name == _INFO:
            for part, _, start, stop in _elements(file, content, end):
                if part == _SCALE:
                    scale = int.from_bytes(read_bytes(file, start, stop - start), "big")
                elif part == _LENGTH:
                    length = struct.unpack(">d" if stop - start == 8 else ">f", read_bytes(file, start, stop - start))[
                        0
                    ]
        elif name == _TRACKS:
            for part, _, start, stop in _elements(file, content, end):
                if part == _ENTRY:
                    name_of_codec, *sides = _track_facts(file, start, stop)
                    has_sound = has_sound or name_of_codec.startswith("A_")
                    if sides[0] and not width:
                        codec, (width, height) = name_of_codec, sides
            break
    return Facts(width, height, length * scale / 1e9, codec, bool(width), has_sound)


def _track_facts(file: BinaryIO, start: int, end: int) -> tuple[str, int, int]:
    codec, sides = "", {_WIDTH: 0, _HEIGHT: 0}
    for name, _, content, stop in _elements(file, start, end):
        if name == _CODEC:
            codec = read_bytes(file, content, stop - content).decode("ascii", "replace")
        elif name == _VIDEO:
            for part, _, first, last in _elements(file, content, stop):
                if part in sides:
                    sides[part] = int.from_bytes(read_bytes(file, first, last - first), "big")
    return codec, sides[_WIDTH], sides[_HEIGHT]


def webm_patches(file: BinaryIO, size: int) -> Iterator[Patch]:
    """What is blanked: tags and attached files; raises MediaError."""
    for name, start, _, end in _elements(file, *_segment(file, size)):
        if name in (_TAGS, _ATTACHMENTS) and end - start >= 9:
            if end - start > MAX_HEADER:
                raise MediaError("media-notes")
            # An element Void with a size of eight bytes.
            head = b"\xec" + (1 << 56 | (end - start - 9)).to_bytes(8, "big")
            yield Patch(start, head + bytes(end - start - 9))
