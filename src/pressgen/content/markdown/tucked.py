"""Blocks right below a line of text, where CommonMark sees none: the lines to be inserted so that it does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressgen.content.markdown.attributes import ALONE
from pressgen.content.markdown.lists import ITEM
from pressgen.content.text.foreign import without_code
from pressgen.content.text.rare_forms import RareForm
from pressgen.letters import lines_at

_DEFINED = RareForm("]", re.compile(r"\](?=:)"))
_DEFINITION = re.compile(r"\n {0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*<?(?P<scheme>https?://)?[^\n]+")
# The head of a table, which may be in quotations, but has no indent of code, and the line below it.
_TABLE = re.compile(
    r"\n(?P<quote>(?: {0,3}>)*+) {0,3}(?=\S)(?P<head>[^\n|]*+\|[^\n]*)"
    r"(?P<rule>\n(?=[^\n|]*+\|)(?=[^\n-]*+-)(?=[ \t>]*+[-:|])[-:|> \t]*+)(?=\n|\Z)"
)
# Two rows or more, each between bars.
_ROW = r"\n(?: {0,3}>){0,8} {0,3}\|(?=[^\n|])[^\n]*[^\n|\\]\|[ \t]*(?=\n|$)"
_ROWS = re.compile(rf"{_ROW}(?:{_ROW})+")
_RULE = re.compile(r"[ \t:|>]*-[-:| \t]*")
_NUMBERS = re.compile(
    r"\n(?P<quote>(?: {0,3}>)*+) {0,3}(?!1[.)])(?P<number>\d{1,3})(?P<sign>[.)])[ \t]+\S[^\n]*"
    r"\n(?P=quote) {0,3}(?P<next>\d{1,3})(?P=sign)[ \t]+(?=\S)"
)

_LONGEST_SEARCH = 1000


def lines_before(text: str, has_numbers: bool) -> dict[int, tuple[str, ...]]:
    """The lines to be inserted before lines of a text, by the numbers of these, from 0.

    `has_numbers` says whether the text has numbered items one below another.
    """
    inserted: dict[int, tuple[str, ...]] = {}
    if _DEFINED.is_in(text):
        inserted = dict.fromkeys(_definitions(text), ("",))
    if has_numbers:
        inserted |= _numbers(text)
    if "|" in text:
        inserted |= _tables(text)
        inserted |= _heads_of_tables(text)
    return inserted


def _tucked(form: re.Pattern[str], text: str) -> Iterator[tuple[int, re.Match[str], str]]:
    """Where a form is right below a line that is not of the form: the form's line, from 0, itself, and that line."""
    matches = [*form.finditer(f"\n{text}")]
    end = -1
    # In the text itself, a match starts at the place after the line feed.
    for number, match in zip(lines_at(text, map(re.Match.start, matches)), matches, strict=True):
        start = match.start()
        above = text[text.rfind("\n", 0, start - 1) + 1 : start - 1] if start else ""
        if start != end and above.strip(" \t>"):
            yield number, match, above
        end = match.end()


def _definitions(text: str) -> Iterator[int]:
    """The first of definitions of addresses right below a line of text or of Liquid.

    CommonMark reads it as text of that paragraph; all who write it mean a definition. An address within the site
    is left as it is, for it may be text.
    """
    for number, definition, above in _tucked(_DEFINITION, text):
        if definition["scheme"] or above.lstrip().startswith("{%"):
            yield number


def _numbers(text: str) -> dict[int, tuple[str, ...]]:
    """The first of two items right below a paragraph, of which CommonMark reads a list only if it begins with 1."""
    inserted: dict[int, tuple[str, ...]] = {}
    for number, items, above in _tucked(_NUMBERS, text):
        if int(items["next"]) != int(items["number"]) + 1 or ITEM.match(above) or ALONE.fullmatch(above):
            continue
        # In a list the line above is the end of an item.
        end = items.start() - 1
        paragraph = text[max(end - _LONGEST_SEARCH, 0) : end].rpartition("\n\n")[2]
        if not any(map(ITEM.match, paragraph.split("\n"))):
            inserted[number] = (items["quote"],)
    return inserted


def _tables(text: str) -> dict[int, tuple[str, ...]]:
    """The heads of tables right below a line, which CommonMark often reads as text of the same paragraph or item."""
    return {
        number: (table["quote"],)
        for number, table, above in _tucked(_TABLE, text)
        if "|" not in above and _columns(table["head"]) == _columns(table["rule"]) and not ALONE.fullmatch(above)
    }


def _columns(row: str) -> int:
    """How many cells a row has; 0 if it has no bar."""
    row = row.replace("\\|", "")
    return row.strip(" \t\n>").removeprefix("|").removesuffix("|").count("|") + 1 if "|" in row else 0


def _heads_of_tables(text: str) -> dict[int, tuple[str, ...]]:
    """The lines to be inserted before tables without a head, which kramdown reads and CommonMark takes for text."""
    if not _ROWS.search(f"\n{text}"):
        return {}
    prose = without_code(text)
    lines = text.split("\n")
    heads: dict[int, tuple[str, ...]] = {}
    matches = [*_ROWS.finditer(f"\n{prose}")]
    for first, match in zip(lines_at(prose, map(re.Match.start, matches)), matches, strict=True):
        rows = match[0].split("\n")[1:]
        indent = rows[0][: len(rows[0]) - len(rows[0].lstrip(" >"))]
        end = first + len(rows)
        above, below = lines[first - 1] if first else "", lines[end] if end < len(lines) else ""
        columns = max(row.replace("\\|", "").count("|") - 1 for row in lines[first:end])
        # Below a row that is no match they go on with its table; a line below them would be a row of it.
        is_end = not below.strip(" \t>") or ALONE.fullmatch(below)
        is_apart = len({row[: len(row) - len(row.lstrip(" >"))].count(">") for row in rows}) > 1
        if "|" in above or is_apart or not is_end or any(map(_RULE.fullmatch, rows[1:])) or columns < 2:
            continue
        rule = () if _RULE.fullmatch(rows[0]) else (f"{indent}|{'---|' * columns}",)
        heads[first] = (indent.rstrip(" "), f"{indent}|{' |' * columns}", *rule)
    return heads
