"""The table of contents: where a text asks for it, where its key or the settings do, and nowhere else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from conftest import SETTINGS, Site
from pressgen.content.markdown.conversion import convert
from pressgen.model import COMMONMARK, BodyText, Dialect
from pressgen.site.body_html import body_html

Make = Callable[..., Site]
PYTHON = Dialect("python-markdown")
TEXT = "Intro.\n\n[TOC]\n\n## First *part*\n\n### Below\n\nText.\n\n## Second & last\n\nText.\n"
LIST = (
    '<nav class="toc card" aria-label="Contents">\n<p><b>Contents</b></p>\n<ul>\n'
    '<li><a href="#first-part">First part</a>\n<ul>\n<li><a href="#below">Below</a></li>\n</ul>\n</li>\n'
    '<li><a href="#second-last">Second &amp; last</a></li>\n</ul>\n</nav>'
)


def release(body: str, more: str = "") -> str:
    return f"---\ntitle: A\ndate: 2026-01-10\nsummary: S.\n{more}---\n{body}"


def shown(text: str, dialect: Dialect = COMMONMARK) -> str:
    body, _ = convert(text, "a.md", 1, "en", dialect)
    return body_html(body.html, BodyText(body.digest), has_contents=True)


@pytest.mark.parametrize("dialect", [COMMONMARK, PYTHON], ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("mark", ["[TOC]", "[toc]", "[[TOC]]", "* Any words\n{:toc}", "1. TOC\n{: toc}\n{: .a }"])
def test_a_line_shows_the_headings_as_nested_links(mark: str, dialect: Dialect) -> None:
    assert LIST in shown(TEXT.replace("[TOC]", mark), dialect)


@pytest.mark.parametrize("dialect", [COMMONMARK, PYTHON], ids=lambda dialect: dialect.name)
def test_a_line_of_a_paragraph_parts_it(dialect: Dialect) -> None:
    assert re.sub(r"<nav.*</nav>", "…", shown("One\n[TOC]\nTwo\n\n## A", dialect), flags=re.S) == (
        '<p>One</p>\n…\n<p>Two</p>\n<h2 id="a">A</h2>'
    )


@pytest.mark.parametrize(
    "text", ["`[TOC]`", "    [TOC]", "See [TOC] there.", "[TOC](x.md)", "```\n[TOC]\n```", "- [TOC]", "[TOCs]"]
)
def test_the_mark_within_code_or_words_is_text(text: str) -> None:
    assert "<nav" not in shown(f"{text}\n\n## A")


@pytest.mark.parametrize("dialect", [COMMONMARK, PYTHON], ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("mark", ["\\[TOC]", "\\[toc\\]", "[TOC\\]", "\\[[TOC]]", "\\[\\[TOC\\]\\]"])
def test_a_mark_with_a_backslash_stays_words(mark: str, dialect: Dialect) -> None:
    words = mark.replace("\\", "")
    assert shown(f"{mark}\n\nOne\n{mark}\n\n## A", dialect) == (
        f'<p>{words}</p>\n<p>One\n{words}</p>\n<h2 id="a">A</h2>'
    )
    both = shown(f"{TEXT}\n{mark}", dialect)
    assert LIST in both and both.endswith(f"<p>{words}</p>")
    assert convert(mark, "a.md", 1, "en", dialect)[1] == ()


def test_the_librarys_own_extension_still_works() -> None:
    html = shown(TEXT, Dialect("python-markdown", (("toc", "{}"),)))
    assert '<div class="toc">' in html and "<nav" not in html


def test_signs_that_lead_to_headings_are_no_part_of_them() -> None:
    dialect = Dialect("python-markdown", (("toc", '{"permalink": true, "marker": ""}'),))
    assert '<a href="#first-part">First part</a>' in shown(TEXT, dialect)


def test_a_page_has_it_and_feeds_and_lists_do_not(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", release(TEXT))
    made.edit("content/b.md", release(TEXT).replace("summary: S.\n", "").replace("Intro.\n\n", ""))
    made.build()
    assert LIST in made.read("2026/01/a/index.html")
    for path in ("feed.xml", "atom.xml", "feed.json", "index.html"):
        assert "toc" not in made.read(path).lower() and "Contents" not in made.read(path)
    assert {entry["summary"] for entry in json.loads(made.read("feed.json"))["items"]} == {"S.", "Text."}


def test_a_text_without_headings_has_none_and_a_notice(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", release("Text.\n\n[TOC]\n\nMore.\n"))
    report = made.build()
    assert [(problem.code, problem.line) for problem in report.problems] == [("contents-empty", 8)]
    assert "toc" not in made.read("2026/01/a/index.html").lower()


def test_the_key_and_the_setting_place_it_before_the_first_heading(site: Make) -> None:
    made = site("")
    long, short = TEXT.replace("[TOC]\n\n", ""), "Intro.\n\n## Only\n\nText.\n"
    made.edit("pressgen.yml", SETTINGS + "toc: true\n")
    for name, text in {
        "long": release(long),
        "short": release(short),
        "asked": release(short, "toc: true\n"),
        "refused": release(long, "toc: false\n"),
        "none": release("Text.\n", "содержание: да\n"),
        "pages/about": f"---\ntitle: About\n---\n{long}",
    }.items():
        made.edit(f"content/{name}.md", text)
    assert made.build().problems == ()
    having = {path for path, data in made.files().items() if b'<nav class="toc' in data}
    assert having == {"2026/01/long/index.html", "2026/01/asked/index.html", "about/index.html"}
    assert f"<p>Intro.</p>\n{LIST}\n<h2" in made.read("2026/01/long/index.html")
    made.edit("pressgen.yml", SETTINGS + "toc: 4\n")
    made.build()
    assert 'class="toc' not in made.read("2026/01/long/index.html")


def test_a_number_of_headings_that_no_text_has_is_an_error(site: Make) -> None:
    made = site("")
    for number in ("-1", "1001", "99999999999999999999"):
        made.edit("pressgen.yml", SETTINGS + f"toc: {number}\n")
        assert made.build().exit_code == 2 and made.codes() == ["settings-type"]


def test_its_words_are_those_of_the_page(site: Make) -> None:
    made = site("")
    made.edit("pressgen.yml", SETTINGS + "languages: [en, ar]\n")
    made.edit("content/a.ar.md", release(TEXT))
    made.build()
    assert 'aria-label="المحتويات"' in made.read("ar/2026/01/a/index.html")


def test_it_is_no_change_of_a_published_text(site: Make) -> None:
    made = site("")
    text = TEXT.replace("[TOC]\n\n", "")
    made.edit("content/a.md", release(text))
    made.build(record="always")
    record = (made.folder / "content/record.jsonl").read_bytes()
    for changed in (release(TEXT), release(text, "toc: true\n")):
        made.edit("content/a.md", changed)
        report = made.build(record="always")
        assert report.problems == () and LIST in made.read("2026/01/a/index.html")
        assert (made.folder / "content/record.jsonl").read_bytes() == record
    made.edit("content/a.md", release(TEXT + "\nA new paragraph.\n"))
    report = made.build()
    assert [problem.code for problem in report.problems] == ["text-changed"]


def test_templates_still_get_the_key(site: Make) -> None:
    made = site("")
    made.edit("templates/article.html", "{{ release.extra.toc }}")
    made.edit("content/a.md", release("Text.", "toc: true\n"))
    made.build()
    assert made.read("2026/01/a/index.html") == "true"


def test_a_value_that_is_neither_yes_nor_no_is_reported(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", release("Text.", "toc: left\n"))
    made.build()
    assert made.codes("warning") == ["flag-invalid"]
