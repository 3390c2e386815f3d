"""Making the twin of a folder that was just published, in a fresh Python: see `beside.apart`."""

from __future__ import annotations

import os
from pathlib import Path

from pressgen.output import likeness, manifest
from pressgen.output.beside import GO, end_with, write


def main(parent: int, root: str, folder: str) -> None:
    """Make the twin of a folder for the site in `root`; write out the digest of the stamps of all files.

    That is as `trace.written` gives it; nothing where there is no twin.
    """
    end_with(parent)
    if os.read(0, 1) == GO:
        write(1, likeness.renew(Path(root), Path(folder), sorted(manifest.read(Path(folder)))))
