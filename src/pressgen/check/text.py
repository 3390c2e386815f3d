"""A release as the rules read it: its document, its lines, and the same lines without code, addresses and HTML."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from pressgen.content.frontmatter.file import divide
from pressgen.content.unfinished import prose_of
from pressgen.model import Page, Post

_FENCE = re.compile(r"^ {0,3}(?:>\s*)*(`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--(?:(?!<!--|-->).)*+-->", re.S)


@cache
def word_lists(name: str) -> tuple[tuple[str, ...], ...]:
    """The lists of words with this name in words.txt, in their order."""
    lines = Path(__file__).with_name("words.txt").read_text("utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines)
    return tuple([tuple(words.split(", ")) for own_name, _, words in pairs if own_name == name])


class LintText(Struct, frozen=True, kw_only=True):
    """A document with its body as HTML; `raw` and `prose` are its lines outside code blocks, as (number, line)."""

    document: Post | Page
    html: str
    raw: tuple[tuple[int, str], ...]
    prose: tuple[tuple[int, str], ...]

    @property
    def file(self) -> str:
        """The path of the document."""
        return self.document.path

    @property
    def lang(self) -> str:
        """The language without script and region: uz for uz-Cyrl as well."""
        return self.document.lang.split("-")[0].lower()

    @property
    def plain(self) -> str:
        """The prose as one text."""
        return "\n".join(line for _, line in self.prose)

    def key_line(self, key: str) -> int:
        """The line of a key of the front matter; 1 if the document does not have it."""
        return self.document.matter.lines.get(key, 1)

    def line_of(self, words: str) -> int:
        """The number of the first line with these words; 0 if no line has them."""
        return next((number for number, line in self.raw if words in line), 0)


def text_of(document: Post | Page, data: bytes, html: str) -> LintText:
    """The text of a document from the bytes of its file and its body as HTML."""
    source = divide(data, document.path)
    # Line breaks of a comment stay, so that the numbers of later lines are right.
    body = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source.body)
    raw, prose, fence = [], [], ""
    for number, line in enumerate(body.split("\n"), source.body_line):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        else:
            raw.append((number, line))
            prose.append((number, prose_of(line)))
    return LintText(document=document, html=html, raw=tuple(raw), prose=tuple(prose))
