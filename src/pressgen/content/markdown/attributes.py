"""Attribute lists in braces, as kramdown and Python-Markdown write them: `{#id .class}`, `{: start="2"}`."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

_ITEM = re.compile(
    r"""\s*(?:([#.])([^\s#.{}"'=<>]+)|([A-Za-z_:][\w:.-]*)=(?:"([^"]*)"|'([^']*)'|([^\s"'{}<>=]+))|([\w-]+))(?=[\s#.]|$)"""
)
_CLASS = re.compile(r'^<[^>]* class="([^"]*)"')
_ALT = re.compile(r' alt="([^"]*)"')
_NAME_END = re.compile(r"[\s/>]")
_MOST = 100
"""Attributes of one list; the sanitiser compares each with all others."""
LIST = re.compile(r"\{:?[ \t]*([^{}\n]*?)[ \t]*\}")
AT_END = re.compile(r"[ \t]+\{:?[ \t]*([^{}\n]*?)[ \t]*\}[ \t]*$")

ALONE = re.compile(r"(?P<before>[ \t>]*)(?P<list>\{(?P<colon>:?)(?![:/]|toc\b)[ \t]*(?P<inside>[^{}]*?)[ \t]*\})[ \t]*")
"""A list on a line of its own."""


class Attributes(NamedTuple):
    """The attributes of one list, values as they were written."""

    values: dict[str, str]

    @property
    def html(self) -> str:
        """As they stand in a start tag, with a space before each."""
        return "".join(f' {name}="{html.escape(value)}"' for name, value in self.values.items())


def joined(first: Attributes, second: Attributes) -> Attributes:
    """Two lists as one; of a name that both have, the second value counts, and classes are added."""
    values = {**first.values, **second.values}
    if "class" in first.values and "class" in second.values:
        values["class"] = f"{first.values['class']} {second.values['class']}"
    return Attributes(values)


def parse(inside: str, *, words: bool = False) -> Attributes | None:
    """The list between the braces, or None if that is text: a list has `#`, `.` or `=`.

    With `words`, words without any of them are allowed and passed over.
    """
    values: dict[str, str] = {}
    classes: list[str] = []
    at = 0
    while at < len(inside.rstrip()):
        item = _ITEM.match(inside, at)
        if item is None or len(values) + len(classes) > _MOST:
            return None
        mark, name, key, double, single, bare, word = item.groups()
        if word and not words:
            return None
        if mark == "#":
            values["id"] = name
        elif mark == ".":
            classes.append(name)
        elif key == "class":
            classes += (double or single or bare or "").split()
        elif key:
            values[key.lower()] = double or single or bare or ""
        at = item.end()
    if classes:
        values["class"] = " ".join(classes)
    return Attributes(values) if values or words else None


def with_description(listed: Attributes, tag: str) -> Attributes:
    """A list with Quarto's description of a picture as HTML has it; the words in brackets are its caption then."""
    if "fig-alt" not in listed.values:
        return listed
    values = {"alt" if name == "fig-alt" else name: value for name, value in listed.values.items()}
    caption = _ALT.search(tag)
    if caption and caption[1] and " title=" not in tag:
        values.setdefault("title", html.unescape(caption[1]))
    return Attributes(values)


def in_tag(tag: str, attributes: Attributes) -> str:
    """A start tag with these attributes; classes are added to its own, of other names the list's value counts."""
    end = _NAME_END.search(tag, 1)
    at = end.start() if end else len(tag)
    values = dict(attributes.values)
    if "class" in values and (own := _CLASS.search(tag)):
        values["class"] = f"{html.unescape(own[1])} {values['class']}"
    # The first of two attributes of one name is the one that counts (HTML Standard, 13.2.5.33).
    return f"{tag[:at]}{Attributes(values).html}{tag[at:]}"
