"""Writing cards and their pictures into content/, each file in one step."""

from __future__ import annotations

from pathlib import Path

from pressgen.content.folders import resolve
from pressgen.errors import OutputError, Problem
from pressgen.store.source_files import replace_file


def save(root: Path, name: str, data: bytes) -> None:
    """Write a file of the site in `root`; raises OutputError if that fails, or if it would be outside content/."""
    path = root / name
    # A linked folder or file could lead outside.
    content, folder = (root / "content").resolve(), path.parent.resolve()
    if not folder.is_relative_to(content) or (path.is_symlink() and not resolve(root, name)):
        raise OutputError(Problem.at("path-outside", name))
    try:
        replace_file(path, data)
    except OSError as error:
        raise OutputError(Problem.at("cards-unwritten", name, reason=str(error.strerror or error))) from error
