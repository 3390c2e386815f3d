"""The trace of the last build: what it read and wrote, so that a build with nothing to do is answered at once.

Nothing here imports what a build needs to parse, plan or print.
"""

from __future__ import annotations

import hashlib
import os
import sys
from array import array
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from pressgen.content.folders import DEFAULT_THEME, File, Stamp, walk
from pressgen.errors import Problem
from pressgen.model import Report
from pressgen.output.beside import beside
from pressgen.output.keep import FOLDER, keep, recalled
from pressgen.output.manifest import MANIFEST

FILE = "trace.json"
PACKAGE = Path(__file__).parents[1]
LIBRARIES = ("babel", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "PIL", "pyromark", "tzdata", "yaml")
SETTLED = 50_000_000
"""Nanoseconds after which a file that changes once more is sure to get another stamp."""
MANY = 2_000
"""Outputs from which on a second process looks at them sooner than this one would."""
_LARGEST = (1 << 63) - 1
SOURCES = ("content", "static", "templates")


class Trace(Struct, frozen=True, kw_only=True):
    """One build: what it was asked, what it saw, and how long its answer holds.

    `inputs` and `outputs` are digests of the stamps of all files read and written, `others` of those read
    that are not in content/, `paths` the files written. The site is the same from `since` until just before `until`.
    """

    asked: str
    inputs: str
    others: str
    outputs: str
    paths: tuple[str, ...]
    since: datetime
    until: datetime | None
    report: Report


class Seen(Struct, frozen=True, kw_only=True):
    """What stands there to be read by a build.

    `digest` is of the stamps of everything, pressgen's own code included, `others` of everything
    but the files of content/, which are in `content`; both are empty where something cannot be
    read. `newest` is the newest stamp of the site's own files, in nanoseconds.
    """

    digest: str = ""
    others: str = ""
    newest: int = 0
    content: dict[str, File] = {}


class Known(Struct, frozen=True, kw_only=True):
    """What somebody has seen who has looked before a build.

    `seen` is what the build will read, if a change to it would be sure to show; `files` are the stamps of
    what stands in the output folder (see `stamps_of`), which earlier builds wrote there. `only_content` tells
    whether only files of content/ differ from what the last one read; `asked` is what the build is asked.
    """

    asked: str = ""
    seen: Seen = Seen()
    files: bytes = b""
    only_content: bool = False


NOTHING = Known()


class Recall(Struct, frozen=True, kw_only=True):
    """What is known before a build: the report of one that would do nothing, or None if there may be something to do.

    `last` is the trace of the build that wrote what now stands in the output folder, if that is certain;
    `files` are the stamps of these files (see `stamps_of`), `marks` those of that trace and of the manifest.
    """

    seen: Seen
    report: Report | None = None
    last: Trace | None = None
    files: bytes = b""
    marks: tuple[Stamp, ...] = ()


def seen(root: Path) -> Seen:
    """Look at everything that a build reads."""
    problems: list[Problem] = []
    lines = [sys.version]
    folders = [(root, name) for name in SOURCES[1:]]
    folders += [(DEFAULT_THEME.parent, DEFAULT_THEME.name), (PACKAGE.parent, PACKAGE.name)]
    try:
        singles = [_stamp(root / "pressgen.yml"), *map(_library, LIBRARIES)]
        newest = max(singles[0][1:3])
        content = walk(root, SOURCES[0], problems)
        for base, name in folders:
            for path, file in walk(base, name, problems).items():
                if "__pycache__" in path:
                    continue
                lines.append(f"{path}\0{file.stamp}")
                if base is root:
                    newest = max(newest, *file.stamp[1:3])
    except OSError:
        return Seen()
    if problems:
        return Seen()
    others = _digest_of([*lines, repr(singles)])
    inside = array("q")
    for file in content.values():
        inside.extend((*file.stamp[:3], file.stamp[3] & _LARGEST))
    newest = max([newest, *inside[1::4], *inside[2::4]])
    digest = _digest_of([others, *content, digest_of(inside)])
    return Seen(digest=digest, others=others, newest=newest, content=content)


def recall(root: Path, instant: datetime, output: Path, asked: str) -> Recall:
    """What is known of a build that is asked for at this instant."""
    marks = _marks(root, output)
    last = _last(root, instant, asked)
    if last is None:
        return Recall(seen=seen(root))
    other = beside(partial(stamps_of, output, last.paths)) if len(last.paths) > MANY else None
    try:
        now = seen(root)
    finally:
        found = other.answer if other else b""
    files = found or stamps_of(output, last.paths)
    if digest_of(files) != last.outputs:
        return Recall(seen=now)
    if now.digest != last.inputs:
        return Recall(seen=now, last=last, files=files, marks=marks)
    return Recall(seen=now, report=structs.replace(last.report, changed=0, removed=0, unchanged=len(last.paths)))


def is_still_so(root: Path, output: Path, found: Recall) -> bool:
    """Whether no other build has ended since this was recalled."""
    return bool(found.marks) and found.marks == _marks(root, output)


def _marks(root: Path, output: Path) -> tuple[Stamp, ...]:
    try:
        return _stamp(root / FOLDER / FILE), _stamp(output / MANIFEST)
    except OSError:
        return ()


def _last(root: Path, instant: datetime, asked: str) -> Trace | None:
    """The trace of the last build, if its answer was to the same question and still holds at the instant."""
    last = recalled(root, FILE, Trace)
    if last is None or last.asked != asked or instant < last.since or (last.until and instant >= last.until):
        return None
    return last


def record(root: Path, output: Path, trace: Trace) -> None:
    """Keep the trace of a build, with the stamps of what now stands in the output folder if it has none."""
    outputs = trace.outputs or written(output, trace.paths)
    if trace.inputs and outputs:
        keep(root, FILE, msgspec.json.encode(structs.replace(trace, outputs=outputs)))


def written(output: Path, paths: Iterable[str]) -> str:
    """A digest of the stamps of published files; empty if one is missing."""
    return digest_of(stamps_of(output, paths))


def stamps_of(output: Path, paths: Iterable[str]) -> bytes:
    """The stamps of published files (see `stamped`), those of the manifest first; empty if one is missing."""
    try:
        return stamped(f"{output}{os.sep}", [MANIFEST, *paths]).tobytes()
    except OSError:
        return b""


def stamped(base: str, paths: Iterable[str]) -> array[int]:
    """The stamps of files or folders, four numbers for each; `base` is put before each path."""
    lstat, found = os.lstat, array("q")
    for path in paths:
        status = lstat(base + path)
        found.extend((status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino & _LARGEST))
    return found


def digest_of(stamps: array[int] | bytes) -> str:
    """A digest of stamps; empty if there are none."""
    return _digest(bytes(stamps)) if stamps else ""


def _digest_of(lines: list[str]) -> str:
    return _digest("\n".join(lines).encode("utf-8", "surrogatepass"))


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _stamp(path: Path) -> Stamp:
    found = os.stat(path)
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _library(name: str) -> Stamp:
    spec = find_spec(name)
    return _stamp(Path(spec.origin)) if spec and spec.origin else (0, 0, 0, 0)
