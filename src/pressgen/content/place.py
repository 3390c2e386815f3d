"""What a source's path says of it: its language, its key, its name and its date."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from pressgen.content.languages import ISO_639_1
from pressgen.content.scan import JEKYLL

DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:-|$)(.*)")
SUBTAG = re.compile(r"|[a-z]{4}|[a-z]{2}|[a-z]{4}-[a-z]{2}")


class Place(Struct, frozen=True, kw_only=True):
    """What a path says of a file: language (empty if it is silent), the key without it, name and date."""

    kind: Literal["post", "page"]
    lang: str
    key: str
    name: str
    date: str
    draft: bool


def locate(path: str, languages: tuple[str, ...]) -> Place:
    """Read a path from the site's folder: `content/uz/2025/plan.md`, `content/_posts/2025-01-27-plan.ru.md`."""
    parts = path.split("/")[1:]
    draft = "_drafts" in parts[:-1]
    if parts[0] in JEKYLL and len(parts) > 1:
        parts = parts[1:]
    known = {lang.lower(): lang for lang in languages}
    lang = ""
    if len(parts) > 1:
        lang = _as_language(parts[0], known)
        if lang:
            parts = parts[1:]
    stem, _, _ = parts[-1].rpartition(".")
    name, dot, suffix = stem.rpartition(".")
    if dot and name and _as_language(suffix, known):
        stem, lang = name, _as_language(suffix, known)
    kind: Literal["post", "page"] = "page" if parts[0] == "pages" and len(parts) > 1 else "post"
    folders = parts[:-1]
    if stem == "index" and folders and not (kind == "page" and len(folders) == 1):
        stem = folders.pop()
    dated = DATED.match(stem)
    date, name = (dated[1], dated[2] or dated[1]) if dated else ("", stem)
    return Place(kind=kind, lang=lang, key="/".join([*folders, stem]), name=name, date=date, draft=draft)


def _as_language(text: str, known: dict[str, str]) -> str:
    """The listed language that a part of a path names; a code of ISO 639-1 that is not listed, as it stands."""
    tag = text.replace("_", "-").lower()
    code, _, rest = tag.partition("-")
    return known.get(tag) or (text if code in ISO_639_1 and SUBTAG.fullmatch(rest) else "")
