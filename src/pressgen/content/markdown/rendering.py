"""What a Markdown library makes of a text, in the one form that everything after it reads."""

from __future__ import annotations

from typing import NamedTuple

from pressgen.errors import Problem

LINE = "data-line"
"""The attribute in which a link or picture carries the line of its source through the sanitiser; it leaves after it."""

CARD = "data-card"
"""The attribute of a link to a page elsewhere that may be shown as a card; it leaves when the link is set."""
MEDIA = "data-media"
"""The attribute of an img that stands for film or sound: `block` in a figure of its own, `inline` in a sentence."""


MOST_LINES = 100_000
MOST_ELEMENTS = 200_000
"""Lines and tags of one text; a book has a tenth of them. More would take seconds and hundreds of megabytes."""
MOST_LINKS = MOST_ELEMENTS // 2
"""Links of one text, each of which has two tags."""


class TooLargeError(Exception):
    """A text of more lines or elements than any page is read to the end of."""


class Rendering(NamedTuple):
    """HTML as the library gives it, not yet sanitised, with what was noticed while it was made.

    `author_html` holds all that may have been written by the author as HTML, or as attributes in braces. `is_clean`
    says that the sanitiser would give back the same HTML, comments and control characters aside, and nothing is nested
    too deep.
    """

    html: str
    author_html: str
    problems: tuple[Problem, ...] = ()
    is_clean: bool = False


def escape_attribute(value: str) -> str:
    """A value between double quotes, escaped as the sanitiser does."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
