"""Style sheets that only some pages carry: each where it is needed, before the sheet of every page, known to hosts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SETTINGS, Site
from pressgen.content.text.sheets import MARKS
from pressgen.plan.style import csp_hash, minify

Make = Callable[..., Site]
TEMPLATES = Path(__file__).parents[1] / "templates"
SHEETS = {
    path.stem: minify(path.read_text(encoding="utf-8"))
    for path in (TEMPLATES / "style.css", *sorted((TEMPLATES / "sheets").glob("*.css")))
}
NAMES = ("style", "figures", "gallery", "lists", "rich", "tables")
EVERY_PAGE, FIGURES, GALLERY, LISTS, RICH, TABLES = (SHEETS[name] for name in NAMES)
PLAIN = (
    "---\ntitle: Plan\ndate: 2026-01-10\ntags: [news]\n---\nText with **words** and [a link](https://example.org).\n"
)
PAGE = "2026/01/plan/index.html"
TABLE = "\n| City | Schools |\n|------|--------:|\n| Urgench | 12 |\n"
BODIES = {
    "quote": ("\n> It works.\n", RICH),
    "alert": ("\n> [!NOTE]\n> Bring a passport.\n", RICH),
    "list of terms": ("\n<dl><dt>Term</dt><dd>What it means</dd></dl>\n", RICH),
    "table": (TABLE, TABLES),
    "code": ("\n```\n1 + 1\n```\n", TABLES),
    "aligned text": ('\n<p class="center">Schedule</p>\n', TABLES),
}


def sheets(made: Site, page: str = PAGE) -> list[str]:
    """The style sheets of a page, in order."""
    return re.findall(r"<style>(.*?)</style>", made.read(page), flags=re.S)


@pytest.fixture
def newsroom(site: Make) -> Site:
    made = site(f"-- content/plan.md --\n{PLAIN}-- content/pages/about.md --\n---\ntitle: About us\n---\nText.\n")
    assert made.build().exit_code == 0
    return made


def test_a_plain_release_has_the_sheet_of_every_page_only(newsroom: Site) -> None:
    assert sheets(newsroom) == [EVERY_PAGE]


@pytest.mark.parametrize(("body", "sheet"), BODIES.values(), ids=BODIES)
def test_a_text_brings_the_sheet_that_it_needs_and_takes_it_along(newsroom: Site, body: str, sheet: str) -> None:
    newsroom.edit("content/plan.md", PLAIN + body)
    assert newsroom.build().exit_code == 0
    assert sheets(newsroom) == [sheet, EVERY_PAGE]
    newsroom.edit("content/plan.md", PLAIN)
    newsroom.build()
    assert sheets(newsroom) == [EVERY_PAGE]


def test_languages_with_arabic_script_have_a_sheet_and_any_script_may(site: Make) -> None:
    made = site(f"-- content/plan.md --\n{PLAIN}-- content/plan.fa.md --\n{PLAIN}-- content/plan.ru.md --\n{PLAIN}")
    made.edit("pressgen.yml", SETTINGS + "languages: [en, fa, ru]\n")
    made.build()
    assert [sheets(made, prefix + PAGE) for prefix in ("", "fa/", "ru/")] == [
        [EVERY_PAGE], [SHEETS["arab"], EVERY_PAGE], [EVERY_PAGE],
    ]  # fmt: skip
    made.edit("templates/sheets/cyrl.css", "p { hyphens: auto }")
    made.build()
    assert sheets(made, "ru/" + PAGE) == ["p{hyphens:auto}", EVERY_PAGE]


def test_words_about_html_bring_no_sheet(newsroom: Site) -> None:
    marks = "".join(f"Write `{mark}>`.\n\n" for marks in MARKS.values() for mark in marks if "<" in mark)
    newsroom.edit("content/plan.md", PLAIN + "\n" + marks)
    newsroom.build()
    assert sheets(newsroom) == [EVERY_PAGE]


def test_the_text_about_the_publisher_brings_its_sheet(newsroom: Site) -> None:
    settings = (newsroom.folder / "pressgen.yml").read_text()
    newsroom.edit("pressgen.yml", settings + 'boilerplate: "> We teach."\n')
    assert newsroom.build().exit_code == 0
    assert "<blockquote>" in newsroom.read(PAGE)
    assert sheets(newsroom) == [RICH, EVERY_PAGE]


@pytest.mark.parametrize("page", ["index.html", "archive/index.html", "archive/2026/index.html", "tags/index.html",
                                  "tags/news/index.html", "404.html"])  # fmt: skip
def test_lists_have_the_sheet_of_lists(newsroom: Site, page: str) -> None:
    assert sheets(newsroom, page) == [LISTS, EVERY_PAGE]


def test_an_event_brings_its_sheet(newsroom: Site) -> None:
    event = "event: {name: Open day, start: 2026-02-10 10:00, place: Urgench}\ntags:"
    newsroom.edit("content/plan.md", PLAIN.replace("tags:", event))
    assert newsroom.build().exit_code == 0
    assert sheets(newsroom) == [SHEETS["event"], EVERY_PAGE]


def test_a_template_of_the_newsroom_may_show_anything(newsroom: Site) -> None:
    newsroom.edit("templates/own.html", '{% extends "article.html" %}')
    newsroom.edit("content/plan.md", PLAIN.replace("tags:", "template: own.html\ntags:"))
    assert newsroom.build().exit_code == 0
    assert sheets(newsroom) == [FIGURES, GALLERY, LISTS, RICH, TABLES, EVERY_PAGE]


def test_own_rules_decide(newsroom: Site) -> None:
    newsroom.edit("content/plan.md", PLAIN + TABLE)
    newsroom.edit("theme.css", "table { color: red }")
    newsroom.build()
    assert sheets(newsroom) == [TABLES, EVERY_PAGE + "table{color:red}"]
    newsroom.edit("templates/style.css", "table { color: blue }")
    newsroom.build()
    assert sheets(newsroom) == [TABLES, "table{color:blue}table{color:red}"]


def test_a_sheet_of_the_newsroom_replaces_that_of_the_theme(newsroom: Site) -> None:
    newsroom.edit("templates/sheets/lists.css", ".list { content: '</style>' } /* short */")
    newsroom.build()
    assert sheets(newsroom, "index.html") == [".list{content:'<\\/style>'}", EVERY_PAGE]
    newsroom.edit("templates/sheets/lists.css", "/* none */\n")
    newsroom.build()
    assert sheets(newsroom, "index.html") == [EVERY_PAGE]


def test_the_policy_knows_each_sheet_and_changes_only_with_a_sheet(newsroom: Site) -> None:
    policy = newsroom.read("_headers")
    assert set(re.findall(r"'(sha256-[^']+)'", policy)) == set(map(csp_hash, SHEETS.values()))
    newsroom.edit("content/plan.md", PLAIN + TABLE)
    newsroom.build()
    assert newsroom.read("_headers") == policy
    newsroom.edit("templates/sheets/own.css", "b { color: red }")
    newsroom.build()
    assert csp_hash("b{color:red}") in newsroom.read("_headers")


def test_a_copy_of_the_earlier_headers_knows_each_sheet(newsroom: Site) -> None:
    newsroom.edit("templates/headers.txt", "style-src '{{ csp_hash|safe }}';\n")
    newsroom.build()
    hashes = " ".join(f"'{csp_hash(sheet)}'" for sheet in SHEETS.values())
    assert newsroom.read("_headers") == f"style-src {hashes};\n"


def test_a_standing_page_has_what_its_text_needs(newsroom: Site) -> None:
    assert sheets(newsroom, "about/index.html") == [EVERY_PAGE]
    newsroom.edit("content/pages/about.md", "---\ntitle: About us\n---\nText.\n" + TABLE)
    newsroom.build()
    assert sheets(newsroom, "about/index.html") == [TABLES, EVERY_PAGE]
