"""What is rendered again after an edit: exactly the pages that show the changed fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timezone
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec import structs

from conftest import NOW, Site
from pressgen.build import build
from pressgen.cli import main
from pressgen.model import (
    NO_RIGHTS,
    BodyText,
    Computed,
    Derived,
    Link,
    Options,
    Recipe,
    Rendered,
    Rights,
    Target,
    Teaser,
)
from pressgen.plan.views import Listing
from pressgen.render.fingerprint import Fingerprinter
from pressgen.render.pages import Renderer

Make = Callable[..., Site]
FEEDS = {"feed.xml", "atom.xml", "feed.json"}


def releases(count: int) -> str:
    return "".join(
        f"-- content/r{number:03}.md --\n---\ntitle: Release {number}\ndate: 2025-{1 + number // 28:02}-{1 + number % 28:02}\n"
        f"tags: [t{number % 3}]\nsummary: Summary {number}.\n---\nText {number}.\n\nMore.\n"
        for number in range(count)
    )


def made(built: Site, **options: Any) -> set[str]:
    """The paths that a build renders again."""
    built.report = build(built.folder, as_of=NOW, options=Options(explain=True, **options))
    assert built.report.exit_code == 0, built.report.problems
    return {path for path, reason in built.report.reasons.items() if reason}


@pytest.fixture
def newsroom(site: Make) -> Iterator[Site]:
    """Sixty releases that are built; afterwards the output equals that of a clean build."""
    built = site(releases(60))
    made(built)
    assert made(built) == set()
    yield built
    found = built.files()
    assert build(built.folder, as_of=NOW, options=Options(output="clean", cache=False)).exit_code == 0
    clean = {
        p.relative_to(built.folder / "clean").as_posix(): p.read_bytes()
        for p in (built.folder / "clean").rglob("*")
        if p.is_file()
    }
    clean.pop(".pressgen.json")
    assert found == clean


def test_an_edited_body_renders_its_article_and_the_feeds_that_hold_it(newsroom: Site) -> None:
    newsroom.edit("content/r059.md", (newsroom.folder / "content/r059.md").read_text().replace("More.", "Other."))
    tag = {f"tags/t2/{name}" for name in FEEDS}
    assert made(newsroom) == {"2025/03/r059/index.html", *FEEDS, *tag}


def test_an_edited_body_of_an_old_release_renders_its_article_alone(newsroom: Site) -> None:
    newsroom.edit("content/r002.md", (newsroom.folder / "content/r002.md").read_text().replace("More.", "Other."))
    assert made(newsroom) == {"2025/01/r002/index.html", *(f"tags/t2/{name}" for name in FEEDS)}


def test_an_edited_headline_renders_its_neighbours_and_lists_too(newsroom: Site) -> None:
    newsroom.edit("content/r030.md", (newsroom.folder / "content/r030.md").read_text().replace("Release 30", "Changed"))
    found = made(newsroom)
    articles = {path for path in found if path.startswith("2025/")}
    # The next release, the one before, and the later ones of its tag that name it as related.
    assert {"2025/02/r029/index.html", "2025/02/r030/index.html", "2025/02/r031/index.html"} <= articles
    assert articles <= {f"2025/02/r{number:03}/index.html" for number in (29, 30, 31, 33, 36, 39)}
    assert found - articles == {
        "page/2/index.html",
        "archive/index.html",
        "archive/2025/index.html",
        "archive/2025/02/index.html",
        "tags/t0/index.html",
        *(f"tags/t0/{name}" for name in FEEDS),
    }


def test_a_new_release_writes_a_dozen_files_and_two_for_each_tag(newsroom: Site) -> None:
    before = newsroom.files()
    newsroom.edit("content/new.md", "---\ntitle: New\ndate: 2026-01-10\ntags: [t1]\nsummary: News.\n---\nText.\n")
    made(newsroom)
    after = newsroom.files()
    changed = [path for path in after if after[path] != before.get(path)]
    feeds_of_tag = 3
    assert len(changed) <= 15 + 2 + feeds_of_tag, changed


def test_a_partial_renders_only_the_pages_that_include_it(newsroom: Site) -> None:
    newsroom.edit("templates/note.html", "<p>One.</p>\n")
    newsroom.edit(
        "templates/page.html",
        '{% extends "base.html" %}{% block main %}<h1>{{ page.title }}</h1>{{ standing.body|safe }}{% include "note.html" %}{% endblock %}\n',
    )
    newsroom.edit("content/pages/about.md", "---\ntitle: About\n---\nUs.\n")
    made(newsroom)
    newsroom.edit("templates/note.html", "<p>Two.</p>\n")
    assert made(newsroom) == {"about/index.html"}
    assert "<p>Two.</p>" in newsroom.read("about/index.html")


def test_a_value_that_a_template_does_not_mention_spoils_nothing(newsroom: Site) -> None:
    newsroom.edit("templates/404.html", "<!DOCTYPE html><title>Gone</title>\n")
    assert made(newsroom) == {"404.html"}
    newsroom.edit("pressgen.yml", (newsroom.folder / "pressgen.yml").read_text() + "description: Other words\n")
    found = made(newsroom)
    assert "404.html" in found  # its language is read of the newsroom
    assert "robots.txt" not in found


def test_a_value_that_a_template_does_not_mention_is_not_computed() -> None:
    def never() -> object:
        raise AssertionError

    values = {"made": Computed((), lambda: "text"), "other": Computed((), never)}
    page = Rendered(path="a.html", template="a.html", values=values)
    assert Renderer({"a.html": "{{ made }}"}, str, {}).render(page) == b"text"
    assert Renderer({"a.html": "{% include 'b.html' %}", "b.html": "{{ made }}"}, str, {}).render(page) == b"text"


def test_a_file_that_somebody_altered_is_mended(newsroom: Site) -> None:
    target = newsroom.output / "2025/01/r002/index.html"
    target.write_text("altered")
    made(newsroom)
    assert "Release 2" in target.read_text()
    (newsroom.output / "feed.xml").unlink()
    made(newsroom)
    assert (newsroom.output / "feed.xml").exists()


def test_a_reason_is_values_template_or_new(newsroom: Site) -> None:
    newsroom.edit("content/r059.md", (newsroom.folder / "content/r059.md").read_text().replace("More.", "Other."))
    newsroom.edit("content/new.md", "---\ntitle: New\ndate: 2024-01-10\n---\nText.\n")
    newsroom.edit("templates/404.html", "<!DOCTYPE html><title>Gone</title>\n")
    newsroom.edit("static/note.txt", "A note")
    (newsroom.output / "tags/index.html").write_text("altered")
    made(newsroom)
    reasons = newsroom.report.reasons
    assert reasons["2025/03/r059/index.html"] == reasons["feed.xml"] == "values"
    assert reasons["404.html"] == "template"
    assert reasons["2024/01/new/index.html"] == reasons["tags/index.html"] == reasons["note.txt"] == "new"
    assert reasons["2025/01/r002/index.html"] == ""
    newsroom.edit("static/note.txt", "Another")
    assert made(newsroom) == {"note.txt"}
    assert newsroom.report.reasons["note.txt"] == "values"


def test_the_command_explains_one_page_or_all(newsroom: Site) -> None:
    run = CliRunner().invoke
    one = run(main, ["build", str(newsroom.folder), "--as-of", NOW, "--quiet", "--explain", "/2025/01/r002/"])
    assert one.stdout == "2025/01/r002/index.html: kept: its template and its values have not changed\n"
    every = run(main, ["build", str(newsroom.folder), "--as-of", NOW, "--quiet", "--explain"])
    assert len(every.stdout.splitlines()) == len(newsroom.files())
    none = run(main, ["build", str(newsroom.folder), "--as-of", NOW, "--quiet", "--explain", "nowhere"])
    assert none.stdout == ""
    assert "There is no output “nowhere”." in none.stderr


def teaser(title: str) -> Teaser:
    return Teaser(
        title=title, href="/", url="https://a.example/", lang="en", published="2026-01-15", date_text="", views=None,
        views_text="", summary="", tags=(),
    )  # fmt: skip


def fingerprint_of(shown: object, text: str = "{{ shown }}") -> str:
    renderer = Renderer({"page.html": text}, str, {})
    return Fingerprinter(renderer, {}).fingerprint(
        Rendered(path="a.html", template="page.html", values={"shown": shown})
    )


def test_a_list_has_a_fingerprint_of_all_that_is_in_it_in_its_order_and_of_what_is_pinned() -> None:
    one, other, third = teaser("One"), teaser("Other"), teaser("Third")
    lists = [
        Listing(heading="A", teasers=()),
        Listing(heading="B", teasers=()),
        Listing(heading="A", teasers=(one,)),
        Listing(heading="A", teasers=(), pinned=(one,)),
        Listing(heading="A", teasers=(one, other)),
        Listing(heading="A", teasers=(other, one)),
        Listing(heading="A", teasers=(other,), pinned=(one,)),
        Listing(heading="A", teasers=(one,), pinned=(other,)),
        Listing(heading="A", teasers=(one, other), number=2),
        Listing(heading="A", teasers=(one, third)),
    ]
    found = [fingerprint_of(shown) for shown in lists]
    assert all(found)
    assert len(set(found)) == len(lists)
    assert fingerprint_of(Listing(heading="A", teasers=(teaser("One"), teaser("Third")))) == found[-1]


def test_a_long_archive_has_a_fingerprint_of_every_release_in_it() -> None:
    def found(titles: list[str]) -> tuple[str, str, str]:
        shown = tuple(map(teaser, titles))
        links = tuple(Link(title=title, href="/") for title in titles)
        return fingerprint_of(shown), fingerprint_of(links), fingerprint_of(Listing(heading="A", teasers=shown))

    titles = [f"Release {number}" for number in range(200)]
    whole = found(titles)
    assert found(titles) == whole
    assert all(whole)
    others = [[*titles[:number], "Changed", *titles[number + 1 :]] for number in (0, 63, 64, 127, 199)]
    for other in [*others, titles[:-1], [titles[1], titles[0], *titles[2:]]]:
        assert not set(found(other)) & set(whole)


def numbered(number: int) -> Callable[[object], str]:
    return lambda value: f"{value} {number}"


AT = datetime(2026, 1, 15, 12, tzinfo=timezone.utc)
TEXT = BodyText("digest", (Target("/a/"),), 3, "Lead", "https://a.example/a/")


@pytest.mark.parametrize(
    "values",
    [
        ["", None, 0, 0.0, False, b"", (), {}, frozenset()],
        ["a" * 200, "a" * 300, "a" * 299 + "b"],
        [1, 1.0, True, "1", b"1"],
        [("a", "b"), ("ab",), (("a",), "b"), ("b", "a")],
        [{"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 2, "b": 1}, {"a": 1}],
        [{"a": {"b": ("c" * 300,)}}, {"a": {"b": ("c" * 299 + "d",)}}],
        [date(2026, 1, 15), date(2026, 1, 16), AT, AT.replace(hour=13)],
        [frozenset({"a", "b"}), frozenset({"a"})],
        [2**70, 2**70 + 1, -(2**70), (2**70,), {"a": 2**70}, structs.replace(teaser("A"), extra={"a": 2**70})],
        [Link(title="A", href="/"), Link(title="B", href="/"), teaser("A"), {"title": "A", "href": "/"}],
        [
            TEXT,
            BodyText("other", *TEXT.fields[1:]),
            BodyText("digest", (Target("/b/"),), *TEXT.fields[2:]),
            BodyText("digest"),
        ],
        [Computed((), lambda: "a"), Computed((), lambda: "b"), Computed((), numbered(1)), Computed((), numbered(2))],
    ],
    ids=[
        "empty",
        "long",
        "kinds",
        "tuples",
        "dicts",
        "deep",
        "dates",
        "sets",
        "large",
        "structs",
        "bodies",
        "functions",
    ],
)
def test_different_values_have_different_fingerprints(values: list[object]) -> None:
    found = [fingerprint_of(value) for value in values]
    assert all(found) and len(set(found)) == len(values)
    assert [fingerprint_of(value) for value in values] == found


class Odd:
    """A value that nobody knows the parts of."""


def bound(value: object, /) -> Computed:
    return Computed((), lambda: str(value))


def by_default(value: object = Odd()) -> str:
    return str(value)


@pytest.mark.parametrize(
    "value",
    [len, Odd(), {"deep": [Odd()]}, [lambda: "a"], iter(()), bound(Odd()), bound((1, [2])), Computed((), by_default)],
)
def test_what_nothing_can_be_told_of_has_no_fingerprint(value: object) -> None:
    assert fingerprint_of(value) == ""
    assert fingerprint_of(value, "nothing of it") != ""


def test_a_picture_has_the_fingerprint_of_its_source_and_recipe() -> None:
    recipe = Recipe(width=80, format="WEBP", quality=70)
    other = Recipe(width=80, format="WEBP", quality=71)
    made_of = [
        ("content/a.png", recipe, NO_RIGHTS),
        ("content/b.png", recipe, NO_RIGHTS),
        ("content/a.png", other, NO_RIGHTS),
        ("content/a.png", recipe, Rights(credit="A. Karimova")),
    ]
    of = Fingerprinter(Renderer({}, str, {}), {}).fingerprint
    found = [
        of(Derived(path="a.webp", source=source, recipe=asked, original="0", rights=rights))
        for source, asked, rights in made_of
    ]
    assert len(set(found)) == 4
