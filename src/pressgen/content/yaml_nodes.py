"""The tree of a YAML text: values as they were written, with their places; no type is guessed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class Scalar(Struct, frozen=True, gc=False):
    """One value as written; if it is `quoted`, it cannot mean null, a number or a truth value."""

    text: str
    quoted: bool
    line: int
    column: int


class Sequence(Struct, frozen=True):
    """A list and its place; `is_flow` tells that it is in square brackets."""

    items: tuple[Node, ...]
    line: int
    column: int
    is_flow: bool = False


class Mapping(Struct, frozen=True):
    """Keys and values in the order of the file, and its place; each key is there once."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node: TypeAlias = Scalar | Sequence | Mapping


def values_of(node: Node, of_scalar: Callable[[Scalar], object]) -> object:
    """The tree as dicts and lists, with what `of_scalar` makes of each value."""
    if isinstance(node, Scalar):
        return of_scalar(node)
    if isinstance(node, Sequence):
        # Not a tuple: the store, which keeps JSON, gives back lists, and both must compare as equal.
        return [values_of(item, of_scalar) for item in node.items]
    return {key.text: values_of(value, of_scalar) for key, value in node.entries}


def plain(node: Node) -> object:
    """The tree as dicts, lists, text as written, and None."""
    return values_of(node, lambda value: None if is_null(value) else value.text)


def is_null(node: Node) -> bool:
    """Whether a value is empty, `~` or `null`, without quotation marks."""
    return isinstance(node, Scalar) and not node.quoted and node.text in _NULLS


def yaml_string(text: str) -> str:
    """A text as a value in double quotation marks."""
    # Each JSON string is also a YAML string.
    return json.dumps(text, ensure_ascii=False)
