"""Listing, reading and replacing the files of a site's folders, where all paths that a person wrote are resolved."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from pathlib import Path

from msgspec import Struct

from pressgen.errors import OutputError, Problem
from pressgen.store.source_files import replace_file
from pressgen.store.stamps import Stamp, stamp_of

HANDLES_EXHAUSTED = frozenset((errno.EMFILE, errno.ENFILE))
"""Numbers of the errors when a process, or the system, may not open more files (errno(3))."""
_CASES = {errno.ENOENT: "vanished", errno.ELOOP: "loop"}
"""The cases of `file-unreadable` for errors that are not about rights."""
_HERE = Path(__file__)
# In the wheel the theme is in the package, in the repository beside src/.
DEFAULT_THEME = next(
    folder for folder in (_HERE.parents[1] / "theme", _HERE.parents[3] / "templates") if folder.is_dir()
)


class File(Struct, frozen=True, gc=False):
    """A regular file: its path from the site in the Unicode form of the disk, and its stamp."""

    name: str
    stamp: Stamp


def resolve(root: Path, relative: str) -> Path | None:
    """The regular file at a relative path; None if there is none, or if it is outside `root`."""
    # Links are followed first and compared afterwards: no spelling, linked file or linked folder leads outside.
    try:
        real_root = os.path.realpath(root)
        real = os.path.realpath(os.path.join(real_root, relative))
        inside = os.path.commonpath([real_root, real]) == real_root
        return Path(real) if inside and stat.S_ISREG(os.stat(real).st_mode) else None
    except (OSError, ValueError):
        return None


def lost_link(site: Path, name: str) -> Problem | None:
    """What is wrong with a link beside pressgen.yml that leads to no file of the site; None if there is none."""
    link = site / name
    if not link.is_symlink() or resolve(site, name):
        return None
    return Problem.at("path-outside" if link.exists() else "file-unreadable/special", name)


def read(site: Path, name: str) -> bytes | None:
    """The bytes of a file by its name on disk; None if it cannot be read or is outside its top folder."""
    folder, _, relative = name.partition("/")
    path = resolve(site / folder, relative) if _is_inside(site, site / folder) else None
    try:
        return path.read_bytes() if path else None
    except OSError:
        return None


def text_of(data: bytes, path: str) -> str | Problem:
    """The text of a file in UTF-8, or what is wrong with it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem.at("file-encoding", printable(path), line, byte=f"{data[error.start]:02X}")


def write(site: Path, name: str, data: bytes) -> None:
    """Write or replace a file in a top folder; raises OutputError if that fails, or if it would be outside of it."""
    top = name.partition("/")[0]
    # A linked folder or file could lead outside.
    fault = _wrong_folder(site, top) or _wrong_folder(site, os.path.dirname(name), top) or lost_link(site, name)
    if fault:
        raise OutputError(fault)
    try:
        replace_file(site / name, data)
    except OSError as error:
        raise OutputError(Problem.at("file-unwritten", name, reason=str(error.strerror or error))) from error


def walk(site: Path, folder: str, problems: list[Problem]) -> dict[str, File]:
    """The regular files below a folder by their paths (with /, in NFC), sorted; linked folders are entered once."""
    root = os.path.realpath(site / folder)
    if fault := _wrong_folder(site, folder):
        problems.append(fault)
    if fault or not os.path.isdir(root):
        return {}
    pending_folders, entered_folders = [(folder, root)], {root}
    files: dict[str, File] = {}
    while pending_folders:
        name, real = pending_folders.pop()
        try:
            entries = sorted(os.scandir(real), key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            problems.append(unreadable(name, error))
            continue
        # Each entry keeps what the system says about it, so it goes as soon as it has been looked at.
        while entries:
            entry = entries.pop()
            if entry.is_symlink():
                subfolder = _enter_link(entry, f"{name}/{entry.name}", root, files, problems)
            else:
                subfolder = _enter(entry, f"{name}/{entry.name}", files, problems)
            if subfolder and subfolder not in entered_folders:
                entered_folders.add(subfolder)
                pending_folders.append((f"{name}/{entry.name}", subfolder))
    return {path: files[path] for path in sorted(files)}


def _enter_link(entry: os.DirEntry[str], name: str, root: str, files: dict[str, File], problems: list[Problem]) -> str:
    """Add the file that a link leads to, if it is inside the root; returns the folder if it leads to one."""
    target = os.path.realpath(entry.path)
    if os.path.commonpath([root, target]) != root:
        problems.append(Problem.at("path-outside", printable(name)))
        return ""
    subfolder = _enter(entry, name, files, problems)
    return target if subfolder else ""


def _enter(entry: os.DirEntry[str], name: str, files: dict[str, File], problems: list[Problem]) -> str:
    """Add a file to `files`; returns the path if the entry is a folder, else ""."""
    is_ascii = name.isascii()
    path = name if is_ascii else unicodedata.normalize("NFC", name)
    try:
        if entry.is_dir():
            return entry.path
        is_file, status = entry.is_file(), entry.stat()
    except FileNotFoundError:
        is_file = False
    except OSError as error:  # a link to itself, or a folder that may not be searched
        problems.append(unreadable(path, error))
        return ""
    if not is_file:
        if not entry.name.startswith("."):  # editors leave locks that are links to nothing
            problems.append(Problem.at("file-unreadable/special", printable(path)))
    elif not is_ascii and any("\ud800" <= character <= "\udfff" for character in path):
        problems.append(Problem.at("file-name", printable(name)))
    elif path in files:
        problems.append(Problem.at("file-name/double", printable(path)))
    else:
        files[path] = File(name, stamp_of(status))
    return ""


def _wrong_folder(site: Path, name: str, top: str = "") -> Problem | None:
    """What is wrong with what has the name of a folder, perhaps one below `top`: it is none, or outside."""
    path = site / name
    if os.path.lexists(path) and not os.path.isdir(path):
        return Problem.at("file-unreadable/folder", name)
    return None if _is_inside(site / top, path) else Problem.at("path-outside", name)


def _is_inside(folder: Path, path: Path) -> bool:
    real_folder = os.path.realpath(folder)
    return os.path.commonpath([real_folder, os.path.realpath(path)]) == real_folder


def printable(path: str) -> str:
    """A path that a report can print."""
    # A name that is not UTF-8 has surrogates, which cannot be encoded.
    return path.encode("utf-8", "replace").decode()


def handles_exhausted(error: OSError, path: str = "") -> Problem:
    """The problem that no more files and connections can be opened; `path` is the one that could not be, if known."""
    return Problem.at("handles-exhausted", path, reason=str(error.strerror))


def unreadable(path: str, error: OSError | None) -> Problem:
    """The problem of a file or folder that cannot be read; raises OutputError if file handles are exhausted."""
    # Then no file can be read, and a problem for each of them would hide the cause.
    if error is not None and error.errno in HANDLES_EXHAUSTED:
        raise OutputError(handles_exhausted(error, path)) from error
    if error is None:
        return Problem.at("file-unreadable", printable(path))
    case = _CASES.get(error.errno or 0, "because")
    return Problem.at(f"file-unreadable/{case}", printable(path), reason=str(error.strerror))
