"""Keys that other generators read for all files of a folder: those that keep the files back are errors here."""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pressgen.content import dates
from pressgen.content.folders import File, printable
from pressgen.errors import Problem, shorten

_MOST_BYTES = 64 * 1024
_DATA, _SCRIPTS = (".json", ".yml", ".yaml", ".toml"), (".js", ".cjs", ".mjs", ".ts")
_PAGES = (".md", ".markdown", ".mdx", ".html", ".htm", ".adoc", ".org", ".rst")
_NAMES = ("_metadata", "_data", "_defaults")


def held_folders(
    site: Path, content: Mapping[str, File], sources: Collection[str], instant: datetime, zone: ZoneInfo
) -> Iterator[Problem]:
    """An error for each file whose keys hold back the texts of its folder on the day of an instant.

    Hugo, Zola, Eleventy, Quarto, Lume and Bridgetown have such files. An hour in them counts until its day is over,
    so that what a build reports holds until then.
    """
    day = dates.start_of_day(instant, zone)
    for path, file in content.items():
        folder, _, name = path.rpartition("/")
        if not _is_of_folder(folder, name) or not any(each.startswith(f"{folder}/") for each in sources):
            continue
        try:
            entry = _entry(site, path, file, day, zone)
        except (OSError, UnicodeDecodeError):
            yield Problem.at("folder-held/unread", printable(path))
            continue
        if entry:
            yield Problem.at("folder-held", printable(path), entry[0], entry=shorten(entry[1]))


def _is_of_folder(folder: str, name: str) -> bool:
    stem, ending = os.path.splitext(name)
    if name.startswith("_index.") and ending in (*_PAGES, *_DATA):
        return True
    own = folder.rpartition("/")[2]
    if ending in _SCRIPTS:
        return stem in ("_data", f"{own}.11tydata")
    return ending in _DATA and stem in (*_NAMES, own, f"{own}.11tydata")


def _entry(site: Path, path: str, file: File, instant: datetime, zone: ZoneInfo) -> tuple[int, str] | None:
    """The line and the words of the first entry that holds pages back; raises OSError and UnicodeDecodeError."""
    # It takes a while to load, and most sites have no such files.
    from pressgen.content.frontmatter.folder_entries import holding_entry

    with open(os.path.join(site, file.name), "rb", buffering=0) as stream:
        data = stream.read(_MOST_BYTES)
    # Of a longer file, the last character may be cut.
    text = getincrementaldecoder("utf-8")().decode(data, final=len(data) < _MOST_BYTES)
    if "\0" in text:
        raise UnicodeDecodeError("utf-8", data, 0, 1, "not text")
    return holding_entry(data, path, instant, zone)
