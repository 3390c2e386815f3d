"""Rules on letters and words: repeated words, mixed alphabets, invisible characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

from pressgen.check.text import LintText, word_lists
from pressgen.errors import Problem

_REPEATED = re.compile(r"(?<![\w'’ʻʼ\-.])([^\W\d_]{2,})[ \t\u00a0]+(\1)(?![\w'’ʻʼ\-])", re.IGNORECASE)
_INTENDED = frozenset(chain.from_iterable(word_lists("repeated")))
_WORD = re.compile(r"[^\W\d_]+(?:[ʻʼ’'][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_INVISIBLE = re.compile(r"[\u200b\u2060-\u2064\ufeff\u180e\u115f\u1160\u3164\ufff9-\ufffb]")
_JOINER = re.compile(r"(?<=[A-Za-z\u00c0-\u024f\u0400-\u04ff])[\u200c\u200d](?=[A-Za-z\u00c0-\u024f\u0400-\u04ff])")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_BIDI_MARK = re.compile(r"[\u200e\u200f\u061c]")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def check(text: LintText) -> Iterator[Problem]:
    """The findings of these rules in one text."""
    matter = text.document.matter
    lines = [(text.key_line("title"), matter.title), (text.key_line("summary"), matter.summary)]
    for number, line in (*lines, *text.prose):
        yield from _repeated_words(text, number, line)
        yield from _mixed_scripts(text, number, line)
    for number, line in (*lines, *text.raw):
        yield from _invisible_characters(text, number, line)


def _repeated_words(text: LintText, number: int, line: str) -> Iterator[Problem]:
    for match in _REPEATED.finditer(line):
        word = match[1].casefold()
        # Names can repeat a word (Bora Bora).
        if word not in _INTENDED and match[2].islower():
            yield Problem.at("word-repeated", text.file, number, word=match[2], words=match[0])


def _mixed_scripts(text: LintText, number: int, line: str) -> Iterator[Problem]:
    for match in _WORD.finditer(line) if _LATIN.search(line) and _CYRILLIC.search(line) else ():
        word = match[0]
        if _LATIN.search(word) and _CYRILLIC.search(word):
            minority = min(_LATIN.findall(word), _CYRILLIC.findall(word), key=len)
            script = "latin" if _LATIN.match(minority[0]) else "cyrillic"
            yield Problem.at(f"script-mixed/{script}", text.file, number, word=word, letters=", ".join(minority))


def _invisible_characters(text: LintText, number: int, line: str) -> Iterator[Problem]:
    if line.isascii():
        return
    for match in (*_INVISIBLE.finditer(line), *_JOINER.finditer(line)):
        preceding = _preceding_text(line, match.start())
        yield Problem.at("invisible-character", text.file, number, character=_code_point(match[0]), before=preceding)
        break
    # Direction marks are normal around right-to-left words, but the other controls can hide what a text says.
    controls = [*_BIDI.finditer(line)]
    if not _RIGHT_TO_LEFT.search(line):
        controls += _BIDI_MARK.finditer(line)
    if controls:
        preceding = _preceding_text(line, controls[0].start())
        yield Problem.at("bidi-control", text.file, number, character=_code_point(controls[0][0]), before=preceding)


def _preceding_text(line: str, position: int) -> str:
    return _INVISIBLE.sub("", line[max(0, position - 12) : position]).strip()


def _code_point(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
