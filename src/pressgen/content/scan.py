"""The files of a site: their stamps, the sources and templates among them, and the reading of each."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import time
from collections.abc import Collection, Mapping
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct, structs

from pressgen.content.folders import DEFAULT_THEME, File, lost_link, printable, resolve, text_of, unreadable, walk
from pressgen.errors import Problem, SettingsError
from pressgen.letters import source_lines
from pressgen.model import RECORD_FILE, Source
from pressgen.store.stamps import NO_STAMP, SETTLED, Stamp, clock_of, packed, stamp_of

MARKDOWN = (".md", ".markdown", ".mdx")
_OTHER_TEXTS = (
    ".adoc", ".asciidoc", ".doc", ".docx", ".erb", ".haml", ".liquid", ".lr", ".md.txt", ".mdoc", ".mdown", ".mdwn",
    ".mkd", ".mkdn", ".mkdown", ".njk", ".odt", ".org", ".qmd", ".rmd", ".rst", ".rtf", ".slim", ".svx", ".textile",
)  # fmt: skip
"""Endings of texts that are no Markdown, or for other generators; editors add .txt where nobody sees it."""
_DATED_PAGE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-(?:[^/]*\.html?|[^/.]+)", re.IGNORECASE)
_DATED_NAME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")
_HAS_TITLE = re.compile(rb"^[\"']?title[\"']?[ \t]*[:=]", re.MULTILINE | re.IGNORECASE)
_HAS_DATE = re.compile(rb"^[\"']?date[\"']?[ \t]*[:=]", re.MULTILINE | re.IGNORECASE)
_LOOKS, _HEAD = 5, 4096
"""How many texts of a folder that is not read are looked at, and how many bytes of each."""
_PARTS = ("_archetypes", "_includes", "_layouts", "_partials", "_snippets", "_template", "_templates")
"""Folders with what becomes a part of a release, or a new one."""
JEKYLL_FOLDERS = ("_posts", "_drafts")
VIEWS_FILE = "data/views.yml"
DATA_ENDINGS = (".yml", ".yaml", ".json", ".csv")
SHEET = "theme.css"
"""The style sheet of the site, beside pressgen.yml; its rules come after those of the theme."""
PACKAGE = Path(__file__).parents[1]
# Those on whose versions the output depends.
LIBRARIES = (
    "babel", "brotli", "fontTools", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "PIL", "pillow_heif",
    "pygments", "pyromark", "tinytag", "tzdata", "yaml",
)  # fmt: skip
MAX_SOURCE = 16 * 2**20


class Inputs(Struct, frozen=True, kw_only=True):
    """The stamps of all files that a build reads.

    `views` is the file with the numbers of views, if there is one; `data` are the other files in data/.

    `digest` covers all stamps, those of pressgen's own code included; it is empty if one cannot be read. `other_files`
    is the part of it that is not about content/.
    `newest` is the newest time of a file of the site, in nanoseconds. A file that changed after the time
    `settle_time` might change again without a new stamp.
    """

    content: dict[str, File]
    static: dict[str, File]
    templates: dict[str, File]
    theme: dict[str, File]
    views: File | None
    data: dict[str, File]
    problems: tuple[Problem, ...]
    other_files: bytes
    digest: str
    newest: int
    settle_time: int

    @property
    def is_settled(self) -> bool:
        """Whether any further change of a file is certain to show in its stamp."""
        return self.newest < self.settle_time


def stat_inputs(site: Path) -> Inputs:
    """List everything that a build reads, without opening any file."""
    # Asking the clock makes the folder of the cache, which is only litter in a folder that is no site.
    settle_time = (clock_of(site) if (site / "pressgen.yml").exists() else 0) - SETTLED
    problems: list[Problem] = []
    content, static, templates = (walk(site, name, problems) for name in ("content", "static", "templates"))
    theme = walk(DEFAULT_THEME.parent, DEFAULT_THEME.name, problems)
    code = walk(PACKAGE.parent, PACKAGE.name, problems)
    views, sheet = _stat_file(site, VIEWS_FILE), _stat_file(site, SHEET)
    if sheet is None and (fault := lost_link(site, SHEET)):
        problems.append(fault)
    # What else is in data/ is nobody's concern, whatever it is.
    data = {path: file for path, file in walk(site, "data", []).items() if _is_data(path)}
    templates |= {SHEET: sheet} if sheet else {}
    site_files = [*content.values(), *static.values(), *templates.values(), *data.values(), *([views] if views else [])]
    try:
        settings = stamp_of(os.stat(site / "pressgen.yml"))
        versions = repr([sys.version, settings, views and views.stamp, *map(_library_stamp, LIBRARIES)])
    except OSError:
        versions = ""
    newest = max([*(max(file.stamp[1:3]) for file in site_files), *(settings[1:3] if versions else ())], default=0)
    own_code = {path: file for path, file in code.items() if "__pycache__" not in path}
    other_files = _digest(versions.encode(), static, templates, theme, data, own_code)
    return Inputs(
        content=content,
        static=static,
        templates=templates,
        theme=theme,
        views=views,
        data=data,
        problems=tuple(problems),
        other_files=other_files,
        digest="" if problems or not versions else _digest(other_files, content).hex(),
        newest=newest,
        settle_time=settle_time,
    )


def _is_data(path: str) -> bool:
    """Whether a file below data/ has values for templates."""
    is_hidden = any(part.startswith((".", "_")) for part in path.split("/"))
    return path.lower().endswith(DATA_ENDINGS) and path != VIEWS_FILE and not is_hidden


def _stat_file(site: Path, name: str) -> File | None:
    """A file beside pressgen.yml, if there is one that can be read."""
    path = resolve(site, name)
    try:
        return File(name, stamp_of(os.stat(path))) if path else None
    except OSError:
        return None


def _digest(start: bytes, *folders: Mapping[str, File]) -> bytes:
    digest = hashlib.blake2b(start, digest_size=16)
    for files in folders:
        digest.update("\n".join(files).encode("utf-8", "surrogatepass"))
        digest.update(b"".join([packed(file.stamp) for file in files.values()]))
    return digest.digest()


def with_file(site: Path, inputs: Inputs, path: str, is_only_change: bool) -> Inputs:
    """The inputs of a build that has itself written the file at `path` in content/.

    Waits until any later change of the file will show in its stamp. The digest is empty unless this `is_only_change` of
    the file.
    """
    time.sleep(SETTLED / 1e9)
    name = inputs.content[path].name if path in inputs.content else path
    file = File(name, stamp_of(os.stat(site / name)))
    content = dict(sorted({**inputs.content, path: file}.items()))
    digest = _digest(inputs.other_files, content).hex() if inputs.digest and is_only_change else ""
    return structs.replace(inputs, content=content, digest=digest)


def _library_stamp(name: str) -> Stamp:
    spec = find_spec(name)
    return stamp_of(os.stat(spec.origin)) if spec and spec.origin else NO_STAMP


class Folder(Struct, frozen=True):
    """The files of a site, by their paths from its folder, with / and in NFC.

    `sources` are the Markdown files to parse; `files` are those that releases may link to or show, with
    their names on disk, and `stamps` are theirs; `templates` maps a template's name to its text.
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
    """Separate sources from other files, and read the templates."""
    problems = list(inputs.problems)
    texts = {path: file for path, file in inputs.content.items() if path.lower().endswith(MARKDOWN)}
    assets = {path: file for path, file in inputs.content.items() if path not in texts and not _is_hidden(path)}
    # It has texts that a release no longer has.
    assets.pop(RECORD_FILE, None)
    files = {path: file for path, file in (assets | inputs.static).items() if not _is_lock(path)}
    sources = {path: file for path, file in texts.items() if not _is_private(path)}
    problems += _unread_folders(site, {path: file for path, file in texts.items() if path not in sources})
    return Folder(
        sources=sources,
        files={path: file.name for path, file in files.items()},
        stamps={path: file.stamp for path, file in files.items()},
        templates=_templates(site, inputs, problems),
        problems=tuple(problems),
    )


def _unread_folders(site: Path, private: Mapping[str, File]) -> tuple[Problem, ...]:
    """A notice that names the folder with _ that has the most texts, if one of its first texts looks like a release.

    Jekyll keeps releases of any kind but posts in such folders; other people put notes there.
    """
    folders: dict[str, list[str]] = {}
    for path in sorted(private):
        if folder := _folder_with_underscore(path):
            folders.setdefault(folder, []).append(path)
    counts = {
        folder: len(paths)
        for folder, paths in folders.items()
        if folder.rpartition("/")[2].lower() not in _PARTS
        and any(_looks_like_release(site, private[path].name) for path in paths[:_LOOKS])
    }
    if not counts:
        return ()
    most = min(counts, key=lambda folder: (-counts[folder], folder))
    return (Problem.at("folder-unread", printable(most), count=sum(counts.values())),)


def _looks_like_release(site: Path, name: str) -> bool:
    """Whether the front matter of a text has a headline, and a day, unless its name begins with one."""
    try:
        with open(os.path.join(site, name), "rb", buffering=0) as stream:
            head = stream.read(_HEAD).removeprefix(b"\xef\xbb\xbf")
    except OSError:
        return False
    is_dated = _HAS_DATE.search(head) or _DATED_NAME.match(name.rpartition("/")[2])
    return head.startswith((b"---", b"+++")) and bool(is_dated and _HAS_TITLE.search(head))


def _folder_with_underscore(path: str) -> str:
    """The folder whose name alone keeps a text from being read; empty if its own name or a point does, too."""
    folders, _, name = path.rpartition("/")
    if name.startswith((".", "_")) or _is_hidden(path) or _is_lock(path):
        return ""
    segments = folders.split("/")
    first = next(i for i, segment in enumerate(segments) if segment.startswith("_") and segment not in JEKYLL_FOLDERS)
    return "/".join(segments[: first + 1])


def unread_releases(site: Path, files: Mapping[str, str], named: Collection[str]) -> tuple[Problem, ...]:
    """A warning that counts the files in content/ that are releases in other formats; those `named` are downloads."""
    own = {path: name for path, name in files.items() if path.startswith("content/") and path not in named}
    unread = [path for path, name in own.items() if not _is_private(path) and _is_unread(site, path, name)]
    return (Problem.at("format-unread", printable(unread[0]), count=len(unread)),) if unread else ()


def read_settings(site: Path) -> bytes | None:
    """The bytes of pressgen.yml; None if there is none. Raises SettingsError if it cannot be read."""
    path = resolve(site, "pressgen.yml")
    if path is None and (fault := lost_link(site, "pressgen.yml")):
        raise SettingsError(fault)
    if path is None and (near := near_file(site, "pressgen.yml", "pressgen.yaml", "pressgen.yml.txt")):
        raise SettingsError(Problem.at("settings-missing", "pressgen.yml", near=near))
    try:
        return path.read_bytes() if path else None
    except OSError as error:
        raise SettingsError(unreadable("pressgen.yml", error)) from error


def near_file(site: Path, name: str, *others: str) -> str:
    """A file or folder of the site that has this name in other capitals, or another name for it; else empty."""
    try:
        names = sorted(os.listdir(site))
    except OSError:
        return ""
    return next((each for each in names if each != name and each.casefold() in (name, *others)), "")


def load(site: Path, path: str, file: File) -> Source | Problem:
    """Read one source; returns a problem if it cannot be read or is too large."""
    if file.stamp[0] > MAX_SOURCE:
        return Problem.at("file-too-large", printable(path), size=f"{file.stamp[0]:,}", most=f"{MAX_SOURCE:,}")
    try:
        # `walk` has followed and checked every link on the way to this file.
        with open(os.path.join(site, file.name), "rb", buffering=0) as stream:
            data = stream.read()
    except OSError as error:
        return unreadable(path, error)
    return Source(path, data, hashlib.blake2b(data, digest_size=16).hexdigest())


def lines_of(site: Path, file: str) -> list[str]:
    """The lines of a source file for a report; none if it cannot be read."""
    path = resolve(site, file)
    try:
        return source_lines(path.read_bytes().decode("utf-8", "replace")) if path else []
    except OSError:
        return []


def _is_lock(path: str) -> bool:
    """Whether an office program has made the file while somebody has another one open: it has that person's name."""
    if "/~" not in path and "/.~" not in path:
        return False
    name = path.rpartition("/")[2]
    return name.startswith("~$") or (name.startswith(".~lock.") and name.endswith("#"))


def _is_unread(site: Path, path: str, name: str) -> bool:
    """Whether a file is a release that is not read: in another format, which may be HTML, or without an ending."""
    is_other = path.lower().endswith(_OTHER_TEXTS) or bool(_DATED_PAGE.fullmatch(path.rpartition("/")[2]))
    return is_other or (path.lower().endswith(".txt") and _looks_like_release(site, name))


def _is_hidden(path: str) -> bool:
    return any(segment.startswith(".") for segment in path.split("/"))


def _is_private(path: str) -> bool:
    # Files and folders with _ are drafts or parts of other files in many generators; nothing of them is published.
    if _is_lock(path):
        return True
    if "/." not in path and "/_" not in path:
        return False
    segments = path.split("/")[1:]
    if segments and segments[0] in JEKYLL_FOLDERS:
        segments = segments[1:]
    return any(segment.startswith((".", "_")) and segment not in JEKYLL_FOLDERS for segment in segments)


def _templates(site: Path, inputs: Inputs, problems: list[Problem]) -> dict[str, str]:
    """The default theme with the site's own templates over it, file by file."""
    return _texts(DEFAULT_THEME.parent, inputs.theme, problems) | _texts(site, inputs.templates, problems)


def _texts(root: Path, files: Mapping[str, File], problems: list[Problem]) -> dict[str, str]:
    """The texts of templates by their names."""
    texts: dict[str, str] = {}
    for path, file in files.items():
        try:
            text = text_of(Path(root, file.name).read_bytes(), path)
        except OSError as error:
            text = unreadable(path, error)
        if isinstance(text, Problem):
            problems.append(text)
        else:
            texts[path.partition("/")[2] or path] = text
    return texts
