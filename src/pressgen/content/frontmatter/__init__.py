"""One file's bytes to its checked front matter and its body, with all that is wrong, all at once."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from pressgen.content import yaml_tree
from pressgen.content.frontmatter.fields import Given, check, take
from pressgen.content.frontmatter.file import divide
from pressgen.content.frontmatter.foreign_keys import read_foreign, tell_doubt, tell_near_withholding
from pressgen.content.frontmatter.keys import Key, find, is_foreign, look_alike, near_miss, normal
from pressgen.content.frontmatter.lists import with_tags
from pressgen.content.frontmatter.values import Context, is_empty, shown
from pressgen.content.yaml_tree import Mapping, Node, Scalar
from pressgen.errors import Problem, shorten_list
from pressgen.model import FrontMatter, Moment


class Reading(Struct, frozen=True, kw_only=True):
    """What one file says; `matter` is None where an error stands among `problems`.

    `body_line` is the line of the file, from 1, on which the body begins.
    """

    matter: FrontMatter | None
    body: str
    body_line: int
    problems: tuple[Problem, ...]


_REQUIRED = frozenset(("title", "date"))
_COMMENTED = frozenset(("title", "text", "prose", "tags", "authors"))
_HASH = re.compile(r"[ \t]+#[^\s#]")
_MOST_NAMED = 12
_MOST_COMPARED = 50


def read(data: bytes, file: str, zone: ZoneInfo, tag_keys: Sequence[str] = (), site: str = "") -> Reading:
    """Read a release or a page; `file` names it in problems, `zone` is that of dates without an offset.

    `tag_keys` are further keys whose values are tags, `site` is the address of the site.
    """
    parts = divide(data, file)
    problems = list(parts.problems)
    matter = None
    if parts.matter is not None:
        tree, faults = yaml_tree.load(parts.matter, file, parts.matter_line)
        problems += faults
        context = Context(file, zone, problems, site)
        if tree is not None or not faults:
            tree = tree or Mapping((), parts.matter_line - 1, 1)
            if " #" in parts.matter or "\t#" in parts.matter:
                _tell_comments(tree, parts.matter.split("\n"), parts.matter_line, context)
            matter = _matter(tree, context, frozenset(map(normal, tag_keys)))
    refused = any(problem.severity == "error" for problem in problems)
    return Reading(
        matter=None if refused else matter,
        body=parts.body,
        body_line=parts.body_line,
        problems=tuple(problems),
    )


def _matter(tree: Mapping, context: Context, tag_keys: Set[str]) -> FrontMatter:
    given: list[Given] = []
    extra: dict[str, object] = {}
    unknown: list[tuple[Scalar, Node]] = []
    titled = False
    more_tags: list[Node] = []
    for name, node in tree.entries:
        if tag_keys and normal(name.text) in tag_keys:
            more_tags.append(node)
            continue
        known = find(name.text) or _find_look_alike(name, context)
        if known is None:
            if not is_empty(node):
                extra[name.text] = yaml_tree.plain(node)
                if (read := read_foreign(name, node, context)) is None:
                    unknown.append((name, node))
                else:
                    given += read
            continue
        key = known[0]
        titled = titled or key.name == "title"
        if not is_empty(node):
            value = take(name, node, known, context)
            if value is not None:
                given.append(value)
        elif key.name in _REQUIRED:
            context.tell(f"{key.name}-missing/value", name, name=name.text)
    if not titled:
        context.tell("title-missing", tree)
    matter = check(given, extra, context)
    _tell_unknown(unknown, matter.date, context)
    return structs.replace(matter, tags=with_tags(matter.tags, more_tags, context)) if more_tags else matter


def _find_look_alike(name: Scalar, context: Context) -> tuple[Key, int] | None:
    """The key whose name this one looks like, with a notice that names the letter."""
    meant, letter = look_alike(name.text)
    if meant:
        shown_letter = f"“{letter}” (U+{ord(letter):04X})" if letter.isprintable() else f"U+{ord(letter):04X}"
        context.tell("key-letters", name, name=shown(name.text), letter=shown_letter, key=meant)
    return find(meant) if meant else None


def _tell_unknown(names: list[tuple[Scalar, Node]], date: Moment | None, context: Context) -> None:
    """Name each near miss of a known key, and the other unknown keys in one notice."""
    others: list[Scalar] = []
    for number, (name, node) in enumerate(names):
        if tell_doubt(name, node, date, context) or tell_near_withholding(name, node, context):
            continue
        if is_foreign(name.text):
            continue
        meant = near_miss(name.text) if number < _MOST_COMPARED else ""
        if meant:
            context.tell("key-near-miss", name, name=shown(name.text), key=meant)
        else:
            others.append(name)
    if others:
        listing = shorten_list([shown(name.text) for name in others], _MOST_NAMED)
        context.tell("key-unknown", others[0], names=listing)


def _tell_comments(tree: Mapping, lines: list[str], first_line: int, context: Context) -> None:
    """Warn of words that YAML takes for a comment: `title: Vote #2 in the list`."""
    for name, node in tree.entries:
        known = find(name.text)
        if known is None or known[0].form not in _COMMENTED or not isinstance(node, Scalar) or node.quoted:
            continue
        end = node.column - 1 + len(node.text)
        line = lines[node.line - first_line] if node.line - first_line < len(lines) else ""
        if line[node.column - 1 : end] == node.text and _HASH.match(line, end):
            context.tell("text-cut", node, name=name.text)
