"""The trace of the last build: what it read and wrote, so that a build with nothing to do is answered at once.

Nothing here imports what a build needs to parse, plan or print.
"""

from __future__ import annotations

import hashlib
import os
import sys
from array import array
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from pressgen.content.folders import DEFAULT_THEME, Stamp, walk
from pressgen.errors import Problem
from pressgen.model import Report
from pressgen.output.keep import keep, kept
from pressgen.output.manifest import MANIFEST

FILE = "trace.json"
PACKAGE = Path(__file__).parents[1]
LIBRARIES = ("babel", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "PIL", "tzdata", "yaml")
SETTLED = 50_000_000
"""Nanoseconds after which a file that changes once more is sure to get another stamp."""
MANY = 2_000
"""Outputs from which on a second process looks at them sooner than this one would."""
_LARGEST = (1 << 63) - 1
SOURCES = ("content", "static", "templates")


class Trace(Struct, frozen=True, kw_only=True):
    """One build: what it was asked, what it saw, and how long its answer holds.

    `inputs` and `outputs` are digests of the stamps of all files read and written, `paths` the
    files written. The site is the same from `since` until just before `until`.
    """

    asked: str
    inputs: str
    outputs: str
    paths: tuple[str, ...]
    since: datetime
    until: datetime | None
    report: Report


def seen(root: Path) -> tuple[str, int]:
    """A digest of the stamps of everything that a build reads, and the newest of the site's own, in nanoseconds.

    Pressgen's own code is included. The digest is empty where something cannot be read.
    """
    problems: list[Problem] = []
    lines = [sys.version]
    folders = [(root, name) for name in SOURCES]
    folders += [(DEFAULT_THEME.parent, DEFAULT_THEME.name), (PACKAGE.parent, PACKAGE.name)]
    try:
        singles = [_stamp(root / "pressgen.yml"), *map(_library, LIBRARIES)]
        newest = max(max(stamp[1:3]) for stamp in singles[:1])
        for base, name in folders:
            for path, file in walk(base, name, problems).items():
                if "__pycache__" in path:
                    continue
                lines.append(f"{path}\0{file.stamp}")
                if base is root:
                    newest = max(newest, *file.stamp[1:3])
    except OSError:
        return "", 0
    lines.append(repr(singles))
    return "" if problems else _digest("\n".join(lines).encode("utf-8", "surrogatepass")), newest


def recall(root: Path, instant: datetime, output: Path, asked: str) -> tuple[Report | None, tuple[str, int]]:
    """The report of a build that would do nothing, or None if there may be something to do; and what is `seen`."""
    last = _last(root, instant, asked)
    if last is None:
        return None, seen(root)
    outputs = _beside(partial(written, output, last.paths)) if len(last.paths) > MANY else None
    try:
        inputs = seen(root)
    finally:
        found = outputs() if outputs else ""
    if inputs[0] != last.inputs or (found or written(output, last.paths)) != last.outputs:
        return None, inputs
    return structs.replace(last.report, changed=0, removed=0, unchanged=len(last.paths)), inputs


def _last(root: Path, instant: datetime, asked: str) -> Trace | None:
    """The trace of the last build, if its answer was to the same question and still holds at the instant."""
    data = kept(root, FILE)
    try:
        last = msgspec.json.decode(data, type=Trace) if data else None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    if last is None or last.asked != asked or instant < last.since or (last.until and instant >= last.until):
        return None
    return last


def _beside(make: Callable[[], str]) -> Callable[[], str]:
    """Begin to make a text in a copy of this process; the answer waits for it, and is empty if nothing came.

    Half of the time of a build with nothing to do goes into looking at outputs, the other half into looking at
    sources; each is work for one core.
    """
    if sys.platform != "linux" or len(os.listdir("/proc/self/task")) > 1 or (os.cpu_count() or 1) < 2:
        return lambda: ""
    reader, writer = os.pipe()
    try:
        copy = os.fork()
    except OSError:
        os.close(reader)
        os.close(writer)
        return lambda: ""
    if copy == 0:
        try:
            os.write(writer, make().encode())
        finally:
            os._exit(0)
    os.close(writer)

    def made() -> str:
        with open(reader, "rb") as pipe:
            text = pipe.read().decode()
        os.waitpid(copy, 0)
        return text

    return made


def record(root: Path, output: Path, trace: Trace) -> None:
    """Keep the trace of a build, with the stamps of what now stands in the output folder."""
    outputs = written(output, trace.paths)
    if trace.inputs and outputs:
        keep(root, FILE, msgspec.json.encode(structs.replace(trace, outputs=outputs)))


def written(output: Path, paths: Iterable[str]) -> str:
    """A digest of the stamps of published files; empty if one is missing."""
    base, lstat, stamps = f"{output}{os.sep}", os.lstat, array("q")
    try:
        for path in (MANIFEST, *paths):
            found = lstat(base + path)
            stamps.extend((found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino & _LARGEST))
    except OSError:
        return ""
    return _digest(stamps.tobytes())


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _stamp(path: Path) -> Stamp:
    found = os.stat(path)
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _library(name: str) -> Stamp:
    spec = find_spec(name)
    return _stamp(Path(spec.origin)) if spec and spec.origin else (0, 0, 0, 0)
