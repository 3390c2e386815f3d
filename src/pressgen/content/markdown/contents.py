"""The place of a table of contents in a body: a line `[TOC]`, or in front of the first heading.

Only the place is in the body. The page that shows it fills in the headings, so that a table of contents is no change of
the text.
"""

from __future__ import annotations

import html
import re

from pressgen.content.markdown.structure import VOID_TAGS, Pieces, name_of
from pressgen.content.markdown.words import words_for
from pressgen.content.text.rare_forms import RareForm

MARK = "[TOC]"
_LINE = re.compile(r"(?i)(?:\A|\n)[ \t]*\[\[?toc\]\]?[ \t]*(?:(?=\n)|\Z)")
_MARK = RareForm("[", re.compile(r"\[(?=toc\])", re.IGNORECASE))
_HEADING = re.compile(r"<h[2-6][\s>]")
_EMPTY = re.compile(r"<p>\s*</p>\n?")
_START = re.compile(r"(?<=<p>)\n")
_ESCAPED = re.compile(r"(?im)^([ \t>]*(?:\\\[\\?\[?|\[\\?\[?(?=toc\\)))(?=toc\\?\]\\?\]?[ \t]*$)")
_ESCAPED_BRACKET = RareForm("\\", re.compile(r"\\(?=[\[\]])"))
# No text has this sign, which stands for nothing in Unicode, and libraries keep it.
_APART = "\ufdd0"


def count_headings(pieces: Pieces) -> int:
    """The number of headings."""
    return sum(bool(_HEADING.match(tag)) for tag in pieces[1::2])


def with_contents_at_mark(pieces: Pieces, lang: str) -> str:
    """The HTML of pieces, with a place for the contents where a line of a paragraph is `[TOC]`.

    Where there are no headings, these lines are left out.
    """
    place = _place(lang) if count_headings(pieces) else ""
    parts = [*pieces]
    open_elements: list[str] = []
    for at, piece in enumerate(pieces):
        if at % 2:
            if piece.startswith("</"):
                del open_elements[-1:]
            elif piece and not piece.startswith(VOID_TAGS):
                open_elements.append(name_of(piece))
        elif "]" in piece and open_elements[-1:] == ["p"]:
            parts[at] = _LINE.sub(f"</p>\n{place}\n<p>", piece)
    finished = "".join(parts)
    return finished if parts == pieces else _START.sub("", _EMPTY.sub("", finished))


def with_escapes_apart(text: str) -> str:
    r"""The text with a sign in each line that is `\[TOC]`, whose backslash says that these words are no mark."""
    return _ESCAPED.sub(rf"\1{_APART}", text) if _ESCAPED_BRACKET.is_in(text) else text


def without_signs(html: str) -> str:
    """The HTML without the signs of `with_escapes_apart`."""
    return html.replace(f"[{_APART}", "[") if _APART in html else html


def has_mark(pieces: Pieces, html: str) -> bool:
    """Whether a text may have a line `[TOC]`; `html` is that of the pieces."""
    return _MARK.is_in(html) and any(_LINE.search(text) for text in pieces[::2])


def with_contents_first(pieces: Pieces, lang: str) -> str:
    """The HTML of pieces that have a heading, with a place for the contents in front of the first one."""
    depth = start = 0
    for at, tag in enumerate(pieces):
        if at % 2 == 0:
            continue
        # A heading within a quotation or a note is part of that: the contents come before the whole of it.
        start = at if depth == 0 else start
        if _HEADING.match(tag):
            break
        depth += -1 if tag.startswith("</") else bool(tag) and not tag.startswith(VOID_TAGS)
    return "".join([*pieces[:start], _place(lang), "\n", *pieces[start:]])


def _place(lang: str) -> str:
    return f'<nav class="toc" aria-label="{html.escape(words_for(lang).contents)}"></nav>'
