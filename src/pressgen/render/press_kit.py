"""Press kits: the pictures, the text and the contacts of a release in one ZIP file, the same bytes each time."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from html import escape
from typing import BinaryIO

from pressgen.content.pictures.metadata import PictureError, with_rights
from pressgen.content.pictures.pictures import derive, published_bytes
from pressgen.errors import OutputError, Problem
from pressgen.icalendar import fold, text_value
from pressgen.model import KitPicture, KitText, Person, PressKit
from pressgen.site.i18n import words
from pressgen.site.plain_text import plain_text

FIRST, LAST = datetime(1980, 1, 1), datetime(2107, 12, 31, 23, 59, 58)
"""The times that a ZIP file can give to what is in it."""
_MODE = 0o644
_UNIX = 3
_LINE = 72
"""Letters of a line of the files for people, where something is underlined."""
Read = Callable[[str, str], bytes]
"""Returns the content of a picture file by its name on disk and what tells its content."""


def write_kit(kit: PressKit, body: str, read: Read, stream: BinaryIO) -> None:
    """Write a kit; `body` is the HTML of the text with whole addresses. Raises OutputError for a picture that fails.

    One picture after the other is in memory.
    """
    # Nothing is compressed: pictures are already, and compressed texts would differ between versions of zlib.
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, text in _texts(kit, body):
            archive.writestr(_entry(f"{kit.folder}/{name}", kit), text.encode())
        for picture in kit.pictures:
            try:
                data = _picture(picture, read(picture.source, picture.digest))
            except PictureError as error:
                raise OutputError(Problem.at("picture-failed", picture.source, reason=error.reason)) from error
            archive.writestr(_entry(f"{kit.folder}/{picture.name}", kit), data)


def _picture(picture: KitPicture, data: bytes) -> bytes:
    """The picture in full size, with its rights written into it."""
    if picture.recipe:
        return with_rights(derive(data, picture.recipe), picture.rights)
    return published_bytes(picture.source, data, picture.rights)


def _entry(name: str, kit: PressKit) -> zipfile.ZipInfo:
    at = min(max(kit.at.replace(tzinfo=None), FIRST), LAST)
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.create_system, entry.external_attr = _UNIX, _MODE << 16
    return entry


def _texts(kit: PressKit, body: str) -> Iterator[tuple[str, str]]:
    text = kit.text
    yield "release.txt", _release_text(text, body)
    yield "release.html", _release_html(text, body)
    if kit.pictures:
        yield "captions.txt", _captions(text, kit.pictures)
    if text.contacts:
        yield "contacts.txt", _contacts_text(text)
        yield "contacts.vcf", "".join(f"{line}\r\n" for person in text.contacts for line in _vcard(person, text))


def _release_text(text: KitText, body: str) -> str:
    parts = [
        text.title,
        "=" * min(_LINE, len(text.title)),
        text.lead,
        _dateline(text) + plain_text(body),
        plain_text(text.boilerplate),
        _contacts_text(text),
        text.url,
    ]
    return "\n\n".join(part.strip() for part in parts if part.strip()).replace("\n\n=", "\n=", 1) + "\n"


def _dateline(text: KitText) -> str:
    """The place and the day in front of the first sentence, or the day in a line of its own."""
    if not text.place:
        return f"{text.date_text}\n\n"
    return words(text.lang).gettext("%(place)s, %(date)s –") % {"place": text.place, "date": text.date_text} + " "


def _release_html(text: KitText, body: str) -> str:
    lead = f"<p><strong>{escape(text.lead)}</strong></p>\n" if text.lead else ""
    contacts = "".join(f"<p>{'<br>'.join(map(escape, _lines_of(person)))}</p>\n" for person in text.contacts)
    heading = f"<h2>{escape(words(text.lang).gettext('Press contact'))}</h2>\n" if contacts else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{text.lang}" dir="{text.dir}">\n<meta charset="utf-8">\n'
        f"<title>{escape(text.title)}</title>\n<h1>{escape(text.title)}</h1>\n{lead}"
        f"<p>{escape(_dateline(text).strip())}</p>\n{body}\n{text.boilerplate}\n{heading}{contacts}"
        f'<p><a href="{escape(text.url)}">{escape(text.url)}</a></p>\n</html>\n'
    )


def _captions(text: KitText, pictures: Iterable[KitPicture]) -> str:
    """The words of each picture under the name of its file, and the terms of use."""
    word = words(text.lang).gettext
    blocks = []
    for picture in pictures:
        rights = picture.rights
        terms = " ".join(filter(None, (rights.licence, rights.licence_url)))
        named = (
            (word("Caption"), rights.caption),
            (word("What it shows"), rights.alt),
            (word("Credit"), rights.credit or rights.creator),
            (word("Copyright"), rights.copyright),
            (word("Terms of use"), terms),
        )
        blocks.append("\n".join([picture.name, *(f"{name}: {value}" for name, value in named if value)]))
    return "\n\n".join([*blocks, *([text.licence] if text.licence else []), text.url]) + "\n"


def _contacts_text(text: KitText) -> str:
    blocks = ["\n".join(_lines_of(person)) for person in text.contacts]
    return "\n\n".join([words(text.lang).gettext("Press contact"), *blocks]) + "\n" if blocks else ""


def _lines_of(person: Person) -> list[str]:
    return [line for line in (person.name, person.role, person.phone, person.email, person.url) if line]


def _vcard(person: Person, text: KitText) -> Iterator[str]:
    """A contact as a vCard 3.0 (RFC 2426), which all programs for addresses read; each line is folded."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_value(person.name)}",
        f"N:{_value(person.name)};;;;",
        f"ORG:{_value(text.newsroom)}",
    ]
    named = (
        ("TITLE", _value(person.role)),
        ("TEL;TYPE=WORK,VOICE", _value(person.phone)),
        ("EMAIL;TYPE=INTERNET", _value(person.email)),
        ("URL", person.url if person.url.startswith(("http://", "https://")) else ""),
    )
    for line in (*lines, *(f"{name}:{value}" for name, value in named if value), "END:VCARD"):
        yield from fold(line)


def _value(text: str) -> str:
    return text_value(" ".join(text.split()))
