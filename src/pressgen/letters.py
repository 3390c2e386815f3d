"""Letters that cannot be seen, or look like letters of another alphabet: replace or name them; lines of a source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

# Cyrillic and Greek letters that look like Latin ones.
_LATIN_LOOK_ALIKES = dict(
    zip("аеорсухіјѕһԁԛԝкмтпгвАВЕКМНОРСТУХІЈЅαοντυικρ", "aeopcyxijshdqwkmtnrbABEKMHOPCTYXIJSaovtuikp", strict=True)
)
# Controls of the direction of writing turn the rest of a message round.
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = frozenset(f"\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff{_DIRECTIONS}")
# Terminals obey control characters, so a picture of each is printed. Tabs stay.
_VISIBLE = (
    {code: chr(0x2400 + code) for code in range(32) if code != 9}
    | {0x7F: "\u2421"}
    | dict.fromkeys(range(0x80, 0xA0), "\ufffd")
    | {ord(control): f"[U+{ord(control):04X}]" for control in _DIRECTIONS}
)
# Persian and Indian scripts need the joiners, Hebrew and Arabic the marks.
_NEEDED_IN_SCRIPTS = frozenset("\u200c\u200d\u200e\u200f")
_WORD = re.compile(r"[^\W\d_]+")
SPELLED = r"A-Za-z\u00c0-\u024f\u0370-\u058f"
"""The letters, in a pattern, of scripts with a space between words; behind one, a backtick is an apostrophe."""


def source_lines(text: str) -> list[str]:
    """The lines of a text as editors and messages count them: a separator of Unicode or a form feed ends none."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n") if text else []


def splice(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """The text with other words from one index to another; such changes are in order and apart."""
    pieces: list[str] = []
    at = 0
    for start, end, words in changes:
        pieces += (text[at:start], words)
        at = end
    return "".join((*pieces, text[at:]))


def lines_at(text: str, indexes: Iterable[int]) -> Iterator[int]:
    """The line, from 0, at each index of a text; the indexes are in order."""
    line = start = 0
    for index in indexes:
        line += text.count("\n", start, index)
        start = index
        yield line


def visible_line(line: str) -> str:
    """A line of a source as it can be printed, whatever is in it."""
    return line.translate(_VISIBLE) if not (line.isascii() and line.isprintable()) else line


def latinize(name: str) -> str:
    """A name with Latin letters in place of those that look like them, without invisible characters."""
    letters = unicodedata.normalize("NFKC", name)
    return "".join(_LATIN_LOOK_ALIKES.get(letter, letter) for letter in letters if letter not in _INVISIBLE)


def reveal(text: str) -> str:
    """Text for a message: an invisible character is `[U+200B]`, and a look-alike in a Latin word has its number.

    A word of Latin and other letters counts only if each of the others looks like a Latin one: not `COVID-19га`.
    """
    if text.isascii():
        return text
    is_latin = all(character.isascii() for character in text if character.isalpha())
    invisible = _INVISIBLE if is_latin else _INVISIBLE - _NEEDED_IN_SCRIPTS
    visible_text = "".join(f"[U+{ord(each):04X}]" if each in invisible else each for each in text)
    return _WORD.sub(_with_numbers, visible_text)


def _with_numbers(word: re.Match[str]) -> str:
    foreign_letters = {letter for letter in word[0] if not letter.isascii()}
    is_foreign_word = len(foreign_letters) == len({*word[0]})
    if not foreign_letters or is_foreign_word or not foreign_letters <= _LATIN_LOOK_ALIKES.keys():
        return word[0]
    return "".join(f"{letter}[U+{ord(letter):04X}]" if letter in foreign_letters else letter for letter in word[0])
