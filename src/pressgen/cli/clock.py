"""The instant that a command works for."""

from __future__ import annotations

import os
from datetime import datetime, timezone

from pressgen.cli.tell import usage_error


def now() -> datetime:
    """The instant to build for: SOURCE_DATE_EPOCH if it is set (reproducible-builds.org), else the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), timezone.utc)
        except (ValueError, OverflowError, OSError):
            raise usage_error("SOURCE_DATE_EPOCH is “{value}”; it must be seconds since 1970.", value=epoch) from None
    return datetime.now(timezone.utc)


def time_of_day() -> str:
    """The time by the clock on the wall, for people on this machine."""
    return datetime.now().strftime("%H:%M:%S")
