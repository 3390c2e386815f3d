"""Events: what front matter says of them, and the page, agenda, calendars and data that readers and programs get."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import NOW, Site
from pressgen.check.run import check
from pressgen.content.frontmatter.events import ACCREDITATION_KEYS, EVENT_KEYS
from pressgen.model import Options

Make = Callable[..., Site]
SITE = """\
-- content/open-day.md --
---
title: Open day, with commas; and a headline that is longer than one line of a calendar file may be
date: 2026-01-10 09:00
summary: Come and see us.
contacts: {name: Press Office, email: press@a.example, phone: +998 66 000 00 01}
event:
  start: 2026-02-01 10:00
  end: 12:30
  place: Centre
  address: Registan 1, Samarkand
  online: https://live.example/x
  accreditation: {text: With a press card, email: press@a.example, url: /form/, deadline: 2026-01-30 18:00}
---
Text.
-- content/fair.md --
---
title: Fair
date: 2026-01-12
event: {start: 2026-01-20, end: 2026-01-22, place: Bukhara}
---
Text.
-- content/past.md --
---
title: Last year
date: 2025-01-12
event: {start: 2025-01-20, place: Nukus}
---
Text.
"""


def release(event: str, title: str = "A") -> str:
    return f"---\ntitle: {title}\ndate: 2026-01-10\nsummary: S.\nevent: {event}\n---\nText.\n"


def unfolded(made: Site, path: str) -> list[str]:
    """The lines of a calendar file; each part is at most 75 bytes long and ends in CR LF."""
    data = (made.output / path).read_bytes()
    assert data.endswith(b"\r\n")
    parts = data.removesuffix(b"\r\n").split(b"\r\n")
    assert all(0 < len(part) <= 75 and b"\n" not in part for part in parts)
    lines: list[str] = []
    for part in map(bytes.decode, parts):
        if part.startswith(" "):
            lines[-1] += part[1:]
        else:
            lines.append(part)
    return lines


def properties(made: Site, path: str) -> list[dict[str, str]]:
    """The properties of each event in a calendar file, parameters included in their names."""
    events: list[dict[str, str]] = []
    for line in unfolded(made, path):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif line != "END:VEVENT" and events and name != "END":
            assert name not in events[-1]
            events[-1][name] = value
    return events


def data_of(made: Site, path: str) -> dict[str, object]:
    """The Event in the structured data of a page."""
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', made.read(path))
    assert match
    graphs = json.loads(match[1])["@graph"]
    return next(graph for graph in graphs if graph["@type"] == "Event")


def listed(made: Site, path: str = "agenda/index.html") -> list[str]:
    return re.findall(r'<h2 class="p-name"><a class="u-url" href="([^"]+)"', made.read(path))


def test_a_page_shows_when_and_where_and_how_to_take_part(site: Make) -> None:
    made = site(SITE)
    made.build()
    page = made.read("2026/01/open-day/index.html")
    block = page[page.index('id="Event"') : page.index("Add to calendar")]
    assert 'datetime="2026-02-01T10:00:00+05:00">Sunday, February 1, 2026, 10:00' in block
    assert 'datetime="2026-02-01T12:30:00+05:00">12:30' in block
    assert "(Uzbekistan Standard Time)" in block
    for text in ("Centre", "Registan 1, Samarkand", 'href="https://live.example/x"', "With a press card", "/form/"):
        assert text in block
    assert 'href="mailto:press@a.example"' in block and "Friday, January 30, 2026, 6:00" in block
    assert '<link rel="alternate" type="text/calendar"' in page and 'href="/2026/01/open-day/event.ics"' in page
    assert "(Uzbekistan" not in made.read("2026/01/fair/index.html"), "a day has no hour, so it needs no zone"


def test_the_agenda_begins_with_the_soonest_and_past_events_leave_it(site: Make) -> None:
    made = site(SITE)
    made.build()
    assert listed(made) == ["/2026/01/fair/", "/2026/01/open-day/"]
    assert '<li><a href="/agenda/">Agenda</a></li>' in made.read("index.html")
    assert "https://news.example/agenda/" in made.read("sitemap.xml")
    made.build(as_of="2026-01-22 23:59")
    assert listed(made) == ["/2026/01/fair/", "/2026/01/open-day/"]
    made.build(as_of="2026-01-23 00:00")
    assert listed(made) == ["/2026/01/open-day/"]
    made.build(as_of="2026-02-01 12:30")
    assert listed(made) == [] and "No events are planned" in made.read("agenda/index.html")


def test_the_clock_knows_when_an_event_leaves_the_agenda(site: Make) -> None:
    made = site(SITE)
    report = made.build(as_of="2026-01-15 12:00")
    assert str(report.next_change) == "2026-01-23 00:00:00+05:00"
    before = made.files()
    assert made.build(as_of="2026-01-22 23:59:59").next_change == report.next_change
    assert made.files() == before
    made.build(as_of="2026-01-23")
    assert made.files() != before


def test_the_home_page_names_the_next_events(site: Make) -> None:
    made = site(SITE)
    made.build()
    assert re.findall(r">(Fair|Open day)[^<]*</a><br>", made.read("index.html")) == ["Fair", "Open day"]
    made.edit("content/fair.md", release("{start: 2026-01-20, place: B, status: cancelled}", "Fair"))
    made.build()
    assert ">Fair</a><br>" not in made.read("index.html")


def test_calendars_get_every_event_with_a_stable_id(site: Make) -> None:
    made = site(SITE)
    made.build()
    past, fair, day = properties(made, "agenda/agenda.ics")
    assert (past["SUMMARY"], fair["SUMMARY"]) == ("Last year", "Fair")
    assert (fair["DTSTART;VALUE=DATE"], fair["DTEND;VALUE=DATE"]) == ("20260120", "20260123")
    assert (day["DTSTART"], day["DTEND"]) == ("20260201T050000Z", "20260201T073000Z")
    assert (day["DTSTAMP"], day["SEQUENCE"], day["STATUS"]) == ("20260110T040000Z", "0", "CONFIRMED")
    assert day["SUMMARY"].startswith("Open day\\, with commas\\; and a headline")
    assert day["LOCATION"] == "Centre\\, Registan 1\\, Samarkand"
    assert day["CONFERENCE;VALUE=URI"] == "https://live.example/x"
    assert "https://news.example/form/" in day["DESCRIPTION"] and "press@a.example" in day["CONTACT"]
    assert properties(made, "2026/01/open-day/event.ics") == [day]
    # A new address, hour and state: the same event, in a later version.
    text = (made.folder / "content/open-day.md").read_text()
    text = text.replace("end: 12:30", "end: 13:00\n  status: cancelled")
    made.edit(
        "content/open-day.md", text.replace("summary:", "slug: x\naliases: [/2026/01/open-day/]\nid: 1\nsummary:")
    )
    made.build()
    first_id = properties(made, "2026/01/x/event.ics")[0]["UID"]
    made.edit(
        "content/open-day.md",
        text.replace("summary:", "slug: y\nid: 1\nupdated: 2026-01-11 09:00\nsummary:"),
    )
    made.build()
    moved = properties(made, "2026/01/y/event.ics")[0]
    assert moved["UID"] == first_id
    assert (moved["SEQUENCE"], moved["STATUS"], moved["DTSTAMP"]) == ("1441", "CANCELLED", "20260111T040000Z")


def test_a_build_at_another_time_makes_the_same_calendar_files(site: Make) -> None:
    made = site(SITE)
    made.build(as_of="2026-01-13")
    files = {path: data for path, data in made.files().items() if path.endswith(".ics")}
    made.build(as_of="2026-01-19")
    assert {path: data for path, data in made.files().items() if path.endswith(".ics")} == files


def test_programs_get_the_event_as_data(site: Make) -> None:
    made = site(SITE)
    made.build()
    event = data_of(made, "2026/01/open-day/index.html")
    assert event["startDate"] == "2026-02-01T10:00:00+05:00" and event["endDate"] == "2026-02-01T12:30:00+05:00"
    assert event["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"] == [
        {"@type": "Place", "name": "Centre", "address": "Registan 1, Samarkand"},
        {"@type": "VirtualLocation", "url": "https://live.example/x"},
    ]
    fair = data_of(made, "2026/01/fair/index.html")
    assert (fair["startDate"], fair["endDate"]) == ("2026-01-20", "2026-01-22")
    assert fair["location"] == {"@type": "Place", "name": "Bukhara", "address": "Bukhara"}


def test_every_language_has_an_agenda_even_an_empty_one(site: Make) -> None:
    made = site(SITE)
    made.edit("pressgen.yml", (made.folder / "pressgen.yml").read_text() + "languages: [en, ru, ar]\n")
    made.edit("content/a.ar.md", "---\ntitle: أ\ndate: 2026-01-10\n---\nنص.\n")
    made.edit(
        "content/fair.ru.md",
        "---\ntitle: Ярмарка\ndate: 2026-01-12\n"
        "мероприятие: {начало: 20 января 2026 г. 10:00, место: Бухара, аккредитация: press@a.example, статус: отменено}\n"
        "---\nТекст.\n",
    )
    made.build()
    assert listed(made, "ru/agenda/index.html") == ["/ru/2026/01/fair/"]
    assert "Отменено" in made.read("ru/agenda/index.html")
    assert "mailto:press@a.example" not in made.read("ru/2026/01/fair/index.html"), "nobody needs to register any more"
    assert "لا توجد فعاليات" in made.read("ar/agenda/index.html")
    assert 'hreflang="ar" href="https://news.example/ar/agenda/"' in made.read("agenda/index.html")
    assert properties(made, "ar/agenda/agenda.ics") == []


def test_a_site_without_events_has_no_agenda(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2026-01-10\n---\nText.\n")
    made.build()
    assert not any("agenda" in path or path.endswith(".ics") for path in made.files())
    assert "agenda" not in made.read("index.html").lower() and "calendar" not in made.read("_headers")


def test_hosts_are_told_the_type_of_calendars(site: Make) -> None:
    made = site(SITE)
    made.build()
    assert "/*/agenda.ics\n  Content-Type: text/calendar; charset=utf-8" in made.read("_headers")


def test_a_page_of_the_newsrooms_own_wins_and_the_calendar_stays(site: Make) -> None:
    made = site(SITE)
    made.edit("content/pages/agenda.md", "---\ntitle: Ours\n---\nOur own.\n")
    report = made.build()
    assert report.exit_code == 0 and "Our own." in made.read("agenda/index.html")
    assert len(properties(made, "agenda/agenda.ics")) == 3


@pytest.mark.parametrize(
    ("event", "start", "end"),
    [
        ("2026-02-01", "20260201", "20260202"),
        ("{start: 1 February 2026, place: A}", "20260201", "20260202"),
        ("{date: 2026-02-01, end: 2026-02-01, venue: A}", "20260201", "20260202"),
        ("[{start: 2026-02-01 10:00 +01:00, place: A}]", "20260201T090000Z", ""),
        ("{start: 2026-02-01 10:00, end: 2 pm, place: A}", None, None),
        ("{start: 2026-02-01 10:00, end: 2:00 pm, place: A}", "20260201T050000Z", "20260201T090000Z"),
        ("{start: 2026-02-01 10:00, end: 2026-02-03, place: A}", "20260201T050000Z", "20260203T190000Z"),
        ("{start: 2026-02-01 10:00, place: A, timezone: Europe/Paris}", "20260201T090000Z", ""),
    ],
)
def test_starts_and_ends_are_read_as_people_write_them(
    site: Make, event: str, start: str | None, end: str | None
) -> None:
    made = site("")
    made.edit("content/a.md", release(event))
    report = made.build()
    if start is None:
        assert report.exit_code == 1 and made.codes() == ["date-invalid"]
        return
    (found,) = properties(made, "2026/01/a/event.ics")
    assert found.get("DTSTART", found.get("DTSTART;VALUE=DATE")) == start
    assert found.get("DTEND", found.get("DTEND;VALUE=DATE", "")) == end


@pytest.mark.parametrize(
    ("event", "code", "line"),
    [
        ("In the hall", "event-invalid", 5),
        ("\n  place: A", "event-invalid", 6),
        ("\n  place: A\n  start: soon", "date-invalid", 7),
        ("\n  start: 2026-02-01\n  end: 2026-01-31\n  place: A", "event-order", 7),
        ("\n  start: 2026-02-01 10:00\n  end: 2026-02-01 10:00\n  place: A", "event-order", 7),
        ("\n  start: 2026-02-01\n  end: 12:00\n  place: A", "event-order", 7),
        ("\n  start: 2026-02-01\n  status: perhaps\n  place: A", "event-invalid", 7),
        ("\n  start: 2026-02-01\n  place: A\n  timezone: Moon", "event-invalid", 8),
        ("\n  start: [2026-02-01]\n  place: A", "text-expected", 6),
        ("[2026-02-01, 2026-02-02]", "event-invalid", 5),
        ("2026-02-01 10:00-12:30", "event-invalid", 5),
        ("\n  start: 1 February 2026, 10.00 – 12.30\n  place: A", "event-invalid", 6),
        ("\n  start: 2026-02-01\n  place: A\n  accreditation: true", "event-invalid", 8),
        ("\n  start: 2026-02-01\n  place: A\n  accreditation: [a@b.example, With a card]", "event-invalid", 8),
        ("{start: 2026-02-01, date: 2026-02-02, place: A}", "key-conflict", 5),
    ],
)
def test_a_mistake_in_an_event_names_its_line(site: Make, event: str, code: str, line: int) -> None:
    made = site("")
    made.edit("content/a.md", release(event))
    report = made.build()
    errors = [(problem.code, problem.line) for problem in report.problems if problem.severity == "error"]
    assert report.exit_code == 1 and (code, line) in errors


def test_unknown_keys_and_bad_addresses_are_left_out_with_a_word(site: Make) -> None:
    made = site("")
    made.edit(
        "content/a.md",
        release("{start: 2026-02-01, palce: B, url: 'javascript:x', accreditation: {email: x, url: y, x: z}}"),
    )
    report = made.build()
    codes = sorted(problem.code for problem in report.problems)
    assert report.exit_code == 0
    assert codes == ["event-invalid"] * 3 + ["event-place"] + ["group-key-unknown"] * 2
    assert "javascript" not in made.read("2026/01/a/index.html")


def test_an_hour_with_an_offset_is_one_hour_and_no_accreditation_is_none(site: Make) -> None:
    made = site("")
    for start in ("2026-02-01 10:00 -05:00", "2026-02-01T04:00:00-05:00", "2026-02-01 10:00+02:00"):
        made.edit("content/a.md", release(f"{{start: {start}, place: A, accreditation: no}}"))
        assert made.build().problems == ()
        assert "Accreditation" not in made.read("2026/01/a/index.html")


def test_an_empty_event_is_none(site: Make) -> None:
    made = site("")
    for event in ("", "{}", "[]", "{start: , place: }"):
        made.edit("content/a.md", release(event))
        assert made.build().exit_code == 0
        assert "agenda/index.html" not in made.files()


def test_online_may_be_an_address_words_or_yes(site: Make) -> None:
    made = site("")
    for online, shown in (
        ("true", "<dd>Online</dd>"),
        ("Zoom", "<dd>Online: Zoom</dd>"),
        ("https://z.example/1", "z.example/1"),
        ('"https://z.example/1, code 123"', "<dd>Online: https://z.example/1, code 123</dd>"),
    ):
        made.edit("content/a.md", release(f"{{start: 2026-02-01, online: {online}}}"))
        made.build()
        assert made.codes("warning") == [] and shown in made.read("2026/01/a/index.html")
        location = data_of(made, "2026/01/a/index.html")["location"]
        assert isinstance(location, dict) and location["@type"] == "VirtualLocation"


@pytest.mark.parametrize("address", ["http://[", "https://a.example:99999/"])
@pytest.mark.parametrize("part", ["url: {}", "online: {}", "accreditation: {{url: {}}}"])
def test_an_address_that_nobody_could_open_is_left_out(site: Make, part: str, address: str) -> None:
    made = site("")
    quoted = "'" + address + "'"
    made.edit("content/a.md", release(f"{{start: 2026-02-01, place: A, {part.format(quoted)}}}"))
    made.build()
    assert made.codes("warning") == ["event-invalid"]
    assert address not in made.read("2026/01/a/index.html")


def test_unlisted_and_withdrawn_releases_are_not_in_the_agenda(site: Make) -> None:
    made = site(SITE)
    made.edit("content/fair.md", release("{start: 2026-01-20, place: B}\nunlisted: true", "Fair"))
    made.edit(
        "content/open-day.md",
        release("{start: 2026-01-21, place: B}\nstatus: withdrawn\nwithdrawal: Wrong.\nupdated: 2026-01-11", "Day"),
    )
    report = made.build()
    assert listed(made) == [] and len(properties(made, "agenda/agenda.ics")) == 1
    assert properties(made, "2026/01/fair/event.ics")[0]["SUMMARY"] == "Fair"
    assert "2026/01/open-day/event.ics" not in made.files()
    assert report.next_change is None, "nothing that readers see changes when these are over"


def test_an_event_on_a_standing_page_is_reported(site: Make) -> None:
    made = site("")
    made.edit("content/pages/a.md", "---\ntitle: A\nevent: {start: 2026-02-01, place: A}\n---\nText.\n")
    made.build()
    assert made.codes("warning") == ["event-page"]
    assert "agenda/index.html" not in made.files()


def test_a_link_of_an_event_to_nowhere_is_reported(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", release("{start: 2026-02-01, place: A, url: /nowhere/}"))
    made.build()
    assert [(problem.code, problem.line) for problem in made.report.problems] == [("link-broken", 5)]
    made.edit("content/a.md", release("{start: 2026-02-01, place: A, accreditation: /nowhere/}"))
    made.build()
    assert [(problem.code, problem.line) for problem in made.report.problems] == [("link-broken", 5)]
    made.edit("content/a.md", release("{start: 2026-02-01, place: A, url: https://b.example/nowhere/}"))
    assert made.build().problems == ()


def test_an_event_leads_to_pages_and_files_of_the_site(site: Make) -> None:
    made = site("")
    made.edit(
        "pressgen.yml", (made.folder / "pressgen.yml").read_text().replace("news.example/", "news.example/press/")
    )
    made.edit("content/files/form.pdf", b"%PDF-1.4 form")
    made.edit("content/pages/how.md", "---\ntitle: How\n---\nText.\n")
    event = "{start: 2026-02-01, place: A, url: /pages/how.md, accreditation: /files/form.pdf}"
    made.edit("content/a.md", release(event))
    assert made.build().exit_code == 0 and made.codes("warning") == []
    page = made.read("2026/01/a/index.html")
    assert 'href="/press/how/"' in page and 'href="/press/files/form.pdf"' in page
    assert (made.output / "files/form.pdf").read_bytes() == b"%PDF-1.4 form"
    (found,) = properties(made, "2026/01/a/event.ics")
    assert "https://news.example/press/files/form.pdf" in found["DESCRIPTION"]
    # A file that only a withheld release names is withheld too.
    made.edit("static/plan.pdf", b"%PDF-1.4 plan")
    made.edit(
        "content/a.md", release("{start: 2026-02-01, place: A, url: /plan.pdf}").replace("2026-01-10", "2030-01-10")
    )
    assert made.build().exit_code == 0
    assert "plan.pdf" not in made.files() and "files/form.pdf" not in made.files()


def test_an_event_at_the_end_of_time_is_refused(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", release("{start: 9999-12-31, place: A}"))
    assert made.build().exit_code == 1 and made.codes() == ["date-invalid"]


def test_pages_that_are_files_have_their_calendar_beside_them(site: Make) -> None:
    made = site("")
    made.edit("pressgen.yml", "title: T\nurl: https://a.example/press/\npermalink: /{year}/{slug}.html\n")
    made.edit("content/a.md", release("{start: 2026-02-01, place: A}"))
    made.build(as_of=NOW)
    assert properties(made, "2026/a.ics")[0]["URL"] == "https://a.example/press/2026/a.html"
    assert 'href="/press/2026/a.ics"' in made.read("2026/a.html")


@pytest.mark.parametrize(
    ("heading", "keys"), [("## Announce an event", EVENT_KEYS), ("## Accreditation", ACCREDITATION_KEYS)]
)
def test_all_names_of_the_parts_are_documented(heading: str, keys: dict[str, tuple[str, ...]]) -> None:
    page = (Path(__file__).parents[1] / "docs" / "events.md").read_text(encoding="utf-8")
    part = page.split(f"\n{heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| `(\w+)` \|[^|\n]*\|([^|\n]*)\|$", part, re.M)
    assert {name: (name, *re.findall("`([^`]+)`", others)) for name, others in rows} == keys


def test_a_menu_leads_to_the_agenda_in_the_readers_language(site: Make) -> None:
    made = site(SITE)
    settings = (made.folder / "pressgen.yml").read_text()
    made.edit("pressgen.yml", settings + "languages: [en, ru]\nmenus: {main: [{label: Soon, to: /agenda/}]}\n")
    made.edit("content/a.ru.md", "---\ntitle: А\ndate: 2026-01-10\n---\nТекст.\n")
    targets = [problem.values["target"] for problem in made.build().problems if problem.code == "link-broken"]
    assert targets == ["/form/"], "that of the release alone"
    assert '<a href="/agenda/">Soon</a>' in made.read("index.html")
    assert '<a href="/ru/agenda/">Soon</a>' in made.read("ru/index.html")
    for name in ("open-day", "fair", "past"):
        made.remove(f"content/{name}.md")
    made.build()
    assert made.codes("warning") == [] and "Soon" not in made.read("index.html")
    made.edit("content/pages/agenda.md", "---\ntitle: Ours\n---\nOur own.\n")
    made.build()
    assert '<a href="/agenda/">Soon</a>' in made.read("index.html")


@pytest.mark.parametrize(
    ("event", "found"),
    [
        ("event: {start: 2026-02-01 10:00, end: 12:00, place: Зал}", []),
        ("event: {start: 2026-02-01 11:00, end: 12:00, place: Зал}", [("translation-event", 5)]),
        ("event: {start: 2026-02-01 10:00, place: Зал}", [("translation-event", 5)]),
        (
            "event: {start: 2026-02-01 10:00, end: 12:00, place: Зал, status: отменено}",
            [("translation-event", 5)],
        ),
        ("tags: []", [("translation-event", 2)]),
    ],
)
def test_check_finds_an_event_that_differs_in_a_translation(
    site: Make, event: str, found: list[tuple[str, int]]
) -> None:
    made = site("")
    made.edit("pressgen.yml", (made.folder / "pressgen.yml").read_text() + "languages: [en, ru]\n")
    made.edit("content/a.md", release("{start: 2026-02-01 10:00, end: 12:00, place: Hall}"))
    made.edit("content/a.ru.md", f"---\ntitle: А\ndate: 2026-01-10\nsummary: К.\n{event}\n---\nТекст.\n")
    report = check(made.folder, NOW, Options(jobs=1))
    assert [
        (problem.code, problem.line) for problem in report.problems if problem.code.startswith("translation-")
    ] == found
