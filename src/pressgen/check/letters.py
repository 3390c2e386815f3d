"""Rules on letters and words: doubled words, mixed alphabets, characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pressgen.check.text import Text
from pressgen.errors import Problem

_TWICE = re.compile(r"(?<![\w'’ʻʼ\-.])([^\W\d_]{2,})[ \t\u00a0]+(\1)(?![\w'’ʻʼ\-])", re.IGNORECASE)
_MEANT = frozenset(
    (
        "that", "had", "bye", "ha", "la", "no", "so", "very", "blah",
        "чуть", "еле", "едва", "много", "давно", "очень", "да", "нет",
        "tez", "sekin", "asta", "bir", "kam", "har", "oz", "qator", "necha",
        "тез", "секин", "аста", "бир", "кам", "ҳар", "оз", "қатор", "неча",
    )
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:[ʻʼ’'][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_INVISIBLE = re.compile(r"[\u200b\u2060-\u2064\ufeff\u180e\u115f\u1160\u3164\ufff9-\ufffb]")
_JOINER = re.compile(r"(?<=[A-Za-z\u00c0-\u024f\u0400-\u04ff])[\u200c\u200d](?=[A-Za-z\u00c0-\u024f\u0400-\u04ff])")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_BIDI_MARK = re.compile(r"[\u200e\u200f\u061c]")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def check(text: Text) -> Iterator[Problem]:
    """What these rules find in one text."""
    matter = text.document.matter
    lines = [(text.key_line("title"), matter.title), (text.key_line("summary"), matter.summary)]
    for number, line in (*lines, *text.prose):
        yield from _twice(text, number, line)
        yield from _mixed(text, number, line)
    for number, line in (*lines, *text.raw):
        yield from _unseen(text, number, line)


def _twice(text: Text, number: int, line: str) -> Iterator[Problem]:
    for found in _TWICE.finditer(line):
        word = found[1].casefold()
        # Names double themselves (Bora Bora); ordinary words do not.
        if word not in _MEANT and found[2].islower():
            yield Problem.at("word-repeated", text.file, number, word=found[2], words=found[0])


def _mixed(text: Text, number: int, line: str) -> Iterator[Problem]:
    for found in _WORD.finditer(line):
        word = found[0]
        if _LATIN.search(word) and _CYRILLIC.search(word):
            few = min(_LATIN.findall(word), _CYRILLIC.findall(word), key=len)
            script = "latin" if _LATIN.match(few[0]) else "cyrillic"
            yield Problem.at(f"script-mixed/{script}", text.file, number, word=word, letters=", ".join(few))


def _unseen(text: Text, number: int, line: str) -> Iterator[Problem]:
    for found in (*_INVISIBLE.finditer(line), *_JOINER.finditer(line)):
        before = _before(line, found.start())
        yield Problem.at("invisible-character", text.file, number, character=_name(found[0]), before=before)
        break
    controls = [*_BIDI.finditer(line)]
    if not _RIGHT_TO_LEFT.search(line):
        controls += _BIDI_MARK.finditer(line)
    if controls:
        before = _before(line, controls[0].start())
        yield Problem.at("bidi-control", text.file, number, character=_name(controls[0][0]), before=before)


def _before(line: str, at: int) -> str:
    return _INVISIBLE.sub("", line[max(0, at - 12) : at]).strip()


def _name(sign: str) -> str:
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()
