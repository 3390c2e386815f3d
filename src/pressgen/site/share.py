"""Share links: plain addresses that open a network's own form, everything in them percent-encoded."""

from __future__ import annotations

from pressgen.model import ShareLink
from pressgen.settings import ShareTarget
from pressgen.site.urls import quoted

# {u} is the canonical URL, {t} the headline, both encoded whole (RFC 3986: blanks are %20).
FORMS: dict[ShareTarget, tuple[str, str]] = {
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


def share_links(targets: tuple[ShareTarget, ...], url: str, title: str) -> tuple[ShareLink, ...]:
    """One link for each target, in the order of the settings."""
    u, t = quoted(url), quoted(title)
    return tuple(
        ShareLink(name, form.replace("{u}", u).replace("{t}", t)) for name, form in map(FORMS.__getitem__, targets)
    )
