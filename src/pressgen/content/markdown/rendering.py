"""What a Markdown library makes of a text, in the one form that everything after it reads."""

from __future__ import annotations

from typing import NamedTuple

from pressgen.errors import Problem

LINE = "data-line"
"""The attribute in which a link or picture carries the line of its source through the sanitiser; it is taken off there."""


class Rendering(NamedTuple):
    """HTML as the library gives it, not yet sanitised, with what was noticed while it was made.

    `has_html` is False where no element or attribute of it was written by the author as HTML or in braces.
    """

    html: str
    has_html: bool = True
    problems: tuple[Problem, ...] = ()
