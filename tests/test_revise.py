"""A build after the words of a release were edited: only what shows it is made anew, and the site is as after all steps."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from conftest import Site
from pressgen.model import Options, Report
from pressgen.output import beside, inputs, likeness, twin
from pressgen.revision import reprint, reword
from pressgen.run import build
from trials import small

NOW = datetime.fromtimestamp(small.INSTANT, timezone.utc)
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


@pytest.fixture
def newsroom(tmp_path: Path) -> Site:
    """Twelve releases in two languages, with what ties releases to each other, built once."""
    made = Site(tmp_path / "site", "")
    made.edit("pressgen.yml", SETTINGS)
    for day in range(1, 13):
        made.edit(f"content/r{day:02}.md", release(f"Release {day}", day))
    made.edit("content/r03.md", release("Third", 3, "## Part\n\n![A square](pic.png) [to the fifth](r05.md)"))
    made.edit("content/pic.png", small.picture((9, 90, 190)))
    made.edit("content/r04.md", release("Fourth", 4, more="related: [r02.md, r05.md]\naliases: [/old/fourth/]\n"))
    made.edit("content/r06.md", release("Pinned", 6, more="pinned: true\nsummary: A summary.\n"))
    made.edit("content/r12.md", release("Newest", 14, more="image: {src: pic.png, alt: A square}\n"))
    made.edit("content/r05.ar.md", release("خامس", 5, "نص"))
    made.edit("content/r01.md", release("Release 1", 1, "The [archive](/archive/) and [a file](/list.txt)."))
    made.edit("static/list.txt", "A list.\n")
    made.edit("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
    run(made)
    return made


def run(made: Site, **options: object) -> Report:
    report = build(made.folder, as_of=NOW, options=Options(jobs=2, **options))
    assert report.exit_code == 0, report.problems
    return report


@pytest.fixture
def reprinted(monkeypatch: pytest.MonkeyPatch) -> list[Report]:
    """The reports of the builds that printed edited releases only."""
    reports: list[Report] = []
    real = reprint.reprint

    def counted(*given: object) -> reprint.Reprinted:
        done = real(*given)  # type: ignore[arg-type]
        reports.append(done.report)
        return done

    monkeypatch.setattr(reprint, "reprint", counted)
    return reports


def says(made: Site, name: str, old: str, new: str) -> None:
    text = (made.folder / name).read_text(encoding="utf-8")
    assert old in text
    made.edit(name, text.replace(old, new, 1))


def as_clean(made: Site) -> None:
    """The output is what a build without memory makes of the same sources."""
    live = small.tree(made.output)
    assert small.differences(live, small.clean(made)) == ""
    shutil.rmtree(made.folder / "clean")
    assert len(small.left_behind(made.folder)) == 0


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
def test_edited_words_are_printed_where_they_show(newsroom: Site, reprinted: list[Report], what: str) -> None:
    says(newsroom, *WORDS[what])
    report = run(newsroom)
    assert reprinted == [report]
    assert (report.changed == 0) == (what == "a blank line")
    as_clean(newsroom)
    assert run(newsroom).changed == 0
    assert len(reprinted) == 1


MORE: dict[str, Callable[[Site], None]] = {
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
        made.edit("content/new.png", small.picture((9, 9, 9))),
    ),
    "a new page": lambda made: made.edit("content/pages/new.md", "---\ntitle: New\n---\nText.\n"),
    "a new draft that names a file": lambda made: made.edit(
        "content/new.md", release("New", 15, "[A list](/list.txt)", "status: draft\n")
    ),
    "the first release of a language": lambda made: made.edit("content/new.uz.md", release("Yangi", 15)),
    "a release less": lambda made: made.remove("content/r09.md"),
    "a picture": lambda made: made.edit("content/pic.png", small.picture((190, 9, 90))),
    "settings": lambda made: says(made, "pressgen.yml", "Press Office", "Office"),
    "a template": lambda made: made.edit("templates/footer.html", "Another foot"),
    "the output": lambda made: (made.output / "404.html").write_text("other"),
}


@pytest.mark.parametrize("what", MORE)
def test_where_more_than_words_changed_all_steps_are_taken(newsroom: Site, reprinted: list[Report], what: str) -> None:
    says(newsroom, "content/r10.md", "More text", "Other text")
    MORE[what](newsroom)
    run(newsroom)
    assert reprinted == []
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
    "of a later hour": {"new.md": release("New", 30)},
    "that expires": {"new.md": release("New", 15, more="expires: 2026-02-01\n")},
    "several": {f"n{hour}.md": release(f"New {hour}", 15).replace("01-15", f"01-15 0{hour}:00") for hour in range(6)},
    "in a folder": {"2026/new/index.md": release("New", 15)},
    "a translation": {"r12.ar.md": release("الأحدث", 14)},
    "a translation by its key": {
        "new.md": release("New", 15, more="translation_key: k\n"),
        "other.ar.md": release("جديد", 15, more="translation_key: k\n"),
    },
    "in two languages": {"new.md": release("New", 15), "new.ar.md": release("جديد", 15)},
    "of another language": {"new.ar.md": release("جديد", 6)},
}


@pytest.mark.parametrize("what", ADDED)
def test_a_new_release_is_printed_where_it_shows(newsroom: Site, reprinted: list[Report], what: str) -> None:
    newsroom.edit("templates/page-of-one.html", "<!doctype html><title>{{ release.headline }}</title>")
    run(newsroom)
    says(newsroom, "content/r10.md", "More text", "Other text")
    for name, text in ADDED[what].items():
        newsroom.edit(f"content/{name}", text)
    report = run(newsroom)
    assert reprinted == [report]
    as_clean(newsroom)
    # What was filed is enough for an edit, for another new release, and for all steps.
    says(newsroom, "content/r07.md", "Some text", "Some other text")
    run(newsroom)
    as_clean(newsroom)
    newsroom.edit("content/next.md", release("Next", 15, tags="[aa, b, news]").replace("01-15", "01-15 07:00"))
    run(newsroom)
    as_clean(newsroom)
    assert len(reprinted) == 3
    newsroom.remove("content/next.md")
    assert run(newsroom).next_change == report.next_change
    assert len(reprinted) == 3
    as_clean(newsroom)


def test_the_report_of_a_new_release_is_that_of_all_steps(newsroom: Site, reprinted: list[Report]) -> None:
    newsroom.edit("content/new.md", release("New", 15, more="aliases: [/old/new/]\nexpires: 2026-02-01\n"))
    report = run(newsroom)
    assert len(reprinted) == 1
    shutil.rmtree(newsroom.folder / ".pressgen")
    whole = run(newsroom)
    assert (whole.releases, whole.pages, whole.next_change) == (report.releases, report.pages, report.next_change)
    assert whole.releases == 14


def test_the_related_ones_of_a_new_release_are_those_of_all_steps(newsroom: Site, reprinted: list[Report]) -> None:
    newsroom.edit("content/new.md", release("New", 15, tags="[tag1, tag2, news]"))
    newsroom.edit("content/newer.md", release("Newer", 15, tags="[tag1, tag2]"))
    run(newsroom)
    assert len(reprinted) == 1
    assert "r11/" in newsroom.read("2026/01/new/index.html")
    as_clean(newsroom)


def test_an_address_that_another_has_already_is_told(newsroom: Site, reprinted: list[Report]) -> None:
    newsroom.edit("content/new.md", release("New", 15, more="permalink: /news/list.txt/index.html\n"))
    report = build(newsroom.folder, as_of=NOW, options=Options(jobs=2))
    assert report.exit_code == 0
    newsroom.edit("content/newer.md", release("Newer", 15, more="permalink: /old/fourth/\n"))
    report = build(newsroom.folder, as_of=NOW, options=Options(jobs=2))
    assert [problem.code for problem in report.problems] == ["path-collision", "path-collision"]
    assert not report.written


def test_a_warning_that_a_new_release_puts_an_end_to(newsroom: Site, reprinted: list[Report]) -> None:
    newsroom.edit("content/r09.md", release("Ninth", 9, "[Soon](/2026/01/soon/) text"))
    assert [problem.code for problem in run(newsroom).problems] == ["link-broken"]
    newsroom.edit("content/soon.md", release("Soon", 15))
    assert run(newsroom).problems == ()
    assert reprinted == []
    as_clean(newsroom)


def test_releases_that_come_one_by_one(newsroom: Site, reprinted: list[Report]) -> None:
    chance = random.Random(20260127)
    words = ["news", "tag1", "tag2", "aa", "mm", "zz"]
    for step in range(14):
        tags = f"[{', '.join(chance.sample(words, chance.randint(0, 3)))}]"
        more = chance.choice(["", "pinned: true\n", "status: draft\n", "summary: In short.\n"])
        lang = chance.choice(["", "", ".ar"])
        hour = f"2026-01-15 {step:02}:00"
        text = release(f"New {step}", 15, more=more, tags=tags).replace("2026-01-15", hour)
        newsroom.edit(f"content/new{step:02}{lang}.md", text)
        if chance.random() < 0.5:
            says(newsroom, f"content/r{chance.randint(6, 12):02}.md", "More ", f"More {step} ")
        run(newsroom)
        as_clean(newsroom)
    assert len(reprinted) == 14


def test_a_release_that_something_is_told_of_takes_all_steps(newsroom: Site, reprinted: list[Report]) -> None:
    says(newsroom, "content/r07.md", "tags: [news", "tags: [News")
    assert [problem.file for problem in run(newsroom).problems] == ["content/r07.md"]
    says(newsroom, "content/r07.md", "Some text", "Another text")
    report = run(newsroom)
    assert [problem.code for problem in report.problems] == ["tag-spelling"]
    assert reprinted == []
    says(newsroom, "content/r08.md", "Some text", "Another text")
    assert run(newsroom).problems == report.problems
    assert len(reprinted) == 1
    as_clean(newsroom)


def test_edits_add_up(newsroom: Site, reprinted: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MOST_AMENDED", 4)
    chance = random.Random(20260126)
    sources = [f"content/r{day:02}.md" for day in range(1, 13)]
    for step in range(12):
        for name in chance.sample(sources, chance.randint(1, 3)):
            text = (newsroom.folder / name).read_text(encoding="utf-8")
            word = chance.choice(["title: ", "More "])
            newsroom.edit(name, text.replace(word, f"{word}{step} ", 1))
        run(newsroom)
        as_clean(newsroom)
    assert 6 < len(reprinted) < 12


def test_an_edit_of_a_release_that_is_not_public_changes_nothing(newsroom: Site, reprinted: list[Report]) -> None:
    newsroom.edit("content/later.md", release("Later", 30))
    newsroom.edit("content/draft.md", release("Draft", 2, more="status: draft\n"))
    run(newsroom)
    before = newsroom.files()
    for name in ("later", "draft"):
        says(newsroom, f"content/{name}.md", "Some text", "Secret text")
        assert run(newsroom).changed == 0
    assert newsroom.files() == before
    says(newsroom, "content/later.md", "title: Later", "title: Secret")
    says(newsroom, "content/r07.md", "Some text", "Another text")
    assert run(newsroom).changed > 0
    assert len(reprinted) == 4
    as_clean(newsroom)


def test_the_site_on_file_is_that_of_the_same_question(newsroom: Site) -> None:
    newsroom.edit("content/draft.md", release("Draft", 9, more="status: draft\n"))
    run(newsroom)
    memory = newsroom.folder / ".pressgen"
    kept = {name: (memory / name).read_bytes() for name in ("trace.json", "prints.json")}
    run(newsroom, drafts=True, output="preview")
    for name, data in kept.items():  # as if that build had been killed after filing what it showed
        (memory / name).write_bytes(data)
    says(newsroom, "content/r10.md", "Some text", "Another text")
    run(newsroom)
    as_clean(newsroom)


def test_many_edits_take_all_steps(newsroom: Site, reprinted: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MOST", 2)
    for day in (1, 2, 7):
        says(newsroom, f"content/r{day:02}.md", "More text", "Other text")
    run(newsroom)
    assert reprinted == []
    as_clean(newsroom)


@pytest.mark.parametrize("name", ["filing.json", "inputs.json", "prints.json", "parsed", "trace.json"])
@pytest.mark.parametrize("damage", ["gone", "cut", "foreign"])
def test_a_damaged_memory_is_done_without(newsroom: Site, name: str, damage: str) -> None:
    other = Site(newsroom.folder.parent / "other", "")
    other.edit("content/r07.md", release("Other", 7))
    run(other)
    for file in (newsroom.folder / ".pressgen").glob(f"{name}*"):
        if damage == "gone":
            file.unlink()
        elif damage == "cut":
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
        elif (other.folder / ".pressgen" / file.name).exists():
            shutil.copy(other.folder / ".pressgen" / file.name, file)
    says(newsroom, "content/r07.md", "Some text", "Another text")
    run(newsroom)
    as_clean(newsroom)


def test_what_else_stands_in_the_output_stays(newsroom: Site, reprinted: list[Report]) -> None:
    (newsroom.output / "CNAME").write_text("press.example")
    (newsroom.output / "2026" / "01" / "empty").mkdir()
    says(newsroom, "content/r07.md", "Some text", "Another text")
    assert run(newsroom) == reprinted[0]
    assert (newsroom.output / "CNAME").read_text() == "press.example"
    assert (newsroom.output / "2026" / "01" / "empty").is_dir()
    assert "Another text" in newsroom.read("2026/01/r07/index.html")


def test_a_long_page_is_made_beside_the_others(
    newsroom: Site, reprinted: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reprint, "LONG", 3)
    says(newsroom, "content/r07.md", "Release 7", "The seventh")
    first = run(newsroom, explain=True)
    as_clean(newsroom)
    newsroom.edit("content/new.md", release("New", 15))
    assert any("values changed" in reason for path, reason in first.reasons.items() if path.startswith("tags/"))
    run(newsroom)
    as_clean(newsroom)
    assert len(reprinted) == 2


def test_a_fault_of_a_template_in_a_long_page_is_told_by_all_steps(
    newsroom: Site, reprinted: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reprint, "LONG", 3)
    newsroom.edit("templates/tag.html", "{% if listing.count > 12 %}{{ listing.nothing }}{% endif %}{{ term.title }}")
    run(newsroom)
    newsroom.edit("content/new.md", release("New", 15))
    report = build(newsroom.folder, as_of=NOW, options=Options(jobs=2))
    assert [(problem.code, problem.file) for problem in report.problems] == [("template-failed", "templates/tag.html")]
    assert reprinted == []


@pytest.mark.parametrize("where", ["no copies of processes", "no exchange", "no twin"])
def test_where_the_system_lacks_something_the_site_is_the_same(
    newsroom: Site, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    if where == "no copies of processes":
        monkeypatch.setattr(beside, "_may_fork", lambda: False)
    elif where == "no exchange":
        monkeypatch.setattr(twin, "exchange", refuse)
    else:
        monkeypatch.setattr(likeness, "_link", refuse)
    says(newsroom, "content/r07.md", "Some text", "Another text")
    assert run(newsroom).changed > 0
    as_clean(newsroom)


def refuse(*_: object) -> Iterator[Path]:
    raise OSError(18, os.strerror(18))


@pytest.mark.parametrize("way", ["takes too long", "fails"])
def test_a_text_that_cannot_be_parsed_in_its_time_is_left_to_all_steps(
    newsroom: Site, reprinted: list[Report], monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    says(newsroom, "pressgen.yml", "page_size", "time_budget: 1\npage_size")
    run(newsroom)

    def parsed(*_: object) -> None:
        if way == "fails":
            raise MemoryError
        time.sleep(30)

    monkeypatch.setattr(reword, "read_and_lay", parsed)
    says(newsroom, "content/r07.md", "Some text", "Another text")
    began = time.monotonic()
    assert run(newsroom).changed > 0
    assert time.monotonic() - began < 15
    assert reprinted == []
    as_clean(newsroom)


def test_the_reasons_are_told(newsroom: Site, reprinted: list[Report]) -> None:
    says(newsroom, "content/r07.md", "Some text", "Another text")
    reasons = run(newsroom, explain=True).reasons
    assert len(reprinted) == 1
    assert set(reasons) == {path for path in newsroom.files() if path != ".pressgen.json"}
    assert "release" in reasons["2026/01/r07/index.html"]
    assert reasons["2026/01/r08/index.html"] == ""


def test_an_hour_that_has_come_takes_all_steps(newsroom: Site, reprinted: list[Report]) -> None:
    newsroom.edit("content/later.md", release("Later", 16))
    run(newsroom)
    says(newsroom, "content/r07.md", "Some text", "Another text")
    later = datetime.fromtimestamp(small.INSTANT + 2 * 86_400, timezone.utc)
    report = build(newsroom.folder, as_of=later, options=Options(jobs=2))
    assert report.exit_code == 0
    assert "Later" in newsroom.read("index.html") and "Another text" in newsroom.read("2026/01/r07/index.html")
    assert len(reprinted) == 1
