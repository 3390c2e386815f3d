"""A build that is killed at any step leaves the old site, the new one, or one that the next build completes."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timezone
from itertools import chain, islice, zip_longest
from pathlib import Path

import pytest

from conftest import Site
from pressgen.build import build
from pressgen.model import Options, Report
from pressgen.publish import exchange
from pressgen.publish.manifest import JOURNAL
from pressgen.store.database import Store
from trials import small
from trials.trial import Trial

NOW = datetime.fromtimestamp(small.INSTANT, timezone.utc)
CHANGES = (
    "os.rename",
    "os.remove",
    "os.link",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.truncate",
    "os.utime",
    "os.chown",
    "sqlite3.connect",
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
FEW = 3
"""Steps of one kind up to which all of them are taken."""
BIG = 24
"""Releases that are added where the pages are to be laid ready as they are printed."""


def run(made: Site) -> Report:
    return build(made.folder, as_of=NOW, options=Options())


def count_steps(happen: Callable[[str], None]) -> None:
    """From now on tell `happen` of each call that changes the disk, before it, and after each exchange and commit.

    Python's audit events are counted, which no later import can evade, and writes, which have none.
    """
    main = os.getpid()

    def step(name: str) -> None:
        if os.getpid() == main:
            happen(name)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        flags = arguments[2] if event == "open" else 0
        if event in CHANGES or (isinstance(flags, int) and flags & WRITING):
            step(f"{event} in the cache" if f"{os.sep}.pressgen{os.sep}" in str(arguments[0]) else event)

    write, swap, commit, sync = os.write, exchange.exchange, Store.commit, os.fsync

    def writing(file: int, data: bytes) -> int:
        step("os.write")
        return write(file, data)

    def exchanging(first: Path, second: Path) -> None:
        step("exchange")
        swap(first, second)
        step("exchanged")

    def committing(store: Store) -> None:
        step("commit")
        commit(store)
        step("committed")

    def syncing(file: int) -> None:
        step("os.fsync")
        sync(file)

    patch = pytest.MonkeyPatch()  # never undone: the process ends with the build
    patch.setattr(os, "write", writing)
    patch.setattr(exchange, "exchange", exchanging)
    patch.setattr(Store, "commit", committing)
    patch.setattr(os, "fsync", syncing)
    sys.addaudithook(hook)


def in_child(made: Site, happen: Callable[[str], None], end: Callable[[], None]) -> int:
    """Build in a process of its own with its steps told to `happen`; how that process ended."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            count_steps(happen)
            code = 0 if run(made).exit_code == 0 else 98
            end()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def steps_of(made: Site) -> Counter[str]:
    """How many steps of each kind a build takes."""
    seen: Counter[str] = Counter()
    reader, writer = os.pipe()

    def end() -> None:
        with os.fdopen(writer, "wb") as file:
            file.write(json.dumps(seen).encode())

    code = in_child(made, lambda name: seen.update([name]), end)
    assert code == 0
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        return Counter(json.loads(file.read()))


def killed(made: Site, step: str, at: int) -> int:
    """Build in a process that kills itself before its n-th step of a kind; how it ended."""
    left = iter(range(at - 1))

    def happen(name: str) -> None:
        if name == step and next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    return in_child(made, happen, lambda: None)


def points(steps: Counter[str], count: int, chance: random.Random) -> list[tuple[str, int]]:
    """So many steps, taken from each kind in turn, the rarest first: renames and the exchange are all among them."""
    orders = [[(name, at) for at in chance.sample(range(1, most + 1), most)] for name, most in sorted(steps.items())]
    rare = chain.from_iterable(order for order in orders if len(order) <= FEW)
    turns = chain.from_iterable(zip_longest(*(order for order in orders if len(order) > FEW)))
    return list(islice((point for point in chain(rare, turns) if point), count))


def big(made: Site, word: str, count: int = BIG) -> None:
    for number in range(count):
        made.edit(
            f"content/more/{number}.md", f"---\ntitle: {word} {number}\ndate: 2024-0{number % 9 + 1}-01\n---\nText.\n"
        )


def edited(made: Site) -> None:
    small.lay(made.folder)
    run(made)
    small.turn(made)


def reworded(made: Site) -> None:
    small.lay(made.folder)
    big(made, "First")
    run(made)
    made.edit(
        "content/two.md",
        "---\ntitle: Two\ndate: 2025-01-02\ntags: [news, Очный тур]\nrelated: one\n---\n## Part\n\nWords.\n",
    )


def published(made: Site) -> None:
    small.lay(made.folder)
    big(made, "First")
    run(made)
    made.edit(
        "content/newest.md", "---\ntitle: Newest\ndate: 2026-01-14\ntags: [news, just in]\n---\n[Two](two.md) words.\n"
    )


def all_anew(made: Site) -> None:
    small.lay(made.folder)
    big(made, "First")
    run(made)
    small.turn(made)
    big(made, "Second")


def first(made: Site) -> None:
    small.lay(made.folder)


KINDS: tuple[tuple[str, Callable[[Site], None], str, float], ...] = (
    ("one edit", edited, "renames", 0.25),
    ("one edit", edited, "exchange", 0.15),
    ("a few words", reworded, "renames", 0.15),
    ("a new release", published, "renames", 0.15),
    ("all anew", all_anew, "renames", 0.1),
    ("all anew", all_anew, "no exchange", 0.05),
    ("all anew", all_anew, "exchange", 0.1),
    ("first build", first, "exchange", 0.05),
)
"""How a site is brought before the build that is killed, how that publishes, and the share of the points for this kind."""


def faults_after(made: Site, code: int, old: small.Tree, new: small.Tree) -> list[str]:
    """What is wrong with what a killed build left."""
    live, left = small.tree(made.output), small.left_behind(made.folder)
    is_mixed = small.without_stages(live) not in (old, new)
    return [
        "" if code in (0, -signal.SIGKILL) else f"ended with {code}",
        small.torn(live, old, new),
        "torn, with nothing to complete it" if is_mixed and JOURNAL not in live else "",
        "not the new site" if code == 0 and live != new else "",
        f"left behind: {left}" if len([name for name in left if name != JOURNAL]) > 1 else "",
    ]


def failing(made: Site) -> int:
    """The exit code of a build that a fault in a template stops; the fault is gone afterwards."""
    made.edit("templates/article.html", "{% if %}")
    code = run(made).exit_code
    made.remove("templates/article.html")
    return code


def test_a_build_killed_at_any_step_leaves_the_old_site_or_the_new_or_one_that_the_next_completes(
    tmp_path: Path, trial: Trial, full_trials: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {"old": 0, "new": 0, "to complete": 0, "past": 0}
    total = 0
    for kind, bring, way, share in KINDS:
        small.set_way(way, monkeypatch)
        made = Site(tmp_path / "site", "")
        bring(made)
        old = small.tree(made.output)
        new = small.clean(made)
        steps = steps_of(made)
        total += steps.total()
        inside = [("os.rename", steps["os.rename"] // 2)] if way == "renames" else []
        for step, at in [*inside, *points(steps, round((200 if full_trials else 8) * share), trial.random)]:
            shutil.rmtree(made.folder)
            made.folder.mkdir()
            bring(made)
            code = killed(made, step, at)
            faults = faults_after(made, code, old, new)
            live = small.without_stages(small.tree(made.output))
            # A build that begins a moment later has a few steps less: it must be whole like any other.
            seen["past" if code == 0 else "old" if live == old else "new" if live == new else "to complete"] += 1
            if trial.random.random() < 0.3:
                # Even a build that publishes nothing completes what the killed one had begun.
                faults.append("" if failing(made) == 1 else "a fault of a template was passed over")
                after = small.tree(made.output)
                faults.append("" if after in (old, new) else f"not completed: {small.differences(after, new)}")
            report = run(made)
            trial.case(
                f"{kind} by {way}, killed before {step} no. {at} of {steps[step]}",
                *faults,
                "" if report.exit_code == 0 else f"the next build: {report.problems}",
                small.differences(small.tree(made.output), new),
                *(f"not swept: {name}" for name in small.left_behind(made.folder)),
            )
        shutil.rmtree(made.folder)
    trial.end(**seen, steps=total)
    assert min(seen["old"], seen["new"], seen["to complete"]) > 0
    assert seen["past"] * 20 < trial.n
