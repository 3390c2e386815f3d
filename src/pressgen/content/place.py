"""What a source's path says about it: its language, translation key, name and date."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from pressgen.content.frontmatter.vocabulary import HOLD_WORDS, PATHS, SCHEDULED, SUBJECT_PATHS, fold, words_of
from pressgen.content.languages import listed_language, looks_like_language
from pressgen.content.scan import JEKYLL_FOLDERS
from pressgen.content.text.release_lines import names_embargo

# An hour behind the day: to publish at the first hour of the day would be too early.
# In names such as 2024-03-01-2023-report and 2024-03-01-0117-report, four digits are a year or a number more often.
_HOUR = r"(?:(?:[01]\d|2[0-3])[-_.:h][0-5]\d(?!\d)|(?!19|20)(?:[01]\d|2[0-3])[0-5][05](?![^\W_]))"
_NO_HOUR = r"(?![^\W_]|[ _-](?:[01]\d|2[0-3])[-_.:]?[0-5]\d(?!\d))"
# As folders or at the start of a name; not 27012025 or 2025.01.27, which may be a version.
_DATED_PATH = re.compile(
    rf"(?:^|/)(?:(\d{{4}})/(\d{{1,2}})/(\d{{1,2}})(?=/|$)(?!/{_HOUR})|(\d{{4}})[-_](\d{{1,2}})[-_](\d{{1,2}}){_NO_HOUR}"
    rf"|((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]){_NO_HOUR})"
)
# Grav numbers folders: 03.drafts.
_SEPARATORS = re.compile(r"^\d{1,3}\.|[\W_]+")
# Which draft it is, as in `[draft 2]`, `.draft-v3` and `drafts 2026`.
_VERSION = re.compile(r"(?:v|version|copy|копия|nusxa)?\d*$")
_MARKED_STEM = re.compile(
    r".*?[\[(](?P<word>[^\[\]()]+)[\])].*|.*\.(?P<ending>[^.]+)"
    r"|(?=.*[^\W\d_](?<=[a-zа-я]))(?:.*[\s_\d-])?(?P<capitals>DRAFT|WIP|ЧЕРНОВИК|QORALAMA|ҚОРАЛАМА|EMBARGO(?:ED)?|ЭМБАРГО)(?:[\s_-].*)?"
)
_HOUR_IN_NAME = re.compile(rf"(?:at-)?(?:{_HOUR}|(?:[01]?\d|2[0-3])(?:[ap]m|uhr|h)(?![^\W_]))", re.IGNORECASE)
DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:-|$)(.*)")
# As Statamic names files, with the hour of publication or without it: 2025-01-27.plan, 2025-01-27-0930.plan.
_DATED_WITH_DOT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:-(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d))?\.(?P<name>(?=.*[^\W\d_]).+)"
)
FOLDER_FILES = ("index", "item", "default")
"""Names of files whose folder has the name of the release; the last two are Grav's."""
_GRAV_NUMBER = re.compile(r"^\d{1,3}\.(?=.)")
_HTML_ENDINGS = (".html", ".htm")


class Place(Struct, frozen=True, kw_only=True):
    """What a path says about a file; `lang`, `date` and `unlisted` are "" if it says nothing.

    `key` is the path without the language, which translations share. `unlisted` is a folder, or a suffix
    with its dot, that could be a language but is not listed. `held_by` is the part of the path that says that the
    file is not public, as in `drafts/plan.md` and `plan.draft.md`, unless the file says something else, or that may say
    so, as in `review/plan.md`. With `has_hour`, an hour follows the date, as in `2026-12-10-18-00-plan.md`.
    """

    kind: Literal["post", "page"]
    lang: str
    key: str
    name: str
    date: str
    is_draft: bool
    unlisted: str = ""
    held_by: str = ""
    has_hour: bool = False


def day_of_file(path: str) -> str:
    """The day in the name of a file, or else in those of its folders; "" if there is none, or if its hour follows."""
    day, name = _dated_name(path.rpartition("/")[2].rpartition(".")[0])
    return ("" if _has_hour(day, name) else day) if day else date_in_path(path.rpartition(".")[0])


def date_in_path(path: str) -> str:
    """The day that a path says, as in `2025/01/27/plan` and `20250127 plan`, the latest of several; "" if none."""
    days = [tuple(filter(None, day)) for day in _DATED_PATH.findall(path)]
    return "-".join(max(days, key=lambda day: tuple(map(int, day)))) if days else ""


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
    # Middleman and Lume have the ending of the page in the name of its source.
    if stem.lower().endswith(_HTML_ENDINGS):
        stem = stem.rpartition(".")[0] or stem
    name, dot, suffix = stem.rpartition(".")
    if dot and name:
        if suffix_language := listed_language(suffix, languages):
            stem, lang, unlisted = name, suffix_language, ""
        elif looks_like_language(suffix):
            unlisted = f".{suffix}"
    kind: Literal["post", "page"] = "page" if segments[0] == "pages" and len(segments) > 1 else "post"
    folders = segments[:-1]
    held_by = _held_by(folders, stem)
    # A page bundle: plan/index.md, with its pictures beside it, is the release plan.
    key_parts = [*folders, stem]
    if stem in FOLDER_FILES and folders and not (kind == "page" and len(folders) == 1):
        key_parts.pop()
        stem = folders[-1] if stem == "index" else _GRAV_NUMBER.sub("", folders[-1])
    date, name = _dated_name(stem, unlisted)
    key = "/".join(key_parts)
    return Place(
        kind=kind,
        lang=lang,
        key=key,
        name=name,
        date=date,
        is_draft=is_draft,
        unlisted=unlisted,
        held_by=held_by,
        has_hour=_has_hour(date, name),
    )


def _has_hour(date: str, name: str) -> bool:
    """Whether the name behind a day begins with its hour."""
    return date != "" and " " not in date and _HOUR_IN_NAME.match(name) is not None


def _dated_name(stem: str, unlisted: str = "") -> tuple[str, str]:
    """The date, or "", and the name that the name of a file or folder without its ending says."""
    with_dot = _DATED_WITH_DOT.fullmatch(stem)
    if with_dot and unlisted != f".{with_dot['name']}":
        clock = f" {with_dot['hour']}:{with_dot['minute']}" if with_dot["hour"] else ""
        return f"{with_dot[1]}{clock}", with_dot["name"]
    dated = DATED.match(stem)
    return (dated[1], dated[2] or dated[1]) if dated else ("", stem)


def _held_by(folders: list[str], stem: str) -> str:
    """The folder, or the part of a file's name, that says that the file is not public."""
    marked = _MARKED_STEM.fullmatch(stem)
    word = marked["word"] or marked["ending"] or marked["capitals"] if marked else ""
    names = [each for each in (*folders, word) if says_not_public(each)]
    names += [stem] if names_embargo(stem) else []
    names = names or [folder for folder in folders if says_not_public(folder) is None]
    # What is scheduled or embargoed may say until when, so another name counts first.
    return min(names, key=lambda name: bool(words_of(name) & (HOLD_WORDS | SCHEDULED))) if names else ""


@lru_cache(maxsize=1024)
def says_not_public(name: str) -> bool | None:
    """Whether the name of a folder says that its files are not public; None if it may say what they are: review."""
    plain = _VERSION.sub("", _SEPARATORS.sub("", fold(name)))
    return None if plain in SUBJECT_PATHS else plain in PATHS or names_embargo(name)
