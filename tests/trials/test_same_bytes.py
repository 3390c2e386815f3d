"""The same sources and the same moment give the same bytes, whatever the machine is like."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from conftest import Site
from trials import small
from trials.test_kill import big
from trials.trial import Trial

SHUFFLED = """
import os, random, sys
chance, scandir, listdir = random.Random(sys.argv.pop(1)), os.scandir, os.listdir

class Shuffled:
    def __init__(self, listing):
        with listing:
            self.entries = list(listing)
        chance.shuffle(self.entries)
        self.left = iter(self.entries)
    def __iter__(self):
        return self.left
    def __next__(self):
        return next(self.left)
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    close = __exit__

os.scandir = lambda path=".": Shuffled(scandir(path))
os.listdir = lambda path=".": chance.sample(found := listdir(path), len(found))
from pressgen.cli import main
main()
"""
Vary = Callable[[Path], small.Tree]


def lay(folder: Path) -> Site:
    made = small.lay(folder)
    big(made, "Release", 60)
    made.edit("content/uz/four.uz.md", "---\ntitle: Тўрт\ndate: 2025-05-05 09:00\ntags: [янги, Ёз]\n---\nМатн.\n")
    made.edit("pressgen.yml", "title: Test\nurl: https://news.example/\ntimezone: Asia/Tashkent\nlanguages: [en, uz]\n")
    return made


def build(folder: Path, *options: str, begin: list[str] | None = None, **more: str) -> small.Tree:
    """Build in a process of its own, by default the site in `folder` laid out here and now."""
    if not folder.exists():
        lay(folder)
    command = [sys.executable, *(begin or ["-m", "pressgen"]), "build", str(folder), "--quiet", *options]
    done = subprocess.run(
        command, env=small.environment(**more), cwd=small.ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return small.tree(folder / "output")


def under_umask(folder: Path) -> small.Tree:
    before = os.umask(0o077)
    try:
        return build(folder)
    finally:
        os.umask(before)


def by_relative_path(folder: Path) -> small.Tree:
    lay(folder)
    command = [sys.executable, "-m", "pressgen", "build", "--quiet"]
    assert subprocess.run(command, env=small.environment(), cwd=folder).returncode == 0
    return small.tree(folder / "output")


def at_a_long_path(folder: Path) -> small.Tree:
    return build(folder / Path(*["a folder with a long name, Ўзбек"] * 12))


def incremental(folder: Path) -> small.Tree:
    """Three other states of the site are built before this one."""
    made = lay(folder)
    small.turn(made)
    made.edit("templates/404.html", "<!DOCTYPE html><title>x</title>")
    build(folder)
    big(made, "Other")
    build(folder, "--drafts", "--output", "output")
    (folder / "templates/404.html").unlink()
    made.edit("pressgen.yml", "title: Other\nurl: https://other.example/\nlanguages: [en, uz]\n")
    build(folder)
    for name in ("content", "templates"):
        shutil.rmtree(folder / name)
    lay(folder)
    return build(folder)


def with_odd_times(folder: Path) -> small.Tree:
    lay(folder)
    for number, path in enumerate(sorted(folder.rglob("*"))):
        os.utime(path, (number, 4_000_000_000 - number * 10_000_000))
    return build(folder)


def written_in_another_order(folder: Path) -> small.Tree:
    model = lay(folder.with_name("model"))
    paths = [path for path in model.folder.rglob("*") if path.is_file()]
    for path in random.Random(7).sample(paths, len(paths)):
        target = folder / path.relative_to(model.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return build(folder)


def in_a_dirty_environment(folder: Path) -> small.Tree:
    return build(
        folder, HOME=str(folder.parent / "nobody"), USER="nobody", PYTHONOPTIMIZE="2", LANGUAGE="uz:ru", COLUMNS="20",
        NO_COLOR="1", PYTHONUTF8="0", PYTHONIOENCODING="ascii",
    )  # fmt: skip


VARIATIONS: dict[str, Vary] = {
    "as it is": build,
    "hash seed, zone and locale": lambda folder: build(folder, PYTHONHASHSEED="1", TZ="Pacific/Apia", LC_ALL="C"),
    "folders in another order": lambda folder: build(folder, begin=["-c", SHUFFLED, "7"]),
    "umask": under_umask,
    "one job, no cache": lambda folder: build(folder, "--jobs", "1", "--no-cache"),
    "incremental": incremental,
    "eight jobs": lambda folder: build(folder, "--jobs", "8"),
    "from the site's own folder": by_relative_path,
    "long path": at_a_long_path,
    "file times": with_odd_times,
    "written in another order": written_in_another_order,
    "another user's environment": in_a_dirty_environment,
}
QUICK = 6


def digest(tree: small.Tree) -> str:
    total = hashlib.sha256()
    for path in sorted(tree):
        mode, data = tree[path]
        total.update(f"{path}\0{mode:o}\0{len(data)}\0".encode() + data)
    return total.hexdigest()[:16]


def test_the_same_bytes_on_any_machine(tmp_path: Path, trial: Trial, full_trials: bool) -> None:
    wanted: small.Tree = {}
    digests = set()
    for number, (name, vary) in enumerate(list(VARIATIONS.items())[: None if full_trials else QUICK]):
        found = vary(tmp_path / str(number) / "site")
        wanted = wanted or found
        digests.add(digest(found))
        trial.case(name, small.differences(found, wanted))
    trial.end(digests=len(digests), files=len(wanted))
    assert len(digests) == 1
    assert len(wanted) > 64
