"""Galleries, in texts and under them, credits in texts, and the words that a newsroom requires of pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO

import feedparser
import pytest
from PIL import Image

from conftest import Site
from pressgen.content.markdown.conversion import convert
from pressgen.model import Dialect

Make = Callable[..., Site]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h9v9z"/></svg>'
DIALECTS = [Dialect(), Dialect("python-markdown")]


@cache
def jpeg(colour: int = 0) -> bytes:
    data = BytesIO()
    Image.new("RGB", (900, 600), (colour, 90, 90)).save(data, "JPEG")
    return data.getvalue()


def html_of(text: str, dialect: Dialect = DIALECTS[0]) -> str:
    return convert(text, "content/a.md", 1, "en", dialect)[0].html


@pytest.fixture
def newsroom(site: Make) -> Site:
    made = site()
    for number, name in enumerate(("a", "b", "photos/2", "photos/1", "photos/deep/3")):
        made.edit(f"content/{name}.jpg", jpeg(20 * number))
    made.edit("content/c.svg", SVG)
    return made


def release(made: Site, keys: str = "", body: str = "Text.", settings: str = "") -> str:
    """The page of a release with these keys and this text."""
    made.edit("pressgen.yml", f"title: T\nurl: https://news.example/\n{settings}\n")
    made.edit("content/plan.md", f"---\ntitle: Plan\ndate: 2026-01-01\nsummary: S.\n{keys}\n---\n{body}\n")
    made.build()
    return made.read("2026/01/plan/index.html") if made.report.written else ""


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("between", ["\n", " ", "  \n"])
def test_several_photos_in_a_paragraph_are_a_gallery(dialect: Dialect, between: str) -> None:
    found = html_of(f'![A](a.jpg "First"){between}![B](b.JPG)', dialect)
    assert re.sub(r"\s*(<(?:/div|figure)>)\s*", r"\1", found).replace(" >", ">") == (
        '<div class="gallery"><figure><img alt="A" src="\x020\x03" class="tile"><figcaption>First</figcaption></figure>'
        '<figure><img alt="B" src="\x021\x03" class="tile"></figure></div>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "![A](a.jpg)",
        "![A](a.svg)\n![B](b.svg)",
        "![A](a.jpg)\n![B](b.svg)",
        "[![A](a.jpg)](x.md)\n[![B](b.jpg)](y.md)",
        "Look:\n![A](a.jpg)\n![B](b.jpg)",
        "- ![A](a.jpg) ![B](b.jpg)",
        "![A](a.jpg)\n\n![B](b.jpg)",
    ],
)
def test_other_pictures_are_no_gallery(text: str) -> None:
    assert "gallery" not in html_of(text)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_picture_in_a_text_can_have_a_credit(dialect: Dialect) -> None:
    given = '{credit="A. Karimova"}' if dialect.name == "commonmark" else '{: credit="A. Karimova" }'
    assert "<figcaption>Cap <span>A. Karimova</span></figcaption>" in html_of(f'![A](a.jpg "Cap"){given}', dialect)
    assert "<figcaption><span>A. Karimova</span></figcaption>" in html_of(f"![A](a.jpg){given}", dialect)
    raw = html_of('<img src="a.jpg" alt="A" credit="B &amp; C">', dialect)
    assert "<figcaption><span>B &amp; C</span></figcaption>" in raw


def test_a_credit_beside_words_is_no_attribute_of_the_page(newsroom: Site) -> None:
    page = release(newsroom, body='See ![A](a.jpg){credit="A. Karimova"} here.')
    assert "credit=" not in page
    assert 'alt="A"' in page


def test_the_key_gallery_shows_pictures_with_their_words(newsroom: Site) -> None:
    page = release(newsroom, "gallery:\n  - {src: a.jpg, alt: A bus, caption: The bus, credit: B. Aliyev}\n  - b.jpg")
    section = page[page.index('<section id="Gallery">') : page.index("</section>", page.index('id="Gallery"'))]
    assert len(re.findall("<figure>", section)) == 2
    assert 'alt="A bus"' in section
    assert "<figcaption>The bus <span>B. Aliyev</span>" in section
    link = re.search(r'<figure>\s*<a href="(/assets/[^"]+)">', section)
    assert link
    assert link[1].removeprefix("/") in newsroom.files()
    # A link needs words, even if nobody has written any.
    assert 'alt=""' not in section
    assert ".gallery{" in page
    assert ".gallery{" not in newsroom.read("index.html")
    codes = [(problem.code, problem.values["target"]) for problem in newsroom.report.problems]
    assert codes == [("image-alt-missing", "content/b.jpg")]


@pytest.mark.parametrize("written", ["photos", "photos/", "/photos/", "[photos]", "[{src: photos}]"])
def test_a_folder_stands_for_the_pictures_in_it(newsroom: Site, written: str) -> None:
    page = release(newsroom, f"gallery: {written}")
    assert re.findall(r"/assets/(\w)-900-\w+\.\w+\.jpg", page[page.index('id="Gallery"') :]) == ["1", "2"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("nowhere.jpg", "image-missing"),
        ("nowhere/", "image-missing"),
        ("plan.md", "image-missing"),
        ("true", "image-invalid"),
        ("[{alt: A}]", "image-invalid"),
        ("[[a.jpg]]", "text-expected"),
        ("[{src: a.jpg, alt: A, zoom: 2}]", "group-key-unknown"),
        ("[{src: a.jpg, alt: [A]}]", "text-expected"),
    ],
)
def test_what_is_wrong_in_a_gallery_is_reported_with_its_line(newsroom: Site, written: str, code: str) -> None:
    release(newsroom, f"gallery: {written}")
    found = [problem for problem in newsroom.report.problems if problem.code == code]
    assert [(problem.file, problem.line) for problem in found] == [("content/plan.md", 5)]


def test_an_empty_gallery_is_none(newsroom: Site) -> None:
    for written in ("", "[]", "['', ]", "''"):
        assert "Gallery" not in release(newsroom, f"gallery: {written}")
        assert not newsroom.report.problems


def test_feeds_have_the_pictures_of_a_gallery_one_after_the_other(newsroom: Site) -> None:
    release(newsroom, "gallery: [{src: a.jpg, alt: A bus, caption: The <bus>, credit: B}]")
    for name in ("feed.xml", "atom.xml"):
        entry = feedparser.parse(newsroom.read(name), sanitize_html=False).entries[0]
        text = entry.content[0].value
        assert text.rstrip().endswith("<figcaption>The &lt;bus&gt; <span>B</span></figcaption></figure>")
        assert '<figure><img alt="A bus"' in text
        assert 'src="https://news.example/assets/a-900' in text
    assert "A bus" in newsroom.read("feed.json")


def test_files_of_a_gallery_stay_back_with_their_release(newsroom: Site) -> None:
    newsroom.edit("static/s.jpg", jpeg(99))
    made = newsroom
    made.edit("content/plan.md", "---\ntitle: Plan\ndate: 2026-02-01\ngallery: [photos, /s.jpg]\n---\nText.\n")
    made.build()
    assert not [path for path in made.files() if path.endswith((".jpg", ".webp", ".avif"))]
    made.build("2026-02-02")
    assert "s.jpg" in made.files()
    assert [path for path in made.files() if path.startswith("assets/2-")]


def test_a_changed_gallery_of_a_recorded_release_is_a_change(newsroom: Site) -> None:
    release(newsroom, "gallery: [{src: a.jpg, alt: A}]", settings="record: true")
    made = newsroom
    assert made.build().problems == ()
    text = (made.folder / "content/plan.md").read_text()
    made.edit("content/plan.md", text.replace("a.jpg", "b.jpg"))
    assert [problem.key for problem in made.build().problems] == ["text-changed/picture"]


REQUIRED = "pictures: {require: [alt, credit]}"


@pytest.mark.parametrize(
    ("keys", "body", "errors"),
    [
        ("image: a.jpg", "", ["image-alt-missing", "image-credit-missing"]),
        ("image: {src: a.jpg, alt: A}", "", ["image-credit-missing"]),
        ("image: {src: a.jpg, alt: A, credit: B}", "", []),
        ("image: a.jpg\nimage_alt: A\nimage_credit: B", "", []),
        ("gallery: a.jpg", "", ["image-alt-missing", "image-credit-missing"]),
        ("gallery: [{src: a.jpg, alt: A, credit: B}]", "", []),
        ("", '![](a.jpg){credit="B"}', ["image-alt-missing"]),
        ("", "![A](a.jpg)", ["image-credit-missing"]),
        ("", '![A](a.jpg){credit="B"}', []),
        ("", '![](a.jpg){.decorative credit="B"}', []),
        ("", '<img class="decorative" src="a.jpg" alt="" credit="B">', []),
        ("", "Text.", []),
    ],
)
def test_required_words_stop_a_build_and_name_the_line(newsroom: Site, keys: str, body: str, errors: list[str]) -> None:
    release(newsroom, keys, body, REQUIRED)
    found = [problem for problem in newsroom.report.problems if problem.severity == "error"]
    assert sorted(problem.code for problem in found) == errors
    assert all(problem.file == "content/plan.md" and problem.line > 4 for problem in found)
    assert newsroom.report.written == (not errors)


def test_without_the_setting_words_are_not_required(newsroom: Site) -> None:
    release(newsroom, "image: a.jpg", "![A](b.jpg)")
    assert newsroom.report.exit_code == 0
    assert [problem.severity for problem in newsroom.report.problems] == ["warning"]


@pytest.mark.parametrize("written", ["{require: [caption]}", "{require: alt}", "{requires: [alt]}", "[alt]", "true"])
def test_a_wrong_setting_is_refused(newsroom: Site, written: str) -> None:
    release(newsroom, settings=f"pictures: {written}")
    assert newsroom.report.exit_code == 2


def test_a_standing_page_can_have_a_gallery(newsroom: Site) -> None:
    newsroom.edit(
        "content/pages/press.md", "---\ntitle: Press photos\ngallery: [{src: /a.jpg, alt: A}, /b.jpg]\n---\nText.\n"
    )
    newsroom.build()
    page = newsroom.read("press/index.html")
    assert len(re.findall("<figure>", page)) == 2
    assert ".gallery{" in page
    assert [(problem.code, problem.line) for problem in newsroom.report.problems] == [("image-alt-missing", 3)]
    newsroom.edit("content/consents.csv", "a.jpg,2025-01-31\n")
    assert newsroom.build().exit_code == 1
