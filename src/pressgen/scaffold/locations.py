"""The path of a new release, in the pattern of the site's newest releases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Literal

from msgspec import Struct

from pressgen.content.languages import listed_language
from pressgen.content.place import DATED, locate
from pressgen.model import Page, Post
from pressgen.settings import Settings
from pressgen.site.addresses import post_path, prefix_of
from pressgen.site.sources import Sources
from pressgen.site.urls import SLUG_BYTES, release_path, slugify

LanguageStyle = Literal["folder", "suffix", "plain"]
"""How a path shows its language: by a folder, by a suffix of the name, or not at all."""
SAMPLE_SIZE = 20
"""Newest releases whose paths decide the pattern of the next one."""
MAX_SLUG_BYTES = SLUG_BYTES - len("-999")
"""A number can be added to a slug of this size."""


class PathPattern(Struct, frozen=True):
    """The shape of a path: folders with {year}, {month}, {day}; a date in the name; a folder for each release."""

    folders: tuple[str, ...] = ("{year}",)
    is_dated: bool = False
    is_bundle: bool = False


class Location(Struct, frozen=True):
    """A path without content/, its language and its ending, and how it shows the language."""

    folders: tuple[str, ...]
    stem: str
    style: LanguageStyle


def location_of(path: str, languages: Sequence[str]) -> Location:
    """The location of a source path such as `content/2026/news.ru.md`."""
    *folders, name = PurePosixPath(path).parts[1:]
    stem = name.rpartition(".")[0]
    base, dot, suffix = stem.rpartition(".")
    if dot and base and listed_language(suffix, languages):
        return Location(tuple(folders), base, "suffix")
    if folders and listed_language(folders[0], languages):
        return Location(tuple(folders[1:]), stem, "folder")
    return Location(tuple(folders), stem, "plain")


def path_of(location: Location, lang: str) -> str:
    """The path of a file in a language, shown in the location's style."""
    folders = (lang, *location.folders) if location.style == "folder" else location.folders
    return "/".join(("content", *folders, f"{location.stem}{f'.{lang}' if location.style == 'suffix' else ''}.md"))


def language_style(documents: Sequence[Post | Page], settings: Settings, lang: str) -> LanguageStyle:
    """The usual style of a language's files; if it has none yet, that of the other languages."""
    default = settings.languages[0]
    models = [document for document in documents if document.lang == lang]
    if not models and lang == default:
        return "plain"
    # Files of the default language need not show it, so they say nothing about the others.
    models = models or [document for document in documents if document.lang != default]
    styles = Counter(location_of(document.path, settings.languages).style for document in models)
    return styles.most_common(1)[0][0] if styles else "suffix"


def pattern_of(posts: Sequence[Post], settings: Settings, lang: str) -> PathPattern:
    """The usual pattern of the newest releases in a language; if it has none, of all releases."""
    # Jekyll's folder of drafts is left when they are published: a new release does not belong there.
    posts = [post for post in posts if "_drafts" not in post.path.split("/")]
    models = [post for post in posts if post.lang == lang] or posts
    newest = sorted(models, key=lambda post: (post.date.at, post.path), reverse=True)[:SAMPLE_SIZE]
    patterns = Counter(_pattern_of(post, settings) for post in newest)
    return patterns.most_common(1)[0][0] if patterns else PathPattern()


def file_name(headline: str) -> str:
    """The stem of a new file: the headline's slug, without a date at its beginning."""
    # A headline such as "2026-01-27 at the ministry" would else give the release its date.
    slug = slugify(headline, MAX_SLUG_BYTES)
    dated_slug = DATED.match(slug)
    return dated_slug[2] if dated_slug and dated_slug[2] else slug


def fill_pattern(pattern: PathPattern, style: LanguageStyle, name: str, date: datetime) -> Location:
    """The location of a release with that name and date."""
    placeholders = {"{year}": f"{date.year:04}", "{month}": f"{date.month:02}", "{day}": f"{date.day:02}"}
    folders = list(pattern.folders)
    for placeholder, text in placeholders.items():
        folders = [folder.replace(placeholder, text) for folder in folders]
    stem = f"{date:%Y-%m-%d}-{name}" if pattern.is_dated else name
    return Location((*folders, stem), "index", style) if pattern.is_bundle else Location(tuple(folders), stem, style)


def conflicting_file(path: str, lang: str, date: datetime, sources: Sources) -> str:
    """The file that already has the path, the translation key or the address of a new release; "" if there is none."""
    settings = sources.settings
    place = locate(path, settings.languages)
    for source in sources.folder.sources:
        # Some file systems ignore case: two names that differ in case only would be one file there.
        if locate(source, settings.languages).key.casefold() == place.key.casefold():
            return source
    wanted = release_path(settings.permalink, prefix_of(lang, settings), slugify(place.name), date)
    return next((post.path for post in sources.posts if post_path(post, settings) == wanted), "")


def _pattern_of(post: Post, settings: Settings) -> PathPattern:
    location = location_of(post.path, settings.languages)
    folders, stem = list(location.folders), location.stem
    is_bundle = stem == "index" and bool(folders)
    if is_bundle:
        stem = folders.pop()
    date = post.date.at
    parts = {"{year}-{month}": f"{date:%Y-%m}", "{year}": f"{date:%Y}", "{month}": f"{date:%m}", "{day}": f"{date:%d}"}
    fields: list[str] = []
    for folder in folders:
        # Each field once: on 3 March, in 2026/03/03, the second 03 is the day.
        fields.append(next((field for field, text in parts.items() if folder == text and field not in fields), folder))
    return PathPattern(tuple(fields), bool(DATED.match(stem)), is_bundle)
