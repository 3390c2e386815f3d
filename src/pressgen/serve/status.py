"""The status of each release in the preview: public, or why not and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from pressgen.content.dates import time_text
from pressgen.model import Page, Post
from pressgen.serve.engine import State
from pressgen.site.embargo import DRAFT, due_at, reasons


class Badge(Struct, frozen=True):
    """Why a release is hidden, or hidden from lists: its kind, with the words for it and the time `at` in them."""

    kind: str
    words: str
    at: str = ""


class Row(Struct, frozen=True, kw_only=True):
    """One document with its file, address and badges; `path` is its output's, empty if it has none."""

    source: str
    title: str
    path: str
    href: str
    badges: tuple[Badge, ...]
    at: datetime | None = None


def badges_of(document: Post | Page | None, is_faulty: bool, instant: datetime) -> tuple[Badge, ...]:
    """The badges of a document at an instant; none if it is public and has no errors."""
    hidden_by = reasons(document, instant) if document else ()
    return (
        *((Badge("invalid", "Has errors"),) if is_faulty or document is None else ()),
        *(Badge(each.kind.name, each.kind.badge, time_text(each.at) if each.at else "") for each in hidden_by),
    )


def rows_of(state: State) -> tuple[Row, ...]:
    """A row for each source: releases with the newest first, then pages."""
    if state.sources is None or state.draft is None:
        return ()
    faulty_files = faulty_sources(state)
    pages = {output.source: output.path for output in state.outputs.values() if output.source and is_page(output.path)}
    address = state.address
    rows = []
    for source, parsed in state.sources.documents.items():
        document, path = parsed.document, pages.get(source, "")
        rows.append(
            Row(
                source=source,
                title=document.matter.title if document else "",
                path=path,
                href=address.href(path) if path else "",
                badges=badges_of(document, source in faulty_files, state.instant),
                at=due_at(document) if document else None,
            )
        )
    rows.sort(key=lambda row: (row.at is None, -row.at.timestamp() if row.at else 0, row.source))
    return tuple(rows)


def upcoming_rows(rows: Iterable[Row], instant: datetime) -> tuple[Row, ...]:
    """The releases with a date in the future, the next one first; drafts are not included."""
    future_rows = [
        row
        for row in rows
        if row.at is not None and row.at > instant and not any(badge.kind == DRAFT.name for badge in row.badges)
    ]
    return tuple(sorted(future_rows, key=lambda row: (row.at or instant, row.source)))


def badges_at(state: State, source: str, faulty_files: frozenset[str]) -> tuple[Badge, ...]:
    """The badges of one source; none for an unknown one. `faulty_files` are the sources with an error."""
    parsed = state.sources.documents.get(source) if state.sources else None
    return badges_of(parsed.document, source in faulty_files, state.instant) if parsed else ()


def faulty_sources(state: State) -> frozenset[str]:
    """The sources with an error."""
    return frozenset(problem.file for problem in state.errors)


def is_page(path: str) -> bool:
    """Whether an output is an HTML page."""
    return path.endswith((".html", ".htm"))
