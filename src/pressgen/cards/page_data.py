"""What a page elsewhere says of itself: its title, its author and a picture, from oEmbed or Open Graph."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote, urljoin

from msgspec import Struct

from pressgen.content.text.embeds import Embed
from pressgen.content.text.excerpt import cut
from pressgen.version import __version__
from pressgen.web import WebError
from pressgen.web import fetch as fetch

# Several sites give programs that do not look like a browser no page.
AGENT = f"Mozilla/5.0 (compatible; pressgen/{__version__}; cards)"
MAX_PAGE = 4 * 2**20
"""Bytes of a page, or of the answer of oEmbed."""
MAX_TITLE = 160
"""Characters of a title, and of an author; what is longer is cut at a word."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]+)", re.I)
_TAG = re.compile(r"<[^>]*>")


class PageData(Struct, frozen=True):
    """What a page says of itself; `picture` is the address of a picture, empty if it names none."""

    title: str
    author: str = ""
    picture: str = ""


def page_data(embed: Embed) -> PageData:
    """What a page says of itself; raises WebError, with the case `data` if it says no title."""
    if not embed.oembed:
        return _open_graph(embed)
    try:
        return _oembed(embed)
    except WebError as error:
        # Who forbids to embed a film may still have a page that names it.
        if error.case not in ("status", "data") or error.reason == "404":
            raise
        return _open_graph(embed)


def _oembed(embed: Embed) -> PageData:
    address = f"{embed.oembed}?format=json&omit_script=1&url={quote(embed.address, safe='')}"
    answer = fetch(address, AGENT, "application/json", MAX_PAGE)
    try:
        values = json.loads(answer.data)
    # Hostile answers are nested without end.
    except (ValueError, RecursionError) as error:
        raise WebError("data", "") from error
    texts = {key: value for key, value in values.items() if isinstance(value, str)} if isinstance(values, dict) else {}
    title = texts.get("title") or _first_paragraph(texts.get("html", ""))
    if not _line(title):
        raise WebError("data", "")
    return PageData(
        _line(title), _line(texts.get("author_name", "")), _address(texts.get("thumbnail_url", ""), address)
    )


def _first_paragraph(html: str) -> str:
    """The words of a post, which X gives as a quotation only."""
    paragraph = re.search(r"<p[^>]*>(.*?)</p>", html, re.S)
    return unescape(_TAG.sub(" ", re.sub(r"<br[^>]*>", " ", paragraph[1]))) if paragraph else ""


def _open_graph(embed: Embed) -> PageData:
    answer = fetch(embed.address, AGENT, "text/html", MAX_PAGE)
    declared = _CHARSET.search(answer.data[:4096])
    charset = answer.charset or (declared[1].decode("ascii", "replace") if declared else "utf-8")
    try:
        text = answer.data.decode(charset, "replace")
    # Some encodings of Python are none of text.
    except (LookupError, ValueError):
        text = answer.data.decode("utf-8", "replace")
    head = _Head()
    # The parser gives up at some declarations; what it has read until then counts.
    with suppress(AssertionError):
        head.feed(text)
    values = head.values
    title, author = values.get("og:title") or values.get("twitter:title") or head.title, values.get("author", "")
    if embed.kind == "post" and values.get("og:description"):
        # Of a post, the title is who wrote it.
        title, author = values["og:description"], title
    if not _line(title):
        raise WebError("data", "")
    picture = values.get("og:image") or values.get("twitter:image") or ""
    return PageData(_line(title), _line(author), _address(picture, answer.url))


class _Head(HTMLParser):
    """Reads the title and the meta elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.title = ""
        self._is_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a meta element; the first of each name counts."""
        self._is_title = tag == "title" and not self.title
        if tag == "meta":
            attributes = {name: value or "" for name, value in attrs}
            name = (attributes.get("property") or attributes.get("name") or "").lower()
            self.values.setdefault(name, attributes.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        """Note the end of the title."""
        self._is_title = self._is_title and tag != "title"

    def handle_data(self, data: str) -> None:
        """Note the words of the title."""
        if self._is_title:
            self.title += data


def _line(text: str) -> str:
    """A text on one line, without control characters, cut at a word if it is long."""
    words = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", " ", text).split())
    return cut(words, MAX_TITLE)


def _address(written: str, page: str) -> str:
    """The whole address of a picture; empty if it is none."""
    try:
        address = urljoin(page, written.strip()) if written.strip() else ""
    except ValueError:
        return ""
    return address if address.startswith(("https://", "http://")) else ""
