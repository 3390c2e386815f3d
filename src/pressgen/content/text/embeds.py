"""Addresses of films, posts and maps on other sites that a page shows as a still card, and the one form of each."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

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


class _Pages(NamedTuple):
    """Pages of a site: their hosts, how their addresses go on, up to `?` and `#`, and what these have in groups.

    `address` is their one form, in which the groups are put; without it, that is the address itself.
    """

    site: str
    kind: EmbedKind
    hosts: str
    rest: str
    address: str = ""
    name: str = "{0}"


_FILM = "([A-Za-z0-9_-]{11})"
_LAST = r"/*+(?:[^?/]++/++(?=[^?/]))*+([^?/]*+)/*+\?.*"
"""Any path, of which the last part is the name."""
_WATCH = "https://www.youtube.com/watch?v={0}"
_YOUTUBE, _OSM = r"(?:www\.|m\.|music\.)?youtube(?:-nocookie)?\.com", r"(?:www\.)?(?:openstreetmap|osm)\.org"
_PAGES = (
    _Pages("YouTube", "film", _YOUTUBE, rf"/*watch/*\?(?:[^#]*?&)??v={_FILM}[&#].*", _WATCH),
    _Pages("YouTube", "film", _YOUTUBE, rf"/*(?:shorts|live|embed|v)/{_FILM}/*\?.*", _WATCH),
    _Pages("YouTube", "film", r"(?:www\.)?youtu\.be", rf"/*(?:(?:shorts|live|embed|v)/)?{_FILM}[/?].*", _WATCH),
    _Pages(
        "Vimeo", "film", r"(?:www\.|player\.)?vimeo\.com",
        r"/(?:video/|channels/[\w-]+/)?(\d{5,})((?:/[0-9a-f]{6,})?)/?\?.*", "https://vimeo.com/{0}{1}",
    ),
    _Pages(
        "Telegram", "post", r"(?:www\.)?(?:t|telegram)\.me",
        r"/(?:s/)?([A-Za-z][A-Za-z0-9_]{3,31})/(\d+)/?\?.*", "https://t.me/{0}/{1}", "{0}-{1}",
    ),
    _Pages(
        "X", "post", r"(?:www\.|mobile\.)?(?:x|twitter)\.com",
        r"/(\w{1,20})/status(?:es)?/(\d+)(?:/(?:photo|video)/\d)?/?\?.*", "https://x.com/{0}/status/{1}", "{0}-{1}",
    ),
    # What follows is the part of the map that somebody was looking at.
    _Pages(
        "OpenStreetMap", "map", _OSM, r"/(node|way|relation)/(\d+)/?\?.*", "https://www.openstreetmap.org/{0}/{1}",
        "{0}-{1}",
    ),
    _Pages("OpenStreetMap", "map", _OSM, r"/*+((?:[^?/]++|/++(?=[^?/]))*+)/*+\?[^#]*#map=.*|()/?\?(?:[^#]*&)?mlat=.*"),
    _Pages("Google Maps", "map", r"maps\.app\.goo\.gl", _LAST),
    _Pages("Google Maps", "map", r"goo\.gl", f"(?=/maps){_LAST}"),
    _Pages("Google Maps", "map", r"(?:www\.|maps\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?", r"/maps.*", name=""),
    _Pages("Google Maps", "map", r"maps\.google\.[a-z]{2,3}(?:\.[a-z]{2})?", ".*", name=""),
    _Pages("Yandex Maps", "map", r"(?:www\.|maps\.)?yandex\.(?:ru|com|uz|kz|by|com\.tr)", "/maps/.*", name=""),
    _Pages("Yandex Maps", "map", r"maps\.yandex\.(?:ru|com|uz|kz|by|com\.tr)", ".*", name=""),
    _Pages("2GIS", "map", r"(?:www\.|go\.)?2gis\.(?:ru|com|uz|kz|kg|ae)", f"(?=/*[^?/]){_LAST}"),
)  # fmt: skip
_OEMBED = {
    "YouTube": "https://www.youtube.com/oembed",
    "Vimeo": "https://vimeo.com/api/oembed.json",
    "X": "https://publish.twitter.com/oembed",
}
SITES = tuple(dict.fromkeys(pages.site for pages in _PAGES))
"""The sites whose pages are shown as cards."""


# From the character on that every address has; one character is found far faster than three.
_ANY_HOST = re.compile(rf":(?=//)//(?:{'|'.join(dict.fromkeys(pages.hosts for pages in _PAGES))})\b", re.I)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], _Pages], ...]:
    """The pages with the patterns of their addresses, which take longer to compile than all else here."""
    # No host has a space in it: so each ends where it ends in its pattern.
    return tuple((re.compile(f"(?:{pages.hosts}) (?:{pages.rest})", re.DOTALL), pages) for pages in _PAGES)


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
    except ValueError:
        return None
    location = f"{host} {url.path}?{url.query}#{url.fragment}"
    for form, (site, kind, _, _, one_form, name) in _forms():
        if match := form.fullmatch(location):
            groups = [group for group in match.groups() if group is not None]
            own = url._replace(scheme="https", netloc=host).geturl()
            name = name.format(*groups).replace("/", "-")
            return Embed(site, kind, one_form.format(*groups) or own, name, _OEMBED.get(site, ""))
    return None
