"""PNG files that programs wrote with faults in what is beside the picture: the faults taken out, the picture kept."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ANCILLARY = 0x20  # set in the first letter of a chunk that no picture needs (PNG specification, 5.4)
_FRAME = 12  # bytes of a chunk's length, name and checksum


def without_faulty_chunks(data: bytes) -> bytes:
    """The file without ancillary chunks (colour profile, texts, times) whose checksum is wrong.

    One version of GIMP wrote such profiles. Transparency is needed to show the picture as it is meant, so its
    chunk gets the right checksum instead. Any other file is given back as it is.
    """
    if not data.startswith(_SIGNATURE):
        return data
    kept, is_changed = [_SIGNATURE], False
    for name, chunk in _chunks(data):
        is_sound = zlib.crc32(chunk[4:-4]) == int.from_bytes(chunk[-4:], "big")
        if is_sound or not name or not name[0] & _ANCILLARY:
            kept.append(chunk)
            continue
        is_changed = True
        if name == b"tRNS":
            kept.append(chunk[:-4] + zlib.crc32(chunk[4:-4]).to_bytes(4, "big"))
    return b"".join(kept) if is_changed else data


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk with its name; what is no whole chunk comes last, without a name."""
    at = len(_SIGNATURE)
    while at + _FRAME <= len(data):
        end = at + _FRAME + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            break
        yield data[at + 4 : at + 8], data[at:end]
        at = end
    if at < len(data):
        yield b"", data[at:]
