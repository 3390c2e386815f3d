"""Exif and XMP into an AVIF that libavif has just written (ISO/IEC 23008-12, MIAF)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SIZES = b"\x44\x00"  # of offsets, lengths and base offsets in `iloc`, as libavif writes them
_ROW = struct.Struct(">HHHII")
"""An item of `iloc` in one piece: its number, where its data is (0: in this file), 1, its offset and its length."""


def with_notes(data: bytes, exif: bytes, xmp: bytes) -> bytes:
    """The picture with these two as items of their own; unchanged if another program has written it."""
    boxes = dict(_boxes(data))
    children = dict(_boxes(boxes[b"meta"][4:])) if b"meta" in boxes else {}
    locations, infos = children.get(b"iloc", b""), children.get(b"iinf", b"")
    is_known = locations[:6] == b"\0\0\0\0" + _SIZES and len(locations) % _ROW.size == 8
    if not is_known or infos[:4] != bytes(4) or b"mdat" not in boxes:
        return data
    items = [(b"Exif", b"", bytes(4) + exif)] if exif else []
    items += [(b"mime", b"application/rdf+xml\0", xmp)] if xmp else []
    rows = [[*row] for row in _ROW.iter_unpack(locations[8:])]
    next_id = 1 + max(row[0] for row in rows)
    primary = children[b"pitm"][4:6]
    references = children.get(b"iref", bytes(4))
    for number, (kind, content_type, _) in enumerate(items, next_id):
        item = number.to_bytes(2, "big")
        infos += _box(b"infe", b"\2\0\0\0" + item + b"\0\0" + kind + b"\0" + content_type)
        references += _box(b"cdsc", item + b"\0\1" + primary)
    count = int.from_bytes(infos[4:6], "big") + len(items)
    children[b"iinf"] = infos[:4] + count.to_bytes(2, "big") + infos[6:]
    children[b"iref"] = references
    # The new meta box is longer, which moves what follows it, and that has the pixels.
    before, after = len(boxes[b"meta"]) - 4, sum(8 + len(content) for content in children.values())
    growth = after - before + 14 * len(items)  # and `iloc` has a row more for each item
    for row in rows:
        row[3] += growth
    start = len(data) + growth + 8
    for number, (_, _, content) in enumerate(items, next_id):
        rows.append([number, 0, 1, start, len(content)])
        start += len(content)
    table = b"".join(_ROW.pack(*row) for row in rows)
    children[b"iloc"] = b"\0\0\0\0" + _SIZES + len(rows).to_bytes(2, "big") + table
    boxes[b"meta"] = bytes(4) + b"".join(_box(name, content) for name, content in children.items())
    file = b"".join(_box(name, content) for name, content in boxes.items())
    return file + _box(b"mdat", b"".join(content for _, _, content in items))


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size < 8:
            return
        yield data[at + 4 : at + 8], data[at + 8 : at + size]
        at += size


def _box(name: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content
