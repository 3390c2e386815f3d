"""Which style sheets of the theme a text needs, beside the one that every page carries."""

from __future__ import annotations

MARKS = {
    "figures": ("<figure",),
    "rich": ("<blockquote", "<dl", '<div class="admonition'),
    "tables": ("<table", "<pre", ' class="center', ' class="right'),
    "gallery": ('<div class="gallery',),
    "toc": ('<nav class="toc"',),
}
"""What in the HTML of a text asks for a sheet in templates/sheets/, by the name of the sheet."""
_EACH_MARK = tuple((name, mark) for name, marks in MARKS.items() for mark in marks)
# Nearly all have the < of a tag, which is an entity in the words of a text; to carry a sheet in vain does no harm.


def sheets_for(html: str) -> tuple[str, ...]:
    """The names of the sheets that the HTML of a text, or its tags alone, needs, in the order of MARKS."""
    return tuple(dict.fromkeys([name for name, mark in _EACH_MARK if mark in html]))
