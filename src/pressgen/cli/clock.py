"""The instant that a command works for, and the time of day."""

from __future__ import annotations

import os
from datetime import datetime, timezone

from pressgen.cli.console import usage_error


def current_instant() -> datetime:
    """The instant to build for: SOURCE_DATE_EPOCH if it is set (reproducible-builds.org), else the clock."""
    # With the variable, a CI job builds the same bytes again.
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), timezone.utc)
        except (ValueError, OverflowError, OSError):
            raise usage_error("SOURCE_DATE_EPOCH is “{value}”; it must be seconds since 1970.", value=epoch) from None
    return datetime.now(timezone.utc)


def short_time(moment: datetime) -> str:
    """A time with its offset from UTC, without seconds if there are none: `2025-01-27 09:00+05:00`."""
    return moment.isoformat(sep=" ", timespec="seconds" if moment.second else "minutes")


def time_of_day() -> str:
    """The local time, for people on this machine."""
    return datetime.now().strftime("%H:%M:%S")
