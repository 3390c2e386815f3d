"""Footnotes of one text: numbered as the text comes to them, written at its end with the ways back."""

from __future__ import annotations

from pressgen.content.markdown.rendering import escape_attribute
from pressgen.content.markdown.words import Words

# More arrows than that are no help to find the way back.
_MOST_WAYS_BACK = 20


class Footnotes:
    """Collects references and notes in the order of the text."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._notes: dict[str, list[str]] = {}
        self._counts: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def reference(self, label: str) -> str:
        """The HTML of the next reference to a note."""
        count = self._counts.get(label, 0) + 1
        self._counts[label] = count
        number = self._numbers.setdefault(label, len(self._counts))
        name = escape_attribute(label)
        place = f"fnref-{name}" if count == 1 else f"fnref{count}-{name}"
        return f'<sup id="{place}"><a class="footnote-ref" href="#fn-{name}">{number}</a></sup>'

    def add(self, label: str, note: str) -> None:
        """Add the HTML of a note; a second one of the same label follows the first."""
        self._notes.setdefault(label, []).append(note)

    def html(self) -> str:
        """The notes in the order in which the text mentions them, then those that it does not; "" if there are none."""
        if not self._notes:
            return ""
        labels = [label for label in self._counts if label in self._notes]
        labels += [label for label in self._notes if label not in self._counts]
        notes = "".join(self._note(number, label) for number, label in enumerate(labels, 1))
        return f'<div class="footnote">\n<hr>\n<ol>\n{notes}</ol>\n</div>\n'

    def _note(self, number: int, label: str) -> str:
        name = escape_attribute(label)
        title = escape_attribute(self._words.back.format(number))
        links = "".join(
            f'&nbsp;<a class="footnote-backref" href="#fnref{count if count > 1 else ""}-{name}" title="{title}">'
            f"{self._words.arrow}</a>"
            for count in range(1, min(self._counts.get(label, 1), _MOST_WAYS_BACK) + 1)
        )
        # A note without words still needs a paragraph for its way back.
        note = "".join(self._notes[label]) or "<p>\u2014</p>\n"
        body = f"{note[:-5]}{links}</p>\n" if note.endswith("</p>\n") else f"{note}<p>{links[6:]}</p>\n"
        return f'<li id="fn-{name}">\n{body}</li>\n'
