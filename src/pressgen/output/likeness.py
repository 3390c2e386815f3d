"""Whether the twin of a folder still is one: told by the stamps of what is in both, without looking into any file.

A link is the file itself, and what a folder holds cannot be changed without changing the folder's stamps.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from pressgen.output import keep, trace
from pressgen.output.beside import beside
from pressgen.output.manifest import MANIFEST
from pressgen.output.survey import folders_of, mounts

NICE = 5
"""How far the process that makes a twin stands back: what others find out meanwhile is waited for first."""
MANY = 30_000
"""Files from which on two processes link them."""
LAID = b"laid"
_WIDE = 4  # numbers in a stamp, of eight bytes each
_BYTES = 8 * _WIDE


class _Record(Struct, frozen=True, kw_only=True):
    """Digests of stamps: of all files in `folder`, of its inner folders, of those of its twin.

    Without one (empty) each folder must be looked into; without one of the twin's there is no twin.
    """

    folder: str = ""
    files: str = ""
    shown: str = ""
    hidden: str = ""


class Stamps(Struct):
    """Stamps (see `trace.stamped`) of a folder that has a twin: of its inner folders, its files, its twin's folders.

    `folders` and `files` are the paths, sorted, the folder itself first. Of a twin that was made just now
    the folders have not been looked at.
    """

    folders: list[str]
    files: list[str]
    of_shown: array[int]
    of_files: array[int]
    of_hidden: array[int]


def tree_of(root: Path, folder: Path) -> Path:
    """Where the twin of a folder lies, in the cache folder of the site in `root`."""
    return root / keep.FOLDER / _name(folder)


def _name(folder: Path) -> str:
    return f"twin-{hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:12]}"


def ready(root: Path, folder: Path, known: Collection[str], files: bytes) -> bytes:
    """Have the twin of a folder ready; empty if the folder holds anything but the `known` files.

    `files` are the stamps of these (see `trace.stamps_of`). For a process of its own; the answer
    are stamps, for `read`.
    """
    there = _entered(root, folder)
    if not there:
        return b""
    os.nice(NICE)
    folders = ["", *sorted(folders_of(known))]
    record = _recorded(root, folder, trace.digest_of(files))
    shown = trace.stamped(there, folders)
    doubtful = _fresh(folders, shown) if _digest_of_inner(shown) == record.shown else folders
    if not _are_only([*folders[1:], *known, MANIFEST], doubtful, there):
        return b""
    hidden = _as_before(folders, record.hidden)
    # The twin has no manifest, the stamp of which is the first.
    of_files = files[_BYTES:]
    if not hidden:
        paths = sorted(known)
        _link(there, folders[1:], paths, in_two=len(paths) >= MANY)
        of_files = trace.stamped(there, paths).tobytes()
    return shown.tobytes() + of_files + hidden.tobytes()


def renew(root: Path, folder: Path, known: Collection[str]) -> bytes:
    """Make the twin of a folder that was just published with these files and nothing else.

    For a process of its own; the answer is the digest of the stamps of all files (see `trace.written`).
    """
    there = _entered(root, folder)
    if not there:
        return b""
    forget(root, folder)
    folders, files = ["", *sorted(folders_of(known))], sorted(known)
    _link(there, folders[1:], files, in_two=True)
    hidden = beside(lambda: trace.stamped("./", folders).tobytes())
    of_files, shown, of_hidden = trace.stamped(there, files), trace.stamped(there, folders), array("q")
    of_hidden.frombytes(hidden.answer)
    if not of_hidden or not _is_nobody_elses(there, shown):
        return b""
    return record(root, folder, Stamps(folders, files, shown, of_files, of_hidden)).encode()


def _entered(root: Path, folder: Path) -> str:
    """Make the twin's place the current folder; the answer is the way from there to the folder, empty if there is none.

    Short paths are found faster, and a process of its own does nothing else.
    """
    tree = tree_of(root, folder)
    if any(mount.startswith(f"{folder}/") for mount in mounts()):
        return ""
    os.umask(0o022)
    with contextlib.suppress(FileExistsError):
        os.mkdir(tree, 0o755)
    if os.path.islink(tree):
        return ""
    os.chdir(tree)
    return os.path.relpath(folder) + "/"


def read(said: bytes, known: Iterable[str]) -> Stamps:
    """The stamps that `ready` has told."""
    folders, files, stamps = ["", *sorted(folders_of(known))], sorted(known), array("q")
    stamps.frombytes(said)
    first, second = _WIDE * len(folders), _WIDE * (len(folders) + len(files))
    return Stamps(folders, files, stamps[:first], stamps[first:second], stamps[second:])


def look_again(
    base: str, places: Sequence[str], stamps: array[int], gone: Iterable[str], touched: Iterable[str]
) -> None:
    """Change the stamps of places, which are sorted: without those gone, and with those touched as they are now."""
    places = list(places)
    for path in gone:
        index = bisect_left(places, path)
        del places[index], stamps[_WIDE * index : _WIDE * (index + 1)]
    for path in touched:
        index = bisect_left(places, path)
        is_there = index < len(places) and places[index] == path
        if not is_there:
            places.insert(index, path)
        stamps[_WIDE * index : _WIDE * (index + is_there)] = trace.stamped(base, [path])


def record(root: Path, folder: Path, stamps: Stamps) -> str:
    """Keep what the twin will be known by; the digest of the stamps of all files in the folder."""
    files = trace.digest_of(trace.stamped(f"{folder}/", [MANIFEST]) + stamps.of_files)
    shown = _digest_of_inner(stamps.of_shown) if stamps.of_shown else ""
    _keep(root, folder, _Record(folder=str(folder), files=files, shown=shown, hidden=trace.digest_of(stamps.of_hidden)))
    return files


def note(root: Path, folder: Path, known: Collection[str], files: str) -> None:
    """Keep what a folder without a twin will be known by, just published with these files and nothing else.

    `files` is the digest of the stamps of these.
    """
    shown = trace.stamped(f"{folder}/", ["", *sorted(folders_of(known))])
    if _is_nobody_elses(f"{folder}/", shown):
        _keep(root, folder, _Record(folder=str(folder), files=files, shown=_digest_of_inner(shown)))


def _is_nobody_elses(there: str, shown: array[int]) -> bool:
    """Whether the folders with these stamps are as publishing left them, the last step of which wrote the manifest."""
    return max(shown[_WIDE + 1 :: _WIDE], default=0) <= trace.stamped(there, [MANIFEST])[1]


def knows(root: Path, folder: Path, files: str) -> bool:
    """Whether it is kept what a folder with these files will be known by; `files` is the digest of their stamps."""
    return bool(_recorded(root, folder, files).files)


def _recorded(root: Path, folder: Path, files: str) -> _Record:
    found = keep.recalled(root, _name(folder) + ".json", _Record)
    return found if found and (found.folder, found.files) == (str(folder), files) else _Record()


def forget(root: Path, folder: Path) -> None:
    """Know nothing of the twin of a folder any more; raises OSError where that cannot be."""
    keep.discard(root, _name(folder) + ".json")


def _keep(root: Path, folder: Path, made: _Record) -> None:
    keep.keep(root, _name(folder) + ".json", msgspec.json.encode(made))


def _digest_of_inner(stamps: array[int]) -> str:
    # The folder itself changes when it takes its place; it is looked into each time.
    return trace.digest_of(stamps[_WIDE:])


def _fresh(folders: list[str], stamps: array[int]) -> list[str]:
    """The folder itself, and those changed about when they were looked at last: a later change might not show."""
    times = stamps[1::_WIDE]
    newest = max(times[1:], default=0)
    return ["", *(path for path, time in zip(folders[1:], times[1:], strict=True) if newest - time < trace.SETTLED)]


def _are_only(known: Iterable[str], folders: list[str], there: str) -> bool:
    """Whether nothing but what is known is in these folders; foreign files there must be looked at with more care."""
    asked = set(folders)
    counts = Counter(folder for path in known if (folder := path.rpartition("/")[0]) in asked)
    return all(len(os.listdir(there + path)) == counts[path] for path in folders)


def _as_before(folders: list[str], digest: str) -> array[int]:
    """The stamps of folders of the twin, if that is their digest; else nothing."""
    if digest:
        with contextlib.suppress(OSError):
            hidden = trace.stamped("./", folders)
            if trace.digest_of(hidden) == digest:
                return hidden
    return array("q")


def _link(there: str, folders: list[str], files: Sequence[str], in_two: bool) -> None:
    """Make this folder the twin of the one there, whatever it was before; `folders` and `files` are sorted.

    In two processes, where whoever waits for this one has nothing else to do.
    """
    for left in os.scandir():
        shutil.rmtree(left) if left.is_dir(follow_symlinks=False) else os.unlink(left)
    outer = folders_of(folders)
    for path in sorted(outer):
        os.mkdir(path, 0o755)
    inner = [path for path in folders if path not in outer]
    if not in_two:
        _laid(there, inner, files)
        return
    middle = inner[len(inner) // 2] if inner else ""
    first = [path for path in files if path.rpartition("/")[0] < middle]
    second = [path for path in files if path.rpartition("/")[0] >= middle]
    other = beside(partial(_laid, there, [path for path in inner if path >= middle], second))
    _laid(there, [path for path in inner if path < middle], first)
    if other.answer != LAID:
        raise OSError(errno.EIO, os.strerror(errno.EIO), there)


def _laid(there: str, folders: Iterable[str], files: Iterable[str]) -> bytes:
    for path in folders:
        os.mkdir(path, 0o755)
    # Not the manifest, which is written anew each time: nothing done in the cache folder may spoil that one.
    for path in files:
        os.link(there + path, path, follow_symlinks=False)
    return LAID
