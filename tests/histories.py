"""Random histories of a newsroom with the record, and what each address that it ever gave out must answer."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from conftest import Site

LANGUAGES = ("en", "ru")
TAGS = ("roads", "schools", "water")
WORDS = ("alpha", "beta", "gamma", "delta", "15", "16")
FEEDS = ("feed.xml", "atom.xml", "feed.json")
FIRST_DAY = "2026-01-10"
_PASSING = re.compile(r"(?:^|/)(?:archive/\d|page/\d|404\.html)")
"""Months, numbered pages: nobody links to them, and their addresses are not kept."""
_VERSION = re.compile(r"v\d+/index\.html$")
_MAIN = re.compile(rb"<main.*</main>", re.S)


class Answer(NamedTuple):
    """What a host must answer at an address: a status, and words that the page has to which readers get."""

    status: int
    words: str = ""
    path: str = ""


class Release:
    """A release of a history."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self.number, self.name, self.slug = number, f"r{number}", f"r{number}"
        self.lang, self.month, self.tag = chance.choice(LANGUAGES), chance.randint(1, 9), chance.choice(TAGS)
        self.words, self.notes, self.state, self.section = ["alpha"], 0, "public", ""
        self.picture, self.aliases = "", []  # type: str, list[str]
        self.issued: set[str] = set()
        """All addresses that it ever had, as output paths."""
        self.versions: dict[str, bytes] = {}
        """What was seen in the middle of the page of each earlier version."""

    @property
    def file(self) -> str:
        return f"content/{self.name}.md"

    @property
    def path(self) -> str:
        folder = "" if self.lang == LANGUAGES[0] else f"{self.lang}/"
        return f"{folder}2025/{self.month:02}/{self.slug}/index.html"

    @property
    def marker(self) -> str:
        return f"marker{self.number}x"

    @property
    def text(self) -> str:
        keys = [
            f"title: Title {self.number}",
            f"date: 2025-{self.month:02}-01",
            "summary: In short.",
            f"lang: {self.lang}",
        ]
        keys += [f"slug: {self.slug}", f"tags: [{self.tag}]"]
        keys += [f"section: {self.section}"] if self.section else []
        keys += [f"aliases: [{', '.join(self.aliases)}]"] if self.aliases else []
        keys += [f"image: {{src: {self.picture}, alt: A square}}"] if self.picture else []
        keys += [f"status: {self.state}"] if self.state in ("withdrawn", "draft") else []
        keys += ["updated: 2026-01-10", "withdrawal: It was wrong."] if self.state == "withdrawn" else []
        notes = [f"  - {{date: {FIRST_DAY}, text: Note {number}.}}" for number in range(self.notes)]
        keys += ["corrections:", *notes] if notes else []
        return "\n".join(["---", *keys, "---", f"{self.marker} {' and '.join(self.words)}.", ""])


class History:
    """A newsroom that lives: `steps` edits it and builds it again, and `answers` says what is right then."""

    def __init__(self, folder: Path, chance: random.Random, base: str) -> None:
        self.chance, self.base = chance, base
        self.site = Site(folder, "-- content/pages/about.md --\n---\ntitle: About\n---\nAboutmarker.\n")
        self.site.edit(
            "pressgen.yml",
            f"title: T\nurl: https://news.example.org{base}/\nlanguages: [en, ru]\nrecord: true\n"
            "timezone: Asia/Tashkent\nredirect_files: [nginx]\nshare: []\n"
            "sections:\n  news: {name: News, archive: false}\n  talks: {name: Talks, archive: false}\n",
        )
        for number in range(3):
            self.site.edit(f"content/p{number}.png", _picture(number))
        self.releases = [Release(number, chance) for number in range(4)]
        self.table: dict[str, str] = {}
        self.page, self.pages = "about", {"about/index.html"}
        self.lists: set[str] = set()
        """Tags, indexes and feeds that were ever there."""
        self.log: list[str] = []
        for release in self.releases:
            self._write(release)
        self.build(0)

    def steps(self, count: int) -> Iterator[None]:
        for step in range(1, count + 1):
            release = self.chance.choice(self.releases)
            self.log.append(f"{self.change(release)} {release.number}")
            self.build(step)
            yield

    def change(self, release: Release) -> str:
        """Change one thing as an officer would; returns what it was."""
        chance = self.chance
        if release.state == "deleted":
            release.state = "public"
            self._write(release)
            return "restore"
        kinds = (
            "words",
            "words",
            "file",
            "slug",
            "month",
            "lang",
            "tag",
            "withdraw",
            "draft",
            "delete",
            "picture",
            "section",
            "alias",
            "page",
        )
        kind = chance.choice(kinds)
        if release.state in ("withdrawn", "draft"):
            kind = chance.choice(("public", "file", "slug", "lang"))
        old_file = release.file
        match kind:
            case "words":
                release.words, release.notes = [*chance.choices(WORDS, k=3), f"n{release.notes}"], release.notes + 1
            case "file":
                release.name = f"{chance.choice(('a', 'b', 'c/d'))}{release.number}"
            case "slug":
                release.slug = f"{chance.choice(('x', 'y', 'r', 'план-'))}{release.number}"
            case "month":
                release.month = chance.randint(1, 9)
            case "lang":
                release.lang = chance.choice(LANGUAGES)
            case "tag":
                release.tag = chance.choice(TAGS)
            case "withdraw" | "draft" | "public":
                release.state = {"withdraw": "withdrawn"}.get(kind, kind)
            case "delete":
                release.state = "deleted"
                if chance.random() < 0.5:
                    self.table[f"/{release.path.removesuffix('index.html')}"] = "/tags/"
            case "picture":
                release.picture = chance.choice(("", "/p0.png", "/p1.png", "/p2.png"))
                release.notes += 1
            case "section":
                release.section = chance.choice(("", "news", "talks"))
            case "alias":
                release.aliases = [] if release.aliases else [f"/old/{release.number}{chance.choice('uvw')}/"]
            case "page":
                old_page, self.page = self.page, chance.choice(("about", "we", "us"))
                text = (self.site.folder / f"content/pages/{old_page}.md").read_text(encoding="utf-8")
                self.site.remove(f"content/pages/{old_page}.md")
                self.site.edit(f"content/pages/{self.page}.md", text)
        self.site.remove(old_file)
        if release.state != "deleted":
            self._write(release)
        return kind

    def build(self, step: int) -> None:
        """Build, and note every address that is given out."""
        # A line for an address that a release has again is reported, and deleted.
        self.table = {old: new for old, new in self.table.items() if not self._is_public_path(old)}
        lines = [f"{old},{new}" for old, new in self.table.items()]
        self.site.edit("content/redirects.csv", "\n".join(["old,new", *lines, ""]))
        report = self.site.build(f"2026-01-15 {12 + step // 60}:{step % 60:02}")
        assert report.written, (self.log, report.problems)
        self.keys = {problem.key for problem in report.problems}
        files = self.site.files()
        for release in self.releases:
            if release.state in ("public", "withdrawn"):
                release.issued |= {release.path, *(f"{alias.strip('/')}/index.html" for alias in release.aliases)}
        self.pages.add(f"{self.page}/index.html")
        owned = {path for release in self.releases for path in release.issued} | self.pages
        for path, data in files.items():
            if _VERSION.search(path):
                release = next(one for one in self.releases if f"{path.rpartition('/v')[0]}/index.html" in one.issued)
                if b'http-equiv="refresh"' not in data:
                    release.versions.setdefault(path, middle_of(data))
            elif path.endswith(("index.html", *FEEDS)) and path not in owned and not _PASSING.search(path):
                self.lists.add(path)

    def answers(self) -> Iterator[tuple[str, Answer]]:
        """Each address that was ever given out, as an output path, with the right answer."""
        for release in self.releases:
            for path in release.issued:
                yield path, self._answer(release, is_present=path == release.path)
            for path in release.versions:
                if release.state == "public":
                    yield path, Answer(200, path=path)
                else:
                    yield path, self._answer(release, is_present=False)
        for path in self.pages:
            present = f"{self.page}/index.html"
            yield path, Answer(200 if path == present else 301, "Aboutmarker", present)
        for path in self.lists:
            yield path, Answer(200)

    def _answer(self, release: Release, is_present: bool) -> Answer:
        match release.state:
            case "public":
                return Answer(200 if is_present else 301, release.marker, release.path)
            case "withdrawn":
                return Answer(410, f"Title {release.number}", release.path)
        # Nobody can read it: its addresses lead where the table says, or nowhere.
        return Answer(301 if self.is_forwarded(release) else 404, "", "tags/index.html")

    def is_forwarded(self, release: Release) -> bool:
        """Whether the table says where the last address of a release leads that is not public."""
        return f"/{release.path.removesuffix('index.html')}" in self.table and not self._is_public_path(
            f"/{release.path.removesuffix('index.html')}"
        )

    def _is_public_path(self, address: str) -> bool:
        paths = {
            f"/{one.path.removesuffix('index.html')}" for one in self.releases if one.state in ("public", "withdrawn")
        }
        return address in paths

    def _write(self, release: Release) -> None:
        self.site.edit(release.file, release.text)


def middle_of(data: bytes) -> bytes:
    """What is between the head and the foot of a page: the menu changes with the pages that it lists."""
    match = _MAIN.search(data)
    assert match is not None
    return match[0]


def _picture(number: int) -> bytes:
    data = BytesIO()
    Image.new("RGB", (400, 300), (60 * number, 99, 200)).save(data, "PNG")
    return data.getvalue()
