"""What is wrong with a template, with its line and the page that was being rendered."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import TracebackType

from pressgen.errors import Problem
from pressgen.model import Rendered

FOLDER = "templates/"


def location_of(traceback: TracebackType | None, name: str) -> tuple[str, int]:
    """The innermost template and line of a traceback."""
    line = 0
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith(FOLDER):
            name, line = file.removeprefix(FOLDER), traceback.tb_lineno
        traceback = traceback.tb_next
    return name, line


def template_failed(name: str, line: int | None, reason: str, output: Rendered) -> Problem:
    """A template that could not be rendered."""
    about = f" ({output.source})" if output.source else ""
    return Problem(
        code="template-failed",
        file=FOLDER + name,
        line=line or 0,
        message=f"{reason.strip().rstrip('.')}; while printing {output.path}{about}.",
        hint="Correct the template; docs/templates.md lists the values that each one gets.",
    )


def template_missing(
    missing: str, output: Rendered, templates: Mapping[str, str], location: tuple[str, int]
) -> Problem:
    """A template that is missing: asked for by a line of another template, or by the release itself."""
    name = missing or output.template
    near = difflib.get_close_matches(name, templates, 1)
    return Problem(
        code="template-missing",
        file=FOLDER + location[0] if location[0] else output.source or FOLDER + output.template,
        line=location[1],
        message=f"There is no template “{name}”; it is wanted for {output.path}.",
        hint=f"Did you mean {near[0]}?" if near else "Put the template into templates/, or correct its name.",
    )
