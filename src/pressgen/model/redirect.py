"""Old addresses, and where they lead."""

from __future__ import annotations

from msgspec import Struct


class Redirect(Struct, frozen=True, kw_only=True, gc=False):
    """An old address as somebody wrote it: `address` leads to `target`.

    Both are paths within the site, decoded and without its base path (`/2026/05/plan/`); `target` may be a URL on
    another site. `suffix` is the query and fragment that belong to it. `file` and `line` are where it is written.
    """

    address: str
    target: str
    suffix: str = ""
    file: str
    line: int = 0
