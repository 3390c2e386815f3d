"""The memory of earlier builds: it saves work and never changes a byte."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from conftest import SETTINGS, Site, digest
from pressgen.build import build
from pressgen.check.run import check
from pressgen.content import documents
from pressgen.model import Options, Report
from pressgen.site import sources
from pressgen.store import database, key
from pressgen.store.database import (
    BODY,
    BUILD,
    DOCUMENT,
    ORIGIN,
    TEMPLATE,
    Store,
    StoreError,
    forget_all,
    forget_folder,
    open_store,
    peek,
    retry_without_memory,
)
from pressgen.store.pictures import KEPT, PictureCache
from pressgen.store.source_files import replace_file
from pressgen.store.stamps import SETTLED, clock_of
from pressgen.workers import map_items

Make = Callable[..., Site]
NOW = datetime(2026, 1, 15, 7, tzinfo=timezone.utc)
HEAVY = {"jinja2", "markdown", "yaml", "babel", "nh3", "PIL", "rich"}
SITE = """\
-- content/a.md --
---
title: First
date: 2025-01-01
tags: [x]
---
Text.
-- content/b.md --
---
title: Second
date: 2025-01-02 09:00
tags: [x]
---
See [the first](a.md).
-- content/later.md --
---
title: Later
date: 2026-01-15 13:00
---
Text.
"""


@pytest.fixture
def old(site: Make) -> Site:
    """A site whose files were stamped long enough ago to be trusted."""
    made = site(SITE)
    settle(made.folder)
    return made


def settle(folder: Path) -> None:
    """Wait until the clock that stamps files has left the last change behind."""
    last = max(os.stat(os.path.join(root, name)).st_ctime_ns for root, _, names in os.walk(folder) for name in names)
    while clock_of(folder) <= last + SETTLED:
        time.sleep(0.01)


def run(made: Site, **options: Any) -> Report:
    return build(made.folder, as_of=NOW, options=Options(**options))


def clean(made: Site) -> dict[str, bytes]:
    """What a build without memory makes of the same sources."""
    report = build(made.folder, as_of=NOW, options=Options(output="clean", cache=False))
    assert report.exit_code == 0
    return published(made, "clean")


def published(made: Site, name: str = "output") -> dict[str, bytes]:
    """What is in an output folder, but for the manifest."""
    folder = made.folder / name
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and p.name != ".pressgen.json"
    }


def no_steps(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sys.modules["pressgen.build"], "_run", lambda *_: pytest.fail("the steps were taken"))


def file_of(made: Site) -> Path:
    return made.folder / ".pressgen/build.db"


# --- what a build does with it ------------------------------------------------------------------


def test_a_build_with_nothing_to_do_is_answered_from_the_memory(old: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(old)
    no_steps(monkeypatch)
    second = run(old, jobs=2)
    assert (second.changed, second.unchanged, second.releases) == (0, first.changed, first.releases)


def test_it_is_answered_without_importing_what_only_the_steps_need(old: Site) -> None:
    program = "import sys; from pressgen.cli import main; main(standalone_mode=False)"
    probe = f"import atexit, sys; atexit.register(lambda: print(sorted({HEAVY!r} & set(sys.modules)))); {program}"
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    command = [sys.executable, "-c", probe, "build", str(old.folder), "--quiet"]
    loaded = [subprocess.run(command, env=env, capture_output=True, text=True).stdout.strip() for _ in range(2)]
    assert "jinja2" in loaded[0]
    assert loaded[1] == "[]"
    version = subprocess.run([sys.executable, "-c", probe, "--version"], capture_output=True, text=True).stdout
    assert version.splitlines()[-1] == "[]"


def test_another_question_is_not_answered_with_the_last_report(old: Site) -> None:
    run(old)
    old.edit("content/draft.md", "---\ntitle: Draft\ndate: 2025-01-01\nstatus: draft\n---\nText.\n")
    run(old)
    assert run(old, drafts=True).releases == 3
    assert run(old).releases == 2
    assert run(old, output="elsewhere").changed == len(published(old, "elsewhere"))
    assert run(old).changed == 0
    assert published(old) == published(old, "elsewhere") == clean(old)


@pytest.mark.parametrize("change", ["edit", "same size and time", "remove", "add", "template", "settings", "static"])
def test_every_change_of_a_source_is_noticed(old: Site, change: str) -> None:
    run(old)
    path = old.folder / "content/a.md"
    seen = path.stat()
    if change == "edit":
        old.edit("content/a.md", path.read_text().replace("First", "Firstly"))
    elif change == "same size and time":
        old.edit("content/a.md", path.read_text().replace("First", "Fifth"))
        os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    elif change == "remove":
        old.remove("content/later.md")
        old.edit("content/b.md", "---\ntitle: B\ndate: 2025-01-02\n---\n")
    elif change == "add":
        old.edit("content/c.md", "---\ntitle: C\ndate: 2025-01-03\n---\n")
    elif change == "template":
        old.edit("templates/404.html", "<!DOCTYPE html><title>x</title>")
    elif change == "settings":
        old.edit("pressgen.yml", "title: Other\nurl: https://x.example/\n")
    else:
        old.edit("static/robots-extra.txt", "x")
    assert run(old).changed > 0
    assert old.files() == clean(old)


def test_a_missing_or_altered_output_is_put_right(old: Site) -> None:
    run(old)
    before = old.files()
    (old.output / "feed.xml").unlink()
    old.edit("output/index.html", "defaced")
    assert run(old).changed == 2
    assert old.files() == before


def test_an_hour_that_has_come_is_noticed(old: Site) -> None:
    run(old)
    assert "Later" not in old.read("index.html")
    report = build(old.folder, as_of=datetime(2026, 1, 15, 8, tzinfo=timezone.utc))
    assert report.changed > 0
    assert "Later" in old.read("index.html")
    back = run(old)
    assert back.changed > 0
    assert old.files() == clean(old)


def test_a_text_is_parsed_once(old: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    run(old)
    old.edit("content/a.md", "---\ntitle: Edited\ndate: 2025-01-01\n---\nNew text.\n")
    old.edit("content/b.md", (old.folder / "content/b.md").read_bytes())  # saved again, as it was
    parsed: list[str] = []

    def recording(task: Callable[[documents.Item], Any], items: list[documents.Item], **named: Any) -> object:
        parsed.extend(path for _, _, path, _ in items)
        return map_items(task, items, **named)

    monkeypatch.setattr(documents, "map_items", recording)
    run(old)
    assert parsed == ["content/a.md"]
    monkeypatch.undo()
    assert old.files() == clean(old)


@pytest.mark.processes
def test_to_load_what_reads_a_text_is_no_part_of_its_time(old: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "load_parser", lambda: time.sleep(1.5))
    old.edit("pressgen.yml", f"{SETTINGS}time_budget: 1\n")
    assert run(old).problems == ()
    assert "2025/01/a/index.html" in old.files()


@pytest.mark.processes
def test_processes_of_a_run_whose_memory_broke_end_before_the_next(old: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[int] = []
    put, read_documents = Store.put, documents.read_documents

    def break_once(self: Store, *arguments: Any) -> None:
        # Processes are at work, and the first outcomes are remembered.
        if (running := len(multiprocessing.active_children())) and len(children) == 1:
            children.append(running)
            raise StoreError("broken", is_damaged=False)
        put(self, *arguments)

    def counted(*arguments: Any) -> Any:
        children.append(len(multiprocessing.active_children()))
        return read_documents(*arguments)

    monkeypatch.setattr(Store, "put", break_once)
    monkeypatch.setattr(documents, "CHUNK", 1)
    monkeypatch.setattr(sources, "read_documents", counted)
    assert run(old, jobs=1).exit_code == 0
    assert children == [0, 1, 0]


def test_a_body_is_read_again_when_its_text_comes_back(old: Site) -> None:
    run(old)
    former = (old.folder / "content/a.md").read_text()
    for text in (former.replace("Text.", "Other."), former):
        old.edit("content/a.md", text)
        run(old)
        assert published(old) == clean(old)


def test_bodies_that_no_document_has_are_forgotten_in_the_end(old: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SPARE_BODIES", 2)
    for number in range(12):
        old.edit("content/a.md", f"---\ntitle: First\ndate: 2025-01-01\n---\nText {number}.\n")
        run(old)
        assert len(peek(old.folder, BODY)) <= 2 * 3 + 2
    assert published(old) == clean(old)


def test_without_cache_nothing_is_kept_and_clean_forgets(old: Site) -> None:
    forget_folder(old.folder)
    run(old, cache=False)
    assert not (old.folder / ".pressgen").exists()
    run(old)
    assert file_of(old).is_file()
    assert forget_folder(old.folder)
    assert not (old.folder / ".pressgen").exists()
    assert digest(old.files()) == digest(clean(old))


def test_nothing_else_is_beside_the_site(site: Make) -> None:
    made = site(SITE)
    seen: set[str] = set()

    def look(*_: object) -> None:
        seen.update(name for name in os.listdir(made.folder / ".pressgen"))

    for text in ("Text.", "Other."):
        made.edit("content/a.md", f"---\ntitle: First\ndate: 2025-01-01\n---\n{text}\n")
        assert build(made.folder, as_of=NOW, progress=look).exit_code == 0
        check(made.folder, NOW, Options())
        assert os.listdir(made.folder / ".pressgen") == ["build.db"]
    assert {name for name in seen if not name.startswith("lock-")} <= {"build.db", "build.db-journal"}
    assert sum(name.startswith("lock-") for name in seen) == 1


def test_a_linked_cache_folder_and_a_pipe_in_it_are_left_alone(old: Site, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    forget_folder(old.folder)
    (old.folder / ".pressgen").symlink_to(foreign)
    assert run(old).exit_code == 0
    assert list(foreign.iterdir()) == []
    (old.folder / ".pressgen").unlink()
    (old.folder / ".pressgen").mkdir()
    os.mkfifo(file_of(old))
    assert run(old).exit_code == 0
    file_of(old).unlink()
    file_of(old).symlink_to(foreign / "elsewhere.db")
    assert run(old).exit_code == 0
    assert list(foreign.iterdir()) == []
    assert published(old) == clean(old)


# --- damage -------------------------------------------------------------------------------------


@contextmanager
def opened(made: Site) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(file_of(made))
    with connection:
        yield connection
    connection.close()


@pytest.mark.processes
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("damage", ["altered", "emptied", "gone"])
def test_a_damaged_body_is_parsed_again(old: Site, damage: str, jobs: int) -> None:
    run(old)
    statement = {
        "altered": "UPDATE body SET html = replace(html, 'e', 'o')",
        "emptied": "UPDATE body SET html = ''",
        "gone": "DELETE FROM body",
    }
    with opened(old) as connection:
        assert connection.execute(statement[damage]).rowcount > 1
    old.edit("templates/footer.html", "Another foot")  # every page has to be rendered
    report = run(old, jobs=jobs)
    assert (report.exit_code, report.problems) == (0, ())
    assert published(old) == clean(old)
    assert run(old).changed == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE document SET value = replace(value, 'First', 'Fifth')",
        "UPDATE document SET digest = ''",
        "DELETE FROM document WHERE path LIKE '%a.md'",
        "UPDATE output SET fingerprints = 'other'",
        "UPDATE output SET stamps = x'00'",
        "UPDATE output SET stamps = NULL",
        "UPDATE output SET checksum = 7",
        "UPDATE template SET facts = '{}'",
        "UPDATE build SET report = '{}'",
        "UPDATE build SET valid_until = 0",
        "UPDATE build SET question = 7, checksum = NULL",
        "DROP TABLE output",
        "DROP TABLE body",
        "DROP TABLE memory",
        "ALTER TABLE output ADD COLUMN more",
        "UPDATE memory SET value = 'other'",
        "DELETE FROM memory",
    ],
)
def test_damaged_rows_and_tables_are_made_again(old: Site, statement: str) -> None:
    run(old)
    with opened(old) as connection:
        connection.execute(statement)
    old.edit("content/b.md", "---\ntitle: Second\ndate: 2025-01-02\n---\nOther.\n")
    report = run(old)
    assert (report.exit_code, report.problems) == (0, ())
    assert published(old) == clean(old)
    assert run(old).changed == 0


@pytest.mark.parametrize("name", [b"document", b"digest", b"fingerprint", b"checksum", b"memory", b"CREATE"])
@pytest.mark.parametrize("byte", [0xAC, 0x00, 0x22])
def test_damaged_names_in_the_database_are_no_fault_of_the_build(old: Site, name: bytes, byte: int) -> None:
    run(old)
    data = file_of(old).read_bytes()
    file_of(old).write_bytes(data.replace(name, name[:1] + bytes([byte]) + name[2:]))
    old.edit("content/b.md", "---\ntitle: Second\ndate: 2025-01-02\n---\nOther.\n")
    report = run(old)
    assert (report.exit_code, report.problems) == (0, ())
    assert published(old) == clean(old)


def opened_small(
    real: Callable[[Path, str], sqlite3.Connection], pages: int, file: Path, mode: str
) -> sqlite3.Connection:
    """A database that can have so many pages of 4,096 bytes and no more, as on a full disk."""
    connection = real(file, mode)
    connection.execute(f"PRAGMA max_page_count = {pages}")
    return connection


def test_a_disk_that_is_full_means_no_memory(old: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    real = database._open

    for pages in (1, 10, 14, 18):
        forget_folder(old.folder)
        with monkeypatch.context() as patch:
            patch.setattr(database, "_open", partial(opened_small, real, pages))
            for word in ("One", "Two"):
                old.edit("content/a.md", f"---\ntitle: {word}\ndate: 2025-01-01\n---\n{word * 5000}\n")
                report = run(old)
                assert (report.exit_code, report.problems, report.written) == (0, (), True)
                assert published(old) == clean(old)
        assert run(old).exit_code == 0


def test_a_memory_that_another_build_is_writing_is_done_without(old: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    run(old)
    old.edit("content/a.md", "---\ntitle: Changed\ndate: 2025-01-01\n---\nText.\n")
    with opened(old) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        assert run(old).exit_code == 0
        assert published(old) == clean(old)
    assert file_of(old).is_file()
    old.edit("content/a.md", "---\ntitle: Changed again\ndate: 2025-01-01\n---\nText.\n")
    run(old)
    assert published(old) == clean(old)


def test_two_builds_at_once_share_one_memory(site: Make) -> None:
    made = site("".join(f"-- content/r{n}.md --\n---\ntitle: T{n}\ndate: 2025-01-01\n---\nText.\n" for n in range(40)))
    for word in ("One", "Two", "Three"):
        made.edit("content/r7.md", f"---\ntitle: {word}\ndate: 2025-01-01\n---\n{word}.\n")
        reports: dict[str, Report] = {}

        def work(name: str, into: dict[str, Report] = reports) -> None:
            into[name] = run(made, output=name)

        threads = [threading.Thread(target=work, args=(name,)) for name in ("output", "other", "third")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [reports[name].exit_code for name in sorted(reports)] == [0, 0, 0]
        wanted = clean(made)
        assert all(published(made, name) == wanted for name in reports)
    assert run(made).changed == run(made, output="other").changed == 0


# --- the store itself ---------------------------------------------------------------------------


@pytest.fixture(params=["in a file", "in this process"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path, "key", is_wanted=request.param == "in a file") as store:
        assert store.is_kept == (request.param == "in a file")
        yield store


def test_rows_are_put_replaced_found_and_forgotten(store: Store) -> None:
    rows = [("a", b"1", "x", b"A"), ("b", b"2", "y", b"B")]
    store.put(DOCUMENT, rows)
    store.put(DOCUMENT, [("b", b"3", "z", None)])
    assert sorted(store.get(DOCUMENT)) == [rows[0], ("b", b"3", "z", None)]
    assert list(store.get(DOCUMENT, "a")) == [rows[0]]
    assert list(store.get(DOCUMENT, "c")) == []
    assert (sorted(store.keys(DOCUMENT)), store.keys(BODY)) == (["a", "b"], [])
    store.forget(DOCUMENT, [("a",), ("c",)])
    assert store.keys(DOCUMENT) == ["b"]


def test_rows_are_found_by_the_beginning_of_their_key(store: Store) -> None:
    rows = [("one", "a", "f", b"1"), ("one", "b", "f", b"2"), ("two", "a", "f", b"3")]
    store.put(ORIGIN, rows)
    assert sorted(store.get(ORIGIN, "one")) == rows[:2]
    assert list(store.get(ORIGIN, "two", "a")) == rows[2:]
    store.forget(ORIGIN, [("one", "a")])
    assert list(store.get(ORIGIN, "one")) == rows[1:2]


def test_bodies_are_read_by_any_process(store: Store) -> None:
    store.put(BODY, [("d", "<p>Ўзбек \U0001f600</p>")])
    store.commit()
    read = store.reader()
    assert read("d") == "<p>Ўзбек \U0001f600</p>"
    child = os.fork()
    if child == 0:
        os._exit(0 if read("d") == "<p>Ўзбек \U0001f600</p>" else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert read("d") == "<p>Ўзбек \U0001f600</p>"
    with pytest.raises(StoreError):
        read("none")


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the open files in /proc")
def test_no_file_stays_open_when_the_memory_is_closed(tmp_path: Path) -> None:
    with open_store(tmp_path, "key") as store:
        store.put(BODY, [("d", "<p>Plan</p>")])
        store.commit()
        read = store.reader()
        assert read("d") == "<p>Plan</p>"
    descriptors = Path("/proc/self/fd")
    assert not [each for each in descriptors.iterdir() if each.resolve().is_relative_to(tmp_path)]


def test_what_was_not_committed_is_lost_and_another_key_forgets(tmp_path: Path) -> None:
    for name, is_committed in (("kept", True), ("lost", False)):
        with open_store(tmp_path, "key") as store:
            store.put(TEMPLATE, [(name, b"")])
            if is_committed:
                store.commit()
    with open_store(tmp_path, "key") as store:
        assert store.keys(TEMPLATE) == ["kept"]
    assert peek(tmp_path, TEMPLATE) == [("kept", b"")]
    with open_store(tmp_path, "another") as store:
        assert store.keys(TEMPLATE) == []


def test_damage_deletes_the_memory_and_the_work_is_done_without(tmp_path: Path) -> None:
    asked: list[bool] = []

    def work(is_kept: bool) -> str:
        asked.append(is_kept)
        with open_store(tmp_path, "key", is_kept):
            if is_kept:
                raise StoreError("damaged")
        return "answer"

    assert retry_without_memory(work, True) == "answer"
    assert asked == [True, False]
    assert not forget_all(tmp_path)
    assert peek(tmp_path, BUILD) == []


# --- pictures -----------------------------------------------------------------------------------


def test_a_picture_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / ".pressgen").mkdir()
    cache = PictureCache(tmp_path, is_kept=True)
    assert cache.get("a.webp") is None
    cache.put("a.webp", b"picture")
    assert cache.get("a.webp") == b"picture"
    file = cache.folder / "a.webp"
    whole = file.read_bytes()
    for damaged in (b"", whole[:5], whole[:-1], whole + b"1", whole.replace(b"picture", b"pikture")):
        file.write_bytes(damaged)
        assert cache.get("a.webp") is None
    cache.put("a.webp", b"picture")
    assert os.listdir(cache.folder) == ["a.webp"]
    assert PictureCache(tmp_path, is_kept=False).get("a.webp") is None


def test_a_picture_that_no_build_has_needed_for_long_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".pressgen").mkdir()
    cache = PictureCache(tmp_path, is_kept=True)
    now = clock_of(tmp_path)
    for name in ("needed.webp", "old.webp", "new.webp"):
        cache.put(name, b"picture")
    for name in ("needed.webp", "old.webp"):
        os.utime(cache.folder / name, ns=(now, now - KEPT - 1))
    cache.prune({"needed.webp"}, now)
    assert sorted(os.listdir(cache.folder)) == ["needed.webp", "new.webp"]


# --- the key ------------------------------------------------------------------------------------


@pytest.mark.parametrize("library", sorted(key.LIBRARIES))
def test_a_library_has_the_version_that_is_installed(library: str) -> None:
    assert key._installed()[library] == metadata.version(library)


def test_a_library_without_a_folder_of_its_own_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Some_Library-1.5.dist-info", "old-2.0-py3.11.egg-info", "no-record"):
        (tmp_path / name).mkdir()
    (tmp_path / "archive.zip").write_bytes(b"")
    key._installed.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "archive.zip"), str(tmp_path / "nowhere")])
        assert key._installed() == {"some_library": "1.5", "old": "2.0-py3.11"}
    assert key._version.__wrapped__("msgspec") == metadata.version("msgspec")
    key._installed.cache_clear()
    assert key._version.__wrapped__("there-is-none") == ""


def test_the_key_depends_on_every_rule_and_version(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {key.memory_key(), key.memory_key(b"a"), key.memory_key(b"a", b"b"), key.memory_key(b"ab")}
    monkeypatch.setattr(key, "_version", lambda name: "0")
    found.add(key.memory_key())
    monkeypatch.setattr(key, "_code", lambda: "other")
    found.add(key.memory_key())
    assert len(found) == 6


@pytest.mark.parametrize("library", key.OPTIONAL)
def test_the_key_depends_on_libraries_that_need_not_be_there(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    installed = key._installed()
    keys = set()
    for versions in ({}, {library: "1"}, {library: "2"}):
        found = {**{name: version for name, version in installed.items() if name != library}, **versions}
        monkeypatch.setattr(key, "_installed", lambda found=found: found)
        keys.add(key.memory_key())
    assert len(keys) == 3


def test_other_rules_of_the_time_zone_make_everything_anew(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nText.\n")
    steps: list[str] = []

    def run() -> list[str]:
        steps.clear()
        build(made.folder, as_of=NOW, progress=lambda step, done, total: steps.append(step))
        return [step for step in steps if step == "parse"]

    assert run()
    assert not run()
    for module in ("pressgen.shortcut", "pressgen.site.sources"):
        monkeypatch.setattr(f"{module}.zone_rules", lambda name: b"the rules of another year")
    assert run()


WRITER = """
import sys
from pathlib import Path
from pressgen.store.source_files import replace_file
for _ in range(100):
    replace_file(Path(sys.argv[1]), b"b" * 50_000)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be replaced there")
def test_two_processes_that_replace_a_file_leave_that_of_one_of_them(tmp_path: Path) -> None:
    path = tmp_path / "views.yml"
    replace_file(path, b"a" * 1_000)
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)]) as other:
        while other.poll() is None:
            replace_file(path, b"a" * 1_000)
            assert path.read_bytes() in (b"a" * 1_000, b"b" * 50_000)
    assert other.returncode == 0
    assert [each.name for each in tmp_path.iterdir()] == ["views.yml"]
