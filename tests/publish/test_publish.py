"""Publishing: all or nothing, only pressgen's own files, never a folder that holds somebody else's."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from folders import (
    FOREIGN,
    FOREIGN_LINKS,
    NEW,
    OLD,
    Files,
    between,
    build,
    failing,
    fault,
    lay_foreign,
    marks,
    published,
    set_way,
)
from folders import no_sync as no_sync
from folders import tmp_path as tmp_path

from pressgen.errors import OutputError, PressgenError, SettingsError
from pressgen.publish import exchange
from pressgen.publish.guard import check_output_folder, is_within
from pressgen.publish.manifest import MANIFEST
from pressgen.publish.publication import Published, publish
from pressgen.publish.staging import open_stage


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with an old site and foreign files in it."""
    folder = tmp_path / "site" / "output"
    build(folder, OLD)
    lay_foreign(folder)
    return folder


@pytest.fixture(params=["renames", "exchange", "no exchange"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """All ways of publishing: a few files by renames, many by an exchange, and many where that is refused."""
    set_way(request.param, monkeypatch)
    return str(request.param)


# --- what is published ---------------------------------------------------------------------


def test_a_first_build_makes_the_folder_and_its_parents(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "output"
    assert build(folder, OLD) == Published(tuple(sorted(OLD)), (), (), is_exchange=True)
    assert published(folder) == OLD
    assert sorted(os.listdir(folder.parent)) == ["output"]


def test_the_next_build_changes_only_what_differs(output: Path, way: str) -> None:
    written = build(output, NEW)
    assert written.changed == (
        "2024/b/index.html",
        "2025/c/index.html",
        "becomes-file",
        "becomes-folder/index.html",
        "index.html",
    )
    assert written.unchanged == ("2024/a/index.html", "style.css")
    assert written.removed == ("becomes-file/index.html", "becomes-folder", "gone/deep/index.html")
    assert published(output) == NEW
    assert not (output / "gone").exists()
    assert os.listdir(output.parent) == ["output"]
    assert not any(name.startswith(".pressgen.next") for name in os.listdir(output))


def test_foreign_files_survive_with_bytes_mode_time_and_links(output: Path, way: str) -> None:
    before = marks(output, times=True)
    build(output, NEW)
    after = marks(output, times=True)
    for path in FOREIGN:
        same = slice(0, 2) if stat.S_ISDIR((output / path).lstat().st_mode) else slice(0, 4)
        assert after[path][same] == before[path][same]
        assert after[path][3] == before[path][3]
    for path in FOREIGN_LINKS:
        assert after[path] == before[path]


def test_where_nothing_differs_nothing_is_written(output: Path) -> None:
    before = marks(output.parent, times=True)
    assert build(output, OLD) == Published((), tuple(sorted(OLD)), ())
    assert marks(output.parent, times=True) == before


def test_an_altered_or_missing_output_is_mended(output: Path, way: str) -> None:
    (output / "index.html").write_text("defaced")
    (output / "style.css").unlink()
    (output / "2024/a/index.html").chmod(0o600)
    assert build(output, OLD).changed == ("2024/a/index.html", "index.html", "style.css")
    assert published(output) == OLD
    assert stat.S_IMODE((output / "2024/a/index.html").stat().st_mode) == 0o644


def test_modes_do_not_depend_on_the_umask(tmp_path: Path, way: str) -> None:
    before = os.umask(0o077)
    try:
        build(tmp_path / "output", OLD)
        build(tmp_path / "output", NEW)
    finally:
        os.umask(before)
    modes = {entry.is_dir(): stat.S_IMODE(entry.stat().st_mode) for entry in (tmp_path / "output").rglob("*")}
    assert modes == {True: 0o755, False: 0o644}
    assert stat.S_IMODE((tmp_path / "output").stat().st_mode) == 0o755


def test_a_file_is_copied_from_its_source_and_not_linked_to_it(tmp_path: Path) -> None:
    source = tmp_path / "photo.jpg"
    source.write_bytes(b"jpeg" * 100_000)
    source.chmod(0o600)
    assert build(tmp_path / "output", {"photo.jpg": source}).changed == ("photo.jpg",)
    assert build(tmp_path / "output", {"photo.jpg": source}).changed == ()
    source.write_bytes(b"jpeG" * 100_000)
    assert (tmp_path / "output/photo.jpg").read_bytes() == b"jpeg" * 100_000
    assert build(tmp_path / "output", {"photo.jpg": source}).changed == ("photo.jpg",)
    assert (tmp_path / "output/photo.jpg").read_bytes() == b"jpeG" * 100_000


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    build(tmp_path / "one", NEW)
    build(tmp_path / "two", dict(reversed(NEW.items())))
    assert marks(tmp_path / "one") == marks(tmp_path / "two")


def test_a_link_to_a_legal_folder_stays_a_link(output: Path, tmp_path: Path, way: str) -> None:
    link = tmp_path / "public"
    link.symlink_to(output)
    build(link, NEW)
    assert link.is_symlink()
    assert published(output) == NEW


def test_an_empty_folder_of_somebody_stays_and_one_that_pressgen_emptied_goes(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "output"
    build(folder, {"tags/old/index.html": b"1", "kept/index.html": b"2", "index.html": b"3"})
    (folder / "kept" / "theirs").mkdir()
    build(folder, {"index.html": b"3"})
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")) == [
        MANIFEST,
        "index.html",
        "kept",
        "kept/theirs",
    ]


def test_where_links_are_refused_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    folder = tmp_path / "output"
    build(folder, OLD)
    monkeypatch.setattr(os, "link", refuse)
    for way, files in (("renames", NEW), ("exchange", OLD)):
        inode = folder.stat().st_ino
        set_way(way, monkeypatch)
        build(folder, files)
        assert published(folder) == files
        assert (folder.stat().st_ino == inode) == (way == "renames")


def test_a_foreign_file_that_cannot_be_linked_is_left_where_it_is(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    before = marks(output, times=True)
    monkeypatch.setattr(os, "link", refuse)
    build(output, NEW)
    after = marks(output, times=True)
    assert published(output) == NEW
    assert all(after[path] == before[path] for path in FOREIGN + FOREIGN_LINKS)


def test_a_folder_that_cannot_be_looked_into_stays_where_it_is(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(path: Path | str) -> object:
        if str(path).rstrip("/").endswith(".well-known"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    before = marks(output, times=True)
    set_way("exchange", monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        build(output, NEW)
    after = marks(output, times=True)
    assert published(output) == NEW
    assert all(after[path] == before[path] for path in FOREIGN if path.startswith(".well-known"))


# --- what is in the way ----------------------------------------------------------------------


def in_the_way_file(folder: Path) -> None:
    (folder / "2025").write_text("mine")


def in_the_way_page(folder: Path) -> None:
    (folder / "2025/c").mkdir(parents=True)
    (folder / "2025/c/index.html").write_text("mine")


def in_the_way_folder(folder: Path) -> None:
    (folder / "becomes-file/notes").mkdir()


def in_the_way_link(folder: Path) -> None:
    (folder / "2025").symlink_to(folder.parent / "elsewhere")


def in_the_way_swapped_page(folder: Path) -> None:
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(folder.parent / "elsewhere/index.html")


def in_the_way_swapped_folder(folder: Path) -> None:
    (folder / "2024").rename(folder.parent / "moved")
    (folder / "2024").symlink_to(folder.parent / "moved")


@pytest.mark.parametrize(
    ("lay", "named"),
    [
        (in_the_way_file, "2025"),
        (in_the_way_page, "2025/c/index.html"),
        (in_the_way_folder, "becomes-file/notes"),
        (in_the_way_link, "2025"),
        (in_the_way_swapped_page, "index.html"),
        (in_the_way_swapped_folder, "2024"),
    ],
)
def test_what_is_not_pressgens_and_in_the_way_is_named_and_left(
    output: Path, lay: Callable[[Path], None], named: str
) -> None:
    (output.parent / "elsewhere").mkdir()
    (output.parent / "elsewhere/index.html").write_text("not the site's")
    lay(output)
    before = marks(output.parent, times=True)
    with pytest.raises(OutputError) as refusal:
        build(output, NEW)
    assert f"“{named}”" in refusal.value.problems[0].message
    assert refusal.value.problems[0].hint
    assert marks(output.parent, times=True) == before


def test_a_page_that_somebody_replaced_by_a_link_is_not_removed(output: Path) -> None:
    (output / "gone/deep/index.html").unlink()
    (output / "gone/deep/index.html").symlink_to("../../CNAME")
    assert "gone/deep/index.html" not in build(output, NEW).removed
    assert (output / "gone/deep/index.html").is_symlink()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/a",
        "a/",
        "a//b",
        "../a",
        "a/../b",
        ".",
        "./a",
        "a\0b",
        "a\nb",
        "a\\b",
        "\ud800",
        MANIFEST,
        ".PRESSGEN.json/a",
    ],
)
def test_a_path_that_could_lead_elsewhere_is_refused(output: Path, path: str) -> None:
    before = marks(output.parent, times=True)
    with pytest.raises(OutputError):
        build(output, {**NEW, path: b"x"})
    assert marks(output.parent, times=True) == before


def test_a_path_that_is_there_twice_or_file_and_folder_is_refused(output: Path) -> None:
    with pytest.raises(OutputError, match="twice"):
        publish(output, [("a", b"1"), ("a", b"1")], ())
    with pytest.raises(OutputError, match="both a file and a folder"):
        build(output, {"a": b"1", "a/b": b"2"})


HOSTILE = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe{}",
    b'{"files": {}}',
    b'{"pressgen": 1}',
    b'{"pressgen": 0, "files": {}}',
    b'{"pressgen": 1, "files": ["index.html"]}',
    b'{"pressgen": 1, "files": {"index.html": 3}}',
    b'{"pressgen": 1, "files": {"../bait/file": ""}}',
    b'{"pressgen": 1, "files": {"/etc/passwd": ""}}',
    b'{"pressgen": 1, "files": {"a/../../bait/file": ""}}',
    b'{"pressgen": 1, "files": {"": ""}}',
    b'{"pressgen": 1, "files": {"a\\u0000": ""}}',
    b'{"pressgen": 1, "files": {}, "more": 1}',
    b'{"pressgen": 2, "files": {}}',
    b"[" * 100_000,
    b'{"pressgen": ' + b"[" * 100_000,
]


@pytest.mark.parametrize("damaged", HOSTILE)
def test_a_damaged_manifest_is_refused_with_a_cure_and_nothing_is_touched(output: Path, damaged: bytes) -> None:
    (output.parent / "bait").mkdir()
    (output.parent / "bait/file").write_text("bait")
    (output / MANIFEST).write_bytes(damaged)
    before = marks(output.parent, times=True)
    with pytest.raises(OutputError) as refusal:
        build(output, NEW)
    assert MANIFEST in refusal.value.problems[0].message
    assert refusal.value.problems[0].hint
    assert marks(output.parent, times=True) == before


def test_a_manifest_cannot_lead_outside_through_a_link(output: Path, way: str) -> None:
    bait = output.parent / "bait"
    bait.mkdir()
    (bait / "file").write_text("bait")
    (output / "door").symlink_to(bait)
    (output / MANIFEST).write_text(json.dumps({"pressgen": 1, "files": {**dict.fromkeys(OLD, ""), "door/file": ""}}))
    build(output, NEW)
    assert (bait / "file").read_text() == "bait"
    assert (output / "door").is_symlink()


def test_a_manifest_that_is_a_link_or_a_folder_is_refused(output: Path) -> None:
    (output / MANIFEST).rename(output.parent / "manifest")
    (output / MANIFEST).symlink_to(output.parent / "manifest")
    with pytest.raises(OutputError):
        build(output, NEW)
    (output / MANIFEST).unlink()
    (output / MANIFEST).mkdir()
    with pytest.raises(OutputError):
        build(output, NEW)
    assert (output / "index.html").read_bytes() == OLD["index.html"]


# --- faults ------------------------------------------------------------------------------------


@pytest.mark.trial
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EMFILE, errno.EDQUOT, errno.EACCES, errno.EROFS])
def test_a_fault_at_any_step_leaves_the_folder_as_it_was(tmp_path: Path, number: int, way: str) -> None:
    folder, at, refused = tmp_path / "output", 0, 0
    while True:
        at += 1
        shutil.rmtree(folder, ignore_errors=True)
        build(folder, OLD)
        lay_foreign(folder)
        before = marks(folder)
        try:
            with fault(at, failing(number)) as injected:
                build(folder, NEW)
        except OutputError as refusal:
            refused += 1
            (problem,) = refusal.problems
            assert str(tmp_path) in problem.message
            assert "was not changed" in problem.hint
            assert marks(folder) == before
        else:
            assert published(folder) == NEW
        assert len(os.listdir(tmp_path)) <= 2  # a fault of the cleaning itself leaves one stage to the next run
        if injected.calls < at:
            break
    assert os.listdir(tmp_path) == ["output"]
    assert at > 40
    # Where the folder may not be exchanged, replacing single files is tried before giving up.
    assert refused > 20 or (way == "whole" and number in (errno.EACCES, errno.EROFS))


def test_a_lasting_fault_before_the_exchange_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    build(folder, OLD)
    lay_foreign(folder)
    before = marks(folder)
    for at in range(1, 30):
        with fault(at, failing(errno.ENOSPC), lasting=True), pytest.raises(OutputError):
            build(folder, NEW)
        assert marks(folder) == before
    build(folder, NEW)
    assert published(folder) == NEW
    assert os.listdir(tmp_path) == ["output"]


def test_a_failed_first_build_leaves_nothing(tmp_path: Path) -> None:
    refused = 0
    for at in range(1, 40):
        try:
            with fault(at, failing(errno.ENOSPC)):
                build(tmp_path / "a/b/output", OLD)
        except OutputError:
            refused += 1
            assert os.listdir(tmp_path) == []
        else:
            assert published(tmp_path / "a/b/output") == OLD
            shutil.rmtree(tmp_path / "a")
    assert refused > 25


def test_a_missing_source_is_named_and_the_folder_is_as_it_was(output: Path) -> None:
    before = marks(output, times=True)
    with pytest.raises(OutputError, match="no-such-photo"):
        build(output, {**NEW, "photo.jpg": output.parent / "no-such-photo.jpg"})
    assert marks(output, times=True) == before


def test_an_interrupted_build_leaves_the_folder_as_it_was(output: Path, way: str) -> None:
    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    before = marks(output)
    for at in range(1, 20):
        with fault(at, interrupt), pytest.raises(KeyboardInterrupt):
            build(output, NEW)
        assert marks(output) == before
        assert os.listdir(output.parent) == ["output"]


def test_the_stage_of_a_running_build_and_anybodys_lookalike_are_left_alone(output: Path) -> None:
    theirs = output.parent / ".output.next-photos"
    (theirs / "2024").mkdir(parents=True)
    (theirs / "2024/photo.jpg").write_text("a photo")
    with open_stage(output, ()) as running:
        Path(running.tree).mkdir()
        build(output, NEW)
        assert Path(running.tree).is_dir()
    assert not Path(running.stage).exists()
    assert (theirs / "2024/photo.jpg").read_text() == "a photo"


@pytest.mark.parametrize("files", [OLD, {"index.html": b"old"}])
def test_what_another_build_published_meanwhile_is_not_overwritten(
    tmp_path: Path, files: Files, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output"
    build(output, files)
    between(monkeypatch, lambda: build(output, {"index.html": b"theirs"}))
    with pytest.raises(OutputError, match=r"changed by something else|no longer exists"):
        build(output, {**files, "index.html": b"ours"})
    assert published(output) == {"index.html": b"theirs"}
    assert os.listdir(tmp_path) == ["output"]


def test_a_page_that_is_altered_while_the_next_site_is_staged_is_not_carried_over(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_way("exchange", monkeypatch)
    between(monkeypatch, lambda: (output / "style.css").write_text("p { margin: 9em }"))
    with pytest.raises(OutputError, match="changed by something else"):
        build(output, NEW)
    assert (output / "index.html").read_bytes() == OLD["index.html"]


# --- where building is refused -------------------------------------------------------------------


def test_containment_goes_by_folders_and_not_by_letters(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "second").symlink_to(tmp_path / "site")
    assert is_within(tmp_path / "site/a", tmp_path / "site")
    assert is_within(tmp_path / "second/a/b", tmp_path / "site")
    assert not is_within(tmp_path / "site-secret", tmp_path / "site")
    assert not is_within(tmp_path / "site", tmp_path / "site/a")


def test_a_folder_that_is_the_same_under_another_spelling_is_contained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_stat = os.stat

    def folding(path: str | Path, **options: bool) -> os.stat_result:
        return real_stat(str(path).replace("/CONTENT", "/content"), **options)

    (tmp_path / "content").mkdir()
    monkeypatch.setattr(os, "stat", folding)
    assert is_within(tmp_path / "CONTENT/output", tmp_path / "content")
    with pytest.raises(SettingsError):
        check_output_folder(tmp_path / "CONTENT", [tmp_path / "content"])


def test_even_an_empty_folder_is_refused_where_it_is_a_home_or_the_way_to_one(tmp_path: Path) -> None:
    home = tmp_path / "people" / "new"
    home.mkdir(parents=True)
    for folder in (home, tmp_path / "people", tmp_path):
        with pytest.raises(SettingsError, match="home folder"):
            check_output_folder(folder, [], str(home))
    assert check_output_folder(home / "site", [], str(home)) == home / "site"


def test_even_an_empty_folder_is_refused_where_it_is_above_a_source_in_a_repository_or_the_root(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is or contains"):
        check_output_folder(tmp_path / "new", [tmp_path / "new/content"])
    with pytest.raises(SettingsError, match="repository"):
        check_output_folder(tmp_path / ".git/output", [])
    with pytest.raises(SettingsError, match="root of the file system"):
        check_output_folder(Path("/"), [])


def test_a_refusal_names_the_folder_and_a_cure_and_exits_2(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        check_output_folder(tmp_path / "content/output", [tmp_path / "content"])
    (problem,) = refusal.value.problems
    assert str(tmp_path / "content/output") in problem.message
    assert "`output`" in problem.hint
    assert refusal.value.exit_code == 2


def lay_decoy(tmp: Path) -> tuple[Path, Path]:
    """A home with a site in it and many things to lose; gives the home and the site's root."""
    home = tmp / "people" / "dilnoza"
    site = home / "newsroom"
    for path in (
        ".bashrc", ".ssh/id_ed25519", "Documents/letter.txt", "Pictures/2024/a.jpg", "newsroom/pressgen.yml",
        "newsroom/content/a.md", "newsroom/content/2024/b.md", "newsroom/templates/base.html",
        "newsroom/static/logo.svg",
        "newsroom/src/x.py", "newsroom/tests/t.py", "newsroom/docs/d.md", "newsroom/.git/HEAD", "newsroom/.git/refs/x",
        "newsroom/.pressgen/cache", "newsroom/public_html/hand.html", "newsroom/half/.pressgen.jsn", "newsroom/half/x",
        "newsroom-secret/s.txt", "dotted/.private", "dotted/notes.txt", "broken-site/index.html",
        "pages/.git/HEAD", "pages/CNAME", "newsroom/a-file", "../rustam/.profile", "../rustam/own.txt",
    ):  # fmt: skip
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(path)
    (home / "newsroom/empty").mkdir()
    (home / "broken-site" / MANIFEST).write_text("{")
    links = {"to-home": home, "to-root": Path("/"), "to-content": site / "content", "to-site": site,
             "to-documents": home / "Documents", "loop": site / "loop", "to-empty": site / "empty",
             "to-inside": site / "content/2024", "to-git": site / ".git", "to-file": site / "a-file",
             "to-missing": site / "not-yet"}  # fmt: skip
    for name, target in links.items():
        (site / name).symlink_to(target)
    build(site / "old-output", OLD)
    lay_foreign(site / "old-output")
    return home, site


# A setting as written in the site's root, and whether building there is right.
OUTPUT_SETTINGS = [
    (".", False), ("..", False), ("../..", False), ("../../..", False), ("/", False), ("~", False), ("~/output", False),
    ("~dilnoza/site", False), ("", False), ("./", False), ("./.", False), ("output/..", False), ("$OUT", False),
    ("${OUT}/site", False), ("$HOME", False), ("/home", False), ("/home/someone", False), ("/Users/someone", False),
    ("/proc", False), ("/dev", False), ("/etc", False), ("/usr", False), ("//", False), ("out\0put", False),
    ("out\nput", False), ("content", False), ("content/", False), ("content/output", False), ("content/2024", False),
    ("content/new/deep/output", False), ("./content/../content", False), ("templates", False), ("templates/x", False),
    ("static", False), ("static/output", False), ("src", False), ("tests/out", False), ("docs", False), (".git", False),
    (".git/hooks", False), (".pressgen", False), ("../newsroom", False), ("../newsroom-secret", False),
    ("../Documents", False), ("../Pictures", False), ("../.ssh", False), ("../dotted", False), ("../../rustam", False),
    ("public_html", False), ("half", False), ("../broken-site", False), ("a-file", False), ("a-file/output", False),
    ("pressgen.yml", False), ("to-home", False), ("to-home/newsroom", False), ("to-root", False), ("to-content", False),
    ("to-content/output", False), ("to-site", False), ("to-documents", False), ("loop", False), ("loop/output", False),
    ("to-inside", False), ("to-git/objects", False), ("to-file", False),
    ("output", True), ("./output/", True), ("deep/er/output", True), ("../site-of-newsroom", True), ("empty", True),
    ("to-empty", True), ("to-missing", True), ("old-output", True), ("../pages", True), ("content-output", True),
    ("Ўзбек output", True), ("newsroom", True),
]  # fmt: skip
MADE_BY_PRESSGEN = {"newsroom/old-output/" + path for path in (*OLD, *NEW, MANIFEST)}


def things_to_lose(people: Path) -> dict[str, tuple[object, ...]]:
    """All files and links below a folder that pressgen did not make: mode, bytes or target, time."""
    return {
        path: (*mark[:2], mark[3])
        for path, mark in marks(people, times=True).items()
        if path.partition("/")[2] not in MADE_BY_PRESSGEN and mark[1]
    }


def verdict(setting: str, home: Path, site: Path) -> str:
    """`built`, `refused`, or what was wrong with the answer."""
    sources = ("content", "templates", "static", "src", "tests", "docs", ".git", ".pressgen", "pressgen.yml")
    output, protected = site / setting, [site / name for name in sources]
    try:
        # Outside the decoy nothing is ever written, even if the guard should fail.
        if output.is_absolute() and not is_within(Path(str(output).replace("\0", "")), home.parent):
            check_output_folder(output, protected, str(home))
        else:
            publish(output, NEW.items(), protected, str(home))
            assert published(output) == NEW
    except PressgenError as refusal:
        (problem,) = refusal.problems
        return "refused" if problem.message and problem.hint and refusal.exit_code in (1, 2) else "unclear"
    return "built"


@pytest.mark.parametrize(("setting", "right"), OUTPUT_SETTINGS, ids=[ascii(setting) for setting, _ in OUTPUT_SETTINGS])
def test_no_output_setting_costs_anybody_a_file(tmp_path: Path, setting: str, right: bool) -> None:
    home, site = lay_decoy(tmp_path)
    before = things_to_lose(home.parent)
    answer = verdict(setting, home, site)
    after = things_to_lose(home.parent)
    assert [path for path in before if after.get(path) != before[path]] == []
    assert answer == ("built" if right else "refused")


def test_a_folder_that_cannot_be_deleted_does_not_return_from_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_way("exchange", monkeypatch)
    folder, real = tmp_path / "output", os.rmdir
    build(folder, OLD)

    def refuse(path: str | Path, **options: int | None) -> None:
        if "gone" in Path(path).parts:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        real(path, **options)

    monkeypatch.setattr(os, "rmdir", refuse)
    build(folder, NEW)
    assert not (folder / "gone").exists()
    monkeypatch.setattr(os, "rmdir", real)
    build(folder, OLD)
    assert os.listdir(tmp_path) == ["output"]


@pytest.mark.parametrize("is_stuck", [False, True])
@pytest.mark.parametrize("kind", ["file", "empty folder", "link to a folder", "link to nothing"])
def test_what_others_put_last_into_a_folder_that_goes_comes_without_the_folders_that_are_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, is_stuck: bool
) -> None:
    set_way("exchange", monkeypatch)
    folder, real = tmp_path / "output", os.rmdir
    build(folder, OLD)
    theirs, exchange_folders = folder / "gone/theirs", exchange.exchange

    def arrive_and_exchange(first: Path, second: Path) -> None:
        if kind == "file":
            (second / "gone/theirs").write_text("theirs")
        elif kind == "empty folder":
            (second / "gone/theirs").mkdir()
        else:
            (second / "gone/theirs").symlink_to(tmp_path if kind == "link to a folder" else "nowhere")
        exchange_folders(first, second)

    monkeypatch.setattr(exchange, "exchange", arrive_and_exchange)

    def refuse(path: str | Path, **options: int | None) -> None:
        if is_stuck and Path(path).name == "deep":
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        real(path, **options)

    monkeypatch.setattr(os, "rmdir", refuse)
    build(folder, NEW)
    monkeypatch.setattr(os, "rmdir", real)
    assert os.listdir(folder / "gone") == ["theirs"]
    assert theirs.is_symlink() == kind.startswith("link")
    assert theirs.is_dir() == kind.endswith("folder")
