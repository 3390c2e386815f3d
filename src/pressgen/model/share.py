"""Share links: plain addresses that open a network's own form, everything in them percent-encoded."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from msgspec import Struct

UNSAFE = re.compile(r"[^A-Za-z0-9._~-]+")
# {u} is the canonical URL, {t} the headline, percent-encoded as in RFC 3986 (a space is %20).
# Not as in HTML forms: viber: and mailto: links would show a plus sign for each space.
FORMS: dict[str, tuple[str, str]] = {
    "telegram": ("Telegram", "https://t.me/share/url?url={u}&text={t}"),
    "x": ("X", "https://x.com/intent/post?url={u}&text={t}"),
    "facebook": ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={u}"),
    "linkedin": ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={u}"),
    "whatsapp": ("WhatsApp", "https://wa.me/?text={t}%20{u}"),
    "viber": ("Viber", "viber://forward?text={t}%20{u}"),
    "vk": ("VK", "https://vk.com/share.php?url={u}&title={t}"),
    "ok": ("OK", "https://connect.ok.ru/offer?url={u}&title={t}"),
    "mastodon": ("Mastodon", "https://share.joinmastodon.org/#text={t}%20{u}"),
    "bluesky": ("Bluesky", "https://bsky.app/intent/compose?text={t}%20{u}"),
    "threads": ("Threads", "https://www.threads.com/intent/post?text={t}&url={u}"),
    "reddit": ("Reddit", "https://www.reddit.com/submit?url={u}&title={t}"),
    "email": ("E-mail", "mailto:?subject={t}&body={u}"),
}


class ShareLink(Struct, frozen=True):
    """A plain link that opens a network's own share form with title and address filled in."""

    name: str
    href: str


def share_links(networks: tuple[str, ...], url: str, title: str) -> tuple[ShareLink, ...]:
    """One link for each network, in their order."""
    u, t = _quoted(url), _quoted(title)
    return tuple(
        ShareLink(name, form.replace("{u}", u).replace("{t}", t)) for name, form in map(FORMS.__getitem__, networks)
    )


def _quoted(text: str) -> str:
    """Text for use inside a query: everything but the unreserved characters of RFC 3986 percent-encoded."""
    return UNSAFE.sub(_percents, text)


def _percents(run: re.Match[str]) -> str:
    # Between the words of thousands of headlines there are the same few characters, so the cache nearly always answers.
    return _percent(run[0])


@lru_cache(maxsize=1 << 12)
def _percent(run: str) -> str:
    return quote(run, safe="")
