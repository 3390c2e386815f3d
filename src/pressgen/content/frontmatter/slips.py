"""The YAML of front matter → its tree; slips that have only one meaning are read as meant, and reported."""

from __future__ import annotations

import re
import textwrap

from msgspec import Struct, structs

from pressgen.content import yaml_tree
from pressgen.content.frontmatter.groups import PERSON_KEYS, PICTURE_KEYS
from pressgen.content.frontmatter.keys import comparable, find_key
from pressgen.content.frontmatter.mentions import may_have_key, may_have_key_of_effect, may_withhold
from pressgen.content.unfinished import is_placeholder
from pressgen.content.yaml_faults import quote_value
from pressgen.content.yaml_tree import Mapping, Node, Scalar, Sequence, plain
from pressgen.errors import Phrase, Problem

_TEXTS = frozenset(("title", "summary", "dateline", "authors", "image_alt", "image_caption", "image_credit"))
_FOREIGN_TEXTS = frozenset(("subtitle", "tagline", "location"))
"""Keys that only templates read."""
_NAMES_IN_GROUPS = frozenset(
    comparable(name) for keys in (PERSON_KEYS, PICTURE_KEYS) for names in keys.values() for name in names
)
_ENTRY = re.compile(r"(?P<name>[^\W\d_][\w -]*):[ \t]+(?P<before>[^\W_].*?):[ ](?P<after>[^\W_]\S*[ ]+\S.*)")
_COLON = re.compile(r":(?=\s|\Z)")
_TIME = re.compile(r"\d[:.]\d\d|\d[./-]\d{1,2}[./-]\d|\d\D+(?:19|20)\d\d|(?:19|20)\d\d\D+\d")
"""What could be a time, behind a word of a language that pressgen does not know: `Sperrfrist: Mai 9, 2026`."""
_WORDS = frozenset(("flag", "status", "moment", "language"))
"""Forms of values that have few words; any other is an error."""
_LINES = frozenset(("title", "prose", "text", "address", "canonical", "template"))
_COMMENT = re.compile(r"(?:^|\s)#(.*)", re.MULTILINE)
_MOST_COLONS, _MOST_LINES = 8, 60
_INDENT = re.compile(r"[ \t]*(?:-[ \t]+)*")
_WIDTHS = (2, 1, 8)
"""Spaces for a tab: a text that says the same with each of these has only one meaning."""


class LoadedText(Struct, frozen=True):
    """A tree and its problems, as `yaml_tree.load` has them, and the text that was read."""

    tree: Mapping | None
    problems: tuple[Problem, ...]
    text: str


def load(text: str, file: str, first_line: int) -> LoadedText:
    """Read front matter as `yaml_tree.load` does; what that reads without an error is never changed."""
    tree, problems = yaml_tree.load(text, file, first_line)
    loaded = LoadedText(tree, problems, text)
    if any(problem.code == "yaml-syntax" for problem in problems):
        loaded = _load_as_meant(text, file, first_line) or loaded
    return _with_single_values(loaded, file)


def _with_single_values(loaded: LoadedText, file: str) -> LoadedText:
    """The tree with the one value of each list of one in place of the list, where one value is expected."""
    if loaded.tree is None or not any(isinstance(node, Sequence) for _, node in loaded.tree.entries):
        return loaded
    entries: list[tuple[Scalar, Node]] = []
    problems = list(loaded.problems)
    for name, node in loaded.tree.entries:
        value = node.items[0] if isinstance(node, Sequence) and len(node.items) == 1 else node
        if value is not node and isinstance(value, Scalar) and _is_single(name, value):
            problems.append(Problem.at("list-of-one", file, node.line, node.column, name=name.text))
            entries.append((name, value))
        else:
            entries.append((name, node))
    return structs.replace(loaded, tree=structs.replace(loaded.tree, entries=tuple(entries)), problems=tuple(problems))


def _is_single(name: Scalar, value: Scalar) -> bool:
    """Whether the only value of a list can stand in its place; `title: [draft]` and `[insert title]` are marks."""
    match = find_key(name.text)
    form = match.key.form if match and value.text.strip() else ""
    return form in _WORDS or (form in _LINES and not may_withhold(value.text) and not is_placeholder(value.text))


def _load_as_meant(text: str, file: str, first_line: int) -> LoadedText | None:
    comments = _COMMENT.findall(text)
    # Who wrote `# draft: true` in a block that cannot be read may count on that.
    if len(comments) > _MOST_LINES or any(map(may_withhold, comments)):
        return None
    has_tabs = any("\t" in _indent(line) for line in text.split("\n"))
    read_as_meant = _load_with_spaces if has_tabs else _load_with_quotes
    return read_as_meant(text, file, first_line)


def _load_with_spaces(text: str, file: str, first_line: int) -> LoadedText | None:
    """Read a text with spaces for the tabs before its entries; None if there are errors or several meanings."""
    lines = textwrap.dedent(text).split("\n")
    tabbed = [line for line in lines if "\t" in _indent(line)]
    # Such a line could also keep back the release, and no part of the entry above.
    if len(tabbed) > _MOST_LINES or any(may_withhold(line) or may_have_key_of_effect(line) for line in tabbed):
        return None
    readings: list[LoadedText] = []
    meanings: list[object] = []
    for width in _WIDTHS:
        spaced = (_indent(line).replace("\t", " " * width) + line[len(_indent(line)) :] for line in lines)
        reading = _load_with_quotes("\n".join(spaced), file, first_line)
        if reading is None or reading.tree is None:
            return None
        readings.append(reading)
        meanings.append(plain(reading.tree))
    if any(meaning != meanings[0] for meaning in meanings):
        return None
    number = next(number for number, line in enumerate(text.split("\n")) if "\t" in _indent(line))
    problem = Problem.at("tab-indent", file, first_line + number)
    return structs.replace(readings[0], problems=(problem, *readings[0].problems))


def _indent(line: str) -> str:
    match = _INDENT.match(line)
    return match[0] if match else ""


def _load_with_quotes(text: str, file: str, first_line: int) -> LoadedText | None:
    """Read a text with quotation marks around values with a colon; None if there are errors then."""
    lines = text.split("\n")
    quoted: list[Problem] = []
    while len(quoted) <= _MOST_COLONS:
        tree, problems = yaml_tree.load("\n".join(lines), file, first_line)
        errors = [problem for problem in problems if problem.severity == "error"]
        if not errors:
            return LoadedText(tree, (*problems, *quoted), "\n".join(lines))
        number = errors[0].line - first_line
        if len(errors) > 1 or errors[0].key != "yaml-syntax/colon" or not _is_text(lines[number]):
            return None
        lines[number] = quote_value(lines[number])
        entry = Phrase.of("yaml-quoted", entry=lines[number])
        quoted.append(Problem.at("text-colon", file, first_line + number, fix=entry))
    return None


def _is_text(line: str) -> bool:
    """Whether a line is an entry with a text that has one colon, and nothing that could be an entry of its own."""
    match = _ENTRY.fullmatch(line)
    if match is None or not quote_value(line):
        return False
    key, name, value = find_key(match["name"]), comparable(match["name"]), f"{match['before']}: {match['after']}"
    if (key.key.name not in _TEXTS) if key else (name not in _FOREIGN_TEXTS):
        return False
    is_entry = comparable(match["before"].split()[-1]) in _NAMES_IN_GROUPS or bool(_TIME.search(match["after"]))
    has_one_colon = len(_COLON.findall(value)) == 1 and not re.search(r"\s#", value)
    return has_one_colon and not is_entry and not may_have_key(value) and not may_withhold(value)
