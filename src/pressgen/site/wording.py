"""The words of a text: what counts as a change of them, and where two texts differ.

Spaces, markup, and how quotation marks, apostrophes, dashes and thousands are typed make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from html import escape, unescape
from itertools import chain

from msgspec import Struct

from pressgen.content.markdown.structure import attributes_of, in_pieces, name_of

_NAMES = (
    "a abbr b bdi bdo cite code data del dfn em i ins kbd mark picture q rp rt ruby s samp small source span strong "
    "sub sup time u var wbr"
)
_INLINE = frozenset(_NAMES.split())
"""Elements that do not part words; all others begin a block of their own."""
_MARKS = "[\u0300-\u036f\u064b-\u065f\u0670]"
_LETTER = rf"[^\W\u02bb\u02bc]{_MARKS}*"
_TOKEN = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u2007\u2009\u202f]\d{3})+(?![\w])"  # 10 000
    rf"|(?:{_LETTER})++(?:['’‘ʼʻ`´.,:/](?:{_LETTER})++)*+"
    rf"|\.{{3}}|-{{2,3}}|\S"
)
_SAME = str.maketrans(
    dict.fromkeys('‘’‚‛ʻʼ`´\u2032\u2033"“”„‟«»‹›', "'")
    | {chr(code): "-" for code in (*range(0x2010, 0x2016), 0x2212, 0x2043, 0xFE58, 0xFE63, 0xFF0D)}
    | {"…": "..."}
    | dict.fromkeys(" \u00a0\u2007\u2009\u202f")
)
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe0e\ufe0f]")
MAX_WORDS = 8
"""Words of a change that a message quotes."""
WINDOW = 200
"""Words in which the end of a change is looked for."""
MAX_BLOCK = 2_000
"""Words of a paragraph above which it is shown as changed altogether: comparing takes longer than its length."""


class Wording(Struct, frozen=True):
    """A text as words, block by block (a headline, a paragraph, a row of a table)."""

    blocks: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> list[str]:
        """All words of all blocks."""
        return [*chain.from_iterable(self.blocks)]


def wording(html: str) -> Wording:
    """The words of HTML; a picture counts as its description."""
    texts = [""]
    for number, piece in enumerate(in_pieces(html)):
        if number % 2 == 0:
            texts[-1] += unescape(piece)
            continue
        name = name_of(piece)
        if name == "img":
            texts[-1] += f" {unescape(attributes_of(piece).get('alt', ''))} "
        # A cell alone tells readers nothing: its row is the block.
        elif name.removeprefix("/") in ("td", "th"):
            texts[-1] += " "
        elif name.removeprefix("/") not in _INLINE:
            texts.append("")
    return Wording(tuple(words for text in texts if (words := words_of(text))))


def words_of(text: str) -> tuple[str, ...]:
    """The words of plain text, with each sign of punctuation as a word of its own."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return tuple(_TOKEN.findall(text))


def fold(word: str) -> str:
    """A word in the form in which words are compared."""
    folded = word.translate(_SAME)
    return "-" if folded in ("--", "---") else folded


class Difference(Struct, frozen=True):
    """The first words in which two texts differ, before and after, as text; `around` is where they are in the second.

    Where one of the texts has no such words, both begin with the word before.
    """

    before: str
    after: str
    around: tuple[str, ...]


def first_difference(before: Sequence[str], after: Sequence[str]) -> Difference | None:
    """The first difference of two texts; None if all of their words are the same."""
    old, new = [fold(word) for word in before], [fold(word) for word in after]
    if old == new:
        return None
    start = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    if start is None:
        start = min(len(old), len(new))
    # A window is enough to find where the texts are equal again.
    matcher = SequenceMatcher(None, old[start : start + WINDOW], new[start : start + WINDOW], autojunk=False)
    codes = matcher.get_opcodes()
    _, old_start, old_end, new_start, new_end = next(code for code in codes if code[0] != "equal")
    old_start, old_end, new_start, new_end = (start + at for at in (old_start, old_end, new_start, new_end))
    lead = 1 if min(old_start, new_start) > 0 and (old_start == old_end or new_start == new_end) else 0
    return Difference(
        before=_quote(before, old_start - lead, old_end),
        after=_quote(after, new_start - lead, new_end),
        around=tuple(new[max(0, new_start - 3) : new_start + 3]),
    )


def find_line(lines: Sequence[str], around: Sequence[str]) -> int:
    """The number of the line with most of some words in a row, from 1; 0 if there is none with the last of them."""
    folded = [[fold(word) for word in words_of(line)] for line in lines]
    for start in range(len(around)):
        wanted = [*around[start:]]
        for number, line in enumerate(folded, 1):
            if any(line[at : at + len(wanted)] == wanted for at in range(len(line) - len(wanted) + 1)):
                return number
    return 0


def _quote(words: Sequence[str], start: int, end: int) -> str:
    more = " …" if end - start > MAX_WORDS else ""
    return join(words[start : min(end, start + MAX_WORDS)]) + more


def join(words: Sequence[str]) -> str:
    """Words as text: without a space before punctuation that follows a word."""
    return re.sub(r"\s+([.,;:!?)\]»”…])", r"\1", " ".join(words))


def show_changes(before: Sequence[str], after: Sequence[str], removed: str, added: str) -> str:
    """What changed between two texts, each given as pieces of HTML: the paragraphs with a change, as HTML.

    Screen readers get the words `removed` and `added` before each change.
    """
    old = [*chain.from_iterable(wording(piece).blocks for piece in before)]
    new = [*chain.from_iterable(wording(piece).blocks for piece in after)]
    labels = f'<span class="vh"> [{escape(removed)}: </span>', f'<span class="vh"> [{escape(added)}: </span>'
    paragraphs: list[str] = []
    matcher = SequenceMatcher(None, [*map(_key, old)], [*map(_key, new)], autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = max(old_end - old_start, new_end - new_start)
        for number in range(pairs):
            first = old[old_start + number] if old_start + number < old_end else ()
            second = new[new_start + number] if new_start + number < new_end else ()
            paragraphs.append(f"<p>{_changes_in(first, second, labels)}</p>")
    return "\n".join(paragraphs)


def _key(block: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, block))


def _changes_in(before: tuple[str, ...], after: tuple[str, ...], labels: tuple[str, str]) -> str:
    """One paragraph with what was removed from it and added to it."""
    if len(before) + len(after) > MAX_BLOCK:
        codes: Sequence[tuple[str, int, int, int, int]] = [("replace", 0, len(before), 0, len(after))]
    else:
        codes = SequenceMatcher(None, _key(before), _key(after), autojunk=False).get_opcodes()
    pieces: list[str] = []
    for kind, old_start, old_end, new_start, new_end in codes:
        if kind == "equal":
            pieces.append(escape(join(after[new_start:new_end])))
            continue
        for tag, label, words in (
            ("del", labels[0], before[old_start:old_end]),
            ("ins", labels[1], after[new_start:new_end]),
        ):
            if words:
                pieces.append(f'<{tag}>{label}{escape(join(words))}<span class="vh">] </span></{tag}>')
    return " ".join(pieces)
