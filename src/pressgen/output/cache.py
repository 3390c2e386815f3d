"""What earlier builds parsed, kept between runs: a document is parsed once for each of its texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec
from msgspec import Struct

from pressgen.content.folders import Stamp
from pressgen.content.parse import Parsed, Rules
from pressgen.output.keep import keep, kept
from pressgen.version import __version__

FILE = "parsed.json"
LIBRARIES = ("markdown", "msgspec", "nh3", "pyyaml", "tzdata")
PACKAGE = Path(__file__).parents[1]
NO_STAMP: Stamp = (0, 0, 0, 0)


class Remembered(Struct, frozen=True):
    """One document as it was parsed from a text with this digest; the stamp is its file's, if that can be trusted."""

    stamp: Stamp
    digest: str
    parsed: Parsed


class _Memory(Struct, frozen=True):
    key: str
    documents: dict[str, Remembered]


def key_of(libraries: Iterable[str], rules: Rules | None = None) -> str:
    """What is remembered depends on beside its sources: pressgen's code and words, libraries, and rules."""
    said = [_code(), __version__, *map(_version, libraries)]
    return hashlib.blake2b(msgspec.json.encode((said, rules)), digest_size=16).hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    total = hashlib.blake2b(digest_size=16)
    for file in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.po")]):
        total.update(file.read_bytes())
    return total.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:  # the system's own copy, which it keeps without a record
        return ""


def load(root: Path, key: str) -> dict[str, Remembered]:
    """The documents by path; none where the cache is missing, damaged, or made by other code or rules."""
    data = kept(root, FILE)
    try:
        memory = msgspec.json.decode(data, type=_Memory) if data else None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}
    return memory.documents if memory and memory.key == key else {}


def save(root: Path, key: str, documents: dict[str, Remembered]) -> None:
    """Keep the documents for the next build; a disk that is full or read-only keeps nothing."""
    keep(root, FILE, msgspec.json.encode(_Memory(key, documents)))
