"""Pictures that earlier builds made, in `.pressgen/pictures/`: named by content and recipe, for CI to keep."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Collection
from pathlib import Path

from pressgen.store.database import FOLDER

PICTURES = "pictures"
KEPT = 30 * 86_400 * 1_000_000_000
"""Nanoseconds for which a picture is kept that no build has needed."""
_CHECKSUM = 16


class PictureCache:
    """Reads and keeps pictures by their names; one that is damaged is as good as none."""

    def __init__(self, root: Path, is_kept: bool) -> None:
        self.folder = root / FOLDER / PICTURES
        self.is_kept = is_kept

    def get(self, name: str) -> bytes | None:
        """The picture of this name, if it is there and whole."""
        if not self.is_kept:
            return None
        try:
            data = (self.folder / name).read_bytes()
            os.utime(self.folder / name)
        except OSError:
            return None
        return data[_CHECKSUM:] if data[:_CHECKSUM] == _checksum(data[_CHECKSUM:]) else None

    def put(self, name: str, data: bytes) -> None:
        """Keep a picture, whole or not at all; a disk that is full or read-only keeps none."""
        if not self.is_kept:
            return
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

    def prune(self, needed: Collection[str], now: int) -> None:
        """Remove what no build has needed for KEPT; `needed` are those that this one did, `now` is in nanoseconds."""
        with contextlib.suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                is_old = entry.stat(follow_symlinks=False).st_mtime_ns < now - KEPT
                if is_old and entry.name not in needed:
                    os.unlink(entry.path)


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_CHECKSUM).digest()
