"""The addresses at which releases were read → the address under which their views are counted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote_to_bytes, urlsplit

from msgspec import Struct

from pressgen.model import address_of_path
from pressgen.site.urls import uri

_ORIGIN = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)")
_ESCAPE = re.compile(rb"\\x([0-9A-Fa-f]{2})")
_SLASHES = re.compile(rb"//+")
_MAX_TARGET = 4_096
"""Bytes of a requested address that are looked at; no release has a longer one."""


class Addresses(Struct, frozen=True, kw_only=True):
    """The addresses of a site: for each, the one under which views are counted.

    `by_path` is by the path as `normalize` makes it, base path included. `old_addresses` has those that a release had
    before, likewise; `base` is that of the site, and `host` its host as `_host_name` makes it.
    """

    by_path: Mapping[bytes, str]
    old_addresses: Mapping[str, frozenset[bytes]]
    base: str = ""
    host: str = ""

    def find(self, target: bytes) -> str:
        """The address under which a request for `target` (a path, or a full URL) counts; empty if it is no release."""
        return self.by_path.get(normalize(target), "")

    def find_present(self, address: str) -> str:
        """The present address of a release from any address of it, without the base path; empty if there is none."""
        return self.by_path.get(normalize(quote(self.base + address).encode()), "")

    def is_on_site(self, host: str) -> bool:
        """Whether a host, perhaps with a port, is that of the site; without a name it is."""
        name = _host_name(host)
        return not name or not self.host or name == self.host

    def was_led_here(self, referrer: bytes, address: str) -> bool:
        """Whether a reader came from a former address of the same release, where the view was counted already."""
        return normalize(referrer) in self.old_addresses.get(address, ())


def make_addresses(releases: Iterable[tuple[str, str]], redirects: Iterable[tuple[str, str]], url: str) -> Addresses:
    """The addresses of releases, from pairs of an output path and the path of the release it belongs to.

    `releases` has each release with itself; `redirects` are pairs likewise. `url` is the public address of the site.
    """
    base = urlsplit(url).path.rstrip("/")
    by_path: dict[bytes, str] = {}
    old: dict[str, set[bytes]] = {}
    for path, target in redirects:
        # A redirect from a path that is a release again does not count for another.
        by_path[_key(base, path)] = address_of_path(target)
        old.setdefault(address_of_path(target), set()).add(_key(base, path))
    for path, target in releases:
        by_path[_key(base, path)] = address_of_path(target)
    groups = {key: frozenset(paths) for key, paths in old.items()}
    return Addresses(by_path=by_path, old_addresses=groups, base=base, host=_host_name(urlsplit(url).hostname or ""))


def normalize(target: bytes) -> bytes:
    """A requested address as a path: without origin, query, `index.html`, `.html` and last slash, decoded, in NFC."""
    target = target[:_MAX_TARGET]
    if not target.startswith(b"/") and (origin := _ORIGIN.match(target)):
        target = target[origin.end() :]
    path = target.partition(b"?")[0].partition(b"#")[0]
    if b"\\x" in path:
        # Servers write the bytes of letters so that the reader's program did not encode.
        path = _ESCAPE.sub(lambda match: bytes.fromhex(match[1].decode()), path)
    if b"%" in path:
        path = unquote_to_bytes(path)
    if b"//" in path:
        path = _SLASHES.sub(b"/", path)
    if not path.isascii():
        path = unicodedata.normalize("NFC", path.decode("utf-8", "replace")).encode()
    # Some hosts serve a page without its slash or its `.html` too.
    return path.removesuffix(b"/index.html").removesuffix(b".html").rstrip(b"/")


def host_of(target: bytes) -> str:
    """The host in a full URL; empty in a path."""
    match = _ORIGIN.match(target)
    return match[1].decode("utf-8", "replace") if match else ""


def _host_name(host: str) -> str:
    """A host without port and `www.`, in the letters of ASCII by which browsers and programs know it."""
    name = host.strip().casefold().partition(":")[0].removeprefix("www.")
    return name if name.isascii() else uri(f"//{name}").removeprefix("//")


def _key(base: str, path: str) -> bytes:
    address = unicodedata.normalize("NFC", base + address_of_path(path))
    return address.encode().removesuffix(b".html").rstrip(b"/")
