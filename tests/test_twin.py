"""The twin that edits are published in: kept from one edit to the next, never trusted unseen, gone where it does not fit."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest

from conftest import Site
from pressgen.model import Options, Report
from pressgen.output import keep, likeness, twin, write
from pressgen.run import build
from trials import small

NOW = datetime.fromtimestamp(small.INSTANT, timezone.utc)
ADDRESS = "2026/01/r2/index.html"


WAYS = {"by the first edit": twin.MANY, "at once": 1}
"""Files from which on a twin is made with the first build, by two processes."""


@pytest.fixture(params=WAYS)
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether twins are made when all is published, as those of a large site; in each way that twins are made."""
    monkeypatch.setattr(twin, "MANY", WAYS[request.param])
    return request.param == "at once"


@pytest.fixture
def newsroom(at_once: bool, tmp_path: Path) -> Site:
    """Four releases, built once."""
    made = Site(tmp_path / "site", "")
    made.edit("pressgen.yml", "title: Press Office\nurl: https://press.example/\nboilerplate: Here.\n")
    for day in range(1, 5):
        made.edit(f"content/r{day}.md", release(day, "Some text."))
    run(made)
    return made


def release(day: int, text: str, tag: str = "news") -> str:
    return f"---\ntitle: Release {day}\ndate: 2026-01-{day:02}\ntags: [{tag}]\n---\n\n{text}\n"


def run(made: Site) -> Report:
    report = build(made.folder, as_of=NOW, options=Options(jobs=2))
    assert report.exit_code == 0, report.problems
    return report


def edit(made: Site, text: str, day: int = 2) -> None:
    """Publish other words of a release."""
    made.edit(f"content/r{day}.md", release(day, text))
    assert run(made).changed > 0
    assert text in made.read(f"2026/01/r{day}/index.html")


def kept(made: Site) -> Path | None:
    """The twin, if one is kept."""
    found = [path for path in (made.folder / ".pressgen").glob("twin-*") if path.is_dir()]
    assert len(found) <= 1
    return found[0] if found else None


def as_clean(made: Site) -> None:
    """The output is what a build without memory makes, and the twin, if there is a record of one, is its twin."""
    assert small.differences(small.tree(made.output), small.clean(made)) == ""
    shutil.rmtree(made.folder / "clean")
    assert len(small.left_behind(made.folder)) == 0
    found = kept(made)
    if found and found.with_suffix(".json").exists():
        pages = made.files().keys() - {".pressgen.json"}
        assert {path.relative_to(found).as_posix() for path in found.rglob("*") if path.is_file()} == pages
        assert all(os.path.samefile(found / path, made.output / path) for path in pages)


@pytest.fixture
def in_a_twin(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each publication in a twin, whether that had been kept."""
    found: list[bool] = []

    def put(one: twin.Twin, *rest: object) -> str:
        stamps = one.stamps()
        found.append(bool(stamps and stamps.of_hidden))
        return twin.put(one, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(write, "put", put)
    return found


def test_it_is_kept_from_one_edit_to_the_next(newsroom: Site, at_once: bool, in_a_twin: list[bool]) -> None:
    assert bool(kept(newsroom)) is at_once
    as_clean(newsroom)
    for text in ("First words.", "Second words.", "Third words.", "Fourth words."):
        edit(newsroom, text)
        as_clean(newsroom)
    edit(newsroom, "Other words.", day=4)
    as_clean(newsroom)
    assert in_a_twin == [at_once, True, True, True, True]


def test_two_processes_make_it_for_an_edit_of_very_many(
    newsroom: Site, monkeypatch: pytest.MonkeyPatch, in_a_twin: list[bool]
) -> None:
    monkeypatch.setattr(likeness, "MANY", 1)
    keep.forget(newsroom.folder)
    run(newsroom)  # nothing is published
    for text in ("First words.", "Second words."):
        edit(newsroom, text)
        as_clean(newsroom)
    assert in_a_twin == [False, True]


def test_it_is_kept_where_pages_come_and_go(newsroom: Site, at_once: bool, in_a_twin: list[bool]) -> None:
    edit(newsroom, "First words.")
    newsroom.edit("content/deep/new.md", release(9, "A new one.", tag="another"))
    run(newsroom)
    as_clean(newsroom)
    edit(newsroom, "Second words.")
    newsroom.remove("content/deep/new.md")
    run(newsroom)
    as_clean(newsroom)
    edit(newsroom, "Third words.")
    as_clean(newsroom)
    assert in_a_twin == [at_once, True, True, True, True]


def test_a_build_with_nothing_to_do_leaves_it(newsroom: Site, at_once: bool, in_a_twin: list[bool]) -> None:
    edit(newsroom, "First words.")
    assert run(newsroom).changed == 0
    newsroom.edit("pressgen.yml", (newsroom.folder / "pressgen.yml").read_text() + "# as before\n")
    assert run(newsroom).changed == 0
    edit(newsroom, "Second words.")
    assert in_a_twin == [at_once, True]


def test_a_folder_that_is_as_it_was_is_known_again_without_memory(newsroom: Site) -> None:
    keep.forget(newsroom.folder)
    assert run(newsroom).changed == 0
    assert kept(newsroom) is None
    assert list((newsroom.folder / ".pressgen").glob("twin-*.json"))
    edit(newsroom, "First words.")
    as_clean(newsroom)


def test_it_goes_or_is_made_anew_where_all_is_published(newsroom: Site, at_once: bool, in_a_twin: list[bool]) -> None:
    edit(newsroom, "First words.")
    newsroom.edit("templates/footer.html", "<footer>Other</footer>")
    newsroom.edit("pressgen.yml", "title: Other Office\nurl: https://press.example/\n")
    run(newsroom)
    assert bool(kept(newsroom)) is at_once
    as_clean(newsroom)
    edit(newsroom, "Second words.")
    as_clean(newsroom)
    assert in_a_twin == [at_once, at_once]


def test_it_goes_where_nothing_is_to_be_remembered(newsroom: Site) -> None:
    edit(newsroom, "First words.")
    newsroom.edit("content/r2.md", release(2, "Second words."))
    assert build(newsroom.folder, as_of=NOW, options=Options(cache=False)).changed > 0
    assert kept(newsroom) is None
    edit(newsroom, "Third words.")
    as_clean(newsroom)


def remove_a_page(found: Path) -> None:
    (found / ADDRESS).unlink()


def replace_a_page(found: Path) -> None:
    (found / "index.html").rename(found / "old.html")
    shutil.copy2(found / "old.html", found / "index.html")
    (found / "old.html").unlink()


def remove_a_folder(found: Path) -> None:
    shutil.rmtree(found / "2026")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a page is gone": remove_a_page,
    "a page is another": replace_a_page,
    "a page is cut": lambda found: os.truncate(found / ADDRESS, 10),
    "a file is added": lambda found: (found / "2026" / "foreign.html").write_text("foreign"),
    "a folder is added": lambda found: (found / "2026" / "01" / "foreign").mkdir(),
    "a folder is gone": remove_a_folder,
    "all is gone": shutil.rmtree,
    "a list is added": lambda found: (found / ".pressgen.json").write_text("foreign"),
    "the record is gone": lambda found: found.with_suffix(".json").unlink(),
    "the record is cut": lambda found: os.truncate(found.with_suffix(".json"), 40),
    "it is a file": lambda found: (shutil.rmtree(found), found.write_text("foreign")),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_one_is_never_published(newsroom: Site, damage: str) -> None:
    edit(newsroom, "First words.")
    found = kept(newsroom)
    assert found
    DAMAGES[damage](found)
    edit(newsroom, "Second words.")
    assert not list(newsroom.output.rglob("foreign*"))
    as_clean(newsroom)
    edit(newsroom, "Third words.")
    as_clean(newsroom)


@pytest.mark.parametrize("what", ["it", "a folder in it", "the cache folder"])
def test_a_link_in_its_place_leads_nobody_out_of_the_site(newsroom: Site, tmp_path: Path, what: str) -> None:
    edit(newsroom, "First words.")
    found = kept(newsroom)
    assert found
    place = {"it": found, "a folder in it": found / "2026", "the cache folder": newsroom.folder / ".pressgen"}[what]
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    before = small.tree(tmp_path / "elsewhere")
    edit(newsroom, "Second words.")
    newsroom.edit("pressgen.yml", "title: Other Office\nurl: https://press.example/\n")
    run(newsroom)
    after = small.tree(tmp_path / "elsewhere")
    assert small.differences(before, after) == ""
    assert "Second words." in newsroom.read(ADDRESS)


def test_a_folder_elsewhere_is_published_in_another_way(newsroom: Site, tmp_path: Path, in_a_twin: list[bool]) -> None:
    for text in ("First words.", "Second words."):
        newsroom.edit("content/r2.md", release(2, text))
        report = build(newsroom.folder, as_of=NOW, options=Options(jobs=2, output=str(tmp_path / "elsewhere")))
        assert report.exit_code == 0
        assert text in (tmp_path / "elsewhere" / ADDRESS).read_text()
    assert in_a_twin == []


@pytest.mark.parametrize("edits", [0, 1, 2])
@pytest.mark.parametrize("where", ["CNAME", "2026/01/r2/photo.jpg"])
def test_what_else_is_laid_in_the_output_stays(newsroom: Site, edits: int, where: str) -> None:
    for number in range(edits):
        edit(newsroom, f"Words {number}.")
    (newsroom.output / where).write_text("somebody's")  # at once: not even the clock may tell of it
    edit(newsroom, "Other words.")
    edit(newsroom, "Last words.")
    assert (newsroom.output / where).read_text() == "somebody's"
    (newsroom.output / where).unlink()
    edit(newsroom, "The very last words.")
    as_clean(newsroom)


def test_a_page_altered_by_hand_is_mended(newsroom: Site) -> None:
    edit(newsroom, "First words.")
    with open(newsroom.output / "index.html", "a") as page:
        page.write("altered")
    time.sleep(0.02)
    edit(newsroom, "Second words.")
    as_clean(newsroom)


@pytest.mark.parametrize("step", ["link", "unlink", "write_file", "exchange", "keep"])
def test_a_fault_on_the_way_spoils_neither_this_build_nor_the_next(
    newsroom: Site, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    unlink = os.unlink

    def fail(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    def fail_there(path: str | Path, *, dir_fd: int | None = None) -> None:
        fail() if "/twin-" in str(path) else unlink(path, dir_fd=dir_fd)

    edit(newsroom, "First words.")
    places = {"link": os, "unlink": os, "write_file": twin, "exchange": twin, "keep": keep}
    with monkeypatch.context() as patch:
        patch.setattr(places[step], step, fail_there if step == "unlink" else fail)
        newsroom.edit("content/r2.md", release(2, "Second words."))
        build(newsroom.folder, as_of=NOW, options=Options(jobs=2))
    run(newsroom)
    as_clean(newsroom)
    edit(newsroom, "Third words.")
    as_clean(newsroom)


def test_where_the_second_process_fails_it_is_done_without(
    newsroom: Site, monkeypatch: pytest.MonkeyPatch, in_a_twin: list[bool]
) -> None:
    monkeypatch.setattr(likeness, "MANY", 1)
    real = likeness._laid

    def laid(there: str, folders: list[str], files: list[str]) -> bytes:
        return real(there, folders, files) if "404.html" in files else b""

    keep.forget(newsroom.folder)
    with monkeypatch.context() as patch:
        patch.setattr(likeness, "_laid", laid)
        run(newsroom)  # nothing is published
        edit(newsroom, "First words.")
    as_clean(newsroom)
    assert in_a_twin == []
    edit(newsroom, "Second words.")
    as_clean(newsroom)
    assert in_a_twin == [False]


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site whose twin is made with its first build, which is still to come."""
    monkeypatch.setattr(twin, "MANY", 1)
    made = Site(tmp_path / "site", "")
    made.edit("content/r2.md", release(2, "Some text."))
    return made


@pytest.mark.parametrize("python", ["", "/bin/false", "/nowhere/python", "frozen"])
def test_without_a_fresh_python_the_first_edit_makes_it(
    large: Site, monkeypatch: pytest.MonkeyPatch, in_a_twin: list[bool], python: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "frozen", True, raising=False) if python == "frozen" else patch.setattr(
            sys, "executable", python
        )
        run(large)
    assert kept(large) is None
    edit(large, "First words.")
    as_clean(large)
    assert in_a_twin == [False]


def test_the_fresh_python_runs_nothing_from_the_site(large: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pressgen.py", "msgspec.py", "os.py", "sitecustomize.py"):
        large.edit(name, f"open({str(large.folder / 'was-here')!r}, 'w')")
    monkeypatch.chdir(large.folder)
    run(large)
    assert kept(large)
    assert not (large.folder / "was-here").exists()
    as_clean(large)


@pytest.mark.parametrize("where", ["CNAME", "2026/01/r2/photo.jpg"])
def test_there_is_none_beside_what_is_somebody_elses(large: Site, in_a_twin: list[bool], where: str) -> None:
    run(large)
    (large.output / where).write_text("somebody's")
    large.edit("pressgen.yml", "title: Other Office\nurl: https://press.example/\n")
    run(large)
    assert kept(large) is None
    edit(large, "First words.")
    assert (large.output / where).read_text() == "somebody's"
    assert in_a_twin == []


def test_a_fault_while_it_is_made_spoils_nothing(large: Site, in_a_twin: list[bool]) -> None:
    (large.folder / ".pressgen").mkdir()
    place = likeness.tree_of(large.folder, large.output)
    place.write_text("in the way")
    run(large)
    edit(large, "First words.")
    as_clean(large)


def test_what_is_laid_in_the_output_after_it_was_made_stays(large: Site) -> None:
    run(large)
    (large.output / "2026/01/r2/photo.jpg").write_text("somebody's")
    edit(large, "First words.")
    assert (large.output / "2026/01/r2/photo.jpg").read_text() == "somebody's"
