"""What the last build read, and what was edited or added since.

Nothing here imports what a build needs to parse, plan or print.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from pressgen.content.folders import Stamp
from pressgen.model import Dialect, Filed
from pressgen.output.keep import encoded, keep, recalled
from pressgen.output.trace import Recall, Seen, Trace

FILE = "inputs.json"
MOST = 32
"""Sources of which it pays to ask what shows them; where more were edited, all is planned."""
MENDED = ("link-broken",)
"""Codes of problems that a new release may put an end to."""
MOST_AMENDED = 256
"""Releases that may differ from the filing before the site is filed anew."""


class Inputs(Struct, frozen=True, kw_only=True):
    """What a build read: its digest (see `Seen`), and the stamps of the files of content/.

    `asked` is what the build was asked. `timezone`, `languages`, `dialect` and `budget` (seconds) are what
    documents are parsed by; `documents` and `prints` the keys under which those are remembered.
    `filing` is the digest under which the site is on file, `amended` are the releases (by source)
    that were edited since.
    """

    asked: str
    digest: str
    sources: dict[str, Stamp]
    timezone: str
    languages: tuple[str, ...]
    dialect: Dialect
    budget: float
    documents: str
    prints: str
    filing: str
    amended: dict[str, Filed]


class Edits(Struct, frozen=True, kw_only=True):
    """What the last build did and read, what is there now, and which sources differ, those `added` among them.

    `files` are the stamps of the files in the output folder (see `trace.stamps_of`), which it wrote.
    """

    last: Trace
    files: bytes
    read: Inputs
    seen: Seen
    sources: tuple[str, ...]
    added: frozenset[str]


def edits(root: Path, found: Recall, seen: Seen) -> Edits | None:
    """What was edited or added since the last build, if that is a few sources about which it had nothing to tell."""
    last, read = found.last, recalled(root, FILE, Inputs)
    if (
        last is None
        or read is None
        or (read.asked, read.digest) != (last.asked, last.inputs)
        or last.others != seen.others
    ):
        return None
    sources = tuple(path for path, file in seen.content.items() if read.sources.get(path) != file.stamp)
    added = frozenset(seen.content.keys() - read.sources.keys())
    if not 0 < len(sources) <= MOST or len(read.amended) > MOST_AMENDED:
        return None
    if len(seen.content) - len(added) < len(read.sources):  # one was removed
        return None
    if any(problem.file in sources or (added and problem.code in MENDED) for problem in last.report.problems):
        return None
    return Edits(last=last, files=found.files, read=read, seen=seen, sources=sources, added=added)


def record(root: Path, read: Inputs) -> None:
    """Keep what a build read."""
    keep(root, FILE, encoded(read))
