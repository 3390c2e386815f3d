"""The cache folder: files that are kept between builds, each with a digest that tells damage."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")
FOLDER = ".pressgen"
_DIGEST = 32


def encoded(value: object) -> bytes:
    """A value as JSON, without what fetches or makes a part of it; raises TypeError for a value of no plain kind."""
    return msgspec.json.encode(value, enc_hook=_nothing)


def _nothing(part: object) -> None:
    if not callable(part):
        raise TypeError(type(part).__name__)


def kept(root: Path, name: str) -> bytes | None:
    """The bytes kept under a name; None if there are none, or if they are not those that were written."""
    path = root / FOLDER / name
    try:
        if (root / FOLDER).is_symlink() or not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(path, "rb", buffering=0) as file:
            digest, body = file.read(_DIGEST), file.readall()
    except OSError:
        return None
    return body if digest == _digest(body) else None


def recalled(root: Path, name: str, kind: type[T]) -> T | None:
    """The value of this type kept under a name; None if there is none, or if it is of another type."""
    data = kept(root, name)
    try:
        return msgspec.json.decode(data, type=kind) if data else None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def keep(root: Path, name: str, body: bytes) -> None:
    """Keep bytes under a name, whole or not at all; without a cache the next build only takes longer."""
    with contextlib.suppress(OSError):
        handle, temporary = tempfile.mkstemp(prefix=".new-", dir=folder(root))
        try:
            with open(handle, "wb") as file:
                file.write(_digest(body))
                file.write(body)
            os.replace(temporary, root / FOLDER / name)
        except OSError:
            os.unlink(temporary)
            raise


def discard(root: Path, name: str) -> None:
    """Keep nothing under a name any more; raises OSError where that cannot be."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(root / FOLDER / name)


def file_time(root: Path) -> int:
    """The present in nanoseconds by the clock that stamps files there; 0 if nothing can be written.

    A file stamped at this time or later may yet change without a new stamp.
    """
    try:
        with tempfile.NamedTemporaryFile(prefix=".new-", dir=folder(root)) as file:
            return os.fstat(file.fileno()).st_ctime_ns
    except OSError:
        return 0


def forget(root: Path) -> bool:
    """Remove the cache; whether there was one."""
    found = root / FOLDER
    if found.is_symlink() or not found.is_dir():
        return False
    shutil.rmtree(found)
    return True


def folder(root: Path) -> Path:
    """The cache folder, made if it is missing; raises OSError where something else stands in its place."""
    found = root / FOLDER
    found.mkdir(exist_ok=True)
    if found.is_symlink():
        raise NotADirectoryError(found)
    return found


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_DIGEST // 2).hexdigest().encode()
