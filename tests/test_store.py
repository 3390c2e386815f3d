"""The memory of earlier builds: it saves work and never changes a byte."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path

import pytest

from conftest import Site, digest
from pressgen.model import Options, Report
from pressgen.output import cache, keep, prints, texts, trace
from pressgen.build import build

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
    while keep.file_time(folder) <= last + trace.SETTLED:
        pass


def run(made: Site, **options: object) -> Report:
    return build(made.folder, as_of=NOW, options=Options(**options))


def clean(made: Site) -> dict[str, bytes]:
    """What a build without memory makes of the same sources."""
    report = build(made.folder, as_of=NOW, options=Options(output="clean", cache=False))
    assert report.exit_code == 0
    return published(made, "clean")


def published(made: Site, name: str = "output") -> dict[str, bytes]:
    """What stands in an output folder, but for the manifest."""
    folder = made.folder / name
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and p.name != ".pressgen.json"
    }


@pytest.fixture(params=[0, trace.MANY], ids=["two processes", "one process"])
def many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outputs are looked at by a second process, as those of a large site, or by the only one."""
    monkeypatch.setattr(trace, "MANY", request.param)


@pytest.mark.usefixtures("many")
def test_a_build_with_nothing_to_do_is_answered_from_the_trace(old: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(old)
    monkeypatch.setattr("pressgen.run._taken", lambda *_: pytest.fail("the steps were taken"))
    second = run(old)
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


def children() -> str:
    """The processes that this one has begun and not waited for, as Linux lists them."""
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return listed.read_text() if listed.exists() else ""


@pytest.mark.usefixtures("many")
def test_a_missing_or_altered_output_is_mended(old: Site) -> None:
    run(old)
    before, left = old.files(), children()
    (old.output / "feed.xml").unlink()
    old.edit("output/index.html", "defaced")
    assert run(old).changed == 2
    assert old.files() == before
    assert children() == left


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
    parsed: list[str] = []
    real = __import__("pressgen.output.workers", fromlist=["run"]).run
    monkeypatch.setattr(
        "pressgen.output.workers.run",
        lambda task, items, **kw: parsed.extend(path for path, _ in items) or real(task, items, **kw),
    )
    run(old)
    assert parsed == ["content/a.md"]
    assert old.files() == clean(old)


def test_damaged_foreign_and_older_caches_are_empty_ones(old: Site) -> None:
    run(old)
    want = old.files()
    kept = {path.name: path.read_bytes() for path in (old.folder / ".pressgen").glob("*.json")}
    assert {"prints.json", "trace.json"} < kept.keys()
    chance = random.Random(7)
    bad = 0
    for round_ in range(200):
        for name, sound in kept.items():
            path = old.folder / ".pressgen" / name
            path.write_bytes(sound)
            data = bytearray(path.read_bytes())
            kind = round_ % 4
            if kind == 0:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            elif kind == 1:
                del data[chance.randrange(len(data)) :]
            elif kind == 2:
                data = bytearray(b"\x80\x04cos\nsystem\n(S'true'\ntR.")
            else:
                body = data[32:].replace(b'"key":"', b'"key":"0')
                data = bytearray(keep._digest(bytes(body)) + body)
            path.write_bytes(data)
        if round_ % 20 == 0:
            report = run(old)
            bad += report.exit_code != 0 or old.files() != want
        else:
            bad += any(keep.kept(old.folder, name) is not None for name in kept) and round_ % 4 != 3
    print(f"T16 n=200 bad={bad} seed=7")
    assert bad == 0


def test_without_cache_nothing_is_kept_and_clean_forgets(old: Site) -> None:
    keep.forget(old.folder)
    run(old, cache=False)
    assert not (old.folder / ".pressgen").exists()
    run(old)
    assert json.loads((old.folder / ".pressgen/trace.json").read_bytes()[32:])["report"]["releases"] == 2
    assert keep.forget(old.folder)
    assert not (old.folder / ".pressgen").exists()
    assert digest(old.files()) == digest(clean(old))


def test_a_linked_cache_folder_and_a_pipe_in_it_are_left_alone(old: Site, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    keep.forget(old.folder)
    (old.folder / ".pressgen").symlink_to(foreign)
    assert run(old).exit_code == 0
    assert list(foreign.iterdir()) == []
    (old.folder / ".pressgen").unlink()
    (old.folder / ".pressgen").mkdir()
    os.mkfifo(old.folder / ".pressgen/prints.json")
    assert run(old).exit_code == 0


def texts_of(made: Site) -> list[Path]:
    return sorted((made.folder / ".pressgen").glob(f"{texts.PREFIX}*"))


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("damage", ["altered", "cut", "gone"])
def test_a_damaged_text_is_parsed_anew(old: Site, damage: str, jobs: int) -> None:
    run(old)
    for path in texts_of(old):
        data = path.read_bytes()
        path.unlink() if damage == "gone" else path.write_bytes(
            data.replace(b"e", b"o") if damage == "altered" else data[:3]
        )
    old.edit("templates/footer.html", "Another foot")  # every page has to be printed
    report = run(old, jobs=jobs)
    assert (report.exit_code, report.problems) == (0, ())
    assert published(old) == clean(old)


def test_texts_that_lie_in_many_files_are_brought_together(old: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MOST_FILES", 3)
    monkeypatch.setattr(texts, "OLD", -1)
    for number in range(8):
        old.edit(f"content/n{number}.md", f"---\ntitle: N\ndate: 2025-01-0{number + 1}\n---\nText {number}.\n")
        run(old)
        assert 0 < len(texts_of(old)) <= 3
        assert published(old) == clean(old)
    size = sum(path.stat().st_size for path in texts_of(old))
    for _ in range(3):
        old.edit("content/n1.md", "---\ntitle: N\ndate: 2025-02-02\n---\n" + "Long. " * 400_000)
        run(old)
        old.edit("content/n1.md", "---\ntitle: N\ndate: 2025-02-03\n---\nShort.\n")
        run(old)
    assert sum(path.stat().st_size for path in texts_of(old)) < size + texts.SPARE
    assert published(old) == clean(old)


def test_a_file_of_texts_that_another_build_may_need_is_left(old: Site) -> None:
    run(old)
    stranger = old.folder / ".pressgen" / f"{texts.PREFIX}stranger"
    stranger.write_text("<p>Text</p>")
    old.edit("content/new.md", "---\ntitle: N\ndate: 2025-01-02\n---\nText.\n")
    run(old)
    assert stranger.exists()
    long_ago = stranger.stat().st_mtime_ns - 2 * texts.OLD
    os.utime(stranger, ns=(long_ago, long_ago))
    old.edit("content/newer.md", "---\ntitle: N\ndate: 2025-01-02\n---\nText.\n")
    run(old)
    assert not stranger.exists()


def test_where_no_text_can_be_laid_it_is_kept_in_memory(old: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts._Own, "put", refuse)
    run(old)
    assert published(old) == clean(old)
    assert all(not path.stat().st_size for path in texts_of(old))


def refuse(*_: object) -> None:
    raise OSError(28, os.strerror(28))


@pytest.mark.parametrize("library", sorted({*cache.LIBRARIES, *prints.LIBRARIES}))
def test_a_library_has_the_version_that_is_installed(library: str) -> None:
    assert cache._installed()[library] == metadata.version(library)


def test_a_library_without_a_folder_of_its_own_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Some_Library-1.5.dist-info", "old-2.0-py3.11.egg-info", "no-record"):
        (tmp_path / name).mkdir()
    (tmp_path / "archive.zip").write_bytes(b"")
    cache._installed.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "archive.zip"), str(tmp_path / "nowhere")])
        assert cache._installed() == {"some_library": "1.5", "old": "2.0-py3.11"}
    assert cache._version.__wrapped__("msgspec") == metadata.version("msgspec")
    cache._installed.cache_clear()
    assert cache._version.__wrapped__("there-is-none") == ""
