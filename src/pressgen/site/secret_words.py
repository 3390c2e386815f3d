"""Withheld releases → what only they have, so that a build can be searched for it before it is published.

Nothing here asks the gate, or any other code that keeps releases out of the site: the search is there to notice when
that code fails. So the few lines that say what is withheld are written a second time, on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import quote, unquote

import msgspec
from msgspec import Struct, structs

from pressgen.content.documents import Documents
from pressgen.content.media.files import Companions
from pressgen.content.text.embeds import find_embed
from pressgen.model import CardData, MediaFile, Page, Post
from pressgen.settings import PersonSettings, Section, SeriesSettings, Settings
from pressgen.site.file_targets import find_file, find_pictures
from pressgen.site.urls import Address, slugify
from pressgen.store.database import BodyReader

Part = Literal["key", "text", "name"]
"""Where words come from: a key of the front matter, the text, or the name of the file or of one that it shows."""

WINDOW = 7
"""Words of a run; so many in a row are in no other text by chance."""
ENCODED_WINDOW = 8 * WINDOW
"""The same in a percent-encoded text, whose words are hexadecimal numbers of one byte."""
MIN_TEXT_WORDS, MIN_LETTERS, MIN_DIGITS = 4, 4, 9
"""The shortest runs: in words of a text, where few words in a row mean nothing, and in letters or digits of a value."""
MIN_TELLING = 8
"""Characters of a run that says something even in a file that pressgen did not make."""
MAX_SPOKEN_RUNS = 2_000
"""Runs of one file of captions or one transcript."""
MAX_RUNS = 20_000
"""Runs of all texts together; of more releases, as when an old site is built as of long ago, each has fewer."""
# All bytes of letters and digits of any script; those of A to Z become small.
_WORD_BYTES = bytes(
    code + 32 if 65 <= code <= 90 else code if code >= 128 or chr(code).isalnum() else 32 for code in range(256)
)
# Templates escape these characters in several ways, and tags may or may not be there: runs go over none of them.
_BREAK = re.compile(r"&(?:#?\w+;)?|[<>\"'\\\n\r\x02\x03]")
_PHONE, _NO_DIGIT = re.compile(r"\+?[\d\s().-]+"), re.compile(r"\D")
# Of these every site has the same few values; `lines` are numbers.
_COMMON_KEYS = frozenset(
    ("lines", "lang", "status", "template", "check_ignore", "date", "updated", "expires", "embargo")
)


_COMMON_PARTS = frozenset(("start", "end", "until", "timezone", "status", "is_online", "accreditation", "deadline"))


class Secret(Struct, frozen=True, gc=False):
    """A run of words, as `words_in` writes it, that a withheld source has: where it is from, and its line or 0."""

    source: str
    part: Part
    words: bytes
    key: str = ""
    line: int = 0

    @property
    def is_telling(self) -> bool:
        """Whether the run says something wherever it appears, and is not just a word, as in the name of any file."""
        text = self.words.decode("utf-8", "replace")
        return len(text) >= MIN_TELLING and (" " in text or any(map(str.isdigit, text)))


def words_in(data: bytes) -> list[bytes]:
    """The words of a text in UTF-8, without the case of Latin letters."""
    return data.translate(_WORD_BYTES).split()


def withheld_documents(documents: Documents, instant: datetime) -> dict[str, Post | Page]:
    """The documents that have not been public at any time until the instant, by path."""
    withheld: dict[str, Post | Page] = {}
    for path, parsed in documents.items():
        document = parsed.document
        if document is not None and (document.matter.status == "draft" or _is_early(document, instant)):
            withheld[path] = document
    return withheld


def _is_early(document: Post | Page, instant: datetime) -> bool:
    date = document.date if isinstance(document, Post) else document.matter.date
    embargo = document.matter.embargo
    return (date is not None and date.at > instant) or (embargo is not None and embargo.at > instant)


def withheld_files(
    withheld: Mapping[str, Post | Page], public: Iterable[Post | Page], files: Mapping[str, str], address: Address
) -> dict[str, str]:
    """The files of content/ and static/ that only withheld documents name, each with one of these."""
    sources = named_files(withheld.values(), files, address)
    if not sources:
        return {}
    public_names = named_files(public, files, address)
    return {file: source for file, source in sources.items() if file not in public_names}


def named_files(documents: Iterable[Post | Page], files: Mapping[str, str], address: Address) -> dict[str, str]:
    """The files of content/ and static/ that documents show or link to, each with one of these documents."""
    sources: dict[str, str] = {}
    companions = Companions(files)
    for document in documents:
        for picture in document.matter.gallery:
            for file in find_pictures(picture.src, document.path, files, address):
                sources.setdefault(file, document.path)
        if not (document.matter.image or document.body.references):
            continue
        targets = [each.target for each in document.body.references if each.kind != "card"]
        targets += [each.poster for each in document.body.references if each.poster]
        targets += [document.matter.image.src] if document.matter.image else []
        for target in targets:
            if file := find_file(target, document.path, files, address):
                for path in (file, *companions.of(file)):
                    sources.setdefault(path, document.path)
    return sources


def secret_entries(
    withheld: Mapping[str, Post | Page], public: Iterable[Post | Page], settings: Settings
) -> dict[tuple[str, str], Post | Page]:
    """The sections, people and series (group and key) that only withheld documents name, each with one of these."""
    groups: dict[str, Mapping[str, Section | PersonSettings | SeriesSettings]] = {
        "sections": settings.sections,
        "people": settings.people,
        "series": settings.series,
    }
    spellings: dict[tuple[str, str], tuple[str, str]] = {}
    for group, entries in groups.items():
        for key, entry in entries.items():
            names = [entry.name] if isinstance(entry.name, str) else entry.name.values()
            spellings |= {(group, _folded(name)): (group, key) for name in (key, *names)}
    if not spellings:
        return {}
    secret = {entry: document for document in withheld.values() for entry in _entries(document, spellings)}
    for document in public:
        if not secret:
            break
        for named in _entries(document, spellings):
            secret.pop(named, None)
    return secret


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _entries(document: Post | Page, spellings: Mapping[tuple[str, str], tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The sections, people and series (group and key) that a document names in its front matter or its links."""
    matter = document.matter
    names = [("people", name) for name in matter.people]
    names += [("people", author.name) for author in matter.authors]
    names += [("people", unquote(each.target.partition(":")[2])) for each in document.body.references]
    names += [("sections", matter.section or document.key.partition("/")[0])]
    names += [("series", matter.series.name)] if matter.series else []
    for group, name in names:
        if entry := spellings.get((group, _folded(name))):
            yield entry


def without_entries(settings: Settings, entries: Collection[tuple[str, str]]) -> Settings:
    """The settings without some sections, people and series."""
    groups = {
        group: {key: value for key, value in getattr(settings, group).items() if (group, key) not in entries}
        for group in ("sections", "people", "series")
    }
    return structs.replace(settings, **groups) if entries else settings


def entry_secrets(entries: Mapping[tuple[str, str], Post | Page], settings: Settings) -> Iterator[Secret]:
    """The names, telephones and addresses of sections, people and series that are still secret."""
    for (group, key), document in entries.items():
        entry = msgspec.to_builtins(getattr(settings, group)[key])
        texts = [text for field in ("name", "email", "phone") for text in _texts(entry.get(field, ""))]
        for text in (*texts, *(_NO_DIGIT.sub("", text) for text in texts if _PHONE.fullmatch(text))):
            for run in (*_runs(text, 1), *_encoded_runs([text])):
                yield Secret(document.path, "key", run, group, document.matter.lines.get(group, 0))


def spoken_secrets(files: Mapping[str, str], media: Mapping[str, MediaFile]) -> Iterator[Secret]:
    """The runs of words of captions and transcripts among the files that only withheld documents name."""
    for path, source in files.items():
        if path in media and media[path].text:
            runs = list(_runs(media[path].text, MIN_TEXT_WORDS))
            step = -(-len(runs) // MAX_SPOKEN_RUNS) or 1
            yield from (Secret(source, "text", run) for run in runs[::step])


def card_secrets(
    withheld: Mapping[str, Post | Page], public: Iterable[Post | Page], cards: Mapping[str, CardData]
) -> Iterator[Secret]:
    """The words on the cards of pages elsewhere that only withheld documents name."""
    addresses = {address: path for path, document in withheld.items() for address in _embeds_in(document)}
    if not addresses:
        return
    public_addresses = {address for document in public for address in _embeds_in(document)}
    for address in sorted(addresses.keys() & cards.keys() - public_addresses):
        card = cards[address]
        for text in (card.title, card.author):
            yield from (Secret(addresses[address], "text", run) for run in (*_runs(text, 1), *_encoded_runs([text])))


def _embeds_in(document: Post | Page) -> Iterator[str]:
    targets = (reference.target for reference in document.body.references if reference.kind == "card")
    return (embed.address for target in targets if (embed := find_embed(target)))


def secrets_of(
    withheld: Mapping[str, Post | Page], names: Mapping[str, Sequence[str]], read: BodyReader
) -> tuple[Secret, ...]:
    """The runs of words of withheld documents; `names` are those of files that only they name, by document."""
    secrets: dict[tuple[str, bytes], Secret] = {}
    most = max(2, MAX_RUNS // max(1, len(withheld)))
    for document in withheld.values():
        parts = [*_values(document), *_names(document), *_text(document, read, most)]
        parts += [Secret(document.path, "name", run) for name in names.get(document.path, ()) for run in _runs(name, 1)]
        for secret in parts:
            secrets.setdefault((secret.source, secret.words), secret)
    return tuple(secrets.values())


def _values(document: Post | Page) -> Iterator[Secret]:
    """Every text in the front matter, whatever its key is: a new key is searched for as well."""
    lines = document.matter.lines
    for key, value in msgspec.to_builtins(document.matter).items():
        if key in _COMMON_KEYS:
            continue
        entries = value.items() if key == "extra" else [(key, _own_parts(value) if key == "event" else value)]
        for name, entry in entries:
            texts = [*_texts(entry), *([name] if key == "extra" else [])]
            for text in texts:
                forms = [text, *([slugify(text)] if name in ("title", "tags", "slug") else [])]
                # Templates write a telephone number with its spaces and without them.
                forms += [_NO_DIGIT.sub("", text)] if _PHONE.fullmatch(text) else []
                runs = [run for form in forms for run in _runs(form, 1)]
                for run in (*runs, *_encoded_runs(forms)):
                    yield Secret(document.path, "key", run, name, lines.get(name, 0))


def _own_parts(event: Mapping[str, object]) -> list[object]:
    """What an event has that is not the same for many: its words and addresses, without times and states."""
    accreditation = event.get("accreditation")
    groups: list[Mapping[str, object]] = [event, *([accreditation] if isinstance(accreditation, dict) else [])]
    return [value for group in groups for part, value in group.items() if part not in _COMMON_PARTS]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item)
            if not isinstance(item, str):
                yield str(key)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _names(document: Post | Page) -> Iterator[Secret]:
    names = {PurePosixPath(document.path).name.partition(".")[0], document.slug, slugify(document.slug)}
    runs = [run for name in sorted(names) for run in _runs(name, 1)]
    return (Secret(document.path, "name", run) for run in (*runs, *_encoded_runs(sorted(names))))


def _encoded_runs(texts: Iterable[str]) -> Iterator[bytes]:
    """The runs of texts that are other ones in addresses, where each byte of a letter is a word of its own."""
    return (run for text in texts if not text.isascii() for run in _runs(quote(text), 1, ENCODED_WINDOW))


def _text(document: Post | Page, read: BodyReader, most: int) -> Iterator[Secret]:
    body = document.body
    alts = [run for reference in body.references for run in _runs(reference.alt, 2)]
    runs = list(_runs(read(body.digest), MIN_TEXT_WORDS)) if body.digest else []
    step = -(-len(runs) // most) or 1
    return (Secret(document.path, "text", run) for run in [*alts, *runs[::step]])


def _runs(text: str, least: int, window: int = WINDOW) -> Iterator[bytes]:
    """The runs of a text that has at least so many words: all of a short one, else windows one after the other."""
    for piece in _BREAK.split(text):
        words = words_in(piece.encode("utf-8", "replace"))
        if len(words) < least:
            continue
        size = window if len(words) > window + window // 2 else len(words)
        for start in range(0, len(words) - size + 1, size):
            run = b" ".join(words[start : start + size])
            digits = sum(48 <= code <= 57 for code in run)
            if digits >= MIN_DIGITS or len(run) - run.count(b" ") - digits >= MIN_LETTERS:
                yield run
