"""The rule on a release line ("For immediate release") that contradicts an embargo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from pressgen.check.text import LintText
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


def check(text: LintText, instant: datetime) -> Iterator[Problem]:
    """The findings of this rule in one text: at the first release line, since a release has one."""
    for number, line in text.prose:
        if not _IMMEDIATE.search(line):
            continue
        embargo_line = next((number for number, words in text.prose if _EMBARGO.search(words)), 0)
        document = text.document
        words = line.strip()[:60]
        if embargo_line:
            yield Problem.at("immediate-embargo", text.file, number, words=words, line=embargo_line)
        elif isinstance(document, Post) and document.date.at > instant:
            date = f"{document.date.at:%Y-%m-%d %H:%M}"
            yield Problem.at("immediate-embargo/date", text.file, number, words=words, date=date)
        return
