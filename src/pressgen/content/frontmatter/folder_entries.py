"""Keys for all files of a folder, in front matter, data and scripts: the first that holds the files back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import structs

from pressgen.content.dates import time_text
from pressgen.content.frontmatter import slips, vocabulary
from pressgen.content.frontmatter.file import divide
from pressgen.content.frontmatter.keys import comparable, key_name
from pressgen.content.frontmatter.reader import read_tree
from pressgen.content.frontmatter.withholding import effect, flatten, is_withheld, keeps_back
from pressgen.content.yaml.loader import Mapping, Node, Scalar, Sequence
from pressgen.errors import Problem

Entry = tuple[Scalar, Node]

_TARGET = "target"
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`\\])//[^\n]*", re.DOTALL)
_ASSIGNMENT = re.compile(
    r"""(?<![\w$/-])(?<!\?['\"])(?<!\? ['\"])(?P<name>[\w$-]+)["']?[ \t]*[:=](?![=>])[ \t]*(?=(?P<value>[^\n]*))"""
)
_LITERAL = re.compile(
    r"""(?:new Date\()?(?:(?P<mark>["'`])(?P<text>[^"'`$]*)(?P=mark)|(?P<word>true|false|null|undefined|\d[\w.-]*))"""
    r"(?=[\s,;})\]]|$)"
)
_FRONT_MATTER = re.compile(r"\s*(?P<fence>---|\+\+\+)[ \t]*\n.*?^(?P=fence)[ \t]*$", re.DOTALL | re.MULTILINE)
_OF_FILE = re.compile(r"(?:git )?(?:last modified|created)", re.IGNORECASE)
"""What Eleventy takes for the date of each file."""
_SAYS_NO = re.compile(r"\bfalse\b")
_DOUBTS = frozenset(
    ("embargo-unclear", "embargo-invalid", "key-near-miss", "access-refused", "key-empty", "flag-invalid")
)
"""Codes of errors that say that an entry may hold a page back."""


def holding_entry(data: bytes, path: str, instant: datetime, zone: ZoneInfo) -> tuple[int, str] | None:
    """The line and the words of the first entry in a file that holds the pages of its folder back at an instant."""
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removeprefix(b"\xef\xbb\xbf")
    text = data.decode("utf-8", "replace")
    entries = _entries(data, path)
    if entries is None:
        matter = _FRONT_MATTER.match(text) if _is_page(path) else None
        return _in_script(matter[0] if matter else text, instant, zone)
    for name, node in entries:
        if _holds(name, node, instant, zone):
            return _line_of(name, text), f"{name.text}: {flatten(node)}"
    return None


def _is_page(path: str) -> bool:
    return path.rpartition("/")[2].startswith("_index.")


def _line_of(name: Scalar, text: str) -> int:
    """The line of a key, which in TOML and JSON is known only for the group around it."""
    lines = text.split("\n")
    return next((line for line in range(name.line, len(lines) + 1) if name.text in lines[line - 1]), name.line)


def _entries(data: bytes, path: str) -> list[Entry] | None:
    """The entries of a file that are for the pages of its folder; None if they cannot be read."""
    is_page, ending = _is_page(path), path.rpartition(".")[2]
    if not is_page and ending not in ("json", "toml", "yml", "yaml"):
        return None
    fence = {"toml": b"+++\n", "yml": b"---\n", "yaml": b"---\n"}.get(ending, b"") if not is_page else b""
    source = divide(fence + data + b"\n" + fence, path)
    if source.matter is None:
        # The text of the folder's page, or a list of data for templates.
        is_other = not data.lstrip().startswith((b"---", b"+++", b"{")) if is_page else data.lstrip()[:1] == b"["
        return [] if is_other else None
    tree = slips.load(source.matter, path, source.matter_line - bool(fence)).tree
    return None if tree is None else list(_within(tree, is_page))


def _within(tree: Mapping, is_page: bool) -> Iterator[Entry]:
    """The entries of a tree, and those in the groups of Hugo's cascade; the dates of a page are its own."""
    for name, node in tree.entries:
        groups = [node] if isinstance(node, Mapping) else node.items if isinstance(node, Sequence) else ()
        if comparable(name.text) in vocabulary.CASCADES:
            for group in groups:
                for key, value in group.entries if isinstance(group, Mapping) else ():
                    if comparable(key.text) != _TARGET:
                        yield key, value
        elif not is_page or not _is_of_page_alone(name, node):
            yield name, node


def _is_of_page_alone(name: Scalar, node: Node) -> bool:
    """Whether an entry of the page of a folder is about that page alone: its dates, and in which lists it is."""
    key = key_name(name.text) or effect(comparable(name.text), node)
    return key in vocabulary.TIMES | {"unlisted", "noindex"}


def _holds(name: Scalar, node: Node, instant: datetime, zone: ZoneInfo) -> bool:
    """Whether an entry holds a page back at an instant, or may do so."""
    key = key_name(name.text)
    entries = [(structs.replace(name, text="title"), structs.replace(name, text="T")), (name, node)]
    if key not in vocabulary.TIMES:
        today = structs.replace(name, text=time_text(instant.astimezone(zone), is_day=True))
        entries.append((structs.replace(name, text="date"), today))
    matter, problems = read_tree(Mapping(tuple(entries), name.line, 1), zone)
    moments = [moment.at for moment in (matter.date, matter.embargo) if moment and key in vocabulary.TIMES]
    return (
        matter.status != "published"
        or matter.unlisted
        or matter.noindex
        or matter.expires is not None
        or max(moments, default=instant) > instant
        or any(_is_doubt(problem, key, node) for problem in problems)
    )


def _is_doubt(problem: Problem, key: str, node: Node) -> bool:
    is_own = key in vocabulary.TIMES | vocabulary.FLAGS.keys() and not _OF_FILE.fullmatch(flatten(node))
    if problem.code == "status-invalid":
        is_own = is_withheld(flatten(node))
    is_of_doubt = problem.code in _DOUBTS or problem.key == "address-invalid/withheld"
    return problem.severity == "error" and (is_own or is_of_doubt)


def _in_script(text: str, instant: datetime, zone: ZoneInfo) -> tuple[int, str] | None:
    """The same for a script: what an expression says cannot be told, so under a name that holds back, it may."""
    code = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
    for match in _ASSIGNMENT.finditer(code):
        line = code.count("\n", 0, match.start()) + 1
        name, literal = Scalar(match["name"], False, line, 1), _LITERAL.match(match["value"])
        value = Scalar((literal["text"] or literal["word"] or "") if literal else "", True, line, 1)
        if _holds(name, value, instant, zone) if literal else _may_hold(name.text, code):
            return line, f"{name.text}: {match['value'].strip(' ,;')}"
    return None


def _may_hold(name: str, code: str) -> bool:
    is_own = key_name(name) in {"draft", "published", "status"} | vocabulary.ENDS_AND_EMBARGOES
    return is_own or keeps_back(comparable(name)) or (name == "permalink" and _SAYS_NO.search(code) is not None)
