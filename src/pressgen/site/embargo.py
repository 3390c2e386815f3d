"""The gate: what is not public at the instant never enters the site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypeVar

from msgspec import Struct

from pressgen.model import Page, Post

Document = TypeVar("Document", Post, Page)
# What is visible besides public documents: nothing, drafts with a past date, embargoed releases, both, or everything.
Visibility = Literal["public", "drafts", "coming", "planned", "all"]


class Kind(Struct, frozen=True):
    """A kind of hidden document: the words of its badge in the preview, and where it is shown all the same."""

    name: str
    badge: str
    shown_at: tuple[Visibility, ...] = ()


DRAFT = Kind("draft", "Draft", ("drafts", "planned", "all"))
EMBARGOED = Kind("embargoed", "Embargoed until %(at)s", ("coming", "planned", "all"))
EXPIRED = Kind("expired", "Expired since %(at)s", ("all",))
WITHDRAWN = Kind("withdrawn", "Withdrawn")
UNLISTED = Kind("unlisted", "Unlisted")
_KEEP_ADDRESS = frozenset((WITHDRAWN, UNLISTED))


class Reason(Struct, frozen=True):
    """Why a document is hidden: from everybody, or `UNLISTED` from lists only; `at` is when that ends or began.

    Of one that is `WITHDRAWN`, its address shows a notice in place of its text.
    """

    kind: Kind
    at: datetime | None = None


def reasons(document: Post | Page, instant: datetime) -> tuple[Reason, ...]:
    """All reasons why a document is hidden at an instant."""
    matter, due = document.matter, due_at(document)
    hidden_by = []
    if matter.status == "draft":
        hidden_by.append(Reason(DRAFT))
    if due is not None and due > instant:
        hidden_by.append(Reason(EMBARGOED, due))
    if matter.expires is not None and matter.expires.at <= instant:
        hidden_by.append(Reason(EXPIRED, matter.expires.at))
    if matter.status == "withdrawn":
        hidden_by.append(Reason(WITHDRAWN))
    if matter.unlisted:
        hidden_by.append(Reason(UNLISTED))
    return tuple(hidden_by)


def why_hidden(document: Post | Page, instant: datetime, visibility: Visibility = "public") -> Reason | None:
    """The first reason why a document is hidden at this visibility; None if it is shown, also in lists."""
    hidden_by = reasons(document, instant)
    return next((each for each in hidden_by if visibility not in each.kind.shown_at), None) if hidden_by else None


def due_at(document: Post | Page) -> datetime | None:
    """When a document becomes public; None for a page without a date, which always is."""
    if isinstance(document, Post):
        return document.date.at
    return document.matter.date.at if document.matter.date else None


def is_hidden_only_as(kind: Kind, document: Post | Page, instant: datetime) -> bool:
    """Whether this is the one reason why a document is hidden from everybody."""
    return {reason.kind for reason in reasons(document, instant)} - _KEEP_ADDRESS == {kind}


def gate(documents: Iterable[Document], instant: datetime, visibility: Visibility) -> tuple[Document, ...]:
    """The documents that have a page, in the same order; unlisted and withdrawn ones are among them."""
    return tuple(
        document
        for document in documents
        if (reason := why_hidden(document, instant, visibility)) is None or reason.kind in _KEEP_ADDRESS
    )
