"""Building on time, with a clock that the test moves: nights, failures, sleep and wrong clocks take a moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from conftest import Site
from pressgen.cli.console import Console
from pressgen.cli.due_watch import NOT_FOUND, Log, ShellCommand
from pressgen.errors import PressgenError, Problem, SettingsError
from pressgen.model import Change, LateChange, Options, Report
from pressgen.schedule.due import Outlook, look_ahead
from pressgen.schedule.watch import FIRST_PAUSE, LONGEST_PAUSE, TICK, LateReason, Watch

Make = Callable[..., Site]
START = datetime(2026, 1, 15, 8, 0, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)


class Newsroom:
    """A site without files: instants at which something is due, and the instant of the last build."""

    def __init__(self, *hours: float) -> None:
        self.times = [START + timedelta(hours=hour) for hour in hours]
        self.last_build = START - HOUR
        self.stamp = "1"
        self.failing_until = START
        self.builds: list[datetime] = []
        self.looks = 0
        self.looking_fails = False
        self.errors = 0

    def digest(self) -> str:
        return self.stamp

    def look_ahead(self, instant: datetime) -> Outlook:
        self.looks += 1
        if self.looking_fails:
            raise SettingsError(Problem.at("content-missing"))
        since = min(instant, self.last_build)
        changes = [Change(at=moment, kind="release", source="content/a.md") for moment in self.times if moment > since]
        return Outlook(
            output="output",
            instant=instant,
            last_build=self.last_build,
            errors=self.errors,
            overdue=tuple(change for change in changes if change.at <= instant),
            coming=tuple(change for change in changes if change.at > instant),
        )

    def build(self, instant: datetime) -> Report:
        self.builds.append(instant)
        if instant < self.failing_until:
            return Report(output="output", exit_code=1)
        passed = [moment for moment in self.times if self.last_build < moment <= instant]
        back = [moment for moment in self.times if instant < moment <= self.last_build]
        late = tuple(
            LateChange(
                at=moment, kind="release", source="content/a.md", seconds=int((instant - moment).total_seconds())
            )
            for moment in passed
            if instant - moment >= timedelta(minutes=1)
        )
        self.last_build = instant
        following = min((moment for moment in self.times if moment > instant), default=None)
        changed = len(passed) + len(back)
        return Report(output="output", written=True, changed=changed, late=late, next_change=following)


class Listener:
    """Keeps what happened, as words."""

    def __init__(self) -> None:
        self.events: list[object] = []
        self.reasons: list[LateReason] = []

    def on_wait(self, next_change: datetime | None, errors: int) -> None:
        self.events.append((next_change, errors) if errors else next_change)

    def on_build(self, report: Report, reasons: dict[LateChange, LateReason]) -> None:
        self.events.append("built")
        self.reasons += reasons.values()

    def on_failure(self, error: PressgenError | Report, pause: int) -> None:
        self.events.append(pause)

    def on_command(self, exit_code: int, pause: int) -> None:
        self.events.append((exit_code, pause))


class Deploy:
    """A command that takes some polls, and fails as often as it is told."""

    def __init__(self, polls: int = 1, failures: int = 0) -> None:
        self.polls, self.failures = polls, failures
        self.rest = self.starts = 0

    def start(self) -> None:
        self.starts += 1
        self.rest = self.polls

    def poll(self) -> int | None:
        self.rest -= 1
        if self.rest > 0:
            return None
        self.failures -= 1
        return int(self.failures >= 0)


class Night:
    """A watch and the wall clock, which the test can stop and turn."""

    def __init__(self, site: Newsroom, deploy: Deploy | None = None) -> None:
        self.site, self.listener = site, Listener()
        self.watch = Watch(site, self.listener, deploy)
        self.now = START
        self.steps = 0

    def until(self, hours: float) -> None:
        end = START + timedelta(hours=hours)
        while self.now < end:
            pause = self.watch.step(self.now)
            assert 0 <= pause <= TICK
            self.steps += 1
            self.now += timedelta(seconds=max(pause, 0.001))

    def jump(self, hours: float) -> None:
        self.now += timedelta(hours=hours)


def test_it_builds_at_the_second_and_only_then() -> None:
    site = Newsroom(1, 2.5, 9)
    night = Night(site)
    night.until(10)
    assert site.builds == [START + timedelta(hours=hours) for hours in (1, 2.5, 9)]
    assert night.listener.reasons == []
    assert night.listener.events == [
        START + HOUR, "built", START + 2.5 * HOUR, "built", START + 9 * HOUR, "built", None,
    ]  # fmt: skip
    assert site.looks == 1


def test_what_became_due_before_the_start_is_built_at_once_and_said_to_be_late() -> None:
    site = Newsroom(-0.5, 4)
    night = Night(site)
    night.until(1)
    assert site.builds == [START]
    assert night.listener.reasons == ["stopped"]


def test_a_release_whose_hour_passed_while_the_computer_slept_is_built_at_once() -> None:
    site = Newsroom(2)
    night = Night(site)
    night.until(1)
    night.jump(3)
    woken = night.now
    night.until(5)
    assert site.builds == [woken]
    assert night.listener.reasons == ["asleep"]


def test_a_release_that_a_long_build_delayed_is_not_said_to_have_waited_for_a_computer_asleep() -> None:
    site = Newsroom(1, 1.02)
    night = Night(site)
    night.until(1)
    night.watch.step(night.now)
    night.jump(0.1)
    night.until(1.5)
    assert len(site.builds) == 2
    assert night.listener.reasons == [""]


@pytest.mark.parametrize("jump", [-0.9, 0.5, 30])
def test_a_clock_that_is_set_anew_makes_nothing_early_and_loses_nothing(jump: float) -> None:
    site = Newsroom(2, 40)
    night = Night(site)
    night.until(1)
    night.jump(jump)
    night.until(41)
    assert len(site.builds) == len(site.times)
    assert all(build >= moment for build, moment in zip(site.builds, site.times, strict=True))
    assert site.builds[1] == site.times[1]


def test_what_a_wrong_clock_published_is_taken_back() -> None:
    site = Newsroom(2)
    night = Night(site)
    night.until(1)
    night.now = START + timedelta(hours=100)
    night.until(100.1)
    assert site.last_build > site.times[0]
    night.now = right = START + HOUR
    night.until(1.5)
    assert site.last_build == right < site.times[0]
    night.until(3)
    assert site.last_build == site.times[0]


def test_a_failed_build_is_tried_again_with_growing_pauses_and_reported() -> None:
    site = Newsroom(1)
    site.failing_until = START + 2 * HOUR
    night = Night(site)
    night.until(3)
    pauses = [event for event in night.listener.events if isinstance(event, int)]
    assert pauses[:7] == [FIRST_PAUSE, 10, 20, 40, 80, 160, LONGEST_PAUSE]
    assert set(pauses[7:]) == {LONGEST_PAUSE}
    assert site.builds[-1] - (START + 2 * HOUR) < timedelta(seconds=LONGEST_PAUSE + TICK)
    assert night.listener.reasons == ["failed"]
    assert len(site.builds) == len(pauses) + 1


def test_a_failed_build_is_tried_again_as_soon_as_a_file_is_changed() -> None:
    site = Newsroom(1)
    site.failing_until = START + 1.5 * HOUR
    night = Night(site)
    night.until(1.5)
    site.stamp = "2"
    builds = len(site.builds)
    night.watch.step(night.now)
    assert len(site.builds) == builds + 1
    assert night.listener.events[-2:] == ["built", None]
    assert night.listener.reasons == ["failed"]


def test_an_hour_that_an_author_moved_is_kept_and_an_edit_alone_builds_nothing() -> None:
    site = Newsroom(5)
    night = Night(site)
    night.until(1)
    site.times, site.stamp = [START + 2 * HOUR], "2"
    night.until(1.9)
    assert site.builds == []
    night.until(3)
    assert site.builds == [START + 2 * HOUR]


def test_an_edit_with_an_error_is_reported_before_its_hour() -> None:
    night = Night(site := Newsroom(1))
    night.until(0.5)
    site.stamp, site.errors = "2", 3
    night.until(0.6)
    assert night.listener.events == [START + HOUR, (START + HOUR, 3)]
    site.stamp, site.errors = "3", 0
    night.until(0.7)
    assert night.listener.events[2:] == [START + HOUR]


def test_settings_that_cannot_be_read_end_it_at_the_start_and_are_a_failure_later() -> None:
    site = Newsroom(1)
    site.looking_fails = True
    with pytest.raises(SettingsError):
        Night(site).until(1)
    site.looking_fails = False
    night = Night(site)
    night.until(0.5)
    site.looking_fails, site.stamp, site.failing_until = True, "2", START + 0.9 * HOUR
    night.until(0.8)
    assert FIRST_PAUSE in night.listener.events
    site.looking_fails, site.stamp, site.failing_until = False, "3", START
    night.until(2)
    assert site.last_build == START + HOUR


def test_the_command_runs_after_a_build_that_changed_the_site_and_again_if_it_fails() -> None:
    site, deploy = Newsroom(1, 3), Deploy(failures=2)
    night = Night(site, deploy)
    night.until(2)
    assert deploy.starts == 3
    assert [event for event in night.listener.events if isinstance(event, tuple)] == [(1, 5), (1, 10), (0, 0)]
    site.last_build = START + 3 * HOUR  # another process built it, so that nothing is changed
    night.until(4)
    assert deploy.starts == 3


def test_a_slow_command_holds_up_no_build_and_runs_again_for_what_came_meanwhile() -> None:
    site, deploy = Newsroom(1, 1.01, 1.02), Deploy(polls=1000)
    night = Night(site, deploy)
    night.until(2)
    assert site.builds == site.times
    assert deploy.starts == 2
    deploy.rest = 2
    night.watch.is_running = True
    assert [night.watch.finish(), night.watch.finish()] == [False, True]


def test_at_the_end_the_command_runs_for_what_was_published_and_is_not_tried_again() -> None:
    night = Night(Newsroom(1, 1.001), deploy := Deploy(polls=20))
    night.until(1.0012)
    assert (deploy.starts, night.watch.is_run_due) == (1, True)
    deploy.failures = 2
    ends = [night.watch.finish() for _ in range(40)]
    assert ends.index(True) < 40
    assert deploy.starts == 1
    assert night.listener.events[-1] == (1, 0)
    night = Night(Newsroom(1, 1.001), deploy := Deploy(polls=20))
    night.until(1.0012)
    assert [night.watch.finish() for _ in range(60)][-1]
    assert deploy.starts == 2


def test_a_command_that_cannot_be_started_fails(tmp_path: Path) -> None:
    command = ShellCommand("true", tmp_path / "gone")
    command.start()
    assert command.poll() == NOT_FOUND


# --- with a site on disk ------------------------------------------------------------------------

RELEASE = "---\ntitle: {title}\ndate: {date}\n---\nText.\n"


class OnDisk:
    """A site of the tests, as the watch sees it."""

    def __init__(self, made: Site) -> None:
        self.made = made

    def digest(self) -> str:
        return ""

    def look_ahead(self, instant: datetime) -> Outlook:
        return look_ahead(self.made.folder, instant, Options())

    def build(self, instant: datetime) -> Report:
        return self.made.build(instant)  # type: ignore[arg-type]


def test_a_site_on_disk_is_what_it_should_be_at_every_instant(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site()
    hours = (1, 2, 50, 51)
    for hour in hours:
        made.edit(
            f"content/r{hour}.md", RELEASE.format(title=f"R{hour}", date=f"{START + hour * HOUR:%Y-%m-%d %H:%M} +00:00")
        )
    made.build(START)  # type: ignore[arg-type]
    watch, now = Watch(OnDisk(made), Listener()), START
    while now < START + 102 * HOUR:
        pause = watch.step(now)
        public = {hour for hour in hours if any(f"/r{hour}/" in path for path in made.files())}
        assert public == {hour for hour in hours if START + hour * HOUR <= now}
        # The steps in between only look at the clock.
        change = watch.next_change or START + 103 * HOUR
        now = max(now + timedelta(seconds=pause), min(change, now + HOUR) if pause == TICK else now)
    assert watch.next_change is None


def test_the_lines_name_what_happened(site: Make, capsys: pytest.CaptureFixture[str]) -> None:
    log = Log(Console())
    change = LateChange(at=START, kind="release", source="content/a.md", seconds=200)
    log.on_build(Report(output="output", written=True, changed=2, late=(change,)), {change: "asleep"})
    log.on_failure(SettingsError(Problem.at("content-missing")), 5)
    log.on_command(7, 10)
    log.on_command(7, 0)
    log.on_command(0, 0)
    log.on_wait(START, 0)
    log.on_wait(None, 2)
    lines = capsys.readouterr().err.splitlines()
    told = [line[9:] for line in lines if line[2:3] == ":"]
    assert told == [
        "content/a.md: published 3 min 20 s after its time, 2026-01-15 08:00+00:00 (the computer was asleep)",
        "output: 2 files changed, 0 removed",
        "Nothing was published. Next attempt in 5 s, or when a file is changed.",
        "The command failed with exit code 7. Next attempt in 10 s.",
        "The command failed with exit code 7. Run it again.",
        "The command has ended.",
        "Next scheduled change: 2026-01-15 08:00+00:00",
        "Nothing is scheduled.",
        "The next build will stop: 2 errors. See `pressgen check`.",
    ]
    assert any("[content-missing]" in line for line in lines)


@pytest.mark.skipif(sys.platform == "win32", reason="the command is for a POSIX shell")
@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.trial)])
def test_the_command_publishes_on_time_and_ends_with_a_signal(site: Make, number: int) -> None:
    made = site("-- content/old.md --\n" + RELEASE.format(title="Old", date="2025-01-01"))
    due = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(seconds=4)
    made.edit("content/new.md", RELEASE.format(title="New", date=f"{due:%Y-%m-%d %H:%M:%S} +00:00"))
    made.build(due - HOUR)  # type: ignore[arg-type]
    words = [sys.executable, "-m", "pressgen", "due", str(made.folder), "--watch", "--then", "date +%s >> ran"]
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    with subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True) as process:
        ran: Path = made.folder / "ran"
        end = time.monotonic() + 60
        while not (ran.exists() and ran.read_text()) and time.monotonic() < end:
            time.sleep(0.05)
        process.send_signal(number)
        assert process.wait(timeout=30) == 0
        assert process.stderr is not None
        lines = process.stderr.read()
    assert list(made.output.rglob("new/index.html")), lines
    assert int(ran.read_text().split()[0]) >= int(due.timestamp()), lines
    assert lines.count("Next scheduled change") == 2
