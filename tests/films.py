"""Small films and sounds, written by hand, with notes about where they were made."""

from __future__ import annotations

import struct

PLACE = b"+41.3111+069.2797/"
"""Where a phone says that a film was made (ISO 6709)."""


def box(kind: bytes, *parts: bytes) -> bytes:
    """A box of MP4."""
    content = b"".join(parts)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def mp4(
    notes: bytes = b"",
    notes_of_track: bytes = b"",
    behind: bytes = b"",
    telemetry: bytes = b"",
    codec: bytes = b"avc1",
    has_sound: bool = True,
    has_picture: bool = True,
    is_upright: bool = False,
) -> bytes:
    """A film of 6 seconds, 320 × 180 pixels; notes are boxes, telemetry is what a camera writes beside the picture."""
    start = box(b"ftyp", b"isom", bytes(4), b"isom")
    data = box(b"mdat", b"picture and sound", telemetry)
    tracks = [_track(b"vide", codec, is_upright, notes=notes_of_track)] if has_picture else []
    tracks += [_track(b"soun", b"mp4a")] if has_sound else []
    tracks += [_track(b"meta", b"gpmd", samples=(len(start) + 8 + 17, len(telemetry)))] if telemetry else []
    head = box(b"mvhd", bytes(12), struct.pack(">II", 1000, 6000), bytes(80))
    return start + data + box(b"moov", head, *tracks, notes) + behind


def _track(
    handler: bytes, codec: bytes, is_upright: bool = False, samples: tuple[int, int] = (0, 0), notes: bytes = b""
) -> bytes:
    matrix = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    if not is_upright:
        matrix = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    head = box(b"tkhd", bytes(40), matrix, struct.pack(">II", 320 << 16, 180 << 16))
    described = box(b"stsd", struct.pack(">II", 0, 1), box(codec, bytes(70)))
    start, size = samples
    table = box(
        b"stbl",
        described,
        box(b"stsz", struct.pack(">III", 0, 0, 1), struct.pack(">I", size)),
        box(b"stsc", struct.pack(">II", 0, 1), struct.pack(">III", 1, 1, 1)),
        box(b"stco", struct.pack(">II", 0, 1), struct.pack(">I", start)),
    )
    media = box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(13)), box(b"minf", table))
    return box(b"trak", head, media, notes)


def apple_notes() -> bytes:
    """The notes of an iPhone: a list of keys, and their values."""
    key = b"com.apple.quicktime.location.ISO6709"
    keys = box(b"keys", struct.pack(">II", 0, 1), struct.pack(">I4s", len(key) + 8, b"mdta"), key)
    value = box(struct.pack(">I", 1), box(b"data", struct.pack(">II", 1, 0), PLACE))
    return box(b"meta", box(b"hdlr", bytes(8), b"mdta", bytes(13)), keys, box(b"ilst", value))


def itunes_notes() -> bytes:
    """The notes of most programs: a comment, and who has the rights."""
    items = [box(kind, box(b"data", struct.pack(">II", 1, 0), text)) for kind, text in _ITUNES]
    return box(b"udta", box(b"meta", bytes(4), box(b"hdlr", bytes(8), b"mdir", bytes(13)), box(b"ilst", *items)))


_ITUNES = ((b"\xa9cmt", PLACE), (b"cprt", b"City of Samarkand"))


def mp3(*frames: tuple[bytes, bytes], version: int = 4) -> bytes:
    """A sound of about a second with notes: names of ID3 and their values."""
    tag = b"".join(name + _size(len(text) + 1, version) + b"\0\0\3" + text for name, text in frames)
    head = b"ID3" + bytes((version, 0, 0)) + _synchsafe(len(tag)) if frames else b""
    return head + tag + (b"\xff\xfb\x90\x64" + bytes(413)) * 40


def _size(number: int, version: int) -> bytes:
    return _synchsafe(number) if version == 4 else number.to_bytes(4, "big")


def _synchsafe(number: int) -> bytes:
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))


def wav(**chunks: bytes) -> bytes:
    """A sound of a second, with further chunks."""
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    parts = [(b"fmt ", form), *((name.encode(), data) for name, data in chunks.items()), (b"data", bytes(8000))]
    content = b"WAVE" + b"".join(
        struct.pack("<4sI", name, len(data)) + data + bytes(len(data) % 2) for name, data in parts
    )
    return struct.pack("<4sI", b"RIFF", len(content)) + content


def webm(tags: bytes = b"") -> bytes:
    """A silent film of 2 seconds, 320 × 180 pixels, with tags."""
    info = _element(
        0x1549A966, _element(0x2AD7B1, (1_000_000).to_bytes(3, "big")), _element(0x4489, struct.pack(">d", 2000))
    )
    video = _element(0xE0, _element(0xB0, b"\x01\x40"), _element(0xBA, b"\xb4"))
    tracks = _element(0x1654AE6B, _element(0xAE, _element(0x86, b"V_VP9"), video))
    cluster = _element(0x1F43B675, b"picture")
    more = _element(0x1254C367, tags) if tags else b""
    return _element(0x1A45DFA3, b"webm") + _element(0x18538067, info, tracks, cluster, more)


def _element(name: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + (1 << 56 | len(content)).to_bytes(8, "big") + content


CAPTIONS = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nHello.\n"
FILM = mp4()
SOUND = mp3()
