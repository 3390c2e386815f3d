"""Problems as a report shows them: each once, in order, with the source line that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import structs

from pressgen.content.scan import lines_of
from pressgen.errors import Problem, sorted_problems

LONGEST = 160
"""Characters of a source line that are shown."""


def for_report(root: Path, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in order, with the source line that each is about."""
    lines: dict[str, list[str]] = {}
    return sorted_problems(_shown(root, problem, lines) for problem in problems)


def _shown(root: Path, problem: Problem, lines: dict[str, list[str]]) -> Problem:
    """A problem with its line; `lines` are those of the files that were read, each once."""
    if problem.file and problem.line and problem.file not in lines:
        lines[problem.file] = lines_of(root, problem.file)
    source = lines.get(problem.file, [])
    excerpt = source[problem.line - 1].strip()[:LONGEST] if 0 < problem.line <= len(source) else ""
    return structs.replace(problem, excerpt=excerpt)
