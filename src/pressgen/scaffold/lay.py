"""Putting new files into a site's folder (the only module of the scaffold that writes): none is ever replaced."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from pressgen.errors import OutputError, Problem


class Laid(Struct, frozen=True):
    """What became of the files: those that were made, and those that were there before and stayed."""

    made: tuple[str, ...]
    kept: tuple[str, ...]


def lay(root: Path, files: Mapping[str, bytes]) -> Laid:
    """Write files by their paths from `root`; raises OutputError where that cannot be done.

    A file that is there stays as it is, a dangling link too. No path leads outside `root`,
    whatever links stand in it.
    """
    made: list[str] = []
    kept: list[str] = []
    for name, data in files.items():
        try:
            (made if _put(root, name, data) else kept).append(name)
        except OSError as error:
            raise OutputError(_failed(name, error)) from error
    return Laid(tuple(made), tuple(kept))


def record(root: Path, name: str, data: bytes) -> None:
    """Replace the scaffold's own record `name` in one step; raises OutputError where that cannot be done."""
    try:
        path = _inside(root, name)
        fresh = path.with_name(f"{path.name}.new")
        fresh.write_bytes(data)
        os.replace(fresh, path)
    except OSError as error:
        raise OutputError(_failed(name, error)) from error


def _put(root: Path, name: str, data: bytes) -> bool:
    path = _inside(root, name)
    try:
        with open(path, "xb") as opened:
            opened.write(data)
    except FileExistsError:
        return False
    return True


def _inside(root: Path, name: str) -> Path:
    """The place of a file, its folders made; they are followed to their end before anything is written."""
    path = root / name
    real = os.path.realpath(root)
    if os.path.commonpath([real, os.path.realpath(path.parent)]) != real:
        raise OutputError(Problem.at("scaffold-failed/outside", path=name))
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _failed(name: str, error: OSError) -> Problem:
    return Problem.at("scaffold-failed", path=name, reason=(error.strerror or str(error)).lower())
