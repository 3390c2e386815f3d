"""The search before publishing: what stops a build, what it is told, and what is no leak."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence

import pytest
from PIL import Image, PngImagePlugin

from conftest import SETTINGS, Site
from pressgen.plan import leaks
from pressgen.render import leak_scan
from pressgen.render.leak_scan import Finding, Item, Searcher, search_outputs
from pressgen.site import assemble, context
from pressgen.site.secret_words import Secret
from pressgen.workers import Failed

Make = Callable[..., Site]

HELD = """\
---
title: Quarterly merger with Samarkand Polytechnic
date: 2026-02-01 09:00
summary: Both colleges become one.
tags: [Polytechnic]
authors: {name: Gulnora Rakhimova, phone: "+998 66 233 11 22"}
image: {src: pictures/handshake-rector.png, alt: Two rectors shake hands}
---
The council of both institutions voted on Tuesday evening in favour of the common charter.

[Charter](common-charter.txt)
"""
PUBLIC = "---\ntitle: Open day\ndate: 2026-01-10\ntags: [schools]\n---\nCome and see the school.\n"
CHARTER = "".join(
    f"Article {number}. The {number}th rule, in words that nobody else has: {number * 7919}.\n" for number in range(99)
)


def picture(**texts: str) -> bytes:
    """A PNG with noise in it, and with these texts in its metadata, packed."""
    notes = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        notes.add_text(name, text, zip=True)
    data = io.BytesIO()
    Image.effect_noise((90, 60), 80).save(data, "PNG", pnginfo=notes)
    return data.getvalue()


@pytest.fixture
def newsroom(site: Make) -> Iterator[Site]:
    """A public release, and a withheld one with a picture and an attachment."""
    made = site()
    made.edit("content/open.md", PUBLIC)
    made.edit("content/held.md", HELD)
    made.edit("content/pictures/handshake-rector.png", picture())
    made.edit("content/common-charter.txt", CHARTER)
    yield made


def leak(made: Site) -> tuple[str, str, str]:
    """The code, the file and the message of the one leak of a build that published nothing."""
    report = made.build()
    found = [problem for problem in report.problems if problem.code == "leak"]
    assert (report.exit_code, report.written, len(found)) == (1, False, 1), report.problems
    assert not made.output.exists()
    return found[0].key, found[0].file, found[0].message


def test_a_withheld_release_stops_no_build(newsroom: Site) -> None:
    assert newsroom.build().exit_code == 0
    assert newsroom.build(as_of="2026-02-01 09:00").exit_code == 0
    assert "handshake-rector" in "".join(newsroom.files())


def test_every_part_of_a_long_text_is_found(newsroom: Site) -> None:
    parts = [f"Paragraph {number} names partner{number} and sum{number} of region{number}." for number in range(60)]
    newsroom.edit("content/held.md", HELD.replace("The council", "\n\n".join(parts) + "\n\nThe council"))
    for number in (0, 17, 30, 43, 59):
        newsroom.edit(f"static/{number}.txt", f"Words before. {parts[number]} Words after.")
    report = newsroom.build()
    found = {problem.values["name"] for problem in report.problems if problem.code == "leak"}
    assert (found, report.written) == ({f"static/{number}.txt" for number in (0, 17, 30, 43, 59)}, False)


def test_drafts_are_shown_on_purpose(newsroom: Site) -> None:
    newsroom.edit("content/held.md", HELD.replace("date: 2026-02-01 09:00", "date: 2026-01-01\ndraft: true"))
    assert newsroom.build(drafts=True, output="preview").exit_code == 0
    newsroom.edit("static/plan.txt", "Quarterly merger with Samarkand Polytechnic")
    assert newsroom.build(drafts=True, output="preview").exit_code == 0
    assert newsroom.build().exit_code == 1


def test_only_new_outputs_of_sites_with_withheld_releases_are_searched(
    newsroom: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[int] = []

    def counted(items: list[Item], searcher: Searcher, jobs: int) -> list[Finding]:
        searched.append(len(items))
        return search_outputs(items, searcher, jobs)

    monkeypatch.setattr(leaks, "search_outputs", counted)
    newsroom.edit("content/old.md", PUBLIC.replace("Open day", "Old").replace("2026-01-10", "2024-01-10"))
    newsroom.build()
    assert searched == [0]  # all pages are new, and planning again shows that none has anything to do with it
    newsroom.edit("content/old.md", f"{(newsroom.folder / 'content/old.md').read_text()}\nMore.\n")
    newsroom.build()
    assert 0 < searched[1] < len(newsroom.files()) / 2
    newsroom.build()
    assert len(searched) == 2  # nothing changed
    newsroom.build(as_of="2026-03-01")
    assert len(searched) == 2  # nothing is withheld


# Files that officers put into static/.


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("static/plan.txt", "First line\nWatch the Quarterly Merger with Samarkand Polytechnic!", "`title` of this release too early (line 2)"),
        ("static/plan.html", "<p>The council of both institutions <b>voted</b></p>", ""),
        ("static/plan.html", "<p>The council of both institutions voted on Tuesday evening</p>", "words of the text"),
        ("static/quarterly-merger-with-samarkand-polytechnic.txt", "Text", "in its address"),
        ("static/who.csv", "name;phone\nGulnora Rakhimova;1", "`authors`"),
        ("static/who.csv", "998662331122", "`authors`"),
        ("static/utf16.csv", "Gulnora Rakhimova".encode("utf-16"), "packed in it"),
        ("static/plan.txt.gz", gzip.compress(b"Both colleges become one.", mtime=0), "`summary`"),
        ("static/handshake-rector.txt", "Text", "name of a file"),
        ("static/budget.txt", "Polytechnic", ""),  # a word is no secret in a file
        ("static/photo.png", picture(Author="Gulnora Rakhimova"), "`authors`"),
    ],
)  # fmt: skip
def test_words_in_static_files_are_found(newsroom: Site, name: str, content: str | bytes, part: str) -> None:
    newsroom.edit(name, content)
    if part:
        key, file, message = leak(newsroom)
        assert (key, file) == ("leak/static", "content/held.md")
        assert part in message and name in message
    else:
        assert newsroom.build().exit_code == 0


@pytest.mark.parametrize("depth", [1, 2])
def test_words_in_zip_files_are_found(newsroom: Site, depth: int) -> None:
    data = b"<w:t>Both colleges become one.</w:t>"
    for _ in range(depth):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", data)
        data = packed.getvalue()
    newsroom.edit("static/kit.docx", data)
    assert "`summary`" in leak(newsroom)[2]


def test_damaged_archives_are_passed_over(newsroom: Site) -> None:
    newsroom.edit("static/a.gz", b"\x1f\x8b" + bytes(50))
    newsroom.edit("static/b.zip", b"PK\3\4" + bytes(range(256)))
    assert newsroom.build().exit_code == 0


def test_copies_of_withheld_files_are_found(newsroom: Site) -> None:
    data = (newsroom.folder / "content/pictures/handshake-rector.png").read_bytes()
    newsroom.edit("static/teaser.png", data)
    key, file, message = leak(newsroom)
    assert (key, file) == ("leak/copy", "content/held.md")
    assert "static/teaser.png" in message and "content/pictures/handshake-rector.png" in message
    newsroom.remove("static/teaser.png")
    newsroom.edit("static/file.bin", CHARTER)
    assert leak(newsroom)[0] in ("leak/copy", "leak/static")


def test_a_copy_that_a_public_release_names_is_no_secret(newsroom: Site) -> None:
    data = (newsroom.folder / "content/pictures/handshake-rector.png").read_bytes()
    newsroom.edit("content/gift.png", data)
    newsroom.edit("content/rules.txt", CHARTER)
    newsroom.edit("content/open.md", PUBLIC + "![A gift](gift.png) [Rules](rules.txt)\n")
    assert newsroom.build().exit_code == 0


def test_attachments_of_public_releases_are_searched(newsroom: Site) -> None:
    newsroom.edit("content/kit.txt", "Both colleges become one.")
    newsroom.edit("content/open.md", PUBLIC + "[Press kit](kit.txt)\n")
    assert leak(newsroom)[0] == "leak/linked"


# What is no secret.


@pytest.mark.parametrize(
    "edit",
    [
        ("content/open.md", PUBLIC + "Next month: Quarterly merger with Samarkand Polytechnic\n"),
        ("content/open.uz.md", PUBLIC.replace("Open day", "Quarterly merger with Samarkand Polytechnic")),
        ("pressgen.yml", SETTINGS + "already_public: [Quarterly merger with Samarkand Polytechnic]\n"),
        ("templates/headers.txt", "{# Quarterly merger with Samarkand Polytechnic #}"),
    ],
)
def test_what_a_public_source_says_is_no_secret(newsroom: Site, edit: tuple[str, str]) -> None:
    newsroom.edit("static/plan.txt", "Quarterly merger with Samarkand Polytechnic")
    assert leak(newsroom)[0] == "leak/static"
    newsroom.edit(*edit)
    newsroom.edit("pressgen.yml", (newsroom.folder / "pressgen.yml").read_text() + "languages: [en, uz]\n")
    assert newsroom.build().exit_code == 0


def test_words_that_pressgen_writes_are_no_leak(newsroom: Site) -> None:
    # No source has them, but the pages would have them without the withheld release.
    newsroom.edit("content/held.md", HELD.replace("Quarterly merger with Samarkand Polytechnic", "January 2026"))
    newsroom.edit("content/lazy.md", HELD.replace("Quarterly merger with Samarkand Polytechnic", "Lazy"))
    assert newsroom.build().exit_code == 0
    assert "January 2026" in newsroom.read("archive/2026/index.html")


def test_what_was_public_is_no_secret(newsroom: Site) -> None:
    newsroom.edit("content/held.md", HELD.replace("2026-02-01 09:00", "2026-01-01\nexpires: 2026-01-03"))
    newsroom.edit("static/plan.txt", "Quarterly merger with Samarkand Polytechnic")
    assert newsroom.build().exit_code == 0


# Filters that fail.


def test_a_gate_that_is_open_is_noticed_and_nothing_is_quoted(newsroom: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "gate", lambda documents, instant, visibility: tuple(documents))
    report = newsroom.build()
    assert report.exit_code == 1 and not newsroom.output.exists()
    found = [problem for problem in report.problems if problem.code == "leak"]
    assert {problem.file for problem in found} == {"content/held.md"}
    assert "leak" in {problem.key for problem in found}
    for problem in found:
        if problem.key == "leak":
            assert "Samarkand" not in problem.message and problem.line
    newsroom.remove("content/held.md")  # the hint
    assert newsroom.build().exit_code == 0


def test_an_attachment_that_is_selected_is_noticed(newsroom: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.remove("content/common-charter.txt")
    newsroom.edit("static/common-charter.txt", "Short")
    newsroom.edit("content/held.md", HELD.replace("common-charter.txt", "/common-charter.txt"))
    assert newsroom.build().exit_code == 0
    assert "common-charter.txt" not in newsroom.files()
    newsroom.build(as_of="2026-02-01 09:00")
    assert "common-charter.txt" in newsroom.files()
    monkeypatch.setattr(assemble, "files_of", lambda documents, files, address: frozenset())
    report = newsroom.build()
    assert {(problem.key, problem.file) for problem in report.problems} >= {("leak/file", "content/held.md")}
    assert report.exit_code == 1
    # The hint.
    for name in ("content/held.md", "static/common-charter.txt"):
        newsroom.remove(name)
    assert newsroom.build().exit_code == 0


@pytest.mark.processes
def test_workers_find_what_one_process_finds(newsroom: Site) -> None:
    for number in range(500):
        newsroom.edit(f"static/{number}.txt", "Both colleges become one." if number == 321 else f"Text {number}")
    for jobs in (1, 2):
        report = newsroom.build(jobs=jobs)
        found = [problem for problem in report.problems if problem.code == "leak"]
        assert [problem.values["name"] for problem in found] == ["static/321.txt"]


def test_what_a_worker_could_not_search_is_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(task: object, batches: Sequence[object], **limits: object) -> list[Failed]:
        return [Failed(reason="overdue") for _ in batches]

    monkeypatch.setattr(leak_scan, "map_items", fail)
    searcher = Searcher([Secret("content/held.md", "text", b"both colleges become one")], [])
    items = [
        Item(f"{number:05}.txt", b"Text.", is_page=False) for number in range(leak_scan.BATCH * leak_scan.WORTH_SHARING)
    ]
    for number in (7, len(items) - 1):
        items[number] = Item(items[number].path, b"Both colleges become one.", is_page=False)
    found = search_outputs(reversed(items), searcher, jobs=2)
    assert [finding.path for finding in found] == [items[7].path, items[-1].path]
    assert search_outputs(reversed(items), searcher, jobs=1) == found


def test_what_is_published_stays_as_it_is(newsroom: Site) -> None:
    newsroom.build()
    before = newsroom.files()
    newsroom.edit("static/plan.txt", "Both colleges become one.")
    report = newsroom.build(skip_invalid=True)
    assert (report.exit_code, report.written) == (1, False)
    assert newsroom.files() == before
    newsroom.remove("static/plan.txt")
    assert newsroom.build().exit_code == 0
    assert newsroom.files() == before


def test_a_large_text_is_searched_part_by_part(newsroom: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pressgen.render.leak_scan._PART", 1 << 12)
    for length in (4093, 4096, 9000):
        newsroom.edit("static/big.txt", "x" * length + " Both colleges become one. " + "y" * 5000)
        assert "`summary`" in leak(newsroom)[2]


def test_a_large_file_is_searched_at_both_ends(newsroom: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pressgen.render.leak_scan.MAX_READ", 1 << 10)
    newsroom.edit("static/big.txt", "x" * (1 << 20) + "\nBoth colleges become one.")
    assert "`summary`" in leak(newsroom)[2]
