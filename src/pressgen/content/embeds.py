"""Addresses of films, posts and maps on other sites that a page shows as a still card, and the one form of each."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple
from urllib.parse import parse_qs, urlsplit

EmbedKind = Literal["film", "post", "map"]


class Embed(NamedTuple):
    """A page elsewhere: its site, what is there, its address in the one form that content/cards.yml uses.

    `name` is a short name of it for files; `oembed` is where the site is asked about it, if it answers such questions.
    """

    site: str
    kind: EmbedKind
    address: str
    name: str
    oembed: str = ""


class _Site(NamedTuple):
    name: str
    kind: EmbedKind
    hosts: re.Pattern[str]
    find: Callable[[str, dict[str, list[str]], str], tuple[str, str] | None]
    """The address in its one form, and a short name, of a path, a query and a fragment; None for other pages."""
    oembed: str = ""


_FILM_ID = re.compile(r"[A-Za-z0-9_-]{11}")


def _youtube(path: str, query: dict[str, list[str]], host: str) -> tuple[str, str] | None:
    parts = path.strip("/").split("/")
    name = parts[0] if host.endswith("youtu.be") else query.get("v", [""])[0] if parts == ["watch"] else ""
    if len(parts) == 2 and parts[0] in ("shorts", "live", "embed", "v"):
        name = parts[1]
    return (f"https://www.youtube.com/watch?v={name}", name) if _FILM_ID.fullmatch(name) else None


def _vimeo(path: str, query: dict[str, list[str]], host: str) -> tuple[str, str] | None:
    match = re.fullmatch(r"/(?:video/|channels/[\w-]+/)?(\d{5,})(?:/([0-9a-f]{6,}))?/?", path)
    if match is None:
        return None
    return f"https://vimeo.com/{match[1]}{f'/{match[2]}' if match[2] else ''}", match[1]


def _telegram(path: str, query: dict[str, list[str]], host: str) -> tuple[str, str] | None:
    match = re.fullmatch(r"/(?:s/)?([A-Za-z][A-Za-z0-9_]{3,31})/(\d+)/?", path)
    return (f"https://t.me/{match[1]}/{match[2]}", f"{match[1]}-{match[2]}") if match else None


def _x(path: str, query: dict[str, list[str]], host: str) -> tuple[str, str] | None:
    match = re.fullmatch(r"/(\w{1,20})/status(?:es)?/(\d+)(?:/(?:photo|video)/\d)?/?", path)
    return (f"https://x.com/{match[1]}/status/{match[2]}", f"{match[1]}-{match[2]}") if match else None


def _osm(path: str, query: dict[str, list[str]], host: str) -> tuple[str, str] | None:
    if match := re.fullmatch(r"/((?:node|way|relation)/\d+)/?", path):
        # What follows is the part of the map that somebody was looking at.
        return f"https://www.openstreetmap.org/{match[1]}", match[1].replace("/", "-")
    is_place = path in ("", "/") and "mlat" in query
    return ("", path.strip("/").replace("/", "-")) if is_place or "#map" in query else None


def _google(path: str, query: dict[str, list[str]], host: str) -> tuple[str, str] | None:
    is_short = host == "maps.app.goo.gl" or (host == "goo.gl" and path.startswith("/maps/"))
    is_map = path.startswith("/maps") or host.startswith("maps.google.")
    return ("", path.rstrip("/").rpartition("/")[2] if is_short else "") if is_short or is_map else None


def _yandex(path: str, query: dict[str, list[str]], host: str) -> tuple[str, str] | None:
    return ("", "") if path.startswith("/maps/") or host.startswith("maps.yandex.") else None


def _two_gis(path: str, query: dict[str, list[str]], host: str) -> tuple[str, str] | None:
    return ("", path.rstrip("/").rpartition("/")[2]) if path.strip("/") else None


_SITES = (
    _Site(
        "YouTube", "film",
        re.compile(r"(?:www\.|m\.|music\.)?youtube(?:-nocookie)?\.com|(?:www\.)?youtu\.be"), _youtube,
        "https://www.youtube.com/oembed",
    ),
    _Site("Vimeo", "film", re.compile(r"(?:www\.|player\.)?vimeo\.com"), _vimeo, "https://vimeo.com/api/oembed.json"),
    _Site("Telegram", "post", re.compile(r"(?:www\.)?(?:t\.me|telegram\.me)"), _telegram),
    _Site("X", "post", re.compile(r"(?:www\.|mobile\.)?(?:x|twitter)\.com"), _x, "https://publish.twitter.com/oembed"),
    _Site("OpenStreetMap", "map", re.compile(r"(?:www\.)?(?:openstreetmap\.org|osm\.org)"), _osm),
    _Site(
        "Google Maps", "map",
        re.compile(r"(?:www\.|maps\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?|maps\.app\.goo\.gl|goo\.gl"), _google,
    ),
    _Site("Yandex Maps", "map", re.compile(r"(?:www\.|maps\.)?yandex\.(?:ru|com|uz|kz|by|com\.tr)"), _yandex),
    _Site("2GIS", "map", re.compile(r"(?:www\.|go\.)?2gis\.(?:ru|com|uz|kz|kg|ae)"), _two_gis),
)  # fmt: skip
SITES = tuple(site.name for site in _SITES)
"""The sites whose pages are shown as cards."""


# From the character on that every address has; one character is found far faster than three.
_ANY_HOST = re.compile(rf":(?=//)//(?:{'|'.join(site.hosts.pattern for site in _SITES)})\b", re.I)


def may_have_embeds(text: str) -> bool:
    """Whether it is worth looking for such addresses in a text."""
    return bool(_ANY_HOST.search(text))


def find_embed(address: str) -> Embed | None:
    """The film, post or map that an address leads to; None for any other page."""
    if not address.lower().startswith(("https://", "http://")):
        return None
    try:
        url = urlsplit(address)
        host = (url.hostname or "").lower()
        query = parse_qs(url.query)
    except ValueError:
        return None
    if url.fragment.startswith("map="):
        query["#map"] = [url.fragment]
    for site in _SITES:
        if site.hosts.fullmatch(host):
            found = site.find(url.path, query, host)
            if found is None:
                return None
            canonical = found[0] or url._replace(scheme="https", netloc=host).geturl()
            return Embed(site.name, site.kind, canonical, found[1], site.oembed)
    return None
