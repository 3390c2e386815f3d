"""What everything remembered depends on beside its own inputs: pressgen's code, its libraries, and the given rules."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
LIBRARIES = ("babel", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "pillow", "pyromark", "pyyaml", "tzdata")
RECORDS = (".dist-info", ".egg-info")
"""Endings of folders that record what is installed, after its name and version."""


def memory_key(*rules: bytes) -> str:
    """The key of the memory for these rules: 32 hexadecimal digits."""
    total = hashlib.blake2b(digest_size=16)
    for part in (_code().encode(), sys.version.encode(), *(_version(name).encode() for name in LIBRARIES), *rules):
        total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    total = hashlib.blake2b(digest_size=16)
    for file in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.po")]):
        total.update(file.read_bytes())
    return total.hexdigest()


@lru_cache(maxsize=1)
def _installed() -> dict[str, str]:
    """Versions by names in lower case, from the folders that record what is installed (PyPA, .dist-info)."""
    versions: dict[str, str] = {}
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
    # To import this takes longer than twenty releases do.
    from importlib import metadata

    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:  # the system's own copy, which it keeps without a record
        return ""
