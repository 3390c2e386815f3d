"""The only place where an address is made: slugs, output paths, hrefs and absolute URLs."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote, urlsplit

from msgspec import Struct

# Said in words, so that C, C++ and C# stay three tags and "100%" keeps its meaning.
SYMBOLS = {"+": "plus", "#": "sharp", "%": "percent", "&": "and", "@": "at", "$": "dollar", "€": "euro", "№": "no"}
# Names that Windows keeps for devices, whatever their extension.
DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
SLUG_BYTES = 100
JOINERS = "'’‘`´ʻʼ\u200c\u200d"  # apostrophes and joiners stand inside a word and do not part it


_PLAIN_SIGNS = "%:/?@!$&'()*+,;=~"
"""What stands in a URI as it is, with letters and digits; # only once, and [ and ] only in a host."""
_URI_PART = r"(?:[A-Za-z0-9:/?@!$&'()*+,;=._~-]|%[0-9A-Fa-f]{2})*"
URI = re.compile(f"{_URI_PART}(?:#{_URI_PART})?")
"""Addresses that are URIs already; those with a host in brackets aside."""
ADDRESS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*:)?(//)([^/?#]*))?([^#]*)(#?)(.*)", re.S)
LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")
PLAIN_PATH = re.compile(r"(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*/)*[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
"""Paths that every file system takes as they are."""
PLAIN_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Address(Struct, frozen=True):
    """Where the site lives: scheme and host, and the base path with its slashes (`/` or `/news/`)."""

    origin: str
    base_path: str

    def href(self, path: str) -> str:
        """Root-relative address of an output file, an IRI (RFC 3987).

        Letters, marks and digits of every script stand as they are, so that readers can read the
        address and pages stay small; all other signs are percent-encoded.
        """
        return self.base_path + _shown(path)

    def url(self, path: str) -> str:
        """Absolute address of an output file."""
        return self.origin + self.href(path)


@lru_cache(maxsize=1 << 14)
def uri(address: str) -> str:
    """An address as a URI (RFC 3986), for machines: percent-encoded, its host in ASCII (RFC 5891)."""
    if URI.fullmatch(address):
        return address
    scheme, slashes, host, path, sign, fragment = ADDRESS.fullmatch(address).groups("")  # type: ignore[union-attr]
    return f"{scheme}{slashes}{_host(host)}{_percents(path)}{sign}{_percents(fragment)}"


def _host(host: str) -> str:
    """A host, perhaps with a user and a port, in ASCII."""
    return "".join(part if part.isascii() else _ascii(part) for part in re.split("([:@])", host))


def _ascii(name: str) -> str:
    try:
        return name.encode("idna").decode()
    except UnicodeError:  # no host of the web, but nothing to be decided here
        return quote(name, safe=_PLAIN_SIGNS)


def _percents(part: str) -> str:
    return quote(LONE_PERCENT.sub("%25", part), safe=_PLAIN_SIGNS)


def address_of(url: str) -> Address:
    """The parts of the settings' `url`; a missing last slash is added."""
    parts = urlsplit(url)
    return Address(f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/") + "/")


@lru_cache(maxsize=1 << 16)
def _shown(path: str) -> str:
    is_index = path.endswith("/index.html") or path == "index.html"
    shown = path.removesuffix("index.html") if is_index else path
    return shown if PLAIN.fullmatch(shown) else "".join(map(_encoded, shown))


def _encoded(sign: str) -> str:
    is_letter = not sign.isascii() and unicodedata.category(sign)[0] in "LNM"
    return sign if is_letter else quote(sign, safe="/-._~")


@lru_cache(maxsize=1 << 16)
def slugify(text: str, most: int = SLUG_BYTES) -> str:
    """A path segment in lower case that is never empty, of at most 100 bytes or as many as are given.

    Letters and digits of every script stay (NFC, case folded); other signs part words. A longer one is cut at a word
    and ends in a digest of the whole, so that names that begin alike stay apart.
    """
    if PLAIN_SLUG.fullmatch(text) and len(text) <= most and text not in DEVICES:
        return text
    spoken = "".join(f" {SYMBOLS[sign]} " if sign in SYMBOLS else sign for sign in text)
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", spoken).casefold())
    kept = (
        "" if sign in JOINERS else sign if unicodedata.category(sign)[0] in "LNM" else " "
        for sign in folded
    )  # fmt: skip
    words = "".join(kept).split()
    if not words:
        words = [f"u{ord(sign):x}" for sign in text if not sign.isspace()] or ["untitled"]
    slug = _cut(words, most)
    return slug + "-" if slug in DEVICES else slug


def _cut(words: list[str], most: int) -> str:
    whole = "-".join(words)
    if len(whole.encode()) <= most:
        return whole
    end = "-" + hashlib.sha256(whole.encode()).hexdigest()[:8]
    most -= len(end)
    slug = words[0].encode()[:most].decode(errors="ignore")
    for word in words[1:]:
        if len(f"{slug}-{word}".encode()) > most:
            break
        slug = f"{slug}-{word}"
    return slug + end


def folded(path: str) -> str:
    """A path as the least exact file system sees it: case, Unicode form, last dots and blanks ignored."""
    if PLAIN_PATH.fullmatch(path):
        return path
    decomposed = unicodedata.normalize("NFC", unicodedata.normalize("NFKD", path).casefold())
    return "/".join(part.rstrip(". ") or part for part in decomposed.split("/"))


def release_path(pattern: str, prefix: str, slug: str, date: datetime) -> str:
    """Output path of a release from the settings' permalink pattern; the day is the site's own."""
    filled = pattern.format(year=f"{date.year:04}", month=f"{date.month:02}", day=f"{date.day:02}", slug=slug)
    return prefix + permalink_path(filled)


def permalink_path(permalink: str) -> str:
    """Output path of an address: `/a/b/` and `/a/b` are a folder's index, `/a/b.html` is a file."""
    path = permalink.strip("/")
    if permalink.endswith((".html", ".htm")):
        return path
    return f"{path}/index.html" if path else "index.html"
