"""Consent with an end: where it is written, what it stops and when, and what the office is told in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from PIL import Image

from conftest import Site
from films import FILM
from pressgen.cli import main
from pressgen.content.consents_file import read
from pressgen.model import Options
from pressgen.schedule.due import look_ahead

Make = Callable[..., Site]
ZONE = ZoneInfo("Asia/Tashkent")
SETTINGS = "title: T\nurl: https://news.example/\ntimezone: Asia/Tashkent\n"


@cache
def jpeg(colour: int = 0) -> bytes:
    data = BytesIO()
    Image.new("RGB", (900, 600), (colour, 90, 90)).save(data, "JPEG")
    return data.getvalue()


@pytest.fixture
def newsroom(site: Make) -> Site:
    made = site()
    for number, name in enumerate(("hall", "bus", "photos/1", "photos/2")):
        made.edit(f"content/{name}.jpg", jpeg(20 * number))
    made.edit("content/copy.jpg", jpeg(0))
    return made


def plan(made: Site, keys: str = "", body: str = "Text.", date: str = "2025-06-01") -> None:
    made.edit("content/plan.md", f"---\ntitle: Plan\ndate: {date}\nsummary: S.\n{keys}\n---\n{body}\n")


def places(made: Site) -> list[tuple[str, int, str]]:
    return [
        (problem.file, problem.line, problem.message.rpartition("still shown ")[2])
        for problem in made.report.problems
        if problem.code == "consent-ended"
    ]


@pytest.mark.parametrize(
    ("keys", "body", "line", "place"),
    [
        ("image: {src: hall.jpg, alt: A}", "Text.", 5, "as the lead picture and in link previews."),
        ("image: {src: copy.jpg, alt: A}", "Text.", 5, "as the lead picture and in link previews."),
        ("gallery: [{src: hall.jpg, alt: A}]", "Text.", 5, "in the gallery."),
        ("", "![A](hall.jpg)", 7, "in the text."),
        ("", "![A](/hall.jpg)", 7, "in the text."),
        ("", "Text ![A](./hall.jpg) more.", 7, "in the text."),
        ("", "![A](%2Fhall.jpg)", 7, "in the text."),
        ("", "[A](hall.jpg?x=1)", 7, "by a link."),
        ("", '<img src="hall.jpg" alt="A">', 7, "in the text."),
        ("press_kit: true", "![A](hall.jpg)", 7, "in the text and in the press kit."),
    ],
)
def test_once_a_consent_has_ended_each_place_stops_the_build(
    newsroom: Site, keys: str, body: str, line: int, place: str
) -> None:
    newsroom.edit("content/consents.csv", "hall.jpg,2026-01-31,C-1\n")
    plan(newsroom, keys, body)
    assert newsroom.build("2026-01-31 23:59:59").exit_code == 0
    before = newsroom.files()
    assert newsroom.build("2026-02-01 00:00").exit_code == 1
    assert places(newsroom) == [("content/plan.md", line, place)]
    assert newsroom.files() == before
    newsroom.edit("content/consents.csv", "hall.jpg,2027-01-31,C-2\n")
    assert newsroom.build("2026-02-01 00:00").exit_code == 0


def test_without_the_picture_the_site_is_built_and_nothing_made_from_it_is_left(newsroom: Site) -> None:
    newsroom.edit("pressgen.yml", "title: T\nurl: https://news.example/\ntimezone: Asia/Tashkent\npress_kits: true\n")
    newsroom.edit("content/consents.csv", "hall.jpg,2026-01-31\n")
    plan(newsroom, "image: {src: hall.jpg, alt: A}", "![A](copy.jpg)")
    newsroom.build("2026-01-15")
    made = [path for path in newsroom.files() if path.endswith((".jpg", ".webp", ".avif", ".zip"))]
    assert made
    plan(newsroom)
    assert newsroom.build("2026-02-15").exit_code == 0
    assert not set(made) & newsroom.files().keys()


def test_files_of_the_settings_and_static_files_are_places_too(newsroom: Site) -> None:
    newsroom.edit("pressgen.yml", "title: T\nurl: https://news.example/\nshare_image: hall.jpg\n")
    newsroom.edit("static/guests.jpg", jpeg(77))
    newsroom.edit("content/consents.csv", "hall.jpg,2025-01-31\nguests.jpg,2025-01-31\n")
    assert newsroom.build().exit_code == 1
    assert [(file, place) for file, _, place in places(newsroom)] == [
        ("content/consents.csv", "at its own address, since static/ is published as a whole."),
        ("pressgen.yml", "on pages, as the settings say."),
    ]


def test_the_still_pictures_of_films_and_the_pictures_of_cards_are_places_too(newsroom: Site) -> None:
    newsroom.edit("content/film.mp4", FILM)
    newsroom.edit("content/film.jpg", jpeg(60))
    newsroom.edit("content/poster.jpg", jpeg(120))
    newsroom.edit("content/card.jpg", jpeg(200))
    newsroom.edit("content/cards.yml", "https://t.me/uzedu/1: {title: T, picture: card.jpg}\n")
    films = '![A film](film.mp4)\n\n![A film](film.mp4){poster="poster.jpg"}\n\n<https://t.me/uzedu/1>\n'
    newsroom.edit("content/films.md", f"---\ntitle: F\ndate: 2025-01-01\n---\n{films}")
    for picture, line in (("film.jpg", 5), ("poster.jpg", 7), ("card.jpg", 9)):
        newsroom.edit("content/consents.csv", f"{picture},2025-01-31\n")
        assert newsroom.build().exit_code == 1
        assert places(newsroom) == [("content/films.md", line, "in the text.")]
    newsroom.edit("content/consents.csv", "film.mp4,2025-01-31\n")
    assert newsroom.build().exit_code == 1


def test_a_consent_beside_a_picture_is_for_the_picture_everywhere(newsroom: Site) -> None:
    plan(newsroom, "image: {src: hall.jpg, alt: A, consent: {until: 2026-01-31, ref: C-1}}")
    newsroom.edit("content/other.md", "---\ntitle: O\ndate: 2025-01-01\n---\n![A](copy.jpg)\n")
    newsroom.build("2026-02-01")
    assert [file for file, _, _ in places(newsroom)] == ["content/other.md", "content/plan.md"]
    plan(newsroom, "gallery: [{src: bus.jpg, alt: A, consent: 2026-01-31}]")
    newsroom.build("2026-02-01")
    assert [(file, line) for file, line, _ in places(newsroom)] == [("content/plan.md", 5)]


def test_of_several_consents_the_one_that_ends_first_counts(newsroom: Site) -> None:
    newsroom.edit("content/consents.csv", "hall.jpg,2027-01-31\nhall.jpg,2026-01-31\nhall.jpg,,C-3\n")
    plan(newsroom, "", "![A](hall.jpg)")
    assert newsroom.build("2026-02-01").exit_code == 1


def test_nothing_is_said_of_pictures_that_nobody_shows(newsroom: Site) -> None:
    newsroom.edit("content/consents.csv", "hall.jpg,2026-01-20\nbus.jpg,2025-01-20\nphotos/,2025-01-20\n")
    plan(newsroom)
    assert newsroom.build().problems == ()
    assert newsroom.report.next_change is None


def test_withdrawn_expired_and_draft_releases_show_nothing(newsroom: Site) -> None:
    newsroom.edit("content/consents.csv", "hall.jpg,2026-01-10\n")
    for keys in ("status: draft", "expires: 2025-12-01", "status: withdrawn\nwithdrawal: Wrong."):
        plan(newsroom, keys, "![A](hall.jpg)")
        assert newsroom.build().exit_code == 0


def test_a_time_ends_at_the_time_and_a_day_at_its_end(newsroom: Site) -> None:
    plan(newsroom, "", "![A](hall.jpg)")
    newsroom.edit("content/consents.csv", "hall.jpg,2026-01-31 12:00\n")
    assert newsroom.build("2026-01-31 11:59").exit_code == 0
    assert newsroom.build("2026-01-31 12:00").exit_code == 1


def test_the_office_is_told_in_time(newsroom: Site) -> None:
    newsroom.edit("content/consents.csv", "hall.jpg,2026-03-31,C-1\n")
    plan(newsroom, "image: {src: hall.jpg, alt: A}", "![A](copy.jpg)")
    newsroom.build("2026-01-15")
    assert newsroom.report.problems == ()
    end, notice = datetime(2026, 4, 1, tzinfo=ZONE), datetime(2026, 3, 2, tzinfo=ZONE)
    outlook = look_ahead(newsroom.folder, datetime(2026, 1, 16, tzinfo=ZONE), Options())
    assert [(change.at, change.kind, change.source) for change in outlook.coming] == [
        (notice, "consent_notice", "content/copy.jpg"),
        (notice, "consent_notice", "content/hall.jpg"),
        (end, "consent", "content/copy.jpg"),
        (end, "consent", "content/hall.jpg"),
    ]
    assert newsroom.build("2026-03-01 23:59").problems == ()
    # The last report is not given again once there is something to say.
    report = newsroom.build("2026-03-02 00:00")
    assert [(problem.severity, problem.code, problem.file, problem.line) for problem in report.problems] == [
        ("notice", "consent-ends", "content/consents.csv", 1)
    ]
    assert "2026-03-31" in report.problems[0].message
    assert report.problems[0].values["count"] == 2


def test_commands_name_the_days(newsroom: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.edit("content/consents.csv", "hall.jpg,2026-03-31,C-1\n")
    plan(newsroom, "", "![A](hall.jpg)")
    monkeypatch.chdir(newsroom.folder)
    said = CliRunner().invoke(main, ["due", "--as-of", "2026-01-15"])
    assert "content/hall.jpg: the consent ends in 30 days" in said.output
    assert "content/hall.jpg: the consent ends, and no build shows the picture any more" in said.output
    events = CliRunner().invoke(main, ["calendar", "--as-of", "2026-01-15"]).output
    assert "SUMMARY:Consent ends: content/hall.jpg" in events
    assert "SUMMARY:Consent ends in 30 days: content/hall.jpg" in events


def test_a_release_that_comes_too_late_for_its_picture_is_reported_without_its_words(newsroom: Site) -> None:
    newsroom.edit("content/consents.csv", "hall.jpg,2026-02-10\n")
    plan(newsroom, "", "![Secret](hall.jpg)", date="2026-03-01")
    report = newsroom.build()
    assert [(problem.severity, problem.code, problem.line) for problem in report.problems] == [
        ("warning", "consent-early", 7)
    ]
    assert "hall" not in report.problems[0].message
    plan(newsroom, "", "![Secret](hall.jpg)", date="2026-02-10 12:00")
    assert newsroom.build().problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "hall.jpg,2026-01-31,C-1",
        "hall.jpg;2026-01-31;C-1",
        "hall.jpg\t2026-01-31\tC-1\tnote",
        "sep=;\nhall.jpg;2026-01-31;C-1",
        "\ufeffpicture,until,reference\r\nhall.jpg,2026-01-31,C-1\r\n\r\n,,\r\n",
        "# note\nКартинка;До;Номер\nhall.jpg;31.01.2026;C-1",
        '"hall.jpg","2026-01-31","C-1"',
    ],
)
def test_spreadsheets_write_the_table_in_several_ways(text: str) -> None:
    table = read(text.encode(), ZONE)
    assert table.problems == ()
    [(picture, consent)] = table.consents
    assert (picture, consent.reference, consent.end) == ("hall.jpg", "C-1", datetime(2026, 2, 1, tzinfo=ZONE))


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("hall.jpg\n", "consent-invalid/columns", 1),
        ("picture,until\n,2026-01-31\n", "consent-invalid/columns", 2),
        ("hall.jpg,soon\n", "consent-invalid/date", 1),
        ("bus.jpg,2026-01-31\nhall.jpg,01.02.2026\n", "consent-invalid/date", 2),
        ("hall.jpg,2026-02-30\n", "consent-invalid/date", 1),
    ],
)
def test_a_line_that_cannot_be_read_stops_the_build(newsroom: Site, text: str, key: str, line: int) -> None:
    newsroom.edit("content/consents.csv", text)
    assert newsroom.build().exit_code == 1
    assert [(problem.key, problem.file, problem.line) for problem in newsroom.report.problems] == [
        (key, "content/consents.csv", line)
    ]


def test_an_unknown_picture_is_a_warning_with_the_nearest_name(newsroom: Site) -> None:
    newsroom.edit("content/consents.csv", "hal.jpg,2027-01-31\nphoto/9.png,2027-01-31\n")
    report = newsroom.build()
    assert [(problem.key, problem.severity) for problem in report.problems] == [
        ("consent-missing/near", "warning"),
        ("consent-missing", "warning"),
    ]
    assert newsroom.build(strict=True).exit_code == 1


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{reference: C-1}", "consent-invalid"),
        ("[2026-01-31]", "consent-invalid"),
        ("soon", "date-invalid"),
        ("{until: 2026-01-31, untill: 2027-01-31}", "group-key-unknown"),
    ],
)
def test_what_is_wrong_with_a_consent_in_front_matter_is_reported(newsroom: Site, written: str, code: str) -> None:
    plan(newsroom, f"image: {{src: hall.jpg, alt: A, consent: {written}}}")
    newsroom.build()
    assert [(problem.code, problem.line) for problem in newsroom.report.problems if problem.code == code] == [(code, 5)]


def test_the_table_is_never_published(newsroom: Site) -> None:
    newsroom.edit("content/consents.csv", "hall.jpg,2027-01-31,C-1\n")
    plan(newsroom, "", "![A](hall.jpg)")
    newsroom.build()
    assert not [path for path, data in newsroom.files().items() if "consents" in path or b"C-1" in data]


@pytest.mark.parametrize(
    "setting",
    [
        'boilerplate: "About ![A](hall.jpg) us."',
        'banner: {text: "Today: ![A](hall.jpg)"}',
        "banner: {text: Today, link: hall.jpg}",
        'people: {malika: {name: Malika, about: "![A](hall.jpg)"}}',
        'boilerplate: "![A](film.mp4){poster=hall.jpg}"',
        'boilerplate: "https://youtu.be/dQw4w9WgXcQ"',
    ],
)
def test_a_picture_in_a_text_of_the_settings_needs_its_consent_too(newsroom: Site, setting: str) -> None:
    newsroom.edit("content/film.mp4", FILM)
    card = '"https://www.youtube.com/watch?v=dQw4w9WgXcQ": {title: Film, picture: hall.jpg}\n'
    newsroom.edit("content/cards.yml", card)
    newsroom.edit("content/consents.csv", "hall.jpg,2026-01-31,C-1\n")
    newsroom.edit("pressgen.yml", f"{SETTINGS}{setting}\n")
    plan(newsroom, "people: [Malika]")
    assert newsroom.build("2026-01-31 12:00").exit_code == 0
    assert newsroom.build("2026-02-01 00:00").exit_code == 1
    assert places(newsroom) == [("pressgen.yml", 4, "on pages, as the settings say.")]


def test_a_banner_that_is_over_needs_no_consent(newsroom: Site) -> None:
    newsroom.edit("content/consents.csv", "hall.jpg,2026-01-31,C-1\n")
    banner = 'banner: {text: "Today: ![A](hall.jpg)", until: 2026-01-31}\n'
    newsroom.edit("pressgen.yml", SETTINGS + banner)
    plan(newsroom)
    assert newsroom.build("2026-02-01 00:00").exit_code == 0


def test_a_consent_in_a_withheld_release_is_reported_where_its_picture_is_public(newsroom: Site) -> None:
    secret = "image: {src: copy.jpg, alt: Minister resigns, consent: {until: 2026-02-01, reference: Resignation}}"
    newsroom.edit("content/secret.md", f"---\ntitle: Secret\ndate: 2026-01-20\n{secret}\n---\nText.\n")
    plan(newsroom, body="Text.\n\n![A](hall.jpg)")
    report = newsroom.build("2026-01-15")
    notice = next(problem for problem in report.problems if problem.code == "consent-ends")
    assert (notice.file, notice.line, notice.values["picture"]) == ("content/plan.md", 9, "content/hall.jpg")
    assert "content/secret.md" in notice.hint
    runner = CliRunner()
    summary = newsroom.folder / "summary.md"
    arguments = [["build", "--as-of", "2026-01-15", "--no-cache", "--summary", str(summary)], ["due"]]
    printed = [runner.invoke(main, [*each, str(newsroom.folder)]).output for each in arguments]
    for text in (*printed, summary.read_text()):
        assert text and not [word for word in ("Minister", "Resignation", "copy.jpg") if word in text]
    report = newsroom.build("2026-01-21")
    notice = next(problem for problem in report.problems if problem.code == "consent-ends")
    assert (notice.file, notice.line) == ("content/secret.md", 4)


@pytest.mark.parametrize("keys", ["date: 2026-03-01", "date: 2025-06-01\nstatus: draft"])
def test_a_picture_in_static_that_only_a_withheld_release_has_stops_no_build(newsroom: Site, keys: str) -> None:
    newsroom.edit("static/camp.jpg", jpeg(200))
    newsroom.edit("content/consents.csv", "static/camp.jpg,2026-01-10\n")
    plan(newsroom)
    assert newsroom.build().exit_code == 1 and places(newsroom)[0][2].startswith("at its own address")
    newsroom.edit("content/later.md", f"---\ntitle: Later\n{keys}\nimage: {{src: camp.jpg, alt: A}}\n---\nText.\n")
    assert newsroom.build().exit_code == 0
    assert "camp.jpg" not in newsroom.files()


@pytest.mark.parametrize("about", ["portrait: hall.jpg", "about: '![A](hall.jpg)'"])
def test_a_picture_of_a_person_without_a_page_stops_no_build(newsroom: Site, about: str) -> None:
    newsroom.edit("content/consents.csv", "hall.jpg,2026-01-10\n")
    newsroom.edit("pressgen.yml", f"{SETTINGS}people: {{malika: {{name: Malika, {about}}}}}\n")
    plan(newsroom, "people: [malika]", date="2026-01-20")
    assert newsroom.build("2026-01-15").exit_code == 0
    assert newsroom.build("2026-01-21").exit_code == 1
    assert places(newsroom) == [("pressgen.yml", 4, "on pages, as the settings say.")]
