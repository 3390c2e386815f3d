"""Keys that other generators read for all files of a folder: those that keep the files back are errors here."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pressgen.content.folders import File, printable
from pressgen.errors import Problem, shorten

_MOST_BYTES = 64 * 1024
_DATA, _SCRIPTS = (".json", ".yml", ".yaml", ".toml"), (".js", ".cjs", ".mjs", ".ts")
_NAMES = ("_metadata", "_data", "_defaults")


def held_folders(
    site: Path, content: Mapping[str, File], sources: Collection[str], instant: datetime, zone: ZoneInfo
) -> Iterator[Problem]:
    """An error for each file whose keys hold back the texts of its folder at an instant.

    Hugo, Zola, Eleventy, Quarto, Lume and Bridgetown have such files.
    """
    for path, file in content.items():
        folder, _, name = path.rpartition("/")
        if not _is_of_folder(folder, name) or not any(each.startswith(f"{folder}/") for each in sources):
            continue
        if entry := _entry(site, path, file, instant, zone):
            yield Problem.at("folder-held", printable(path), entry[0], entry=shorten(entry[1]))


def _is_of_folder(folder: str, name: str) -> bool:
    if name.startswith("_index."):
        return True
    stem, ending = os.path.splitext(name)
    own = folder.rpartition("/")[2]
    if ending in _SCRIPTS:
        return stem in ("_data", f"{own}.11tydata")
    return ending in _DATA and stem in (*_NAMES, own, f"{own}.11tydata")


def _entry(site: Path, path: str, file: File, instant: datetime, zone: ZoneInfo) -> tuple[int, str] | None:
    """The line and the words of the first entry that holds pages back."""
    # It takes a while to load, and most sites have no such files.
    from pressgen.content.frontmatter.folder_entries import holding_entry

    try:
        with open(os.path.join(site, file.name), "rb", buffering=0) as stream:
            data = stream.read(_MOST_BYTES)
    except OSError:
        return None
    return holding_entry(data, path, instant, zone)
