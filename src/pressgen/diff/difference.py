"""The difference between two states of a site, as values: which addresses come, change or go, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from pressgen.errors import Problem

Action = Literal["added", "changed", "removed"]
CauseKind = Literal["source", "setting", "template", "file", "foreign", "retention", "unknown"]
Event = Literal[
    "public", "deleted", "draft", "embargoed", "expired", "errors", "hidden", "withdrawn", "new", "published",
    "moved", "edited", "time", "",
]  # fmt: skip
"""What happened to a file or a setting, in the order in which people should read it; empty if nothing is known."""
RiskKind = Literal["lost", "public", "withdrawn", "many"]


class Cause(Struct, frozen=True, kw_only=True, order=True):
    """One reason for a change.

    `name` is that of a source (a release or a standing page), a setting, a template or another file; it is empty if
    not known. `event` is what happened to it, `at` the instant at which the clock did that (RFC 3339), `former` the
    name that a file had before it was renamed. `foreign` is a published file that something else changed, `retention` a
    replaced asset whose days are over.
    """

    kind: CauseKind
    name: str = ""
    event: Event = ""
    at: str = ""
    former: str = ""


class Change(Struct, frozen=True, kw_only=True):
    """One file that differs: its path in the output folder, its address, and the source that it is about, if any.

    `causes` are never empty; the first is that of its own source if that is one. `moved_to` is the present address of a
    release whose old address goes, or redirects.
    """

    path: str
    address: str
    action: Action
    causes: tuple[Cause, ...]
    source: str = ""
    moved_to: str = ""


class Risk(Struct, frozen=True, kw_only=True):
    """What somebody should look at before publication, and the number of addresses that its cause changes.

    `lost`: `addresses` go, and nothing redirects from them; `public`: the embargo of a release ends; `withdrawn`: a
    release is taken back; `many`: one edit changes many addresses. `moved_to` is where the page of a lost address is.
    """

    kind: RiskKind
    cause: Cause
    count: int
    addresses: tuple[str, ...] = ()
    moved_to: str = ""


class Difference(Struct, frozen=True, kw_only=True):
    """All changes by path, and the risks, the gravest first.

    `against` is what the site was compared with, `since` the instant for which that was built, if it is known.
    `exit_code` is not 0 if there is no comparison; `problems` say why, or are those of the site.
    """

    against: str
    instant: datetime | None = None
    since: datetime | None = None
    changes: tuple[Change, ...] = ()
    risks: tuple[Risk, ...] = ()
    problems: tuple[Problem, ...] = ()
    exit_code: int = 0
