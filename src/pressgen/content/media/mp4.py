"""MP4 and QuickTime files (ISO/IEC 14496-12): what they hold, and what must not be published of it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from pressgen.content.media.parts import MAX_HEADER, Facts, MediaError, Patch, read_bytes

STARTS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
"""Types of the boxes with which such a file begins."""
_RIGHTS = (b"cprt", b"\xa9cpy", b"\xa9ART", b"aART", b"auth")
"""Notes that stay: whose it is."""
_HIDDEN_TRACKS = (b"meta", b"camm", b"gpmd", b"sbtl")
"""Handlers of tracks that no browser shows; cameras write where they were into them, second by second."""


class _Box(Struct, frozen=True):
    """A box: its type, where it and its content begin, and where it ends."""

    type: bytes
    start: int
    content: int
    end: int


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[_Box]:
    while start + 8 <= end:
        size, kind = struct.unpack(">I4s", read_bytes(file, start, 8))
        content = start + 8
        if size == 1:
            size, content = struct.unpack(">Q", read_bytes(file, start + 8, 8))[0], start + 16
        elif size == 0:
            size = end - start
        if size < content - start or start + size > end:
            if kind == b"\0\0\0\0":  # QuickTime ends a list of notes with four empty bytes
                return
            raise MediaError("media-damaged")
        yield _Box(kind, start, content, start + size)
        start += size


def _child(file: BinaryIO, box: _Box, *path: bytes) -> _Box | None:
    for kind in path:
        found = next((each for each in _boxes(file, box.content, box.end) if each.type == kind), None)
        if found is None:
            return None
        box = found
    return box


def _content(file: BinaryIO, box: _Box) -> bytes:
    return read_bytes(file, box.content, box.end - box.content)


def _handler(file: BinaryIO, track: _Box) -> bytes:
    handler = _child(file, track, b"mdia", b"hdlr")
    return _content(file, handler)[8:12] if handler else b""


def mp4_facts(file: BinaryIO, size: int) -> Facts:
    """What a file says of its film or sound; raises MediaError."""
    movie = next((box for box in _boxes(file, 0, size) if box.type == b"moov"), None)
    head = _child(file, movie, b"mvhd") if movie else None
    if movie is None or head is None:
        raise MediaError("media-damaged")
    data = _content(file, head)
    scale, length = struct.unpack(">IQ", data[20:32]) if data[0] == 1 else struct.unpack(">II", data[12:20])
    seconds = length / scale if scale else 0
    tracks = [box for box in _boxes(file, movie.content, movie.end) if box.type == b"trak"]
    handlers = {_handler(file, track): track for track in reversed(tracks)}
    if b"vide" not in handlers:
        return Facts(seconds=seconds, has_picture=False)
    return _picture_facts(file, handlers[b"vide"], seconds, b"soun" in handlers)


def _picture_facts(file: BinaryIO, track: _Box, seconds: float, has_sound: bool) -> Facts:
    head, described = _child(file, track, b"tkhd"), _child(file, track, b"mdia", b"minf", b"stbl", b"stsd")
    if head is None or described is None:
        raise MediaError("media-damaged")
    data = _content(file, head)
    matrix = 52 if data[0] == 1 else 40
    a, _, _, _, d = struct.unpack(">5i", data[matrix : matrix + 20])
    width, height = (each >> 16 for each in struct.unpack(">II", data[matrix + 36 : matrix + 44]))
    if not a and not d:  # a phone that was held upright
        width, height = height, width
    codec = _content(file, described)[12:16].decode("latin-1")
    return Facts(width, height, seconds, codec, has_sound=has_sound)


def mp4_patches(file: BinaryIO, size: int) -> Iterator[Patch]:
    """What is blanked: all notes but those on rights, and tracks that are not shown; raises MediaError."""
    for box in _boxes(file, 0, size):
        if box.type in (b"udta", b"meta", b"uuid"):
            yield from _blank(box)
        elif box.type == b"moov":
            yield from _movie_patches(file, box)


def _movie_patches(file: BinaryIO, movie: _Box) -> Iterator[Patch]:
    """What is blanked in a movie, or in a track of it."""
    for box in _boxes(file, movie.content, movie.end):
        if box.type in (b"meta", b"uuid"):
            yield from _blank(box)
        elif box.type == b"udta":
            yield from _notes_patches(file, box)
        elif box.type == b"trak" and movie.type == b"moov":
            if _handler(file, box) in _HIDDEN_TRACKS:
                yield from _samples(file, box)
                yield from _blank(box)
            else:
                yield from _movie_patches(file, box)


def _notes_patches(file: BinaryIO, notes: _Box) -> Iterator[Patch]:
    """Blank the notes in a box, but not who has the rights."""
    for box in _boxes(file, notes.content, notes.end):
        if box.type == b"meta":
            items = _child(file, _Box(b"meta", box.start, box.content + 4, box.end), b"ilst")
            if items is None:
                yield from _blank(box)
                continue
            for item in _boxes(file, items.content, items.end):
                if item.type not in _RIGHTS:
                    yield from _blank(item)
        elif box.type not in _RIGHTS and box.type != b"free":
            yield from _blank(box)


def _blank(box: _Box) -> Iterator[Patch]:
    """Free space of the same size (14496-12, 8.1.2)."""
    yield Patch(box.start + 4, b"free")
    if box.end - box.content > MAX_HEADER:
        raise MediaError("media-notes")
    yield Patch(box.content, bytes(box.end - box.content))


def _samples(file: BinaryIO, track: _Box) -> Iterator[Patch]:
    """Blank all that a track has in the data of the file; raises MediaError if its tables cannot be followed."""
    table = _child(file, track, b"mdia", b"minf", b"stbl")
    parts = {box.type: _content(file, box) for box in _boxes(file, table.content, table.end)} if table else {}
    sizes, chunks, offsets = parts.get(b"stsz"), parts.get(b"stsc"), parts.get(b"stco") or parts.get(b"co64")
    if sizes is None or chunks is None or offsets is None:
        raise MediaError("media-notes")
    size, count = struct.unpack(">II", sizes[4:12])
    lengths = iter([size] * min(count, MAX_HEADER) if size else struct.unpack(f">{count}I", sizes[12 : 12 + 4 * count]))
    form = "Q" if b"co64" in parts else "I"
    (number,) = struct.unpack(">I", offsets[4:8])
    starts = struct.unpack(f">{number}{form}", offsets[8 : 8 + number * (8 if form == "Q" else 4)])
    (runs,) = struct.unpack(">I", chunks[4:8])
    per_chunk = {first: held for first, held, _ in struct.iter_unpack(">III", chunks[8 : 8 + 12 * runs])}
    held = 0
    for chunk, start in enumerate(starts, 1):
        held = per_chunk.get(chunk, held)
        total = sum(length for _, length in zip(range(held), lengths, strict=False))
        if total > MAX_HEADER:
            raise MediaError("media-notes")
        yield Patch(start, bytes(total))
