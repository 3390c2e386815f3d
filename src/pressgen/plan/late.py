"""What a build published or took down too late, although the build before knew the time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from pressgen.model import Change, ChangeKind, LateChange
from pressgen.plan.draft import Draft
from pressgen.site.clock import moments
from pressgen.site.sources import Sources

LATE = timedelta(minutes=1)
"""How long after its time a change counts as late: schedulers start once a minute."""
READER_KINDS: tuple[ChangeKind, ...] = ("release", "expiry")
"""The changes that readers wait for: only these can be late."""


def late_changes(
    expected: Iterable[Change], start: datetime, sources: Sources, draft: Draft, changed: Collection[str]
) -> tuple[LateChange, ...]:
    """The changes that should have come more than a minute before this build.

    `expected` is what the last build knew, and `start` its instant. `changed` are the paths that this build wrote.
    A date that was written or changed after the last build makes no change late: nobody could have kept it.
    """
    end = sources.instant
    missed = [change for change in expected if change.kind in READER_KINDS and start < change.at <= end - LATE]
    if not missed:
        return ()
    hidden = {change.source for change in missed if change.kind == "release"}
    dated = {(document.path, *moment) for document in sources.parsed for moment in moments(document, None, "public")}
    # A build without memory may have published a release in between.
    paths = frozenset(changed)
    outputs = draft.plan.outputs if draft.plan else ()
    published = {getattr(output, "source", "") for output in outputs if output.path in paths}
    return tuple(
        LateChange(at=change.at, kind=change.kind, source=change.source, seconds=int((end - change.at).total_seconds()))
        for change in missed
        if (change.source, change.kind, change.at) in dated
        # What was not public cannot be taken down too late.
        and (change.source in published if change.kind == "release" else change.source not in hidden)
    )
