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
    key = "template-failed/source" if output.source else "template-failed"
    reason = reason.strip().rstrip(".")
    return Problem.at(key, FOLDER + name, line or 0, reason=reason, path=output.path, source=output.source)


def template_missing(
    missing: str, output: Rendered, templates: Mapping[str, str], location: tuple[str, int]
) -> Problem:
    """A template that is missing: asked for by a line of another template, or by the release itself."""
    name = missing or output.template
    near = difflib.get_close_matches(name, templates, 1)
    key = "template-missing/near" if near else "template-missing"
    file = FOLDER + location[0] if location[0] else output.source or FOLDER + output.template
    return Problem.at(key, file, location[1], template=name, path=output.path, near="".join(near))
