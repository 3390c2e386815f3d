"""Publishing many files: the next site is staged as a whole and changes places with the published one in one step."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from pressgen.errors import OutputError
from pressgen.publish.diff import Diff, folders_of, in_the_way, is_file, is_folder, moved, status_of
from pressgen.publish.manifest import JOURNAL, MANIFEST, STAGE_INSIDE, Signature, signature_of
from pressgen.publish.old_tree import note_replaced, retire
from pressgen.publish.staging import StagingArea, make_folder, mounts

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # renameat2(2), Linux
_RENAME_SWAP = 2  # renamex_np(2), macOS
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.EMLINK, errno.EOPNOTSUPP, errno.ENOSYS}
# What the system says where a folder cannot be exchanged, or foreign files in it cannot be linked.
_NOT_AS_A_WHOLE = {*_NO_LINKS, errno.EXDEV, errno.EBUSY, errno.EINVAL, errno.EROFS}


class _Survey(Struct, frozen=True):
    """Everything below a folder by its path, links not followed, and the folder itself; None for a missing folder."""

    top: os.stat_result | None
    entries: dict[str, os.stat_result]


def publish_by_exchange(folder: Path, area: StagingArea, diff: Diff, signature: Signature) -> bool:
    """Put the next site in the place of `folder`; False, and nothing done to it, where that cannot be.

    All new files, and the manifest, are staged in `area`; `signature` is that of the manifest from which `diff`
    was made. An OSError or OutputError leaves `folder` as it was.
    """
    is_there = folder.exists()
    if is_there and sys.platform == "win32":
        return False  # which has no such call
    try:
        survey = _survey(folder)
        foreign = _fill(folder, area, diff, survey)
        if survey.top is None:
            os.rename(area.tree, folder)
            return True
        stage = Path(area.stage)
        note_replaced(stage, folder, foreign)
        if not os.path.samestat(os.lstat(folder), survey.top) or signature_of(folder) != signature:
            raise moved(folder)
        if os.path.lexists(folder / JOURNAL):
            raise moved(folder / JOURNAL)
        exchange(Path(area.tree), folder)
    except OSError as error:
        if is_there and error.errno in _NOT_AS_A_WHOLE:
            return False
        raise
    _refuse_foreign(folder, area, diff, survey)
    # The site is published. What is left of the former one goes with the stage, if need be by the next build.
    with contextlib.suppress(OSError, OutputError):
        _unlink_deleted(folder, area, foreign)
        retire(stage, folder)
    return True


def exchange(first: Path, second: Path) -> None:
    """Let two folders of one file system change places in a single step; ENOSYS where the system has no such call."""
    # By ctypes, because the standard library has no call for it, and two renames would leave readers, and for good
    # those of a build that is killed between them, without a site.
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


def _survey(folder: Path) -> _Survey:
    """Look at everything in `folder`; EXDEV where something is mounted in it, EACCES where it cannot be looked into."""
    try:
        top = os.lstat(folder)
    except FileNotFoundError:
        return _Survey(None, {})
    entries: dict[str, os.stat_result] = {}
    ahead = [""]
    if any(mount.startswith(f"{folder}/") for mount in mounts()):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(folder))
    while ahead:
        below = ahead.pop()
        with os.scandir(f"{folder}/{below}") as listing:
            for entry in listing:
                path = below + entry.name
                if path.startswith(STAGE_INSIDE):
                    continue
                entries[path] = status = entry.stat(follow_symlinks=False)
                if is_folder(status):
                    ahead.append(f"{path}/")
                if status.st_dev != top.st_dev:
                    raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), f"{folder}/{path}")
    return _Survey(top, entries)


def _fill(folder: Path, area: StagingArea, diff: Diff, survey: _Survey) -> dict[str, os.stat_result]:
    """Add to the staged files all else that the next site is to hold; the answer are the foreign files."""
    new, current, entries = f"{area.tree}/", f"{folder}/", survey.entries
    make_folder(area.tree)
    needed = folders_of(diff.digests)
    for path in sorted(needed & entries.keys()):
        if not is_folder(entries[path]) and path not in diff.blocking:
            raise in_the_way(path)
    own = diff.digests.keys() | set(diff.removed) | {MANIFEST}
    foreign = {path: status for path, status in entries.items() if path not in own and not is_folder(status)}
    # A folder of former files may already be empty: an earlier build was killed on its way.
    kept = {path for path, status in entries.items() if is_folder(status)} - folders_of(diff.obsolete)
    kept |= folders_of((*foreign, *kept))
    for path in sorted((needed | kept) - folders_of(diff.changed)):
        make_folder(new + path)
    for path in foreign:
        os.link(current + path, new + path, follow_symlinks=False)
    for path in diff.unchanged:
        status = diff.statuses.get(path, entries.get(path))
        if not is_file(status):
            raise moved(folder / path)
        _link_or_copy(current + path, new + path)
        copy = os.lstat(new + path)
        if status is None or (copy.st_size, copy.st_mtime_ns) != (status.st_size, status.st_mtime_ns):
            raise moved(folder / path)
    for path in sorted(kept - needed, reverse=True):
        _give_owner(new + path, entries[path])
        shutil.copystat(current + path, new + path)
    if survey.top is not None:
        _give_owner(area.tree, survey.top)
        shutil.copymode(folder, area.tree)
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
    """Give a folder the owner that another had, if that is not its owner already."""
    current = os.lstat(target)
    if sys.platform != "win32" and (current.st_uid, current.st_gid) != (status.st_uid, status.st_gid):
        os.chown(target, status.st_uid, status.st_gid)


def _refuse_foreign(folder: Path, area: StagingArea, diff: Diff, survey: _Survey) -> None:
    """Put the former site back if, since it was surveyed, somebody put a file where the next one has a new page."""
    for path in sorted((folders_of(diff.changed) | diff.changed.keys()) - survey.entries.keys()):
        status = status_of(Path(area.tree), path)
        if status is not None and (path in diff.changed or not is_folder(status)):
            exchange(Path(area.tree), folder)
            raise in_the_way(path)


def _unlink_deleted(folder: Path, area: StagingArea, foreign: Mapping[str, os.stat_result]) -> None:
    """Remove from the published site the foreign files that their owner removed after they were linked."""
    for path, status in foreign.items():
        current = status_of(folder, path)
        if current and os.path.samestat(current, status) and status_of(Path(area.tree), path) is None:
            os.unlink(folder / path)
