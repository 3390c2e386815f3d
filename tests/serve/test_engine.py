"""The warm engine: after any edits it holds what a cold one makes of the same files."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest

from conftest import Site
from pressgen.model import Options
from pressgen.serve.engine import Engine
from trials.test_t14_incremental import NOW, STEPS, Desk
from trials.trial import Trial

OPTIONS = Options()
AT = datetime(2026, 1, 15, 7, tzinfo=timezone.utc)


def stamps(folder: Path) -> dict[str, tuple[int, int, int, int]]:
    found = {}
    for name in ("content", "templates", "static", "pressgen.yml"):
        for path in [folder / name, *(folder / name).rglob("*")]:
            if path.is_file():
                seen = os.stat(path)
                stamp = (seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)
                found[path.relative_to(folder).as_posix()] = stamp
    return found


def unlike(warm: Engine, cold: Engine) -> str:
    """How the two differ; empty if they do not."""
    ours, theirs = warm.state, cold.state
    assert ours and theirs and theirs.sources
    if any(one.document is None for one in theirs.sources.parsed.values()) or not theirs.is_sound:
        return ""  # the warm one keeps its last good pages, which the cold one never had
    if ours.problems != theirs.problems:
        return f"problems {ours.problems} instead of {theirs.problems}"
    odd = [path for path in ours.outputs.keys() | theirs.outputs.keys() if warm.content(path) != cold.content(path)]
    return f"{len(odd)} outputs differ: {sorted(odd)[:4]}" if odd else ""


def test_a_warm_engine_holds_what_a_cold_one_makes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], full_trials: bool
) -> None:
    trial = Trial("engine")
    for number in range(100 if full_trials else 8):
        desk = Desk(tmp_path / str(number), random.Random(trial.random.random()))
        warm = Engine(desk.site.folder, OPTIONS)
        warm.refresh(NOW)
        past: list[str] = []
        for _ in range(STEPS):
            before = stamps(desk.site.folder)
            past.append(desk.step())
            after = stamps(desk.site.folder)
            touched = frozenset(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
            warm.refresh(desk.instant, desk.chance.choice((None, touched)))
            cold = Engine(desk.site.folder, OPTIONS)
            cold.refresh(desk.instant)
            trial.case(f"sequence {number}: {' '.join(past)}", unlike(warm, cold))
            cold.close()
        warm.close()
        shutil.rmtree(desk.site.folder)
    trial.end(capsys)


@pytest.fixture
def engine(site: Callable[..., Site]) -> tuple[Site, Engine]:
    made = site(
        "-- content/a.md --\n---\ntitle: First\ndate: 2026-01-10\ntags: [News]\n---\nText.\n"
        "-- content/b.md --\n---\ntitle: Second\ndate: 2026-01-11\ntags: [News]\n---\nText.\n"
        "-- content/c.md --\n---\ntitle: Third\ndate: 2026-01-12\n---\nText.\n"
    )
    engine = Engine(made.folder, OPTIONS)
    engine.refresh(AT)
    return made, engine


def test_a_look_at_unchanged_files_is_the_same_state(engine: tuple[Site, Engine]) -> None:
    state = engine[1].state
    assert engine[1].refresh(AT) is state


def test_an_edited_text_makes_one_page_anew(engine: tuple[Site, Engine]) -> None:
    site, warm = engine
    before = warm.state
    site.edit("content/a.md", "---\ntitle: First\ndate: 2026-01-10\ntags: [News]\n---\nAnother text.\n")
    after = warm.refresh(AT, frozenset({"content/a.md"}))
    assert before and after.changed == {"content/a.md"}
    pages = [path for path in after.outputs if "release" in getattr(after.outputs[path], "context", {})]
    assert [path for path in pages if after.outputs[path] is not before.outputs[path]] == ["2026/01/a/index.html"]
    content = warm.content("2026/01/a/index.html")
    assert content and b"Another text." in content.data


def test_a_document_that_cannot_be_read_keeps_its_last_good_page(engine: tuple[Site, Engine]) -> None:
    site, warm = engine
    site.edit("content/a.md", "---\ntitle: [First\n---\nText.\n")
    state = warm.refresh(AT)
    assert [problem.file for problem in state.problems if problem.severity == "error"] == ["content/a.md"]
    content = warm.content("2026/01/a/index.html")
    assert content and b"First" in content.data
    site.edit("content/a.md", "---\ntitle: Mended\ndate: 2026-01-10\n---\nText.\n")
    assert not [problem for problem in warm.refresh(AT).problems if problem.severity == "error"]
    content = warm.content("2026/01/a/index.html")
    assert content and b"Mended" in content.data


def test_broken_settings_leave_the_last_good_site(engine: tuple[Site, Engine]) -> None:
    site, warm = engine
    good = (site.folder / "pressgen.yml").read_text(encoding="utf-8")
    site.edit("pressgen.yml", "title: [")
    state = warm.refresh(AT)
    assert {problem.file for problem in state.problems} == {"pressgen.yml"}
    assert warm.content("index.html")
    site.edit("pressgen.yml", good.replace("Test News", "Other News"))
    warm.refresh(AT)
    content = warm.content("index.html")
    assert content and b"Other News" in content.data


def test_a_template_fault_is_told_beside_the_last_good_page(engine: tuple[Site, Engine]) -> None:
    site, warm = engine
    assert warm.content("index.html")
    site.edit("templates/home.html", "{% extends 'base.html' %}{% block main %}{{ nothing.there }}{% endblock %}")
    warm.refresh(AT)
    content = warm.content("index.html")
    assert content and [problem.code for problem in content.problems] == ["template-failed"]
    assert b"Third" in content.data


def test_a_document_has_the_time_that_the_settings_give(engine: tuple[Site, Engine]) -> None:
    site, warm = engine
    first = warm.crew
    site.edit("pressgen.yml", (site.folder / "pressgen.yml").read_text(encoding="utf-8") + "time_budget: 60\n")
    warm.refresh(AT)
    assert warm.crew is not first and warm.crew.pool.budget == 60
    site.edit("content/a.md", "---\ntitle: Edited\ndate: 2026-01-10\n---\nText.\n")
    warm.refresh(AT)
    content = warm.content("2026/01/a/index.html")
    assert content and b"Edited" in content.data
