"""The gate: what is not public at the instant never enters the site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from msgspec import Struct

from pressgen.model import Page, Post

Document = TypeVar("Document", Post, Page)
Shown = Literal["public", "drafts", "coming", "planned", "all"]
"""What is shown: what is public; beside it drafts of past dates, releases under embargo, or both; or everything."""
Kind = Literal["draft", "embargoed", "expired", "unlisted"]

NEWS_WINDOW = timedelta(hours=48)
"""How long a release stays in the news sitemap (Google's limit)."""
_OVERRULED: dict[Shown, frozenset[Kind]] = {
    "public": frozenset(),
    "drafts": frozenset(("draft",)),
    "coming": frozenset(("embargoed",)),
    "planned": frozenset(("draft", "embargoed")),
    "all": frozenset(("draft", "embargoed", "expired")),
}


class Reason(Struct, frozen=True):
    """Why a document is hidden: from everybody, or `unlisted` from lists only; `at` is when that ends or began."""

    kind: Kind
    at: datetime | None = None


def reasons(document: Post | Page, instant: datetime) -> tuple[Reason, ...]:
    """All reasons why a document is hidden at an instant."""
    matter, due = document.matter, due_at(document)
    found = []
    if matter.status == "draft":
        found.append(Reason("draft"))
    if due is not None and due > instant:
        found.append(Reason("embargoed", due))
    if matter.expires is not None and matter.expires.at <= instant:
        found.append(Reason("expired", matter.expires.at))
    if matter.unlisted:
        found.append(Reason("unlisted"))
    return tuple(found)


def why_hidden(document: Post | Page, instant: datetime, shown: Shown = "public") -> Reason | None:
    """The first reason why a document is hidden where `shown` is shown; None if it is public and in lists."""
    return next((reason for reason in reasons(document, instant) if reason.kind not in _OVERRULED[shown]), None)


def due_at(document: Post | Page) -> datetime | None:
    """When a document becomes public; a page without a date always is."""
    if isinstance(document, Post):
        return document.date.at
    return document.matter.date.at if document.matter.date else None


def is_embargoed(document: Post | Page, instant: datetime) -> bool:
    """Whether a document waits for its hour and for nothing else."""
    return {reason.kind for reason in reasons(document, instant)} - {"unlisted"} == {"embargoed"}


def gate(documents: Iterable[Document], instant: datetime, shown: Shown) -> tuple[Document, ...]:
    """The documents that are to be seen, in the given order; those that are unlisted among them."""
    return tuple(document for document in documents if _is_let_in(why_hidden(document, instant, shown)))


def _is_let_in(reason: Reason | None) -> bool:
    return reason is None or reason.kind == "unlisted"


def next_change(posts: Iterable[Post], pages: Iterable[Page], instant: datetime, shown: Shown) -> datetime | None:
    """The first instant after the given one at which a build of the same sources would differ."""
    moments: list[datetime] = []
    old = _moved(instant, -NEWS_WINDOW)  # what is older has left the news, and its own hour is long past
    documents: list[Post | Page] = [*posts, *pages]
    for document in documents:
        matter, due = document.matter, due_at(document)
        if matter.status == "draft" and shown == "public":
            continue
        if matter.updated is not None and isinstance(document, Post):
            moments.append(matter.updated.at)
        if matter.expires is not None:
            moments.append(matter.expires.at)
        if due is not None and due >= old:
            expires = matter.expires.at if matter.expires else None
            is_news = isinstance(document, Post) and not (matter.unlisted or matter.noindex or matter.canonical)
            hours = [due, _moved(due, NEWS_WINDOW)] if is_news else [due]
            moments += [moment for moment in hours if expires is None or moment < expires]
    return min((moment for moment in moments if moment > instant), default=None)


def _moved(moment: datetime, span: timedelta) -> datetime:
    try:
        return moment + span
    except OverflowError:
        return moment
