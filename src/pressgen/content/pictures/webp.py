"""The chunks of WebP files (RFC 9649)."""

from __future__ import annotations

from collections.abc import Iterator


def chunks_of(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and contents of the chunks of a WebP."""
    at, end = 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= end:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        yield data[at : at + 4], data[at + 8 : min(end, at + 8 + size)]
        at += 8 + size + size % 2


def file_of(chunks: list[tuple[bytes, bytes]]) -> bytes:
    """A WebP of these chunks, those with metadata only if they have any; its header says so."""
    chunks = [(name, content) for name, content in chunks if content or name not in (b"EXIF", b"XMP ")]
    names = {name for name, _ in chunks}
    flags = 0x08 * (b"EXIF" in names) | 0x04 * (b"XMP " in names)
    if flags and b"VP8X" not in names and names & {b"VP8 ", b"VP8L"}:
        chunks = [(b"VP8X", _header(dict(chunks))), *chunks]
    body = b"WEBP"
    for name, content in chunks:
        if name == b"VP8X" and content:
            content = bytes((content[0] & ~0x0C | flags,)) + content[1:]
        body += name + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _header(chunks: dict[bytes, bytes]) -> bytes:
    """The content of VP8X for a picture without it: whether it is transparent, and its size (RFC 9649)."""
    if b"VP8L" in chunks:
        bits = int.from_bytes(chunks[b"VP8L"][1:5], "little")
        width, height, alpha = bits & 0x3FFF, bits >> 14 & 0x3FFF, bits >> 28 & 1
    else:
        frame = chunks[b"VP8 "]
        width, height = ((int.from_bytes(frame[at : at + 2], "little") & 0x3FFF) - 1 for at in (6, 8))
        alpha = 0
    return bytes((alpha << 4, 0, 0, 0)) + width.to_bytes(3, "little") + height.to_bytes(3, "little")
