"""content/consents.csv → consents: a table of pictures and the days to which those whom they show have agreed."""

from __future__ import annotations

import csv
from zoneinfo import ZoneInfo

from msgspec import Struct

from pressgen.content.dates import end_of, moment_of
from pressgen.content.folders import text_of
from pressgen.errors import Problem, shorten
from pressgen.letters import source_lines
from pressgen.model import Consent

FILE = "content/consents.csv"
_SEPARATORS = ";\t,"
_COLUMNS = 2
_ENDINGS = 6
"""Characters in which the ending of a file's name is looked for, to tell a picture from the heading of a column."""


class ConsentTable(Struct, frozen=True):
    """The consents of a table, each with the picture as it is written there, and the problems of lines."""

    consents: tuple[tuple[str, Consent], ...] = ()
    problems: tuple[Problem, ...] = ()


def read(data: bytes, zone: ZoneInfo) -> ConsentTable:
    """Read the table; each line that cannot be used is an error, since nobody knows what it should prevent."""
    text = text_of(data, FILE)
    if isinstance(text, Problem):
        return ConsentTable(problems=(text,))
    lines = source_lines(text)
    separator = _separator(lines)
    consents: list[tuple[str, Consent]] = []
    problems: list[Problem] = []
    is_first = True
    for number, line in enumerate(lines, 1):
        if not line.strip(" ,;\t") or line.startswith("#") or line.casefold().startswith("sep="):
            continue
        row = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [""])
        cells = [cell.strip() for cell in row]
        is_header = is_first and "/" not in cells[0] and "." not in cells[0][-_ENDINGS:]
        is_first = False
        if is_header:
            continue
        if len(cells) < _COLUMNS or not cells[0]:
            problems.append(Problem.at("consent-invalid/columns", FILE, number))
            continue
        consent = _consent(cells, number, zone)
        if isinstance(consent, Problem):
            problems.append(consent)
        else:
            consents.append((cells[0], consent))
    return ConsentTable(tuple(consents), tuple(problems))


def _consent(cells: list[str], line: int, zone: ZoneInfo) -> Consent | Problem:
    reference = cells[2] if len(cells) > _COLUMNS else ""
    if not cells[1]:
        return Consent(reference=reference, line=line)
    until = moment_of(cells[1], zone)
    if until is None:
        return Problem.at("consent-invalid/date", FILE, line, value=shorten(cells[1]))
    return Consent(until=until, end=end_of(until, zone), reference=reference, line=line)


def _separator(lines: list[str]) -> str:
    """The character between columns: the one that a line names, or the first that separates anything."""
    for line in lines:
        if line.casefold().startswith("sep=") and len(line) > len("sep="):
            return line[len("sep=")]
        if line.strip() and not line.startswith("#"):
            return next((separator for separator in _SEPARATORS if separator in line), ",")
    return ","
