"""The lock of a build: of two builds of one site to one folder, the second is refused and writes nothing."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from pressgen.errors import OutputError, Problem

if sys.platform != "win32":
    import fcntl

FOLDER = ".pressgen"
"""The folder in a site's folder that holds its locks (and the memory of its builds)."""
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_ATTEMPTS = 50
_PAUSE = 0.02  # seconds
_LARGEST = 4096
_held: dict[tuple[int, int], int] = {}  # device and inode of each file that this process has locked


class Builder(Struct, frozen=True):
    """Who builds: the process, its command, and the time of day at which it began, as text."""

    pid: int
    command: str = ""
    since: str = ""


@contextlib.contextmanager
def lock(root: Path, output: Path, builder: Builder) -> Iterator[None]:
    """Hold the lock of the site in `root` for the folder `output`; raises OutputError if another build holds it.

    The system releases it when the process ends, however that ends. Where the site's folder
    cannot be written, or its disk knows no locks (and on Windows), the block runs without one:
    publishing itself still keeps two builds from being mixed.
    """
    path = root / FOLDER / f"lock-{hashlib.sha256(os.fsencode(os.path.realpath(output))).hexdigest()[:12]}.json"
    file = _acquire(path)
    if file is None:
        yield
        return
    try:
        with contextlib.suppress(OSError):
            os.ftruncate(file, 0)
            os.pwrite(file, msgspec.json.encode(builder), 0)
        yield
    finally:
        with contextlib.suppress(OSError):
            if _is_at(path, file):
                os.unlink(path)
            os.rmdir(path.parent)  # unless something else is in it
        unlock_file(file)


def lock_file(file: int) -> bool:
    """Lock an open, writable file, if no process has it locked; raises OSError where the disk knows no locks.

    Processes that are forked from this one do not hold the lock, so they can outlive a killed
    build without blocking the next one.
    """
    # These locks belong to a process, which is never in its own way: what it has locked it must remember. It would
    # lose the lock by closing the file anywhere else, so files that may be locked here are asked by `lock_held_here`.
    if sys.platform == "win32":
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    status = os.fstat(file)
    if _held.setdefault((status.st_dev, status.st_ino), file) != file:
        return False
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        del _held[status.st_dev, status.st_ino]
        if error.errno in (errno.EAGAIN, errno.EACCES):
            return False
        raise
    return True


def unlock_file(file: int) -> None:
    """Close a file, and with it give up its lock, if it has one."""
    status = os.fstat(file)
    if _held.get((status.st_dev, status.st_ino)) == file:
        del _held[status.st_dev, status.st_ino]
    os.close(file)


def lock_held_here(path: Path) -> int | None:
    """The open file by which this process itself has locked `path`, if it has; raises OSError if there is none."""
    status = os.lstat(path)
    return _held.get((status.st_dev, status.st_ino))


def build_locked(holder: Builder | None = None) -> OutputError:
    """The error for the second of two builds."""
    if holder is None:
        return OutputError(Problem.at("build-locked"))
    process = ", ".join(filter(None, (str(holder.pid), holder.command, holder.since)))
    return OutputError(Problem.at("build-locked/process", process=process))


def _acquire(path: Path) -> int | None:
    """The open and locked file; None where there can be no lock."""
    for _ in range(_ATTEMPTS):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            if (own := lock_held_here(path)) is not None:
                raise build_locked(_read_holder(own))
        try:
            file = _open(path)
        except FileNotFoundError:  # the build that ended a moment ago removed the folder
            continue
        except OSError:
            return None
        with contextlib.ExitStack() as stack:
            stack.callback(unlock_file, file)
            try:
                is_free = lock_file(file)
            except OSError:
                return None
            if not is_free:
                raise build_locked(_read_holder(file))
            if _is_at(path, file):
                stack.pop_all()
                return file
    return None


def _open(path: Path) -> int:
    with contextlib.suppress(FileExistsError):
        os.mkdir(path.parent)
    if path.parent.is_symlink():
        raise NotADirectoryError(path.parent)
    file = os.open(path, _FLAGS, 0o644)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise FileExistsError(path)
    return file


def _is_at(path: Path, file: int) -> bool:
    """Whether the open file is still the one of that name, and not one that its builder has removed."""
    try:
        return os.path.samestat(os.lstat(path), os.fstat(file))
    except OSError:
        return False


def _read_holder(file: int) -> Builder | None:
    for _ in range(_ATTEMPTS):
        with contextlib.suppress(OSError, msgspec.MsgspecError, ValueError, RecursionError):
            return msgspec.json.decode(os.pread(file, _LARGEST, 0), type=Builder)
        time.sleep(_PAUSE)  # it has the lock and is about to write its name
    return None
