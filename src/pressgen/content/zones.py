"""The rules of time zones, which a system update can change between two builds."""

from __future__ import annotations

import zoneinfo
from contextlib import suppress
from pathlib import Path


def zone_rules(name: str) -> bytes:
    """The file (TZif, RFC 9636) that `zoneinfo` reads for a time zone; empty if there is no such zone."""
    # In the order of `zoneinfo` itself, which does not say which file it has read.
    for folder in zoneinfo.TZPATH:
        with suppress(OSError, ValueError):
            return (Path(folder) / name).read_bytes()
    from importlib.resources import files  # with much behind it, and most systems have zones of their own

    with suppress(OSError, ValueError, ModuleNotFoundError):
        return files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    return b""
