"""Networks to share a release on: links that open a network's own form, all in them percent-encoded."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from msgspec import Struct

Network = Literal[
    "telegram", "x", "facebook", "linkedin", "whatsapp", "viber", "vk", "ok",
    "mastodon", "bluesky", "threads", "reddit", "email",
]  # fmt: skip
"""What `share` in the settings may name; each has its form in NETWORKS."""
# {u} is the canonical URL, {t} the headline, percent-encoded as in RFC 3986 (a space is %20).
# Not as in HTML forms: viber: and mailto: links would show a plus sign for each space.
_LINES = Path(__file__).with_name("share_networks.txt").read_text("utf-8").splitlines()
NETWORKS = {key: (name, form, icon) for key, name, form, icon in (line.split(" | ") for line in _LINES)}
"""The name of each network, the address of its form, and its sign: an SVG path of lines in a square of 24."""


class ShareLink(Struct, frozen=True, gc=False):
    """A plain link that opens a network's own share form with title and address filled in; `icon` is an SVG path."""

    name: str
    href: str
    icon: str


def share_links(networks: tuple[Network, ...], url: str, title: str) -> tuple[ShareLink, ...]:
    """One link for each network, in their order."""
    # In pieces, since headlines have the same words and addresses the same beginning: the cache has nearly all of them.
    u, t = "%2F".join(map(_quoted, url.split("/"))), "%20".join(map(_quoted, title.split(" ")))
    return tuple(
        ShareLink(name, form.replace("{u}", u).replace("{t}", t), icon)
        for name, form, icon in map(NETWORKS.__getitem__, networks)
    )


@lru_cache(maxsize=1 << 12)
def _quoted(text: str) -> str:
    """Text for use inside a query: everything but the unreserved characters of RFC 3986 percent-encoded."""
    return quote(text, safe="")
