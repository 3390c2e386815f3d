"""Check the output folder: it is never one that contains somebody's sources, home or files."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pressgen.cache_folder import CACHE_FOLDER
from pressgen.errors import Problem, SettingsError
from pressgen.publish.manifest import MANIFEST

SOURCES = ("content", "templates", "static", "src", "docs", "tests", "pressgen.yml", "theme.css", CACHE_FOLDER, ".git")
"""What an output folder must never be, contain or be in, by name in a site's folder."""
_REPOSITORIES = frozenset({".git", ".hg", ".svn", ".bzr", ".jj"})
_HOMES = (Path("/home"), Path("/Users"))


def protected(root: Path) -> list[Path]:
    """The sources in a site's folder, which no output may touch."""
    return [root / name for name in SOURCES]


def check_output_folder(output: Path, protected: Sequence[Path], home: str = "") -> Path:
    """Return the real folder behind `output`; raises SettingsError where building there could cost somebody's files.

    `output` may be missing, or a symbolic link to a permitted folder. It is refused if it is, contains or is in one of
    `protected` (folders or files of the sources), or is or contains the folder `home`, if that is known.
    """
    if not output.is_absolute() or any(ord(letter) < 32 for letter in str(output)):
        raise _unsafe("name", output)
    # A shell that did not replace `~` or `$HOME` would get a folder of that name, and its user would never find it.
    odd = next((name for name in output.parts if name.startswith(("~", "$"))), "")
    if odd:
        raise _unsafe("variable", output, part=odd)
    try:
        real = Path(os.path.realpath(output, strict=False))
        _check_place(output, real, home)
        # All of them are near each other, so few folders have to be looked at.
        folders: dict[str, tuple[_Identity | None, ...]] = {}
        place = _Place.of(real, folders)
        for path in protected:
            source = _Place.of(path, folders)
            if source.is_within(place):
                raise _unsafe("outside", output, source=str(path))
            if place.is_within(source):
                raise _unsafe("inside", output, source=str(path))
        _check_contents(output, real)
    except OSError as fault:
        raise _unsafe("unreadable", output, reason=(fault.strerror or str(fault)).lower()) from fault
    return real


_Identity = tuple[int, int]
"""Device and inode of a file or folder."""


class _Place(NamedTuple):
    """A real path as systems compare it, its identity, and those of all folders that contain it; None if missing."""

    path: str
    identity: _Identity | None
    above: tuple[_Identity | None, ...]

    @classmethod
    def of(cls, path: Path, folders: dict[str, tuple[_Identity | None, ...]]) -> _Place:
        """The place behind a path; `folders` has the identities of folders that were asked before, and gets more."""
        real = os.path.realpath(path)
        return cls(os.path.normcase(real), _identity(real), _identities(os.path.dirname(real), folders))

    def is_within(self, outer: _Place) -> bool:
        """Whether it is `outer` or is in it."""
        if self.path == outer.path or self.path.startswith(outer.path.rstrip(os.sep) + os.sep):
            return True
        return outer.identity is not None and outer.identity in (self.identity, *self.above)


def _identities(folder: str, folders: dict[str, tuple[_Identity | None, ...]]) -> tuple[_Identity | None, ...]:
    if folder not in folders:
        parent = os.path.dirname(folder)
        folders[folder] = (_identity(folder), *(_identities(parent, folders) if parent != folder else ()))
    return folders[folder]


def _identity(path: str) -> _Identity | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def is_within(inner: Path, outer: Path) -> bool:
    """Whether `inner` is `outer` or is in it, by real path and by identity (folded case, second mounts)."""
    return _Place.of(inner, {}).is_within(_Place.of(outer, {}))


def _check_place(output: Path, real: Path, home: str) -> None:
    if real == Path(real.anchor):
        raise _unsafe("root", output)
    if not _REPOSITORIES.isdisjoint(real.parts):
        raise _unsafe("repository", output)
    if (home and is_within(Path(home), real)) or real in _HOMES or real.parent in _HOMES:
        raise _unsafe("home", output)


def _check_contents(output: Path, real: Path) -> None:
    try:
        mode = os.lstat(real).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(mode):
        raise _unsafe("file", output)
    if os.path.lexists(real / MANIFEST):
        return
    # An empty repository for the site may hold its own data and, on GitHub Pages, its domain.
    visible = sorted(name for name in os.listdir(real) if not name.startswith(".") and name != "CNAME")
    if visible:
        raise SettingsError(Problem.at("output-foreign", folder=str(output), file=visible[0]))


def _unsafe(case: str, output: Path, **values: str) -> SettingsError:
    return SettingsError(Problem.at(f"output-unsafe/{case}", folder=str(output), **values))
