"""The source lines that problems are about, read when somebody is shown them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from msgspec import structs

from pressgen.content.scan import lines_of
from pressgen.errors import Problem

LONGEST = 160
"""Characters of a source line that are shown."""


def with_excerpts(root: Path, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems, sorted by file, with the source lines that they are about."""
    quoted: list[Problem] = []
    for file, group in groupby(problems, key=lambda problem: problem.file if problem.line else ""):
        lines = lines_of(root, file) if file else []
        quoted += (structs.replace(one, excerpt=_excerpt(lines, one.line)) for one in group)
    return tuple(quoted)


def _excerpt(lines: list[str], line: int) -> str:
    return lines[line - 1].strip()[:LONGEST] if 0 < line <= len(lines) else ""
