"""Walking a folder of sources and opening what stands in it: the one resolver of paths that a person wrote."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from pathlib import Path

from msgspec import Struct

from pressgen.errors import OutputError, Problem
from pressgen.store.stamps import Stamp, stamp_of

HANDLES_EXHAUSTED = frozenset((errno.EMFILE, errno.ENFILE))
"""Numbers of the errors of a process, or a system, that may open no more files (errno(3))."""
_HERE = Path(__file__)
# In the wheel the theme lies in the package, in the repository beside it.
DEFAULT_THEME = next(
    folder for folder in (_HERE.parents[1] / "theme", _HERE.parents[3] / "templates") if folder.is_dir()
)


class File(Struct, frozen=True, gc=False):
    """A regular file: its name on disk seen from the site (perhaps in another Unicode form), and its stamp."""

    name: str
    stamp: Stamp


def resolve(root: Path, relative: str) -> Path | None:
    """The regular file that a relative path leads to, or None if it is not inside the root.

    Links are followed first and compared afterwards, so no spelling of a path, no linked file
    and no linked parent folder leads outside.
    """
    try:
        real_root = os.path.realpath(root)
        real = os.path.realpath(os.path.join(real_root, relative))
        inside = os.path.commonpath([real_root, real]) == real_root
        return Path(real) if inside and stat.S_ISREG(os.stat(real).st_mode) else None
    except (OSError, ValueError):
        return None


def read(site: Path, name: str) -> bytes | None:
    """The bytes of a file by its name on disk, or None if it is gone or leads outside its root folder."""
    root, _, rest = name.partition("/")
    found = resolve(site / root, rest) if _is_inside(site, root) else None
    try:
        return found.read_bytes() if found else None
    except OSError:
        return None


def walk(site: Path, folder: str, problems: list[Problem]) -> dict[str, File]:
    """The regular files below a folder by their paths (with /, in NFC), in order; linked folders are entered once."""
    root = os.path.realpath(site / folder)
    if not os.path.isdir(root):
        return {}
    if not _is_inside(site, folder):
        problems.append(Problem.at("path-outside", folder))
        return {}
    ahead, entered = [(folder, root)], {root}
    found: dict[str, File] = {}
    while ahead:
        name, real = ahead.pop()
        try:
            entries = sorted(os.scandir(real), key=lambda entry: entry.name)
        except OSError as error:
            problems.append(unreadable(name, error))
            continue
        for entry in entries:
            if entry.is_symlink():
                inner = _linked(entry, f"{name}/{entry.name}", root, found, problems)
            else:
                inner = _enter(entry, f"{name}/{entry.name}", found, problems)
            if inner and inner not in entered:
                entered.add(inner)
                ahead.append((f"{name}/{entry.name}", inner))
    return dict(sorted(found.items()))


def _linked(entry: os.DirEntry[str], name: str, root: str, found: dict[str, File], problems: list[Problem]) -> str:
    """Enter what a link leads to, if that is inside the root; its folder is the answer if it leads to one."""
    target = os.path.realpath(entry.path)
    if os.path.commonpath([root, target]) != root:
        problems.append(Problem.at("path-outside", printable(name)))
        return ""
    inner = _enter(entry, name, found, problems)
    return target if inner else ""


def _enter(entry: os.DirEntry[str], name: str, found: dict[str, File], problems: list[Problem]) -> str:
    """Note a file; the answer is the folder's own path if the entry is a folder."""
    plain = name.isascii()
    path = name if plain else unicodedata.normalize("NFC", name)
    try:
        if entry.is_dir():
            return entry.path
        is_file, seen = entry.is_file(), entry.stat()
    except FileNotFoundError:
        is_file = False
    except OSError as error:  # a link to itself, or a folder that may not be searched
        problems.append(unreadable(path, error))
        return ""
    if not is_file:
        if not entry.name.startswith("."):  # editors leave locks that are links to nothing
            problems.append(Problem.at("file-unreadable/special", printable(path)))
    elif not plain and any("\ud800" <= sign <= "\udfff" for sign in path):
        problems.append(Problem.at("file-name", printable(name)))
    elif path in found:
        problems.append(Problem.at("file-name/double", printable(path)))
    else:
        found[path] = File(name, stamp_of(seen))
    return ""


def _is_inside(site: Path, folder: str) -> bool:
    real_site = os.path.realpath(site)
    return os.path.commonpath([real_site, os.path.realpath(site / folder)]) == real_site


def printable(path: str) -> str:
    """A path as a report can print it: a name that is not UTF-8 comes as lone surrogates."""
    return path.encode("utf-8", "replace").decode()


def handles_exhausted(error: OSError, path: str = "") -> Problem:
    """The problem of a process, or a system, that has as many files and connections open as it may have.

    `path` is the file or folder that could not be opened, if it was one.
    """
    return Problem.at("handles-exhausted", path, reason=str(error.strerror))


def unreadable(path: str, error: OSError | None) -> Problem:
    """The problem of a file or folder that the system does not let be read.

    Raises OutputError where it does not let any file be read: then one problem says all there is to say.
    """
    if error is not None and error.errno in HANDLES_EXHAUSTED:
        raise OutputError(handles_exhausted(error, path)) from error
    key = "file-unreadable/because" if error else "file-unreadable"
    return Problem.at(key, printable(path), reason=str(error.strerror) if error else "")
