"""The front matter of a file as the lines of each key, so that a new release can copy some of them unchanged."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from pressgen.content.frontmatter import slips
from pressgen.content.frontmatter.file import divide
from pressgen.content.frontmatter.headline import with_headline
from pressgen.content.frontmatter.keys import key_name
from pressgen.errors import Problem, SettingsError

TAGS_IN_USE, ORIGINAL_TAGS = "# Tags in use:", "# In the original:"
BOILERPLATE_NOTE, TO_TRANSLATE = "# The paragraph about us", "# To be translated too:"
"""The beginnings of comments in a new release; a copy of that release does not get them again."""
_SCAFFOLD_COMMENTS = (TAGS_IN_USE, ORIGINAL_TAGS, BOILERPLATE_NOTE, TO_TRANSLATE)


class Entry(Struct, frozen=True):
    """One key by its canonical name (an unknown one by its own), with its lines and the comments above it."""

    key: str
    lines: str


def read_entries(data: bytes, file: str) -> tuple[tuple[Entry, ...], str]:
    """The entries and the body of a file; raises SettingsError if its keys do not each begin a line."""
    source = divide(data, file)
    loaded = slips.load(source.matter or "", file, 1)
    tree = loaded.tree
    problems = [problem for problem in (*source.problems, *loaded.problems) if problem.severity == "error"]
    keys = [key for key, _ in tree.entries] if tree else []
    # In braces, `{title: A, date: B}`, keys share a line and cannot be copied as lines.
    if len({key.line for key in keys}) < len(keys) or any(key.column > 1 for key in keys):
        problems.append(Problem.at("release-unusable/keys", file))
    if problems:
        raise SettingsError(*problems)
    lines = loaded.text.rstrip("\n").split("\n")
    starts = [_first_line(lines, key.line) for key in keys]
    ends = [*starts[1:], len(lines)]
    entries = (
        Entry(
            key_name(key.text) or key.text,
            "".join(f"{line}\n" for line in lines[start:end] if not line.startswith(_SCAFFOLD_COMMENTS)),
        )
        for key, start, end in zip(keys, starts, ends, strict=True)
    )
    # The new release has a headline of its own.
    body = with_headline(tree, source)[1] if tree else source.body
    return tuple(entries), body.strip("\n")


def lines_of_keys(entries: Iterable[Entry], *keys: str) -> str:
    """The lines of some keys, in the order of the file."""
    return "".join(entry.lines for entry in entries if entry.key in keys)


def _first_line(lines: list[str], number: int) -> int:
    """Index of the first line of a key, with the comments above it; `number` is its own line, from 1."""
    index = number - 1
    while index > 0 and lines[index - 1].startswith("#"):
        index -= 1
    return index
