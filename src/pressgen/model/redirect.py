"""Old addresses, and where they lead."""

from __future__ import annotations

from msgspec import Struct


class Redirect(Struct, frozen=True, kw_only=True, gc=False):
    """An old address as somebody wrote it: `address` leads to `target`.

    Both are paths within the site, decoded and without its base path (`/2026/05/plan/`); `target` may be a URL on
    another site. `suffix` is the query and fragment that belong to it. `file` and `line` are where it is written.
    One that `is_recorded` is made from the record, and gives way to any other without a word. What `has_feeds` is a
    list with feeds of its own, which go where its page goes.
    """

    address: str
    target: str
    suffix: str = ""
    file: str
    line: int = 0
    is_recorded: bool = False
    has_feeds: bool = False


class Issued(Struct, frozen=True, kw_only=True, gc=False):
    """The last address of something that is no longer public; `title` is its headline or name.

    `file` and `line` are where it is now, or was recorded; `source` is the file that it had. It `is_hidden` if that
    file still exists.
    """

    address: str
    title: str
    source: str
    file: str
    line: int = 0
    is_hidden: bool = False
