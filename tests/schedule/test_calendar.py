"""The calendar file: read back by a strict parser, the same bytes each time, and never in a published folder."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Site
from pressgen.cli import main
from pressgen.model import Change
from pressgen.schedule.calendar_file import calendar_text

Make = Callable[..., Site]
AT = datetime(2026, 12, 10, 9, 0, tzinfo=timezone(timedelta(hours=5)))
SITE = """\
-- content/bus.md --
---
title: "The bus; one, two \\\\ three"
date: 2034-01-20 09:00
expires: 2034-03-01
---
Text.
-- content/hall.md --
---
title: Зал открыт для всех, кто хочет прийти на первое занятие нового учебного года в центре
date: 2034-01-21
---
Text.
"""
UNFOLDED = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:]+)*):(.*)")
ESCAPE = re.compile(r"\\([\\;,nN])")


class Event(NamedTuple):
    """The properties of an event, each of which it has once."""

    properties: dict[str, str]

    def text(self, name: str) -> str:
        value = self.properties[name]
        assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
        assert not ESCAPE.sub("", value).count("\\"), value
        return ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def parse(data: bytes) -> list[Event]:
    """The events of an iCalendar file; any breach of RFC 5545 that pressgen could commit fails."""
    assert data.endswith(b"\r\n")
    raw = data.removesuffix(b"\r\n").split(b"\r\n")
    assert all(0 < len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in raw)
    lines: list[str] = []
    for line in raw:
        text = line.decode()  # each part of a folded line is whole UTF-8
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text)
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    pairs = [(found[1], found[3]) for line in lines if (found := UNFOLDED.fullmatch(line))]
    assert len(pairs) == len(lines)
    assert (pairs[0], pairs[-1]) == (("BEGIN", "VCALENDAR"), ("END", "VCALENDAR"))
    events: list[Event] = []
    head: list[str] = []
    current: dict[str, str] | None = None
    for name, value in pairs[1:-1]:
        if (name, value) == ("BEGIN", "VEVENT"):
            assert current is None
            current = {}
        elif (name, value) == ("END", "VEVENT"):
            assert current and {"UID", "DTSTAMP", "DTSTART"} <= current.keys()
            assert re.fullmatch(r"\d{8}T\d{6}Z", current["DTSTART"]) and re.fullmatch(
                r"\d{8}T\d{6}Z", current["DTSTAMP"]
            )
            events.append(Event(current))
            current = None
        elif current is None:
            head.append(name)
        else:
            assert name not in current
            current[name] = value
    assert current is None
    assert sorted(head) == ["CALSCALE", "PRODID", "VERSION"]
    assert len({event.properties["UID"] for event in events}) == len(events)
    return events


def run(*words: str, **env: str) -> Result:
    return CliRunner().invoke(main, list(words), env={"SOURCE_DATE_EPOCH": "1768460400", **env})


def calendar(made: Site, *words: str) -> bytes:
    result = run("calendar", str(made.folder), *words)
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes


def test_it_has_an_event_for_what_readers_will_notice(site: Make) -> None:
    made = site(SITE)
    bus, hall, over = parse(calendar(made))
    assert bus.text("SUMMARY") == "Published: The bus; one, two \\ three"
    assert bus.text("DESCRIPTION") == "content/bus.md\nhttps://news.example/2034/01/bus/"
    assert (bus.properties["DTSTART"], bus.properties["URL"]) == (
        "20340120T040000Z",
        "https://news.example/2034/01/bus/",
    )
    assert hall.text("SUMMARY").startswith("Published: Зал открыт для всех, кто хочет прийти")
    assert (over.text("SUMMARY"), over.properties["DTSTART"]) == (
        "Taken down: The bus; one, two \\ three",
        "20340228T190000Z",
    )
    assert {event.properties["CLASS"] for event in (bus, hall, over)} == {"CONFIDENTIAL"}
    assert [event.properties["CATEGORIES"] for event in parse(calendar(made, "--all"))].count("NEWS") == 2
    assert b"Chop etiladi: The bus" in run("calendar", str(made.folder), LC_ALL="uz_UZ.UTF-8").stdout_bytes


def test_it_is_the_same_bytes_at_another_time_and_with_or_without_a_memory(site: Make) -> None:
    made = site(SITE)
    first = calendar(made)
    made.build("2026-01-20 12:00")
    assert calendar(made, "--as-of", "2026-05-01") == first == calendar(made)


def test_an_event_keeps_its_id_when_its_time_is_moved(site: Make) -> None:
    made = site(SITE)
    before = parse(calendar(made))
    made.edit("content/bus.md", (made.folder / "content/bus.md").read_text().replace("01-20", "02-20"))
    after = {event.properties["UID"]: event for event in parse(calendar(made))}
    assert after.keys() == {event.properties["UID"] for event in before}
    assert after[before[0].properties["UID"]].properties["DTSTART"] == "20340220T040000Z"


def test_a_site_without_changes_has_an_empty_calendar(site: Make) -> None:
    assert parse(calendar(site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nText.\n"))) == []


@pytest.mark.parametrize(
    "place",
    [
        "output/c.ics",
        "output/deep/c.ics",
        "preview/c.ics",
        "static/c.ics",
        "content/2026/c.ics",
        "other/c.ics",
        "link/c.ics",
    ],
)
def test_it_is_not_written_where_it_would_be_published(site: Make, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    made = site(SITE)
    made.build()
    made.build(output="other")
    for folder in ("output/deep", "preview", "static", "content/2026"):
        (made.folder / folder).mkdir(parents=True, exist_ok=True)
    (made.folder / "link").symlink_to(made.output)
    monkeypatch.chdir(made.folder)
    result = run("calendar", "-o", place)
    assert result.exit_code == 2
    assert "Write it to c.ics." in result.stderr
    assert not (made.folder / place).exists()
    # The hint.
    assert run("calendar", "-o", "c.ics").exit_code == 0
    assert len(parse((made.folder / "c.ics").read_bytes())) == 3


def test_a_link_into_the_output_folder_is_not_followed(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site(SITE)
    made.build()
    (made.folder / "c.ics").symlink_to(made.output / "c.ics")
    monkeypatch.chdir(made.folder)
    result = run("calendar", "-o", "c.ics")
    assert (result.exit_code, "Write it to coming.ics." in result.stderr) == (2, True)
    assert not (made.output / "c.ics").exists()
    # The hint.
    assert run("calendar", "-o", "coming.ics").exit_code == 0


def test_it_replaces_a_calendar_and_no_other_file(site: Make, tmp_path: Path) -> None:
    made, file = site(SITE), tmp_path / "c.ics"
    file.write_bytes(b"")
    for _ in range(2):
        assert run("calendar", str(made.folder), "-o", str(file)).exit_code == 0
    assert len(parse(file.read_bytes())) == 3
    file.write_text("title: T\n")
    result = run("calendar", str(made.folder), "-o", str(file))
    assert (result.exit_code, file.read_text()) == (2, "title: T\n")
    assert "is no calendar" in result.stderr
    assert run("calendar", str(made.folder), "-o", str(tmp_path / "nowhere/c.ics")).exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("name", ["loop.ics", "loop.ics/c.ics"])
def test_a_link_to_itself_is_a_file_that_cannot_be_written(site: Make, tmp_path: Path, name: str) -> None:
    made, link = site(SITE), tmp_path / "loop.ics"
    link.symlink_to(link)
    result = run("calendar", str(made.folder), "-o", str(tmp_path / name))
    assert (result.exit_code, "could not be written" in result.stderr) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize(("command", "code"), [("calendar", 0), ("due", 4)])
def test_an_output_folder_that_is_a_link_to_itself_has_no_build(site: Make, command: str, code: int) -> None:
    made = site(SITE)
    made.output.symlink_to(made.output)
    assert run(command, str(made.folder)).exit_code == code


texts = st.text(st.characters(codec="utf-8"), max_size=120)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.tuples(texts, st.integers(0, 3), st.integers(0, 10**9)), max_size=5))
def test_any_headline_can_be_read_back(drawn: list[tuple[str, int, int]]) -> None:
    changes = [
        Change(
            at=AT + timedelta(seconds=seconds), kind="release", source=f"content/{number}.md", title=title,
            address=f"https://press.example/ў{number}/",
        )
        for title, number, seconds in drawn
    ]  # fmt: skip
    events = parse(calendar_text(changes, lambda change, count: (change.title, "")).encode())
    for event, change in zip(events, changes, strict=False) if len({c.source for c in changes}) == len(changes) else ():
        expected = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]+", " ", change.title.replace("\r\n", "\n"))
        assert event.text("SUMMARY") == expected
        assert event.properties["URL"].isascii()
