"""The source lines of problems, which are read only when they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from msgspec import structs

from pressgen.content.scan import lines_of
from pressgen.errors import Problem
from pressgen.letters import visible_line

MAX_LENGTH = 160
"""Characters of an excerpt."""
_OF_WITHHELD = frozenset({"due-problem", "consent-early", "leak"})
"""Problems of releases that are not public yet. Nothing of these is quoted: many people can read what CI prints."""


def with_excerpts(root: Path, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems, which are sorted by file, with their source lines."""
    quoted: list[Problem] = []
    for file, group in groupby(problems, key=lambda problem: problem.file if problem.line else ""):
        lines = lines_of(root, file) if file else []
        quoted += (
            problem if problem.code in _OF_WITHHELD else structs.replace(problem, excerpt=_excerpt(lines, problem.line))
            for problem in group
        )
    return tuple(quoted)


def _excerpt(lines: list[str], line: int) -> str:
    return visible_line(lines[line - 1].strip()[:MAX_LENGTH]) if 0 < line <= len(lines) else ""
