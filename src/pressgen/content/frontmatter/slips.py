"""The YAML of front matter → its tree; slips that have only one meaning are read as meant, and reported."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec import Struct, structs

from pressgen.content.frontmatter.events import EVENT_KEYS
from pressgen.content.frontmatter.groups import CONSENT_KEYS, PERSON_KEYS, PICTURE_KEYS
from pressgen.content.frontmatter.keys import comparable, key_name
from pressgen.content.frontmatter.mentions import is_doubtful, may_have_key, may_withhold
from pressgen.content.frontmatter.withholding import flatten
from pressgen.content.yaml import loader
from pressgen.content.yaml.faults import quote_value
from pressgen.content.yaml.loader import Mapping, Node, Scalar, Sequence, plain
from pressgen.errors import Phrase, Problem

_TEXTS = frozenset(("title", "summary", "dateline", "authors", "image_alt", "image_caption", "subtitle", "location"))
_IN_GROUPS, _IN_OTHER_GROUPS = (
    frozenset(comparable(name) for keys in groups for names in keys.values() for name in names)
    for groups in ((PERSON_KEYS, PICTURE_KEYS), (CONSENT_KEYS, EVENT_KEYS))
)
"""Parts of people and pictures; parts of groups in which a time matters."""
_ENTRY = re.compile(r"(?P<name>[^\W\d_][\w -]*):[ \t]+(?P<before>[^\W_].*?):[ ](?P<after>[^\W_]\S*[ ]+\S.*)")
_COLON = re.compile(r":(?=\s|\Z)")
# A value in quotation marks that has the same ones within it, as in 'O'zbekiston' and "The "Plan" of 2026".
_QUOTED = re.compile(r"""(?P<name>[^\W\d_][\w -]*):[ \t]+(?P<mark>['"])(?P<value>.*(?P=mark).*)(?P=mark)[ \t]*""")
_TIME = re.compile(r"\d[:.]\d\d|\d[./-]\d{1,2}[./-]\d|\d\D+(?:19|20)\d\d|(?:19|20)\d\d\D+\d")
"""What could be a time, behind a word of a language that pressgen does not know: `Sperrfrist: Mai 9, 2026`."""
_UNSPACED = re.compile(r"^[\s-]*([^\W\d_][\w -]*):(?=[^\s/])", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|\s)#(.*)", re.MULTILINE)
_MOST_COLONS, _MOST_LINES = 8, 60
_TAB = re.compile(r"^(?:[ \t]|-(?=[ \t]))*\t", re.MULTILINE)
_SPACES = ("  ", " ", " " * 8)
"""Spaces for a tab: a text that says the same with each of these has only one meaning."""


class LoadedText(Struct, frozen=True):
    """A tree and its problems, as `loader.load` has them, and the text that was read."""

    tree: Mapping | None
    problems: tuple[Problem, ...]
    text: str


def load(text: str, file: str, first_line: int) -> LoadedText:
    """Read front matter as `loader.load` does, and slips in it as they are meant."""
    tree, problems = loader.load(text, file, first_line)
    loaded = LoadedText(tree, problems, text)
    if not any(problem.code == "yaml-syntax" for problem in problems):
        return loaded
    meant = _load_as_meant(text, file, first_line)
    return loaded if _has_doubt(meant) else meant


def _has_doubt(loaded: LoadedText) -> bool:
    """Whether something else in a block with slips may be meant to keep the release back: a comment, a key."""
    comments, unspaced = _COMMENT.findall(loaded.text), _UNSPACED.findall(loaded.text)
    return (
        loaded.tree is None
        or len(comments) + len(unspaced) > _MOST_LINES
        or any(map(may_withhold, unspaced))
        or any(may_withhold(comment) or _TIME.search(comment) for comment in comments)
        or any(is_doubtful(name.text, flatten(node)) for name, node in loaded.tree.entries)
        or any(
            may_withhold(name.text) or is_doubtful(name.text, flatten(node).replace("\n", " "))
            for name, node in _inner(loaded.tree)
        )
    )


def _inner(node: Node) -> Iterator[tuple[Scalar, Node]]:
    """The entries of groups in a group or a list: one of them may be meant for the release."""
    within = [value for _, value in node.entries] if isinstance(node, Mapping) else []
    for value in node.items if isinstance(node, Sequence) else within:
        if isinstance(value, Mapping):
            yield from value.entries
        yield from _inner(value)


def _load_as_meant(text: str, file: str, first_line: int) -> LoadedText:
    """Read a text with spaces for the tabs before its entries; without a tree if it has errors or several meanings."""
    tab, dedented = _TAB.search(text), textwrap.dedent(text)
    tabbed = [line for line in dedented.split("\n") if _TAB.match(line)]
    readings = [
        _load_with_quotes(each, file, first_line)
        for each in dict.fromkeys(_with_spaces(dedented, spaces) for spaces in _SPACES)
    ]
    meanings = [reading.tree and plain(reading.tree) for reading in readings]
    is_plain = all(meaning == meanings[0] for meaning in meanings) and len(tabbed) <= _MOST_LINES
    if not is_plain or any(map(_may_be_apart, tabbed)):
        return LoadedText(None, (), text)
    notices = [Problem.at("tab-indent", file, first_line + text.count("\n", 0, tab.start()))] if tab else []
    return structs.replace(readings[0], problems=(*notices, *readings[0].problems))


def _may_be_apart(line: str) -> bool:
    """Whether a line below a tab could also be meant for the release and not for the entry above."""
    name = line.partition(":")[0].strip(" \t-")
    return may_withhold(line) or may_have_key(line, _IN_GROUPS) or is_doubtful(name) or bool(_TIME.search(line))


def _with_spaces(text: str, spaces: str) -> str:
    return _TAB.sub(lambda tabs: tabs[0].replace("\t", spaces), text)


def _load_with_quotes(text: str, file: str, first_line: int) -> LoadedText:
    """Read a text with quotation marks around values that need them; without a tree if there are errors then."""
    lines = text.split("\n")
    quoted: list[Problem] = []
    while len(quoted) <= _MOST_COLONS:
        tree, problems = loader.load("\n".join(lines), file, first_line)
        errors = [problem for problem in problems if problem.severity == "error"]
        if not errors:
            return LoadedText(tree, (*problems, *quoted), "\n".join(lines))
        number = errors[0].line - first_line
        slip = _SLIPS.get(errors[0].key) if len(errors) == 1 else None
        if slip is None or not slip.is_meant(lines[number]):
            break
        lines[number] = quote_value(lines[number])
        entry = Phrase.of("yaml-quoted", entry=lines[number])
        quoted.append(Problem.at(slip.code, file, first_line + number, fix=entry))
    return LoadedText(None, (), text)


def _is_for_text(name: str) -> bool:
    return (key_name(name) or comparable(name)) in _TEXTS


def _is_quoted_text(line: str) -> bool:
    """Whether a line is an entry with a text in quotation marks, and nothing that could be an entry of its own."""
    match = _QUOTED.fullmatch(line)
    if match is None or not quote_value(line) or not _is_for_text(match["name"]):
        return False
    value = match["value"]
    # An apostrophe may be alone; a quotation that begins ends, too.
    is_paired = match["mark"] == "'" or value.count('"') % 2 == 0
    is_whole = is_paired and not _COLON.search(value) and not re.search(r"\s#", value)
    return is_whole and not may_have_key(value) and not may_withhold(value)


def _is_text(line: str) -> bool:
    """Whether a line is an entry with a text that has one colon, and nothing that could be an entry of its own."""
    match = _ENTRY.fullmatch(line)
    if match is None or not quote_value(line) or not _is_for_text(match["name"]):
        return False
    value = f"{match['before']}: {match['after']}"
    is_part = comparable(match["before"].split()[-1]) in _IN_GROUPS | _IN_OTHER_GROUPS
    is_entry = is_part or bool(_TIME.search(match["after"]))
    has_one_colon = len(_COLON.findall(value)) == 1 and not re.search(r"\s#", value)
    return has_one_colon and not is_entry and not may_have_key(value) and not may_withhold(value)


class _Slip(NamedTuple):
    """A slip that quotation marks around the whole value mend: the code of its warning, and which lines have it."""

    code: str
    is_meant: Callable[[str], bool]


_SLIPS = {
    "yaml-syntax/colon": _Slip("text-colon", _is_text),
    "yaml-syntax/indent": _Slip("text-quotes", _is_quoted_text),
}
