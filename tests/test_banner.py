"""Banners: on every page and first in feeds while they are due, in the words of each language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from conftest import SETTINGS, Site
from pressgen.content.settings import settings_file
from pressgen.errors import SettingsError

Make = Callable[..., Site]
RELEASES = """\
-- content/a.md --
---
title: A
date: 2026-01-10
---
Text.
-- content/a.ru.md --
---
title: А
date: 2026-01-10
---
Текст.
-- content/pages/about.md --
---
title: About
---
We are.
-- content/pages/about.ru.md --
---
title: О нас
---
Мы.
"""


def made_with(site: Make, banner: str) -> Site:
    made = site(RELEASES)
    made.edit("pressgen.yml", f"{SETTINGS}languages: [en, ru]\n{banner}\n")
    return made


def pages(made: Site) -> list[str]:
    return [path for path in made.files() if path.endswith(".html")]


def banners(made: Site, path: str = "index.html") -> list[str]:
    return re.findall(r'<section class="banner (\w+)"', made.read(path))


def test_every_page_in_every_language_shows_the_banner(site: Make) -> None:
    made = made_with(site, "banner: {text: {en: We *move*., ru: Мы переезжаем.}, link: pages/about.md, level: warning}")
    report = made.build()
    assert report.exit_code == 0 and made.codes("warning") == []
    for path in pages(made):
        assert banners(made, path) == ["warning"], path
    home = made.read("index.html")
    assert home.index('class="skip"') < home.index('<section class="banner warning" aria-label="Warning">')
    assert '<p><a href="/about/">We <em>move</em>.</a></p>' in home
    assert '<p><a href="/ru/about/">Мы переезжаем.</a></p>' in made.read("ru/2026/01/a/index.html")
    assert 'aria-label="Предупреждение"' in made.read("ru/index.html")


def test_a_banner_comes_and_goes_by_the_clock(site: Make) -> None:
    made = made_with(site, "banner: {text: We move., from: 2026-01-15 13:00, until: 2026-01-16}")
    report = made.build(as_of="2026-01-15 12:59:59")
    assert banners(made) == [] and str(report.next_change) == "2026-01-15 13:00:00+05:00"
    without = made.files()
    report = made.build(as_of="2026-01-15 13:00")
    assert banners(made) == ["info"] and str(report.next_change) == "2026-01-17 00:00:00+05:00"
    assert made.build(as_of="2026-01-16 23:59:59").changed == 0
    made.build(as_of="2026-01-17")
    assert made.files() == without


def test_a_site_without_a_banner_has_no_word_of_one(site: Make) -> None:
    made = made_with(site, "")
    made.build()
    assert "banner" not in made.read("index.html")
    plain = made.files()
    made.edit("pressgen.yml", f"{SETTINGS}languages: [en, ru]\nbanner: []\n")
    made.build()
    assert made.files() == plain


def test_feeds_begin_with_the_banner(site: Make) -> None:
    made = made_with(site, "banner: {text: 'We [move](pages/about.md).', from: 2026-01-14 09:00, until: 2026-02-01}")
    made.build()
    for path in ("feed.json", "ru/feed.json", "all/feed.json"):
        first, second = json.loads(made.read(path))["items"][:2]
        assert first["title"] == "We move." and second["title"] in "AА"
        assert first["date_published"] == "2026-01-14T09:00:00+05:00"
    assert 'href="https://news.example/about/"' in json.loads(made.read("feed.json"))["items"][0]["content_html"]
    assert made.read("feed.xml").index("<title>We move.") < made.read("feed.xml").index("<title>A<")
    assert "<updated>2026-01-14T09:00:00+05:00</updated>" in made.read("atom.xml")
    first_id = json.loads(made.read("feed.json"))["items"][0]["id"]
    assert first_id != json.loads(made.read("ru/feed.json"))["items"][0]["id"]
    made.edit("pressgen.yml", made.folder.joinpath("pressgen.yml").read_text().replace("We [move]", "Now we [move]"))
    made.build()
    entry = json.loads(made.read("feed.json"))["items"][0]
    assert (entry["id"], entry["title"]) == (first_id, "Now we move.")


def test_without_a_beginning_feeds_give_it_the_time_of_the_newest_release(site: Make) -> None:
    made = made_with(site, "banner: {text: We move.}")
    made.build()
    first, second = json.loads(made.read("feed.json"))["items"]
    assert first["date_published"] == second["date_published"]


def test_a_feed_without_releases_can_have_a_banner(site: Make) -> None:
    made = site("")
    made.edit("pressgen.yml", f"{SETTINGS}banner: {{text: We open soon.}}\n")
    assert made.build().exit_code == 0
    assert [entry["title"] for entry in json.loads(made.read("feed.json"))["items"]] == ["We open soon."]


def test_several_banners_are_shown_in_their_order(site: Make) -> None:
    made = made_with(site, "banner: [{text: A}, {text: B, level: alert}, {text: C, until: 2026-01-01}]")
    made.build()
    assert banners(made) == ["info", "alert"]


def test_a_text_with_links_has_its_own_link_after_it(site: Make) -> None:
    made = made_with(site, "banner: {text: '[Roads](https://r.example/) are closed.', link: https://x.example/?a&b}")
    made.build()
    assert '<p><a href="https://x.example/?a&amp;b">More information</a></p>' in made.read("index.html")


@pytest.mark.parametrize("link", ["/nowhere/", "pages/nothing.md"])
def test_a_link_to_nowhere_is_reported(site: Make, link: str) -> None:
    made = made_with(site, f"banner: {{text: A, link: {link}}}")
    report = made.build()
    assert report.exit_code == 0
    assert [(problem.code[:5], problem.file) for problem in report.problems if problem.severity == "warning"] == [
        ("link-", "pressgen.yml")
    ]


def test_a_link_has_the_base_path(site: Make) -> None:
    made = made_with(site, "banner: {text: A, link: /archive/}")
    made.edit(
        "pressgen.yml", (made.folder / "pressgen.yml").read_text().replace("news.example/", "news.example/press/")
    )
    made.build()
    assert '<a href="/press/archive/">A</a>' in made.read("index.html")
    assert json.loads(made.read("feed.json"))["items"][0]["url"] == "https://news.example/press/archive/"


def test_html_in_a_text_is_cleaned(site: Make) -> None:
    made = made_with(site, "banner: {text: 'A<script>alert(1)</script> <b>B</b>'}")
    made.build()
    assert "<script>alert" not in made.read("index.html") and "<b>B</b>" in made.read("index.html")


@pytest.mark.parametrize(
    ("banner", "line", "code"),
    [
        ("banner: We move", 5, "settings-type"),
        ("banner: {until: 2026-02-01}", 5, "settings-type"),
        ("banner:\n  text: A\n  utnil: 2026-02-01", 7, "settings-unknown"),
        ("banner:\n  - text: A\n    lvl: info", 7, "settings-unknown"),
        ("banner:\n  text: A\n  until: soon", 7, "date-invalid"),
        ("banner:\n  text: A\n  from: 01.02.2026", 7, "date-invalid"),
        ("banner:\n  - text: A\n  - text: B\n    from: 2026-02-02\n    until: 2026-02-01", 9, "settings-banner"),
        ("banner:\n  text: {en: , ru: }", 6, "settings-banner"),
        ("banner: {text: A, level: red}", 5, "settings-type"),
        ("banner: {text: A, link: 'javascript:x'}", 5, "settings-link"),
        ("banner: {text: {fr: A}}", 5, "settings-languages"),
    ],
)
def test_mistakes_name_their_lines(banner: str, line: int, code: str) -> None:
    with pytest.raises(SettingsError) as raised:
        settings_file.read(f"{SETTINGS}languages: [en, ru]\n{banner}\n".encode())
    assert [(problem.line, problem.code) for problem in raised.value.problems] == [(line, code)]


def test_a_day_in_until_may_be_that_of_from() -> None:
    settings_file.read(f"{SETTINGS}banner: {{text: A, from: 2026-02-01, until: 2026-02-01}}\n".encode())
