"""Which folder may be an output folder: never one that holds somebody's sources, home or files."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from pressgen.errors import Problem, SettingsError
from pressgen.model import Options
from pressgen.publish.manifest import MANIFEST

SOURCES = ("content", "templates", "static", "src", "docs", "tests", "pressgen.yml", ".pressgen", ".git")
"""What of a site's folder an output must never be, hold or lie in."""
_REPOSITORIES = frozenset({".git", ".hg", ".svn", ".bzr", ".jj"})
_HOMES = (Path("/home"), Path("/Users"))


def protected(root: Path) -> list[Path]:
    """The sources in a site's folder, which no output may touch."""
    return [root / name for name in SOURCES]


def home_of(options: Options) -> Path | None:
    """The user's home folder, if it is known."""
    return Path(options.home) if options.home else None


def check_output_folder(output: Path, protected: Sequence[Path], home: Path | None = None) -> Path:
    """Give the real folder behind `output`, or raise SettingsError where building there could cost somebody's files.

    `output` may be missing, or a symbolic link to a legal folder. It is refused if it is, holds
    or lies in one of `protected` (folders or files of the sources), or is or holds `home`.
    """
    if not output.is_absolute() or any(ord(letter) < 32 for letter in str(output)):
        raise _unsafe("name", output)
    odd = next((part for part in output.parts if part.startswith(("~", "$"))), "")
    if odd:
        raise _unsafe("variable", output, part=odd)
    try:
        real = Path(os.path.realpath(output, strict=False))
        _check_place(output, real, home)
        for source in protected:
            _check_source(output, real, source)
        _check_contents(output, real)
    except OSError as fault:
        raise _unsafe("unreadable", output, reason=(fault.strerror or str(fault)).lower()) from fault
    return real


def is_within(inner: Path, outer: Path) -> bool:
    """Whether `inner` is `outer` or lies in it, by real path and by identity (folded case, second mounts)."""
    inner, outer = Path(os.path.realpath(inner)), Path(os.path.realpath(outer))
    if inner.is_relative_to(outer):
        return True
    try:
        target = os.stat(outer)
    except OSError:
        return False
    return any(_is_same(folder, target) for folder in (inner, *inner.parents))


def _is_same(folder: Path, target: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.stat(folder), target)
    except OSError:
        return False


def _check_place(output: Path, real: Path, home: Path | None) -> None:
    if real == Path(real.anchor):
        raise _unsafe("root", output)
    if not _REPOSITORIES.isdisjoint(real.parts):
        raise _unsafe("repository", output)
    if (home is not None and is_within(home, real)) or real in _HOMES or real.parent in _HOMES:
        raise _unsafe("home", output)


def _check_source(output: Path, real: Path, source: Path) -> None:
    if is_within(source, real):
        raise _unsafe("outside", output, source=str(source))
    if is_within(real, source):
        raise _unsafe("inside", output, source=str(source))


def _check_contents(output: Path, real: Path) -> None:
    try:
        mode = os.lstat(real).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(mode):
        raise _unsafe("file", output)
    if os.path.lexists(real / MANIFEST):
        return
    visible = sorted(name for name in os.listdir(real) if not name.startswith(".") and name != "CNAME")
    if visible:
        raise SettingsError(Problem.at("output-foreign", folder=str(output), file=visible[0]))


def _unsafe(case: str, output: Path, **values: str) -> SettingsError:
    return SettingsError(Problem.at(f"output-unsafe/{case}", folder=str(output), **values))
