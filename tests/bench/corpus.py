"""A newsroom's archive of any size, the same on every machine: releases with the texts in `texts/`, or with plain ones."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

SEED = 3511
TEXTS = Path(__file__).parent / "texts"
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


class Release(NamedTuple):
    """One release; `number` 0 is the newest of an archive, apart from `NEXT`."""

    number: int
    title: str
    date: datetime
    views: int
    tags: tuple[str, ...]
    body: str

    @property
    def slug(self) -> str:
        """The name of its file and of its page."""
        return "release-next" if self.number == NEXT else f"release-{self.number:06}"


def release(number: int, count: int, texts: str) -> Release:
    """Release `number` of `count`, with a body of `texts`: "real" or "plain"."""
    chance = random.Random(f"{SEED} {number}")
    date = NEWEST - timedelta(minutes=number * (8 * 365 * 24 * 60 // max(count, 1)))
    tags = sorted({TAGS[int(len(TAGS) * chance.random() ** 1.6)] for _ in range(8)})[:4]
    title = f"{chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHAT)}, no. {number}"
    views = chance.randrange(90000)
    body = plain_body(number, chance) if texts == "plain" else real_body(number, date, chance)
    return Release(number, title, date, views, tuple(tags), body)


def markdown(one: Release) -> str:
    """A release as Markdown with YAML front matter."""
    head = (
        f'title: "{one.title}"\ndate: {one.date:%Y-%m-%d %H:%M:%S}\nviews: {one.views}\ntags: [{", ".join(one.tags)}]'
    )
    return f"---\n{head}\n---\n\n{one.body}\n"


def real_body(number: int, date: datetime, chance: random.Random) -> str:
    """One of the texts after a first paragraph of its own, in the year of the release; no two bodies are the same."""
    texts = real_texts()
    text = texts[number % len(texts)].replace("2025", f"{date:%Y}")
    return f"{sentence(chance)} {sentence(chance)}\n\n{text}\n\n*Press Office, no. {number + 1} of the archive.*"


@cache
def real_texts() -> list[str]:
    """The texts in `texts/`, in the order of their names."""
    return [path.read_text(encoding="utf-8").strip() for path in sorted(TEXTS.glob("*.md"))]


def plain_body(number: int, chance: random.Random) -> str:
    """About 2.5 kB of sentences; of five bodies one has a list, one a table and one a heading."""
    parts = [" ".join(sentence(chance) for _ in range(3)) for _ in range(6)]
    if number % 5 == 1:
        parts.insert(2, "\n".join(f"- {sentence(chance)}" for _ in range(4)))
    if number % 5 == 3:
        rows = "\n".join(f"| No. {row} | {chance.randrange(90)} |" for row in range(5))
        parts.insert(3, "| District | Schools |\n| --- | --- |\n" + rows)
    if number % 5 == 4:
        parts.insert(3, f"## {chance.choice(WHAT).capitalize()}")
    return "\n\n".join(parts)


def sentence(chance: random.Random) -> str:
    """One sentence, now and then with a link or emphasis."""
    what = chance.choice(WHAT)
    if chance.random() < 0.2:
        what = f"[{what}](https://example.org/{chance.randrange(900)}/)"
    elif chance.random() < 0.1:
        what = f"*{what}*"
    return f"{chance.choice(WHO)} {chance.choice(DID)} {what} {chance.choice(WHERE)}. {chance.choice(MORE)}"
