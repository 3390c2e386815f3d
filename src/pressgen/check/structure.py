"""Rules on the shape of a text: order of headings, heads of tables, words of links."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pressgen.check.text import Text
from pressgen.errors import Problem

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*(?:\{[^}]*\})?\s*$")
_TABLE = re.compile(r"<table\b.*?</table>", re.S)
_HEAD = re.compile(r"<th\b[^>]*>\s*[^<\s]|<th\b[^>]*>\s*<(?!/th)")
_CELL = re.compile(r"<td\b[^>]*>\s*([^<]+)")
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.S)
_TAG = re.compile(r"<[^>]*>")
_EMPTY_WORDS = frozenset(
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


def check(text: Text) -> Iterator[Problem]:
    """What these rules find in one text."""
    body = text.html
    yield from _headings(text)
    for table in _TABLE.findall(body):
        if not _HEAD.search(table):
            cell = _CELL.search(table)
            line = text.line_of(html.unescape(cell[1].strip())) if cell else 0
            yield Problem.at("table-header", text.file, line)
    for link in _LINK.findall(body):
        words = _plain(link)
        if words.casefold().strip(" .,:;!…»«>→") in _EMPTY_WORDS:
            yield Problem.at("link-words", text.file, _line_of_link(text, words), words=words)


def _line_of_link(text: Text, words: str) -> int:
    # The words may be broken over two lines, or be marked up.
    first = words.split()[0]
    return text.line_of(f"[{words}") or text.line_of(words) or text.line_of(f"[{first}") or text.line_of(first)


def _headings(text: Text) -> Iterator[Problem]:
    # Read as written: pages show the levels mended, which says nothing of what was meant.
    last = 0
    for number, line in text.raw:
        found = _HEADING.match(line)
        if found is None:
            continue
        depth = len(found[1])
        if last and depth > last + 1:
            yield Problem.at(
                "heading-order", text.file, number,
                heading=found[2][:60], level=depth, before=last, wanted=last + 1, marks="#" * (last + 1),
            )  # fmt: skip
        last = depth


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())
