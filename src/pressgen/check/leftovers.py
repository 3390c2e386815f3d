"""Rules on what a draft leaves behind: placeholders, and a release line that contradicts an embargo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from pressgen.check import rules
from pressgen.check.text import Text
from pressgen.errors import Problem
from pressgen.model import Post

_PLACEHOLDER = re.compile(
    r"(?<![\w$.-])(?:TK+|TKTK|TODO|FIXME|TBC|TBD|[Xx]{3,}|[ХX]{3,})(?![\w.-]*\w)"
    r"|(?i:\blorem ipsum\b)"
    r"|\[(?i:insert|your|add|name of|date of|place|quote|вставить|вставьте|указать|укажите|ваш\w*|дополнить|"
    r"kiriting|qoʻying|qo'ying|qoʻshing|yozing|киритинг|қўйинг|қўшинг|ёзинг)\b[^\]\n]{0,60}\](?![(\[:])"
    r"|\[[^\]\n]{1,40} (?i:kiriting|qoʻying|qo'ying|yozing|киритинг|қўйинг|ёзинг)\](?![(\[:])"
)
_IMMEDIATE = re.compile(
    r"for immediate release|для немедленн\w+ (?:публикации|распространения)|"
    r"darhol (?:eʼlon|e'lon|e’lon) qilish uchun|дарҳол эълон қилиш учун",
    re.IGNORECASE,
)
_EMBARGO = re.compile(
    r"\bembargo(?:ed)?\b|\bnot for (?:release|publication) before\b|\bэмбарго\b|не публиковать до|"
    r"\bembargo\w*|(?:eʼlon|e'lon|e’lon) qilinmasin|эълон қилинмасин",
    re.IGNORECASE,
)


def check(text: Text, instant: datetime) -> Iterator[Problem]:
    """What these rules find in one text."""
    matter = text.document.matter
    lines = [(text.key_line("title"), matter.title), (text.key_line("summary"), matter.summary)]
    for number, line in (*lines, *text.prose):
        for found in _PLACEHOLDER.finditer(line):
            message = f"“{found[0]}” was left behind."
            yield rules.PLACEHOLDER.at(text.file, number, message, "Write what belongs there, or delete it.")
    yield from _immediate(text, instant)


def _immediate(text: Text, instant: datetime) -> Iterator[Problem]:
    for number, line in text.prose:
        if not _IMMEDIATE.search(line):
            continue
        embargo = next((other for other, words in text.prose if _EMBARGO.search(words)), 0)
        document = text.document
        later = isinstance(document, Post) and document.date.at > instant
        if embargo or later:
            why = f"line {embargo} speaks of an embargo" if embargo else f"the release is dated {_shown(document)}"
            message = f"“{line.strip()[:60]}” stands here, but {why}."
            yield rules.IMMEDIATE_EMBARGO.at(text.file, number, message, "Keep one of the two.")
        return


def _shown(document: object) -> str:
    return f"{document.date.at:%Y-%m-%d %H:%M}" if isinstance(document, Post) else ""
