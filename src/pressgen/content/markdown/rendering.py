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
SCHEMES = frozenset({"http", "https", "mailto", "tel", "viber"})
"""Schemes that a link may have; an address without one is local."""
PERSON = "person"
"""The scheme of links to people of the settings, which become addresses on this site: person:malika."""

DEEPEST = 64
"""Blocks and inlines that may stand in one another; no reader follows further."""
MOST_ELEMENTS = 100_000
"""Tags of one page; that of a book has a fifth of them. More would take seconds and hundreds of megabytes."""
MOST_LINKS = 20_000
"""Links and pictures of one page, each of which is looked for among the files of the site."""
_MARKUP = b"#$&*+<>@[\\]_`{|}~"


class Limits(NamedTuple):
    """What one text may have: lines, characters of markup, which are these, and bytes."""

    lines: int
    signs: int
    size: int = 1 << 32
    markup: bytes = _MARKUP


LIMITS = Limits(lines=50_000, signs=2 * MOST_ELEMENTS)
PYTHON_MARKDOWN_LIMITS = Limits(lines=5_000, signs=10_000, size=1 << 19, markup=_MARKUP.replace(b"|", b""))
"""Time grows with the square of many texts, so these are lower; long releases of real newsrooms have a tenth of it.
Tables, which it reads quickly, are limited by their cells."""
MOST_BRACKETS = 1_000
"""Opening brackets, or definitions, of a paragraph for Python-Markdown, which reads all that follows for each."""
CONTAINER = r"(?:[ ]{0,3}(?:(?:[-*+:]|\d{1,9}[.)]|!!!)[ ]|>[ ]?))"
"""A pattern of what begins a line in a list item, a definition, a box or a quotation."""


class TooLargeError(Exception):
    """A text of more elements or links than any page is read to the end of."""


def is_too_large(data: bytes, limits: Limits = LIMITS) -> bool:
    """Whether the bytes of a text have more than the limits allow."""
    # Nearly all texts are so short that they need not be gone through.
    if len(data) <= min(limits.lines, limits.signs):
        return False
    lines = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    signs = len(data) - len(data.translate(None, limits.markup))
    return lines > limits.lines or signs > limits.signs or len(data) > limits.size


def has_too_many_elements(html: str) -> bool:
    """Whether the HTML of a page has more tags, or more links and pictures, than a page may have."""
    if len(html) <= MOST_LINKS:
        return False
    return html.count("<") > MOST_ELEMENTS or html.count("<a ") + html.count("<img ") > MOST_LINKS


def too_large(file: str, line: int, dialect: str = "commonmark") -> Problem:
    """The error of a text that is beyond one of the limits of its dialect."""
    values = {"lines": LIMITS.lines, "signs": LIMITS.signs, "links": MOST_LINKS, "elements": MOST_ELEMENTS}
    if dialect != "python-markdown":
        return Problem.at("markdown-too-large", file, line, **values)
    limits = PYTHON_MARKDOWN_LIMITS
    values |= {"lines": limits.lines, "signs": limits.signs, "size": limits.size, "brackets": MOST_BRACKETS}
    return Problem.at("markdown-too-large/python-markdown", file, line, **values)


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
