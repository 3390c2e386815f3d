"""Publish many files: the whole next site is staged, and changes places with the published one in one step."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from pressgen.errors import OutputError
from pressgen.publish.diff import Diff, folders_of, in_the_way, is_file, is_folder, moved, status_of
from pressgen.publish.manifest import JOURNAL, MANIFEST, STAGE_INSIDE, Signature, signature_of
from pressgen.publish.old_tree import note_replaced, retire
from pressgen.publish.staging import StagingArea, make_folder, mounts

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # renameat2(2), Linux
_RENAME_SWAP = 2  # renamex_np(2), macOS
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.EMLINK, errno.EOPNOTSUPP, errno.ENOSYS}
# Errors where a folder cannot be exchanged, or foreign files in it cannot be linked: then renames must do.
_NOT_AS_A_WHOLE = {*_NO_LINKS, errno.EXDEV, errno.EBUSY, errno.EINVAL, errno.EROFS}


def publish_by_exchange(folder: Path, area: StagingArea, diff: Diff, signature: Signature) -> bool:
    """Put the next site in the place of `folder`; False, and nothing done to it, where that is impossible.

    All new files, and the manifest, are staged in `area`; `signature` is that of the manifest from which `diff`
    was made. An OSError or OutputError leaves `folder` as it was.
    """
    stage, tree = Path(area.stage), Path(area.tree)
    top = os.lstat(folder) if folder.exists() else None
    if top and sys.platform == "win32":
        return False  # Windows has no call that exchanges two folders
    try:
        entries = _entries_of(folder, top) if top else {}
        foreign = _fill(folder, area, diff, entries)
        if top is None:
            os.rename(tree, folder)
            return True
        _give_owner(area.tree, top)
        shutil.copymode(folder, tree)
        note_replaced(stage, folder, foreign)
        # As late as possible, since all checks so far may be outdated by another build or somebody's own files.
        if not os.path.samestat(os.lstat(folder), top) or signature_of(folder) != signature:
            raise moved(folder)
        if os.path.lexists(folder / JOURNAL):
            raise moved(folder / JOURNAL)
        exchange(tree, folder)
    except OSError as error:
        if top and error.errno in _NOT_AS_A_WHOLE:
            return False
        raise
    # The old site, now in the stage, shows what others did in it after it was read.
    for path in sorted((folders_of(diff.changed) | diff.changed.keys()) - entries.keys()):
        status = status_of(tree, path)
        if status is not None and (path in diff.changed or not is_folder(status)):
            exchange(tree, folder)
            raise in_the_way(path)
    # The site is published. What is left of the old one is removed with the stage, if need be by the next build.
    with contextlib.suppress(OSError, OutputError):
        _unlink_deleted(folder, tree, foreign)
        retire(stage, folder)
    return True


def exchange(first: Path, second: Path) -> None:
    """Let two folders of one file system change places in a single step; ENOSYS where the system has no such call."""
    # By ctypes, because the standard library has no such call. Between two renames readers would have no site, and
    # after a kill between them there would be none for good.
    import ctypes

    names = os.fsencode(first), os.fsencode(second)
    try:
        if sys.platform == "darwin":
            failed = ctypes.CDLL(None, use_errno=True).renamex_np(*names, _RENAME_SWAP)
        else:
            call = ctypes.CDLL(None, use_errno=True).renameat2
            failed = call(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    except (AttributeError, TypeError) as error:  # not in this C library; no C library (Windows)
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(second)) from error
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(second))


def _entries_of(folder: Path, top: os.stat_result) -> dict[str, os.stat_result]:
    """Everything below a folder of the status `top`, by path, links not followed.

    Raises an OSError: EXDEV where something is mounted in it, EACCES where it cannot be read.
    """
    entries: dict[str, os.stat_result] = {}
    queue = [""]
    if any(mount.startswith(f"{folder}/") for mount in mounts()):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(folder))
    while queue:
        parent = queue.pop()
        with os.scandir(f"{folder}/{parent}") as listing:
            for entry in listing:
                path = parent + entry.name
                if path.startswith(STAGE_INSIDE):
                    continue
                entries[path] = status = entry.stat(follow_symlinks=False)
                if is_folder(status):
                    queue.append(f"{path}/")
                if status.st_dev != top.st_dev:
                    raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), f"{folder}/{path}")
    return entries


def _fill(
    folder: Path, area: StagingArea, diff: Diff, entries: Mapping[str, os.stat_result]
) -> dict[str, os.stat_result]:
    """Add everything else in `folder` that the next site needs to the staged files, and return the foreign files."""
    staged, current = f"{area.tree}/", f"{folder}/"
    make_folder(area.tree)
    needed = folders_of(diff.digests)
    for path in sorted(needed & entries.keys()):
        if not is_folder(entries[path]) and path not in diff.blocking:
            raise in_the_way(path)
    own = diff.digests.keys() | set(diff.removed) | {MANIFEST}
    foreign = {path: status for path, status in entries.items() if path not in own and not is_folder(status)}
    # A folder of obsolete files may already be empty: an earlier build was killed on its way.
    foreign_folders = {path for path, status in entries.items() if is_folder(status)} - folders_of(diff.obsolete)
    foreign_folders |= folders_of((*foreign, *foreign_folders))
    for path in sorted((needed | foreign_folders) - folders_of(diff.changed)):
        make_folder(staged + path)
    # Links and not copies, so that a file which its owner is writing at this moment stays one file.
    for path in foreign:
        os.link(current + path, staged + path, follow_symlinks=False)
    for path in diff.unchanged:
        status = diff.statuses.get(path, entries.get(path))
        if not is_file(status):
            raise moved(folder / path)
        _link_or_copy(current + path, staged + path)
        copy = os.lstat(staged + path)
        if status is None or (copy.st_size, copy.st_mtime_ns) != (status.st_size, status.st_mtime_ns):
            raise moved(folder / path)
    # Innermost first, since whatever is put into a folder changes the times of that folder.
    for path in sorted(foreign_folders - needed, reverse=True):
        _give_owner(staged + path, entries[path])
        shutil.copystat(current + path, staged + path)
    return foreign


def _link_or_copy(current: str, target: str) -> None:
    # Only pressgen's own files may be copied: a copy would lose the owner of somebody else's.
    try:
        os.link(current, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(current, target, follow_symlinks=False)


def _give_owner(target: str, status: os.stat_result) -> None:
    """Give a folder the owner in `status`, unless it already has that owner."""
    current = os.lstat(target)
    if sys.platform != "win32" and (current.st_uid, current.st_gid) != (status.st_uid, status.st_gid):
        os.chown(target, status.st_uid, status.st_gid)


def _unlink_deleted(folder: Path, tree: Path, foreign: Mapping[str, os.stat_result]) -> None:
    """Remove from the published site the foreign files that their owner removed after they were linked."""
    for path, status in foreign.items():
        current = status_of(folder, path)
        if current and os.path.samestat(current, status) and status_of(tree, path) is None:
            os.unlink(folder / path)
