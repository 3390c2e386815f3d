"""Ordinary Markdown straight to HTML, byte for byte as Python-Markdown has it, or not at all.

Most releases are paragraphs, headings, flat lists, quotes and tables. These are read here, many
times as fast as the library does it; a text with anything else, or with anything in doubt, is left
to the library whole. What is read here is narrow on purpose: each form stands where no other
reading of it is possible.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from pressgen.content.markup.fast_inline import NotOrdinaryError, inline_html

# A line may start so and be nothing but text, wherever it stands.
_TEXT = (
    r"(?:[^\W\d_]|[^\s\w#>+\-=:|!*_\x02]|!(?!!!)|\*{1,2}(?=[^\s*\[])|_{1,2}(?=[^\s_])"
    r"|[+-](?=[^\s+\-|:=])|\d(?!\d*\.[ ]))"
)
_START = re.compile(rf" {{0,3}}{_TEXT}")
_LINES = re.compile(rf"{_START.pattern}.*+(?:\n *+{_TEXT}.*+)*+")
_LINE = re.compile(rf" *{_TEXT}")
_BLANK_LINES = re.compile(r"\n(?: *\n)+")
_HEADING = re.compile(r"(#{1,6})([^#\n]+)#*(?:\n|\Z)")
_UNDERLINED = re.compile(rf"({_TEXT}.*)\n(=+|-+) *(?:\n|\Z)")
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}|\* \* \*|- - -")
_ITEMS = {
    "ul": re.compile(rf" {{0,3}}[*+-] +({_TEXT}.*)"),
    "ol": re.compile(rf" {{0,3}}\d+\. +({_TEXT}.*)"),
}
_NUMBER = re.compile(r" *(\d+)\.")
_QUOTED = re.compile(r" {0,3}> ?(.*)")
_DEEPEST = 4
_SIDES = {
    (False, False): "",
    (True, False): ' align="left"',
    (False, True): ' align="right"',
    (True, True): ' align="center"',
}


def ordinary_html(text: str) -> str | None:
    """The HTML of a text that is ordinary throughout, else None."""
    if _has_other_forms(text):
        return None
    if "\t" in text:
        text = text.expandtabs(4)
    try:
        return _body(_BLANK_LINES.split(text.lstrip("\n") + "\n\n"), 0).strip()
    except NotOrdinaryError:
        return None


def _has_other_forms(text: str) -> bool:
    """Raw HTML, escapes, placeholders, definitions of links, notes and abbreviations, fences, admonitions."""
    # One sign is found many times as fast as two are, or as one of several is by an expression.
    return (
        "<" in text
        or "\\" in text
        or "\r" in text
        or "\x02" in text
        or "\x03" in text
        or ("]" in text and "]:" in text)
        or ("`" in text and "``" in text)
        or ("~" in text and "~~~" in text)
        or ("!" in text and "!!!" in text)
    )


def is_paragraph(block: str) -> bool:
    """Whether a block without `]:` is a paragraph and can be nothing else, wherever it stands."""
    return bool(_LINES.fullmatch(block) if "\n" in block else _START.match(block))


class _List:
    """A list to which further items may come, each loose (a paragraph of its own) or tight."""

    def __init__(self, name: str, block: str) -> None:
        self.name = name
        self._items: list[str] = []
        self._loose: set[int] = set()
        number = _NUMBER.match(block)
        self._start = f' start="{number.group(1)}"' if number and number.group(1) != "1" else ""

    def add(self, block: str) -> None:
        """Take the items of one block; the blank line before it makes the items on both sides loose."""
        if self._items:
            self._loose |= {len(self._items) - 1, len(self._items)}
        item = _ITEMS[self.name]
        for line in block.split("\n"):
            if found := item.match(line):
                self._items.append(found.group(1))
            elif _LINE.match(line):
                self._items[-1] += f"\n{line}"
            else:
                raise NotOrdinaryError

    def html(self) -> str:
        """The list as it stands."""
        shown = [inline_html(item) for item in self._items]
        for at in self._loose:
            shown[at] = f"\n<p>{shown[at]}</p>\n"
        return f"<{self.name}{self._start}>\n<li>" + "</li>\n<li>".join(shown) + f"</li>\n</{self.name}>"


class _Quote:
    """A quote to which further quoted blocks may come."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._blocks: list[str] = []

    def add(self, block: str) -> None:
        """Take one block of quoted lines, the later of which may have lost their mark."""
        lines = []
        for line in block.split("\n"):
            quoted = _QUOTED.match(line)
            if not quoted and not _LINE.match(line):
                raise NotOrdinaryError
            lines.append(line if not quoted else "" if line.strip() == ">" else quoted.group(1))
        if not lines[-1]:
            raise NotOrdinaryError
        self._blocks += _BLANK_LINES.split("\n".join(lines).lstrip("\n"))

    def html(self) -> str:
        """The quote as it stands."""
        if self._depth == _DEEPEST:
            raise NotOrdinaryError
        return f"<blockquote>\n{_body(self._blocks, self._depth + 1)}\n</blockquote>"


def _body(blocks: list[str], depth: int) -> str:
    parts: list[str | _List | _Quote] = []
    for block in blocks:
        rest = block
        while rest:
            rest = _add(rest, parts, depth)
    return "\n".join([part if isinstance(part, str) else part.html() for part in parts])


def _add(block: str, parts: list[str | _List | _Quote], depth: int) -> str:
    """Take one block, give what is left of it; lists and quotes merge with one of their kind before them."""
    if is_paragraph(block):
        parts.append(f"<p>{inline_html(block.lstrip())}</p>")
    elif "|" in block and (table := _table(block)):
        parts.append(table)
    elif heading := _HEADING.match(block):
        level, words = len(heading.group(1)), heading.group(2).strip()
        if not words:
            raise NotOrdinaryError
        parts.append(f"<h{level}>{inline_html(words)}</h{level}>")
        return block[heading.end() :]
    elif heading := _UNDERLINED.match(block):
        level = 1 if heading.group(2)[0] == "=" else 2
        parts.append(f"<h{level}>{inline_html(heading.group(1).strip())}</h{level}>")
        return block[heading.end() :]
    elif _RULE.fullmatch(block):
        parts.append("<hr>")
    else:
        _collect(block, parts, depth)
    return ""


def _collect(block: str, parts: list[str | _List | _Quote], depth: int) -> None:
    last = parts[-1] if parts else ""
    if _QUOTED.match(block):
        if not isinstance(last, _Quote):
            parts.append(last := _Quote(depth))
        last.add(block)
        return
    for name, item in _ITEMS.items():
        if item.match(block):
            if not isinstance(last, _List) or last.name != name:
                parts.append(last := _List(name, block))
            last.add(block)
            return
    raise NotOrdinaryError


def _table(block: str) -> str:
    """The table that a block is, or ""."""
    _, second, rest = (*block.split("\n", 2), "", "")[:3]
    if not second or not set(second) <= set("|:- "):
        return ""
    if not rest or block.startswith("    "):
        raise NotOrdinaryError
    rows = [row.strip(" ") for row in block.split("\n")]
    border = rows[0].startswith("|") or rows[0].endswith("|")
    head, rule, *body = [_cells(row, border) for row in rows]
    if len(head) < 2 or len(rule) != len(head):
        raise NotOrdinaryError
    sides = [_SIDES[cell.startswith(":"), cell.endswith(":")] for cell in rule]
    shown = "\n".join(_row("td", row, sides) for row in body)
    return f"<table>\n<thead>\n{_row('th', head, sides)}\n</thead>\n<tbody>\n{shown}\n</tbody>\n</table>"


def _cells(row: str, border: bool) -> list[str]:
    if border:
        row = row.removeprefix("|").removesuffix("|")
    return [cell.strip(" ") for cell in row.split("|")]


def _row(name: str, cells: list[str], sides: list[str]) -> str:
    paired = zip_longest(sides, cells[: len(sides)], fillvalue="")
    shown = (f"<{name}{side}>{inline_html(cell)}</{name}>" for side, cell in paired)
    return "<tr>\n" + "\n".join(shown) + "\n</tr>"
