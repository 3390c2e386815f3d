"""Problems as a report shows them: each once, in order, with the source line that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import structs

from pressgen.content.scan import excerpt
from pressgen.errors import Problem, sorted_problems


def for_report(root: Path, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in order, each on one line whatever it quotes, with the source line that it is about."""
    return sorted_problems(
        structs.replace(
            problem,
            message=" ".join(problem.message.split()),
            excerpt=excerpt(root, problem.file, problem.line) if problem.file else "",
        )
        for problem in problems
    )
