"""Networks to share a release on: links that open a network's own form, all in them percent-encoded."""

from __future__ import annotations

from functools import lru_cache
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
NETWORKS: dict[Network, tuple[str, str, str]] = {
    "telegram": (
        "Telegram", "https://t.me/share/url?url={u}&text={t}",
        "M21 4 3 11l6 3 3 6 3-4 4 4zM9 14 21 4",
    ),
    "x": ("X", "https://x.com/intent/post?url={u}&text={t}", "m4 4 16 16M20 4 4 20"),
    "facebook": (
        "Facebook", "https://www.facebook.com/sharer/sharer.php?u={u}",
        "M13 21V8q0-3 3-3h1M9 12h7",
    ),
    "linkedin": (
        "LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={u}",
        "M5 10v9M5 5v0M10 19v-9m0 4q0-4 4-4t4 4v5",
    ),
    "whatsapp": (
        "WhatsApp", "https://api.whatsapp.com/send?text={t}%20{u}",
        "m3 21 2-5a9 9 0 1 1 3 3zM9 8q0 7 7 7v-2l-2-1-1 1-2-2 1-1-1-2z",
    ),
    "viber": (
        "Viber", "viber://forward?text={t}%20{u}",
        "M8 3 5 5q0 11 14 14l2-3-4-3-2 2q-4-2-5-5l2-2zM14 4q6 1 6 7",
    ),
    "vk": ("VK", "https://vk.com/share.php?url={u}&title={t}", "M3 7q1 10 10 10V7m0 5q4 0 6-5m-6 5q5 0 7 5"),
    "ok": (
        "Odnoklassniki", "https://connect.ok.ru/offer?url={u}&title={t}",
        "M12 3a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7M7 13q5 4 10 0m-5 2-4 5m4-5 4 5",
    ),
    "mastodon": (
        "Mastodon", "https://share.joinmastodon.org/#text={t}%20{u}",
        "M8 14V9a2 2 0 0 1 4 0v3-3a2 2 0 0 1 4 0v5M7 20q-3-2-3-9 0-8 8-8t8 8q0 6-6 6H8",
    ),
    "bluesky": (
        "Bluesky", "https://bsky.app/intent/compose?text={t}%20{u}",
        "M12 11Q8 4 4 4t2 10h3q-4 1-2 4 3 4 5-3 2 7 5 3 2-3-2-4h3q6-10 2-10t-8 7",
    ),
    "threads": (
        "Threads", "https://www.threads.com/intent/post?text={t}&url={u}",
        "M18 8q-1-4-6-4-6 0-6 8t6 8q6 0 6-4 0-5-7-4-3 1-2 3 5 3 6-3 0-3-4-2",
    ),
    "reddit": (
        "Reddit", "https://www.reddit.com/submit?url={u}&title={t}",
        "M12 9q8 0 8 5t-8 5-8-5 8-5l1-5 4 1M9 13v0m6 0v0m-6 3q3 1 6 0",
    ),
    "email": ("E-mail", "mailto:?subject={t}&body={u}", "M3 6h18v12H3zm0 1 9 7 9-7"),
}  # fmt: skip
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
