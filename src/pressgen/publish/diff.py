"""What stands in the output folder, and how that differs from what is to be published."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from pressgen.errors import OutputError, Problem
from pressgen.output import manifest
from pressgen.output.manifest import MANIFEST, STAGE_INSIDE, AsItIs, Content, Staged

_CHUNK = 1 << 20
_OCTAL = re.compile(r"\\([0-7]{3})")  # how proc(5) writes white space in names


class Survey(Struct, frozen=True):
    """Everything below a folder, by path with /, symbolic links not followed; `top` is None for a missing folder.

    `sealed` are folders that cannot be looked into or lie on another file system.
    """

    top: os.stat_result | None
    entries: dict[str, os.stat_result]
    sealed: tuple[str, ...]


class Change(Struct, frozen=True, kw_only=True):
    """How to come from a surveyed folder to the next site.

    `foreign` are files and links that are not pressgen's, `folders` all folders of the next
    site with whether pressgen's own files need them, parents first. `interim` is a manifest
    of both the old and the next site.
    """

    changed: dict[str, Content]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    foreign: tuple[str, ...]
    folders: dict[str, bool]
    manifest: bytes
    interim: bytes
    is_empty: bool


def survey(folder: Path) -> Survey:
    """Look at everything in `folder`."""
    try:
        top = os.lstat(folder)
    except FileNotFoundError:
        return Survey(None, {}, ())
    entries: dict[str, os.stat_result] = {}
    sealed: list[str] = []
    ahead, mounted = [""], mounts()
    while ahead:
        below = ahead.pop()
        try:
            with os.scandir(f"{folder}/{below}") as listing:
                found = {below + entry.name: entry.stat(follow_symlinks=False) for entry in listing}
        except PermissionError:
            if not below:
                raise
            sealed.append(below.rstrip("/"))
            continue
        for path, status in found.items():
            if path.startswith(STAGE_INSIDE):
                continue
            entries[path] = status
            if stat.S_ISDIR(status.st_mode):
                is_mount = status.st_dev != top.st_dev or f"{folder}/{path}" in mounted
                sealed.append(path) if is_mount else ahead.append(path + "/")
    return Survey(top, entries, tuple(sealed))


def mounts() -> set[str]:
    """The folders of this system at which something is mounted."""
    # Linux can mount a folder of the same file system a second time; its device number tells nothing.
    with contextlib.suppress(OSError), open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        return {_OCTAL.sub(lambda found: chr(int(found[1], 8)), line.split(" ")[4]) for line in file}
    return set()


def compare(folder: Path, seen: Survey, files: Iterable[tuple[str, Content | AsItIs]]) -> Change:
    """Compare the real bytes in `folder` with `files`; raises OutputError where a foreign entry is in the way.

    A file that is to stay as it is must be there, made by pressgen; else something changed the
    folder since its caller looked, and OutputError says so.
    """
    ours = manifest.read(folder)
    planned: dict[str, str] = {}
    changed: dict[str, Content] = {}
    for path, content in files:
        if not manifest.is_plain(path) or path in planned:
            raise _refused("output-path", f"“{path}” cannot be the name of a published file, or is there twice.")
        if isinstance(content, AsItIs):
            if path not in ours or not _is_file(seen.entries.get(path)):
                raise moved(folder / path)
            planned[path] = ours[path]
            continue
        planned[path] = manifest.digest(content)
        status = seen.entries.get(path)
        if isinstance(content, Staged) and not content.file:
            if path not in ours or not _is_file(status):
                raise moved(folder / path)
        elif path not in ours or isinstance(content, Staged) or not is_same(f"{folder}/{path}", status, content):
            changed[path] = content
    former = ours.keys() - planned.keys()
    removed = [path for path in former if _is_file(seen.entries.get(path))]
    _check_ways(seen, planned, ours)
    mine = planned.keys() | set(removed) | {MANIFEST}
    foreign = [path for path, status in seen.entries.items() if path not in mine and not stat.S_ISDIR(status.st_mode)]
    encoded = manifest.encode(planned)
    return Change(
        changed=changed,
        unchanged=tuple(sorted(planned.keys() - changed.keys())),
        removed=tuple(sorted(removed)),
        foreign=tuple(sorted(foreign)),
        folders=_folders(seen, planned, former, foreign),
        manifest=encoded,
        interim=manifest.encode({**ours, **planned}),
        is_empty=not changed and not removed and is_same(f"{folder}/{MANIFEST}", seen.entries.get(MANIFEST), encoded),
    )


def _is_file(status: os.stat_result | None) -> bool:
    return status is not None and stat.S_ISREG(status.st_mode)


def is_same(target: str, status: os.stat_result | None, content: bytes | Path) -> bool:
    """Whether the file `target`, of that status, holds the content and may be read by all."""
    # Bits beyond 0o644 are let be: some file systems set them on every file.
    if status is None or not stat.S_ISREG(status.st_mode) or status.st_mode & 0o444 != 0o444:
        return False
    if isinstance(content, bytes):
        if status.st_size != len(content):
            return False
        with open(target, "rb") as published:
            return published.read() == content
    if status.st_size != os.stat(content).st_size:
        return False
    with open(target, "rb") as published, open(content, "rb") as source:
        while True:
            block = source.read(_CHUNK)
            if block != published.read(_CHUNK):
                return False
            if not block:
                return True


def folders_of(paths: Iterable[str]) -> set[str]:
    """All folders that paths lie in."""
    found: set[str] = set()
    above = {path.rpartition("/")[0] for path in paths}
    while above:
        found |= above
        above = {folder.rpartition("/")[0] for folder in above} - found
    return found - {""}


def _check_ways(seen: Survey, planned: Mapping[str, str], ours: Mapping[str, str]) -> None:
    ways = folders_of(planned)
    for path in sorted(ways & planned.keys()):
        raise _refused("output-path", f"“{path}” would have to be both a file and a folder.")
    for path in sorted(ways):
        status = seen.entries.get(path)
        blocked = status is not None and not stat.S_ISDIR(status.st_mode) and not (path in ours and _is_file(status))
        if blocked or path in seen.sealed:
            raise _in_the_way(path)
    for path in sorted(planned.keys() & seen.entries.keys()):
        status = seen.entries[path]
        if stat.S_ISDIR(status.st_mode):
            _check_folder_leaves(path, seen, ours)
        elif path not in ours or not _is_file(status):
            raise _in_the_way(path)


def _check_folder_leaves(path: str, seen: Survey, ours: Mapping[str, str]) -> None:
    emptied = folders_of(former for former in ours if former.startswith(path + "/"))
    for other, status in seen.entries.items():
        if other == path or other.startswith(path + "/"):
            leaves = other in emptied if stat.S_ISDIR(status.st_mode) else other in ours and _is_file(status)
            if not leaves:
                raise _in_the_way(other)


def _folders(seen: Survey, planned: Iterable[str], former: Iterable[str], foreign: Iterable[str]) -> dict[str, bool]:
    # A folder of former files may already be empty: an earlier run was killed on its way.
    needed, emptied = folders_of(planned), folders_of(former)
    kept = {path for path, status in seen.entries.items() if stat.S_ISDIR(status.st_mode)} - emptied
    kept |= folders_of((*foreign, *kept))
    return {folder: folder in needed for folder in sorted(needed | kept)}


def moved(path: Path) -> OutputError:
    """The error of a file that changed under pressgen's hands."""
    message = f"“{path}” was changed by something else while the site was being written."
    hint = "The site in the output folder is as that left it. Build again, with nothing else writing there."
    return OutputError(Problem(code="output-moved", message=message, hint=hint))


def _in_the_way(path: str) -> OutputError:
    return _refused(
        "output-in-the-way",
        f"“{path}” in the output folder is not pressgen's, and stands where a page must go.",
        "Move it away, or give the page another address.",
    )


def _refused(code: str, message: str, hint: str = "Give the page another address.") -> OutputError:
    return OutputError(Problem(code=code, message=message, hint=f"{hint} The site in the output folder is as it was."))
