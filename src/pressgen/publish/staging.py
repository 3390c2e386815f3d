"""Folders in which the next site is made ready, out of readers' sight, and the writing of its files."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from pressgen.output.lock import unshared
from pressgen.output.manifest import STAGE_INSIDE, Content, Staged, digest
from pressgen.output.survey import is_same

if sys.platform != "win32":
    import fcntl

_BINARY = getattr(os, "O_BINARY", 0)
_MARKER = "pressgen-stage"
_MARK = b"Made by pressgen during a build; can be deleted when none is running.\n"


@contextlib.contextmanager
def open_stage(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder in `parent` for as long as the block runs; its lock tells other runs that it is in use."""
    try:
        stage = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(parent)) from fault
    try:
        with open(stage / _MARKER, "xb") as marker:
            if sys.platform != "win32":
                fcntl.flock(marker, fcntl.LOCK_EX)
            marker.write(_MARK)
            marker.flush()
            with unshared(marker.fileno()):
                yield stage
    finally:
        _remove(stage)


def lies_beside(folder: Path) -> str:
    """How the names of stages next to `folder` begin."""
    return f".{folder.name}.next-"


def sweep(folder: Path) -> None:
    """Remove the stages that killed runs have left for `folder`, next to it and in it."""
    for parent, prefix in ((folder.parent, lies_beside(folder)), (folder, STAGE_INSIDE)):
        with contextlib.suppress(OSError), os.scandir(parent) as listing:
            stages = [entry.path for entry in listing if entry.name.startswith(prefix) and _is_folder(entry)]
            for stage in map(Path, stages):
                if _is_abandoned(stage):
                    _remove(stage)


class Place(Struct, frozen=True, kw_only=True):
    """Where the next files of a folder are laid ready; `known` are the files there that pressgen made."""

    stage: str
    folder: str
    known: frozenset[str]

    @property
    def tree(self) -> str:
        """The folder that becomes the published one."""
        return f"{self.stage}/tree"


def lay(place: Place, path: str, data: bytes) -> Staged:
    """Lay one file ready, unless the published one is the same; raises OSError."""
    current = f"{place.folder}/{path}"
    if path in place.known:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            if is_same(current, os.lstat(current), data):
                return Staged(digest(data), "")
    target = f"{place.tree}/{path}"
    # First its folder: nearly every page is the only file of its own.
    _make_folders(place, path.rpartition("/")[0])
    write_file(target, data, current)
    return Staged(digest(data), target)


def _make_folders(place: Place, path: str) -> None:
    # Whoever lays a file first makes its folder: to make them all before would be work for one process alone.
    target, shown = (f"{place.tree}/{path}", f"{place.folder}/{path}") if path else (place.tree, place.folder)
    try:
        make_folder(target, shown)
    except FileNotFoundError:
        if not path:
            raise
        _make_folders(place, path.rpartition("/")[0])
        make_folder(target, shown)


def write_file(target: str, content: Content, shown: str) -> None:
    """Make the file `target` with mode 0o644; an OSError without a name of its own names `shown`."""
    if isinstance(content, Staged):
        if content.file == target:
            return
        content = Path(content.file)
    try:
        if isinstance(content, bytes):
            # Without buffers and objects: a first build makes files by the ten thousand.
            file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o644)
            try:
                _write_all(file, content)
                if sys.platform != "win32":
                    os.fchmod(file, 0o644)
            finally:
                os.close(file)
        else:
            shutil.copyfile(content, target)
            os.chmod(target, 0o644)
    except OSError as fault:
        raise naming(fault, target, shown) from fault


def _write_all(file: int, content: bytes) -> None:
    written = os.write(file, content)
    while written < len(content):
        written += os.write(file, memoryview(content)[written:])


def naming(fault: OSError, target: str, shown: str) -> OSError:
    """The same fault, told about `shown` where it is about the staged `target`."""
    # A fault while copying may be about the source instead; then that is the name to tell.
    is_about_target = fault.filename is None or target in (fault.filename, fault.filename2)
    return OSError(fault.errno, fault.strerror, shown if is_about_target else str(fault.filename))


def give_owner(target: str, status: os.stat_result) -> None:
    """Give a file or folder the owner that another had, if that is not its owner already."""
    made = os.lstat(target)
    if sys.platform != "win32" and (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
        os.chown(target, status.st_uid, status.st_gid)


def make_folder(target: str, shown: str) -> None:
    """Make one folder with mode 0o755, unless it is already laid out; an OSError names `shown`."""
    try:
        os.mkdir(target)
        os.chmod(target, 0o755)
    except FileExistsError:
        if not stat.S_ISDIR(os.lstat(target).st_mode):
            raise
    except OSError as fault:
        raise naming(fault, target, shown) from fault


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return stat.S_ISDIR(entry.stat(follow_symlinks=False).st_mode)


def _is_abandoned(stage: Path) -> bool:
    try:
        if stat.S_ISLNK(os.lstat(stage / _MARKER).st_mode):
            return False
        with open(stage / _MARKER, "rb") as marker:
            if sys.platform != "win32":
                fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return marker.read() in (_MARK, b"")
    except FileNotFoundError:
        return not os.listdir(stage)
    except OSError:
        return False


def _remove(stage: Path) -> None:
    # The marker goes last, so that a removal that is cut short is taken up by the next run. What
    # cannot be removed at once sits in a folder without write permission.
    with contextlib.suppress(OSError):
        contents = [stage / name for name in os.listdir(stage) if name != _MARKER]
        for content in contents:
            shutil.rmtree(content, ignore_errors=True)
            for folder, _, _ in os.walk(content):
                os.chmod(folder, 0o700)
            shutil.rmtree(content, ignore_errors=True)
        if os.listdir(stage) == [_MARKER]:
            os.unlink(stage / _MARKER)
        os.rmdir(stage)
