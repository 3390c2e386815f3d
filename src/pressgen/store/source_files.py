"""Replacing a file of a site that people keep in their repository: at every moment it is the old one or the new one."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write or replace a file, with its permissions, in a new folder if need be; raises OSError if that fails."""
    # The name begins with a dot, so that nothing reads what a killed process leaves.
    # One for each process: two that write at once would mix their texts in the same file.
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    path.parent.mkdir(exist_ok=True)
    try:
        with fresh.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            fresh.chmod(path.stat().st_mode & 0o777)
        os.replace(fresh, path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
