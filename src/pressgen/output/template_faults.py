"""What is wrong with a template, told with its line and the page that was being printed."""

from __future__ import annotations

import difflib
from types import TracebackType

from pressgen.errors import Problem
from pressgen.model import Rendered

FOLDER = "templates/"


def place_of(traceback: TracebackType | None, name: str) -> tuple[str, int]:
    """The innermost template and line of a traceback."""
    line = 0
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith(FOLDER):
            name, line = file.removeprefix(FOLDER), traceback.tb_lineno
        traceback = traceback.tb_next
    return name, line


def failed(name: str, line: int | None, said: str, output: Rendered) -> Problem:
    """A template that could not be printed."""
    about = f" ({output.source})" if output.source else ""
    return Problem(
        code="template-failed",
        file=FOLDER + name,
        line=line or 0,
        message=f"{said.strip().rstrip('.')}; while printing {output.path}{about}.",
        hint="Correct the template; docs/templates.md lists the values that each one gets.",
    )


def not_found(missing: str, output: Rendered, templates: dict[str, str], place: tuple[str, int]) -> Problem:
    """A template that is missing: asked for by a line of another template, or by the release itself."""
    name = missing or output.template
    near = difflib.get_close_matches(name, templates, 1)
    return Problem(
        code="template-missing",
        file=FOLDER + place[0] if place[0] else output.source or FOLDER + output.template,
        line=place[1],
        message=f"There is no template “{name}”; it is wanted for {output.path}.",
        hint=f"Did you mean {near[0]}?" if near else "Put the template into templates/, or correct its name.",
    )
