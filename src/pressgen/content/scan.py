"""Reading the site's folder: sources, files that they may name, templates."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, structs

from pressgen.content.folders import DEFAULT_THEME, File, Stamp, fault, read, resolve, unreadable, walk
from pressgen.content.pictures import SUFFIXES, PictureError, measure
from pressgen.errors import Problem, SettingsError
from pressgen.model import Image, Source

MARKDOWN = (".md", ".markdown")
JEKYLL = ("_posts", "_drafts")
NOTHING: Mapping[str, File] = MappingProxyType({})
MAX_SOURCE = 16 * 2**20


class Folder(Struct, frozen=True):
    """Everything that was found. Files are named from the site's folder, with / and in NFC.

    `sources` are the Markdown files to be parsed; `files` are what releases may link to or show,
    each with its name on disk, and `stamps` are theirs; `templates` maps a template's name to its text.
    """

    sources: dict[str, File]
    files: dict[str, str]
    stamps: dict[str, Stamp]
    templates: dict[str, str]
    problems: tuple[Problem, ...]


def scan(site: Path, looked: Mapping[str, File] = NOTHING) -> Folder:
    """List a site's sources and files and read its templates; nothing outside its folder is ever opened.

    `looked` are the files of content/, if somebody has just walked through them and found nothing wrong.
    """
    problems: list[Problem] = []
    content = looked or walk(site, "content", problems)
    written = {path: file for path, file in content.items() if path.lower().endswith(MARKDOWN)}
    assets = {path: file for path, file in content.items() if path not in written and not _is_hidden(path)}
    files = assets | walk(site, "static", problems)
    return Folder(
        sources={path: file for path, file in written.items() if is_source(path)},
        files={path: file.name for path, file in files.items()},
        stamps={path: file.stamp for path, file in files.items()},
        templates=templates(site, problems),
        problems=tuple(problems),
    )


def scan_again(site: Path, former: Folder, touched: Iterable[str]) -> Folder | None:
    """What `scan` finds if only sources among the touched files, all known, have another text; else None."""
    sources = dict(former.sources)
    for path in touched:
        known = sources.get(path)
        if known is None:
            if _is_hidden(path) and path.startswith("content/"):
                continue  # an editor's own file
            return None
        try:
            seen = os.lstat(site / known.name)
        except OSError:
            return None
        if not stat.S_ISREG(seen.st_mode):
            return None
        sources[path] = File(known.name, (seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino))
    return structs.replace(former, sources=sources)


def read_settings(site: Path) -> bytes | None:
    """The bytes of pressgen.yml, or None if there is none; raises SettingsError if it cannot be read."""
    found = resolve(site, "pressgen.yml")
    try:
        return found.read_bytes() if found else None
    except OSError as error:
        raise SettingsError(unreadable("pressgen.yml", error)) from error


def load(site: Path, path: str, file: File) -> Source | Problem:
    """Read one source; a problem if it cannot be read or is larger than any text is."""
    if file.stamp[0] > MAX_SOURCE:
        message = f"The file has {file.stamp[0]:,} bytes; at most {MAX_SOURCE:,} are read."
        return fault("file-too-large", path, message, "Publish long documents as a PDF beside the release.")
    try:
        # The walk has followed and judged every link on the way to this file.
        with open(os.path.join(site, file.name), "rb", buffering=0) as opened:
            data = opened.read()
    except OSError as error:
        return unreadable(path, error)
    return Source(path, data, hashlib.blake2b(data, digest_size=16).hexdigest())


class Measured(Struct, frozen=True):
    """A picture file as it was when it had this stamp: its image, or what is wrong with it."""

    stamp: Stamp
    image: Image | None
    fault: str = ""


def measured(site: Path, found: Folder, paths: Iterable[str], before: Mapping[str, Measured]) -> dict[str, Measured]:
    """The pictures among the paths, by path; one whose stamp is as it was before is not read again."""
    pictures: dict[str, Measured] = {}
    for path in sorted(set(paths) & found.files.keys()):
        if os.path.splitext(path)[1].lower() not in SUFFIXES:
            continue
        known = before.get(path)
        is_known = known is not None and known.stamp == found.stamps[path]
        pictures[path] = known if known is not None and is_known else _measured(site, path, found)
    return pictures


def _measured(site: Path, path: str, found: Folder) -> Measured:
    data = read(site, found.files[path])
    try:
        if data is None:
            raise PictureError("the picture cannot be read")
        return Measured(found.stamps[path], measure(path, data))
    except PictureError as error:
        return Measured(found.stamps[path], None, str(error))


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


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def is_source(path: str) -> bool:
    """Whether a file of content/ is a document that is to be parsed."""
    return path.lower().endswith(MARKDOWN) and not _is_private(path)


def _is_private(path: str) -> bool:
    parts = path.split("/")[1:]
    if parts and parts[0] in JEKYLL:
        parts = parts[1:]
    return any(part.startswith((".", "_")) and part not in JEKYLL for part in parts)


def templates(site: Path, problems: list[Problem]) -> dict[str, str]:
    """The default theme with the site's own templates over it, file by file."""
    texts: dict[str, str] = {}
    for root in (DEFAULT_THEME.parent, site):
        folder = DEFAULT_THEME.name if root != site else "templates"
        for path, file in walk(root, folder, problems).items():
            data = read(root, file.name)
            if data is None:
                problems.append(unreadable(path, None))
                continue
            try:
                texts[path.partition("/")[2]] = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                problems.append(
                    fault("template-encoding", path, "The template is not UTF-8 text.", "Save it as UTF-8.")
                )
    return texts
