"""Stamps of files: values from `stat` that change whenever the file does."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from struct import Struct

from pressgen.cache_folder import CACHE_FOLDER

Stamp = tuple[int, int, int, int]
"""Size in bytes, modification and status change in nanoseconds, inode."""
NO_STAMP: Stamp = (0, 0, 0, 0)
SETTLED = 50_000_000
"""Nanoseconds after a change until the next change is sure to give the file another stamp."""
_PACKING = Struct("<QqqQ")


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file."""
    # No program can set the time of status change, so it also shows that an older file was put back.
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def packed(stamp: Stamp) -> bytes:
    """A stamp as 32 bytes."""
    return _PACKING.pack(*stamp)


def untouched(folder: Path, stamps: Mapping[str, Stamp]) -> set[str]:
    """The files below a folder that still have their stamps."""
    # Every build asks this about all published files, so the loop is kept free of calls that can be avoided.
    base, lstat = f"{folder}{os.sep}", os.lstat
    paths: set[str] = set()
    for path, stamp in stamps.items():
        try:
            status = lstat(base + path)
        except OSError:
            continue
        if stamp == (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino):
            paths.add(path)
    return paths


def clock_of(root: Path) -> int:
    """The present in nanoseconds by the clock that stamps files in the site's folder; 0 if nothing can be written.

    A file stamped less than SETTLED before may yet change without a new stamp.
    """
    # Not the system's clock: a network drive stamps by its own, and Linux by one that ticks every 1 to 10 ms.
    try:
        (root / CACHE_FOLDER).mkdir(exist_ok=True)
        file = root / CACHE_FOLDER / f".clock-{os.getpid()}-{time.monotonic_ns()}"
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            return os.fstat(handle).st_ctime_ns
        finally:
            os.close(handle)
            file.unlink()
    except OSError:
        return 0
