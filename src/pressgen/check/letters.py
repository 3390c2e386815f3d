"""Rules on letters and words: doubled words, mixed alphabets, characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pressgen.check import rules
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
            message = f"The word “{found[2]}” stands twice: “{found[0]}”."
            yield rules.WORD_REPEATED.at(text.file, number, message, "Delete one of the two.")


def _mixed(text: Text, number: int, line: str) -> Iterator[Problem]:
    for found in _WORD.finditer(line):
        word = found[0]
        if _LATIN.search(word) and _CYRILLIC.search(word):
            few = min(_LATIN.findall(word), _CYRILLIC.findall(word), key=len)
            script = "Latin" if _LATIN.match(few[0]) else "Cyrillic"
            message = f"In “{word}” Latin and Cyrillic letters are mixed: {script} “{'”, “'.join(few)}”."
            hint = "Type the word anew in one alphabet; searching does not find it as it is."
            yield rules.SCRIPT_MIXED.at(text.file, number, message, hint)


def _unseen(text: Text, number: int, line: str) -> Iterator[Problem]:
    for found in (*_INVISIBLE.finditer(line), *_JOINER.finditer(line)):
        message = f"An invisible character ({_name(found[0])}) stands after “{_before(line, found.start())}”."
        yield rules.INVISIBLE.at(text.file, number, message, "Delete it; it hides the word from search.")
        break
    controls = [*_BIDI.finditer(line)]
    if not _RIGHT_TO_LEFT.search(line):
        controls += _BIDI_MARK.finditer(line)
    if controls:
        first = controls[0]
        message = (
            f"A control for the direction of writing ({_name(first[0])}) stands after “{_before(line, first.start())}”."
        )
        yield rules.BIDI.at(
            text.file, number, message, "Delete it; it can make a text read otherwise than it is written."
        )


def _before(line: str, at: int) -> str:
    return _INVISIBLE.sub("", line[max(0, at - 12) : at]).strip()


def _name(sign: str) -> str:
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()
