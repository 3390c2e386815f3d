"""Finished outputs → which runs of words, and which files, of withheld releases are in them."""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from pressgen.content.pictures import png
from pressgen.content.pictures.metadata import kind_of
from pressgen.publish.manifest import Content, Staged
from pressgen.site.secret_words import Secret, words_in
from pressgen.workers import Done, map_items

BATCH = 64
"""Outputs that a worker searches at a time."""
BATCH_BUDGET = 120.0
MANY = 32
"""Runs from which on it takes longer to look for each in a text than to compare the pairs of its words first."""
WORTH_SHARING = 6
"""Batches from which on workers save more time than it takes to start them."""
MAX_DEPTH, MAX_INFLATED = 3, 1 << 26
"""Archives in archives, and bytes of what is unpacked of one."""
MAX_READ = 1 << 26
"""Bytes of the largest file that is searched as a whole; of a larger one, its ends are."""
_END = 1 << 18
"""Bytes at each end of a file that is too large, or that is no text: there is what it says about itself."""
_PART, _OVERLAP = 1 << 20, 1 << 11
_SAMPLE, _DISTINCT = 64, 24
_ZIP_ERRORS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error)
_PNG_TEXTS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")


class Sample(Struct, frozen=True):
    """Bytes from the middle of a file that only a withheld source names; no other file has them by chance."""

    source: str
    file: str
    data: bytes


class Finding(Struct, frozen=True, order=True):
    """An output that has a secret, or a sample, by its number among these."""

    path: str
    number: int
    is_sample: bool = False


class Item(Struct, frozen=True):
    """An output to be searched; a page has no samples in it."""

    path: str
    content: Content
    is_page: bool


class _Run(NamedTuple):
    """The run of words of a secret with this number, as `words_at` writes it."""

    number: int
    words: frozenset[bytes]
    pairs: frozenset[tuple[bytes, bytes]]
    text: bytes


class Searcher:
    """Searches outputs for secrets and samples. A line that many pages have is read once in each process."""

    def __init__(self, secrets: Sequence[Secret], samples: Sequence[Sample]) -> None:
        self.secrets, self.samples = secrets, samples
        # By the longest word, since others are in every text; with all words, and all pairs of neighbours.
        self._runs: dict[bytes, list[_Run]] = {}
        for number, secret in enumerate(secrets):
            words = secret.words.split()
            run = _Run(number, frozenset(words), frozenset(pairwise(words)), b" %b " % secret.words)
            self._runs.setdefault(max(words, key=len), []).append(run)
        self._words = frozenset(word for secret in secrets for word in secret.words.split())
        self._pairs = frozenset(pair for secret in secrets for pair in pairwise(secret.words.split()))
        self._lines: set[int] = set()

    def __reduce__(self) -> tuple[type[Searcher], tuple[Sequence[Secret], Sequence[Sample]]]:
        return Searcher, (self.secrets, self.samples)

    def search(self, item: Item) -> Iterator[Finding]:
        """What of the secrets and samples is in an output, or in its path."""
        numbers = self._numbers_in(words_in(item.path.encode()))
        if item.is_page:
            numbers |= self._numbers_in(self._new_words(read_content(item.content)))
        samples: set[int] = set()
        for data in _pieces_of(item.content) if not item.is_page else ():
            for text in texts_in(data):
                # Part by part, since the words of a large text take much memory; a run may go over the end of a part.
                for start in range(0, len(text), _PART):
                    numbers |= self._numbers_in(words_in(text[max(0, start - _OVERLAP) : start + _PART]))
            samples.update(number for number, sample in enumerate(self.samples) if sample.data in data)
        yield from (Finding(item.path, number, is_sample=True) for number in sorted(samples))
        yield from (Finding(item.path, number) for number in sorted(numbers))

    def _new_words(self, data: bytes) -> list[bytes]:
        """The words of the lines that this process has not read before. No run goes over the end of a line."""
        # JSON is one line, with those of pages in it.
        lines = data.split(b"\\n" if data.startswith(b"{") else b"\n")
        by_hash = dict(zip(map(hash, lines), lines, strict=True))
        new = [key for key in by_hash if key not in self._lines]
        self._lines.update(new)
        return words_in(b"\n".join([by_hash[key] for key in new]))

    def _numbers_in(self, words: list[bytes]) -> set[int]:
        """The numbers of the secrets in these words."""
        common = self._words.intersection(words)
        likely = [run for word in common & self._runs.keys() for run in self._runs[word] if run.words <= common]
        numbers = {run.number for run in likely if not run.pairs}  # a single word
        likely = [run for run in likely if run.pairs]
        if len(likely) > MANY:
            # A long text has most words that any other has, but few of its pairs.
            pairs = self._pairs.intersection(pairwise(words))
            likely = [run for run in likely if run.pairs <= pairs]
        text = b" %b " % b" ".join(words) if likely else b""
        return numbers.union(run.number for run in likely if run.text in text)


def search_outputs(items: Iterable[Item], searcher: Searcher, jobs: int) -> list[Finding]:
    """All findings in these outputs, sorted; by workers where there are many."""
    items = [item for item in items if not (isinstance(item.content, Staged) and not item.content.file)]
    batches = [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
    task = partial(_search_batch, searcher)
    if jobs == 1 or len(batches) < WORTH_SHARING:
        return sorted(finding for batch in batches for finding in task(batch))
    findings: list[Finding] = []
    for batch, outcome in zip(batches, map_items(task, batches, jobs=jobs, budget=BATCH_BUDGET), strict=True):
        # What a worker could not search is searched here: nothing may be left out.
        findings += outcome.result if isinstance(outcome, Done) else task(batch)
    return sorted(findings)


def _search_batch(searcher: Searcher, items: Sequence[Item]) -> list[Finding]:
    return [finding for item in items for finding in searcher.search(item)]


def read_content(content: Content) -> bytes:
    """The bytes of an output; of a file that is too large, those of both ends."""
    if isinstance(content, bytes):
        return content
    with open(content.file if isinstance(content, Staged) else content, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size <= MAX_READ:
            return file.read()
        start = file.read(_END)
        file.seek(max(_END, size - _END))
        return start + b"\n" + file.read()


def _pieces_of(content: Content) -> Iterator[bytes]:
    """The bytes of an output; of a large archive, such as a press kit, those of each file in it."""
    if not isinstance(content, bytes):
        path = content.file if isinstance(content, Staged) else content
        if os.path.getsize(path) > MAX_READ and zipfile.is_zipfile(path):
            with suppress(*_ZIP_ERRORS), zipfile.ZipFile(path) as archive:
                for member in archive.infolist():
                    yield member.filename.encode("utf-8", "replace")
                    with suppress(*_ZIP_ERRORS), archive.open(member) as file:
                        yield file.read(MAX_READ)
            return
    yield read_content(content)


def texts_in(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The texts in a file: itself, what is packed in it, and of a picture its metadata."""
    kind = kind_of(data[:16])
    if data[:2] == b"\x1f\x8b" and depth < MAX_DEPTH:
        yield from texts_in(_inflate(data, 31), depth + 1)
    elif data[:4] == b"PK\3\4" and depth < MAX_DEPTH:
        yield from _members(data, depth)
    elif data.startswith(b"BEGIN:VCALENDAR"):
        # Its lines are folded in the middle of words, and a line end in a text is written with a letter.
        yield re.sub(rb"\r?\n[ \t]", b"", data).replace(b"\\n", b" ").replace(b"\\", b"")
    elif data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield data.decode("utf-16", "replace").encode("utf-8", "replace")
    elif kind == "PNG":
        for name, chunk in png.chunks_of(data):
            if name in _PNG_TEXTS:
                yield from _png_text(name, bytes(chunk[8:-4]))
    elif len(data) > 2 * _END and (kind or data.startswith(b"%PDF") or b"\0" in data[:_END]):
        yield from (data[:_END], data[-_END:])
    else:
        yield data


def _png_text(name: bytes, content: bytes) -> Iterator[bytes]:
    yield content
    keyword, _, rest = content.partition(b"\0")
    if name == b"zTXt":
        yield keyword + b" " + _inflate(rest[1:], 15)
    elif name == b"iTXt" and rest[:1] == b"\1":
        yield _inflate(rest[2:].split(b"\0", 2)[-1], 15)
    elif keyword.startswith(b"Raw profile"):  # in hexadecimal digits, after a line with the number of bytes
        with suppress(ValueError):
            yield bytes.fromhex(b"".join(rest.split()[2:]).decode("ascii", "replace"))


def _members(data: bytes, depth: int) -> Iterator[bytes]:
    """The names and texts of a ZIP file, as Word and Excel write them too."""
    left = MAX_INFLATED
    with suppress(*_ZIP_ERRORS), zipfile.ZipFile(BytesIO(data)) as archive:
        for member in archive.infolist():
            yield member.filename.encode("utf-8", "replace")
            content = b""
            # A damaged or encrypted member hides none of the others.
            with suppress(*_ZIP_ERRORS), archive.open(member) as file:
                content = file.read(left)
            left -= len(content)
            yield from texts_in(content, depth + 1)


def _inflate(data: bytes, window: int) -> bytes:
    with suppress(zlib.error):
        return zlib.decompressobj(window).decompress(data, MAX_INFLATED)
    return b""


def sample_of(source: str, file: str, path: Path) -> Sample | None:
    """The sample of a file; none of one that is small or has the same few bytes all over."""
    with suppress(OSError):
        size = path.stat().st_size
        with open(path, "rb") as opened:
            for place in (size // 2, size // 3, 2 * size // 3):
                opened.seek(place)
                data = opened.read(_SAMPLE)
                if len(data) == _SAMPLE and len({*data}) >= _DISTINCT:
                    return Sample(source, file, data)
    return None


def line_of(data: bytes, words: bytes) -> int:
    """The line of a text that has a run of words, from 1; 0 if none has, or if it is no text."""
    run = b" %b " % words
    lines = [] if b"\0" in data else data.replace(b"\\n", b" ").split(b"\n")
    return next((number for number, line in enumerate(lines, 1) if run in words_at(line)), 0)


def words_at(data: bytes) -> bytes:
    """The words of a text with one space around each, as runs are looked for in it."""
    return b" %b " % b" ".join(words_in(data))
