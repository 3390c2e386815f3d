"""`pressgen due --watch`: the clock, the command and the lines that are printed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from types import FrameType

from pressgen.build import build
from pressgen.cli.clock import short_time, time_of_day
from pressgen.cli.console import Console
from pressgen.cli.late import late_line
from pressgen.cli.streams import print_message
from pressgen.content.scan import stat_inputs
from pressgen.errors import PressgenError
from pressgen.model import LateChange, Options, Report
from pressgen.publish.lock import Builder
from pressgen.schedule.due import Outlook, look_ahead
from pressgen.schedule.watch import LateReason, Watch

SLICE = 0.25
"""Seconds of one sleep: a signal ends the watch after the next one."""
NOT_FOUND = 127
"""Exit code of a command that could not be started, as shells have it."""


class Stop:
    """Whether a signal has asked the watch to end; a second Ctrl+C ends it at once."""

    def __init__(self) -> None:
        self.is_set = False

    def listen(self) -> None:
        """Listen for SIGINT and SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._set)

    def wait(self, seconds: float) -> None:
        """Wait so long, or until a signal comes."""
        end = time.monotonic() + seconds
        while not self.is_set and (rest := end - time.monotonic()) > 0:
            time.sleep(min(rest, SLICE))

    def _set(self, number: int, frame: FrameType | None) -> None:
        self.is_set = True
        signal.signal(signal.SIGINT, signal.default_int_handler)


class _Site:
    """The site in a folder."""

    def __init__(self, root: Path, options: Options) -> None:
        self.root, self.options = root, options

    def digest(self) -> str:
        """What differs if a source was changed."""
        return stat_inputs(self.root).digest

    def look_ahead(self, instant: datetime) -> Outlook:
        return look_ahead(self.root, instant, self.options)

    def build(self, instant: datetime) -> Report:
        builder = Builder(os.getpid(), "pressgen due --watch", time_of_day())
        return build(self.root, as_of=instant, options=self.options, builder=builder)


class ShellCommand:
    """A command of the user, run by the shell in the site's folder."""

    def __init__(self, text: str, root: Path) -> None:
        self.text, self.root = text, root
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        self.process = None
        # The folder may be gone, or the system out of memory.
        with suppress(OSError):
            # In a session of its own, since Ctrl+C must not stop it in the middle of an upload.
            self.process = subprocess.Popen(
                self.text, shell=True, cwd=self.root, stdin=subprocess.DEVNULL, start_new_session=True
            )

    def poll(self) -> int | None:
        """Its exit code; None while it runs, NOT_FOUND if it could not be started."""
        return self.process.poll() if self.process else NOT_FOUND


class Log:
    """Prints what happens, each line with the time of day."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def say(self, text: str, /, **values: str | int) -> None:
        """Print a line."""
        print_message(f"{time_of_day()} {self.console.translate(text, **values)}")

    def on_wait(self, next_change: datetime | None, errors: int) -> None:
        """Print what the watch waits for, and errors that should be fixed until then."""
        if next_change:
            self.say("Next scheduled change: {time}", time=short_time(next_change))
        else:
            self.say("Nothing is scheduled.")
        if errors:
            count = self.console.count_of(errors, "error")
            self.say("The next build will stop: {errors}. See `pressgen check`.", errors=count)

    def on_build(self, report: Report, reasons: dict[LateChange, LateReason]) -> None:
        """Print what was published."""
        self.console.print_report(report, None)
        for change in report.late:
            print_message(f"{time_of_day()} {late_line(change, self.console, reasons[change])}")
        self.say(
            "{folder}: {changed} changed, {removed} removed",
            folder=report.output,
            changed=self.console.count_of(report.changed, "file"),
            removed=report.removed,
        )

    def on_failure(self, error: PressgenError | Report, pause: int) -> None:
        """Print the errors, and when the next attempt is."""
        self.console.print_problems([problem for problem in error.problems if problem.severity == "error"])
        self.say("Nothing was published. Next attempt in {seconds} s, or when a file is changed.", seconds=pause)

    def on_command(self, exit_code: int, pause: int) -> None:
        """Print how the command ended, and when it runs again."""
        if exit_code and not pause:
            self.say("The command failed with exit code {code}. Run it again.", code=exit_code)
        elif exit_code:
            self.say(
                "The command failed with exit code {code}. Next attempt in {seconds} s.", code=exit_code, seconds=pause
            )
        else:
            self.say("The command has ended.")


def watch_site(root: Path, options: Options, console: Console, then: str) -> None:
    """Build the site whenever something is due, until a signal comes; a running build or command ends first."""
    stop = Stop()
    stop.listen()
    watch = Watch(_Site(root, options), Log(console), ShellCommand(then, root) if then else None)
    with console.exit_on_error():
        while not stop.is_set:
            start = time.monotonic()
            pause = watch.step(datetime.now(timezone.utc))
            # Looking at many files takes a part of the pause.
            stop.wait(start + pause - time.monotonic())
    while not watch.finish():
        time.sleep(SLICE)
    sys.exit(0)
