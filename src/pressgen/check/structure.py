"""Rules on the structure of a text: levels of headings, header cells of tables, words and addresses of links."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import chain
from urllib.parse import unquote

from pressgen.check.text import LintText, word_lists
from pressgen.errors import Problem

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*(?:\{[^}]*\})?\s*$")
_TABLE = re.compile(r"<table\b.*?</table>", re.S)
_HEAD = re.compile(r"<th\b[^>]*>\s*[^<\s]|<th\b[^>]*>\s*<(?!/th)")
_CELL = re.compile(r"<td\b[^>]*>\s*([^<]+)")
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.S)
_HREF = re.compile(r'\shref="([^"]*)"')
_MAIL = re.compile(r"[^\s@<>,;/]+@[^\s@<>,;/]+\.[^\s@<>,;/.]{2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)([^\s/?#…]+\.[^\s/?#….]{2,})(?:[/?#…]\S*)?", re.IGNORECASE)
_INNER_HOST = re.compile(r"[/=?&]https?:/{1,2}([^\s/?#&]+)", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s().-]{7,30}")
_NO_DIGIT = re.compile(r"\D+")
_EXTENSION = re.compile(r"[;,pw]|%2C")
"""Begins what is dialled after a number."""
_MIN_DIGITS = 7
"""As many digits as numbers of telephones have without codes of countries and towns, which are not always written."""
_TAG = re.compile(r"<[^>]*>")
_SHORTENERS = frozenset(chain.from_iterable(word_lists("shortener")))
_VAGUE_LINK_WORDS = frozenset(chain.from_iterable(word_lists("vague link")))


def check(text: LintText) -> Iterator[Problem]:
    """The findings of these rules in one text."""
    body = text.html
    yield from _headings(text)
    for table in _TABLE.findall(body):
        if not _HEAD.search(table):
            cell = _CELL.search(table)
            line = text.line_of(html.unescape(cell[1].strip())) if cell else 0
            yield Problem.at("table-header", text.file, line)
    for attributes, link in _LINK.findall(body):
        words = " ".join(html.unescape(_TAG.sub("", link)).split())
        href = _HREF.search(attributes)
        target = html.unescape(href[1]) if href else ""
        if words and _leads_elsewhere(words, target):
            shown, told = words[:100], target.removeprefix("mailto:").removeprefix("tel:")[:100]
            yield Problem.at("link-differs", text.file, _line_of_link(text, words), words=shown, target=told)
        if words.casefold().strip(" .,:;!…»«>→") in _VAGUE_LINK_WORDS:
            yield Problem.at("link-words", text.file, _line_of_link(text, words), words=words)


def _leads_elsewhere(words: str, target: str) -> bool:
    """Whether the words of a link are themselves an address or a number, and not that to which it leads."""
    scheme, _, rest = target.partition(":")
    if scheme == "mailto":
        mails = unquote(rest.partition("?")[0]).casefold()
        return bool(_MAIL.fullmatch(words)) and words.casefold() not in mails
    if scheme == "tel":
        digits = _NO_DIGIT.sub("", _EXTENSION.split(rest, maxsplit=1)[0])[-_MIN_DIGITS:]
        return bool(_PHONE.fullmatch(words)) and digits not in _NO_DIGIT.sub("", words)
    shown, meant = _ADDRESS.fullmatch(words), _ADDRESS.match(target)
    if not shown or not meant:
        return False
    one, other = _host(shown[1]), _host(meant[1])
    is_same = f".{one}".endswith(f".{other}") or f".{other}".endswith(f".{one}")
    return not (is_same or _SHORTENERS & {one, other} or one in _hosts_within(target) or other in _hosts_within(words))


def _hosts_within(address: str) -> list[str]:
    """The hosts of addresses in an address, as archives, translators and mail filters have those of others."""
    return [_host(host) for host in _INNER_HOST.findall(unquote(address))]


def _host(written: str) -> str:
    """The host of an address, however it is written."""
    host = written.rpartition("@")[2].partition(":")[0].rstrip(".,;").casefold().removeprefix("www.")
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


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
