"""What earlier builds parsed, kept between runs: a document is parsed once for each of its texts."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import msgspec
from msgspec import Struct

from pressgen.content.folders import Stamp
from pressgen.model import Parsed, Post, Rules
from pressgen.output.keep import FOLDER, encoded, keep, recalled
from pressgen.output.texts import Shelf
from pressgen.version import __version__

RECORDS = (".dist-info", ".egg-info")
"""Endings of folders that record what is installed, after its name and version."""
SHARDS = 64
"""Files that the documents are spread over, so that one edit does not write them all again."""
LIBRARIES = ("markdown", "msgspec", "nh3", "pyromark", "pyyaml", "tzdata")
PACKAGE = Path(__file__).parents[1]
NO_STAMP: Stamp = (0, 0, 0, 0)


class Remembered(Struct, frozen=True):
    """One document as it was parsed from a text with this digest; the stamp is its file's, if that can be trusted."""

    stamp: Stamp
    digest: str
    parsed: Parsed

    @property
    def sound_post(self) -> Post | None:
        """The post, if it is one and nothing is to be said of it."""
        document = self.parsed.document
        return document if isinstance(document, Post) and not self.parsed.problems else None


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


@lru_cache(maxsize=1)
def _installed() -> dict[str, str]:
    """Versions by names in lower case, as the folders tell that record what is installed (PyPA, .dist-info)."""
    found: dict[str, str] = {}
    for place in reversed(sys.path):
        with suppress(OSError):
            for name in os.listdir(place or os.curdir):
                if name.endswith(RECORDS):
                    library, _, version = name.rpartition(".")[0].partition("-")
                    found[library.lower()] = version
    return found


@lru_cache(maxsize=16)
def _version(library: str) -> str:
    if found := _installed().get(library):
        return found
    # To import this takes longer than twenty releases do.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:  # the system's own copy, which it keeps without a record
        return ""


def load(root: Path, rules: Rules) -> dict[str, Remembered]:
    """The documents by path; none where the cache is missing, damaged, or made by other code or rules."""
    shards = [shard for shard in range(SHARDS) if os.path.lexists(root / FOLDER / _file(shard))]
    return _loaded(root, key_of(LIBRARIES, rules), shards) if shards else {}


def _loaded(root: Path, key: str, shards: Iterable[int]) -> dict[str, Remembered]:
    documents: dict[str, Remembered] = {}
    shelf = Shelf(root)
    for shard in shards:
        memory = recalled(root, _file(shard), _Memory)
        if memory and memory.key == key:
            documents |= {path: one for path, one in memory.documents.items() if shelf.reaches(path, one.parsed)}
    return documents


def load_beside(root: Path, key: str, paths: Iterable[str]) -> dict[str, Remembered]:
    """The documents of these paths, and those that are kept in the same files."""
    return _loaded(root, key, sorted({_shard(path) for path in paths}))


def save(root: Path, key: str, documents: Mapping[str, Remembered], before: Mapping[str, Remembered]) -> None:
    """Keep the documents, given those kept before; a disk that is full or read-only keeps nothing."""
    shards: list[dict[str, Remembered]] = [{} for _ in range(SHARDS)]
    for path, remembered in documents.items():
        shards[_shard(path)][path] = remembered
    stale = {_shard(path) for path in documents.keys() ^ before.keys()}
    stale |= {_shard(path) for path in documents.keys() & before.keys() if documents[path] is not before[path]}
    for shard in sorted(stale):
        keep(root, _file(shard), encoded(_Memory(key, shards[shard])))


def forget(root: Path) -> None:
    """Remember no document any more."""
    for shard in range(SHARDS):
        keep(root, _file(shard), b"")


def _shard(path: str) -> int:
    return crc32(path.encode("utf-8", "surrogatepass")) % SHARDS


def _file(shard: int) -> str:
    return f"parsed-{shard:02}.json"
