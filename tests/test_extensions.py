"""What a newsroom adds is as safe as what is built in: the laws with a planner, template functions and Markdown of its own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from conftest import NOW, Site, rendered
from extras import PAGE, SETTINGS, added, figures, whisper
from pressgen.build import build
from pressgen.model import Computed, Options, Rendered, Report
from pressgen.plan import plan
from pressgen.plan.layout import EditionContext
from pressgen.render import environment, outputs
from pressgen.render.outputs import WORTH_SHARING


@pytest.fixture
def extended() -> Iterator[pytest.MonkeyPatch]:
    """pressgen with a planner, a function, a filter and a Markdown extension more."""
    with added() as patch:
        yield patch


def release(title: str, day: int, text: str = "Text (seal).", more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: 2026-01-{day:02}\ntags: [t{day % 2}]\n{more}---\n{text}\n\nMore.\n"


@pytest.fixture
def newsroom(site: Callable[..., Site], extended: pytest.MonkeyPatch) -> Site:
    made = site("-- content/pages/about.md --\n---\ntitle: About\n---\nText.\n")
    made.edit("templates/figures.html", PAGE)
    made.edit("pressgen.yml", (made.folder / "pressgen.yml").read_text() + SETTINGS)
    for day in range(1, 9):
        made.edit(f"content/r{day}.md", release(f"Release {day}", day))
    built(made)
    return made


def built(made: Site, **options: Any) -> Report:
    report = build(made.folder, as_of=NOW, options=Options(explain=True, **options))
    assert report.exit_code == 0, report.problems
    return report


def run(made: Site, **options: Any) -> Report:
    """A build, whose output is that of a build without memory."""
    report = built(made, **options)
    live, cold = made.files(), rendered(made.folder)
    assert [path for path in live.keys() | cold.keys() if live.get(path) != cold.get(path)] == []
    return report


def again(report: Report) -> set[str]:
    return {path for path, reason in report.reasons.items() if reason}


def test_all_of_it_is_on_the_page_and_a_second_build_renders_nothing(newsroom: Site) -> None:
    page = newsroom.read("figures/index.html")
    for words in (
        "8 releases, of 2026-01-08 2026-01-07 2026-01-06 2026-01-05 2026-01-04, NOW, Release 8!.",
        "RELEASE 8",
        "/2026/01/r4/ 2026",
    ):
        assert words in page
    assert page.count("<strong>Sealed</strong>") == 4
    assert again(run(newsroom)) == set()


EDITS: dict[str, Callable[[Site], object]] = {
    "a headline": lambda made: made.edit("content/r6.md", release("Changed", 6)),
    "a body": lambda made: made.edit("content/r8.md", release("Release 8", 8, "Other (seal).")),
    "the end of a body": lambda made: made.edit("content/r7.md", release("Release 7", 7, "Text (seal).\n\nOther.")),
    "a date": lambda made: made.edit("content/r8.md", release("Release 8", 9)),
    "a new release": lambda made: made.edit("content/new.md", release("New", 10)),
    "an old release": lambda made: made.edit("content/new.md", "---\ntitle: Old\ndate: 2025-01-01\n---\nText.\n"),
    "one less": lambda made: made.remove("content/r8.md"),
    "a draft of it": lambda made: made.edit("content/r8.md", release("Release 8", 8, more="status: draft\n")),
    "another slug": lambda made: made.edit("content/r4.md", release("Release 4", 4, more="slug: four\n")),
    "its template": lambda made: made.edit("templates/figures.html", PAGE.replace("releases,", "news,")),
    "a setting": lambda made: made.edit(
        "pressgen.yml", (made.folder / "pressgen.yml").read_text().replace("Test", "City")
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_that_it_shows_renders_it_again(newsroom: Site, edit: str) -> None:
    EDITS[edit](newsroom)
    assert "figures/index.html" in again(run(newsroom))
    nothing = built(newsroom)
    assert (again(nothing), nothing.changed, nothing.removed) == (set(), 0, 0)


def test_an_edit_that_it_does_not_show_leaves_it(newsroom: Site) -> None:
    newsroom.edit("content/r1.md", release("Changed", 1))
    assert "figures/index.html" not in again(run(newsroom))


def test_other_code_of_a_function_or_a_filter_renders_the_pages_that_call_it(
    newsroom: Site, extended: pytest.MonkeyPatch
) -> None:
    extended.setitem(environment.FUNCTIONS, "shout", whisper)
    assert again(run(newsroom)) == {"figures/index.html"}
    assert ", now," in newsroom.read("figures/index.html")
    for mark in ("?", "."):
        extended.setitem(environment.FILTERS, "sign", lambda text, sign, mark=mark: text + mark)
        report = run(newsroom)
        assert report.reasons["figures/index.html"] == "template" and len(again(report)) == 1


def test_other_code_of_what_a_function_calls_renders_the_pages_that_call_it(
    newsroom: Site, extended: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "shouting.py"
    for end in ("!", "!!"):
        file.write_text(f"def shout(text):\n    return ended(text)\n\ndef ended(text):\n    return text + '{end}'\n")
        names: dict[str, Callable[..., object]] = {}
        exec(compile(file.read_text(), str(file), "exec"), names)
        extended.setitem(environment.FUNCTIONS, "shout", names["shout"])
        assert again(run(newsroom)) == {"figures/index.html"}
        assert again(run(newsroom)) == set()


def test_other_code_of_a_planner_or_a_computed_value_renders_its_pages(
    newsroom: Site, extended: pytest.MonkeyPatch
) -> None:
    def fewer(context: EditionContext) -> Iterator[Rendered]:
        for page in figures(context):
            yield Rendered(path=page.path, template=page.template, values={**page.values, "teasers": ()})

    def softer(context: EditionContext) -> Iterator[Rendered]:
        for page in figures(context):
            yield Rendered(
                path=page.path, template=page.template, values={**page.values, "loud": Computed(("latest",), whisper)}
            )

    for planner in (fewer, softer):
        extended.setattr(plan, "PLANNERS", (*plan.PLANNERS[:-1], planner))
        report = run(newsroom)
        assert again(report) == {"figures/index.html"}
        assert report.reasons["figures/index.html"] == "values"
    extended.setattr(plan, "PLANNERS", plan.PLANNERS[:-1])
    assert run(newsroom).removed == 1


def test_a_value_that_can_be_called_has_its_page_rendered_each_time(
    newsroom: Site, extended: pytest.MonkeyPatch
) -> None:
    answers = [["one"]]

    def asking(context: EditionContext) -> Iterator[Rendered]:
        for page in figures(context):
            answer = answers[0]
            yield Rendered(
                path=page.path,
                template=page.template,
                values={**page.values, "ask": partial(lambda answer: answer[0], answer)},
            )

    extended.setattr(plan, "PLANNERS", (*plan.PLANNERS[:-1], asking))
    for word in ("one", "two", "two"):
        answers[0] = [word]
        assert again(run(newsroom)) == {"figures/index.html"}
        assert f"2026 {word}" in newsroom.read("figures/index.html")


def test_workers_have_it_too(newsroom: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "BATCH", 8)
    for number in range(8 * WORTH_SHARING):
        newsroom.edit(f"content/more/{number}.md", release(f"More {number}", number % 14 + 1))
    run(newsroom, jobs=2)
    newsroom.edit("content/more/3.md", release("Edited", 4))
    assert "2026/01/3/index.html" in again(run(newsroom, jobs=2))


def test_any_two_edits_after_each_other(newsroom: Site) -> None:
    order = [*EDITS]
    for first, second in itertools.islice(zip(order, order[::-1], strict=True), 6):
        if "one less" in (first, second):
            newsroom.edit("content/r8.md", release("Release 8", 8))
        EDITS[first](newsroom)
        EDITS[second](newsroom)
        run(newsroom)
