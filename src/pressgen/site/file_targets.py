"""Targets as people write them → the files of content/ and static/ that they may mean."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from pressgen.content.markdown.rendering import PERSON
from pressgen.content.media.files import Companions
from pressgen.content.pictures.pictures import SUFFIXES
from pressgen.content.place import FOLDER_FILES
from pressgen.content.scan import MARKDOWN
from pressgen.model import Page, Post
from pressgen.site.urls import Address


def person_in(target: str) -> str:
    """The person whom a link names, as person:malika; empty for other links."""
    return unquote(target.partition(":")[2]).strip() if is_person_link(target) else ""


def is_person_link(target: str) -> bool:
    """Whether a link leads to a person, even if it names none."""
    scheme, colon, _ = target.partition(":")
    return bool(colon) and scheme.strip().casefold() == PERSON


def find_file(target: str, source: str, files: Mapping[str, str], address: Address) -> str:
    """The file of content/ or static/ that a target in a source means; empty if there is none."""
    path = path_of(target)
    candidates = candidates_of(path, posixpath.dirname(source), address.base_path)
    found = next((candidate for candidate in candidates if candidate in files), "")
    return found or next((candidate for candidate in in_own_folder(path, source) if candidate in files), "")


def find_pictures(target: str, source: str, files: Mapping[str, str], address: Address) -> tuple[str, ...]:
    """The file that a target in a source means, or the pictures in the folder that it means, by name."""
    if file := find_file(target, source, files, address):
        return (file,)
    path = path_of(target)
    candidates = candidates_of(path, posixpath.dirname(source), address.base_path)
    for folder in (*candidates, *in_own_folder(path, source)):
        pictures = [
            file for file in files if posixpath.dirname(file) == folder.rstrip("/") and file.lower().endswith(SUFFIXES)
        ]
        if pictures:
            return tuple(sorted(pictures))
    return ()


def files_of(documents: Collection[Post | Page], files: Mapping[str, str], address: Address) -> frozenset[str]:
    """The files of content/ and static/ that documents show or link to, with those that belong to film and sound."""
    companions = Companions(files)
    # A target means the same in all documents of a folder but those that have one of their own.
    folders = frozenset[str]().union(*map(ancestors, {path.rpartition("/")[0] for path in files}))
    sources: dict[tuple[str, str], str] = {}
    for document in documents:
        image, references = document.matter.image, document.body.references
        if image or references:
            targets = [image.src] if image else []
            targets += [reference.target for reference in references if reference.kind != "card"]
            targets += [reference.poster for reference in references if reference.poster]
            has_own = not folders.isdisjoint(own_folders(document.path))
            folder = document.path if has_own else document.path.rpartition("/")[0]
            sources |= {(target, folder): document.path for target in targets}
    paths = {find_file(target, source, files, address) for (target, _), source in sources.items()}
    paths.update(
        path
        for document in documents
        for picture in document.matter.gallery
        for path in find_pictures(picture.src, document.path, files, address)
    )
    return frozenset(paths.union(*map(companions.of, paths))) - {""}


@lru_cache(maxsize=1 << 14)
def path_of(target: str) -> str:
    """The path of a target, without query and fragment; empty for people, and for what is no address (http://[)."""
    if person_in(target):
        return ""
    try:
        return unquote(urlsplit(target.strip().replace("\\", "/")).path)
    except ValueError:
        return ""


@lru_cache(maxsize=1 << 14)
def candidates_of(path: str, folder: str, base_path: str) -> tuple[str, ...]:
    """The files that a path in a source of this folder may mean, best first; all are in content/ or static/."""
    if path.startswith("/"):
        # People write addresses of the published site as well, with the folder that it is published in.
        roots = [path] + ([path.removeprefix(base_path[:-1])] if path.startswith(base_path) else [])
        paths = [posixpath.normpath(f"{root}{name}") for name in roots for root in ("content", "static")]
        descending = path.lstrip("/")
    else:
        relative = posixpath.normpath(posixpath.join(folder, path))
        # Other generators resolve a path from the folder of the content or of the assets, and ../ from the address.
        descending = re.sub(r"^(\.\./)+", "", posixpath.normpath(path))
        paths = [relative, *(posixpath.normpath(f"{root}/{descending}") for root in ("content", "static"))]
    # Editors and code hosts show pictures by their paths in the repository.
    if descending.startswith(("content/", "static/")):
        paths.append(posixpath.normpath(descending))
    return tuple([path for path in paths if path.startswith(("content/", "static/"))])


def own_folders(source: str) -> tuple[str, ...]:
    """The folders with the name of a source, and with its name without a language."""
    own = source.rpartition(".")[0]
    bare, _, suffix = own.rpartition(".")
    return (own, bare) if bare and "/" not in suffix else (own,)


def ancestors(folder: str) -> tuple[str, ...]:
    """A folder and those that it is in."""
    segments = folder.split("/")
    return tuple(["/".join(segments[:end]) for end in range(1, len(segments) + 1)])


def in_own_folder(path: str, source: str) -> tuple[str, ...]:
    """The files that a path may mean in the folder beside a source with the name of it, where Hexo has its pictures."""
    if path.startswith("/") or not path:
        return ()
    paths = [posixpath.normpath(posixpath.join(folder, path)) for folder in own_folders(source)]
    return tuple([path for path in paths if path.startswith("content/")])


def find(candidates: Sequence[str], path: str, sources: frozenset[str], files: Mapping[str, str]) -> tuple[str, str]:
    """The source, or else the file, of the first candidate for a path that exists; the other text is empty."""
    for candidate in candidates:
        names = _names(candidate, path)
        if not sources.isdisjoint(names):
            return next(name for name in names if name in sources), ""
        if candidate in files:
            return "", candidate
    return "", ""


@lru_cache(maxsize=1 << 14)
def _names(candidate: str, path: str) -> tuple[str, ...]:
    """The sources that a path means: of the file itself, of its folder, or of the published page."""
    if path.endswith(MARKDOWN):
        return (candidate,)
    bare = candidate.rstrip("/").removesuffix(".html")
    pages = (bare, f"{bare}.html", *(f"{bare}/{name}" for name in FOLDER_FILES))
    return candidate, *(f"{page}{end}" for page in pages for end in MARKDOWN)
