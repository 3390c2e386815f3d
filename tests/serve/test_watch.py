"""Waiting for saved files: the folders of a site are watched whenever they are created, moved or deleted."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pressgen.serve import watch as watch_module
from pressgen.serve.watch import MAX_INTERVAL, Watch, watching

LONG = 9.0
"""Seconds of a refresh after which nobody looks again before MAX_INTERVAL, unless there is an event."""


def settle(watch: Watch) -> None:
    """Take in all events until now."""
    for _ in range(4):
        watch.hint.set()
        watch.wait(LONG)
        time.sleep(0.05)


def is_hint_given(watch: Watch, file: Path) -> bool:
    """Whether a save of a file ends the wait."""
    timer = threading.Timer(0.2, lambda: file.write_text("A", encoding="utf-8"))
    timer.start()
    start = time.monotonic()
    watch.wait(LONG)
    timer.join()
    return time.monotonic() - start < MAX_INTERVAL / 2


def create(folder: Path) -> None:
    folder.mkdir()


def move_away_and_back(folder: Path) -> None:
    folder.mkdir()
    folder.rename(folder.with_name("away"))
    folder.with_name("away").rename(folder)


def delete_and_create(folder: Path) -> None:
    folder.mkdir()
    shutil.rmtree(folder)
    folder.mkdir()


def replace_by_copy(folder: Path) -> None:
    folder.mkdir()
    shutil.copytree(folder, folder.with_name("copy"))
    shutil.rmtree(folder)
    folder.with_name("copy").rename(folder)


@pytest.mark.parametrize("act", [create, move_away_and_back, delete_and_create, replace_by_copy])
def test_a_save_in_a_folder_that_was_not_there_at_first_ends_the_wait(
    tmp_path: Path, act: Callable[[Path], None]
) -> None:
    site, theme = tmp_path / "site", tmp_path / "theme"
    site.mkdir()
    theme.mkdir()
    with watching(site, theme) as watch:
        settle(watch)
        act(site / "templates")
        settle(watch)
        assert is_hint_given(watch, site / "templates/home.html")


def move_a_part_away_and_back(folder: Path) -> None:
    (folder / "2026").rename(folder.parent / "away")
    (folder.parent / "away").rename(folder / "2026")


def replace(folder: Path) -> None:
    shutil.rmtree(folder)
    (folder / "2026/01").mkdir(parents=True)


@pytest.mark.parametrize("act", [move_a_part_away_and_back, replace])
def test_a_folder_that_comes_back_is_watched_and_not_worth_a_word(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Path], None],
) -> None:
    # On many disks, a new folder has the inode of the one that was just deleted.
    monkeypatch.setattr(watch_module, "_identity", lambda folder: (0, 0) if folder.is_dir() else None)
    site, theme = tmp_path / "site", tmp_path / "theme"
    theme.mkdir()
    (site / "content/2026/01").mkdir(parents=True)
    with watching(site, theme) as watch:
        for _ in range(2):
            settle(watch)
            act(site / "content")
            time.sleep(0.7)  # so long, watchdog looks for the other end of a move
            settle(watch)
            assert is_hint_given(watch, site / "content/2026/01/plan.md")
    assert capfd.readouterr() == ("", "")
