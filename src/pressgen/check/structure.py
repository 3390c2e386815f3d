"""Rules on the structure of a text: levels of headings, header cells of tables, words of links."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pressgen.check.text import LintText
from pressgen.errors import Problem

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*(?:\{[^}]*\})?\s*$")
_TABLE = re.compile(r"<table\b.*?</table>", re.S)
_HEAD = re.compile(r"<th\b[^>]*>\s*[^<\s]|<th\b[^>]*>\s*<(?!/th)")
_CELL = re.compile(r"<td\b[^>]*>\s*([^<]+)")
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.S)
_TAG = re.compile(r"<[^>]*>")
_VAGUE_LINK_WORDS = frozenset(
    (
        "here", "click here", "click", "this", "link", "this link", "this page", "read more", "more", "learn more",
        "see here", "read here", "find out more", "more info", "more information", "details",
        "здесь", "тут", "сюда", "по ссылке", "по этой ссылке", "ссылка", "нажмите здесь", "нажмите сюда",
        "подробнее", "далее", "читать далее", "читать дальше", "эта ссылка", "перейти", "кликните здесь",
        "bu yerda", "bu yerga", "shu yerda", "shu yerga", "shu yerdan", "havola", "ushbu havola", "batafsil", "davomi",
        "bu yerni bosing", "shu yerni bosing", "havola orqali", "ushbu havola orqali",
        "бу ерда", "бу ерга", "шу ерда", "шу ерга", "шу ердан", "ҳавола", "ушбу ҳавола", "батафсил", "давоми",
        "бу ерни босинг", "шу ерни босинг",
    )
)  # fmt: skip


def check(text: LintText) -> Iterator[Problem]:
    """The findings of these rules in one text."""
    body = text.html
    yield from _headings(text)
    for table in _TABLE.findall(body):
        if not _HEAD.search(table):
            cell = _CELL.search(table)
            line = text.line_of(html.unescape(cell[1].strip())) if cell else 0
            yield Problem.at("table-header", text.file, line)
    for link in _LINK.findall(body):
        words = _visible_text(link)
        if words.casefold().strip(" .,:;!…»«>→") in _VAGUE_LINK_WORDS:
            yield Problem.at("link-words", text.file, _line_of_link(text, words), words=words)


def _line_of_link(text: LintText, words: str) -> int:
    # The words may be on two lines, or contain markup.
    first = words.split()[0]
    return text.line_of(f"[{words}") or text.line_of(words) or text.line_of(f"[{first}") or text.line_of(first)


def _headings(text: LintText) -> Iterator[Problem]:
    # From the source: in the HTML, the levels are already corrected.
    previous = 0
    for number, line in text.raw:
        match = _HEADING.match(line)
        if match is None:
            continue
        depth = len(match[1])
        if previous and depth > previous + 1:
            yield Problem.at(
                "heading-order", text.file, number,
                heading=match[2][:60], level=depth, before=previous, wanted=previous + 1, marks="#" * (previous + 1),
            )  # fmt: skip
        previous = depth


def _visible_text(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())
