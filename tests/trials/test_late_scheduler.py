"""A scheduler that is late, drops runs or starts two of them: nothing is early, and every delay is reported."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from conftest import Site
from pressgen.build import build
from pressgen.model import Options
from pressgen.schedule.due import look_ahead
from trials.trial import Trial

FULL, QUICK = 200, 8
START = datetime(2026, 1, 15, 6, 0, tzinfo=timezone.utc)


class Release(NamedTuple):
    """A release: when it is due, and when it expires, in minutes from START."""

    name: str
    due: int
    expires: int | None

    def is_public(self, minutes: float) -> bool:
        return self.due <= minutes and (self.expires is None or minutes < self.expires)


def releases(chance: random.Random) -> list[Release]:
    drawn = []
    for number in range(chance.randint(2, 6)):
        due = chance.randrange(-60, 240)
        expires = due + chance.randrange(5, 300) if chance.random() < 0.4 else None
        drawn.append(Release(f"r{number}", due, expires))
    return drawn


def runs(chance: random.Random) -> Iterator[float]:
    """When runs start that were planned for every ten minutes: some late, some never, some twice."""
    for planned in range(10, 400, 10):
        if chance.random() < 0.35:
            continue
        start = planned + chance.choice((0, 0, 0.3, 1, 4, 9.5))
        yield start
        if chance.random() < 0.2:
            yield start + chance.choice((0, 0.01, 0.5))


def text(release: Release) -> str:
    keys = [f"title: Title {release.name}", f"date: {at(release.due):%Y-%m-%d %H:%M:%S} +00:00"]
    keys += [f"expires: {at(release.expires):%Y-%m-%d %H:%M:%S} +00:00"] if release.expires is not None else []
    return "\n".join(["---", *keys, "---", f"Words of {release.name}.", ""])


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def public(made: Site) -> set[str]:
    return {path.split("/")[-2] for path in made.files() if "/r" in path}


def expected_delays(drawn: list[Release], last: float, now: float, is_failing: bool) -> set[tuple[str, str, int]]:
    """What a build must call late, said without pressgen's own code."""
    delays = set()
    for release in drawn:
        source = f"content/{release.name}.md"
        if last < release.due <= now - 1 and release.is_public(now):
            delays.add((source, "release", round((now - release.due) * 60)))
        # What was never public cannot be taken down too late.
        if release.is_public(last) and release.expires is not None and release.expires <= now - 1:
            delays.add((source, "expiry", round((now - release.expires) * 60)))
    return set() if is_failing else delays


def trace(made: Site, chance: random.Random) -> str:
    """One night; returns what was wrong."""
    drawn = releases(chance)
    for release in drawn:
        made.edit(f"content/{release.name}.md", text(release))
    build(made.folder, as_of=START, options=Options())
    last = 0.0
    for start in sorted(runs(chance)):
        now = round(start * 60) / 60
        if now < last:
            continue
        is_failing = chance.random() < 0.15
        made.edit("content/bad.md", "no front matter") if is_failing else (made.folder / "content/bad.md").unlink(True)
        is_due = any(
            last < moment <= now for one in drawn for moment in (one.due, one.expires) if moment is not None
        )  # fmt: skip
        outlook = look_ahead(made.folder, at(now), Options())
        if is_due and not outlook.is_due:
            return f"at {now} nothing is due, but the site is that of {last}"
        report = build(made.folder, as_of=at(now), options=Options())
        delays = {(change.source, change.kind, change.seconds) for change in report.late}
        if delays != (wanted := expected_delays(drawn, last, now, is_failing)):
            return f"at {now}, after {last}: {delays} was reported, not {wanted}"
        last = last if is_failing else now
        if public(made) != {one.name for one in drawn if one.is_public(last)}:
            return f"at {now}: {public(made)} is public, of {drawn}"
        if not is_failing and look_ahead(made.folder, at(now), Options()).is_due:
            return f"at {now}: something is due right after a build"
    return ""


def test_a_scheduler_that_cannot_be_relied_on(tmp_path: Path, full_trials: bool, trial: Trial) -> None:
    for number in range(FULL if full_trials else QUICK):
        seed = trial.random.random()
        made = Site(tmp_path / str(number), "")
        trial.case(f"trace {number}, seed {seed}", trace(made, random.Random(seed)))
    trial.end()
