"""Where a new release goes: as the site's newest releases are placed, named and told apart by language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Literal

from msgspec import Struct

from pressgen.content.place import DATED, locate
from pressgen.model import Page, Post
from pressgen.settings import Settings
from pressgen.site.urls import permalink_path, release_path, slugify

Style = Literal["folder", "suffix", "plain"]
"""How a path tells the language: by a folder, by the name's ending, or not at all."""
NEWEST = 20
ROOM = 96
"""Bytes of a slug that leave room for a number behind it."""


class Custom(Struct, frozen=True):
    """How a file is placed below its language: folders with {year} and the like, a dated name, a folder of its own."""

    folders: tuple[str, ...] = ("{year}",)
    dated: bool = False
    bundle: bool = False


class Known(Struct, frozen=True):
    """What a site has: every source's path, and the releases that could be read."""

    sources: tuple[str, ...]
    posts: tuple[Post, ...]
    settings: Settings


class Stripped(Struct, frozen=True):
    """A path without its language, and how it told it."""

    folders: tuple[str, ...]
    stem: str
    style: Style


def stripped(path: str, languages: Iterable[str]) -> Stripped:
    """Take the language out of a path."""
    known = {lang.lower() for lang in languages}
    *folders, name = PurePosixPath(path).parts[1:]
    stem = name.rpartition(".")[0]
    plain, dot, ending = stem.rpartition(".")
    if dot and plain and _tag(ending) in known:
        return Stripped(tuple(folders), plain, "suffix")
    if folders and _tag(folders[0]) in known:
        return Stripped(tuple(folders[1:]), stem, "folder")
    return Stripped(tuple(folders), stem, "plain")


def path_in(place: Stripped, lang: str) -> str:
    """The path of a file in a language, told as `place` says."""
    folders = (lang, *place.folders) if place.style == "folder" else place.folders
    return "/".join(("content", *folders, f"{place.stem}{f'.{lang}' if place.style == 'suffix' else ''}.md"))


def style_of(documents: Sequence[Post | Page], settings: Settings, lang: str) -> Style:
    """How the files of a language tell it; where there are none yet, as those of the other languages do."""
    first = settings.languages[0]
    same = [document for document in documents if document.lang == lang]
    if not same and lang == first:
        return "plain"
    others = [document for document in documents if document.lang != first]
    found = Counter(stripped(document.path, settings.languages).style for document in same or others)
    return found.most_common(1)[0][0] if found else "suffix"


def custom_of(posts: Sequence[Post], settings: Settings, lang: str) -> Custom:
    """How the newest releases of a language, or of all where it has none, are placed."""
    posts = [post for post in posts if "_drafts" not in post.path.split("/")]
    same = [post for post in posts if post.lang == lang] or posts
    newest = sorted(same, key=lambda post: (post.date.at, post.path), reverse=True)[:NEWEST]
    found = Counter(_custom(post, settings) for post in newest)
    return found.most_common(1)[0][0] if found else Custom()


def named(headline: str) -> str:
    """The name of a file for a headline: one that no part of a path could be taken for something else."""
    slug = slugify(headline, ROOM)
    dated = DATED.match(slug)
    return dated[2] if dated and dated[2] else slug


def placed(custom: Custom, style: Style, name: str, date: datetime) -> Stripped:
    """The place of a release of that name and date."""
    fields = {"{year}": f"{date.year:04}", "{month}": f"{date.month:02}", "{day}": f"{date.day:02}"}
    folders = list(custom.folders)
    for field, text in fields.items():
        folders = [folder.replace(field, text) for folder in folders]
    stem = f"{date:%Y-%m-%d}-{name}" if custom.dated else name
    return Stripped((*folders, stem), "index", style) if custom.bundle else Stripped(tuple(folders), stem, style)


def holder(path: str, lang: str, date: datetime, known: Known) -> str:
    """The file that already has the path, the key of translations or the address of a new release; else nothing."""
    settings = known.settings
    place = locate(path, settings.languages)
    for other in known.sources:
        if locate(other, settings.languages).key.casefold() == place.key.casefold():
            return other
    address = release_path(settings.permalink, "", slugify(place.name), date)
    return next((post.path for post in known.posts if post.lang == lang and _address(post, settings) == address), "")


def _address(post: Post, settings: Settings) -> str:
    if post.matter.permalink:
        return permalink_path(post.matter.permalink)
    return release_path(settings.permalink, "", slugify(post.slug), post.date.at)


def _custom(post: Post, settings: Settings) -> Custom:
    place = stripped(post.path, settings.languages)
    folders, stem = list(place.folders), place.stem
    bundle = stem == "index" and bool(folders)
    if bundle:
        stem = folders.pop()
    date = post.date.at
    day = {"{year}-{month}": f"{date:%Y-%m}", "{year}": f"{date:%Y}", "{month}": f"{date:%m}", "{day}": f"{date:%d}"}
    fields: list[str] = []
    for folder in folders:
        fields.append(next((field for field, text in day.items() if folder == text and field not in fields), folder))
    return Custom(tuple(fields), bool(DATED.match(stem)), bundle)


def _tag(text: str) -> str:
    return text.replace("_", "-").lower()
