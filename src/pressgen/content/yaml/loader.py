"""YAML text → a tree of values as they were written (the only home of yaml)."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import yaml
from msgspec import Struct

from pressgen.content.yaml.faults import explain
from pressgen.content.yaml.nodes import Mapping, Node, Scalar, Sequence, is_null, plain, values_of
from pressgen.content.yaml.typography import normalize
from pressgen.errors import Phrase, Problem, SettingsError, Value, shorten

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "is_null", "load", "load_any", "plain", "values_of"]

MAX_BYTES = 64 * 1024
MAX_DEPTH = 32
MAX_ALIASES = 100
MAX_NODES = 40_000

_MAX_NAME = 40
_CORE = "tag:yaml.org,2002:"
_SCALAR_TAGS = {_CORE + name for name in ("str", "int", "float", "bool", "null", "timestamp")} | {"!"}
# YAML wants what goes on below to be indented; libyaml takes lines such as this one for a part of it.
_KEY_AT_START = re.compile(r"[^\W\d_][\w-]*[ ]*:(?:\s|$)")
_BRACKET = re.compile(r"[\[{]")
_LIKE_COLON = re.compile(r"^[^\s:]+[ \t]*[=\uff1a\ufe55\u2236\ua789]")
_NOT_PRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_OTHER_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")


def load(
    text: str, file: str, first_line: int = 1, max_size: int = MAX_BYTES
) -> tuple[Mapping | None, tuple[Problem, ...]]:
    """Read one YAML document of keys and values; `first_line` is the line of `file` on which `text` begins.

    The mapping is None if the document is empty or cannot be read; if a problem is an error, it is
    incomplete. Limits: `max_size` bytes, 32 levels, 100 aliases, 40,000 nodes, each alias counted with
    all its nodes. Merge keys, keys that are not text, further documents, and tags are errors, except the
    core schema's tags, which have no effect.
    """
    root, problems = _load(_Tree(file, first_line), text, max_size)
    return root if isinstance(root, Mapping) else None, problems


def load_any(text: str, file: str, max_size: int) -> tuple[Mapping | Sequence | None, tuple[Problem, ...]]:
    """Read one YAML document that is a group or a list, within the limits of `load`."""
    return _load(_Tree(file, 1, accepts_list=True), text, max_size)


def _load(tree: _Tree, text: str, max_size: int) -> tuple[Mapping | Sequence | None, tuple[Problem, ...]]:
    file, first_line = tree.file, tree.first_line
    if len(text) > max_size or len(text.encode("utf-8", "surrogatepass")) > max_size:
        tree.report("yaml-size", 0, 0, most=max_size // 1024)
    elif control := _NOT_PRINTABLE.search(text):
        text_before = text[: control.start()]
        line, column = text_before.count("\n"), control.start() - text_before.rfind("\n") - 1
        tree.report("yaml-character", line, column, character=f"U+{ord(control[0]):04X}")
    else:
        normalized = normalize(text.translate(_OTHER_BREAKS) if not text.isascii() else text)
        if normalized.lines:
            tree.problems.append(Problem.at("yaml-quotes", file, first_line + normalized.lines[0]))
        _parse(tree, normalized.text)
    return tree.root, tuple(sorted(tree.problems, key=lambda problem: (problem.line, problem.column)))


class _LimitError(Exception):
    """A limit was exceeded; the rest is not read."""


class _OpenNode(Struct):
    """A list or mapping whose end has not been read; `height` is how many levels are below it."""

    line: int
    column: int
    anchor: str | None
    is_mapping: bool
    is_flow: bool
    nodes_before: int
    items: list[Node]
    height: int = 1


class _Tree:
    """Builds the tree from the scanner's events, without recursion, which a hostile file could exhaust."""

    def __init__(self, file: str, first_line: int, accepts_list: bool = False) -> None:
        self.file = file
        self.first_line = first_line
        self.accepts_list = accepts_list
        self.problems: list[Problem] = []
        self.root: Mapping | Sequence | None = None
        self.stack: list[_OpenNode] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        self.unused: dict[str, tuple[int, int]] = {}
        self.aliases = 0
        self.nodes = 0
        self.documents = 0
        self.lines: list[str] = []

    def report(self, key: str, line: int, column: int, /, **values: Value) -> None:
        """Add an error; `line` and `column` count from 0, as the scanner's do."""
        self.problems.append(Problem.at(key, self.file, self.first_line + line, column + 1, **values))

    def handle(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._open(event, kind is yaml.MappingStartEvent)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._close(event)
        elif kind is yaml.AliasEvent:
            _add_alias(self, event)
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                mark = event.start_mark
                self.report("yaml-documents", mark.line, 0)
                raise _LimitError

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        if event.tag is not None and event.tag not in _SCALAR_TAGS:
            _report_tag(self, event)
        value = event.value
        if event.style == '"':
            # Exports of databases and mail programs have the line ends of other systems in escapes.
            value = _ESCAPED_BREAKS.sub("\n", value)
        if event.style == '"' and _NOT_PRINTABLE.search(value):
            self.report("yaml-character/escape", mark.line, mark.column)
        if event.style in ("'", '"') and self._hides_key(mark.line, event):
            self.report("yaml-syntax/quote", mark.line, mark.column, fix=Phrase("yaml-close"))
        quoted = bool(event.style) or event.tag is not None
        node = Scalar(value, quoted, mark.line + self.first_line, mark.column + 1)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, 1, 0)
            self.unused[event.anchor] = mark.line, mark.column
        self.add(node, 1, 0)

    def _open(self, event: Any, is_mapping: bool) -> None:
        mark = event.start_mark
        if event.tag is not None and event.tag != _CORE + ("map" if is_mapping else "seq"):
            _report_tag(self, event)
        if len(self.stack) >= MAX_DEPTH:
            _refuse_depth(self, mark)
        if event.anchor is not None:
            # Until the end of this node an alias must not mean an earlier anchor of the same name.
            self.anchors.pop(event.anchor, None)
        is_flow = bool(event.flow_style)
        self.stack.append(_OpenNode(mark.line, mark.column, event.anchor, is_mapping, is_flow, self.nodes, []))

    def _hides_key(self, line: int, event: Any) -> bool:
        """Whether what begins on a line goes on over one with a key, such as `draft`, up to the end of an event."""
        return any(map(_KEY_AT_START.match, self.lines[line + 1 : event.end_mark.line + 1]))

    def _close(self, event: Any) -> None:
        closed = self.stack.pop()
        # JSON is a group as a whole, and its keys may begin their lines.
        if closed.is_flow and self.stack and not self.stack[-1].is_flow and self._hides_key(closed.line, event):
            self.report(f"yaml-syntax/{'group' if closed.is_mapping else 'list'}", closed.line, closed.column)
        line, column = closed.line + self.first_line, closed.column + 1
        node: Node
        if closed.is_mapping:
            node = Mapping(_entries(self, closed.items), line, column)
        else:
            node = Sequence(tuple(closed.items), line, column, is_flow=closed.is_flow)
        size = self.nodes - closed.nodes_before + 1
        if closed.anchor is not None:
            self.anchors[closed.anchor] = (node, size, closed.height)
        self.add(node, 1, closed.height)

    def add(self, node: Node, size: int, height: int) -> None:
        self.nodes += size
        if self.nodes > MAX_NODES:
            key = "yaml-aliases/values" if self.aliases else "yaml-size/values"
            self.report(key, node.line - self.first_line, 0, most=MAX_NODES)
            raise _LimitError
        if self.stack:
            top = self.stack[-1]
            top.items.append(node)
            top.height = max(top.height, height + 1)
        elif isinstance(node, Mapping) or (self.accepts_list and isinstance(node, Sequence)):
            self.root = node
        elif not is_null(node):
            self.report(_no_mapping(node), node.line - self.first_line, 0)


def _no_mapping(node: Node) -> str:
    """The case of what a block is instead of entries `key: value`."""
    if isinstance(node, Sequence):
        return "yaml-not-mapping/list"
    # The colons of Chinese and Japanese keyboards, and the ratio sign, look like a colon.
    text = node.text if isinstance(node, Scalar) else ""
    return "yaml-not-mapping/colon" if _LIKE_COLON.search(text) else "yaml-not-mapping"


def _add_alias(tree: _Tree, event: Any) -> None:
    mark = event.start_mark
    tree.aliases += 1
    tree.unused.pop(event.anchor, None)
    if tree.aliases > MAX_ALIASES:
        tree.report("yaml-aliases/many", mark.line, mark.column, most=MAX_ALIASES)
        raise _LimitError
    anchor = tree.anchors.get(event.anchor)
    if anchor is None:
        tree.report("yaml-aliases", mark.line, mark.column, name=event.anchor)
        anchor = Scalar("", True, mark.line + tree.first_line, mark.column + 1), 1, 0
    node, size, height = anchor
    if len(tree.stack) + height > MAX_DEPTH:
        _refuse_depth(tree, mark)
    tree.add(node, size, height)


def _entries(tree: _Tree, items: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
    first_lines: dict[str, int] = {}
    entries: list[tuple[Scalar, Node]] = []
    for key, value in zip(items[::2], items[1::2], strict=True):
        line, column = key.line - tree.first_line, key.column - 1
        if not isinstance(key, Scalar) or not key.text.strip():
            tree.report("yaml-key", line, column)
        elif key.text == "<<" and not key.quoted:
            tree.report("yaml-merge-key", line, column)
        elif key.text in first_lines:
            lines = {"first": first_lines[key.text], "second": key.line}
            tree.report("yaml-duplicate-key", line, column, key=shorten(key.text, _MAX_NAME), **lines)
        else:
            first_lines[key.text] = key.line
            entries.append((key, value))
    return tuple(entries)


def _report_tag(tree: _Tree, event: Any) -> None:
    mark = event.start_mark
    tree.report("yaml-tag", mark.line, mark.column, tag=shorten(str(event.tag).replace(_CORE, "!!"), _MAX_NAME))


def _refuse_depth(tree: _Tree, mark: Any) -> None:
    tree.report("yaml-depth", mark.line, mark.column, most=MAX_DEPTH)
    raise _LimitError


def _parse(tree: _Tree, text: str) -> None:
    # Always libyaml: PyYAML's own scanner refuses a tab after a colon, so sites would differ between computers.
    scanner = getattr(yaml, "CSafeLoader", None)
    if scanner is None:
        raise SettingsError(Problem.at("yaml-loader"))
    tree.lines = text.split("\n")
    try:
        for event in yaml.parse(text, Loader=scanner):
            tree.handle(event)
        # Nobody names a text for nothing: it is a text that begins with &.
        for name, place in tree.unused.items():
            tree.report("yaml-aliases/unused", *place, name=name)
    except _LimitError:
        pass
    except yaml.MarkedYAMLError as error:
        _report_syntax_error(tree, text, error)
    except Exception as error:  # the scanner also raises ValueError, IndexError, UnicodeEncodeError and others
        tree.report("yaml-syntax/unreadable", 0, 0, reason=type(error).__name__, fix=Phrase("yaml-plain"))


def _report_syntax_error(tree: _Tree, text: str, error: yaml.MarkedYAMLError) -> None:
    problem = error.problem or ""
    begins = error.context_mark if "end of stream" in problem or "',' or" in problem else None
    mark = begins or error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    if "nesting depth" in problem and mark is not None:
        # libyaml 0.2.6 has a limit of its own, which it can reach before its events have passed ours.
        tree.root = None
        with contextlib.suppress(_LimitError):
            _refuse_depth(tree, mark)
        return
    lines = text.split("\n")
    # If a quotation mark is closed late, or a line has no colon, the scanner stops one line later.
    if "could not find expected ':'" in problem and error.context_mark is not None:
        line, column = error.context_mark.line, error.context_mark.column
    if "expected node content" in problem and not "".join(lines[line:]).strip():
        # The end of the text is not where a bracket was opened.
        line = next(
            (number for number in range(min(line, len(lines)) - 1, -1, -1) if _BRACKET.search(lines[number])), 0
        )
        column = max(lines[line].rfind("["), lines[line].rfind("{"), 0)
        problem = "expected ',' or '}'" if lines[line][column : column + 1] == "{" else "expected ',' or ']'"
    line = min(line, max(len(lines) - 1, 0))
    tree.root = None
    above = lines[line - 1] if line else ""
    tree.problems.append(explain(problem, lines[line], above, tree.file, tree.first_line + line, column + 1))
