"""After any sequence of edits and of other commands the incremental build equals a clean one, byte for byte."""

from __future__ import annotations

import random
import shutil
from contextlib import nullcontext
from pathlib import Path

import pytest

import conftest
import extras
from pressgen.build import build
from pressgen.model import Options
from pressgen.render import files
from trials.desk import STEPS, Desk
from trials.newsroom import Newsroom
from trials.trial import Trial
from trials.twins import Between, differences, twin_of

FULL, QUICK = 500, 6
JOBS = (1, 1, 1, 1, 1, 2)


def yaml_of(lines: str) -> dict[str, str]:
    """The values of settings by their names, as written."""
    return dict(line.split(": ", 1) for line in lines.splitlines())


def play(desk: Desk, trial: Trial, name: str, steps: int = STEPS) -> tuple[int, int]:
    """Edit, run other commands and build, again and again; the numbers of sites that were written and of commands."""
    between, past, written, commands = Between(desk), [], 0, 0
    for _ in range(steps):
        edits, others = desk.step(), between.step()
        past.append(edits + others)
        commands += bool(others)
        options = Options(jobs=desk.chance.choice(JOBS), skip_invalid=desk.chance.random() < 0.3)
        twin = twin_of(desk)
        warm = build(desk.site.folder, as_of=desk.instant, options=options)
        written += warm.written
        trial.case(f"{name}: {' '.join(past)}", differences(desk, twin, warm, options))
    between.engine.close()
    shutil.rmtree(desk.site.folder)
    return written, commands


def test_an_incremental_build_equals_a_clean_one(tmp_path: Path, trial: Trial, full_trials: bool) -> None:
    written, commands = 0, 0
    for number in range(FULL if full_trials else QUICK):
        desk = Desk(tmp_path / str(number), random.Random(trial.random.random()))
        with extras.added() if number % 2 else nullcontext():
            if number % 2:
                desk.site.edit("templates/figures.html", extras.PAGE)
                desk.settings |= yaml_of(extras.SETTINGS)
                desk.configure()
            counts = play(desk, trial, f"sequence {number}")
        written, commands = written + counts[0], commands + counts[1]
    trial.end(sequences=trial.n // STEPS, written=written, after_other_commands=commands)
    assert written > trial.n // 2 < commands


def test_so_it_does_in_a_newsroom_with_one_of_everything(
    tmp_path: Path, trial: Trial, full_trials: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # How pictures are made is the other trial's: here, each is made once.
    monkeypatch.setattr(files, "map_items", conftest._map_little)
    monkeypatch.setattr(files, "_derive", conftest._derive_once)
    monkeypatch.setattr(files, "_draw", conftest._draw_once)
    written, commands = 0, 0
    for number in range((FULL if full_trials else QUICK) // 2):
        newsroom = Newsroom(tmp_path / str(number), random.Random(trial.random.random()))
        counts = play(newsroom, trial, f"sequence {number}")
        written, commands = written + counts[0], commands + counts[1]
    trial.end(sequences=trial.n // STEPS, written=written, after_other_commands=commands)
    assert written > trial.n // 2 < commands
