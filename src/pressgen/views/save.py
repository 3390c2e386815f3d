"""Writing data/views.yml, in one step (the only module of views that writes)."""

from __future__ import annotations

import os
from pathlib import Path

from pressgen.errors import OutputError, Problem


def save(root: Path, name: str, data: bytes) -> None:
    """Write a file of the site in `root`, or replace it.

    Raises OutputError if it cannot be written, or if its folder leads out of `root`.
    """
    path = root / name
    try:
        path.parent.mkdir(exist_ok=True)
        # A linked folder could lead outside.
        if path.parent.resolve() != root.resolve() / path.parent.name:
            raise OutputError(Problem.at("path-outside", path.parent.name))
        temporary = path.with_name(f".{path.name}.new")
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError as error:
        raise OutputError(Problem.at("views-unwritten", name, reason=str(error.strerror or error))) from error
