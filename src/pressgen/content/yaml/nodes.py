"""The tree of a YAML text: values as they were written, with their places; no type is guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

# The core schema of YAML 1.2, in which `no` and `on` are words; a number with a zero in front is a code.
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+(?:[eE][-+]?[0-9]+)?|[-+]?(?:0|[1-9][0-9]*)[eE][-+]?[0-9]+")
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
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


def typed(node: Scalar) -> object:
    """A text, a number, a truth value or nothing."""
    if node.quoted or is_null(node):
        return plain(node)
    if node.text in _TRUTH:
        return _TRUTH[node.text]
    if _INTEGER.fullmatch(node.text):
        return int(node.text)
    return decimal(node.text) if _DECIMAL.fullmatch(node.text) else node.text


def decimal(digits: str) -> float | str:
    """A number with a point or an exponent; its text, if it is too large for one."""
    number = float(digits)
    return digits if number in (float("inf"), float("-inf")) else number


def is_null(node: Node) -> bool:
    """Whether a value is empty, `~` or `null`, without quotation marks."""
    return isinstance(node, Scalar) and not node.quoted and node.text in _NULLS


def yaml_string(text: str) -> str:
    """A text as a value in double quotation marks."""
    # Each JSON string is also a YAML string.
    return json.dumps(text, ensure_ascii=False)
