"""Which block a line of attributes belongs to: the one right above it, else the one right below."""

from __future__ import annotations

import re

from pressgen.content.markdown import attributes
from pressgen.content.markdown.pasted import Pending, Prepared

Piece = tuple[list[str], int]
"""The place of a start tag: a list of pieces of HTML, and an index in it."""


class BlockAttributes:
    """Is told of the blocks of one text as they begin and end, and gives them their attributes."""

    def __init__(self, source: Prepared, text: bytes) -> None:
        starts = [0, *(feed.end() for feed in re.finditer(b"\n", text)), len(text) + 1]
        self._waiting = [(starts[min(each.line, len(starts) - 1)], each) for each in source.attributes]
        # The next one is at the end, where it is taken off without moving the others.
        self._waiting.reverse()
        self._text = text
        self._open: list[tuple[Piece, int]] = []
        self._above: Piece | None = None
        self._is_exact = False
        self._unused: list[Pending] = []

    def start(self, piece: Piece, span: dict[str, int]) -> None:
        """A block begins: lists above it are settled now."""
        start = span["start"]
        while self._waiting and self._waiting[-1][0] <= start:
            offset, pending = self._waiting.pop()
            is_next = not self._text[offset:start].strip(b" \t\n>") and pending.precedes
            self._settle(pending, piece if is_next else None)
        before = self._text[self._text.rfind(b"\n", 0, start) + 1 : start]
        self._open.append((piece, len(before.expandtabs(4))))

    def end(self, span: dict[str, int]) -> None:
        """A block ends: it may be the one right above a list."""
        piece, column = self._open.pop()
        if not self._waiting:
            return
        offset, pending = self._waiting[-1]
        # The range of a list ends after the empty lines below it.
        first, last = sorted((span["end"], offset))
        if not pending.follows or self._text[first:last].strip(b" \t\n>"):
            return
        is_exact = column == pending.column
        # Inner blocks end first: the outermost of those that begin in the list's column is meant.
        if is_exact or self._above is None or (not self._is_exact and column > pending.column):
            self._above, self._is_exact = piece, is_exact

    def leave(self, span: dict[str, int]) -> None:
        """A footnote ends, whose blocks are written elsewhere: lists in it are settled now."""
        while self._waiting:
            offset, pending = self._waiting[-1]
            if offset > span["end"] - (not pending.follows):
                break
            self._settle(self._waiting.pop()[1], None)

    def unused(self) -> list[Pending]:
        """The lists that belong to no block; to be asked when all is written."""
        while self._waiting:
            self._settle(self._waiting.pop()[1], None)
        return self._unused

    def _settle(self, pending: Pending, below: Piece | None) -> None:
        target = self._above or below
        self._above, self._is_exact = None, False
        if target is None or not pending.attributes.values:
            self._unused.append(pending)
            return
        pieces, place = target
        pieces[place] = attributes.in_tag(pieces[place], pending.attributes)
