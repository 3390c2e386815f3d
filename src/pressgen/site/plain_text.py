"""HTML of a release as plain text: for files that are read in any program."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from pressgen.content.markdown.structure import VOID, is_hidden

_BLOCKS = frozenset(
    (
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "dt", "table", "pre", "blockquote"),
        *("figure", "figcaption", "details", "summary", "section", "hr"),
    )
)
"""Elements with an empty line before and after them."""
_LINES = frozenset({"li", "dd", "tr", "br"})
"""Elements with a line of their own, or that begin one."""
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_GAP = re.compile(r"[ \t]*\n[ \t]*")
_INDENT = "\u2003"
"""The space before an item of a list in a list, which is no character that is left out between lines."""
_GAPS = re.compile(r"\n{3,}")


def plain_text(html: str) -> str:
    """The words of clean HTML: paragraphs apart by empty lines, lists with hyphens or numbers, links with addresses."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _GAPS.sub("\n\n", _GAP.sub("\n", "".join(reader.pieces))).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._hidden = 0
        self._code = 0
        self._lists: list[int | None] = []
        self._link: tuple[str, int] = ("", 0)
        self._has_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self._hidden or is_hidden(self.get_starttag_text() or ""):
            self._hidden += tag not in VOID
            return
        # A list in a list is part of it.
        is_block = tag in _BLOCKS and not (tag in ("ul", "ol") and self._lists)
        self.pieces.append("\n\n" if is_block else "\n" if tag in _LINES else "")
        if tag == "hr":
            self.pieces.append("* * *\n\n")
        elif tag == "img":
            self.pieces.append(f"[{values['alt']}]" if values.get("alt") else "")
        elif tag == "a":
            self._link = values.get("href", ""), len(self.pieces)
        elif tag == "pre":
            self._code += 1
        else:
            self._start_list_or_table(tag, values)

    def _start_list_or_table(self, tag: str, values: dict[str, str]) -> None:
        if tag in ("ul", "ol"):
            self._lists.append(None if tag == "ul" else int(values.get("start") or 1))
        elif tag == "li":
            number = self._lists[-1] if self._lists else None
            self.pieces.append(_INDENT * (len(self._lists) - 1) + ("- " if number is None else f"{number}. "))
            if number is not None:
                self._lists[-1] = number + 1
        elif tag == "tr":
            self._has_cell = False
        elif tag in ("td", "th"):
            self.pieces.append("\t" if self._has_cell else "")
            self._has_cell = True

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._hidden -= 1
            return
        if tag == "a":
            href, start = self._link
            words = "".join(self.pieces[start:]).strip()
            self._link = "", 0
            if href.startswith(("http://", "https://")) and words and href != words:
                self.pieces.append(f" ({href})")
        elif tag == "pre":
            self._code -= 1
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in _BLOCKS and not (tag in ("ul", "ol") and self._lists):
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data if self._code else _SPACES.sub(" ", data))
