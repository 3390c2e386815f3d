"""The table of contents of a text: its headings as a nested list, in the place that the text has for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from pressgen.content.markdown.structure import in_pieces, plain

PLACE = re.compile(r'<nav class="toc" aria-label="([^"]*)"></nav>\n?')
_HEADING = re.compile(r'<h([2-6])(?:\s[^>]*?)?\sid="([^"]*)"[^>]*>(.*?)</h\1>', re.S)
# What Python-Markdown adds to headings, if the settings say so: a sign that leads to the heading itself.
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.S)


def with_contents(html: str) -> str:
    """The HTML of a body with its headings in each place for a table of contents."""
    if not PLACE.search(html):
        return html
    found = _HEADING.findall(html)
    headings = [(int(level), anchor, plain(in_pieces(_PERMALINK.sub("", inner)))) for level, anchor, inner in found]
    nested = _nested([heading for heading in headings if heading[2]])
    return PLACE.sub(
        lambda match: f'<nav class="toc card" aria-label="{match[1]}">\n<p><b>{match[1]}</b></p>\n{nested}</nav>\n',
        html,
    )


def _nested(headings: Sequence[tuple[int, str, str]]) -> str:
    """A list of links, in it the lists of those below."""
    parts: list[str] = []
    levels: list[int] = []
    for level, anchor, text in headings:
        while levels and levels[-1] > level:
            parts.append("</li>\n</ul>\n")
            levels.pop()
        if levels and levels[-1] == level:
            parts.append("</li>\n")
        else:
            parts.append("\n<ul>\n" if levels else "<ul>\n")
            levels.append(level)
        parts.append(f'<li><a href="#{anchor}">{escape(text)}</a>')
    return "".join([*parts, *("</li>\n</ul>\n" for _ in levels)])
