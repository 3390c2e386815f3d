"""Picture files → the same pictures without the metadata of cameras and programs; pixels stay byte for byte.

Removed: place, time, serial numbers, thumbnails, maker notes, comments, and whatever follows the picture.
Kept: author and rights, title and description, orientation, and what the colours need. Rights can be written in.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from pressgen.content.pictures import avif, png, webp
from pressgen.content.pictures.notes import ARTIST, COPYRIGHT, DESCRIPTION, Notes, write_rights
from pressgen.errors import Phrase, Value
from pressgen.model.rights import NO_RIGHTS, Rights

_MAX_INFLATED = 1 << 20
_JPEG_XMP, _JPEG_IPTC = b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0"
_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_PNG_CHUNKS = set(b"tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split())
_PNG_TEXTS = {b"Author": ARTIST, b"Copyright": COPYRIGHT, b"Title": 0, b"Description": DESCRIPTION}
_WEBP_CHUNKS = {b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_GIF_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_GIF_XMP = b"XMP DataXMP"
_GIF_TRAILER = b"\1" + bytes(range(255, -1, -1)) + b"\0"  # makes XMP end like data of any other kind (XMP, part 3)
_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis", b"mif2"}


class PictureError(Exception):
    """A picture that cannot be used; `reason` says why."""

    def __init__(self, key: str, /, **values: Value) -> None:
        self.reason = Phrase(key, values)
        super().__init__(key)


def kind_of(head: bytes) -> str:
    """The format of a picture by the first 16 bytes of its file; "" for a format without such metadata."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "GIF"
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "TIFF"
    return "HEIF" if head[4:8] == b"ftyp" and head[8:12] in _BRANDS else ""


def without_metadata(data: bytes, notes: Notes | None = None, rights: Rights = NO_RIGHTS) -> bytes:
    """The picture without its metadata, other data unchanged; `notes` receives what is kept.

    The words of `rights` are written into it, except into a GIF, in the place of those that it has. Raises
    PictureError for a format from which metadata cannot be removed.
    """
    kind = kind_of(data[:16])
    if kind == "TIFF":
        raise PictureError("picture-notes-tiff")
    if kind == "HEIF":
        if _has_notes(data):
            raise PictureError("picture-notes-heif")
        return data
    clean = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp, "GIF": _gif}.get(kind)
    return clean(data, notes or Notes(), rights) if clean else data


def with_rights(data: bytes, rights: Rights) -> bytes:
    """A picture that has no metadata, as it was just made, with these rights in it."""
    exif, xmp = write_rights(rights)
    if not (exif or xmp):
        return data
    kind = kind_of(data[:16])
    if kind == "JPEG":
        head = 4 + int.from_bytes(data[4:6], "big") if data[2:4] == b"\xff\xe0" else 2
        return data[:head] + _app_segments((0xE1, b"Exif\0\0", exif), (0xE1, _JPEG_XMP, xmp)) + data[head:]
    return avif.with_notes(data, exif, xmp) if kind == "HEIF" else without_metadata(data, rights=rights)


def _jpeg(data: bytes, notes: Notes, rights: Rights) -> bytes:
    """A JPEG with its metadata after the JFIF header, which loses its thumbnail."""
    jfif = exif = xmp = resources = b""
    colours, picture = [], []
    for marker, content, segment in _segments(data):
        if marker == 0xE0 and content.startswith(b"JFIF\0"):
            jfif = jfif or b"\xff\xe0\0\x10" + content[:12].ljust(12, b"\0") + b"\0\0"
        elif marker == 0xE1 and content.startswith(b"Exif\0"):
            exif = exif or notes.exif(content)
        elif marker == 0xE1 and content.startswith(_JPEG_XMP):
            xmp = xmp or notes.xmp(content[len(_JPEG_XMP) :])
        elif marker == 0xED and content.startswith(_JPEG_IPTC):
            resources += content[len(_JPEG_IPTC) :]  # long ones go on in the next segment
        elif (marker == 0xE2 and content.startswith(b"ICC_PROFILE\0")) or (marker == 0xEE and content[:5] == b"Adobe"):
            colours.append(segment)
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            picture.append(segment)
    iptc = notes.iptc(resources)
    if rights != NO_RIGHTS:
        exif, xmp, iptc = notes.with_rights(rights)
    blocks = _app_segments((0xE1, b"Exif\0\0", exif), (0xE1, _JPEG_XMP, xmp), (0xED, _JPEG_IPTC, iptc))
    return b"".join([b"\xff\xd8", jfif, blocks, *colours, *picture])


def _app_segments(*blocks: tuple[int, bytes, bytes]) -> bytes:
    """Segments of a JPEG with these markers, names and contents; none for what is empty or too long for one."""
    return b"".join(
        bytes((0xFF, marker)) + (2 + len(name) + len(block)).to_bytes(2, "big") + name + block
        for marker, name, block in blocks
        if block and len(name) + len(block) <= 0xFFFD
    )


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, content and all bytes of each segment up to the end of the first picture, a scan's pixels included."""
    at = 2
    while match := _MARKER.search(data, at):  # what is between segments is skipped, as decoders do
        start, marker = match.end(), data[match.end() - 1]
        end = start + int.from_bytes(data[start : start + 2], "big")
        at = start
        if marker == 0xD9:
            yield marker, b"", b"\xff\xd9"
            return
        if marker in (0x01, 0xD8):
            continue
        if not start + 2 <= end <= len(data):
            return
        at = end
        if marker == 0xDA:
            next_match = _MARKER.search(data, end)
            at = next_match.start() if next_match else len(data)
        yield marker, data[start + 2 : end], b"\xff" + data[start - 1 : at]


def _png(data: bytes, notes: Notes, rights: Rights) -> bytes:
    pieces: list[bytes | memoryview] = [data[:8]]
    has_notes = False
    for name, chunk in png.chunks_of(data):
        if not name or not name[0] & png.ANCILLARY or name in _PNG_CHUNKS:
            pieces.append(chunk)
        elif name in (b"eXIf", b"tEXt", b"zTXt", b"iTXt"):
            has_notes = True
            pieces += _png_notes(name, bytes(chunk[8:-4]), notes)
        if name == b"IEND":
            break
    # Most have nothing to leave out, and some are so large that a copy matters.
    clean = b"".join(pieces) if has_notes or sum(map(len, pieces)) < len(data) else data
    if rights == NO_RIGHTS:
        return clean
    return _png_with(clean, *notes.with_rights(rights)[:2])


def _png_with(data: bytes, exif: bytes, xmp: bytes) -> bytes:
    """A PNG with this Exif and XMP in the place of all texts that it has."""
    head = [data[:8]]
    rest: list[bytes | memoryview] = []
    for name, chunk in png.chunks_of(data):
        if name == b"IHDR":
            head += [bytes(chunk), *_chunk(b"eXIf", exif), *_xmp_chunk(xmp)]
        elif name not in (b"eXIf", b"tEXt", b"zTXt", b"iTXt"):
            rest.append(chunk)
    return b"".join([*head, *rest])


def _png_notes(name: bytes, content: bytes, notes: Notes) -> Iterator[bytes]:
    """What remains of a chunk with metadata; ImageMagick and exiftool write that of other formats in hexadecimal."""
    if name == b"eXIf":
        yield from _chunk(name, notes.exif(content))
        return
    keyword, _, text = content.partition(b"\0")
    if name == b"zTXt":
        text = _inflated(text[1:])
    elif name == b"iTXt":
        fields = text[2:].split(b"\0", 2)
        text = _inflated(fields[-1]) if text[:1] == b"\1" else fields[-1]
    if keyword == b"XML:com.adobe.xmp":
        yield from _xmp_chunk(notes.xmp(text))
    elif keyword.startswith(b"Raw profile type "):
        rows = text.split(b"\n", 3)
        raw = re.sub(rb"[^0-9a-fA-F]", b"", rows[3]) if len(rows) == 4 else b""
        profile = bytes.fromhex(raw[: len(raw) & ~1].decode())
        if keyword.endswith((b"exif", b"APP1")) and profile.startswith(b"Exif"):
            yield from _chunk(b"eXIf", notes.exif(profile))
        elif keyword.endswith((b"iptc", b"8bim")) and (datasets := notes.iptc(profile)):
            yield from _chunk(b"tEXt", keyword + b"\0\niptc\n%8d\n" % len(datasets) + datasets.hex().encode() + b"\n")
    elif keyword in _PNG_TEXTS:
        notes.text(_PNG_TEXTS[keyword], text if name == b"iTXt" else text.decode("latin-1").encode())
        yield from _chunk(name, content)


def _chunk(name: bytes, content: bytes) -> Iterator[bytes]:
    if content:
        yield png.chunk_of(name, content)


def _xmp_chunk(packet: bytes) -> Iterator[bytes]:
    yield from _chunk(b"iTXt", b"XML:com.adobe.xmp" + bytes(5) + packet if packet else b"")


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MAX_INFLATED)
    except zlib.error:
        return b""


def _webp(data: bytes, notes: Notes, rights: Rights) -> bytes:
    chunks: list[tuple[bytes, bytes]] = []
    exif = xmp = b""
    for name, content in webp.chunks_of(data):
        if name == b"EXIF":
            exif = notes.exif(content)
        elif name == b"XMP ":
            xmp = notes.xmp(content)
        elif name in _WEBP_CHUNKS or name == b"VP8X":
            chunks.append((name, content))
    if rights != NO_RIGHTS:
        exif, xmp, _ = notes.with_rights(rights)
    return webp.file_of([*chunks, (b"EXIF", exif), (b"XMP ", xmp)])


def _gif(data: bytes, notes: Notes, rights: Rights) -> bytes:
    # Comments and plain text are blocks of their own and are left out with all applications but these.
    def table_size(flags: int) -> int:
        return 3 << (flags & 7) + 1 if flags & 0x80 else 0

    def blocks_end(at: int) -> int:
        while at < len(data) and data[at]:
            at += data[at] + 1
        return at + 1

    at = 13 + table_size(data[10]) if len(data) > 10 else len(data)
    pieces = [data[:at]]
    while at + 1 < len(data) and data[at] in (0x21, 0x2C):
        start, is_picture = at, data[at] == 0x2C
        at = blocks_end(at + 11 + table_size(data[at + 9] if at + 9 < len(data) else 0) if is_picture else at + 2)
        application = data[start + 3 : start + 14] if data[start + 1] == 0xFF else b""
        if is_picture or data[start + 1] in (0x01, 0xF9) or application in _GIF_APPLICATIONS:
            pieces.append(data[start:at])
        elif application == _GIF_XMP and (packet := notes.xmp(data[start + 14 : at - len(_GIF_TRAILER)])):
            pieces.append(data[start : start + 14] + packet + _GIF_TRAILER)
    return b"".join([*pieces, b";"])


def _has_notes(data: bytes) -> bool:
    """Whether a box of a HEIC or AVIF file (ISO/IEC 14496-12), except that of the pixels, names any metadata."""
    at = 0
    while at + 8 <= len(data):
        size, start = int.from_bytes(data[at : at + 4], "big"), at
        size = int.from_bytes(data[at + 8 : at + 16], "big") if size == 1 else size
        at = at + size if size >= 8 else len(data)
        if data[start + 4 : start + 8] not in (b"ftyp", b"mdat", b"free") and re.search(
            rb"Exif|rdf\+xml|udta|uuid", data[start + 4 : at]
        ):
            return True
    return False
