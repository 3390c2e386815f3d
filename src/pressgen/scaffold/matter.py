"""A file's front matter as the lines of each key, so that a release can take some of another's as they stand."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from pressgen.content import yaml_tree
from pressgen.content.frontmatter.file import divide
from pressgen.content.frontmatter.keys import find
from pressgen.errors import Problem, SettingsError

TAGS_IN_USE, ORIGINAL_TAGS = "# Tags in use:", "# In the original:"
ABOUT_US, OTHER_WORDS = "# The paragraph about us", "# To be translated too:"
"""How the comments begin that a new release gets; they are not taken along to the next."""
_OWN = (TAGS_IN_USE, ORIGINAL_TAGS, ABOUT_US, OTHER_WORDS)


class Entry(Struct, frozen=True):
    """One key by its usual name (its own, if it is not known) with its lines and the comments above it."""

    key: str
    lines: str


def entries(data: bytes, file: str) -> tuple[tuple[Entry, ...], str]:
    """The keys of a file and its body; raises SettingsError where they cannot be told apart."""
    parts = divide(data, file)
    tree, faults = yaml_tree.load(parts.matter or "", file, 1)
    problems = [problem for problem in (*parts.problems, *faults) if problem.severity == "error"]
    keys = [key for key, _ in tree.entries] if tree else []
    if len({key.line for key in keys}) < len(keys) or any(key.column > 1 for key in keys):
        problems.append(Problem.at("release-unusable/keys", file))
    if problems:
        raise SettingsError(*problems)
    lines = (parts.matter or "").rstrip("\n").split("\n")
    heads = [_head(lines, key.line) for key in keys]
    bounds = zip(keys, heads, [*heads[1:], len(lines)], strict=True)
    found = (Entry(_usual(key.text), _taken(lines[head:end])) for key, head, end in bounds)
    return tuple(found), parts.body.strip("\n")


def lines_of(found: Iterable[Entry], *keys: str) -> str:
    """The lines of some keys, in their order."""
    return "".join(entry.lines for entry in found if entry.key in keys)


def _head(lines: list[str], start: int) -> int:
    """Index of the first line of a key, the comments above it included; `start` counts from 1."""
    head = start - 1
    while head > 0 and lines[head - 1].startswith("#"):
        head -= 1
    return head


def _taken(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines if not line.startswith(_OWN))


def _usual(name: str) -> str:
    known = find(name)
    return known[0].name if known else name
