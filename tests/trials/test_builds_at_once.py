"""Two or three builds of one site at once: no mixed tree, no deadlock, and the loser says who builds."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import Site
from trials import small
from trials.trial import Trial

HOLD = """
import os, signal, sys
from pathlib import Path
from pressgen.publish.lock import Builder, lock
with lock(Path(sys.argv[1]), Path(sys.argv[1], "output"), Builder(os.getpid(), "pressgen build", "07:12:03")):
    worker = os.fork()
    if worker == 0:
        signal.pause()
    print("held", worker, flush=True)
    signal.pause()
"""
LOSER = re.compile(
    r"\[build-locked\] Another build is writing this site \(process (\d+), pressgen build, \d\d:\d\d:\d\d\)"
)


def race(made: Site, count: int, pauses: list[float], options: list[str]) -> list[str]:
    """Let so many builds run at once; what was wrong with their ends."""
    running: list[subprocess.Popen[str]] = []
    for pause in pauses[:count]:
        time.sleep(pause)
        running.append(small.start(made.folder, *options))
    faults, losers = [], 0
    pids = {process.pid for process in running}
    for process in running:
        try:
            _, said = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            faults.append("deadlock")
            continue
        named = LOSER.search(said)
        if process.returncode == 1 and named:
            losers += 1
            faults.append(
                "" if int(named[1]) in pids - {process.pid} else f"names process {named[1]}, not one of {pids}"
            )
        elif process.returncode != 0:
            faults.append(f"exit {process.returncode}: {said[-300:]}")
    return [*faults, "all lost" if losers == count else "", f"#{losers}"]


@contextmanager
def holding(made: Site) -> Iterator[tuple[int, int]]:
    """A process that holds the site's lock, and its worker; both are ended with the block, whatever happens in it."""
    command = [sys.executable, "-c", HOLD, str(made.folder)]
    process = subprocess.Popen(
        command, env=small.environment(), stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        word, worker = process.stdout.readline().split()
        assert word == "held"
        yield process.pid, int(worker)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_builds_at_once_never_mix(tmp_path: Path, trial: Trial, full_trials: bool) -> None:
    losers = 0
    made = small.lay(tmp_path / "site")
    for number in range(50 if full_trials else 5):
        small.turn(made, f"Round {number}")
        wanted = small.clean(made)
        shutil.rmtree(made.folder / "clean")
        count, options = trial.random.choice((2, 2, 3)), trial.random.choice(([], [], ["--no-cache"], ["--jobs", "2"]))
        pauses = [trial.random.choice((0, 0, 0.02, 0.1, 0.3)) for _ in range(3)]
        *faults, lost = race(made, count, pauses, options)
        losers += int(lost[1:])
        trial.case(
            (number, count, pauses, options),
            *faults,
            small.differences(small.tree(made.output), wanted),
            *(f"left behind: {name}" for name in small.left_behind(made.folder)),
            *(f"left behind: {path.name}" for path in made.folder.glob(".pressgen/lock-*")),
        )
    trial.end(losers=losers)
    assert losers


def test_builds_to_two_folders_at_once_share_one_memory(tmp_path: Path, trial: Trial, full_trials: bool) -> None:
    made = small.lay(tmp_path / "site")
    for number in range(50 if full_trials else 3):
        small.turn(made, f"Round {number}")
        wanted = small.clean(made)
        shutil.rmtree(made.folder / "clean")
        running = [small.start(made.folder, "--output", name) for name in ("output", "other")]
        ends = [process.communicate(timeout=60)[1] if process.returncode is None else "" for process in running]
        trial.case(
            number,
            *(f"exit {one.returncode}: {end[-300:]}" for one, end in zip(running, ends, strict=True) if one.returncode),
            *(small.differences(small.tree(made.folder / name), wanted) for name in ("output", "other")),
            *(f"left behind: {name}" for name in {*os.listdir(made.folder / ".pressgen")} - {"build.db", "pictures"}),
        )
    trial.end()


def test_a_held_lock_is_told_nothing_is_written_and_a_killed_holder_holds_nobody_up(tmp_path: Path) -> None:
    made = small.lay(tmp_path / "site")
    with holding(made) as (holder, worker):
        for options in ([], ["--no-cache"]):
            lost = small.built(made.folder, *options)
            assert lost.returncode == 1
            assert f"(process {holder}, pressgen build, 07:12:03)" in lost.stderr
            assert "hint:" in lost.stderr
            assert not made.output.exists()
        assert small.built(made.folder, "--output", "elsewhere").returncode == 0
        os.kill(holder, signal.SIGKILL)
        assert list(made.folder.glob(".pressgen/lock-*"))
        # Its worker lives on and must not hold the lock.
        os.kill(worker, 0)
        assert small.built(made.folder).returncode == 0
    assert small.tree(made.output) == small.clean(made)
    assert not list(made.folder.glob(".pressgen/lock-*"))


def test_where_no_lock_can_be_kept_a_build_goes_on_without(tmp_path: Path) -> None:
    made = small.lay(tmp_path / "site")
    made.edit(".pressgen", "a file stands where the folder should be")
    assert small.built(made.folder).returncode == 0
    (made.folder / ".pressgen").unlink()
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (made.folder / ".pressgen").symlink_to(foreign)
    assert small.built(made.folder).returncode == 0
    assert list(foreign.iterdir()) == []
    assert small.tree(made.output) == small.clean(made)
