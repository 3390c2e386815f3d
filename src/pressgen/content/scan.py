"""Reading the site's folder; the only place where a path that a person wrote becomes a file."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from pressgen.content.pictures import SUFFIXES, PictureError, measure
from pressgen.errors import Problem
from pressgen.model import Image, Source

MARKDOWN = (".md", ".markdown")
JEKYLL = ("_posts", "_drafts")
MAX_SOURCE = 16 * 2**20
DEFAULT_THEME = next(
    folder
    for folder in (Path(__file__).parents[1] / "theme", Path(__file__).parents[3] / "templates")
    if folder.is_dir()
)


class Folder(Struct, frozen=True):
    """Everything that was found. Files are named from the site's folder, with / and in NFC.

    `files` are what releases may link to or show, each with its name on disk (which may be in
    another Unicode form); `templates` maps a template's name to its text.
    """

    sources: tuple[Source, ...]
    files: dict[str, str]
    templates: dict[str, str]
    problems: tuple[Problem, ...]


def scan(site: Path) -> Folder:
    """Read a site's sources and templates; nothing outside its folder is ever opened."""
    problems: list[Problem] = []
    content = _walk(site, "content", problems)
    sources = [
        source
        for path, name in content.items()
        if path.lower().endswith(MARKDOWN) and not _is_private(path)
        if (source := _source(site, path, name, problems))
    ]
    assets = {p: name for p, name in content.items() if not p.lower().endswith(MARKDOWN) and not _is_hidden(p)}
    return Folder(
        sources=tuple(sources),
        files=assets | _walk(site, "static", problems),
        templates=_templates(site, problems),
        problems=tuple(problems),
    )


def read_settings(site: Path) -> bytes | None:
    """The bytes of pressgen.yml, or None if there is none."""
    found = resolve(site, "pressgen.yml")
    return found.read_bytes() if found else None


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


def measured(site: Path, files: dict[str, str], paths: Iterable[str]) -> tuple[dict[str, Image], dict[str, str]]:
    """The pictures among the paths, by path, and what is wrong with those that cannot be used."""
    images: dict[str, Image] = {}
    faults: dict[str, str] = {}
    for path in sorted(set(paths) & files.keys()):
        if os.path.splitext(path)[1].lower() not in SUFFIXES:
            continue
        data = read(site, files[path])
        try:
            if data is None:
                raise PictureError("the picture cannot be read")
            images[path] = measure(path, data)
        except PictureError as error:
            faults[path] = str(error)
    return images, faults


def excerpt(site: Path, file: str, line: int) -> str:
    """One line of a source file, for a report."""
    found = resolve(site, file)
    if found is None or line < 1:
        return ""
    try:
        lines = found.read_bytes().decode("utf-8", "replace").splitlines()
    except OSError:
        return ""
    return lines[line - 1].strip()[:160] if line <= len(lines) else ""


def _is_inside(site: Path, folder: str) -> bool:
    real_site = os.path.realpath(site)
    return os.path.commonpath([real_site, os.path.realpath(site / folder)]) == real_site


def _walk(site: Path, folder: str, problems: list[Problem]) -> dict[str, str]:
    """The regular files below a folder, in order of their paths; linked folders are entered once."""
    root = os.path.realpath(site / folder)
    if not os.path.isdir(root):
        return {}
    if not _is_inside(site, folder):
        problems.append(_outside(folder))
        return {}
    todo, entered = [(folder, root)], {root}
    found: dict[str, str] = {}
    while todo:
        name, real = todo.pop()
        try:
            entries = sorted(os.scandir(real), key=lambda entry: entry.name)
        except OSError as error:
            problems.append(_unreadable(name, error))
            continue
        for entry in entries:
            path = f"{name}/{entry.name}"
            target = os.path.realpath(entry.path) if entry.is_symlink() else entry.path
            if os.path.commonpath([root, target]) != root:
                problems.append(_outside(path))
            elif os.path.isdir(target):
                todo += [] if target in entered else [(path, target)]
                entered.add(target)
            elif os.path.isfile(target):
                _enter(found, path, problems)
            elif not entry.name.startswith("."):  # editors leave locks that are links to nothing
                problems.append(_no_file(path))
    return dict(sorted(found.items()))


def _enter(found: dict[str, str], name: str, problems: list[Problem]) -> None:
    path = unicodedata.normalize("NFC", name)
    if any("\ud800" <= sign <= "\udfff" for sign in path):
        problems.append(_fault("file-name", name, "The file's name is not UTF-8 text.", "Rename the file."))
    elif path in found:
        problems.append(
            _fault(
                "file-name", path, "Two files have this name, in two Unicode forms.", "Rename or remove one of them."
            )
        )
    else:
        found[path] = name


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _is_private(path: str) -> bool:
    parts = path.split("/")[1:]
    if parts and parts[0] in JEKYLL:
        parts = parts[1:]
    return any(part.startswith((".", "_")) and part not in JEKYLL for part in parts)


def _source(site: Path, path: str, name: str, problems: list[Problem]) -> Source | None:
    data = read(site, name)
    if data is None:
        problems.append(_unreadable(path, None))
    elif len(data) > MAX_SOURCE:
        message = f"The file has {len(data):,} bytes; at most {MAX_SOURCE:,} are read."
        problems.append(_fault("file-too-large", path, message, "Publish long documents as a PDF beside the release."))
    else:
        return Source(path, data, hashlib.blake2b(data, digest_size=16).hexdigest())
    return None


def _templates(site: Path, problems: list[Problem]) -> dict[str, str]:
    """The default theme with the site's own templates over it, file by file."""
    texts: dict[str, str] = {}
    for root in (DEFAULT_THEME.parent, site):
        folder = DEFAULT_THEME.name if root != site else "templates"
        for path, name in _walk(root, folder, problems).items():
            try:
                texts[path.partition("/")[2]] = (read(root, name) or b"").decode("utf-8-sig")
            except UnicodeDecodeError:
                problems.append(
                    _fault("template-encoding", path, "The template is not UTF-8 text.", "Save it as UTF-8.")
                )
    return texts


def _fault(code: str, path: str, message: str, hint: str) -> Problem:
    # A name that is not UTF-8 comes as lone surrogates, which no report can print.
    return Problem(code=code, file=path.encode("utf-8", "replace").decode(), message=message, hint=hint)


def _outside(path: str) -> Problem:
    message = "This link leads outside its folder and is not followed."
    return _fault("path-outside", path, message, "Put a copy of the file or folder in its place.")


def _no_file(path: str) -> Problem:
    message = "This is neither a file nor a folder: a link to nothing, or a device or pipe."
    return _fault("file-unreadable", path, message, "Remove it, or put the file that it stands for in its place.")


def _unreadable(path: str, error: OSError | None) -> Problem:
    reason = f" ({error.strerror})" if error else ""
    message = f"The file or folder cannot be read{reason}."
    return _fault("file-unreadable", path, message, "Give the account that builds the site the right to read it.")
