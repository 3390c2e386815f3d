"""YAML text to a tree of what was written (the only home of yaml)."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import yaml
from msgspec import Struct

from pressgen.content.yaml_faults import explain
from pressgen.content.yaml_nodes import Mapping, Node, Scalar, Sequence, is_null, plain
from pressgen.content.yaml_typing import typed
from pressgen.errors import Phrase, Problem, SettingsError, Value

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "is_null", "load", "plain"]

MAX_BYTES = 64 * 1024
MAX_DEPTH = 32
MAX_ALIASES = 100
MAX_NODES = 40_000

_LONGEST_NAME = 40
_CORE = "tag:yaml.org,2002:"
_SCALAR_TAGS = {_CORE + name for name in ("str", "int", "float", "bool", "null", "timestamp")} | {"!"}
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_OTHER_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")


def load(
    text: str, file: str, first_line: int = 1, max_size: int = MAX_BYTES
) -> tuple[Mapping | None, tuple[Problem, ...]]:
    """Read one YAML document of keys and values; `first_line` is the line of `file` on which `text` begins.

    The mapping is None when the document is empty or cannot be read at all, and of no use where
    a problem is an error. Limits: `max_size` bytes, 32 levels, 100 aliases, 40,000 nodes with aliases
    counted as often as they stand. Merge keys, tags other than the core schema's (which change
    nothing: all text stays as written), keys that are not text, and further documents are errors.
    """
    tree = _Tree(file, first_line)
    if len(text) > max_size or len(text.encode("utf-8", "surrogatepass")) > max_size:
        tree.fault("yaml-size", 0, 0, most=max_size // 1024)
    elif found := _NOT_TEXT.search(text):
        before = text[: found.start()]
        line, column = before.count("\n"), found.start() - before.rfind("\n") - 1
        tree.fault("yaml-character", line, column, character=f"U+{ord(found[0]):04X}")
    else:
        meant = typed(text.translate(_OTHER_BREAKS) if not text.isascii() else text)
        if meant.lines:
            tree.problems.append(Problem.at("yaml-quotes", file, first_line + meant.lines[0]))
        _fill(tree, meant.text)
    return tree.root, tuple(sorted(tree.problems, key=lambda problem: (problem.line, problem.column)))


class _LimitError(Exception):
    """A limit was met; what follows is not looked at."""


class _Open(Struct):
    """A list or mapping that is not yet closed."""

    line: int
    column: int
    anchor: str | None
    is_mapping: bool
    nodes_before: int
    items: list[Node]
    height: int = 1


class _Tree:
    """Builds the tree from the scanner's events, without recursion."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.root: Mapping | None = None
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        self.aliases = 0
        self.nodes = 0
        self.documents = 0

    def fault(self, key: str, line: int, column: int, /, **values: Value) -> None:
        """Record an error; `line` and `column` count from 0, as the scanner's do."""
        self.problems.append(Problem.at(key, self.file, self.first_line + line, column + 1, **values))

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._open(event, kind is yaml.MappingStartEvent)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._close()
        elif kind is yaml.AliasEvent:
            _alias(self, event)
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                mark = event.start_mark
                self.fault("yaml-documents", mark.line, 0)
                raise _LimitError

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        if event.tag is not None and event.tag not in _SCALAR_TAGS:
            _tag(self, event)
        value = event.value
        if event.style == '"':
            # Windows line ends and other ways to begin a new line, as mail programs and databases export them.
            value = _ESCAPED_BREAKS.sub("\n", value)
        if event.style == '"' and _NOT_TEXT.search(value):
            self.fault("yaml-character/escape", mark.line, mark.column)
        quoted = bool(event.style) or event.tag is not None
        node = Scalar(value, quoted, mark.line + self.first_line, mark.column + 1)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, 1, 0)
        self.put(node, 1, 0)

    def _open(self, event: Any, is_mapping: bool) -> None:
        mark = event.start_mark
        if event.tag is not None and event.tag != _CORE + ("map" if is_mapping else "seq"):
            _tag(self, event)
        if len(self.stack) >= MAX_DEPTH:
            _too_deep(self, mark)
        if event.anchor is not None:
            self.anchors.pop(event.anchor, None)
        self.stack.append(_Open(mark.line, mark.column, event.anchor, is_mapping, self.nodes, []))

    def _close(self) -> None:
        opened = self.stack.pop()
        line, column = opened.line + self.first_line, opened.column + 1
        node: Node
        if opened.is_mapping:
            node = Mapping(_entries(self, opened.items), line, column)
        else:
            node = Sequence(tuple(opened.items), line, column)
        size = self.nodes - opened.nodes_before + 1
        if opened.anchor is not None:
            self.anchors[opened.anchor] = (node, size, opened.height)
        self.put(node, 1, opened.height)

    def put(self, node: Node, size: int, height: int) -> None:
        self.nodes += size
        if self.nodes > MAX_NODES:
            key = "yaml-aliases/values" if self.aliases else "yaml-size/values"
            self.fault(key, node.line - self.first_line, 0, most=MAX_NODES)
            raise _LimitError
        if self.stack:
            top = self.stack[-1]
            top.items.append(node)
            top.height = max(top.height, height + 1)
        elif isinstance(node, Mapping):
            self.root = node
        elif not is_null(node):
            self.fault("yaml-not-mapping", node.line - self.first_line, 0)


def _alias(tree: _Tree, event: Any) -> None:
    mark = event.start_mark
    tree.aliases += 1
    if tree.aliases > MAX_ALIASES:
        tree.fault("yaml-aliases/many", mark.line, mark.column, most=MAX_ALIASES)
        raise _LimitError
    known = tree.anchors.get(event.anchor)
    if known is None:
        tree.fault("yaml-aliases", mark.line, mark.column, name=event.anchor)
        known = Scalar("", True, mark.line + tree.first_line, mark.column + 1), 1, 0
    node, size, height = known
    if len(tree.stack) + height > MAX_DEPTH:
        _too_deep(tree, mark)
    tree.put(node, size, height)


def _entries(tree: _Tree, items: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
    seen: dict[str, int] = {}
    entries: list[tuple[Scalar, Node]] = []
    for key, value in zip(items[::2], items[1::2], strict=True):
        line, column = key.line - tree.first_line, key.column - 1
        if not isinstance(key, Scalar) or not key.text.strip():
            tree.fault("yaml-key", line, column)
        elif key.text == "<<" and not key.quoted:
            tree.fault("yaml-merge-key", line, column)
        elif key.text in seen:
            lines = {"first": seen[key.text], "second": key.line}
            tree.fault("yaml-duplicate-key", line, column, key=_short(key.text), **lines)
        else:
            seen[key.text] = key.line
            entries.append((key, value))
    return tuple(entries)


def _tag(tree: _Tree, event: Any) -> None:
    mark = event.start_mark
    tree.fault("yaml-tag", mark.line, mark.column, tag=_short(str(event.tag).replace(_CORE, "!!")))


def _too_deep(tree: _Tree, mark: Any) -> None:
    tree.fault("yaml-depth", mark.line, mark.column, most=MAX_DEPTH)
    raise _LimitError


def _fill(tree: _Tree, text: str) -> None:
    # One loader, by name: PyYAML's own scanner refuses a tab after a colon, libyaml takes it.
    scanner = getattr(yaml, "CSafeLoader", None)
    if scanner is None:
        raise SettingsError(Problem.at("yaml-loader"))
    try:
        for event in yaml.parse(text, Loader=scanner):
            tree.take(event)
    except _LimitError:
        pass
    except yaml.MarkedYAMLError as error:
        _syntax(tree, text, error)
    except Exception as error:  # the scanner also raises ValueError, IndexError, UnicodeEncodeError and others
        tree.fault("yaml-syntax/unreadable", 0, 0, reason=type(error).__name__, fix=Phrase("yaml-plain"))


def _syntax(tree: _Tree, text: str, error: yaml.MarkedYAMLError) -> None:
    problem = error.problem or ""
    begins = error.context_mark if "end of stream" in problem or "',' or" in problem else None
    mark = begins or error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    if "nesting depth" in problem and mark is not None:
        # libyaml 0.2.6 has a limit of its own, which it can meet before it has told of the levels above.
        tree.root = None
        with contextlib.suppress(_LimitError):
            _too_deep(tree, mark)
        return
    lines = text.split("\n")
    # Where a quotation mark closes late, or a line has no colon, the scanner stops one line further on.
    if "could not find expected ':'" in problem and error.context_mark is not None:
        line, column = error.context_mark.line, error.context_mark.column
    line = min(line, max(len(lines) - 1, 0))
    tree.root = None
    above = lines[line - 1] if line else ""
    tree.problems.append(explain(problem, lines[line], above, tree.file, tree.first_line + line, column + 1))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"
