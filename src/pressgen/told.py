"""Problems as a report tells them: judged by the options, in order, with the line that each is about."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import structs

from pressgen.content import scan
from pressgen.errors import Problem, sorted_problems
from pressgen.model import Options


def judged(problem: Problem, options: Options) -> Problem:
    """With `strict`, a warning is an error."""
    return structs.replace(problem, severity="error") if options.strict and problem.severity == "warning" else problem


def reported(root: Path, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in order, each on one line whatever it quotes, with the source line it is about."""
    return sorted_problems(
        structs.replace(
            problem,
            message=" ".join(problem.message.split()),
            excerpt=scan.excerpt(root, problem.file, problem.line) if problem.file else "",
        )
        for problem in problems
    )
