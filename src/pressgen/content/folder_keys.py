"""Keys that other generators read for all files of a folder: those that keep the files back are errors here."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from pressgen.content.folders import File, printable
from pressgen.errors import Problem, shorten

_MOST_BYTES = 64 * 1024
_NAMES = ("/_metadata.yml", "/_metadata.yaml", ".json")
_FLAGS = re.compile(
    r"""(?:^|[{,])[ \t-]*["']?(?P<name>draft|private|unpublished|published|render|permalink|status)["']?[ \t]*[:=]"""
    r"""[ \t]*["']?(?P<value>\w+)""",
    re.IGNORECASE | re.MULTILINE,
)
_FRONT_MATTER = re.compile(r"[\s\ufeff]*(?P<fence>---|\+\+\+)[ \t]*\n.*?^(?P=fence)[ \t]*$", re.DOTALL | re.MULTILINE)
_HOLDS = frozenset(
    (name, value)
    for names, values in (
        (("draft", "private", "unpublished"), ("true", "yes", "on", "1")),
        (("published", "render", "permalink"), ("false", "no", "never", "off", "0")),
        (("status",), ("draft", "private", "unpublished")),
    )
    for name in names
    for value in values
)


def held_folders(site: Path, content: Mapping[str, File], sources: Collection[str]) -> Iterator[Problem]:
    """An error for each file whose keys hold back the texts of its folder: Hugo's, Zola's, Eleventy's and Quarto's."""
    for path, file in content.items():
        folder, _, name = path.rpartition("/")
        if not _is_of_folder(folder, name, path) or not any(each.startswith(f"{folder}/") for each in sources):
            continue
        if entry := _entry(site, file):
            yield Problem.at("folder-held", printable(path), entry[0], entry=shorten(entry[1]))


def _is_of_folder(folder: str, name: str, path: str) -> bool:
    if name.startswith("_index."):
        return True
    return path.endswith(_NAMES) and name in (
        *("_metadata.yml", "_metadata.yaml"),
        *(f"{folder.rpartition('/')[2]}{ending}" for ending in (".json", ".11tydata.json")),
    )


def _entry(site: Path, file: File) -> tuple[int, str] | None:
    """The line and the words of the first entry that holds pages back."""
    try:
        with open(os.path.join(site, file.name), "rb", buffering=0) as stream:
            text = stream.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # What is below says something else: it is the text of the folder's page.
    matter = _FRONT_MATTER.match(text)
    for match in _FLAGS.finditer(text, 0, matter.end() if matter else len(text)):
        if (match["name"].lower(), match["value"].lower()) in _HOLDS:
            return text.count("\n", 0, match.start("name")) + 1, f"{match['name']}: {match['value']}"
    return None
