"""A body as feeds carry it: whole addresses, and no words that a page has for screen readers only."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

from pressgen.content.markdown.structure import VOID_TAGS, in_pieces, is_hidden
from pressgen.model import Figure
from pressgen.site.urls import uri

ADDRESS = re.compile(r'(\s(?:href|src|poster|cite|data)=")([^"]*)"')
SRCSET = re.compile(r'(\ssrcset=")([^"]*)"')
CANDIDATE = re.compile(r"(\s*)([^\s,]\S*[^\s,]|[^\s,])([^,]*,?)")
"""One picture of a srcset: its address, which may have commas in it, and its width or density."""
ARIA_HIDDEN = ' aria-hidden="true"'


def feed_body(html: str, page: str) -> str:
    """The sanitised HTML of a body for readers elsewhere; `page` is the url of the page that shows it."""
    pieces = in_pieces(html)
    depth = 0  # of elements, counted from a hidden one
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            pieces[at] = "" if depth else piece
        elif depth:
            depth += -1 if piece.startswith("</") else not piece.startswith(VOID_TAGS)
            pieces[at] = ""
        elif is_hidden(piece):
            depth = 0 if piece.startswith(VOID_TAGS) else 1
            pieces[at] = ""
        elif '="' in piece:
            # Without the hidden words, what was beside them is all that there is to read.
            piece = ADDRESS.sub(
                lambda match: f'{match[1]}{escape(whole(unescape(match[2]), page))}"', piece.replace(ARIA_HIDDEN, "")
            )
            pieces[at] = SRCSET.sub(lambda match: f'{match[1]}{_srcset(match[2], page)}"', piece)
    return "".join(pieces)


def _srcset(written: str, page: str) -> str:
    return escape(CANDIDATE.sub(lambda match: f"{match[1]}{whole(match[2], page)}{match[3]}", unescape(written)))


def whole(written: str, page: str) -> str:
    """An address on a page as a URI that means the same anywhere."""
    if written.startswith("#"):
        return uri(page + written)
    try:
        return uri(urljoin(page, written))
    except ValueError:  # no address at all
        return uri(written)


def feed_figure(figure: Figure) -> str:
    """A picture of a gallery in a feed."""
    img = f'<img src="{escape(figure.src)}" width="{figure.width}" height="{figure.height}" alt="{escape(figure.alt)}">'
    credit = f"<span>{escape(figure.credit)}</span>" if figure.credit else ""
    words = " ".join(filter(None, (escape(figure.caption), credit)))
    return f"\n<figure>{img}{f'<figcaption>{words}</figcaption>' if words else ''}</figure>"
