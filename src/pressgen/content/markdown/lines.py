"""Where in its source an address or a piece of HTML stands that was met again in the converted text."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from urllib.parse import quote, unquote

from pressgen.content.text.foreign import without_code

# An address of a few letters may be a part of very many words, and a text may have thousands of addresses.
_TRIES = 40
_MOST_SEARCHED = 50_000_000
"""Characters that may be looked through for the lines of one text, at a billion in a second."""
_NOTE = re.compile(r"\[\^([^\]\n]+)\]:")
_SAFE = "/:#?&=%@+,;!$()*'~"


class Lines:
    """Line numbers in one body; made once, and at work only when something is to be located."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line
        self._prose = ""
        self._starts: list[int] = []
        self._last: dict[str, int] = {}
        self._passed: dict[str, list[int]] = {}
        self._notes: dict[str, int] | None = None
        self._searched = 0

    def pass_by(self, target: str, line: int) -> None:
        """Note a use of a decoded address in a line, if that is known: `of_target` is not to find it again."""
        if line:
            self._passed.setdefault(target, []).append(line)

    def of_target(self, target: str) -> int:
        """The line of the next use of a decoded address, else of its last use, else the first line."""
        self._prepare()
        last = self._last.get(target, -1)
        if self._searched > _MOST_SEARCHED:
            return self._line(max(last, 0))
        for line in self._passed.pop(target, ()):
            start = self._starts[min(max(line - self._first_line, 0), len(self._starts) - 1)]
            last = max(last, self._find_spelling(target, max(last + 1, start)))
        at = self._find_spelling(target, last + 1)
        if at >= 0:
            self._last[target] = at
        elif last < 0:
            # What looks like code may be the next paragraph of an item.
            return self._line(max(self._text.find(target), 0)) if target else self._first_line
        return self._line(max(at, last))

    def of_first(self, *words: str) -> int:
        """The first line that has one of these words, letter case aside, else the first line."""
        self._prepare()
        matches = (re.search(re.escape(word), self._prose, re.IGNORECASE) for word in words)
        return self._line(min((m.start() for m in matches if m), default=0))

    def of_note(self, label: str) -> int:
        """The line on which a footnote is first defined, letter case aside, else the first line."""
        self._prepare()
        if self._notes is None:
            notes = _NOTE.finditer(self._prose)
            self._notes = {note[1].casefold(): note.start() for note in reversed([*notes])}
        return self._line(self._notes.get(label.casefold(), 0))

    def _prepare(self) -> None:
        if not self._starts:
            self._prose = without_code(self._text)
            self._starts = [0, *(m.end() for m in re.finditer("\n", self._text))]

    def _find_spelling(self, target: str, start: int) -> int:
        at = self._find_address(target, start)
        if at < 0:
            spellings = (html.escape(target), unquote(target), quote(target, safe=_SAFE))
            at = max(self._find_address(spelling, start) for spelling in spellings)
        return at

    def _find_address(self, spelling: str, start: int) -> int:
        at = first = self._find(spelling, start) if spelling else -1
        for _ in range(_TRIES):
            end = at + len(spelling)
            if at < 0 or (self._prose[at - 1 : at] in "\n (<\"'=\t" and self._prose[end : end + 1] in "\n )>}\"'\t"):
                return at
            at = self._find(spelling, at + 1)
        return first

    def _find(self, spelling: str, start: int) -> int:
        at = self._prose.find(spelling, start)
        self._searched += (at if at >= 0 else len(self._prose)) - start
        return at

    def _line(self, offset: int) -> int:
        return self._first_line + bisect_right(self._starts, offset) - 1
