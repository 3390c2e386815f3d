"""Compare the files to publish with those in the output folder, and find what is in their way."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Mapping, Set
from pathlib import Path

from msgspec import Struct

from pressgen.errors import OutputError, Problem
from pressgen.publish.manifest import KEEP, Content, Keep, Staged, digest, is_plain

_CHUNK = 1 << 20


class Diff(Struct, frozen=True, kw_only=True):
    """How to get from the published site to the next one.

    `changed` are new and changed files, in the order of publication. `obsolete` are files that only the published
    site has, `removed` those of them that still exist, and `blocking` those in the place of a new file or folder.
    `digests` are the files of the next manifest, `obsolete_digests` those of obsolete ones; `statuses` are those of
    files that were compared and stay.
    """

    changed: dict[str, Content]
    unchanged: tuple[str, ...]
    obsolete: tuple[str, ...]
    removed: tuple[str, ...]
    blocking: frozenset[str]
    digests: dict[str, str]
    obsolete_digests: dict[str, str]
    statuses: dict[str, os.stat_result]


def compare(folder: Path, ours: Mapping[str, str], files: Iterable[tuple[str, Content | Keep]]) -> Diff:
    """Compare the bytes in `folder`, where pressgen made the files `ours`, with the next `files`.

    Looks only at these files and the folders above them, and at nothing of those to keep. Raises OutputError for a path
    that leads elsewhere, for a foreign file in the place of a new one, and for a published file that is missing but
    should stay.
    """
    digests: dict[str, str] = {}
    changed: dict[str, Content] = {}
    statuses: dict[str, os.stat_result] = {}
    targets: dict[str, os.stat_result | None] = {}
    for path, content in files:
        if path in digests or not (path in ours or is_plain(path)):
            raise OutputError(Problem.at("output-path", path=path))
        if content is KEEP:
            if path not in ours:
                raise moved(folder / path)
            digests[path] = ours[path]
            continue
        digests[path] = digest(content)
        # Also of a file that is certainly replaced: where pressgen did not make it, it may be somebody else's.
        status = status_of(folder, path)
        if isinstance(content, Staged) and not content.file:
            if path not in ours or not is_file(status):
                raise moved(folder / path)
        elif path not in ours or isinstance(content, Staged) or not is_same(f"{folder}/{path}", status, content):
            changed[path], targets[path] = content, status
        elif status is not None:
            statuses[path] = status
    obsolete = tuple(path for path in sorted(ours.keys() - digests.keys()) if is_reachable(folder, path))
    return Diff(
        changed=changed,
        unchanged=tuple(sorted(path for path in ours if path in digests and path not in changed)),
        obsolete=obsolete,
        removed=tuple(path for path in obsolete if is_file(status_of(folder, path))),
        blocking=_find_blocking(folder, ours, digests, targets),
        # As far as possible in the order of the last manifest, which makes it far quicker to sort.
        digests={path: digests[path] for path in ours if path in digests} | digests,
        obsolete_digests={path: ours[path] for path in obsolete},
        statuses=statuses,
    )


def _find_blocking(
    folder: Path, ours: Mapping[str, str], digests: Mapping[str, str], targets: Mapping[str, os.stat_result | None]
) -> frozenset[str]:
    """Pressgen's own files in the place of a new file or folder; raises OutputError for anything foreign there."""
    blocking: set[str] = set()
    missing: set[str] = set()
    for path in sorted(folders_of(targets)):
        if path in digests:
            raise OutputError(Problem.at("output-path/folder", path=path))
        # Nothing is in a folder that is missing, as all of them are in a first build.
        status = None if path.rpartition("/")[0] in missing else status_of(folder, path)
        if status is None:
            missing.add(path)
        if is_file(status) and path in ours:
            blocking.add(path)
        elif status is not None and not is_folder(status):
            raise in_the_way(path)
    for path, status in sorted(targets.items()):
        if is_folder(status):
            blocking |= _own_files_in(folder, path, ours.keys() - digests.keys())
        elif status is not None and (path not in ours or not is_file(status)):
            raise in_the_way(path)
    return frozenset(blocking)


def _own_files_in(folder: Path, path: str, obsolete: Set[str]) -> set[str]:
    """The files of a folder whose place a new file takes; raises OutputError unless all of them are obsolete."""
    files = {file for file in obsolete if file.startswith(f"{path}/")}
    folders = folders_of(files)
    for above, folder_names, file_names in os.walk(folder / path):
        for name in sorted((*folder_names, *file_names)):
            entry = Path(above, name).relative_to(folder).as_posix()
            status = status_of(folder, entry)
            if not (entry in folders if is_folder(status) else entry in files and is_file(status)):
                raise in_the_way(entry)
    return files


def status_of(folder: Path, path: str) -> os.stat_result | None:
    """The status of the entry with this path in `folder`, links not followed; None if there is none."""
    try:
        return os.lstat(f"{folder}/{path}")
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_reachable(folder: Path, path: str) -> bool:
    """Whether everything above a path in `folder` is a folder or missing; a link could lead to other people's files."""
    statuses = (status_of(folder, parent) for parent in parents_of(path))
    return all(status is None or is_folder(status) for status in statuses)


def is_file(status: os.stat_result | None) -> bool:
    """Whether this is the status of a regular file."""
    return status is not None and stat.S_ISREG(status.st_mode)


def is_folder(status: os.stat_result | None) -> bool:
    """Whether this is the status of a folder."""
    return status is not None and stat.S_ISDIR(status.st_mode)


def is_same(target: str, status: os.stat_result | None, content: bytes | Path) -> bool:
    """Whether the file `target`, of that status, holds the content and may be read by all."""
    # Bits beyond 0o644 do not count: some file systems set them on every file.
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
    """All folders above these paths."""
    folders: set[str] = set()
    parents = {path.rpartition("/")[0] for path in paths}
    while parents:
        folders |= parents
        parents = {folder.rpartition("/")[0] for folder in parents} - folders
    return folders - {""}


def parents_of(path: str) -> list[str]:
    """The folders above a file, the outermost first."""
    return [path[: slash.start()] for slash in re.finditer("/", path)]


def moved(path: Path) -> OutputError:
    """The error for a file that something else changed during the build."""
    return OutputError(Problem.at("output-moved", path=str(path)))


def in_the_way(path: str) -> OutputError:
    """The error for a foreign file or folder where a page must go."""
    return OutputError(Problem.at("output-in-the-way", path=path))
