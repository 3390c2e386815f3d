"""The line about a release that was published, or taken down, too late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressgen.cli.clock import short_time

if TYPE_CHECKING:
    from pressgen.cli.console import Console
    from pressgen.model import LateChange

LATE = {
    "release": "{file}: published {delay} after its time, {time}",
    "expiry": "{file}: taken down {delay} after its time, {time}",
}
REASONS = {"asleep": "the computer was asleep", "failed": "the build had failed", "stopped": "nothing watched the site"}
# The two largest units of a delay.
DELAYS = {86400: "{whole} d {rest} h", 3600: "{whole} h {rest} min", 60: "{whole} min {rest} s"}


def late_line(change: LateChange, console: Console, reason: str = "") -> str:
    """`content/plan.md: published 3 min 20 s after its time, 2025-01-27 09:00+05:00 (the computer was asleep)`."""
    line = console.translate(
        LATE[change.kind], file=change.source, delay=delay_of(change.seconds, console), time=short_time(change.at)
    )
    return f"{line} ({console.translate(REASONS[reason])})" if reason else line


def delay_of(seconds: int, console: Console) -> str:
    """A number of seconds, at least 60, in the two largest units."""
    size = next(size for size in DELAYS if seconds >= size)
    smaller = {86400: 3600, 3600: 60, 60: 1}[size]
    return console.translate(DELAYS[size], whole=seconds // size, rest=seconds % size // smaller)
