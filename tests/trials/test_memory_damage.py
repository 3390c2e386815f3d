"""Whatever is in .pressgen/, a build neither crashes nor publishes a wrong byte, and nothing of it is run."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from conftest import Site
from pressgen.build import build
from pressgen.model import Options, Report
from pressgen.store.database import TABLES
from trials import small
from trials.trial import Trial

NOW = datetime.fromtimestamp(small.INSTANT, timezone.utc)
PICKLE = b"\x80\x04cos\nsystem\n(S'touch pressgen-was-here'\ntR."
HEADER = b"SQLite format 3\0"
HOSTILE = (
    b"", b"{", b"[]", b"\xff\xfe{}", b"[" * 100_000, PICKLE, b"\0" * 4096, HEADER, HEADER + b"\0" * 84,
    HEADER + b"\xff" * 8176, b"#!/bin/sh\ntouch pressgen-was-here\n",
)  # fmt: skip
Damage = Callable[[Path, random.Random], None]


def flipped(file: Path, chance: random.Random) -> None:
    data = bytearray(file.read_bytes())
    for _ in range(chance.choice((1, 1, 3, 100))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)


def cut(file: Path, chance: random.Random) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: chance.randrange(len(data))])


def replaced(file: Path, chance: random.Random) -> None:
    data = file.read_bytes()
    begin, size = chance.randrange(len(data)), chance.choice((64, 4096))
    file.write_bytes(data[:begin] + chance.randbytes(min(size, len(data) - begin)) + data[begin + size :])


def hostile(file: Path, chance: random.Random) -> None:
    file.write_bytes(chance.choice(HOSTILE))


def of_another_version(file: Path, chance: random.Random) -> None:
    """Sound, but kept by other code: its key is another, and every word that it remembers is a wrong one."""
    if file.suffix != ".db":
        return flipped(file, chance)
    with database(file) as connection, contextlib.suppress(sqlite3.Error):
        connection.execute("UPDATE document SET value = CAST(replace(value, 'One', 'Eno') AS BLOB)")
        connection.execute("UPDATE body SET html = replace(html, 'Text', 'Txet')")
        connection.execute("UPDATE memory SET value = value || '0'")
        connection.execute("DELETE FROM build")  # it is bound to the stamps of pressgen's own files instead
    return None


def in_a_row(file: Path, chance: random.Random) -> None:
    """A sound database with wrong values in some of its rows, of the right kind or of another."""
    if file.suffix != ".db":
        return cut(file, chance)
    with database(file) as connection:
        for table in chance.sample(TABLES, 3):
            column = chance.choice((*table.columns, "checksum"))
            value = chance.choice((None, 7, -1.5, "", "text", b"", PICKLE, "[" * 100_000))
            with contextlib.suppress(sqlite3.Error):
                connection.execute(
                    f"UPDATE OR REPLACE {table.name} SET {column} = ? WHERE rowid % 3 = ?", (value, chance.randrange(3))
                )
    return None


def in_a_table(file: Path, chance: random.Random) -> None:
    if file.suffix != ".db":
        return replaced(file, chance)
    with database(file) as connection:
        name = chance.choice([*(table.name for table in TABLES), "memory"])
        with contextlib.suppress(sqlite3.Error):
            connection.execute(
                chance.choice(
                    (
                        f"DROP TABLE {name}",
                        f"DELETE FROM {name}",
                        f"ALTER TABLE {name} ADD COLUMN more",
                        f"ALTER TABLE {name} RENAME TO other",
                        f"CREATE TRIGGER t AFTER INSERT ON {name} BEGIN DELETE FROM {name}; END",
                    )
                )
            )
    return None


@contextlib.contextmanager
def database(file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(file)
    try:
        with contextlib.suppress(sqlite3.Error), connection:  # an earlier round may have damaged it
            yield connection
    finally:
        connection.close()


DAMAGES: tuple[Damage, ...] = (flipped, cut, replaced, hostile, of_another_version, in_a_row, in_a_table)


def files_in(made: Site) -> list[Path]:
    """What is kept: the database and pictures."""
    return sorted(path for path in (made.folder / ".pressgen").rglob("*") if path.is_file() and path.stat().st_size)


def run(made: Site, **options: Any) -> Report:
    return build(made.folder, as_of=NOW, options=Options(**options))


def warm(folder: Path) -> Site:
    """A site with all its memory, the last report included."""
    made = small.lay(folder)
    run(made)
    return made


def outcome(made: Site, wanted: small.Tree) -> list[str]:
    """What is wrong with a build from the memory as it is, and with the next."""
    faults = []
    for _ in range(2):
        try:
            report = run(made)
        except Exception as error:
            return [f"crash: {type(error).__name__}: {error}"]
        faults.append(f"exit {report.exit_code}: {report.problems}" if report.exit_code else "")
        faults.append(small.differences(small.tree(made.output), wanted))
    return [*faults, *strangers(made)]


def strangers(made: Site) -> list[str]:
    names = set(os.listdir(made.folder / ".pressgen"))
    return [f"{name} is left in .pressgen/" for name in sorted(names - {"build.db", "pictures"})]


def test_no_damage_of_the_memory_shows_in_the_site(
    tmp_path: Path, trial: Trial, full_trials: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = warm(tmp_path / "site")
    assert {path.relative_to(made.folder / ".pressgen").parts[0] for path in files_in(made)} == {"build.db", "pictures"}
    for number in range(210 if full_trials else 14):
        if number % 6 == 4:
            made.edit(
                f"content/new{number:03}.md", f"---\ntitle: New\ndate: 2026-01-{number % 14 + 1:02}\n---\nText.\n"
            )
        elif number % 6 == 5:  # pictures are needed again
            made.edit("content/pic.png", small.picture((number % 2, 20, 160)))
        else:
            made.edit("content/two.md", f"---\ntitle: Two\ndate: 2025-01-02\n---\nText {number // 2}.\n")
        wanted = small.clean(made)
        shutil.rmtree(made.folder / "clean")
        damage, kept = DAMAGES[number % len(DAMAGES)], files_in(made)
        struck = kept if trial.random.random() < 0.3 else trial.random.sample(kept, 1)
        for path in sorted({*struck, made.folder / ".pressgen/build.db"} & {*kept}):
            damage(path, trial.random)
        trial.case(f"{damage.__name__} {sorted(path.name for path in struck)} round {number}", *outcome(made, wanted))
    trial.end(files=len(files_in(made)))
    assert not list(tmp_path.rglob("pressgen-was-here"))


def test_damage_while_a_build_reads_costs_its_memory_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pressgen.render import changes

    made = warm(tmp_path / "site")
    made.edit("templates/footer.html", "Another foot")
    real = changes.find_changes

    def damaging(*given: object) -> object:
        with database(made.folder / ".pressgen/build.db") as connection:
            connection.execute("DELETE FROM body")
        return real(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(changes, "find_changes", damaging)
        assert run(made).exit_code == 0
    assert small.tree(made.output) == small.clean(made)
    assert outcome(made, small.clean(made)) == [""] * 4


@pytest.mark.parametrize("state", ["read-only", "full", "full from the start"])
def test_a_memory_that_cannot_be_written_is_none(tmp_path: Path, state: str) -> None:
    made = small.lay(tmp_path / "site")
    memory = made.folder / ".pressgen"
    memory.mkdir()
    size = "4k" if state == "full from the start" else "1m"
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(memory)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("a disk can only be mounted by root")
    try:
        for word in ("One", "Two", "Three"):
            if word == "Two" and state == "read-only":
                subprocess.run(["mount", "-o", "remount,ro", str(memory)], check=True)
            if word == "Two" and state == "full":
                with contextlib.suppress(OSError), open(memory / "filler", "wb", buffering=0) as filler:
                    while filler.write(b"0" * 4096):
                        pass
            made.edit("content/two.md", f"---\ntitle: {word}\ndate: 2025-01-02\n---\n{word * 9000}\n")
            report = run(made)
            assert (report.exit_code, report.problems) == (0, ())
            assert small.tree(made.output) == small.clean(made)
            assert run(made).changed == 0
    finally:
        subprocess.run(["umount", "--lazy", str(memory)], check=True)


def test_an_image_of_the_same_size_and_time_is_seen(tmp_path: Path) -> None:
    made = warm(tmp_path / "site")
    path = made.folder / "content/pic.png"
    before = path.stat()
    data = path.read_bytes()
    other = Site(tmp_path / "other", "")
    other.edit("pic.png", small.picture((91, 20, 160)))
    swapped = (other.folder / "pic.png").read_bytes()
    path.write_bytes(swapped.ljust(len(data), b"\0")[: max(len(data), len(swapped))])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert path.read_bytes() != data
    run(made)
    assert small.tree(made.output) == small.clean(made)


def test_nothing_is_kept_but_numbers_texts_and_json(tmp_path: Path) -> None:
    made = warm(tmp_path / "site")
    found = 0
    with database(made.folder / ".pressgen/build.db") as connection:
        for table in TABLES:
            for row in connection.execute(f"SELECT {', '.join(table.columns)} FROM {table.name}"):
                for name, value in zip(table.columns, row, strict=True):
                    if isinstance(value, bytes) and name != "stamp":
                        json.loads(value)
                        found += 1
    assert found > 20
