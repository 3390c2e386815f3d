"""Stamps of files: what `stat` says that changes whenever a file does."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from struct import Struct

from pressgen.store.database import FOLDER

Stamp = tuple[int, int, int, int]
"""Size in bytes, modification and status change in nanoseconds, inode."""
NO_STAMP: Stamp = (0, 0, 0, 0)
SETTLED = 50_000_000
"""Nanoseconds after which a file that changes once more is sure to get another stamp."""
_PACKING = Struct("<QqqQ")


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def packed(stamp: Stamp) -> bytes:
    """A stamp as 32 bytes."""
    return _PACKING.pack(*stamp)


def untouched(folder: Path, stamps: Mapping[str, bytes]) -> set[str]:
    """Those files below a folder that still have their packed stamps."""
    base, lstat, pack = f"{folder}{os.sep}", os.lstat, _PACKING.pack
    same: set[str] = set()
    for path, stamp in stamps.items():
        try:
            status = lstat(base + path)
        except OSError:
            continue
        if stamp == pack(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino):
            same.add(path)
    return same


def clock_of(root: Path) -> int:
    """The present in nanoseconds by the clock that stamps files in the site's folder; 0 if nothing can be written.

    A file stamped less than SETTLED before may yet change without a new stamp.
    """
    try:
        (root / FOLDER).mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(prefix=".clock-", dir=root / FOLDER) as file:
            return os.fstat(file.fileno()).st_ctime_ns
    except OSError:
        return 0
