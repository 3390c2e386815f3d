"""Warm builds equal cold ones: after any edit, and whatever commands ran in between, the site is that of a clean build."""

from __future__ import annotations

import io
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from conftest import Site, rendered
from films import CAPTIONS, FILM, SOUND, mp4
from pressgen.build import build
from pressgen.check.run import check
from pressgen.model import Options, Report
from trials import small

NOW = datetime.fromtimestamp(small.INSTANT, timezone.utc)
LATER = datetime.fromtimestamp(small.INSTANT + 2 * 86_400, timezone.utc)
SETTINGS = """\
title: {en: Press Office, ar: مكتب الصحافة}
url: https://press.example/news/
languages: [en, ar, uz]
page_size: 3
orphans: 0
boilerplate: "The office is **here**."
"""


def release(title: str, day: int, text: str = "Some text.", more: str = "", tags: str = "") -> str:
    tags = tags or f"[news, tag{day % 3}]"
    return f"---\ntitle: {title}\ndate: 2026-01-{day:02}\ntags: {tags}\n{more}---\n\n{text}\n\nMore text.\n"


def picture(red: int, width: int = 700, height: int = 8) -> bytes:
    """A PNG, usually one that is just large enough for one smaller copy."""
    data = io.BytesIO()
    Image.new("RGB", (width, height), (red, 90, 190)).save(data, "PNG")
    return data.getvalue()


def sources(made: Site) -> dict[Path, bytes]:
    """Every file that a build reads."""
    names = ("content", "static", "templates", "data")
    found = [path for name in names for path in (made.folder / name).rglob("*") if path.is_file()]
    found += [path for name in ("pressgen.yml", "theme.css") if (path := made.folder / name).is_file()]
    return {path: path.read_bytes() for path in found}


def views(number: int) -> str:
    """Numbers of views: of two releases, of the former address of one, and of one that is not there."""
    counts = {"2026/01/r07": number, "old/fourth": 5, "ar/2026/01/r05": 7, "2026/01/gone": 9}
    lines = [
        f"  /{path}/:\n    log: {{views: {count}, 2026-01-{count % 9 + 1:02}: {count}}}"
        for path, count in counts.items()
    ]
    return "\n".join(["as_of:", f"  log: 2026-01-{number - 20}", "", "releases:", *lines, ""])


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Twelve releases in two languages, with what ties releases to each other, built once."""
    made = Site(tmp_path_factory.mktemp("newsroom") / "site", "")
    made.edit("pressgen.yml", SETTINGS)
    for day in range(1, 13):
        made.edit(f"content/r{day:02}.md", release(f"Release {day}", day))
    made.edit("content/r03.md", release("Third", 3, "## Part\n\n![A square](pic.png) [to the fifth](r05.md)"))
    made.edit("content/pic.png", picture(9))
    made.edit("content/r04.md", release("Fourth", 4, more="related: [r02.md, r05.md]\naliases: [/old/fourth/]\n"))
    made.edit("content/r06.md", release("Pinned", 6, more="pinned: true\nsummary: A summary.\n"))
    made.edit("content/r12.md", release("Newest", 14, more="image: {src: pic.png, alt: A square}\n"))
    made.edit("content/r05.ar.md", release("خامس", 5, "نص"))
    made.edit("content/r01.md", release("Release 1", 1, "The [archive](/archive/) and [a file](/list.txt)."))
    made.edit("static/list.txt", "A list.\n")
    made.edit("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
    made.edit("content/a.woff2", b"wOF2" + bytes(44))
    made.edit("templates/page-of-one.html", "<!doctype html><title>{{ release.title }}</title>")
    run(made)
    return made


@pytest.fixture
def newsroom(first: Site) -> Iterator[Site]:
    """The site as it was built first, with the memory of all that other tests did to it; afterwards it is so again."""
    before, published = sources(first), small.tree(first.output)
    yield first
    for path in sources(first).keys() - before.keys():
        path.unlink()
    for path, data in before.items():
        if not path.exists() or path.read_bytes() != data:
            first.edit(str(path.relative_to(first.folder)), data)
    for name in ("clean", "preview", "other", "later", "cold"):
        shutil.rmtree(first.folder / name, ignore_errors=True)
    run(first)
    assert small.differences(small.tree(first.output), published) == ""


def run(made: Site, jobs: int = 1, **options: Any) -> Report:
    report = build(made.folder, as_of=NOW, options=Options(jobs=jobs, **options))
    assert report.exit_code == 0, report.problems
    return report


def says(made: Site, name: str, old: str, new: str) -> None:
    text = (made.folder / name).read_text(encoding="utf-8")
    assert old in text
    made.edit(name, text.replace(old, new, 1))


def film(made: Site) -> None:
    """A release shows a film with captions."""
    made.edit("content/f.mp4", FILM)
    made.edit("content/f.vtt", CAPTIONS)
    says(made, "content/r07.md", "Some text", "![A film](f.mp4)\n\nSome text")


def as_clean(made: Site) -> None:
    """The output is what a build without memory makes of the same sources."""
    live, cold = made.files(), rendered(made.folder, NOW)
    assert sorted(live) == sorted(cold)
    assert [path for path in live if live[path] != cold[path]] == []
    assert small.left_behind(made.folder) == []


WORDS: dict[str, tuple[str, str, str]] = {
    "body": ("content/r07.md", "More text", "Other text"),
    "first paragraph": ("content/r07.md", "Some text", "Some *better* text"),
    "headline": ("content/r05.md", "Release 5", "The fifth"),
    "headline of a related one": ("content/r02.md", "Release 2", "The second"),
    "summary": ("content/r06.md", "A summary", "A longer summary"),
    "newest": ("content/r12.md", "More text", "More <b>bold</b> text"),
    "newest headline": ("content/r12.md", "Newest", "The newest & last"),
    "with a picture and a link": ("content/r03.md", "More text", "Last text"),
    "with an alias": ("content/r04.md", "Fourth", "Fourth of twelve"),
    "another language": ("content/r05.ar.md", "خامس", "الخامس"),
    "a blank line": ("content/r08.md", "\n\nMore", "\n\n\nMore"),
}


@pytest.mark.parametrize("what", WORDS)
def test_edited_words_appear_wherever_they_are_shown(newsroom: Site, what: str) -> None:
    says(newsroom, *WORDS[what])
    report = run(newsroom)
    assert (report.changed == 0) == (what == "a blank line")
    as_clean(newsroom)
    assert run(newsroom).changed == 0


RECORDED = (
    '{"id": "a", "version": 1, "at": "2026-01-07T00:00:00+00:00", "source": "content/r07.md", "lang": "en", '
    '"address": "/2026/01/r07/", "title": "Release 7", "body": "<p>Old text.</p>"}\n'
)


LISTED = (
    '{"id": "list:/corrections/", "version": 1, "at": "2026-01-08T00:00:00+00:00", "lang": "en", '
    '"address": "/corrections/"}\n'
)


def corrected(made: Site) -> None:
    """A release with a correction, and its earlier text in the record."""
    made.edit("content/record.jsonl", RECORDED)
    says(made, "content/r07.md", "tags:", "corrections: [{date: 2026-01-08, text: A}]\ntags:")


GROUPS = """sections: {speeches: {name: Speeches}, news: {name: News}}
people: {malika: {name: Malika Sobirova, role: Head, portrait: pic.png}}
series: {reform: {name: The reform}}
"""


def grouped(made: Site) -> None:
    """The newsroom has a section, a person, a series of two parts, and a page that lists them."""
    made.edit("pressgen.yml", SETTINGS + GROUPS)
    says(made, "content/r07.md", "tags:", "section: speeches\nseries: reform\npeople: malika\ntags:")
    says(made, "content/r08.md", "tags:", "section: speeches\nseries: reform\nauthors: malika\ntags:")
    made.edit("content/pages/about.md", "---\ntitle: About\nlist: {section: speeches}\n---\nText.\n")
    run(made)


WITHDRAWN = "status: withdrawn\nwithdrawal: Wrong.\nupdated: 2026-01-12\ntags:"
MORE: dict[str, Callable[[Site], object]] = {
    "a correction": lambda made: says(
        made, "content/r07.md", "tags:", "corrections: [{date: 2026-01-08, text: A}]\ntags:"
    ),
    "a correction of a recorded release": corrected,
    "an event": lambda made: says(
        made, "content/r07.md", "tags:", "event: {start: 2026-02-01 10:00, place: Hall}\ntags:"
    ),
    "an event that is moved": lambda made: (
        says(made, "content/r07.md", "tags:", "event: {start: 2026-02-01 10:00, place: Hall}\ntags:"),
        run(made),
        says(made, "content/r07.md", "02-01 10:00", "02-01 11:00"),
    ),
    "an event that is deleted": lambda made: (
        says(made, "content/r07.md", "tags:", "event: {start: 2026-02-01, place: Hall}\ntags:"),
        run(made),
        says(made, "content/r07.md", "event: {start: 2026-02-01, place: Hall}\n", ""),
    ),
    "a record": lambda made: made.edit(
        "content/record.jsonl", RECORDED.replace("Old text", "Some text.</p><p>More text")
    ),
    "an old address in the record": lambda made: made.edit(
        "content/record.jsonl",
        RECORDED.replace("Old text", "Some text.</p><p>More text").replace("/2026/01/r07/", "/2026/01/seven/"),
    ),
    "sections, people and a series": grouped,
    "another name of a section": lambda made: (
        grouped(made),
        says(made, "pressgen.yml", "name: Speeches", "name: Talks"),
    ),
    "another address of a section": lambda made: (
        grouped(made),
        says(made, "pressgen.yml", "name: Speeches", "name: Speeches, slug: talks"),
    ),
    "a release that leaves its section": lambda made: (
        grouped(made),
        says(made, "content/r08.md", "section: speeches", "section: news"),
    ),
    "the last release of a section": lambda made: (
        grouped(made),
        says(made, "content/r08.md", "section: speeches", "section: news"),
        run(made),
        says(made, "content/r07.md", "section: speeches", "section: news"),
    ),
    "the headline of a part": lambda made: (grouped(made), says(made, "content/r07.md", "Release 7", "Seven")),
    "the number of a part": lambda made: (
        grouped(made),
        says(made, "content/r07.md", "series: reform", "series: {name: reform, part: 2}"),
    ),
    "a part that is withdrawn": lambda made: (grouped(made), says(made, "content/r07.md", "tags:", WITHDRAWN)),
    "another role of a person": lambda made: (
        grouped(made),
        says(made, "pressgen.yml", "role: Head", "role: Director"),
    ),
    "a portrait": lambda made: (grouped(made), made.edit("content/pic.png", picture(190))),
    "a new part": lambda made: (
        grouped(made),
        made.edit("content/new.md", release("New", 15, "[She](person:malika)", "section: speeches\nseries: reform\n")),
    ),
    "a new part for later": lambda made: (
        grouped(made),
        made.edit("content/new.md", release("New", 30, more="section: news\nseries: reform\npeople: malika\n")),
    ),
    "the feed of a tag with an old name": lambda made: (
        made.edit("pressgen.yml", SETTINGS + "tags: {tag1: {en: tag1, aliases: [Old]}}\n"),
        run(made),
        says(made, "content/r07.md", "Some text", "Other text"),
    ),
    "the last correction of a list that was published": lambda made: (
        corrected(made),
        run(made),
        says(made, "content/record.jsonl", "", LISTED),
        says(made, "content/r07.md", "corrections: [{date: 2026-01-08, text: A}]\n", ""),
    ),
    "an empty section that was published": lambda made: (
        grouped(made),
        made.edit("content/record.jsonl", LISTED.replace("corrections", "culture")),
    ),
    "a table of redirects": lambda made: made.edit(
        "content/redirects.csv", "/x/,/2026/01/r07/\n/y/,https://y.example/\n"
    ),
    "redirects and a notice for hosts": lambda made: (
        made.edit("content/redirects.csv", "/x/,/2026/01/r07/\n"),
        says(made, "content/r08.md", "tags:", WITHDRAWN),
        says(made, "pressgen.yml", "title:", "redirect_files: [netlify, nginx, apache]\ntitle:"),
    ),
    "an alias of a tag": lambda made: made.edit(
        "pressgen.yml", (made.folder / "pressgen.yml").read_text() + "tags: {n: {en: news, aliases: [old]}}\n"
    ),
    "tags": lambda made: says(made, "content/r07.md", "tags: [news", "tags: [fresh"),
    "a date": lambda made: says(made, "content/r07.md", "2026-01-07", "2026-01-08"),
    "an hour": lambda made: says(made, "content/r07.md", "2026-01-07", "2026-02-07"),
    "a heading": lambda made: says(made, "content/r07.md", "Some text", "## Another\n\nSome text"),
    "a link": lambda made: says(made, "content/r07.md", "Some text", "[Some](r01.md) text"),
    "a line in front": lambda made: says(made, "content/r03.md", "Third\n", "Third\n\n"),
    "a warning": lambda made: says(made, "content/r07.md", "Some text", '<span style="color: red">Some</span> text'),
    "a page": lambda made: says(made, "content/pages/about.md", "Text", "Words"),
    "a new release that is not the newest": lambda made: made.edit("content/new.md", release("New", 13)),
    "a tag spelled in another way": lambda made: made.edit("content/new.md", release("New", 15, tags="[News]")),
    "a new release with a picture": lambda made: made.edit(
        "content/new.md", release("New", 15, more="image: {src: pic.png, alt: A square}\n")
    ),
    "a new release that is told of": lambda made: made.edit(
        "content/new.md", release("New", 15, "[Lost](/nowhere/) text")
    ),
    "a new release that something leads to": lambda made: made.edit("content/archive.md", release("New", 15)),
    "a new release and a picture": lambda made: (
        made.edit("content/new.md", release("New", 15)),
        made.edit("content/new.png", picture(99)),
    ),
    "a new page": lambda made: made.edit("content/pages/new.md", "---\ntitle: New\n---\nText.\n"),
    "a new draft that names a file": lambda made: made.edit(
        "content/new.md", release("New", 15, "[A list](/list.txt)", "status: draft\n")
    ),
    "the first release of a language": lambda made: made.edit("content/new.uz.md", release("Yangi", 15)),
    "a release less": lambda made: made.remove("content/r09.md"),
    "a picture": lambda made: made.edit("content/pic.png", picture(190)),
    "share cards": lambda made: made.edit("pressgen.yml", SETTINGS + "share_cards: true\n"),
    "share cards with a logo": lambda made: made.edit(
        "pressgen.yml", SETTINGS + "share_cards: true\npublisher: {logo: pic.png}\n"
    ),
    "a headline on a share card": lambda made: (
        made.edit("pressgen.yml", SETTINGS + "share_cards: true\n"),
        run(made),
        says(made, "content/r07.md", "Release 7", "The seventh"),
    ),
    "press kits": lambda made: made.edit("pressgen.yml", SETTINGS + "press_kits: true\n"),
    "a text and a picture in press kits": lambda made: (
        made.edit("pressgen.yml", SETTINGS + "press_kits: true\n"),
        run(made),
        says(made, "content/r03.md", "More text", "Other text"),
        run(made),
        made.edit("content/pic.png", picture(191)),
    ),
    "press kits no more": lambda made: (
        made.edit("pressgen.yml", SETTINGS + "press_kits: true\n"),
        run(made),
        made.edit("pressgen.yml", SETTINGS),
    ),
    "a gallery": lambda made: says(made, "content/r07.md", "tags:", "gallery: [{src: pic.png, alt: A}]\ntags:"),
    "a gallery in a text": lambda made: says(
        made, "content/r07.md", "Some text.", '![A](pic.png "B"){credit="C"}\n![D](pic.png)\n'
    ),
    "a consent": lambda made: made.edit("content/consents.csv", "pic.png,2026-01-20\n"),
    "settings": lambda made: says(made, "pressgen.yml", "Press Office", "Office"),
    "a theme": lambda made: made.edit(
        "pressgen.yml", SETTINGS + "theme: {accent: navy, favicon: pic.png, font: a.woff2, radius: 0}\n"
    ),
    "a banner": lambda made: made.edit("pressgen.yml", SETTINGS + "banner: {text: We move., until: 2030-01-01}\n"),
    "a banner that is not due yet": lambda made: made.edit(
        "pressgen.yml", SETTINGS + "banner: {text: We move., from: 2030-01-01}\n"
    ),
    "a banner with other words": lambda made: (
        made.edit("pressgen.yml", SETTINGS + "banner: {text: We move., until: 2030-01-01}\n"),
        run(made),
        says(made, "pressgen.yml", "We move", "We stay"),
    ),
    "a table of contents": lambda made: says(made, "content/r03.md", "## Part", "[TOC]\n\n## Part"),
    "a table of contents by its key": lambda made: says(made, "content/r03.md", "tags:", "toc: true\ntags:"),
    "tables of contents for all": lambda made: made.edit("pressgen.yml", SETTINGS + "toc: 1\n"),
    "data for a template": lambda made: (
        made.edit("templates/page.html", "{{ data.fee.sum }}"),
        made.edit("data/fee.yml", "sum: 5\n"),
    ),
    "other data for a template": lambda made: (
        made.edit("templates/page.html", "{{ data.fee.sum }}"),
        made.edit("data/fee.yml", "sum: 5\n"),
        run(made),
        made.edit("data/fee.yml", "sum: 6\n"),
    ),
    "a style sheet of its own": lambda made: made.edit("theme.css", "h1 { color: red }"),
    "a template": lambda made: made.edit("templates/tag.html", "{{ term.title }}: {{ listing.count }}"),
    "the output": lambda made: (made.output / "404.html").write_text("other"),
    "views": lambda made: made.edit("data/views.yml", views(30)),
    "views that grow": lambda made: (
        made.edit("data/views.yml", views(30)),
        run(made),
        made.edit("data/views.yml", views(31)),
    ),
    "views that are no longer counted": lambda made: (
        made.edit("data/views.yml", views(30)),
        run(made),
        made.remove("data/views.yml"),
    ),
    "views with their source, and those read most": lambda made: (
        made.edit("data/views.yml", views(30)),
        run(made),
        made.edit("pressgen.yml", SETTINGS + "views: {source: true, most_read: 3}\n"),
        run(made),
        made.edit("data/views.yml", views(31)),
    ),
    "a film": lambda made: film(made),
    "a film that is cut": lambda made: (film(made), run(made), made.edit("content/f.mp4", mp4(has_sound=False))),
    "captions and a transcript": lambda made: (
        film(made),
        run(made),
        made.edit("content/f.vtt", CAPTIONS),
        made.edit("content/f.ar.txt", "نص"),
        run(made),
        made.edit("content/f.vtt", CAPTIONS.replace("Hello", "Goodbye")),
        made.remove("content/f.ar.txt"),
    ),
    "a still picture of a film": lambda made: (film(made), run(made), made.edit("content/f.png", picture(7))),
    "a sound in a podcast": lambda made: (
        made.edit("content/c.png", picture(9, 1400, 1400)),
        made.edit("pressgen.yml", SETTINGS + "podcast: {category: News, image: c.png}\n"),
        run(made),
        made.edit("content/s.mp3", SOUND),
        says(made, "content/r07.md", "Some text", "![Speech](s.mp3)\n\nSome text"),
    ),
    "a card": lambda made: (
        says(made, "content/r07.md", "Some text", "https://youtu.be/dQw4w9WgXcQ\n\nSome text"),
        run(made),
        made.edit("content/cards.yml", "https://youtu.be/dQw4w9WgXcQ: {title: A, picture: pic.png}\n"),
        run(made),
        made.edit("content/cards.yml", "https://youtu.be/dQw4w9WgXcQ: {title: B, picture: new.png}\n"),
    ),
    "a line of views that cannot be read": lambda made: (
        made.edit("data/views.yml", views(30)),
        run(made),
        says(made, "data/views.yml", "views: 30", "views: many"),
    ),
}


@pytest.mark.parametrize("what", MORE)
def test_any_other_change_appears_wherever_it_is_shown(newsroom: Site, what: str) -> None:
    says(newsroom, "content/r10.md", "More text", "Other text")
    MORE[what](newsroom)
    run(newsroom)
    as_clean(newsroom)


ADDED: dict[str, dict[str, str]] = {
    "the newest": {"new.md": release("New & <i>good</i>", 15, "## A heading\n\nSome *text*.")},
    "of the same day as the newest": {"s.md": release("New", 14)},
    "with new tags": {"new.md": release("New", 15, tags="[aa, news, zz]")},
    "without tags": {"new.md": release("New", 15, tags="[]")},
    "pinned, with an alias and a summary": {
        "new.md": release("New", 15, more="pinned: true\nsummary: Short.\naliases: [/old/new/]\nviews: 3511\n")
    },
    "with links and a related one": {
        "new.md": release("New", 15, "[First](r01.md) [archive](/archive/)", "related: [r02.md, r04]\n")
    },
    "with a page of its own": {"new.md": release("New", 15, more="template: page-of-one.html\n")},
    "a draft": {"new.md": release("New", 15, more="status: draft\n")},
    "a withdrawn one": {"new.md": release("New", 15, more=WITHDRAWN.removesuffix("tags:"))},
    "with redirects to it": {"new.md": release("New", 15), "redirects.csv": "/x/,/2026/01/new/\n/z/,/x/\n"},
    "of a later hour": {"new.md": release("New", 30)},
    "that expires": {"new.md": release("New", 15, more="expires: 2026-02-01\n")},
    "several": {f"n{hour}.md": release(f"New {hour}", 15).replace("01-15", f"01-15 0{hour}:00") for hour in range(6)},
    "in a folder": {"2026/new/index.md": release("New", 15)},
    "with an event": {"new.md": release("New", 15, more="event: {start: 2026-02-01 10:00, place: Hall}\n")},
    "with an event that is over": {"new.md": release("New", 15, more="event: {start: 2025-02-01, place: Hall}\n")},
    "a translation": {"r12.ar.md": release("الأحدث", 14)},
    "a translation by its key": {
        "new.md": release("New", 15, more="translation_key: k\n"),
        "other.ar.md": release("جديد", 15, more="translation_key: k\n"),
    },
    "in two languages": {"new.md": release("New", 15), "new.ar.md": release("جديد", 15)},
    "of another language": {"new.ar.md": release("جديد", 6)},
}


@pytest.mark.parametrize("what", ADDED)
def test_a_release_that_comes_and_goes_leaves_the_site_of_a_clean_build(newsroom: Site, what: str) -> None:
    before = newsroom.files()
    for name, text in ADDED[what].items():
        newsroom.edit(f"content/{name}", text)
    run(newsroom)
    as_clean(newsroom)
    for name in ADDED[what]:
        newsroom.remove(f"content/{name}")
    run(newsroom)
    assert newsroom.files() == before


BETWEEN: dict[str, Callable[[Site], object]] = {
    "check": lambda made: check(made.folder, NOW, Options(jobs=1)),
    "a build that fails": lambda made: failing_build(made),
    "a build with drafts": lambda made: build(made.folder, as_of=NOW, options=Options(drafts=True, output="preview")),
    "a build elsewhere": lambda made: build(made.folder, as_of=NOW, options=Options(output="other")),
    "a build of another hour": lambda made: build(made.folder, as_of=LATER, options=Options(output="later")),
    "a build without memory": lambda made: build(made.folder, as_of=NOW, options=Options(cache=False, output="cold")),
}
STATES: dict[str, Callable[[Site], object]] = {
    "taken back as a draft": lambda made: says(made, "content/r07.md", "tags:", "status: draft\ntags:"),
    "taken back until later": lambda made: says(made, "content/r07.md", "2026-01-07", "2036-01-07"),
    "withdrawn": lambda made: says(made, "content/r07.md", "tags:", WITHDRAWN),
    "expired": lambda made: says(made, "content/r07.md", "tags:", "expires: 2026-01-10\ntags:"),
    "removed": lambda made: made.remove("content/r07.md"),
    "published": lambda made: says(made, "content/draft.md", "status: draft\n", ""),
    "tagged": lambda made: says(made, "content/r07.md", "[news", "[fresh"),
    "reworded": lambda made: says(made, "content/r07.md", "Some text", "Another text"),
}


def failing_build(made: Site) -> None:
    """A build that stops at a broken template, which is then as it was."""
    made.edit("templates/article.html", "{% if %}")
    assert build(made.folder, as_of=NOW).exit_code == 1
    made.remove("templates/article.html")


@pytest.mark.trial
@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("state", STATES)
def test_a_changed_state_is_published_whatever_ran_in_between(newsroom: Site, state: str, between: str) -> None:
    newsroom.edit("content/draft.md", release("Draft", 9, more="status: draft\n"))
    run(newsroom)
    STATES[state](newsroom)
    BETWEEN[between](newsroom)
    run(newsroom)
    as_clean(newsroom)


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.processes)])
def test_releases_that_come_one_by_one(newsroom: Site, jobs: int) -> None:
    chance = random.Random(20260127)
    words = ["news", "tag1", "tag2", "aa", "mm", "zz"]
    for step in range(14 if jobs == 1 else 3):
        tags = f"[{', '.join(chance.sample(words, chance.randint(0, 3)))}]"
        more = chance.choice(["", "pinned: true\n", "status: draft\n", "summary: In short.\n"])
        lang = chance.choice(["", "", ".ar"])
        hour = f"2026-01-15 {step:02}:00"
        text = release(f"New {step}", 15, more=more, tags=tags).replace("2026-01-15", hour)
        newsroom.edit(f"content/new{step:02}{lang}.md", text)
        if chance.random() < 0.5:
            says(newsroom, f"content/r{chance.randint(6, 12):02}.md", "More ", f"More {step} ")
        run(newsroom, jobs)
        as_clean(newsroom)
    assert small.differences(small.tree(newsroom.output), small.clean(newsroom)) == ""


def test_a_warning_that_a_new_release_puts_an_end_to(newsroom: Site) -> None:
    newsroom.edit("content/r09.md", release("Ninth", 9, "[Soon](/2026/01/soon/) text"))
    assert [problem.code for problem in run(newsroom).problems] == ["link-broken"]
    newsroom.edit("content/soon.md", release("Soon", 15))
    assert run(newsroom).problems == ()
    as_clean(newsroom)


def test_an_address_that_another_has_already_is_reported(newsroom: Site) -> None:
    newsroom.edit("content/newer.md", release("Newer", 15, more="permalink: /old/fourth/\n"))
    problems = run(newsroom).problems
    assert [(each.code, each.severity, each.file) for each in problems] == [
        ("redirect-taken", "warning", "content/r04.md")
    ]
    as_clean(newsroom)
    newsroom.edit("content/newest.md", release("Newest", 15, more="permalink: /old/fourth\n"))
    report = build(newsroom.folder, as_of=NOW, options=Options())
    assert [each.code for each in report.problems if each.severity == "error"] == ["path-collision", "path-collision"]
    assert not report.written


def test_an_edit_of_a_release_that_is_not_public_changes_nothing(newsroom: Site) -> None:
    newsroom.edit("content/later.md", release("Later", 30))
    newsroom.edit("content/draft.md", release("Draft", 2, more="status: draft\n"))
    run(newsroom)
    before = newsroom.files()
    for name in ("later", "draft"):
        says(newsroom, f"content/{name}.md", "Some text", "Secret text")
        assert run(newsroom).changed == 0
    assert newsroom.files() == before


def test_what_else_is_in_the_output_stays(newsroom: Site) -> None:
    (newsroom.output / "CNAME").write_text("press.example")
    (newsroom.output / "2026" / "01" / "empty").mkdir()
    says(newsroom, "content/r07.md", "Some text", "Another text")
    assert run(newsroom).changed > 0
    assert (newsroom.output / "CNAME").read_text() == "press.example"
    assert (newsroom.output / "2026" / "01" / "empty").is_dir()
    assert "Another text" in newsroom.read("2026/01/r07/index.html")
    (newsroom.output / "CNAME").unlink()
    (newsroom.output / "2026" / "01" / "empty").rmdir()


def test_an_hour_that_has_come_is_published(newsroom: Site) -> None:
    newsroom.edit("content/later.md", release("Later", 16))
    run(newsroom)
    says(newsroom, "content/r07.md", "Some text", "Another text")
    assert build(newsroom.folder, as_of=LATER, options=Options()).exit_code == 0
    assert "Later" in newsroom.read("index.html") and "Another text" in newsroom.read("2026/01/r07/index.html")


def test_a_release_taken_back_disappears_after_a_check(tmp_path: Path) -> None:
    made = Site(tmp_path / "site", "")
    for number in (1, 2, 3):
        made.edit(f"content/r{number}.md", f"---\ntitle: Release {number}\ndate: 2026-01-0{number}\n---\nText.\n")
    made.edit("content/new.md", "---\ntitle: New one\nstatus: draft\ndate: 2026-01-09\n---\nText.\n")
    small.wait_until_settled()
    assert small.built(made.folder).returncode == 0
    says(made, "content/new.md", "status: draft\n", "")
    says(made, "content/r2.md", "title:", "status: draft\ntitle:")
    small.wait_until_settled()
    assert small.command("check", "--site", str(made.folder)).returncode == 0
    assert small.built(made.folder).returncode == 0
    assert not (made.output / "2026/01/r2/index.html").exists()
    assert (made.output / "2026/01/new/index.html").is_file()
