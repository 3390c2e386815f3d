"""A release as the rules read it: its document, its source lines, and those lines without code, addresses and HTML."""

from __future__ import annotations

import re

from msgspec import Struct

from pressgen.content.frontmatter.file import divide
from pressgen.content.unfinished import prose_of
from pressgen.model import Page, Post

_FENCE = re.compile(r"^ {0,3}(?:>\s*)*(`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


class Text(Struct, frozen=True, kw_only=True):
    """One document with its body as HTML; `raw` and `prose` are its source, pairs of a line number and that line."""

    document: Post | Page
    html: str
    raw: tuple[tuple[int, str], ...]
    prose: tuple[tuple[int, str], ...]

    @property
    def file(self) -> str:
        """The document's path."""
        return self.document.path

    @property
    def lang(self) -> str:
        """The primary language: uz for uz-Cyrl too."""
        return self.document.lang.split("-")[0].lower()

    @property
    def plain(self) -> str:
        """The prose in one piece."""
        return "\n".join(line for _, line in self.prose)

    def key_line(self, key: str) -> int:
        """The line on which a key of the front matter stands."""
        return self.document.matter.lines.get(key, 1)

    def line_of(self, words: str) -> int:
        """The first line of the body that has these words; 0 if none has."""
        return next((number for number, line in self.raw if words in line), 0)


def text_of(document: Post | Page, data: bytes, html: str) -> Text:
    """The text of a document from the bytes of its file and its body as HTML."""
    parts = divide(data, document.path)
    body = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), parts.body)
    raw, prose, fence = [], [], ""
    for number, line in enumerate(body.split("\n"), parts.body_line):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        else:
            raw.append((number, line))
            prose.append((number, prose_of(line)))
    return Text(document=document, html=html, raw=tuple(raw), prose=tuple(prose))


def is_cyrillic(text: str) -> bool:
    """Whether a text is written in Cyrillic rather than Latin letters."""
    return len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text))
