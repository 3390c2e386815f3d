"""A body as feeds carry it: whole addresses, and no words that a page has for screen readers only."""

from __future__ import annotations

import re
from html import escape, unescape

from pressgen.content.hidden import is_hidden
from pressgen.site.urls import uri

TAG = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')
ADDRESS = re.compile(r'(\s(?:href|src)=")([^"]*)"')
ARIA_HIDDEN = ' aria-hidden="true"'
VOID = ("<br", "<col", "<hr", "<img", "<wbr")
"""How elements without an end tag begin; `<colgroup` has one."""


def feed_body(html: str, page: str) -> str:
    """The sanitised HTML of a body for readers elsewhere; `page` is the url of the page that shows it."""
    pieces = TAG.split(html)
    origin = "/".join(page.split("/", 3)[:3])
    depth = 0  # of elements, counted from a hidden one
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            pieces[at] = "" if depth else piece
        elif depth:
            is_void = piece.startswith(VOID) and not piece.startswith("<colgroup")
            depth += -1 if piece.startswith("</") else 0 if is_void else 1
            pieces[at] = ""
        elif is_hidden(piece):
            depth = 0 if piece.startswith(VOID) else 1
            pieces[at] = ""
        elif '="' in piece:
            # What stood beside hidden words is all that is left of them.
            pieces[at] = ADDRESS.sub(
                lambda found: f'{found[1]}{escape(whole(unescape(found[2]), page, origin))}"',
                piece.replace(ARIA_HIDDEN, ""),
            )
    return "".join(pieces)


def whole(written: str, page: str, origin: str) -> str:
    """An address of a page as a URI that means the same anywhere."""
    if written.startswith("#"):
        return uri(page + written)
    return uri(origin + written if written.startswith("/") and not written.startswith("//") else written)
