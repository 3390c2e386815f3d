"""What a source's path says of it: its language, its key, its name and its date."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from pressgen.content.languages import listed, looks_like_language
from pressgen.content.scan import JEKYLL

DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:-|$)(.*)")


class Place(Struct, frozen=True, kw_only=True):
    """What a path says of a file: language (empty if it is silent), the key without it, name and date.

    `unlisted` is a folder, or an ending with its dot, that could be meant as a language that is not listed.
    """

    kind: Literal["post", "page"]
    lang: str
    key: str
    name: str
    date: str
    draft: bool
    unlisted: str = ""


def locate(path: str, languages: tuple[str, ...]) -> Place:
    """Read a path from the site's folder: `content/uz/2025/plan.md`, `content/_posts/2025-01-27-plan.ru.md`."""
    parts = path.split("/")[1:]
    draft = "_drafts" in parts[:-1]
    if parts[0] in JEKYLL and len(parts) > 1:
        parts = parts[1:]
    lang = unlisted = ""
    if len(parts) > 1:
        lang = listed(parts[0], languages)
        if lang:
            parts = parts[1:]
        elif looks_like_language(parts[0]):
            unlisted = parts[0]
    stem, _, _ = parts[-1].rpartition(".")
    name, dot, suffix = stem.rpartition(".")
    if dot and name:
        if by_ending := listed(suffix, languages):
            stem, lang, unlisted = name, by_ending, ""
        elif looks_like_language(suffix):
            unlisted = f".{suffix}"
    kind: Literal["post", "page"] = "page" if parts[0] == "pages" and len(parts) > 1 else "post"
    folders = parts[:-1]
    if stem == "index" and folders and not (kind == "page" and len(folders) == 1):
        stem = folders.pop()
    dated = DATED.match(stem)
    date, name = (dated[1], dated[2] or dated[1]) if dated else ("", stem)
    key = "/".join([*folders, stem])
    return Place(kind=kind, lang=lang, key=key, name=name, date=date, draft=draft, unlisted=unlisted)
