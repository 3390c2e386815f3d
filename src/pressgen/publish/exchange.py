"""Publishing whole: the next site is staged next to the output folder and takes its place in one step."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from pressgen.output.manifest import MANIFEST, Staged
from pressgen.output.stage import Place, give_owner, lies_beside, make_folder, open_stage, write_file
from pressgen.output.survey import Change, Survey, folders_of, moved

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # renameat2(2), Linux
_RENAME_SWAP = 2  # renamex_np(2), macOS
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.EMLINK, errno.EOPNOTSUPP, errno.ENOSYS}


def publish_whole(folder: Path, seen: Survey, change: Change, place: Place | None) -> None:
    """Put the next site in the place of `folder`; an OSError or OutputError leaves `folder` untouched."""
    with contextlib.ExitStack() as made, _stage(folder, made, place) as stage:
        tree = stage / "tree"
        _fill(tree, folder, seen, change)
        if seen.top is None:
            os.rename(tree, folder)
        else:
            if not os.path.samestat(os.lstat(folder), seen.top):
                raise moved(folder)
            exchange(tree, folder)
            _empty(f"{tree}/", seen)
        made.pop_all()


@contextlib.contextmanager
def _stage(folder: Path, made: contextlib.ExitStack, place: Place | None) -> Iterator[Path]:
    if place is not None:
        yield Path(place.stage)
        return
    with open_stage(_parent(folder, made), lies_beside(folder)) as stage:
        yield stage


def _empty(tree: str, seen: Survey) -> None:
    """Remove what was surveyed from the former site, by name; what resists is left to the stage's own removal."""
    # Listing every folder once more would take three times as long.
    folders = {path for path, status in seen.entries.items() if stat.S_ISDIR(status.st_mode)}
    with contextlib.suppress(OSError):
        for path in seen.entries.keys() - folders:
            os.unlink(tree + path)
        for path in sorted(folders, reverse=True):
            os.rmdir(tree + path)


def exchange(first: Path, second: Path) -> None:
    """Let two folders of one file system change places in a single step; ENOSYS where the system has no such call."""
    names = os.fsencode(first), os.fsencode(second)
    try:
        if sys.platform == "darwin":
            failed = ctypes.CDLL(None, use_errno=True).renamex_np(*names, _RENAME_SWAP)
        else:
            call = ctypes.CDLL(None, use_errno=True).renameat2
            failed = call(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    except (AttributeError, TypeError) as fault:  # not in this C library; no C library (Windows)
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(second)) from fault
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(second))


def _parent(folder: Path, made: contextlib.ExitStack) -> Path:
    # Folders that had to be made go again if the build fails.
    for missing in reversed([above for above in folder.parents if not above.exists()]):
        made.callback(_drop, missing)
        make_folder(str(missing), str(missing))
    return folder.parent


def _drop(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _fill(tree: Path, folder: Path, seen: Survey, change: Change) -> None:
    new, current = f"{tree}/", f"{folder}/"
    make_folder(str(tree), str(folder))
    # Where files are laid ready their folders are made, and to ask the system ten thousand times takes long.
    staged = (path for path, content in change.changed.items() if isinstance(content, Staged) and content.file)
    ready = folders_of(staged)
    for path in change.folders:
        if path not in ready:
            make_folder(new + path, current + path)
    for path in change.foreign:
        os.link(current + path, new + path, follow_symlinks=False)
    for path in change.unchanged:
        _link_or_copy(current + path, new + path)
        now, then = os.lstat(new + path), seen.entries[path]
        if (now.st_size, now.st_mtime_ns) != (then.st_size, then.st_mtime_ns):
            raise moved(folder / path)
    for path, content in change.changed.items():
        write_file(new + path, content, current + path)
    write_file(new + MANIFEST, change.manifest, current + MANIFEST)
    for path, is_ours in reversed(change.folders.items()):
        if not is_ours:
            give_owner(new + path, seen.entries[path])
            shutil.copystat(current + path, new + path)
    if seen.top is not None:
        give_owner(str(tree), seen.top)
        shutil.copymode(folder, tree)


def _link_or_copy(current: str, target: str) -> None:
    # Only pressgen's own files may be copied: a copy would lose the owner of somebody else's.
    try:
        os.link(current, target, follow_symlinks=False)
    except OSError as fault:
        if fault.errno not in _NO_LINKS:
            raise
        shutil.copy2(current, target, follow_symlinks=False)
