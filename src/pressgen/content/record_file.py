"""The record of published releases, `content/record.jsonl`: reading it, reading one text in it, and adding lines.

Its lines are never changed, only added, and their order has no meaning. So whoever merges two branches keeps the lines
of both. They are sorted by a digest of the release's id, so that two branches seldom add lines at the same place.
"""

from __future__ import annotations

import hashlib
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path

from msgspec import DecodeError, Struct, json

from pressgen.content.file_memory import recall, remember
from pressgen.content.folders import File, resolve, unreadable
from pressgen.errors import Problem, shorten
from pressgen.model import PLACES, RECORD_FILE, Entry, EntryHead, Place, Recorded, Version
from pressgen.store.database import SAME_WORDS, BodyReader, Store, Value
from pressgen.store.source_files import replace_file
from pressgen.store.stamps import NO_STAMP, Stamp

_CONFLICT_MARKS = (b"<<<<<<< ", b"||||||| ", b"=======", b">>>>>>> ")
"""How the lines begin that git writes around two texts that it could not merge."""

DAMAGE = (DecodeError, UnicodeDecodeError, RecursionError)
"""What reading a damaged line raises; the last one if it is nested without end."""


class _Index(Struct, frozen=True, gc=False):
    """All releases of a record, other addresses in it, every language in it, and the problems in the file."""

    releases: tuple[Recorded, ...] = ()
    places: tuple[Place, ...] = ()
    languages: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class Record:
    """The record of a site, without the texts in it, which are read one by one when they are needed."""

    # Not a Struct: it reads files and the store.
    def __init__(self, root: Path, index: _Index, store: Store, stamp: Stamp) -> None:
        self.root, self._store, self.stamp = root, store, stamp
        self.releases, self.places, self.problems = index.releases, index.places, index.problems
        self.languages = index.languages

    @cached_property
    def read_body(self) -> BodyReader:
        """Returns the present body with a digest."""
        return self._store.reader()

    @cached_property
    def _same_words(self) -> dict[Value, Value]:
        return {row[0]: row[1] for row in self._store.get(SAME_WORDS)}

    def has_words_of(self, version: str, text: str) -> bool:
        """Whether an earlier build found that a text has the same words as a version; both are digests."""
        return self._same_words.get(version) == text

    def remember_same_words(self, version: str, text: str) -> None:
        """Keep for later builds that a text has the same words as a version."""
        self._store.put(SAME_WORDS, [(version, text)])

    def body_of(self, version: Version) -> str:
        """The body of a recorded version as HTML."""
        # Builds seldom ask for one.
        from pressgen.content.markdown.policy import sanitise

        path = resolve(self.root, RECORD_FILE)
        with suppress(OSError, *DAMAGE):
            if path is not None:
                with path.open("rb") as stream:
                    stream.seek(version.start)
                    # The file is no safer than a release: anybody could have written into it.
                    return sanitise(_entries.decode(stream.read(version.size)).body)
        return ""


_heads = json.Decoder(EntryHead)
_entries = json.Decoder(Entry)
_indexes = json.Decoder(_Index)


def read_record(root: Path, file: File | None, store: Store, settle_time: int) -> Record:
    """The record in `file`, or an empty one; what the store has of it is not read again."""
    index = _read_index(root, file, store, settle_time) if file else _Index()
    return Record(root, index, store, file.stamp if file else NO_STAMP)


def _read_index(root: Path, file: File, store: Store, settle_time: int) -> _Index:
    if (index := recall(store, RECORD_FILE, file.stamp, _indexes)) is not None:
        return index
    path = resolve(root, RECORD_FILE)
    try:
        data = path.read_bytes() if path else b""
    except OSError as error:
        return _Index(problems=(unreadable(RECORD_FILE, error),))
    index = parse_record(data)
    remember(store, RECORD_FILE, file.stamp, settle_time, index)
    return index


def parse_record(data: bytes) -> _Index:
    """The releases of a record by id, and the problems of its lines; a line with a problem is left out."""
    texts: dict[tuple[str, int], tuple[Version, EntryHead, bytes]] = {}
    facts: dict[str, list[EntryHead]] = {}
    last_lines: dict[str, int] = {}
    problems: list[Problem] = []
    # Some editors begin a file with a mark of its encoding.
    start = len(BOM_UTF8) if data.startswith(BOM_UTF8) else 0
    for number, line in enumerate(data[start:].split(b"\n"), 1):
        size = len(line)
        head = _head_of(line, number, problems) if line.strip() else None
        if head is not None:
            if head.title:
                _add_version(_version(head, start, size, number), head, line, texts, problems)
            facts.setdefault(head.id, []).append(head)
            last_lines[head.id] = number
        start += size + 1
    versions: dict[str, list[Version]] = {}
    for (release, _), (version, _, _) in sorted(texts.items()):
        versions.setdefault(release, []).append(version)
    releases = [_recorded(release, facts[release], versions[release]) for release in versions]
    all_places = [_place(name, heads, last_lines[name]) for name, heads in facts.items() if name.startswith(PLACES)]
    places = [place for place in all_places if place.addresses]
    # Also those of releases and pages that are in another one now.
    languages = {head.lang for heads in facts.values() for head in heads if head.lang}
    return _Index(tuple(releases), tuple(places), tuple(sorted(languages)), tuple(problems))


def _head_of(line: bytes, number: int, problems: list[Problem]) -> EntryHead | None:
    """What a line says; None, with a problem, if it cannot be read."""
    if line.startswith(_CONFLICT_MARKS):
        problems.append(Problem.at("record-conflict", RECORD_FILE, number))
        return None
    try:
        head = _heads.decode(line)
    except DAMAGE as error:
        problems.append(Problem.at("record-invalid", RECORD_FILE, number, reason=shorten(str(error), 120)))
        return None
    if head.version < 1 or not head.id or not _is_time(head.at):
        problems.append(Problem.at("record-invalid/value", RECORD_FILE, number))
        return None
    return head


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _version(head: EntryHead, start: int, size: int, line: int) -> Version:
    return Version(
        number=head.version, at=head.at, lang=head.lang, address=head.address, title=head.title, summary=head.summary,
        alt=head.alt, caption=head.caption, pictures=head.pictures, digest=head.digest, start=start, size=size,
        line=line,
    )  # fmt: skip


def _add_version(
    version: Version,
    head: EntryHead,
    line: bytes,
    texts: dict[tuple[str, int], tuple[Version, EntryHead, bytes]],
    problems: list[Problem],
) -> None:
    """Add a version, with a problem if there is another text of the same version."""
    key = head.id, head.version
    first = texts.setdefault(key, (version, head, line))
    # A merge may keep the same line twice, which does no harm.
    if first[2].strip() != line.strip():
        title = shorten(version.title)
        values = {"version": version.number, "first": first[0].line}
        problems.append(Problem.at("record-double", RECORD_FILE, version.line, title=title, **values))


def _recorded(release: str, heads: Sequence[EntryHead], versions: Sequence[Version]) -> Recorded:
    ordered = sorted(heads, key=_age)
    # Not the number of the last line: when two branches were merged, both have counted from the same.
    corrections = max((head.corrections for head in ordered if head.corrections is not None), default=0)
    return Recorded(
        id=release,
        source=next((head.source for head in reversed(ordered) if head.source), ""),
        lang=next((head.lang for head in reversed(ordered) if head.lang), ""),
        addresses=_addresses(ordered),
        versions=tuple(versions),
        corrections=corrections,
    )


def _place(name: str, heads: Sequence[EntryHead], line: int) -> Place:
    ordered = sorted(heads, key=_age)
    last = ordered[-1]
    addresses = _addresses(ordered)
    return Place(
        id=name, lang=last.lang, addresses=addresses, digest=last.digest, release=last.release, line=line
    )  # fmt: skip


def _addresses(ordered: Sequence[EntryHead]) -> tuple[str, ...]:
    # The last place of each: what is moved back has its first address again.
    addresses = dict.fromkeys(head.address for head in reversed(ordered) if head.address)
    return tuple(reversed(addresses))


def _age(head: EntryHead) -> tuple[int, bool, str]:
    # Times of versions are those of their corrections and can lie before that of a move: numbers come first.
    return head.version, not head.title, head.at


def add_entries(root: Path, entries: Iterable[Entry]) -> dict[int, int]:
    """Add lines to the record, which is replaced as a whole; returns the new number of each line by the number before.

    Raises OSError if the record cannot be written, and one of DAMAGE if it cannot be read.
    """
    path = resolve(root, RECORD_FILE) or root / RECORD_FILE
    data = path.read_bytes().removeprefix(BOM_UTF8) if path.exists() else b""
    # Line ends of Windows would make a second line of one that a merge has kept twice.
    former = [line.strip() for line in data.split(b"\n")]
    fresh = [json.format(json.encode(entry), indent=0) for entry in entries]
    lines = sorted({line for line in (*former, *fresh) if line}, key=_position)
    replace_file(path, b"".join(line + b"\n" for line in lines))
    numbers = {line: number for number, line in enumerate(lines, 1)}
    return {number: numbers[line] for number, line in enumerate(former, 1) if line in numbers}


def _position(line: bytes) -> tuple[bytes, str, int, bool, str, bytes]:
    head = _heads.decode(line)
    return hashlib.blake2b(head.id.encode(), digest_size=8).digest(), head.id, *_age(head), line
