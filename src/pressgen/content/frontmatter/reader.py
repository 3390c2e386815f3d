"""The bytes of a file → its checked front matter, its body and all problems at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Set
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from pressgen.content.frontmatter import slips
from pressgen.content.frontmatter.clock_keys import day_in_path, with_clock
from pressgen.content.frontmatter.doubts import (
    EmptyKey,
    may_have_note,
    report_comments,
    report_doubt,
    report_empty,
    report_near_withholding,
    report_note,
    report_subject,
    report_unfinished,
)
from pressgen.content.frontmatter.fields import FieldValue, assemble, read_field
from pressgen.content.frontmatter.file import divide
from pressgen.content.frontmatter.foreign_keys import read_foreign, read_group_of_page
from pressgen.content.frontmatter.headline import with_headline
from pressgen.content.frontmatter.keys import (
    KeyMatch,
    comparable,
    find_key,
    find_look_alike,
    is_foreign,
    key_name,
    near_miss,
)
from pressgen.content.frontmatter.lists import with_tags
from pressgen.content.frontmatter.values import Context, is_empty
from pressgen.content.frontmatter.vocabulary import KEYS_OF_EVENTS
from pressgen.content.frontmatter.withholding import is_end_of_subject, may_be_of_event, parse_flag
from pressgen.content.yaml import loader
from pressgen.content.yaml.faults import quote_value
from pressgen.content.yaml.loader import Mapping, Node, Scalar, Sequence
from pressgen.errors import Problem, shorten, shorten_list
from pressgen.model import FrontMatter, Moment


class Reading(Struct, frozen=True, kw_only=True):
    """The contents of one file; `matter` is None if one of the `problems` is an error.

    `body_line` is the line of the file, from 1, on which the body begins.
    """

    matter: FrontMatter | None
    body: str
    body_line: int
    problems: tuple[Problem, ...]


_ALSO_EXTRA = frozenset(("section", "people", "series", "part"))
"""Keys that templates of a newsroom without such settings may read as keys of its own."""
_SUBJECTS = frozenset(("tags", "section", "series"))
"""Keys whose value is what the release is about."""
_WITH_NOTES = frozenset(("prose", "text", "address", "picture", "gallery", "authors", "contacts", "people", "event"))
"""Forms of values that may be a note for editors, or have one in a caption."""
_TEXT_FORMS = frozenset(("title", "text", "prose", "tags", "authors"))
"""Forms of values in which a comment is probably a mistake."""
_HASH = re.compile(r"[ \t]+#[^\s#]")
_DATES = {"created": "date", "updated": "updated"}
_TAXONOMY, _TAXONOMIES = "taxonomy", frozenset(("category", "categories", "tag", "tags"))
_MAX_NAMES = 12
_MAX_COMPARED = 50
"""Unknown keys of a file that are compared with all names, which takes a while for each."""


def read(data: bytes, file: str, zone: ZoneInfo, tag_keys: Collection[str] = (), site: str = "") -> Reading:
    """Read a release or a page; `file` is its path in problems, `zone` applies to dates without an offset.

    `tag_keys` are further keys whose values are tags, `site` is the address of the site.
    """
    source = divide(data, file)
    problems = list(source.problems)
    matter, body = None, source.body
    if source.matter is not None:
        loaded = slips.load(source.matter, file, source.matter_line)
        tree = loaded.tree
        problems += loaded.problems
        context = Context(file, zone, problems, site)
        context.may_have_notes = may_have_note(loaded.text)
        # An empty block is read as well: its missing title is reported like any other.
        if tree is not None or not loaded.problems:
            tree = tree or Mapping((), max(source.matter_line - 1, 1), 1)
            if " #" in loaded.text or "\t#" in loaded.text:
                _report_comments(tree, loaded.text.split("\n"), source.matter_line, context)
            tree, body = with_headline(tree, source)
            matter = _matter(tree, context, frozenset(map(comparable, tag_keys)))
            if "#" in loaded.text:
                report_comments(loaded.text, source.matter_line, matter.date or day_in_path(context), context)
    has_errors = any(problem.severity == "error" for problem in problems)
    return Reading(
        matter=None if has_errors else matter,
        body=body,
        body_line=source.body_line,
        problems=tuple(problems),
    )


def read_tree(tree: Mapping, zone: ZoneInfo) -> tuple[FrontMatter, list[Problem]]:
    """The front matter of a tree and its problems, whatever these are."""
    context = Context("", zone, [])
    return _matter(tree, context, frozenset()), context.problems


def _matter(tree: Mapping, context: Context, tag_keys: Set[str]) -> FrontMatter:
    values: list[FieldValue] = []
    extra: dict[str, object] = {}
    unknown: list[tuple[Scalar, Node]] = []
    empty: list[EmptyKey] = []
    foreign: list[tuple[Scalar, Node]] = []
    known: list[tuple[Scalar, Node, KeyMatch]] = []
    extra_tags: list[tuple[Scalar, Node]] = []
    tree, clocks = with_clock(_with_groups_apart(tree), context)
    extra |= {name.text: loader.plain(node) for name, node in clocks}
    for name, node in tree.entries:
        if tag_keys and comparable(name.text) in tag_keys:
            extra_tags.append((name, node))
            continue
        name, match = _match(name, node, context)
        if is_empty(node):
            empty.append((name, node, match))
        elif match is None:
            extra[name.text] = loader.plain(node)
            if (foreign_values := read_foreign(name, node, context)) is None:
                unknown.append((name, node))
            else:
                values += foreign_values
                # Beside a key with an effect, a group may have a time.
                foreign += [(name, node)] if foreign_values else []
        else:
            extra |= {name.text: loader.plain(node)} if match.key.name in _ALSO_EXTRA else {}
            value = read_field(name, node, match, context)
            values += [] if value is None else [value]
            known.append((name, node, match))
    if not any(match and match.key.name == "title" for _, _, match in (*known, *empty)):
        context.report("title-missing", tree)
    matter = assemble(values, extra, context)
    report_empty(empty, matter, context)
    unknown += [(name, node) for name, node, match in empty if match is None and " " in name.text.strip()]
    date = matter.date or day_in_path(context)
    _report_known(known, date, context)
    for name, node in extra_tags:
        report_subject(name, node, date, context)
    for name, node in foreign:
        if not isinstance(node, Scalar):
            report_doubt(name, node, date, context)
    may_be_about_event = any(may_be_of_event(name.text) for name, _ in unknown)
    is_about_event = may_be_about_event and any(comparable(name.text) in KEYS_OF_EVENTS for name, _ in tree.entries)
    _report_unknown(unknown, date, context, is_about_event)
    tags = [(name.text, node) for name, node in extra_tags]
    return structs.replace(matter, tags=with_tags(matter.tags, tags, context)) if extra_tags else matter


def _match(name: Scalar, node: Node, context: Context) -> tuple[Scalar, KeyMatch | None]:
    """The key that a name stands for, or looks like, and the name in its letters; no key for an unknown name."""
    match = find_key(name.text)
    if match is None:
        name = _with_own_letters(name, context)
        match = find_key(name.text)
    # A group in `toc` sets up a theme of Hugo.
    if match is not None and match.key.name == "toc" and isinstance(node, Mapping):
        return name, None
    # `list: false` is what other generators have for a page that no list shows.
    is_flag = match is not None and match.key.form == "lists" and isinstance(node, Scalar)
    return name, None if is_flag and isinstance(node, Scalar) and parse_flag(node.text) is not None else match


def _with_groups_apart(tree: Mapping) -> Mapping:
    """The tree with MkDocs' `date: {created: …, updated: …}` and Grav's `taxonomy: {category: …, tag: …}` as keys."""
    if not any(isinstance(node, Mapping) for _, node in tree.entries):
        return tree
    entries: list[tuple[Scalar, Node]] = []
    for name, node in tree.entries:
        given = node.entries if isinstance(node, Mapping) and key_name(name.text) == "date" else ()
        dates = {key.text: (key, value) for key, value in given if key.text in _DATES and not is_empty(value)}
        if "created" in dates:
            entries += [(structs.replace(key, text=_DATES[key.text]), value) for key, value in dates.values()]
        elif isinstance(node, Mapping) and comparable(name.text) == _TAXONOMY and _keys(node) <= _TAXONOMIES:
            entries += node.entries
        else:
            entries.append((name, node))
    return structs.replace(tree, entries=tuple(entries))


def _keys(group: Mapping) -> set[str]:
    return {comparable(key.text) for key, _ in group.entries}


def _with_own_letters(name: Scalar, context: Context) -> Scalar:
    """The name in the letters of the key that it looks like; a notice says which letter is foreign."""
    similar_name, letter = find_look_alike(name.text)
    if not similar_name:
        return name
    letter_name = f"“{letter}” (U+{ord(letter):04X})" if letter.isprintable() else f"U+{ord(letter):04X}"
    context.report("key-letters", name, name=shorten(name.text), letter=letter_name, key=similar_name)
    return structs.replace(name, text=similar_name)


def _report_known(known: list[tuple[Scalar, Node, KeyMatch]], date: Moment | None, context: Context) -> None:
    """Report what may keep the release back in a value that is about something else, such as a time in `event`."""
    for name, node, match in known:
        if match.key.name in _SUBJECTS:
            report_subject(name, node, date, context)
        elif match.key.form in _WITH_NOTES:
            report_note(name, node, date, context)
        if isinstance(node, Scalar):
            if match.key.name == "expires" and is_end_of_subject(name.text):
                context.report_entry("key-read-as/expires", name, node)
        elif not isinstance(node, Sequence) or not all(isinstance(item, Scalar) for item in node.items):
            read_group_of_page(name, node, context)
            report_doubt(name, node, date, context)


def _report_unknown(
    names: list[tuple[Scalar, Node]], date: Moment | None, context: Context, is_about_event: bool
) -> None:
    """Report each near miss of a known key, and all other unknown keys in one notice."""
    unknown: list[Scalar] = []
    for number, (name, node) in enumerate(names):
        if (
            report_doubt(name, node, date, context, is_about_event)
            or report_near_withholding(name, node, context)
            or report_note(name, node, date, context)
            or report_unfinished(name, node, context)
            or is_foreign(name.text)
        ):
            continue
        similar_name = near_miss(name.text) if number < _MAX_COMPARED else ""
        # A flag in `list` is a key of another generator, and no typo.
        if similar_name and find_key(name.text) is None:
            context.report("key-near-miss", name, name=shorten(name.text), key=similar_name)
        else:
            unknown.append(name)
    if unknown:
        listing = shorten_list([shorten(name.text) for name in unknown], _MAX_NAMES)
        context.report("key-unknown", unknown[0], names=listing)


def _report_comments(tree: Mapping, lines: list[str], first_line: int, context: Context) -> None:
    """Warn of words that are a comment in YAML: `title: Vote #2 in the list`."""
    for name, node in tree.entries:
        match = find_key(name.text)
        if match is None or match.key.form not in _TEXT_FORMS or not isinstance(node, Scalar) or node.quoted:
            continue
        end = node.column - 1 + len(node.text)
        line = lines[node.line - first_line] if node.line - first_line < len(lines) else ""
        # A value over several lines, or an alias, is not the text of its own line; it cannot be judged by it.
        if line[node.column - 1 : end] == node.text and _HASH.match(line, end):
            entry = quote_value(line) or f'{name.text}: "…"'
            context.report("text-cut", node, name=name.text, entry=entry)
