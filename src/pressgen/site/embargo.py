"""The gate: what is not public at the instant never enters the site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from pressgen.model import Page, Post

Document = TypeVar("Document", Post, Page)
Shown = Literal["public", "drafts", "all"]
"""What is shown: what is public, drafts of past dates beside it, or everything whatever its hour."""

NEWS_WINDOW = timedelta(hours=48)
"""How long a release stays in the news sitemap (Google's limit)."""


def is_shown(document: Post | Page, instant: datetime, shown: Shown) -> bool:
    """Whether the document is to be seen at the instant; `drafts` never shows embargoed releases."""
    matter = document.matter
    if shown == "all":
        return True
    if matter.status == "draft" and shown == "public":
        return False
    if isinstance(document, Post) and document.date.at > instant:
        return False
    return matter.expires is None or instant < matter.expires.at


def gate(documents: Iterable[Document], instant: datetime, shown: Shown) -> tuple[Document, ...]:
    """The documents that are to be seen, in the given order."""
    return tuple(document for document in documents if is_shown(document, instant, shown))


def next_change(posts: Iterable[Post], pages: Iterable[Page], instant: datetime, shown: Shown) -> datetime | None:
    """The first instant after the given one at which a build of the same sources would differ."""
    moments: list[datetime] = []
    old = _moved(instant, -NEWS_WINDOW)  # what is older has left the news, and its own hour is long past
    documents: list[Post | Page] = [*posts, *pages]
    for document in documents:
        matter = document.matter
        if matter.status == "draft" and shown == "public":
            continue
        if matter.updated is not None:
            moments.append(matter.updated.at)
        if matter.expires is not None:
            moments.append(matter.expires.at)
        if isinstance(document, Post) and document.date.at >= old:
            left = _moved(document.date.at, NEWS_WINDOW)
            expires = matter.expires.at if matter.expires else None
            moments += [moment for moment in (document.date.at, left) if expires is None or moment < expires]
    return min((moment for moment in moments if moment > instant), default=None)


def _moved(moment: datetime, span: timedelta) -> datetime:
    try:
        return moment + span
    except OverflowError:
        return moment
