"""Picture files → the same pictures without what cameras and programs noted in them; pixels stay byte for byte.

Removed: place, time, serial numbers, thumbnails, notes of the maker, comments, and whatever follows the picture.
Kept: who made it and whose it is, its title and description, how it is held, and what its colours need.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from html import escape, unescape
from xml.etree import ElementTree

from pressgen.errors import Phrase, Value

DESCRIPTION, ORIENTATION, ARTIST, COPYRIGHT = 0x010E, 0x0112, 0x013B, 0x8298  # tags of Exif 2.32
_SHORT, _TEXTS = 3, {1, 2, 7, 129}  # types of TIFF 6.0, and of Exif 3.0's UTF-8
_LONGEST = 15_000
"""Bytes of one text that are kept: a segment of a JPEG has 65,533, and three of them go into one."""
_MOST_TEXT = 1 << 20
_RDF, _XML = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/XML/1998/namespace"
_DC, _PHOTOSHOP = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/photoshop/1.0/"
_RIGHTS, _IPTC_EXT = "http://ns.adobe.com/xap/1.0/rights/", "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_XMP_KEPT = {
    _DC: ("dc", {"creator", "rights", "description", "title"}),
    _PHOTOSHOP: ("photoshop", {"Credit", "Source", "Headline", "AuthorsPosition"}),
    _RIGHTS: ("xmpRights", {"Marked", "Owner", "UsageTerms", "WebStatement"}),
    _IPTC_EXT: ("Iptc4xmpExt", {"DigitalSourceType"}),  # says that a picture was made by a machine
}
_XMP_HEAD = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>'
# Version, title, by-line, its title, headline, credit, source, copyright, caption (IPTC IIM 4.2); 1:90 is the charset.
_IPTC_KEPT = {b"\1\x5a", b"\2\0", b"\2\5", b"\2\x50", b"\2\x55", b"\2\x69", b"\2\x6e", b"\2\x73", b"\2\x74", b"\2\x78"}
_JPEG_XMP, _JPEG_IPTC = b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0"
_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_PNG_KEPT = set(b"tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split())
_PNG_TEXTS = {b"Author": ARTIST, b"Copyright": COPYRIGHT, b"Title": 0, b"Description": 0}
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_GIF_KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_GIF_XMP = b"XMP DataXMP"
_GIF_TRAILER = b"\1" + bytes(range(255, -1, -1)) + b"\0"  # makes XMP end like data of any other kind (XMP, part 3)
_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis", b"mif2"}


class PictureError(Exception):
    """A picture that cannot be used; `reason` says why."""

    def __init__(self, key: str, /, **values: Value) -> None:
        self.reason = Phrase(key, values)
        super().__init__(key)


class Notes:
    """What is kept of the notes in one picture: each method takes the content of a block and returns what stays of it.

    `owner` has the artist and the copyright in UTF-8 by Exif's tags, `orientation` is Exif's (1 to 8).
    """

    def __init__(self) -> None:
        self.owner: dict[int, bytes] = {}
        self.orientation = 1

    def exif(self, data: bytes) -> bytes:
        """A TIFF structure with the kept fields; empty if there are none."""
        fields = _read_tiff(data.removeprefix(b"Exif\0\0"))
        self.orientation = fields.get(ORIENTATION, b"\1")[-1]
        for tag in (ARTIST, COPYRIGHT):
            self._note(tag, fields.get(tag, b""))
        return write_tiff(fields)

    def xmp(self, data: bytes) -> bytes:
        """A packet with the kept properties; empty if there are none, or if it is damaged."""
        try:
            # A type declaration, the only home of entities, has no business here.
            root = None if b"<!" in data else ElementTree.fromstring(data.strip(b"\0").decode("utf-8-sig"))
        except (ValueError, ElementTree.ParseError):
            root = None
        if root is None:
            return b""
        kept: dict[str, str] = {}
        for description in (one for rdf in root.iter(f"{{{_RDF}}}RDF") for one in rdf):
            plain = {name: escape(value) for name, value in description.attrib.items()}
            for name, value in [*plain.items(), *((one.tag, _xmp_value(one)) for one in description)]:
                space, _, local = name[1:].partition("}")
                prefix, names = _XMP_KEPT.get(space, ("", set()))
                if local in names and value:
                    kept[f"{prefix}:{local}"] = value
        for tag, name in ((ARTIST, "dc:creator"), (COPYRIGHT, "dc:rights")):
            texts = re.findall(r"<rdf:li[^>]*>([^<]*)<", kept.get(name, ""))
            self._note(tag, unescape("; ".join(texts)).encode())
        if not kept:
            return b""
        spaces = "".join(f' xmlns:{prefix}="{space}"' for space, (prefix, _) in _XMP_KEPT.items())
        body = "".join(f"<{name}>{value}</{name}>" for name, value in kept.items())
        rdf = f'<rdf:RDF xmlns:rdf="{_RDF}"><rdf:Description rdf:about=""{spaces}>{body}</rdf:Description></rdf:RDF>'
        meta = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{rdf}</x:xmpmeta>'.encode()
        return _XMP_HEAD + meta + b'<?xpacket end="r"?>'

    def iptc(self, data: bytes) -> bytes:
        """A Photoshop resource with the kept IPTC fields; empty if there are none."""
        kept = b""
        for field, value in (pair for block in _iptc_blocks(data) for pair in _datasets(block)):
            if field in _IPTC_KEPT:
                kept += b"\x1c" + field + len(value).to_bytes(2, "big") + value
            if field in (b"\2\x50", b"\2\x74"):
                self._note(ARTIST if field == b"\2\x50" else COPYRIGHT, _utf8(value))
        if not kept or len(kept) > 4 * _LONGEST:
            return b""
        return b"8BIM\4\4\0\0" + len(kept).to_bytes(4, "big") + kept + b"\0" * (len(kept) % 2)

    def text(self, keyword: bytes, value: bytes) -> None:
        """Take note of a text of a PNG."""
        if tag := _PNG_TEXTS.get(keyword):
            self._note(tag, value)

    def _note(self, tag: int, value: bytes) -> None:
        if value.strip(b"\0 "):
            self.owner.setdefault(tag, value)


def kind_of(head: bytes) -> str:
    """The format of a picture by the first 16 bytes of its file; empty if it is of none that has such notes."""
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


def cleaned(data: bytes, notes: Notes | None = None) -> bytes:
    """The picture without its notes, other data as it is; `notes` are told what is kept.

    Raises PictureError for a picture in a format whose notes cannot be taken out.
    """
    kind = kind_of(data[:16])
    if kind == "TIFF":
        raise PictureError("picture-notes-tiff")
    if kind == "HEIF":
        if _has_notes(data):
            raise PictureError("picture-notes-heif")
        return data
    clean = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp, "GIF": _gif}.get(kind)
    return clean(data, notes or Notes()) if clean else data


def write_tiff(fields: Mapping[int, bytes]) -> bytes:
    """The fields as an Exif structure, in the order of their tags; empty if there are none."""
    entries, texts = b"", b""
    start = 8 + 2 + 12 * len(fields) + 4
    for tag, value in sorted(fields.items()):
        if tag == ORIENTATION:
            entries += tag.to_bytes(2, "big") + b"\0\3\0\0\0\1" + value + b"\0\0"
            continue
        value = value[:_LONGEST] + b"\0"
        place = (start + len(texts)).to_bytes(4, "big") if len(value) > 4 else value.ljust(4, b"\0")
        texts += value + b"\0" * (len(value) % 2) if len(value) > 4 else b""
        entries += tag.to_bytes(2, "big") + b"\0\2" + len(value).to_bytes(4, "big") + place
    return b"MM\0*\0\0\0\x08" + len(fields).to_bytes(2, "big") + entries + bytes(4) + texts if fields else b""


def _read_tiff(data: bytes) -> dict[int, bytes]:
    """The kept fields of the first directory; the orientation as two bytes."""
    if data[:2] not in (b"II", b"MM"):
        return {}

    def number(at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], "little" if data[:2] == b"II" else "big")

    fields: dict[int, bytes] = {}
    first = number(4, 4)
    for at in range(first + 2, min(len(data) - 11, first + 2 + 12 * number(first, 2)), 12):
        tag, kind, count = number(at, 2), number(at + 2, 2), number(at + 4, 4)
        if tag == ORIENTATION and 1 <= (value := number(at + 8, 2 if kind == _SHORT else 4)) <= 8:
            fields[tag] = value.to_bytes(2, "big")
        elif tag in (DESCRIPTION, ARTIST, COPYRIGHT) and kind in _TEXTS:
            start = at + 8 if count <= 4 else number(at + 8, 4)
            if text := data[start : start + count].rstrip(b"\0 "):
                fields[tag] = text
    return fields


def _xmp_value(element: ElementTree.Element) -> str:
    """A property as XML: its text, or the texts of its list."""
    for name in ("Alt", "Seq", "Bag"):
        if (listing := element.find(f"{{{_RDF}}}{name}")) is not None:
            rows = [(one.get(f"{{{_XML}}}lang", ""), escape(one.text or "")) for one in listing]
            items = "".join(
                f'<rdf:li xml:lang="{escape(lang)}">{text}</rdf:li>' if lang else f"<rdf:li>{text}</rdf:li>"
                for lang, text in rows
            )
            return f"<rdf:{name}>{items}</rdf:{name}>" if any(text for _, text in rows) else ""
    return escape((element.text or "").strip())


def _iptc_blocks(data: bytes) -> Iterator[bytes]:
    """The IPTC blocks among Photoshop's resources, or the one that stands alone."""
    if data.startswith(b"\x1c"):
        yield data
    at = 0
    while data[at : at + 4] == b"8BIM" and at + 12 <= len(data):
        start = at + 6 + (data[at + 6] + 2 & ~1)
        size = int.from_bytes(data[start : start + 4], "big")
        if data[at + 4 : at + 6] == b"\4\4":
            yield data[start + 4 : start + 4 + size]
        at = start + 4 + size + size % 2


def _datasets(block: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while block[at : at + 1] == b"\x1c" and at + 5 <= len(block):
        size = int.from_bytes(block[at + 3 : at + 5], "big")
        if size & 0x8000:  # a length of several bytes, for data that is no text of these fields
            return
        yield block[at + 1 : at + 3], block[at + 5 : at + 5 + size]
        at += 5 + size


def _utf8(value: bytes) -> bytes:
    try:
        return value.decode().encode()
    except UnicodeDecodeError:
        return value.decode("cp1251", "replace").encode()


def _jpeg(data: bytes, notes: Notes) -> bytes:
    """The notes come before all but the JFIF header, whose thumbnail is left out."""
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
    blocks = [(0xE1, b"Exif\0\0", exif), (0xE1, _JPEG_XMP, xmp), (0xED, _JPEG_IPTC, notes.iptc(resources))]
    segments = [
        bytes((0xFF, marker)) + (2 + len(name) + len(block)).to_bytes(2, "big") + name + block
        for marker, name, block in blocks
        if block and len(name) + len(block) <= 0xFFFD
    ]
    return b"".join([b"\xff\xd8", jfif, *segments, *colours, *picture])


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, content and all bytes of each segment up to the end of the first picture, a scan's pixels included."""
    at = 2
    while found := _MARKER.search(data, at):  # what is between segments is skipped, as decoders do
        start, marker = found.end(), data[found.end() - 1]
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
            following = _MARKER.search(data, end)
            at = following.start() if following else len(data)
        yield marker, data[start + 2 : end], b"\xff" + data[start - 1 : at]


def _png(data: bytes, notes: Notes) -> bytes:
    parts: list[bytes | memoryview] = [data[:8]]
    at, view = 8, memoryview(data)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if end > len(data) or name == b"IEND" or not name[0] & 0x20 or name in _PNG_KEPT:
            parts.append(view[at:end])
        elif name in (b"eXIf", b"tEXt", b"zTXt", b"iTXt"):
            parts += _png_notes(name, data[at + 8 : end - 4], notes)
        if name == b"IEND":
            break
        at = end
    # Most have nothing to leave out, and some are so large that a copy matters.
    return data if at + 12 == len(data) == sum(map(len, parts)) else b"".join(parts)


def _png_notes(name: bytes, content: bytes, notes: Notes) -> Iterator[bytes]:
    """What stays of a chunk of notes; ImageMagick and exiftool write those of other formats in hexadecimal digits."""
    if name == b"eXIf":
        yield from _chunk(name, notes.exif(content))
        return
    keyword, _, text = content.partition(b"\0")
    if name == b"zTXt":
        text = _inflated(text[1:])
    elif name == b"iTXt":
        parts = text[2:].split(b"\0", 2)
        text = _inflated(parts[-1]) if text[:1] == b"\1" else parts[-1]
    if keyword == b"XML:com.adobe.xmp":
        packet = notes.xmp(text)
        yield from _chunk(b"iTXt", keyword + bytes(5) + packet if packet else b"")
    elif keyword.startswith(b"Raw profile type "):
        rows = text.split(b"\n", 3)
        raw = re.sub(rb"[^0-9a-fA-F]", b"", rows[3]) if len(rows) == 4 else b""
        profile = bytes.fromhex(raw[: len(raw) & ~1].decode())
        if keyword.endswith((b"exif", b"APP1")) and profile.startswith(b"Exif"):
            yield from _chunk(b"eXIf", notes.exif(profile))
        elif keyword.endswith((b"iptc", b"8bim")) and (kept := notes.iptc(profile)):
            yield from _chunk(b"tEXt", keyword + b"\0\niptc\n%8d\n" % len(kept) + kept.hex().encode() + b"\n")
    elif keyword in _PNG_TEXTS:
        notes.text(keyword, text if name == b"iTXt" else text.decode("latin-1").encode())
        yield from _chunk(name, content)


def _chunk(name: bytes, content: bytes) -> Iterator[bytes]:
    if content:
        yield len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MOST_TEXT)
    except zlib.error:
        return b""


def _webp(data: bytes, notes: Notes) -> bytes:
    chunks: list[tuple[bytes, bytes]] = []
    at, last = 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= last:
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        content = data[at + 8 : min(last, at + 8 + size)]
        if name == b"EXIF":
            content = notes.exif(content)
        elif name == b"XMP ":
            content = notes.xmp(content)
        if name in _WEBP_KEPT or name == b"VP8X" or (name in (b"EXIF", b"XMP ") and content):
            chunks.append((name, content))
        at += 8 + size + size % 2
    names = {name for name, _ in chunks}
    flags = 0x08 * (b"EXIF" in names) | 0x04 * (b"XMP " in names)
    body = b"WEBP"
    for name, content in chunks:
        if name == b"VP8X" and content:
            content = bytes((content[0] & ~0x0C | flags,)) + content[1:]
        body += name + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _gif(data: bytes, notes: Notes) -> bytes:
    def table(flags: int) -> int:
        return 3 << (flags & 7) + 1 if flags & 0x80 else 0

    def blocks_end(at: int) -> int:
        while at < len(data) and data[at]:
            at += data[at] + 1
        return at + 1

    at = 13 + table(data[10]) if len(data) > 10 else len(data)
    parts = [data[:at]]
    while at + 1 < len(data) and data[at] in (0x21, 0x2C):
        start, is_picture = at, data[at] == 0x2C
        at = blocks_end(at + 11 + table(data[at + 9] if at + 9 < len(data) else 0) if is_picture else at + 2)
        application = data[start + 3 : start + 14] if data[start + 1] == 0xFF else b""
        if is_picture or data[start + 1] in (0x01, 0xF9) or application in _GIF_KEPT:
            parts.append(data[start:at])
        elif application == _GIF_XMP and (packet := notes.xmp(data[start + 14 : at - len(_GIF_TRAILER)])):
            parts.append(data[start : start + 14] + packet + _GIF_TRAILER)
    return b"".join([*parts, b";"])


def _has_notes(data: bytes) -> bool:
    """Whether the boxes of a HEIC or AVIF file (ISO/IEC 14496-12), but for the one with the pixels, name any notes."""
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
