"""Addresses in text become links: of web pages, of mail boxes, and telephone numbers in international form."""

from __future__ import annotations

import html
import re

from pressgen.content.markdown.rendering import MOST_LINKS, TooLargeError, escape_attribute

# The punctuation of Chinese and Japanese, which no space follows.
_WIDE = "、。，；：！？（）【】《》「」『』"
# What may stand before an address, as in GitHub Flavored Markdown 6.9: no letter, digit or part of another address.
_ADDRESS = re.compile(
    r"(?:(?<![\w/@.+=&-])|(?<=\d/)(?=\+))(?:"
    rf"(?P<web>(?:https?://|www\.(?=\w))[^\s<>\"“”„«»\\^`{{|}}{_WIDE}]+)"
    r"|(?P<mail>[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,8}+)(?![\w@])"
    r"|(?P<phone>\+\d(?:[ \u00a0\u202f\u2011\u2013()-]{0,2}\d){8,14})(?!\d))",
    re.IGNORECASE,
)
SIGNS = ("://", "@", "+", "www.")
"""One of these is in every text with an address."""
_LONGEST = 4_000
"""Characters of an address of the web. Servers refuse longer ones, so what is longer is none."""
_HOST = re.compile(r"(?:https?://)?([^/?#]*)", re.IGNORECASE)
_CLOSING = frozenset("?!.,:*_~'’…;")
# In blocks of HTML; comments are passed over.
_BRACKETED = re.compile(
    r"<!--(?:(?!-->|<!--).)*+-->|<[a-z][a-z0-9-]*+(?=\s)(?:\s++[^\s\"'<>=]++(?:=(?:\"[^\"]*+\"|'[^']*+'|[^\s<>]++))?+)*+\s*+/?>"
    r"|<(?P<address>(?:[a-z][a-z0-9+.-]{0,31}://|mailto:|tel:|www\.)[^\s<>]+"
    r"|(?P<mail>[a-z0-9._+-]{1,64}@[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,8}+))>",
    re.IGNORECASE | re.DOTALL,
)
_THOUSANDS = re.compile(r"\+\d{1,3}(?:[ \u00a0\u202f]\d{3})+")


def signs_in(text: str) -> list[str]:
    """The signs of addresses in a text; without any, it is not worth looking for addresses."""
    return [sign for sign in SIGNS if sign in text]


def with_links(text: str) -> str:
    """Plain text as HTML, its addresses as links."""
    pieces: list[str] = []
    at = 0
    for address in _ADDRESS.finditer(text):
        text_of_link = address.group()
        if address["web"]:
            text_of_link = _web(text_of_link) if len(text_of_link) <= _LONGEST else ""
            href = text_of_link if text_of_link[:4].lower() == "http" else f"http://{text_of_link}"
        elif address["mail"]:
            href = f"mailto:{text_of_link}" if text_of_link[-1] not in "-_" else ""
        else:
            href = _telephone(text_of_link)
        if text_of_link and href:
            pieces += (
                html.escape(text[at : address.start()], quote=False),
                f'<a href="{escape_attribute(href)}">{html.escape(text_of_link, quote=False)}</a>',
            )
            at = address.start() + len(text_of_link)
            if len(pieces) > 2 * MOST_LINKS:
                raise TooLargeError
    pieces.append(html.escape(text[at:], quote=False))
    return "".join(pieces)


def with_bracketed(raw: str) -> str:
    """HTML of an author in which `<https://…>` is a link, as in Markdown: browsers read an element without words."""
    return _BRACKETED.sub(_bracketed, raw)


def _bracketed(match: re.Match[str]) -> str:
    address = match["address"]
    if not address:
        return match[0]
    scheme = "mailto:" if match["mail"] else "http://" if address[:4].lower() == "www." else ""
    # Without quotation marks it cannot end an attribute that holds it.
    href = html.escape(html.unescape(f"{scheme}{address}"))
    return f"<a href={href}>{address}</a>"


def _web(address: str) -> str:
    """The address without the punctuation of the sentence around it, or "" if it has no host."""
    end = len(address)
    # Addresses of encyclopaedias end in brackets of their own; one that is never opened belongs to the sentence.
    spare = {close: address.count(close) - address.count(opening) for opening, close in ("()", "[]")}
    while end and (address[end - 1] in _CLOSING or spare.get(address[end - 1], 0) > 0):
        end -= 1
        if address[end] in spare:
            spare[address[end]] -= 1
    address = address[:end]
    host = _HOST.match(address)
    return address if host and "." in host[1].strip(".") and host[1][:1].isalnum() else ""


def _telephone(number: str) -> str:
    """The tel: address of a number, or "" where it may as well be an amount: +1 000 000 000."""
    digits = re.sub(r"\D", "", number)
    if _THOUSANDS.fullmatch(number) and not digits.startswith("998"):
        return ""
    return f"tel:+{digits}"
