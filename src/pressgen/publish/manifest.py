"""The list, inside the output folder, of the files that pressgen made there."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum
from pathlib import Path

import msgspec
from msgspec import Struct

from pressgen.errors import OutputError, Problem

MANIFEST = ".pressgen.json"
STAGE_INSIDE = ".pressgen.next-"
"""How the names of stages and of the journal begin, in the output folder."""
JOURNAL = f"{STAGE_INSIDE}journal"
FORMAT = 1
_SPECIAL = frozenset({"", ".", ".."})
_UNPRINTABLE = re.compile(r"[\x00-\x1f\\\ud800-\udfff]")


class Keep(Enum):
    """In place of content: the published file is right and stays as it is."""

    KEEP = "keep"


KEEP = Keep.KEEP


class Staged(Struct, frozen=True, gc=False):
    """The content of a file in the staging area: its digest, and the absolute path of the file that holds it.

    `file` is empty where the published file already has this content.
    """

    digest: str
    file: str


Content = bytes | Path | Staged
"""A file to publish: its bytes, the absolute path of a file to copy, or where it is staged."""
Signature = tuple[int, int, int] | None
"""Identifies a manifest by `stat` alone: its inode, size and time in ns; None if there is none."""


class FormerAsset(Struct, frozen=True):
    """An asset that was replaced and stays for a while: since when (RFC 3339), and the pages that showed it."""

    since: str
    pages: tuple[str, ...]


class Manifest(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The files that pressgen made, path to digest; `former` are those among them that the site no longer shows."""

    pressgen: int
    files: dict[str, str]
    former: dict[str, FormerAsset] = {}


def digest(content: Content) -> str:
    """The first 16 hexadecimal digits of the content's SHA-256."""
    if isinstance(content, Staged):
        return content.digest
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()[:16]
    with open(content, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def encode_manifest(files: Mapping[str, str], former: Mapping[str, FormerAsset] | None = None) -> bytes:
    """The manifest of `files` (path to digest), the same bytes for the same files."""
    # The encoder sorts as well, but takes many times longer for ten thousand paths in no order.
    manifest = Manifest(FORMAT, {path: files[path] for path in sorted(files)}, dict(former or {}))
    return msgspec.json.encode(manifest, order="sorted") + b"\n"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of `folder`, without files where none is. Raises OutputError if it is damaged."""
    path = folder / MANIFEST
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise _damaged(path)
    except (FileNotFoundError, NotADirectoryError):
        return Manifest(FORMAT, {})
    manifest = decode_manifest(path.read_bytes())
    if manifest is None:
        raise _damaged(path)
    if manifest.pressgen > FORMAT:
        raise OutputError(Problem.at("manifest-newer", path=str(path)))
    return manifest


def decode_manifest(data: bytes) -> Manifest | None:
    """A manifest, which may be of a newer format; None if the data is none or is damaged."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, RecursionError):
        return None
    if manifest.pressgen > FORMAT:
        return manifest
    is_sound = manifest.pressgen == FORMAT and _are_plain(manifest.files) and _are_dated(manifest)
    return manifest if is_sound else None


def signature_of(folder: Path) -> Signature:
    """The signature of the manifest in `folder`."""
    try:
        status = os.lstat(folder / MANIFEST)
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _are_dated(manifest: Manifest) -> bool:
    """Whether the replaced assets are among the files, and each has a time with an offset."""
    try:
        times = [datetime.fromisoformat(asset.since) for asset in manifest.former.values()]
    except ValueError:
        return False
    return manifest.former.keys() <= manifest.files.keys() and all(time.tzinfo for time in times)


def _are_plain(paths: Collection[str]) -> bool:
    # All of them in one string: to look at thousands one by one takes longer than most edits.
    together = "/" + "/".join(paths) + "/"
    is_sure = not _UNPRINTABLE.search(together) and not any(odd in together for odd in ("//", "/./", "/../", ":", "/."))
    return is_sure or all(map(is_plain, paths))


def is_plain(path: str) -> bool:
    """Whether `path` can only name a file below the output folder that is not pressgen's own."""
    names = path.split("/")
    # Case is folded, since macOS and Windows would take another spelling for the same file.
    return (
        names[0].casefold() != MANIFEST
        and not names[0].casefold().startswith(STAGE_INSIDE)
        and _SPECIAL.isdisjoint(names)
        and not _UNPRINTABLE.search(path)
        and not (os.name == "nt" and ":" in path)
    )


def _damaged(path: Path) -> OutputError:
    return OutputError(Problem.at("manifest-damaged", path=str(path), folder=str(path.parent)))
