"""The lock of a build: of two builds of one site to one folder, the second is told of the first and writes nothing."""

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
from pressgen.output.keep import FOLDER

if sys.platform != "win32":
    import fcntl

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_ATTEMPTS = 50
_LARGEST = 4096
_PATIENCE = 0.02
_locks: set[int] = set()


class Who(Struct, frozen=True):
    """Who builds: the process, its command, and the time of day at which it began, as text."""

    pid: int
    command: str = ""
    since: str = ""


@contextlib.contextmanager
def held(root: Path, output: Path, who: Who) -> Iterator[None]:
    """Hold the lock of the site in `root` for the folder `output`; raises OutputError if another build holds it.

    The system lets go of it when its process ends, however that ends. Where the site's folder
    cannot be written, or its disk knows no locks (and on Windows), the block runs without one:
    the exchange of folders still keeps two builds from being mixed.
    """
    path = root / FOLDER / f"lock-{hashlib.sha256(os.fsencode(os.path.realpath(output))).hexdigest()[:12]}.json"
    lock = _taken(path)
    if lock is None:
        yield
        return
    try:
        with unshared(lock):
            with contextlib.suppress(OSError):
                os.ftruncate(lock, 0)
                os.pwrite(lock, msgspec.json.encode(who), 0)
            yield
    finally:
        with contextlib.suppress(OSError):
            if _is_there(path, lock):
                os.unlink(path)
            os.rmdir(path.parent)  # unless a cache is kept in it
        os.close(lock)


@contextlib.contextmanager
def unshared(lock: int) -> Iterator[None]:
    """Keep an open lock out of the processes that are forked in the block: they may outlive a parent that is killed."""
    _locks.add(lock)
    try:
        yield
    finally:
        _locks.discard(lock)


def _let_go() -> None:
    for lock in _locks:
        with contextlib.suppress(OSError):
            os.close(lock)
    _locks.clear()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_let_go)


def _taken(path: Path) -> int | None:
    """The open lock file; None where there can be no lock."""
    gone: Who | None = None
    for _ in range(_ATTEMPTS):
        try:
            lock = _opened(path)
        except FileNotFoundError:  # the build that ended a moment ago took the folder away
            continue
        except OSError:
            return None
        try:
            gone = _gone_holder(lock) if _is_locked(lock) else None
            if gone is None and _is_there(path, lock):
                return lock
        except OSError:
            os.close(lock)
            return None
        except OutputError:
            os.close(lock)
            raise
        os.close(lock)
        if gone is not None:
            time.sleep(_PATIENCE)
    if gone is not None:
        raise _locked(gone)
    return None


def _gone_holder(lock: int) -> Who:
    """The holder, if it was killed while a process that it had just begun has yet to let go of what it inherited."""
    holder = _holder(lock)
    if holder is None or not _is_gone(holder.pid):
        raise _locked(holder)
    return holder


def _is_locked(lock: int) -> bool:
    """Whether another process has the lock; else this one has it now. Raises OSError where there are no locks."""
    if sys.platform == "win32":
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError as fault:
        return fault.errno == errno.ESRCH
    return False


def _opened(path: Path) -> int:
    with contextlib.suppress(FileExistsError):
        os.mkdir(path.parent)
    if path.parent.is_symlink():
        raise NotADirectoryError(path.parent)
    lock = os.open(path, _FLAGS, 0o644)
    if not stat.S_ISREG(os.fstat(lock).st_mode):
        os.close(lock)
        raise FileExistsError(path)
    return lock


def _is_there(path: Path, lock: int) -> bool:
    """Whether the open file is still the one of that name, and not one that its builder has removed."""
    try:
        return os.path.samestat(os.lstat(path), os.fstat(lock))
    except OSError:
        return False


def _holder(lock: int) -> Who | None:
    for _ in range(_ATTEMPTS):
        with contextlib.suppress(OSError, msgspec.MsgspecError, ValueError, RecursionError):
            return msgspec.json.decode(os.pread(lock, _LARGEST, 0), type=Who)
        time.sleep(_PATIENCE)  # it has the lock and is about to write its name
    return None


def _locked(holder: Who | None) -> OutputError:
    facts = [f"process {holder.pid}", holder.command, holder.since and f"since {holder.since}"] if holder else []
    named = f" ({', '.join(filter(None, facts))})" if facts else ""
    message = f"Another build{named} is writing this site."
    return OutputError(
        Problem(code="build-locked", message=message, hint="Wait until it has ended, and run this one again.")
    )
