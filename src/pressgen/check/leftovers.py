"""The rule on a release line that contradicts an embargo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from pressgen.check.text import Text
from pressgen.errors import Problem
from pressgen.model import Post

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
    """What the rule finds in one text."""
    for number, line in text.prose:
        if not _IMMEDIATE.search(line):
            continue
        embargo = next((other for other, words in text.prose if _EMBARGO.search(words)), 0)
        document = text.document
        words = line.strip()[:60]
        if embargo:
            yield Problem.at("immediate-embargo", text.file, number, words=words, line=embargo)
        elif isinstance(document, Post) and document.date.at > instant:
            date = f"{document.date.at:%Y-%m-%d %H:%M}"
            yield Problem.at("immediate-embargo/date", text.file, number, words=words, date=date)
        return
