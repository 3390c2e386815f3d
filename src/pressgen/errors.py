"""What can go wrong, as values: a Problem names the place, the fault and the cure."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Literal

from msgspec import Struct, structs

Severity = Literal["error", "warning", "notice"]


class Problem(Struct, frozen=True, kw_only=True):
    """One finding about one place in the sources.

    `file` is relative to the site's folder, `line` and `column` count from 1 and are 0 where
    the finding is about the whole file. `message` is one sentence; `hint` says what to write
    instead; `excerpt` is the source line, filled in where a problem is shown.
    """

    code: str
    severity: Severity = "error"
    file: str = ""
    line: int = 0
    column: int = 0
    message: str
    hint: str = ""
    excerpt: str = ""


def sorted_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each finding once, by file, line and column, on one line whatever it quotes."""
    unique = {(p.file, p.line, p.column, p.code, message): p for p in problems for message in [_one_line(p.message)]}
    return tuple(
        problem if problem.message == key[-1] else structs.replace(problem, message=key[-1])
        for key, problem in sorted(unique.items(), key=itemgetter(0))
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


class PressgenError(Exception):
    """A run that could not be completed; `problems` says why, `exit_code` is the command's."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(p.message for p in problems))

    def __reduce__(self) -> tuple[type[PressgenError], tuple[Problem, ...]]:
        # Exceptions cross process boundaries; the default would lose the problems.
        return type(self), self.problems


class ContentError(PressgenError):
    """A release, a page or a template needs the writer's attention."""


class SettingsError(PressgenError):
    """pressgen.yml, or what was asked for on the command line, cannot be used."""

    exit_code = 2


class OutputError(PressgenError):
    """The built site could not be written; what was there is untouched."""
