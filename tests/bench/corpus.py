"""A newsroom's archive of any size, the same on every machine: releases in Markdown with YAML front matter."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

SEED = 3511
NEWEST = datetime(2025, 12, 31, 18, 0)
NEXT = -1
"""The number of a release that is not there yet: newer than the newest."""
TAGS = [f"{field}-{act}" for field in (
    "schools", "teachers", "exams", "libraries", "canteens", "transport", "science", "sport", "health", "grants",
    "languages", "music", "robotics", "museums", "colleges", "kindergartens", "safety", "energy", "water", "climate",
) for act in ("news", "plans", "figures", "events", "people", "courses", "repairs", "awards", "visits", "laws")]  # fmt: skip
WHO = (
    "The regional department", "The education centre", "A group of school heads", "The teachers' institute",
    "The deputy governor", "The examination board", "The library network", "The ministry's adviser",
)  # fmt: skip
DID = ("opened", "presented", "discussed", "agreed on", "published", "reviewed", "announced", "extended")
WHAT = (
    "a plan for digital lessons in village schools", "the results of the spring examinations", "a course for young teachers",
    "new rules for school transport", "the repair of forty classrooms", "a summer camp for mathematicians",
    "an exchange with partner colleges", "the timetable of the olympiads", "a guide to safe school meals",
)  # fmt: skip
WHERE = ("in Samarkand", "at the regional library", "in sixteen districts", "at the spring forum", "by video link")
MORE = (
    "The figures will be published in June.", "About 3,500 pupils take part.", "Questions can be sent to the press office.",
    "The work is to be finished before September.", "Parents were invited to the discussion.",
)  # fmt: skip


def sentence(chance: random.Random) -> str:
    """One sentence, now and then with a link or emphasis."""
    what = chance.choice(WHAT)
    if chance.random() < 0.2:
        what = f"[{what}](https://example.org/{chance.randrange(900)}/)"
    elif chance.random() < 0.1:
        what = f"*{what}*"
    return f"{chance.choice(WHO)} {chance.choice(DID)} {what} {chance.choice(WHERE)}. {chance.choice(MORE)}"


def release(number: int, count: int) -> str:
    """The text of release `number` of `count`, 0 the newest (see `NEXT`): about 2.5 kB, every fifth with a list or a table."""
    chance = random.Random(f"{SEED} {number}")
    date = NEWEST - timedelta(minutes=number * (8 * 365 * 24 * 60 // max(count, 1)))
    tags = sorted({TAGS[int(len(TAGS) * chance.random() ** 1.6)] for _ in range(8)})[:4]
    title = f"{chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHAT)}, no. {number}"
    head = [
        "---",
        f'title: "{title}"',
        f"date: {date:%Y-%m-%d %H:%M:%S}",
        f"views: {chance.randrange(90000)}",
        f"tags: [{', '.join(tags)}]",
        "---",
    ]
    parts = [" ".join(sentence(chance) for _ in range(3)) for _ in range(6)]
    if number % 5 == 1:
        parts.insert(2, "\n".join(f"- {sentence(chance)}" for _ in range(4)))
    if number % 5 == 3:
        parts.insert(
            3,
            "| District | Schools |\n| --- | --- |\n"
            + "\n".join(f"| No. {row} | {chance.randrange(90)} |" for row in range(5)),
        )
    if number % 5 == 4:
        parts.insert(3, f"## {chance.choice(WHAT).capitalize()}")
    return "\n".join(head) + "\n\n" + "\n\n".join(parts) + "\n"


def name(number: int) -> str:
    """The file of a release."""
    return "release-next.md" if number == NEXT else f"release-{number:06}.md"


def write(folder: Path, count: int) -> None:
    """Write the archive."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / name(number)).write_text(release(number, count), encoding="utf-8")
