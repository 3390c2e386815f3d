"""Build a site whenever time changes it, at the second, for as long as the process runs.

The clock, the waiting and the building are given by the caller, so that tests can play any night in a moment.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, Protocol

from pressgen.errors import PressgenError
from pressgen.model import LateChange, Report
from pressgen.schedule.due import Outlook

TICK = 5.0
"""Seconds after which the wall clock is read again: a computer that slept, or a new time, shows only there."""
RUNNING_TICK = 0.5
"""The same while the command runs."""
FIRST_PAUSE = 5
"""Seconds before the next attempt after a failure, doubled each time."""
LONGEST_PAUSE = 300
"""The most that they are doubled to, in seconds."""
GAP = timedelta(minutes=1)
"""A longer time between two ticks means that the computer was asleep."""

LateReason = Literal["", "asleep", "failed", "stopped"]
"""Why a change came late: the computer was asleep, builds had failed, or nothing watched the site; empty if unknown."""


class WatchedSite(Protocol):
    """The site, as the watch sees it."""

    def digest(self) -> str:
        """What differs if a source was changed."""

    def look_ahead(self, instant: datetime) -> Outlook:
        """What is due; raises PressgenError."""

    def build(self, instant: datetime) -> Report:
        """Build the site."""


class Command(Protocol):
    """The command that runs after a publication."""

    def start(self) -> None:
        """Start it, without waiting for its end."""

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""


class Listener(Protocol):
    """Receives what happens."""

    def on_wait(self, next_change: datetime | None, errors: int) -> None:
        """Nothing is due before this instant; the sources have so many errors for which the next build will stop."""

    def on_build(self, report: Report, reasons: dict[LateChange, LateReason]) -> None:
        """A build ended; each late change has its reason."""

    def on_failure(self, error: PressgenError | Report, pause: int) -> None:
        """A build failed, or the site could not be read; the next attempt is in `pause` seconds."""

    def on_command(self, exit_code: int, pause: int) -> None:
        """The command ended; if it failed, it runs again in `pause` seconds, or not at all if that is 0."""


class Attempts:
    """Counts failures, and says when to try again."""

    def __init__(self) -> None:
        self.failures = 0
        self.last = self.next = None  # type: datetime | None

    def fail(self, now: datetime) -> int:
        """Count a failure; returns the seconds until the next attempt."""
        pause = min(FIRST_PAUSE << min(self.failures, 16), LONGEST_PAUSE)
        self.failures, self.last, self.next = self.failures + 1, now, now + timedelta(seconds=pause)
        return pause

    def reset(self) -> None:
        """Forget the failures: the next attempt may be now."""
        self.failures, self.last, self.next = 0, None, None

    def hurry(self) -> None:
        """Allow the next attempt now, since its cause may be gone, and begin with short pauses again."""
        self.failures, self.last, self.next = min(self.failures, 1), None, None

    def is_allowed(self, now: datetime) -> bool:
        """Whether the pause is over; a clock that was set back ends it too."""
        return self.last is None or self.next is None or now >= self.next or now < self.last


class Watch:
    """Builds on time: call `step` with the time of the wall clock, wait as long as it says, and call it again."""

    def __init__(self, site: WatchedSite, listener: Listener, command: Command | None = None) -> None:
        self.site, self.listener, self.command = site, listener, command
        self.digest = ""
        # What is known of the site, and the instant at which it was found out; before the first look there is none.
        self.is_due, self.next_change = False, None  # type: bool, datetime | None
        self.look_instant: datetime | None = None
        self.first_step: datetime | None = None
        self.last_step: datetime | None = None
        self.gap: tuple[datetime, datetime] | None = None
        self.builds, self.runs = Attempts(), Attempts()
        self.is_running = self.is_run_due = False
        # Reading or building takes time: then a long step is no sleep.
        self.is_busy = False

    def step(self, now: datetime) -> float:
        """Do what is due at this instant; returns the seconds to wait, at most TICK.

        Raises PressgenError if the site cannot be read at the first step; later that is a failure like others.
        """
        self.first_step = self.first_step or now
        if self.last_step and now - self.last_step > GAP and not self.is_busy:
            self.gap = self.last_step, now
        self.last_step, self.is_busy = now, False
        digest = self.site.digest()
        is_changed, self.digest = digest != self.digest, digest
        if is_changed:
            self.builds.hurry()
        # A clock that was set back may make a release early that is published already.
        if is_changed or self.look_instant is None or now < self.look_instant:
            self._look(now)
        has_come = self.next_change is not None and self.next_change <= now
        if (self.is_due or has_come) and self.builds.is_allowed(now):
            self._build(now)
        self._run_command(now)
        return self._pause()

    def finish(self) -> bool:
        """Whether nothing is running: the command has ended, also for what was published while it ran.

        If it fails now, it is not tried again.
        """
        self._run_command(self.last_step or datetime.max, is_last=True)
        return not self.is_running

    def _look(self, now: datetime) -> None:
        self.is_busy = True
        try:
            outlook = self.site.look_ahead(now)
        except PressgenError as error:
            if self.look_instant is None:
                raise
            # A build reports what is wrong with the sources, and is tried again.
            self.is_due, self.look_instant = True, now
            self.listener.on_failure(error, self.builds.fail(now))
            return
        self.is_due, self.look_instant = outlook.is_due, now
        if not self.is_due:
            self.builds.reset()
        self._wait_for(outlook.coming[0].at if outlook.coming else None, outlook.errors)

    def _build(self, now: datetime) -> None:
        has_failed, self.is_busy = self.builds.failures > 0, True
        report = self.site.build(now)
        if not report.written:
            self.is_due = True
            self.listener.on_failure(report, self.builds.fail(now))
            return
        self.builds.reset()
        self.is_due, self.look_instant = False, now
        self.listener.on_build(report, {change: self._reason(change, has_failed) for change in report.late})
        self._wait_for(report.next_change)
        if report.changed or report.removed:
            self.is_run_due = self.command is not None
            self.runs.reset()

    def _wait_for(self, next_change: datetime | None, errors: int = 0) -> None:
        self.next_change = next_change
        if not self.is_due:
            self.listener.on_wait(next_change, errors)

    def _reason(self, change: LateChange, has_failed: bool) -> LateReason:
        if self.first_step and change.at < self.first_step:
            return "stopped"
        if has_failed:
            return "failed"
        return "asleep" if self.gap and self.gap[0] < change.at <= self.gap[1] else ""

    def _run_command(self, now: datetime, *, is_last: bool = False) -> None:
        if self.command is None:
            return
        if self.is_running and (exit_code := self.command.poll()) is not None:
            self.is_running = False
            pause = self.runs.fail(now) if exit_code else 0
            self.is_run_due = self.is_run_due or exit_code != 0
            self.listener.on_command(exit_code, 0 if is_last else pause)
        # What was published while it ran may not have reached it: it runs again after its end.
        if self.is_run_due and not self.is_running and self.runs.is_allowed(now):
            self.is_run_due, self.is_running = False, True
            self.command.start()

    def _pause(self) -> float:
        if self.is_running:
            return RUNNING_TICK
        if self.is_due or self.next_change is None or self.last_step is None:
            return TICK
        return max(0.0, min(TICK, (self.next_change - self.last_step).total_seconds()))
