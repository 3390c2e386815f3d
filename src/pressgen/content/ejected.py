"""The record of templates that a site copied from the default theme, with the digests of their originals."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from pressgen.content.folders import DEFAULT_THEME, read, walk
from pressgen.errors import Problem

RECORD = "templates/.ejected.json"


def originals() -> dict[str, bytes]:
    """The current templates of the default theme, by name."""
    problems: list[Problem] = []
    files = walk(DEFAULT_THEME.parent, DEFAULT_THEME.name, problems)
    templates = ((path.partition("/")[2], read(DEFAULT_THEME.parent, file.name)) for path, file in files.items())
    return {name: data for name, data in templates if data is not None}


def template_digest(data: bytes) -> str:
    """The digest of an original, without regard to line ends."""
    # Git can change line ends when it checks out files on Windows.
    return hashlib.blake2b(data.replace(b"\r\n", b"\n"), digest_size=16).hexdigest()


def read_record(site: Path) -> dict[str, str]:
    """The digests in the site's record, by template; empty if there is none that can be read."""
    data = read(site, RECORD)
    try:
        return msgspec.json.decode(data, type=dict[str, str]) if data else {}
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
