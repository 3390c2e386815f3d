"""The key of the memory: what all rows depend on besides their own inputs, such as pressgen's code and libraries."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
LIBRARIES = (
    "babel", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "pillow", "pyromark", "pyyaml", "tinytag",
    "tzdata",
)  # fmt: skip
OPTIONAL = ("brotli", "fonttools", "pillow_heif", "pygments")
"""Those that add to what pressgen or an extension of Markdown can do, where they are installed."""
RECORDS = (".dist-info", ".egg-info")
"""How the names of folders end that record an installed library."""


def memory_key(*rules: bytes) -> str:
    """The key of the memory for these rules: 32 hexadecimal digits."""
    total = hashlib.blake2b(digest_size=16)
    installed = _installed()
    versions = [*map(_version, LIBRARIES), *(installed.get(name, "") for name in OPTIONAL)]
    for data in (*(text.encode() for text in (_code(), sys.version, *versions)), *rules):
        # Each with its length: else one could end where the next begins, and two keys be the same.
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    total = hashlib.blake2b(digest_size=16)
    names = (os.path.join(folder, name) for folder, _, files in os.walk(PACKAGE) for name in files)
    for file in sorted(name for name in names if name.endswith((".py", ".po", ".txt"))):
        with open(file, "rb", buffering=0) as stream:
            total.update(stream.read())
    return total.hexdigest()


@lru_cache(maxsize=1)
def _installed() -> dict[str, str]:
    """Versions of installed libraries by their names in lower case, from the folders that record them (PyPA)."""
    versions: dict[str, str] = {}
    # Backwards, since Python imports from the first folder that has a library.
    for folder in reversed(sys.path):
        with suppress(OSError):
            for name in os.listdir(folder or os.curdir):
                if name.endswith(RECORDS):
                    library, _, version = name.rpartition(".")[0].partition("-")
                    versions[library.lower()] = version
    return versions


@lru_cache(maxsize=16)
def _version(library: str) -> str:
    if version := _installed().get(library):
        return version
    # The import takes longer than parsing twenty releases, and nearly never happens.
    from importlib import metadata

    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:  # a copy of the system's own, without a record
        return ""
