"""What readers see of data/views.yml: numbers, their source, and the releases read most; and what never changes."""

from __future__ import annotations

import re

import pytest

from access import ARCHIVE, Make
from conftest import Site

VIEWS = """\
# A comment.
as_of:
  Plausible: 2026-01-05
  log: 2026-01-10

releases:
  /2025/01/plan/:
    Plausible: {views: 40}
    log: {views: 35, 2025-11: 20, 2025-12: 7, 2026-01-02: 3, 2026-01-09: 5}
  /bus.html:
    log: {views: 9, 2026-01-09: 9}
  "/ru/2025/01/план-работы/":
    log: {views: 8, 2025-11: 8}
  /2034/01/later/:
    log: {views: 999, 2026-01-09: 999}
"""


@pytest.fixture
def newsroom(site: Make) -> Site:
    made = site(ARCHIVE)
    made.edit("data/views.yml", VIEWS)
    return made


def settings(site: Site, lines: str) -> None:
    text = (site.folder / "pressgen.yml").read_text(encoding="utf-8")
    site.edit("pressgen.yml", text + lines + "\n")


def meta(site: Site, path: str) -> str:
    match = re.search(r'(?s)<ul class="meta">(.*?)</ul>', site.read(path))
    assert match
    return match[1]


def test_the_larger_number_is_shown(newsroom: Site) -> None:
    assert newsroom.build().problems == ()
    assert 'value="40"' in meta(newsroom, "2025/01/plan/index.html")
    assert 'value="12"' in meta(newsroom, "bus.html")
    assert 'value="8"' in meta(newsroom, "ru/2025/01/план-работы/index.html")
    assert '"userInteractionCount":40' in newsroom.read("2025/01/plan/index.html").replace(": ", ":")
    assert "Plausible" not in newsroom.read("2025/01/plan/index.html")


def test_the_source_and_its_last_day_are_shown_if_the_settings_say_so(newsroom: Site) -> None:
    settings(newsroom, "views: {source: true}")
    newsroom.build()
    assert '<small>(Plausible, <time datetime="2026-01-05">January 5, 2026</time>)</small>' in meta(
        newsroom, "2025/01/plan/index.html"
    )
    assert "<small>(журнал сервера, " in meta(newsroom, "ru/2025/01/план-работы/index.html")
    # The number of the front matter has no source.
    assert "<small>" not in meta(newsroom, "bus.html")
    assert "Plausible" not in newsroom.read("index.html")


def test_no_number_is_shown_if_the_settings_say_so(newsroom: Site) -> None:
    settings(newsroom, "views: {show: false, most_read: 2}")
    newsroom.build()
    assert "The bus</a>" in newsroom.read("most-read/index.html")
    assert not [path for path, data in newsroom.files().items() if b"<data value" in data or b"userInteraction" in data]


def test_the_releases_read_most_are_listed(newsroom: Site) -> None:
    settings(newsroom, "views: {most_read: 1}")
    newsroom.build()
    page = newsroom.read("most-read/index.html")
    parts = re.findall(r"(?s)<h2>(.*?) <small>(.*?)</small></h2>\n<ol>\n(.*?)</ol>", page)
    found = {heading: re.findall(r'value="(\d+)".*?href="/press([^"]*)"', items) for heading, _, items in parts}
    assert found == {
        "Last 30 days": [("9", "/bus.html")],
        "Year 2026": [("9", "/bus.html")],
        "All time": [("40", "/2025/01/plan/")],
    }
    assert "January 10, 2026" in parts[0][1]
    russian = newsroom.read("ru/most-read/index.html")
    assert "Самое читаемое" in russian
    assert re.findall(r"<h2>(.*?) <small>", russian) == ["За всё время"]
    home = re.search(
        r'(?s)<h2><a href="/press/most-read/">Most read</a></h2>(.*?)</section>', newsroom.read("index.html")
    )
    assert home
    assert re.findall(r'href="/press([^"]*)".*?value="(\d+)"', home[1]) == [("/bus.html", "9")]
    assert "Last 30 days. Views as of" in home[1]
    archive = newsroom.read("archive/index.html")
    assert '<h2><a href="/press/most-read/">Most read</a> <small>Last 30 days. Views as of <time' in archive
    assert "Later" not in page


@pytest.mark.parametrize("lines", ["", "views: {most_read: 0}"])
def test_no_such_list_without_the_setting(newsroom: Site, lines: str) -> None:
    settings(newsroom, lines)
    newsroom.build()
    assert not [path for path, data in newsroom.files().items() if "most-read" in path or b"most-read" in data]


def test_no_such_list_without_data(newsroom: Site) -> None:
    settings(newsroom, "views: {most_read: 5}")
    newsroom.remove("data/views.yml")
    newsroom.build()
    assert not [path for path, data in newsroom.files().items() if "most-read" in path or b"most-read" in data]


def test_with_the_record_a_former_list_leads_to_the_home_page(newsroom: Site) -> None:
    settings(newsroom, "views: {most_read: 5}\nrecord: true")
    newsroom.build()
    newsroom.remove("data/views.yml")
    newsroom.build()
    for folder in ("", "ru/"):
        assert f'url=/press/{folder}">' in newsroom.read(f"{folder}most-read/index.html")
        # It never had feeds.
        assert [path for path in newsroom.files() if path.startswith(f"{folder}most-read/")] == [
            f"{folder}most-read/index.html"
        ]


def test_only_pages_that_print_views_change(newsroom: Site) -> None:
    settings(newsroom, "views: {source: true}")
    newsroom.build()
    before = newsroom.files()
    newsroom.edit("data/views.yml", VIEWS.replace("Plausible: {views: 40}", "Plausible: {views: 41}"))
    report = newsroom.build()
    changed = {path for path, data in newsroom.files().items() if data != before.get(path)}
    assert changed == {"2025/01/plan/index.html", "index.html", "archive/2025/01/index.html", "404.html"}
    assert report.changed == len(changed)
    # A page of a later day only, without the source: nothing that readers see has changed.
    settings(newsroom, "")
    text = (newsroom.folder / "pressgen.yml").read_text(encoding="utf-8")
    newsroom.edit("pressgen.yml", text.replace("views: {source: true}", ""))
    newsroom.build()
    newsroom.edit("data/views.yml", VIEWS.replace("{views: 40}", "{views: 41}").replace("2026-01-05", "2026-01-06"))
    assert newsroom.build().changed == 0


def test_a_line_that_cannot_be_read_is_a_warning_and_the_others_count(newsroom: Site) -> None:
    newsroom.edit("data/views.yml", VIEWS.replace("    log: {views: 8,", "<<<<<<< HEAD\n    log: {views: 8,"))
    report = newsroom.build()
    assert [(problem.code, problem.file, problem.line) for problem in report.problems] == [
        ("views-line", "data/views.yml", 13)
    ]
    assert 'value="8"' in meta(newsroom, "ru/2025/01/план-работы/index.html")
    assert newsroom.build().problems == report.problems
    assert newsroom.build(strict=True).exit_code == 1


def test_a_merge_that_leaves_both_numbers_keeps_the_larger(newsroom: Site) -> None:
    newsroom.edit(
        "data/views.yml",
        VIEWS.replace(
            "    Plausible: {views: 40}\n",
            "    Plausible: {views: 39}\n    Plausible: {views: 44}\n    Plausible: {views: 41}\n",
        ),
    )
    assert newsroom.build().problems == ()
    assert 'value="44"' in meta(newsroom, "2025/01/plan/index.html")
