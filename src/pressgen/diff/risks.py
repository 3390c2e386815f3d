"""The changes that somebody should look at before publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pressgen.diff.difference import Cause, Change, Risk, RiskKind
from pressgen.publish.former_assets import asset_fingerprint

MANY = 50
"""Addresses from which on one edit changes many."""
MOST = 10
"""Addresses from which on one edit changes many if they are more than half of the site."""
WITHDRAWALS = ("deleted", "draft", "embargoed", "expired", "errors", "hidden", "withdrawn")
EDITS = ("", "edited")


def risks_of(changes: Sequence[Change], files: int) -> tuple[Risk, ...]:
    """The risks of changes to a site of so many files, the gravest first."""
    counts: Counter[Cause] = Counter()
    pages: Counter[Cause] = Counter()
    lost: dict[Cause, list[Change]] = {}
    for change in changes:
        counts.update(change.causes)
        # The name of an asset is made from its content: another content has another name.
        if asset_fingerprint(change.path):
            continue
        pages.update(change.causes)
        if change.action == "removed":
            lost.setdefault(change.causes[0], []).append(change)
    by_cause = sorted(counts.items())
    others = [Risk(kind=kind, cause=cause, count=count) for cause, count in by_cause if (kind := _kind(cause))]
    many = [
        Risk(kind="many", cause=cause, count=count)
        for cause, count in by_cause
        if cause.kind in ("source", "setting", "template", "file") and cause.event in EDITS
        if pages[cause] >= MANY or (pages[cause] >= MOST and 2 * pages[cause] > files)
    ]
    return (
        *(_lost(cause, lost[cause]) for cause in sorted(lost, key=lambda cause: (cause.kind != "source", cause))),
        *sorted(others, key=lambda risk: risk.kind),
        *many,
    )


def _lost(cause: Cause, changes: list[Change]) -> Risk:
    # First the page of the release itself, which others link to.
    ordered = sorted(changes, key=lambda change: (change.source != cause.name, change.path))
    return Risk(
        kind="lost",
        cause=cause,
        count=len(ordered),
        addresses=tuple(change.address for change in ordered),
        moved_to=next((change.moved_to for change in ordered if change.moved_to), ""),
    )


def _kind(cause: Cause) -> RiskKind | None:
    if cause.kind != "source":
        return None
    if cause.event == "public":
        return "public"
    return "withdrawn" if cause.event in WITHDRAWALS else None
