"""Two states of a small site, foreign files, and faults for tests of publishing."""

from __future__ import annotations

import builtins
import contextlib
import errno
import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pressgen.publish import exchange
from pressgen.publish import publication as publish_module
from pressgen.publish.diff import compare
from pressgen.publish.journal import complete
from pressgen.publish.manifest import MANIFEST, Content, Keep
from pressgen.publish.publication import Published, publish

Files = dict[str, Content | Keep]

OLD: Files = {
    "index.html": b"old home",
    "style.css": b"p { margin: 0 }",
    "2024/a/index.html": b"release a",
    "2024/b/index.html": b"release b",
    "gone/deep/index.html": b"leaves",
    "becomes-folder": b"a file",
    "becomes-file/index.html": b"a folder",
}
NEW: Files = {
    "index.html": b"new home",
    "style.css": b"p { margin: 0 }",
    "2024/a/index.html": b"release a",
    "2024/b/index.html": b"release b, corrected",
    "2025/c/index.html": b"release c",
    "becomes-folder/index.html": b"a folder",
    "becomes-file": b"a file",
}


def lay_foreign(folder: Path) -> None:
    (folder / "CNAME").write_text("news.example")
    (folder / ".well-known" / "empty").mkdir(parents=True)
    (folder / ".well-known" / "security.txt").write_text("Contact: mailto:a@b.example")
    (folder / ".well-known" / "security.txt").chmod(0o600)
    (folder / "2024" / "by-hand.html").write_text("made by hand")
    (folder / "link").symlink_to("../elsewhere")
    (folder / "2024" / "dangling").symlink_to("nowhere")
    for path in ("CNAME", ".well-known/security.txt", "2024/by-hand.html", ".well-known/empty", ".well-known"):
        os.utime(folder / path, (1_000_000_000, 1_000_000_000))
    (folder / ".well-known").chmod(0o750)


FOREIGN = ("CNAME", ".well-known", ".well-known/empty", ".well-known/security.txt", "2024/by-hand.html")
FOREIGN_LINKS = ("link", "2024/dangling")


def marks(folder: Path, *, times: bool = False) -> dict[str, tuple[object, ...]]:
    """Everything below a folder: kind, mode and bytes or target; with inodes and times on request."""
    found: dict[str, tuple[object, ...]] = {}
    for above, folders, files in os.walk(folder):
        for path in (Path(above, name) for name in (*folders, *files)):
            status = path.lstat()
            link, regular = stat.S_ISLNK(status.st_mode), stat.S_ISREG(status.st_mode)
            inside = os.readlink(path) if link else hashlib.sha256(path.read_bytes()).hexdigest() if regular else ""
            time = (status.st_ino, status.st_mtime_ns) if times else ()
            found[path.relative_to(folder).as_posix()] = (oct(status.st_mode), inside, *time)
    return found


def published(folder: Path) -> dict[str, bytes]:
    listed = json.loads((folder / MANIFEST).read_text())["files"]
    assert all(listed[path] == hashlib.sha256((folder / path).read_bytes()).hexdigest()[:16] for path in listed)
    return {path: (folder / path).read_bytes() for path in listed}


def build(output: Path, files: Files, *protected: Path) -> Published:
    complete(output)
    return publish(output, files.items(), protected)


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where there is one: these tests make and remove folders by the thousand."""
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the disk, which a kill of a process alone cannot make forget anything."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def set_way(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path, second: Path) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link", str(second))

    if way != "renames":
        monkeypatch.setattr(publish_module, "FEW", 0)
    if way == "no exchange":
        monkeypatch.setattr(exchange, "exchange", refuse)


class Fault:
    """Lets the n-th of the calls that touch the disk fail, once or from then on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, happen: Callable[[str], None], lasting: bool) -> None:
        self.calls, self.at, self.happen, self.lasting = 0, at, happen, lasting
        for module, name in (
            (os, "link"), (os, "replace"), (os, "mkdir"), (os, "chmod"), (os, "rename"), (os, "rmdir"),
            (os, "open"), (os, "write"), (os, "unlink"), (os, "fchmod"), (os, "fsync"), (builtins, "open"), (shutil, "copyfile"), (shutil, "copystat"), (exchange, "exchange"),
        ):  # fmt: skip
            monkeypatch.setattr(module, name, self.wrap(getattr(module, name)))

    def wrap(self, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object, **options: object) -> object:
            self.calls += 1
            if self.calls == self.at or (self.lasting and self.calls > self.at):
                # What fails on an open file does not know the file's name.
                self.happen("" if isinstance(args[0], int) else str(args[0]))
            return call(*args, **options)

        return counted


def failing(number: int) -> Callable[[str], None]:
    def fail(path: str) -> None:
        raise OSError(number, os.strerror(number), path or None)

    return fail


@contextlib.contextmanager
def fault(at: int, happen: Callable[[str], None], *, lasting: bool = False) -> Iterator[Fault]:
    with pytest.MonkeyPatch.context() as patch:
        yield Fault(patch, at, happen, lasting)


def killed_at(folder: Path, at: int) -> bool:
    """Build NEW in a child process that ends at its n-th step, as if killed; whether it got that far."""
    child = os.fork()
    if child == 0:
        with fault(at, lambda _: os._exit(9)):
            build(folder, NEW)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def between(monkeypatch: pytest.MonkeyPatch, happen: Callable[[], object]) -> None:
    """Let something happen once, after the next publication has compared its files with the published ones."""

    def overtaken(*anything: Any) -> object:
        answer = compare(*anything)
        monkeypatch.setattr(publish_module, "compare", compare)
        happen()
        return answer

    monkeypatch.setattr(publish_module, "compare", overtaken)
