"""PNG files: faults beside the picture taken out, and large pictures read in strips."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from msgspec import Struct

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ANCILLARY = 0x20  # set in the first letter of a chunk that no picture needs (PNG specification, 5.4)
_FRAME = 12  # bytes of a chunk's length, name and checksum
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type (11.2.1)
_FILTERS = 5
_PIECE = 1 << 16


def without_faulty_chunks(data: bytes) -> bytes:
    """The file without ancillary chunks (colour profile, texts, times) whose checksum is wrong.

    One version of GIMP wrote such profiles. Transparency is needed to show the picture as it is meant, so its
    chunk gets the right checksum instead. Any other file is given back as it is.
    """
    if not data.startswith(_SIGNATURE):
        return data
    kept: list[bytes | memoryview] = [_SIGNATURE]
    is_changed = False
    for name, chunk in _chunks(data):
        is_sound = zlib.crc32(chunk[4:-4]) == int.from_bytes(chunk[-4:], "big")
        if is_sound or not name or not name[0] & _ANCILLARY:
            kept.append(chunk)
            continue
        is_changed = True
        if name == b"tRNS":
            kept += [chunk[:-4], zlib.crc32(chunk[4:-4]).to_bytes(4, "big")]
    return b"".join(kept) if is_changed else data


class Layout(Struct, frozen=True):
    """How the rows of a picture follow each other; `before` are the chunks that its colours need.

    `depth` and `colour` are as in the header, with at most 8 bits: what is beyond is left out of the rows.
    """

    width: int
    height: int
    depth: int
    colour: int
    before: bytes

    @property
    def row(self) -> int:
        """Bytes of a row with the number of its filter."""
        return 1 + self.width * _CHANNELS[self.colour] * self.depth // 8


def layout(data: bytes) -> Layout | None:
    """The layout of a PNG that can be read in strips; None for one that is interlaced or has less than 8 bits."""
    header = data[16:29]
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    depth, colour = header[8], header[9]
    if header[12] or depth < 8 or colour not in _CHANNELS:
        return None
    before = b""
    for name, chunk in _chunks(data):
        if name == b"tRNS" and depth == 16:
            before += _chunk(name, b"".join(b"\0" + chunk[at : at + 1] for at in range(8, len(chunk) - 4, 2)))
        elif name in (b"PLTE", b"tRNS"):
            before += _chunk(name, chunk[8:-4])
    return Layout(width, height, 8, colour, before)


def filtered_rows(data: bytes, rows: int) -> Iterator[bytes]:
    """The rows of a PNG that has a layout, some at a time, as they were before compression; raises ValueError.

    Filters work on single bytes (9.2), so of 16 bits the upper ones are rows of a picture with 8.
    """
    form, depth = layout(data), data[24]
    assert form is not None
    stride = 1 + (form.row - 1) * depth // 8
    left = form.height
    for part in _inflated(data, rows * stride):
        count = min(left, len(part) // stride)
        part = part[: count * stride]
        if count and max(part[::stride]) >= _FILTERS:
            raise ValueError("unknown filter")
        left -= count
        if depth == 16:
            starts = range(0, len(part), stride)
            part = b"".join([part[at : at + 1] + part[at + 1 : at + stride : 2] for at in starts])
        if count:
            yield part
    if left:
        raise ValueError("rows are missing")


def strip(form: Layout, above: bytes, rows: bytes) -> bytes:
    """A PNG of some rows, with the row `above` them, which they may need, at its head."""
    height = 1 + len(rows) // form.row
    header = form.width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((form.depth, form.colour, 0, 0, 0))
    pixels = zlib.compress(b"\0" + above + rows, 0)
    return _SIGNATURE + _chunk(b"IHDR", header) + form.before + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _inflated(data: bytes, size: int) -> Iterator[bytes]:
    """The decompressed pixels, `size` bytes at a time, the rest last; raises ValueError where they are damaged."""
    inflate, part = zlib.decompressobj(), b""
    try:
        for chunk in (chunk[8:-4] for name, chunk in _chunks(data) if name == b"IDAT"):
            for at in range(0, len(chunk), _PIECE):
                rest: bytes | memoryview = chunk[at : at + _PIECE]
                while rest:
                    part += inflate.decompress(rest, size - len(part))
                    rest = inflate.unconsumed_tail
                    if len(part) == size:
                        yield part
                        part = b""
        yield part + inflate.flush()
    except zlib.error as error:
        raise ValueError("damaged pixels") from error


def _chunk(name: bytes, content: bytes | memoryview) -> bytes:
    body = name + content
    return len(content).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Every chunk with its name; what is no whole chunk comes last, without a name."""
    at, view = len(_SIGNATURE), memoryview(data)
    while at + _FRAME <= len(data):
        end = at + _FRAME + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            break
        yield data[at + 4 : at + 8], view[at:end]
        at = end
    if at < len(data):
        yield b"", view[at:]
