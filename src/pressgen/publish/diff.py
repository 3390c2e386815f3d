"""How the files that are to be published differ from those in the output folder, and what is in their way."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from pressgen.errors import OutputError, Problem
from pressgen.publish.manifest import Content, Keep, Staged, digest, is_plain

_CHUNK = 1 << 20


class Diff(Struct, frozen=True, kw_only=True):
    """How to get from the published site to the next one.

    `changed` are new and changed files, in the order in which they are published. `obsolete` are files that
    only the former site has, `removed` those of them that are still there, and `blocking` those in the place
    of a new file or folder. `digests` are the files of the next manifest, and `statuses` those of the
    files that were compared and stay.
    """

    changed: dict[str, Content]
    unchanged: tuple[str, ...]
    obsolete: tuple[str, ...]
    removed: tuple[str, ...]
    blocking: frozenset[str]
    digests: dict[str, str]
    statuses: dict[str, os.stat_result]


def compare(folder: Path, ours: Mapping[str, str], files: Iterable[tuple[str, Content | Keep]]) -> Diff:
    """Compare the bytes in `folder`, where pressgen made the files `ours`, with the next `files`.

    Only these files and the folders above them are looked at, and of those to keep nothing. Raises
    OutputError for a path that leads elsewhere, for a foreign file where one of the new files must go,
    and for a published file that is to stay and is not there.
    """
    digests: dict[str, str] = {}
    changed: dict[str, Content] = {}
    statuses: dict[str, os.stat_result] = {}
    targets: dict[str, os.stat_result | None] = {}
    for path, content in files:
        if path in digests or not (path in ours or is_plain(path)):
            raise OutputError(Problem.at("output-path", path=path))
        if isinstance(content, Keep):
            if path not in ours:
                raise moved(folder / path)
            digests[path] = ours[path]
            continue
        digests[path] = digest(content)
        status = status_of(folder, path)
        if isinstance(content, Staged) and not content.file:
            if path not in ours or not is_file(status):
                raise moved(folder / path)
        elif path not in ours or isinstance(content, Staged) or not is_same(f"{folder}/{path}", status, content):
            changed[path], targets[path] = content, status
        elif status is not None:
            statuses[path] = status
    obsolete = sorted(ours.keys() - digests.keys())
    ways = _Ways(folder, ours, digests)
    obsolete = [path for path in obsolete if is_reachable(folder, path)]
    removed = [path for path in obsolete if is_file(status_of(folder, path))]
    for path, status in sorted(targets.items()):
        ways.check(path, status)
    return Diff(
        changed=changed,
        unchanged=tuple(sorted(path for path in ours if path in digests and path not in changed)),
        obsolete=tuple(obsolete),
        removed=tuple(removed),
        blocking=frozenset(ways.blocking),
        # As far as it can be in the order of the former manifest, which makes it far quicker to sort.
        digests={path: digests[path] for path in ours if path in digests} | digests,
        statuses=statuses,
    )


class _Ways:
    """The ways from the output folder to single files, each folder looked at once."""

    def __init__(self, folder: Path, ours: Mapping[str, str], digests: Mapping[str, str]) -> None:
        self.folder, self.ours, self.digests = folder, ours, digests
        self.clear: set[str] = set()
        self.blocking: set[str] = set()

    def check(self, path: str, status: os.stat_result | None) -> None:
        """Raise OutputError if anything foreign is in the place of the file or on the way to it."""
        for folder in above(path):
            if folder not in self.clear:
                self._check_folder(folder)
                self.clear.add(folder)
        if is_folder(status):
            self._check_leaves(path)
        elif status is not None and (path not in self.ours or not is_file(status)):
            raise in_the_way(path)

    def _check_folder(self, path: str) -> None:
        if path in self.digests:
            raise OutputError(Problem.at("output-path/folder", path=path))
        status = status_of(self.folder, path)
        if is_file(status) and path in self.ours:
            self.blocking.add(path)
        elif status is not None and not is_folder(status):
            raise in_the_way(path)

    def _check_leaves(self, path: str) -> None:
        # Where a file must go there is a folder: it has to be empty once the former site's files are removed.
        inside = {former for former in self.ours.keys() - self.digests.keys() if former.startswith(f"{path}/")}
        emptied = folders_of(inside)
        for place, folders, names in os.walk(self.folder / path):
            for name in sorted((*folders, *names)):
                other = Path(place, name).relative_to(self.folder).as_posix()
                status = status_of(self.folder, other)
                if not (other in emptied if is_folder(status) else other in inside and is_file(status)):
                    raise in_the_way(other)
        self.blocking |= inside


def status_of(folder: Path, path: str) -> os.stat_result | None:
    """The status of what has this path in `folder`, links not followed; None if there is nothing."""
    try:
        return os.lstat(f"{folder}/{path}")
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_reachable(folder: Path, path: str) -> bool:
    """Whether all above a file of this path in `folder` are folders or missing, and none is a link to elsewhere."""
    statuses = (status_of(folder, outer) for outer in above(path))
    return all(status is None or is_folder(status) for status in statuses)


def is_file(status: os.stat_result | None) -> bool:
    """Whether this is the status of a regular file."""
    return status is not None and stat.S_ISREG(status.st_mode)


def is_folder(status: os.stat_result | None) -> bool:
    """Whether this is the status of a folder."""
    return status is not None and stat.S_ISDIR(status.st_mode)


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
        while block := source.read(_CHUNK):
            if block != published.read(_CHUNK):
                return False
        return not published.read(1)


def folders_of(paths: Iterable[str]) -> set[str]:
    """All folders that paths lead through."""
    folders: set[str] = set()
    outer = {path.rpartition("/")[0] for path in paths}
    while outer:
        folders |= outer
        outer = {folder.rpartition("/")[0] for folder in outer} - folders
    return folders - {""}


def above(path: str) -> list[str]:
    """The folders above a file, the outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def moved(path: Path) -> OutputError:
    """The error for a file that something else changed during the build."""
    return OutputError(Problem.at("output-moved", path=str(path)))


def in_the_way(path: str) -> OutputError:
    """The error for a foreign file or folder where a page must go."""
    return OutputError(Problem.at("output-in-the-way", path=path))
