"""Tables with borders of `+---+`, as Pandoc and reStructuredText have them, laid out as CommonMark."""

from __future__ import annotations

import re
from itertools import pairwise

from pressgen.content.markdown.code import code_lines
from pressgen.content.markdown.containers import Line
from pressgen.content.text.rare_forms import RareForm

BORDER_BEGINS = RareForm("+", re.compile(r"\+(?=[-=:]{2,}\+)"))
BORDER = re.compile(r"^(?P<before>[ \t>]*)(?P<border>\+(?:[-=:]{2,}\+)+)[ \t]*$", re.MULTILINE)
_BAR = re.compile(r"(?<!\\)\|")
_BLOCK = re.compile(r"(?:[-*+]|\d{1,9}[.)]|>|#{1,6})[ ]|\|")

Row = list[Line]


def with_grid_tables(lines: list[Line]) -> list[Line]:
    """The lines with tables between bars; a table of one column without a head is a quotation.

    One with cells that go over several columns or rows is left as it is.
    """
    result: list[Line] = []
    code = code_lines("\n".join([line.text for line in lines]))
    at = 0
    while at < len(lines):
        line = lines[at]
        first = None if at in code else BORDER.match(line.text)
        end = _end(lines, at, first["before"]) if first else at
        table = _table(lines[at:end], first) if first and end - at > 2 else None
        if table is None:
            end = max(end, at + 1)
            result += lines[at:end]
            at = end
            continue
        edge = first["before"].rstrip() if first else ""
        result += (Line(edge, line.number), *table, Line(edge, lines[end - 1].number))
        at = end
    return result


def _end(lines: list[Line], at: int, before: str) -> int:
    """The place behind the last line of the table that begins at `at`."""
    end = at
    while end < len(lines) and lines[end].text.startswith(before) and lines[end].text[len(before) :][:1] in ("+", "|"):
        end += 1
    while end > at and not BORDER.match(lines[end - 1].text):
        end -= 1
    return end


def _table(lines: list[Line], first: re.Match[str]) -> list[Line] | None:
    """The lines of a table for the parser; None if its cells are no simple rows and columns."""
    before = first["before"]
    borders = [at for at, line in enumerate(lines) if line.text[len(before) :][:1] == "+"]
    marks = [lines[at].text[len(before) :].rstrip() for at in borders]
    places = [[place for place, sign in enumerate(mark) if sign == "+"] for mark in marks]
    if not all(map(BORDER.match, marks)) or any(each != places[0] for each in places):
        return None
    heads = [number for number, mark in enumerate(marks) if "=" in mark]
    rows = [lines[start + 1 : end] for start, end in pairwise(borders)]
    columns = len(places[0]) - 1
    cells = [[_BAR.split(line.text[len(before) :].strip()) for line in row] for row in rows]
    if heads not in ([], [1]) or not all(len(each) == columns + 2 for row in cells for each in row) or not all(rows):
        return None
    if columns == 1 and not heads:
        return _quotation(rows, before)
    aligned = [_side(side) for side in marks[1 if heads else 0].strip("+").split("+")]
    printed = [
        Line(
            f"{before}| {' | '.join([_cell(cell) for cell in list(zip(*row, strict=True))[1:-1]])} |", in_row[0].number
        )
        for row, in_row in zip(cells, rows, strict=True)
    ]
    if not heads:
        printed.insert(0, Line(f"{before}|{'   |' * columns}", lines[0].number))
    printed.insert(1, Line(f"{before}|{'|'.join(aligned)}|", printed[0].number))
    return printed


def _side(border: str) -> str:
    return f"{':' if border.startswith(':') else '-'}--{':' if border.endswith(':') else '-'}"


def _cell(lines: tuple[str, ...]) -> str:
    """The lines of a cell as one; blocks in it begin on lines of their own."""
    text = ""
    is_new = False
    for line in lines:
        words = line.strip()
        if words:
            is_new = is_new or bool(_BLOCK.match(words))
            text += f"{'<br>' if is_new and text else ' ' if text else ''}{words.removesuffix(chr(92))}"
        is_new = not words or words.endswith("\\")
    return text


def _quotation(rows: list[Row], before: str) -> list[Line]:
    """A table of one column: what people have to put a frame around words."""
    quoted: list[Line] = []
    for row in rows:
        quoted += [Line(f"{before}>", row[0].number)] if quoted else []
        for line in row:
            inside = line.text[len(before) :].strip()[1:-1].removeprefix(" ").rstrip()
            quoted.append(Line(f"{before}> {inside}".rstrip(), line.number))
    return quoted
