"""Making the twin of a folder that was just published: `python -m pressgen.output.renew PARENT ROOT FOLDER`.

For a process of its own, which is begun while others still have much in memory. It writes out the digest of
the stamps of all files (see `trace.written`), or nothing where there is no twin.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pressgen.output import likeness, manifest
from pressgen.output.beside import end_with, write


def main(parent: str, root: str, folder: str) -> None:
    """Make the twin of a folder, for the site in `root`."""
    end_with(int(parent))
    write(1, likeness.renew(Path(root), Path(folder), sorted(manifest.read(Path(folder)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
