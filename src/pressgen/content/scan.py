"""Reading the site's folder: sources, files that they may name, templates."""

from __future__ import annotations

import hashlib
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from pressgen.content.folders import DEFAULT_THEME, File, printable, read, resolve, unreadable, walk
from pressgen.errors import Problem, SettingsError
from pressgen.model import Source
from pressgen.store.stamps import NO_STAMP, SETTLED, Stamp, clock_of, packed, stamp_of

MARKDOWN = (".md", ".markdown")
JEKYLL = ("_posts", "_drafts")
PACKAGE = Path(__file__).parents[1]
LIBRARIES = (
    "babel", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "PIL", "pillow_heif", "pyromark", "tzdata", "yaml",
)  # fmt: skip
MAX_SOURCE = 16 * 2**20


class Inputs(Struct, frozen=True, kw_only=True):
    """Every file that a build reads, as `stat` sees it.

    `digest` is of the stamps of all of them, pressgen's own code included; it is empty where something cannot be
    looked at. `newest` is the newest stamp of the site's own files, in nanoseconds. A file that changed after the time
    `settled` might change again without a new stamp.
    """

    content: dict[str, File]
    static: dict[str, File]
    templates: dict[str, File]
    theme: dict[str, File]
    problems: tuple[Problem, ...]
    digest: str
    newest: int
    settled: int

    @property
    def is_settled(self) -> bool:
        """Whether any further change of a file is sure to show in its stamp."""
        return self.newest < self.settled


def look(site: Path) -> Inputs:
    """Walk through everything that a build reads, without opening any of it."""
    settled = clock_of(site) - SETTLED
    problems: list[Problem] = []
    content, static, templates = (walk(site, name, problems) for name in ("content", "static", "templates"))
    theme = walk(DEFAULT_THEME.parent, DEFAULT_THEME.name, problems)
    code = walk(PACKAGE.parent, PACKAGE.name, problems)
    own = [*content.values(), *static.values(), *templates.values()]
    try:
        settings = stamp_of(os.stat(site / "pressgen.yml"))
        singles = repr([sys.version, settings, *map(_library_stamp, LIBRARIES)])
    except OSError:
        singles = ""
    newest = max([*(max(file.stamp[1:3]) for file in own), *(settings[1:3] if singles else ())], default=0)
    total = hashlib.blake2b(singles.encode(), digest_size=16)
    for files in (content, static, templates, theme, {p: f for p, f in code.items() if "__pycache__" not in p}):
        total.update("\n".join(files).encode("utf-8", "surrogatepass"))
        total.update(b"".join([packed(file.stamp) for file in files.values()]))
    return Inputs(
        content=content,
        static=static,
        templates=templates,
        theme=theme,
        problems=tuple(problems),
        digest="" if problems or not singles else total.hexdigest(),
        newest=newest,
        settled=settled,
    )


def _library_stamp(name: str) -> Stamp:
    spec = find_spec(name)
    return stamp_of(os.stat(spec.origin)) if spec and spec.origin else NO_STAMP


class Folder(Struct, frozen=True):
    """What a site is made from. Files are named from the site's folder, with / and in NFC.

    `sources` are the Markdown files to be parsed; `files` are what releases may link to or show,
    each with its name on disk, and `stamps` are theirs; `templates` maps a template's name to its text.
    """

    sources: dict[str, File]
    files: dict[str, str]
    stamps: dict[str, Stamp]
    templates: dict[str, str]
    problems: tuple[Problem, ...]

    @property
    def stamps_on_disk(self) -> dict[str, Stamp]:
        """The stamps of files by their names on disk."""
        return {self.files[path]: stamp for path, stamp in self.stamps.items()}


def scan(site: Path, inputs: Inputs) -> Folder:
    """Tell sources from other files and read the templates; nothing outside the site's folder is ever opened."""
    problems = list(inputs.problems)
    written = {path: file for path, file in inputs.content.items() if path.lower().endswith(MARKDOWN)}
    assets = {path: file for path, file in inputs.content.items() if path not in written and not _is_hidden(path)}
    files = assets | inputs.static
    return Folder(
        sources={path: file for path, file in written.items() if not _is_private(path)},
        files={path: file.name for path, file in files.items()},
        stamps={path: file.stamp for path, file in files.items()},
        templates=_templates(site, inputs, problems),
        problems=tuple(problems),
    )


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
        return Problem.at("file-too-large", printable(path), size=f"{file.stamp[0]:,}", most=f"{MAX_SOURCE:,}")
    try:
        # The walk has followed and judged every link on the way to this file.
        with open(os.path.join(site, file.name), "rb", buffering=0) as opened:
            data = opened.read()
    except OSError as error:
        return unreadable(path, error)
    return Source(path, data, hashlib.blake2b(data, digest_size=16).hexdigest())


def lines_of(site: Path, file: str) -> list[str]:
    """The lines of a source file, for a report; none if it cannot be read."""
    found = resolve(site, file)
    try:
        return found.read_bytes().decode("utf-8", "replace").splitlines() if found else []
    except OSError:
        return []


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _is_private(path: str) -> bool:
    if "/." not in path and "/_" not in path:
        return False
    parts = path.split("/")[1:]
    if parts and parts[0] in JEKYLL:
        parts = parts[1:]
    return any(part.startswith((".", "_")) and part not in JEKYLL for part in parts)


def _templates(site: Path, inputs: Inputs, problems: list[Problem]) -> dict[str, str]:
    """The default theme with the site's own templates over it, file by file."""
    texts: dict[str, str] = {}
    for root, files in ((DEFAULT_THEME.parent, inputs.theme), (site, inputs.templates)):
        for path, file in files.items():
            data = read(root, file.name)
            if data is None:
                problems.append(unreadable(path, None))
                continue
            try:
                texts[path.partition("/")[2]] = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                problems.append(Problem.at("template-encoding", printable(path)))
    return texts
