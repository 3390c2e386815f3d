"""Pictures that earlier builds made, in the cache folder: named by content and recipe, for CI to keep."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Collection
from pathlib import Path

from pressgen.cache_folder import CACHE_FOLDER

PICTURES = "pictures"
KEPT = 30 * 86_400 * 1_000_000_000
"""Nanoseconds for which an unused picture stays."""
_CHECKSUM = 16


class PictureCache:
    """Reads and writes pictures by name; a damaged one counts as missing."""

    def __init__(self, root: Path, is_kept: bool) -> None:
        self.folder = root / CACHE_FOLDER / PICTURES
        self.is_kept = is_kept

    def get(self, name: str) -> bytes | None:
        """The picture with this name, if it is there and undamaged."""
        if not self.is_kept:
            return None
        try:
            data = (self.folder / name).read_bytes()
            os.utime(self.folder / name)  # for `prune`: it is still in use
        except OSError:
            return None
        return data[_CHECKSUM:] if data[:_CHECKSUM] == _checksum(data[_CHECKSUM:]) else None

    def put(self, name: str, data: bytes) -> None:
        """Write a picture, whole or not at all; on a full or read-only disk, nothing is written."""
        if not self.is_kept:
            return
        import tempfile  # with much behind it, and most builds make no picture

        with contextlib.suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".new-", dir=self.folder)
            try:
                with open(handle, "wb") as file:
                    file.write(_checksum(data))
                    file.write(data)
                os.replace(temporary, self.folder / name)
            except OSError:
                os.unlink(temporary)
                raise

    def prune(self, needed: Collection[str], instant: int) -> None:
        """Remove pictures that are not `needed` and that no build used in the time KEPT before `instant` (in ns)."""
        with contextlib.suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                is_old = entry.stat(follow_symlinks=False).st_mtime_ns < instant - KEPT
                if is_old and entry.name not in needed:
                    os.unlink(entry.path)


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_CHECKSUM).digest()
