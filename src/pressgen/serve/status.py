"""What a preview tells of each release: is it public, and if not, why and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from pressgen.content.dates import time_text
from pressgen.model import Page, Post
from pressgen.serve.engine import State
from pressgen.site.embargo import Kind, due_at, reasons

BadgeKind = Kind | Literal["invalid"]


class Badge(Struct, frozen=True):
    """Why a release is hidden from all or from lists; `at` is when that ends or began, if it is an instant."""

    kind: BadgeKind
    at: str = ""


class Row(Struct, frozen=True, kw_only=True):
    """One document's way from its file to its address; `path` is the output's, empty if it has none."""

    source: str
    title: str
    path: str
    href: str
    badges: tuple[Badge, ...]
    at: datetime | None = None


def badges(document: Post | Page | None, faulty: bool, instant: datetime) -> tuple[Badge, ...]:
    """The badges of a document at an instant; none if it is public and sound."""
    found = [Badge("invalid")] if faulty or document is None else []
    if document is None:
        return tuple(found)
    found += [Badge(reason.kind, time_text(reason.at) if reason.at else "") for reason in reasons(document, instant)]
    return tuple(found)


def rows(state: State) -> tuple[Row, ...]:
    """A row for each source: releases from the newest, then pages."""
    if state.sources is None or state.draft is None:
        return ()
    faulty = faulty_sources(state)
    pages = {output.source: output.path for output in state.outputs.values() if output.source and is_page(output.path)}
    address = state.address
    made = []
    for source, one in state.sources.documents.items():
        document, path = one.document, pages.get(source, "")
        made.append(
            Row(
                source=source,
                title=document.matter.title if document else "",
                path=path,
                href=address.href(path) if path else "",
                badges=badges(document, source in faulty, state.instant),
                at=due_at(document) if document else None,
            )
        )
    made.sort(key=lambda row: (row.at is None, -row.at.timestamp() if row.at else 0, row.source))
    return tuple(made)


def upcoming(found: Iterable[Row], instant: datetime) -> tuple[Row, ...]:
    """The releases whose hour is still to come, the next first; drafts are not among them."""
    coming = [
        row
        for row in found
        if row.at is not None and row.at > instant and not any(badge.kind == "draft" for badge in row.badges)
    ]
    return tuple(sorted(coming, key=lambda row: (row.at or instant, row.source)))


def badges_at(state: State, source: str) -> tuple[Badge, ...]:
    """The badges of one source."""
    one = state.sources.documents.get(source) if state.sources else None
    return badges(one.document, source in faulty_sources(state), state.instant) if one else ()


def faulty_sources(state: State) -> frozenset[str]:
    """The sources that have an error."""
    return frozenset(problem.file for problem in state.problems if problem.severity == "error")


def is_page(path: str) -> bool:
    """Whether an output is a page that a browser shows."""
    return path.endswith((".html", ".htm"))
