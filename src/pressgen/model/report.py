"""What is asked of a run, and what it reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from pressgen.errors import Problem
from pressgen.model.change import LateChange


class Options(Struct, frozen=True, kw_only=True):
    """How to build: `output` is relative to the site's folder, `jobs` counts worker processes.

    `cache` keeps and uses what earlier builds parsed and rendered. `home` is the user's home folder, which is
    never built to. `url` takes the place of `url` in the settings, for a site that is also built for another address.
    `record` says whether this build publishes, so that its releases are added to the record: as the settings say,
    unless it has another output folder or address or shows drafts.
    """

    output: str = "output"
    drafts: bool = False
    strict: bool = False
    skip_invalid: bool = False
    cache: bool = True
    explain: bool = False
    # One by default: spawned processes import a caller's script again, which must be prepared for that.
    jobs: int = 1
    home: str = ""
    url: str = ""
    record: Literal["setting", "always", "never"] = "setting"


class Report(Struct, frozen=True, kw_only=True):
    """What every command prints. Counts are of files; `next_change` is when a build would differ.

    `exit_code` is 0 for a complete site, 1 where sources have faults, 2 where settings have, 3 where the site was
    written without faulty releases; `written` is true if the output folder holds this build's site; `left_out` names
    the sources that `skip_invalid` left out. `late` are releases that this build published, or took down, more than a
    minute after their time, if the build before already knew of them. `reasons` are given where `explain` asked for
    them: why each output was rendered, by path, empty for one that was not.
    """

    output: str
    exit_code: int = 0
    written: bool = False
    releases: int = 0
    pages: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    left_out: tuple[str, ...] = ()
    next_change: datetime | None = None
    late: tuple[LateChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    reasons: dict[str, str] = {}


Progress = Callable[[str, int, int], None]
"""Receives the step, how many of its items are done, and how many there are."""
