"""Files that others put into the output folder survive, whenever they come."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from folders import FOREIGN, FOREIGN_LINKS, NEW, OLD, build, fault, killed_at, lay_foreign, marks, published, set_way
from folders import no_sync as no_sync
from folders import tmp_path as tmp_path

from pressgen.errors import OutputError
from pressgen.publish import exchange
from pressgen.publish.journal import complete

pytestmark = pytest.mark.trial
WAYS = ("renames", "exchange", "no exchange")
ARRIVING = {
    ".well-known/acme-challenge/token": "a challenge",
    "upload.pdf": "a report",
    "gone/deep/note.txt": "in a folder whose pages go",
    "2025/c/extra.txt": "in a folder of a new page",
    "2024/a/extra.txt": "in a folder that stays",
    "new/folder/of/theirs/file": "deep",
}


def arrive(folder: Path) -> None:
    """What others put there: new files, and a foreign file that they replace."""
    for path, text in ARRIVING.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (folder.parent / "CNAME.new").write_text("other.example")
    os.replace(folder.parent / "CNAME.new", folder / "CNAME")


def prepare(folder: Path) -> None:
    shutil.rmtree(folder.parent, ignore_errors=True)
    build(folder, OLD)
    lay_foreign(folder)


@pytest.mark.parametrize("way", WAYS)
def test_files_that_arrive_at_any_step_survive(tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_way(way, monkeypatch)
    folder, at, successes, calls = tmp_path / "site/output", 0, 0, 1
    while at < calls:
        at += 1
        prepare(folder)
        before = {path: mark for path, mark in marks(folder).items() if path in {*FOREIGN, *FOREIGN_LINKS} - {"CNAME"}}

        happened: list[str] = []

        def happen(path: str, happened: list[str] = happened) -> None:
            happened.append(path)
            arrive(folder)

        with fault(at, happen) as injected:
            try:
                build(folder, NEW)
                successes += 1
            except OutputError as error:
                assert error.problems[0].code in ("output-in-the-way", "output-moved"), f"step {at}: {error}"
        calls = injected.calls
        if not happened:
            break
        for path, text in {**ARRIVING, "CNAME": "other.example"}.items():
            assert (folder / path).read_text() == text, f"{path} at step {at} of {calls}"
        after = marks(folder)
        assert {path: after[path] for path in before} == before
        complete(folder)
        build(folder, NEW)
        assert published(folder) == NEW
        for path, text in {**ARRIVING, "CNAME": "other.example"}.items():
            assert (folder / path).read_text() == text, f"{path} at step {at} of {calls}"
        assert os.listdir(folder.parent) == ["output"]
    assert at > 40
    assert successes > 40


@pytest.mark.parametrize("when", ["exchange", "exchanged"])
def test_files_that_arrive_around_the_exchange_survive_a_kill_too(
    tmp_path: Path, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_way("exchange", monkeypatch)
    real: Callable[[Path, Path], None] = exchange.exchange
    folder, killed, at = tmp_path / "site/output", True, 0

    def exchanging(first: Path, second: Path) -> None:
        if when == "exchange":
            arrive(second)
        real(first, second)
        if when == "exchanged":
            arrive(first)

    while killed:
        at += 1
        prepare(folder)
        with monkeypatch.context() as patch:
            patch.setattr(exchange, "exchange", exchanging)
            killed = killed_at(folder, at)
        names = (folder / "CNAME", *folder.parent.glob(".output.next-*/tree/CNAME"))
        arrived = "other.example" in [path.read_text() for path in names]  # it is the last one
        complete(folder)
        build(folder, NEW)
        assert published(folder) == NEW
        if arrived:
            for path, text in {**ARRIVING, "CNAME": "other.example"}.items():
                assert (folder / path).read_text() == text, f"{path} at step {at}"
        assert set(os.listdir(folder.parent)) <= {"output", "CNAME.new"}
    assert at > 60


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", ["2025/c/index.html", "2025", "2025/c"])
def test_a_file_that_arrives_where_a_new_page_must_go_is_named_and_stays(
    tmp_path: Path, way: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_way(way, monkeypatch)
    folder, at, calls, refused = tmp_path / "site/output", 0, 1, 0
    while at < calls:
        at += 1
        prepare(folder)

        def happen(_: str) -> None:
            target = folder / path
            if not target.exists() and not (folder / "2025/c/index.html").exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                if not target.exists():
                    target.write_text("theirs")

        with fault(at, happen) as injected:
            try:
                build(folder, NEW)
                assert published(folder) == NEW
                continue
            except OutputError as error:
                refused += 1
                assert error.problems[0].code in ("output-in-the-way", "output-failed"), f"step {at}: {error}"
            finally:
                calls = injected.calls
        assert (folder / path).read_text() == "theirs"
        assert {name: (folder / name).read_bytes() for name in OLD} == OLD
        assert os.listdir(folder.parent) == ["output"]
        (folder / path).unlink()
        build(folder, NEW)
        assert published(folder) == NEW
    assert refused > 10


def test_a_foreign_file_that_its_owner_removes_during_the_build_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_way("exchange", monkeypatch)
    folder = tmp_path / "site/output"
    prepare(folder)
    real: Callable[[Path, Path], None] = exchange.exchange

    def exchanging(first: Path, second: Path) -> None:
        (second / ".well-known/security.txt").unlink()
        real(first, second)

    monkeypatch.setattr(exchange, "exchange", exchanging)
    build(folder, NEW)
    assert not (folder / ".well-known/security.txt").exists()
    assert (folder / "CNAME").exists()


def test_what_cannot_be_deleted_from_the_old_site_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_way("exchange", monkeypatch)
    folder = tmp_path / "site/output"
    build(folder, {**OLD, "list.txt": b"a list"})
    lay_foreign(folder)
    real = os.walk

    def unreadable(top: Path, topdown: bool = True) -> Iterator[tuple[str, list[str], list[str]]]:
        # As os.walk does, which passes over a folder that it cannot read.
        return iter(()) if Path(top).name == "tree" else real(top, topdown)

    with monkeypatch.context() as patch:
        patch.setattr(os, "walk", unreadable)
        build(folder, NEW)
    assert not (folder / "list.txt").exists()
    assert not (folder / "gone").exists()
    assert all(os.path.lexists(folder / path) for path in (*FOREIGN, *FOREIGN_LINKS))
    assert published(folder) == NEW
