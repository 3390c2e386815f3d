"""Admonitions of Python-Markdown, and HTML that holds Markdown, laid out as CommonMark."""

from __future__ import annotations

import re
from typing import NamedTuple

OPEN_HTML = re.compile(
    r"""^(?P<start>[ ]{0,3}<(?P<name>[a-z][a-z0-9]*)[^<>\n]*?)"""
    r"""\smarkdown(?:="[^"\n]*"|='[^'\n]*'|=\w+)?(?P<rest>(?:\s[^<>\n]*)?>)[ \t]*$""",
    re.MULTILINE | re.IGNORECASE,
)
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_ADMONITION = re.compile(r'(?P<indent>[ \t]*)!!![ ]?(?P<classes>[\w-]+(?:[ ]+[\w-]+)*)(?:[ ]+"(?P<title>.*?)")?[ \t]*')


class Line(NamedTuple):
    """A line on its way to the parser: its number in the source, from 0, and the classes and title it begins."""

    text: str
    number: int
    admonition: tuple[str, str | None] | None = None


def with_markdown_in_html(lines: list[Line]) -> list[Line]:
    """Elements with the attribute `markdown`: empty lines around what is in them make it Markdown."""
    result: list[Line] = []
    names: list[str] = []
    fence = ""
    for line in lines:
        if fenced := _FENCE.match(line.text):
            fence = "" if fence and fenced[1].startswith(fence) else fence or fenced[1]
        # In code it is a sample of HTML.
        opened = None if fence else OPEN_HTML.fullmatch(line.text)
        if opened:
            names.append(opened["name"].lower())
            result += (line._replace(text=f"{opened['start']}{opened['rest']}"), Line("", line.number))
        elif names and not fence and line.text.strip().lower() == f"</{names[-1]}>":
            names.pop()
            result += (Line("", line.number), line)
        else:
            result.append(line)
    return result


def with_admonitions(lines: list[Line]) -> list[Line]:
    """`!!! note` with the indented lines below it as a quotation, which the writer makes an admonition of again."""
    result: list[Line] = []
    fence = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if fenced := _FENCE.match(line.text):
            fence = "" if fence and fenced[1].startswith(fence) else fence or fenced[1]
        opened = None if fence or fenced else _ADMONITION.fullmatch(line.text)
        if not opened:
            result.append(line)
            continue
        indent, end = opened["indent"], at
        width = len(indent.expandtabs(4)) + 4
        while end < len(lines) and (not lines[end].text.strip() or width_of(lines[end].text) >= width):
            end += 1
        # Empty lines at the end are between it and the next block.
        while not lines[end - 1].text.strip():
            end -= 1
        if end == at and opened["title"] is None:
            result.append(line)  # there is nothing for a box: somebody calls out
            continue
        inside = [each._replace(text=each.text.expandtabs(4)[width:]) for each in lines[at:end]]
        if result and result[-1].text.strip():
            result.append(Line("", line.number))
        result.append(Line(f"{indent}>", line.number, (opened["classes"].lower(), opened["title"])))
        result += [each._replace(text=f"{indent}> {each.text}".rstrip()) for each in with_admonitions(inside)]
        if end < len(lines) and lines[end].text.strip():
            result.append(Line("", lines[end].number))
        at = end
    return result


def width_of(text: str) -> int:
    """The columns by which a line is indented."""
    expanded = text.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))
