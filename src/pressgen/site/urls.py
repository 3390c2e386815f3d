"""Slugs, output paths, hrefs and absolute URLs: every address of the site is formed here."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote, urlsplit

from msgspec import Struct

# In words, so that C, C++ and C# stay three tags and "100%" keeps its meaning.
SYMBOLS = {"+": "plus", "#": "sharp", "%": "percent", "&": "and", "@": "at", "$": "dollar", "€": "euro", "№": "no"}
# Windows reserves these names for devices, whatever their extension.
DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
# File systems take names of 255 bytes; this leaves room for a date, a number and an extension.
SLUG_BYTES = 100
# Apostrophes and joiners are inside a word (oʻzbek), so that no hyphen replaces them.
JOINERS = "'’‘`´ʻʼ\u200c\u200d"
# Not percent-encoded in a URI, like letters and digits; # is there only once, and [ and ] only in a host.
_PLAIN_SIGNS = "%:/?@!$&'()*+,;=~"
_URI_PART = r"(?:[A-Za-z0-9:/?@!$&'()*+,;=._~-]++|%[0-9A-Fa-f]{2})*+"
# Addresses that are URIs already, those with a host in brackets aside.
URI = re.compile(f"{_URI_PART}(?:#{_URI_PART})?")
ADDRESS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*:)?(//)([^/?#]*))?([^#]*)(#?)(.*)", re.S)
LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# Most paths and slugs are of these forms, for which nothing has to be done.
PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")
# Without a way back: the paths of all outputs are one text, and each possible way back would be kept in memory.
PLAIN_PATH = re.compile(r"(?:[a-z0-9_-]++[./])*+[a-z0-9_-]++")
PLAIN_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Address(Struct, frozen=True):
    """Where the site lives: scheme and host, and the base path with its slashes (`/` or `/news/`)."""

    origin: str
    base_path: str

    def href(self, path: str) -> str:
        """Root-relative address of an output file, an IRI (RFC 3987).

        Letters, marks and digits of every script are not encoded, so that people can read the address and
        pages stay small; all other characters are percent-encoded.
        """
        return self.base_path + _iri_path(path)

    def url(self, path: str) -> str:
        """Absolute address of an output file."""
        return self.origin + self.href(path)

    def with_base(self, target: str) -> str:
        """A root-relative address, in front of it the base path if it lacks that."""
        return target if target.startswith(self.base_path) else self.base_path[:-1] + target


def uri(address: str) -> str:
    """An address as a URI (RFC 3986), for machines: percent-encoded, its host in ASCII (RFC 5891)."""
    return address if URI.fullmatch(address) else _encoded_address(address)


@lru_cache(maxsize=1 << 14)
def _encoded_address(address: str) -> str:
    scheme, slashes, host, path, sign, fragment = ADDRESS.fullmatch(address).groups("")  # type: ignore[union-attr]
    return f"{scheme}{slashes}{_ascii_host(host)}{_percent_encode(path)}{sign}{_percent_encode(fragment)}"


def _ascii_host(host: str) -> str:
    """A host, perhaps with a user and a port, in ASCII."""
    return "".join(part if part.isascii() else _ascii_name(part) for part in re.split("([:@])", host))


def _ascii_name(name: str) -> str:
    try:
        return name.encode("idna").decode()
    # Not a valid host name, but settings and front matter are checked elsewhere.
    except UnicodeError:
        return quote(name, safe=_PLAIN_SIGNS)


def _percent_encode(part: str) -> str:
    return quote(LONE_PERCENT.sub("%25", part), safe=_PLAIN_SIGNS)


def address_of(url: str) -> Address:
    """The parts of the settings' `url`; a missing last slash is added."""
    url_split = urlsplit(url)
    return Address(f"{url_split.scheme}://{url_split.netloc}", url_split.path.rstrip("/") + "/")


def _iri_path(path: str) -> str:
    is_index = path.endswith("/index.html") or path == "index.html"
    address = path.removesuffix("index.html") if is_index else path
    return address if PLAIN.fullmatch(address) else _encoded_path(address)


@lru_cache(maxsize=1 << 16)
def _encoded_path(path: str) -> str:
    return "".join(map(_encode, path))


def _encode(char: str) -> str:
    is_letter = not char.isascii() and unicodedata.category(char)[0] in "LNM"
    return char if is_letter else quote(char, safe="/-._~")


def slugify(text: str, max_bytes: int = SLUG_BYTES) -> str:
    """A path segment in lower case, never empty and of at most `max_bytes`.

    Letters and digits of every script stay (NFC, case folded); other characters separate words. A longer slug is cut
    at a word and ends in a digest of the full one, so that titles with the same beginning get different slugs.
    """
    if PLAIN_SLUG.fullmatch(text) and len(text) <= max_bytes and text not in DEVICES:
        return text
    return _slug_of_words(text, max_bytes)


@lru_cache(maxsize=1 << 16)
def _slug_of_words(text: str, max_bytes: int) -> str:
    in_words = "".join(f" {SYMBOLS[char]} " if char in SYMBOLS else char for char in text)
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", in_words).casefold())
    letters = (
        "" if char in JOINERS else char if unicodedata.category(char)[0] in "LNM" else " "
        for char in folded
    )  # fmt: skip
    words = "".join(letters).split()
    if not words:
        words = [f"u{ord(char):x}" for char in text if not char.isspace()] or ["untitled"]
    slug = _cut(words, max_bytes)
    return slug + "-" if slug in DEVICES else slug


def _cut(words: list[str], max_bytes: int) -> str:
    full = "-".join(words)
    if len(full.encode()) <= max_bytes:
        return full
    digest = "-" + hashlib.sha256(full.encode()).hexdigest()[:8]
    max_bytes -= len(digest)
    slug = words[0].encode()[:max_bytes].decode(errors="ignore")
    for word in words[1:]:
        if len(f"{slug}-{word}".encode()) > max_bytes:
            break
        slug = f"{slug}-{word}"
    return slug + digest


def collision_key(path: str) -> str:
    """The key of a path: two paths with the same key are one file on some file system.

    These ignore case, Unicode form (macOS), or dots and spaces at the end of a name (Windows).
    """
    if PLAIN_PATH.fullmatch(path):
        return path
    decomposed = unicodedata.normalize("NFC", unicodedata.normalize("NFKD", path).casefold())
    return "/".join(segment.rstrip(". ") or segment for segment in decomposed.split("/"))


def release_path(pattern: str, prefix: str, slug: str, date: datetime) -> str:
    """Output path of a release from the permalink pattern of the settings; the date is in the zone of the site."""
    if _has_slug_only(pattern):
        return prefix + permalink_path(pattern.replace("{slug}", slug))
    filled = pattern.format(year=f"{date.year:04}", month=f"{date.month:02}", day=f"{date.day:02}", slug=slug)
    return prefix + permalink_path(filled)


@lru_cache
def _has_slug_only(pattern: str) -> bool:
    return pattern.count("{") == pattern.count("}") == pattern.count("{slug}")


def permalink_path(permalink: str) -> str:
    """Output path of an address: `/a/b/` and `/a/b` are a folder's index, `/a/b.html` is a file."""
    path = permalink.strip("/")
    if permalink.endswith((".html", ".htm")):
        return path
    return f"{path}/index.html" if path else "index.html"
