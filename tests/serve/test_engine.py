"""The warm engine: after any edits it holds what a cold one makes of the same files."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from conftest import Site
from pressgen.content.documents import read_and_parse
from pressgen.model import Options, Output
from pressgen.render.outputs import render_output
from pressgen.render.pages import Renderer
from pressgen.serve import engine as engine_module
from pressgen.serve.engine import Engine
from pressgen.workers import Pool
from trials.desk import NOW, STEPS, Desk, picture
from trials.newsroom import Newsroom
from trials.trial import Trial

OPTIONS = Options()
AT = datetime(2026, 1, 15, 7, tzinfo=timezone.utc)


def unlike(warm: Engine, cold: Engine) -> str:
    """How the two differ; empty if they do not."""
    ours, theirs = warm.state, cold.state
    assert ours and theirs
    if not theirs.sources or any(one.document is None for one in theirs.sources.documents.values()):
        return ""  # the warm one keeps its last good pages, which the cold one never had
    if ours.problems != theirs.problems:
        return f"problems {ours.problems} instead of {theirs.problems}"
    odd = [path for path in ours.outputs.keys() | theirs.outputs.keys() if warm.content(path) != cold.content(path)]
    return f"{len(odd)} outputs differ: {sorted(odd)[:4]}" if odd else ""


@pytest.mark.trial
def test_a_warm_engine_holds_what_a_cold_one_makes(tmp_path: Path, trial: Trial, full_trials: bool) -> None:
    for number in range(100 if full_trials else 2):
        kind = Newsroom if number % 2 else Desk
        desk = kind(tmp_path / str(number), random.Random(trial.random.random()))
        warm = Engine(desk.site.folder, OPTIONS)
        warm.refresh(NOW)
        past: list[str] = []
        for _ in range(STEPS):
            past.append(desk.step())
            warm.refresh(desk.instant)
            cold = Engine(desk.site.folder, OPTIONS)
            cold.refresh(desk.instant)
            trial.case(f"sequence {number}: {' '.join(past)}", unlike(warm, cold))
            cold.close()
        warm.close()
        shutil.rmtree(desk.site.folder)
    trial.end()


@pytest.fixture
def engine(site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Site, Engine]]:
    # Forked where it is safe: the preview itself spawns its processes, which takes longer than all else here.
    monkeypatch.setattr(engine_module, "_pool", lambda jobs, budget: Pool(read_and_parse, jobs=jobs, budget=budget))
    made = site(
        "-- content/a.md --\n---\ntitle: First\ndate: 2026-01-10\ntags: [News]\nsummary: S.\n---\nText.\n"
        "-- content/b.md --\n---\ntitle: Second\ndate: 2026-01-11\ntags: [News]\n---\nText.\n"
        "-- content/c.md --\n---\ntitle: Third\ndate: 2026-01-12\n---\nText.\n"
    )
    engine = Engine(made.folder, OPTIONS)
    engine.refresh(AT)
    yield made, engine
    engine.close()


def test_a_look_at_unchanged_files_is_the_same_state(engine: tuple[Site, Engine]) -> None:
    state = engine[1].state
    assert engine[1].refresh(AT) is state


def test_an_edited_text_is_rendered_again_and_nothing_else(
    engine: tuple[Site, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    site, warm = engine
    assert warm.state
    for path in warm.state.outputs:
        warm.content(path)
    site.edit("content/a.md", "---\ntitle: First\ndate: 2026-01-10\ntags: [News]\nsummary: S.\n---\nAnother text.\n")
    rendered: list[str] = []

    def recording(root: Path, renderer: Renderer, output: Output) -> bytes:
        rendered.append(output.path)
        return render_output(root, renderer, output)

    monkeypatch.setattr(engine_module, "render_output", recording)
    assert warm.refresh(AT).changed == {"content/a.md"}
    for path in warm.state.outputs:
        warm.content(path)
    assert {path for path in rendered if path.endswith(".html")} == {"2026/01/a/index.html"}
    content = warm.content("2026/01/a/index.html")
    assert content and b"Another text." in content.data


RELEASE = "---\ntitle: One\ndate: 2026-01-13\ngallery: [p.png]\n---\n"
TEXT = "First [words](b.md#there).\n\n## Part\n\nBy [Ann](person:ann).\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/r.md", RELEASE + TEXT.replace("First", "Other, *longer*")),
        ("content/r.md", RELEASE + "A line more.\n\n" + TEXT),
        ("content/r.uz.md", RELEASE + TEXT.replace("First", "Other")),
        ("content/pages/about.md", "---\ntitle: About\n---\nOther words.\n"),
        ("content/r.md", RELEASE + TEXT.replace("## Part", "## Another")),
        ("content/r.md", RELEASE + TEXT.replace("person:ann", "person:bob")),
        ("content/r.md", RELEASE + TEXT.replace("b.md", "c.md")),
        ("content/r.md", RELEASE.replace("One", "Two") + TEXT),
        ("content/r.md", RELEASE.replace("01-13", "01-14") + TEXT),
        ("content/r.md", RELEASE + TEXT.replace("First", "![A](p.png)")),
        ("content/d.md", "---\ntitle: New\ndate: 2026-01-14\n---\nText.\n"),
        ("data/views.yml", "releases:\n  /2026/01/a/:\n    log: {views: 9}\n"),
    ],
)
def test_an_edit_gives_the_site_that_a_new_preview_would_have(
    engine: tuple[Site, Engine], path: str, text: str
) -> None:
    site, warm = engine
    site.edit(
        "pressgen.yml",
        (site.folder / "pressgen.yml").read_text(encoding="utf-8")
        + "languages: [en, uz]\npeople: {ann: {name: Ann}, bob: {name: Bob}}\n",
    )
    site.edit("content/p.png", picture(random.Random(1)))
    for file in ("content/r.md", "content/r.uz.md"):
        site.edit(file, RELEASE + TEXT)
    site.edit("content/e.md", "---\ntitle: E\ndate: 2026-01-09\n---\nSee [it](r.md#part) and [this](missing.md).\n")
    site.edit("content/f.md", "---\ntitle: F\ndate: 2026-01-08\nrelated: [r.md]\n---\nText.\n")
    site.edit("content/pages/about.md", "---\ntitle: About\n---\nWords.\n")
    warm.refresh(AT)
    site.edit(path, text)
    warm.refresh(AT + timedelta(minutes=1))
    cold = Engine(site.folder, OPTIONS)
    cold.refresh(AT + timedelta(minutes=1))
    assert unlike(warm, cold) == ""
    cold.close()


def test_an_edit_of_a_text_after_its_hour_builds_the_site_of_that_hour(engine: tuple[Site, Engine]) -> None:
    site, warm = engine
    head = (
        "---\ntitle: D\ndate: 2026-01-13\ncorrections: [{date: 2026-01-15 13:00, kind: correction, text: It.}]\n---\n"
    )
    site.edit("content/d.md", head + "Text.\n")
    for hours in (0, 8, 7):  # the clock of a computer can be put back
        warm.refresh(AT)
        site.edit("content/d.md", head + f"Text {hours}.\n")
        warm.refresh(AT + timedelta(hours=hours))
        cold = Engine(site.folder, OPTIONS)
        cold.refresh(AT + timedelta(hours=hours))
        assert unlike(warm, cold) == ""
        cold.close()


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


def test_the_theme_and_the_rules_of_the_site_are_shown_as_they_are_saved(engine: tuple[Site, Engine]) -> None:
    site, warm = engine
    settings = (site.folder / "pressgen.yml").read_text(encoding="utf-8")
    for name, text, shown in (
        ("theme.css", "h1 { color: red }", b"h1{color:red}"),
        ("theme.css", "h1 { color: blue }", b"h1{color:blue}"),
        ("pressgen.yml", settings + 'theme: {accent: "#7a1f2b"}\n', b"--link:#7a1f2b"),
    ):
        site.edit(name, text)
        warm.refresh(AT)
        content = warm.content("index.html")
        assert content and shown in content.data


def test_a_document_has_the_time_that_the_settings_give(engine: tuple[Site, Engine]) -> None:
    site, warm = engine
    first = warm._pool
    site.edit("pressgen.yml", (site.folder / "pressgen.yml").read_text(encoding="utf-8") + "time_budget: 60\n")
    warm.refresh(AT)
    assert warm._pool is not first and warm._budget == 60
    site.edit("content/a.md", "---\ntitle: Edited\ndate: 2026-01-10\n---\nText.\n")
    warm.refresh(AT)
    content = warm.content("2026/01/a/index.html")
    assert content and b"Edited" in content.data


def test_the_first_look_is_shared_by_as_many_processes_as_the_command_says(
    site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []

    def counted(task: Callable[[Any], Any], **options: Any) -> Any:
        started.append(options["jobs"])
        return Pool(task, **options)

    monkeypatch.setattr(engine_module, "Pool", counted)
    made = site("".join(f"-- content/a{number}.md --\n---\ntitle: A\ndate: 2026-01-01\n---\n" for number in range(4)))
    engine = Engine(made.folder, Options(jobs=2))
    engine.refresh(AT)
    engine.close()
    assert started == [2]


def test_what_a_build_records_and_the_day_that_a_hint_names_are_shown(engine: tuple[Site, Engine]) -> None:
    site, warm = engine
    site.edit("pressgen.yml", (site.folder / "pressgen.yml").read_text(encoding="utf-8") + "record: true\n")
    site.build()
    warm.refresh(AT)
    before = (site.folder / "content/record.jsonl").read_bytes()
    site.edit("content/a.md", "---\ntitle: First\ndate: 2026-01-10\ntags: [News]\nsummary: S.\n---\nOther words.\n")
    hints = [str(problem.values) for problem in warm.refresh(AT).problems]
    assert ["2026-01-15" in hint for hint in hints] == [True]
    hints = [str(problem.values) for problem in warm.refresh(AT + timedelta(days=1)).problems]
    assert ["2026-01-16" in hint for hint in hints] == [True]
    site.edit("content/record.jsonl", before.replace(b"<p>Text.</p>", b"<p>Other words.</p>"))
    assert warm.refresh(AT + timedelta(days=1)).problems == ()


@pytest.mark.parametrize("is_fresh", [True, False])
def test_a_site_that_cannot_be_planned_stays_the_same_state(engine: tuple[Site, Engine], is_fresh: bool) -> None:
    site, warm = engine
    site.edit("content/d.md", "---\ntitle: D\ndate: 2026-01-16\n---\nText.\n")
    warm.refresh(AT)
    site.edit("static/feed.xml", "Not a feed.")
    looks = Engine(site.folder, OPTIONS) if is_fresh else warm
    state = looks.refresh(AT + timedelta(days=2))
    assert [problem.code for problem in state.errors] == ["path-collision"]
    assert looks.refresh(AT + timedelta(days=2, minutes=1)) is state
    looks.close()


def test_a_fault_of_pressgen_is_told_once(engine: tuple[Site, Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    _, warm = engine
    monkeypatch.setattr(engine_module, "stat_inputs", lambda root: 1 / 0)
    state = warm.refresh(AT)
    assert [problem.code for problem in state.errors] == ["preview-failed"]
    assert warm.refresh(AT) is state
