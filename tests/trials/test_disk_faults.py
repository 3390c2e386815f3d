"""The disk fails at any call of a build: no false success, the output as it was, and the message names a path."""

from __future__ import annotations

import builtins
import errno
import io
import mmap
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from conftest import Site
from pressgen.build import build
from pressgen.content.frontmatter import reader
from pressgen.model import Options, Report
from pressgen.publish import exchange
from pressgen.render import outputs
from pressgen.render.outputs import BATCH
from trials import small
from trials.test_kill import all_anew, big, edited, first, published, reworded
from trials.trial import Trial

NOW = datetime.fromtimestamp(small.INSTANT, timezone.utc)
NUMBERS = ("ENOSPC", "EIO", "EACCES", "EROFS", "EMFILE", "EXDEV", "EDQUOT")
CALLS: tuple[tuple[object, str], ...] = (
    (os, "open"), (os, "write"), (os, "rename"), (os, "replace"), (os, "link"), (os, "unlink"), (os, "mkdir"),
    (os, "rmdir"), (os, "chmod"), (os, "fchmod"), (os, "fsync"), (os, "scandir"), (builtins, "open"), (io, "open"), (exchange, "exchange"),
)  # fmt: skip
BRINGING: dict[str, tuple[Callable[[Site], None], str]] = {
    "one edit": (edited, "renames"),
    "one edit by exchange": (edited, "exchange"),
    "a few words": (reworded, "renames"),
    "a new release": (published, "renames"),
    "all anew": (all_anew, "exchange"),
    "first build": (first, "exchange"),
    "in place": (edited, "no exchange"),
}


def run(made: Site, **options: Any) -> Report:
    return build(made.folder, as_of=NOW, options=Options(jobs=2, **options))


class Injector:
    """Counts the calls of each kind; lets the n-th of one kind fail, once or from then on, in workers too."""

    def __init__(self, name: str = "", at: int = 0, number: int = 0, lasting: bool = False) -> None:
        self.name, self.at, self.number, self.lasting = name, at, number, lasting
        self.counts: dict[str, int] = {}
        self.struck = mmap.mmap(-1, 1)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for module, name in CALLS:
                patch.setattr(module, name, self.counting(f"{module.__name__}.{name}", getattr(module, name)))  # type: ignore[attr-defined]
            yield

    def counting(self, kind: str, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*arguments: object, **named: object) -> object:
            seen = self.counts[kind] = self.counts.get(kind, 0) + 1
            if kind == self.name and (seen == self.at or (self.lasting and seen > self.at)):
                self.struck[0] = 1
                path = arguments[0] if arguments and not isinstance(arguments[0], int) else None
                raise OSError(self.number, os.strerror(self.number), path and str(path))
            return call(*arguments, **named)

        return counted


@contextmanager
def way_of(kind: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        small.set_way(BRINGING[kind][1], patch)
        yield


def verdict(made: Site, report: Report, old: small.Tree, new: small.Tree) -> list[str]:
    """What is wrong with a build's answer: success without the whole site, or failure without a word or with a trace."""
    live = small.without_stages(small.tree(made.output))
    if report.exit_code == 0:
        # A picture that cannot be read costs itself, with a warning, until the next build.
        if [(problem.code, problem.file) for problem in report.problems] == [("image-unusable", "content/one.md")]:
            return []
        return [f"false success: {small.differences(live, new)}" if live != new else ""]
    errors = [problem for problem in report.problems if problem.severity == "error"]
    codes = {problem.code for problem in errors}
    # Processes that cannot start have no path.
    named = any(problem.file or "/" in problem.message for problem in errors) or codes == {"workers-not-started"}
    return [
        f"the output was changed: {small.differences(live, old)}" if live != old and codes != {"output-torn"} else "",
        "" if named else f"no path named: {errors}",
        "" if all(problem.hint for problem in errors) else f"no hint: {errors}",
    ]


def fresh(made: Site, kind: str) -> None:
    shutil.rmtree(made.folder, ignore_errors=True)
    made.folder.mkdir()
    BRINGING[kind][0](made)


def struck(made: Site, kind: str, injector: Injector, old: small.Tree, new: small.Tree) -> list[str]:
    """Build while the injector is at work, then once more without it; what was wrong."""
    with way_of(kind), injector.at_work():
        try:
            report = run(made)
        except Exception as error:
            return [f"crash: {type(error).__name__}: {error}"]
    faults = verdict(made, report, old, new)
    torn = any(problem.code == "output-torn" for problem in report.problems)
    # Nothing can be put back on a disk that fails for good while single files are being replaced.
    by_renames = BRINGING[kind][1] != "exchange"
    faults.append("torn without need" if torn and not (by_renames and injector.lasting) else "")
    left = small.left_behind(made.folder)
    faults.append(f"left behind: {left}" if len(left) > 1 + injector.lasting else "")
    # A stage that could not be removed after a success goes with the next build that is not answered from the memory.
    again = run(made, cache=not left)
    faults.append("" if again.exit_code == 0 else f"the next build: {again.problems}")
    faults.append(small.differences(small.tree(made.output), new))
    injector.counts |= {"exit": report.exit_code, "torn": torn}
    return faults


def test_a_fault_of_the_disk_at_any_call_is_told_and_leaves_the_output(
    tmp_path: Path, trial: Trial, full_trials: bool
) -> None:
    overcome, torn = 0, 0
    for kind in BRINGING:
        made = Site(tmp_path / "site", "")
        fresh(made, kind)
        old, new = small.tree(made.output), small.clean(made)
        counting = Injector()
        with way_of(kind), counting.at_work():
            assert run(made).exit_code == 0
        wanted = trial.n + (300 if full_trials else 14) // len(BRINGING)
        while trial.n < wanted:
            name = trial.random.choice(sorted(counting.counts))
            at, word = trial.random.randint(1, counting.counts[name]), trial.random.choice(NUMBERS)
            injector = Injector(name, at, getattr(errno, word), trial.random.random() < 0.3)
            fresh(made, kind)
            faults = struck(made, kind, injector, old, new)
            if injector.struck[0]:
                lasting = "lasting " if injector.lasting else ""
                trial.case(f"{kind}: {lasting}{word} at {name} no. {at} of {counting.counts[name]}", *faults)
                overcome += injector.counts.get("exit") == 0
                torn += injector.counts.get("torn", 0)
        shutil.rmtree(made.folder)
    trial.end(overcome=overcome, torn=torn)
    assert overcome < trial.n


@contextmanager
def tiny_disk(folder: Path, size: int) -> Iterator[None]:
    """A real disk of so many bytes, in memory."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("a disk can only be mounted by root")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_real_disk_that_is_full_or_read_only_leaves_the_output(tmp_path: Path) -> None:
    made = Site(tmp_path / "site", "")
    small.lay(made.folder)
    assert run(made).exit_code == 0
    taken = sum(4096 + (path.stat().st_size + 4095) // 4096 * 4096 for path in made.output.rglob("*"))
    with tiny_disk(tmp_path / "disk", taken + (256 << 10)):
        output = tmp_path / "disk/output"
        assert run(made, output="../disk/output").exit_code == 0
        before = small.tree(output)
        small.turn(made)
        big(made, "More")
        for reason in ("disk is full", "can only be read"):
            report = run(made, output="../disk/output")
            told = [problem.message for problem in report.problems if problem.severity == "error"]
            assert report.exit_code == 1
            assert all(str(tmp_path / "disk") in message and reason in message for message in told), told
            assert small.tree(output) == before
            assert os.listdir(tmp_path / "disk") == ["output"]
            subprocess.run(["mount", "-o", "remount,ro", str(tmp_path / "disk")], check=True)
        subprocess.run(["mount", "-o", f"remount,rw,size={taken * 9}", str(tmp_path / "disk")], check=True)
        assert run(made, output="../disk/output").exit_code == 0
        assert small.tree(output) == small.clean(made)


@pytest.mark.parametrize("task", ["parsing", "rendering"])
def test_a_killed_worker_is_told_and_leaves_the_output(
    tmp_path: Path, task: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Site(tmp_path / "site", "")
    all_anew(made)
    big(made, "More", 3 * BATCH)  # more pages than are held in memory
    before, main = small.tree(made.output), os.getpid()

    def die(*_: object) -> None:
        assert os.getpid() != main
        os.kill(os.getpid(), signal.SIGKILL)

    real = reader.read

    def reading(data: bytes, file: str, zone: ZoneInfo) -> object:
        return die() if file == "content/one.md" else real(data, file, zone)

    with monkeypatch.context() as patch:
        if task == "parsing":
            patch.setattr(reader, "read", reading)
        else:
            patch.setattr(outputs, "BATCH", 4)
            patch.setattr(outputs, "staged", die)
        report = run(made)
    assert report.exit_code == 1
    assert {problem.code for problem in report.problems if problem.severity == "error"} == {
        "document-failed" if task == "parsing" else "template-failed"
    }
    assert small.tree(made.output) == before
    assert small.left_behind(made.folder) == []
    assert run(made).exit_code == 0
    assert small.tree(made.output) == small.clean(made)
