"""A notice at the top of every page."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Banner(Struct, frozen=True, kw_only=True, gc=False):
    """A banner in one language: its text as HTML, with its link if it has one, and as plain text in `title`.

    `href` is where it leads, perhaps to the home page. `id` is that in feeds; `published` is RFC 3339, and empty if the
    settings do not say from when it is shown.
    """

    id: str
    level: Literal["info", "warning", "alert"]
    title: str
    html: str
    href: str
    url: str
    published: str
