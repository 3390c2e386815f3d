"""Retire the old site after an exchange: delete pressgen's files, and save what others put there."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from pressgen.publish.diff import folders_of, is_file, is_folder, status_of
from pressgen.publish.manifest import MANIFEST, STAGE_INSIDE, read_manifest

_RECORD = "replaced"


class _Record(Struct, frozen=True):
    """The identity of a folder that is about to be replaced, and of the foreign files in it that were linked."""

    folder: tuple[int, int]
    foreign: dict[str, tuple[int, int]]


class _Ours(NamedTuple):
    """The paths of pressgen's files in the old site, and of their folders."""

    files: Collection[str]
    folders: Collection[str]


def note_replaced(stage: Path, folder: Path, foreign: Mapping[str, os.stat_result]) -> None:
    """Note in the stage that its tree will be the old site, once `folder` has changed places with it."""
    # A build can be killed right after the exchange; then the next build must know which tree is which.
    links = {path: (status.st_dev, status.st_ino) for path, status in foreign.items()}
    status = os.lstat(folder)
    (stage / _RECORD).write_bytes(msgspec.json.encode(_Record((status.st_dev, status.st_ino), links)))


def retire(stage: Path, folder: Path) -> None:
    """Delete the old site, if it is in the stage; foreign files that came too late to be linked are moved to `folder`.

    Can be repeated after a kill; what cannot be decided stays. Raises OSError or OutputError.
    """
    tree = stage / "tree"
    try:
        status = os.lstat(tree)
        record = msgspec.json.decode((stage / _RECORD).read_bytes(), type=_Record)
    except (FileNotFoundError, msgspec.MsgspecError):
        return
    if record.folder != (status.st_dev, status.st_ino):
        return  # it is a new site that was never published
    files = read_manifest(tree).files
    ours = _Ours(files, folders_of(files))
    _delete_own(tree, ours)
    _move_foreign(tree, folder, record.foreign, ours)
    if os.listdir(tree) == [MANIFEST]:
        _delete(tree / MANIFEST)
    os.rmdir(tree)


def _delete_own(tree: Path, ours: _Ours) -> None:
    for above, _, names in os.walk(tree, topdown=False):
        below = above[len(str(tree)) + 1 :].replace(os.sep, "/")
        for name in names:
            path = f"{below}/{name}" if below else name
            if path in ours.files and is_file(status_of(tree, path)):
                _delete(tree / path)
        if below in ours.folders:
            with contextlib.suppress(OSError):  # not empty
                os.rmdir(above)


def _delete(file: Path) -> None:
    try:
        os.unlink(file)
    except PermissionError:  # its folder was made read-only
        os.chmod(file.parent, 0o700)
        os.unlink(file)


def _move_foreign(tree: Path, folder: Path, links: Mapping[str, tuple[int, int]], ours: _Ours, below: str = "") -> None:
    for path in _paths_in(tree, below):
        source, target = tree / path, folder / path
        status, current = os.lstat(source), status_of(folder, path)
        if _is_left_over(tree, path, status, ours):
            continue
        if path in ours.folders and is_folder(status) and current is None:
            os.mkdir(target)
            shutil.copymode(source, target)
            current = os.lstat(target)
        if current is None:
            os.rename(source, target)
        elif is_folder(status) and is_folder(current):
            _move_foreign(tree, folder, links, ours, path)
            with contextlib.suppress(OSError):
                os.rmdir(source)
        elif os.path.samestat(status, current):
            os.unlink(source)
        elif links.get(path) == (current.st_dev, current.st_ino):
            os.replace(source, target)  # it was linked, and replaced before the exchange
        elif path in links:
            os.unlink(source)  # it was linked, and replaced after the exchange


def _paths_in(tree: Path, below: str) -> list[str]:
    """The paths of what is in a folder, without the manifest and stages."""
    paths = [f"{below}/{name}" if below else name for name in sorted(os.listdir(tree / below))]
    return [path for path in paths if path != MANIFEST and not path.startswith(STAGE_INSIDE)]


def _is_left_over(tree: Path, path: str, status: os.stat_result, ours: _Ours) -> bool:
    """Whether a path is here because it could not be deleted, and not for what is foreign: then it must not return."""
    if is_folder(status):
        return path in ours.folders and not _has_foreign(tree, path, ours)
    return path in ours.files and is_file(status)


def _has_foreign(tree: Path, folder: str, ours: _Ours) -> bool:
    """Whether a folder has anything but files and folders of ours."""
    for above, folders, files in os.walk(tree / folder):
        below = os.path.relpath(above, tree).replace(os.sep, "/")
        if any(f"{below}/{name}" not in ours.files for name in files):
            return True
        if any(f"{below}/{name}" not in ours.folders or os.path.islink(f"{above}/{name}") for name in folders):
            return True
    return False
