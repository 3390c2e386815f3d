"""The tree of a YAML text: what was written, and where; no value is guessed."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class Scalar(Struct, frozen=True, gc=False):
    """One text as written; `quoted` when it cannot mean null, a number or a truth value."""

    text: str
    quoted: bool
    line: int
    column: int


class Sequence(Struct, frozen=True):
    """A list and where it begins."""

    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(Struct, frozen=True):
    """Keys and values in the order written, and where they begin; no key stands twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node: TypeAlias = Scalar | Sequence | Mapping


def plain(node: Node) -> object:
    """The tree as dicts, lists, texts as written and None; lists because a cache gives them back as such."""
    if isinstance(node, Scalar):
        return None if is_null(node) else node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def is_null(node: Node) -> bool:
    """Whether nothing, `~` or `null` is written here, without quotation marks."""
    return isinstance(node, Scalar) and not node.quoted and node.text in _NULLS
