"""Writing new files into a site's folder, never over existing ones."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from pressgen.errors import OutputError, Problem


class WriteResult(Struct, frozen=True):
    """The paths of the files that were created, and of those that existed and were not changed."""

    created: tuple[str, ...]
    existing: tuple[str, ...]


def write_new_files(root: Path, files: Mapping[str, bytes]) -> WriteResult:
    """Create files by their paths from `root`; raises OutputError if one cannot be written.

    An existing file is not changed, nor is a dangling link. No link can lead a file outside `root`.
    """
    created: list[str] = []
    existing: list[str] = []
    for name, data in files.items():
        try:
            (created if _create_file(root, name, data) else existing).append(name)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OutputError(Problem.at("scaffold-failed", path=name, reason=reason)) from error
    return WriteResult(tuple(created), tuple(existing))


def _create_file(root: Path, name: str, data: bytes) -> bool:
    path = _prepare_path(root, name)
    # Exclusive creation: no check beforehand could rule out that somebody else creates the file in between.
    try:
        with open(path, "xb") as file:
            file.write(data)
    except FileExistsError:
        return False
    return True


def _prepare_path(root: Path, name: str) -> Path:
    """The path of a file, with its folders created; raises OutputError if it is outside `root`."""
    path = root / name
    # Links are resolved first: a linked folder could lead outside.
    real_root = os.path.realpath(root)
    if os.path.commonpath([real_root, os.path.realpath(path.parent)]) != real_root:
        raise OutputError(Problem.at("scaffold-failed/outside", path=name))
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
