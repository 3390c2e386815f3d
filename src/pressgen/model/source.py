"""What is read: one file's source, and what parsing needs to know of the settings."""

from __future__ import annotations

import hashlib
from typing import Literal

from msgspec import Struct


class Source(Struct, frozen=True):
    """One Markdown file: its path from the site's folder (with /), its bytes, their digest."""

    path: str
    data: bytes
    digest: str


class Dialect(Struct, frozen=True):
    """How Markdown is read. `extensions` are of Python-Markdown: names, with their options as JSON."""

    name: Literal["commonmark", "python-markdown"] = "commonmark"
    extensions: tuple[tuple[str, str], ...] = ()


COMMONMARK = Dialect()
"""What releases are written in unless the settings say otherwise."""


class Rules(Struct, frozen=True):
    """What parsing needs to know of the settings."""

    timezone: str
    languages: tuple[str, ...]
    tag_keys: tuple[str, ...] = ()
    url: str = ""
    dialect: Dialect = Dialect()
    # How many headings a text has that gets a table of contents; 0 for none.
    contents: int = 0


def digest_of(data: bytes) -> str:
    """The digest of a text: 96 bits of BLAKE2b, in hexadecimal digits."""
    # Enough: the chance that two of a billion texts have the same digest is less than one in 10^10.
    return hashlib.blake2b(data, digest_size=12).hexdigest()
