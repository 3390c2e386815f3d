"""Texts of releases that lie in the cache folder until they are printed, in files that are never written again."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Collection
from functools import lru_cache
from pathlib import Path

from msgspec import structs

from pressgen.errors import OutputError, Problem
from pressgen.model import Parsed, Place, digest_of
from pressgen.output import keep
from pressgen.output.alike import Alike

PREFIX = "text-"
OLD = 600 * 1_000_000_000
"""Nanoseconds after which no build is at work any more with a file that nothing kept speaks of."""
MOST_FILES = 32
SPARE = 1 << 20
"""Bytes in files of texts that nothing needs any more, for which it does not pay to write the files anew."""
_BINARY = getattr(os, "O_BINARY", 0)


class TextLostError(OutputError):
    """A text is no longer where it was laid, or is another."""


class Texts:
    """One file of texts, kept open: another build may remove its name."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.file = os.open(path, os.O_RDONLY | _BINARY)

    def __del__(self) -> None:
        with contextlib.suppress(OSError, AttributeError):
            os.close(self.file)

    def __reduce__(self) -> tuple[Callable[[str], Texts], tuple[str]]:
        return Texts, (self.path,)

    def __call__(self, place: Place, digest: str) -> str:
        """The text at a place, if it has this digest."""
        with contextlib.suppress(OSError, UnicodeDecodeError):
            if hasattr(os, "pread"):
                data = os.pread(self.file, place.length, place.start)
            else:
                with open(self.path, "rb") as file:
                    file.seek(place.start)
                    data = file.read(place.length)
            if digest_of(data) == digest:
                return data.decode("utf-8", "surrogatepass")
        raise lost(self.path)


def lost(path: str) -> TextLostError:
    """The error of a file of texts that was damaged or removed while a build was at work with it."""
    message = f"“{path}”, where pressgen keeps texts between builds, was damaged or removed."
    return TextLostError(Problem(code="cache-damaged", message=message, hint="Run `pressgen clean` and build again."))


class _Own:
    """The file that this process lays texts in."""

    def __init__(self, root: Path) -> None:
        self.size = 0
        self.file, self.path = tempfile.mkstemp(prefix=PREFIX, dir=keep.folder(root))

    def put(self, data: bytes) -> Place:
        start = self.size
        while self.size < start + len(data):
            self.size += os.write(self.file, memoryview(data)[self.size - start :])
        return Place(os.path.basename(self.path), start, len(data))

    def __del__(self) -> None:
        with contextlib.suppress(OSError, AttributeError):
            os.close(self.file)


@lru_cache(maxsize=1)
def _own(process: int, root: Path) -> _Own:
    return _Own(root)


def lay(root: Path, parsed: Parsed) -> Parsed:
    """The same with its text laid in the cache folder; as it is where that cannot be written."""
    document = parsed.document
    if document is None or not document.body.html:
        return parsed
    try:
        place = _own(os.getpid(), root).put(document.body.html.encode("utf-8", "surrogatepass"))
    except OSError:
        return parsed
    body = structs.replace(document.body, html="", place=place)
    return structs.replace(parsed, document=structs.replace(document, body=body))


def lay_anew(root: Path, parsed: Parsed) -> Parsed:
    """The same with its text laid once more, beside the others that are now."""
    document = parsed.document
    if document is None:
        return parsed
    body = structs.replace(document.body, html=document.body.text, place=None, fetch=None)
    return lay(root, structs.replace(parsed, document=structs.replace(document, body=body)))


def has_room(root: Path) -> bool:
    """Whether another text can be laid in a file of its own before all have to be brought together."""
    return sum(name.startswith(PREFIX) for name in os.listdir(root / keep.FOLDER)) < MOST_FILES


def is_scattered(root: Path, places: Collection[Place]) -> bool:
    """Whether texts lie in many files, or in files that hold far more than them."""
    files = {place.file for place in places}
    if len(files) > MOST_FILES:
        return True
    with contextlib.suppress(OSError):
        size = sum(os.stat(root / keep.FOLDER / name).st_size for name in files)
        return size > 2 * sum(place.length for place in places) + SPARE
    return False


class Shelf:
    """The files of texts of a site, opened as they are asked for."""

    def __init__(self, root: Path) -> None:
        self.folder = root / keep.FOLDER
        self.files: dict[str, Texts | None] = {}
        self.alike = Alike()

    def reaches(self, path: str, parsed: Parsed) -> bool:
        """Let a document that nobody has seen yet fetch its text from where it lies; whether its file is there."""
        if parsed.document is None:
            return True
        self.alike.share(path, parsed.document)
        if parsed.document.body.place is None:
            return True
        body, place = parsed.document.body, parsed.document.body.place
        if place.file not in self.files:
            self.files[place.file] = self._opened(place.file)
        file = self.files[place.file]
        if file is not None:
            structs.force_setattr(body, "fetch", file)
        return file is not None

    def _opened(self, name: str) -> Texts | None:
        if name.startswith(PREFIX) and name == os.path.basename(name) and os.path.isfile(self.folder / name):
            with contextlib.suppress(OSError):
                return Texts(str(self.folder / name))
        return None


def sweep(root: Path, used: Collection[str]) -> None:
    """Remove the files of texts that nothing speaks of, unless a build may be about to."""
    now = keep.file_time(root)
    with contextlib.suppress(OSError), os.scandir(root / keep.FOLDER) as listing:
        for entry in listing:
            is_unused = entry.name.startswith(PREFIX) and entry.name not in used
            if is_unused and now - entry.stat(follow_symlinks=False).st_mtime_ns > OLD:
                os.unlink(entry.path)
