"""What a source's path says about it: its language, translation key, name and date."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from pressgen.content.languages import listed_language, looks_like_language
from pressgen.content.scan import JEKYLL_FOLDERS

_DATED_PATH = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})(?=/|$)")
DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:-|$)(.*)")


class Place(Struct, frozen=True, kw_only=True):
    """What a path says about a file; `lang`, `date` and `unlisted` are "" if it says nothing.

    `key` is the path without the language, which translations share. `unlisted` is a folder, or a suffix
    with its dot, that could be a language but is not listed.
    """

    kind: Literal["post", "page"]
    lang: str
    key: str
    name: str
    date: str
    is_draft: bool
    unlisted: str = ""


def date_in_path(path: str) -> str:
    """The day that folders of a path say, as in `2025/01/27/plan`, the innermost of several; "" if they say none."""
    days = _DATED_PATH.findall(path)
    return "-".join(days[-1]) if days else ""


def locate(path: str, languages: tuple[str, ...]) -> Place:
    """Read a path such as `content/uz/2025/plan.md` or `content/_posts/2025-01-27-plan.ru.md`."""
    segments = path.split("/")[1:]
    is_draft = "_drafts" in segments[:-1]
    # Jekyll's folders are no part of an address or a key.
    if segments[0] in JEKYLL_FOLDERS and len(segments) > 1:
        segments = segments[1:]
    lang = unlisted = ""
    if len(segments) > 1:
        lang = listed_language(segments[0], languages)
        if lang:
            segments = segments[1:]
        elif looks_like_language(segments[0]):
            unlisted = segments[0]
    stem, _, _ = segments[-1].rpartition(".")
    name, dot, suffix = stem.rpartition(".")
    if dot and name:
        if suffix_language := listed_language(suffix, languages):
            stem, lang, unlisted = name, suffix_language, ""
        elif looks_like_language(suffix):
            unlisted = f".{suffix}"
    kind: Literal["post", "page"] = "page" if segments[0] == "pages" and len(segments) > 1 else "post"
    folders = segments[:-1]
    # A page bundle: plan/index.md, with its pictures beside it, is the release plan.
    if stem == "index" and folders and not (kind == "page" and len(folders) == 1):
        stem = folders.pop()
    dated_stem = DATED.match(stem)
    date, name = (dated_stem[1], dated_stem[2] or dated_stem[1]) if dated_stem else ("", stem)
    key = "/".join([*folders, stem])
    return Place(kind=kind, lang=lang, key=key, name=name, date=date, is_draft=is_draft, unlisted=unlisted)
