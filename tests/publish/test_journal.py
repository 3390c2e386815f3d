"""A build that is killed at any of its steps leaves the old site, the new one, or one that the next build completes."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from folders import FOREIGN, NEW, OLD, between, build, failing, fault, killed_at, lay_foreign, marks, published, set_way
from folders import no_sync as no_sync
from folders import tmp_path as tmp_path

from pressgen.errors import OutputError
from pressgen.publish.journal import complete
from pressgen.publish.manifest import JOURNAL, KEEP, MANIFEST, Content, Keep, read_manifest
from pressgen.publish.publication import publish
from pressgen.publish.staging import open_stage, open_staging, stage

# A kill at every single step takes longer than a contributor waits.
pytestmark = pytest.mark.trial


def kills(folder: Path) -> Iterator[int]:
    """Prepare the old site and kill a build of the new one, at each of its steps in turn."""
    at, killed = 0, True
    while killed:
        at += 1
        shutil.rmtree(folder.parent, ignore_errors=True)
        build(folder, OLD)
        lay_foreign(folder)
        killed = killed_at(folder, at)
        yield at


def files_of(folder: Path) -> dict[str, bytes]:
    """The files in a folder that are not foreign; journals, stages and manifests are left out."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    paths = {path.relative_to(folder).as_posix(): path for path in found}
    return {
        name: path.read_bytes()
        for name, path in paths.items()
        if name not in FOREIGN and not name.startswith(".pressgen.")
    }


@pytest.mark.parametrize("way", ["renames", "exchange", "no exchange"])
def test_a_killed_build_is_completed_and_every_file_is_whole(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_way(way, monkeypatch)
    folder, results, at = tmp_path / "site/output", set(), 0
    foreign = None
    for at in kills(folder):
        for path, data in files_of(folder).items():
            assert data in (OLD.get(path), NEW.get(path)), f"{path} after step {at}"
        before = {path: mark for path, mark in marks(folder).items() if path in FOREIGN}
        foreign = foreign or before
        assert before == foreign
        if way == "exchange":
            assert files_of(folder) in (OLD, NEW)
        complete(folder)
        assert files_of(folder) == published(folder)
        assert published(folder) in (OLD, NEW)
        results.add(published(folder) == NEW)
        assert os.listdir(folder.parent) == ["output"]
        assert not [name for name in os.listdir(folder) if name.startswith(".pressgen.next-")]
        build(folder, NEW)
        assert files_of(folder) == published(folder) == NEW
        assert {path: mark for path, mark in marks(folder).items() if path in FOREIGN} == foreign
    assert at > 40
    assert results == {True, False}


@pytest.mark.parametrize("kind", ["missing", "cut", "no stage", "no journal"])
def test_what_is_lost_of_a_stage_is_left_to_the_next_build_and_nothing_else_is_lost(tmp_path: Path, kind: str) -> None:
    folder, unfinished = tmp_path / "site/output", 0
    for at in kills(folder):
        if (folder / JOURNAL).exists():
            unfinished += 1
            lose(folder, kind)
        before = files_of(folder)
        if kind != "no journal":
            complete(folder)
            listed = read_manifest(folder).files
            assert listed.keys() >= files_of(folder).keys(), f"after step {at}"
            assert files_of(folder).keys() >= before.keys() & NEW.keys()
        build(folder, NEW)
        assert files_of(folder) == published(folder) == NEW
        assert os.listdir(folder.parent) == ["output"]
    assert unfinished > 20


def lose(folder: Path, kind: str) -> None:
    """Damage what a killed build has left."""
    (stage_folder,) = folder.parent.glob(".output.next-*")
    staged = [path for path in (stage_folder / "tree").rglob("*") if path.is_file()]
    if kind == "no stage":
        shutil.rmtree(stage_folder)
    for path in staged:
        if kind == "missing" and path.name == "index.html":
            path.unlink()
        elif kind == "cut":
            data = path.read_bytes()
            path.unlink()  # it may be linked to the published file
            path.write_bytes(data[:3])


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"stage": "x", "steps": []}', b'{"stage": "../..", "steps": []}'])
def test_a_damaged_journal_is_dropped(tmp_path: Path, data: bytes) -> None:
    build(tmp_path / "output", OLD)
    before = marks(tmp_path)
    (tmp_path / "output" / JOURNAL).write_bytes(data)
    complete(tmp_path / "output")
    assert marks(tmp_path) == before


@pytest.mark.parametrize(
    "path", ["../bait", "/etc/motd", "door/bait", "CNAME", "link", "2024/by-hand.html", ".well-known"]
)
def test_a_journal_cannot_lead_outside_or_to_foreign_files(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "site/output"
    build(folder, OLD)
    lay_foreign(folder)
    (folder.parent / "bait").write_text("bait")
    (folder / "door").symlink_to(folder.parent)
    area = folder.parent / ".output.next-0"
    (area / "tree").mkdir(parents=True)
    (area / "pressgen-stage").write_bytes(b"")
    (area / "tree/evil").write_text("evil")
    before = marks(folder.parent, times=True)
    for digest in ("", "0" * 16):
        steps = [{"path": path, "digest": digest}]
        (folder / JOURNAL).write_bytes(msgspec.json.encode({"stage": area.name, "steps": steps}))
        complete(folder)
        after = marks(folder.parent, times=True)
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        assert not {
            name for name in changed if ".output.next-" not in name and name not in ("output", f"output/{MANIFEST}")
        }


def test_a_stage_in_use_is_not_carried_through_by_another_build(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    build(folder, OLD)
    with open_stage(folder, ()) as area:
        (folder / JOURNAL).write_bytes(msgspec.json.encode({"stage": Path(area.stage).name, "steps": []}))
        code = (
            "import sys; from pathlib import Path; from pressgen.publish.journal import complete\n"
            "complete(Path(sys.argv[1]))"
        )
        done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True)
        assert "Another build is writing this site" in done.stderr
        with pytest.raises(OutputError, match="Another build"):
            publish(folder, NEW.items(), ())
        assert files_of(folder) == OLD
    complete(folder)
    assert os.listdir(tmp_path) == ["output"]


def test_a_disk_that_fails_for_good_leaves_a_site_that_the_next_build_completes(tmp_path: Path) -> None:
    folder, torn, at = tmp_path / "site/output", 0, 0
    while True:
        at += 1
        shutil.rmtree(tmp_path / "site", ignore_errors=True)
        build(folder, OLD)
        lay_foreign(folder)
        with fault(at, failing(errno.EIO), lasting=True) as injected:
            try:
                build(folder, NEW)
            except OutputError as error:
                codes = [problem.code for problem in error.problems]
                torn += codes == ["output-torn"]
                assert codes == ["output-torn"] or files_of(folder) == OLD
        assert read_manifest(folder).files
        build(folder, NEW)
        assert files_of(folder) == published(folder) == NEW
        assert os.listdir(folder.parent) == ["output"]
        if injected.calls < at:
            break
    assert torn > 5


# --- what an edit touches ------------------------------------------------------------------------


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of all calls that look into a folder or at a file."""
    paths: list[str] = []

    def count(call: Callable[..., object]) -> Callable[..., object]:
        def counted(path: object, *more: object, **options: object) -> object:
            paths.append(str(path))
            return call(path, *more, **options)

        return counted

    for name in ("scandir", "listdir", "lstat", "stat"):
        monkeypatch.setattr(os, name, count(getattr(os, name)))
    return paths


def test_an_edit_looks_at_its_own_files_only(tmp_path: Path, calls: list[str]) -> None:
    folder = tmp_path / "output"
    pages: dict[str, Content | Keep] = {f"2024/{number}/index.html": b"page" for number in range(2000)}
    build(folder, pages)
    calls.clear()
    files = [(path, b"edited" if path == "2024/7/index.html" else KEEP) for path in pages]
    assert publish(folder, files, ()).changed == ("2024/7/index.html",)
    # To see whether the folder is a mount, Python 3.13 looks at its `..`.
    paths = [Path(os.path.normpath(path)) for path in calls]
    touched = {path.relative_to(folder).as_posix() for path in paths if path.is_relative_to(folder)}
    assert touched - {".", MANIFEST, JOURNAL} == {"2024", "2024/7", "2024/7/index.html"}
    assert len(calls) < 100
    assert (folder / "2024/7/index.html").read_bytes() == b"edited"
    assert len(published(folder)) == 2000


def test_files_are_published_in_the_callers_order_removals_then_and_the_manifest_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "output"
    build(folder, {"gone.html": b"1", "style.css": b"1", "a/index.html": b"1", "index.html": b"1", "feed.xml": b"1"})
    order: list[str] = []

    def record(call: Callable[..., None]) -> Callable[..., None]:
        def recorded(source: Path | str, target: Path | str) -> None:
            inside = next((Path(path) for path in (target, source) if Path(path).is_relative_to(folder)), None)
            order.extend([inside.relative_to(folder).as_posix()] if inside else [])
            call(source, target)

        return recorded

    monkeypatch.setattr(os, "replace", record(os.replace))
    publish(folder, [("style.css", b"2"), ("a/index.html", b"2"), ("index.html", b"2"), ("feed.xml", b"2")], ())
    assert order == ["style.css", "a/index.html", "index.html", "feed.xml", "gone.html", MANIFEST]


# --- the staging area ----------------------------------------------------------------------------


def test_staged_files_of_other_processes_are_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "new/output"
    for way, text in (("renames", b"1"), ("renames", b"2"), ("exchange", b"3"), ("no exchange", b"4")):
        set_way(way, monkeypatch)
        complete(folder)
        with open_staging(folder, ()) as area:
            code = (
                "import sys, pickle; from pressgen.publish.staging import stage\n"
                "area, files = pickle.load(sys.stdin.buffer)\n"
                "pickle.dump([(path, stage(area, path, data)) for path, data in files], sys.stdout.buffer)"
            )
            import pickle

            files = [("a/index.html", text), ("same.css", b"p"), ("deep/er/index.html", text)]
            done = subprocess.run([sys.executable, "-c", code], input=pickle.dumps((area, files)), capture_output=True)
            staged = pickle.loads(done.stdout)
            assert [one.file == "" for _, one in staged] == [False, text != b"1", False]
            publish(folder, staged, (), "", area)
        assert published(folder) == dict(files)
        assert os.listdir(folder.parent) == ["output"]
        monkeypatch.undo()


def test_a_staging_area_without_publication_leaves_nothing(tmp_path: Path) -> None:
    with open_staging(tmp_path / "a/b/output", ()) as area:
        stage(area, "index.html", b"1")
        assert not (tmp_path / "a/b/output").exists()
    assert os.listdir(tmp_path) == []


def test_where_nothing_can_be_made_beside_the_folder_it_is_staged_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, mkdir = tmp_path / "output", os.mkdir

    def refuse(path: Path | str, *mode: int) -> None:
        if Path(path).parent == tmp_path:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        mkdir(path, *mode)

    build(folder, OLD)
    lay_foreign(folder)
    monkeypatch.setattr(os, "mkdir", refuse)
    set_way("exchange", monkeypatch)
    with open_staging(folder, ()) as area:
        assert area.is_inside
    build(folder, NEW)
    assert published(folder) == files_of(folder) == NEW


def test_two_publications_at_once_without_a_lock_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "output"
    build(folder, OLD)
    for way in ("renames", "exchange", "no exchange"):
        set_way(way, monkeypatch)
        between(monkeypatch, lambda: build(folder, {**OLD, "index.html": b"theirs"}))
        with pytest.raises(OutputError):
            build(folder, {**NEW, "index.html": b"ours"})
        assert files_of(folder) == published(folder) == {**OLD, "index.html": b"theirs"}
        monkeypatch.undo()
        build(folder, OLD)
