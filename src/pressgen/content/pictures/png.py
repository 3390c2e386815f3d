"""PNG files: the removal of damaged chunks that the picture does not need, and the reading of large ones in strips."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from msgspec import Struct

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
ANCILLARY = 0x20
"""Set in the first letter of a chunk that no picture needs (PNG specification, 5.4)."""
_CHUNK_OVERHEAD = 12  # bytes of a chunk's length, name and checksum
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type (11.2.1)
_FILTER_COUNT = 5
_READ_SIZE = 1 << 16


def without_faulty_chunks(data: bytes) -> bytes:
    """The file without ancillary chunks (colour profile, texts, times) whose checksum is wrong.

    One version of GIMP wrote such profiles. A chunk with transparency gets the right checksum instead, since the
    picture needs it. Any other file is returned unchanged.
    """
    if not data.startswith(_SIGNATURE):
        return data
    pieces: list[bytes | memoryview] = [_SIGNATURE]
    is_changed = False
    for name, chunk in chunks_of(data):
        is_sound = zlib.crc32(chunk[4:-4]) == int.from_bytes(chunk[-4:], "big")
        if is_sound or not name or not name[0] & ANCILLARY:
            pieces.append(chunk)
            continue
        is_changed = True
        if name == b"tRNS":
            pieces += [chunk[:-4], zlib.crc32(chunk[4:-4]).to_bytes(4, "big")]
    return b"".join(pieces) if is_changed else data


class Layout(Struct, frozen=True):
    """How the rows of a picture are stored; `colour_chunks` are those that its colours need.

    `depth` and `colour` are as in the header, but a depth of 16 bits is read as 8.
    """

    width: int
    height: int
    depth: int
    colour: int
    colour_chunks: bytes

    @property
    def row(self) -> int:
        """Bytes of a row, with the number of its filter."""
        return 1 + self.width * _CHANNELS[self.colour] * self.depth // 8


def layout(data: bytes) -> Layout | None:
    """The layout of a PNG that can be read in strips; None for one that is interlaced or has less than 8 bits."""
    header = data[16:29]
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    depth, colour = header[8], header[9]
    # Interlaced pictures are stored in seven passes, and small depths have several pixels in a byte.
    if header[12] or depth < 8 or colour not in _CHANNELS:
        return None
    colour_chunks = b""
    for name, chunk in chunks_of(data):
        if name == b"tRNS" and depth == 16:
            colour_chunks += chunk_of(name, b"".join(b"\0" + chunk[at : at + 1] for at in range(8, len(chunk) - 4, 2)))
        elif name in (b"PLTE", b"tRNS"):
            colour_chunks += chunk_of(name, chunk[8:-4])
    return Layout(width, height, 8, colour, colour_chunks)


def filtered_rows(data: bytes, rows: int) -> Iterator[bytes]:
    """The decompressed rows of a PNG with a layout, `rows` at a time; raises ValueError if they are damaged.

    Filters work on single bytes (9.2), so the upper bytes of 16-bit rows are the rows of an 8-bit picture.
    """
    shape, depth = layout(data), data[24]
    assert shape is not None
    stride = 1 + (shape.row - 1) * depth // 8
    rows_left = shape.height
    for batch in _inflated(data, rows * stride):
        count = min(rows_left, len(batch) // stride)
        batch = batch[: count * stride]
        if count and max(batch[::stride]) >= _FILTER_COUNT:
            raise ValueError("unknown filter")
        rows_left -= count
        if depth == 16:
            starts = range(0, len(batch), stride)
            batch = b"".join([batch[at : at + 1] + batch[at + 1 : at + stride : 2] for at in starts])
        if count:
            yield batch
    if rows_left:
        raise ValueError("rows are missing")


def strip_png(shape: Layout, row_above: bytes, rows: bytes) -> bytes:
    """A PNG of some rows; its first row is the `row_above` them, on which their filters may depend."""
    height = 1 + len(rows) // shape.row
    header = shape.width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((shape.depth, shape.colour, 0, 0, 0))
    pixels = zlib.compress(b"\0" + row_above + rows, 0)
    return (
        _SIGNATURE
        + chunk_of(b"IHDR", header)
        + shape.colour_chunks
        + chunk_of(b"IDAT", pixels)
        + chunk_of(b"IEND", b"")
    )


def _inflated(data: bytes, size: int) -> Iterator[bytes]:
    """The decompressed pixels, `size` bytes at a time, less at the end; raises ValueError if they are damaged."""
    # Never more than `size` bytes at once: a few kilobytes can inflate to gigabytes.
    inflate, batch = zlib.decompressobj(), b""
    try:
        for chunk in (chunk[8:-4] for name, chunk in chunks_of(data) if name == b"IDAT"):
            for at in range(0, len(chunk), _READ_SIZE):
                remaining: bytes | memoryview = chunk[at : at + _READ_SIZE]
                while remaining:
                    batch += inflate.decompress(remaining, size - len(batch))
                    remaining = inflate.unconsumed_tail
                    if len(batch) == size:
                        yield batch
                        batch = b""
        yield batch + inflate.flush()
    except zlib.error as error:
        raise ValueError("damaged pixels") from error


def chunk_of(name: bytes, content: bytes | memoryview) -> bytes:
    """A chunk with its length and checksum."""
    body = name + content
    return len(content).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def chunks_of(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """All chunks with their names; an incomplete one comes last, without a name."""
    at, view = len(_SIGNATURE), memoryview(data)
    while at + _CHUNK_OVERHEAD <= len(data):
        end = at + _CHUNK_OVERHEAD + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            break
        yield data[at + 4 : at + 8], view[at:end]
        at = end
    if at < len(data):
        yield b"", view[at:]
