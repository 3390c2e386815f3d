"""The record of published releases: who writes it, which changes ask for a note, and what readers see of them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import NOW, SETTINGS, Site, rendered
from pressgen.check.run import check
from pressgen.cli import main
from pressgen.content import record_file
from pressgen.content.record_file import parse_record
from pressgen.model import Entry, Options, Recorded, address_of_path
from pressgen.site import history as history_module
from pressgen.site.record import version_path
from pressgen.site.wording import first_difference, fold, show_changes, words_of

Make = Callable[..., Site]
RECORD = "content/record.jsonl"
PUBLISHED = SETTINGS + "record: true\n"
NOTE = "corrections: [{date: 2026-01-10, text: Something was wrong.}]"
PICTURES = Path(__file__).parents[1] / "content" / "pictures"


def release(body: str = "There are 15 schools.\n\nThe second paragraph.", keys: str = "", **changes: str) -> str:
    values = {"title": "The plan", "date": "2026-01-02", "summary": "In short.", **changes}
    lines = [f"{key}: {value}" for key, value in values.items()]
    return "\n".join(["---", *lines, *([keys] if keys else []), "---", body]) + "\n"


@pytest.fixture
def recorded(site: Make) -> Site:
    """A site with one recorded release, a picture and another release."""
    made = site()
    made.edit("pressgen.yml", PUBLISHED)
    made.edit("content/hall.jpg", (PICTURES / "meeting.jpg").read_bytes())
    made.edit("content/tree.jpg", (PICTURES / "library.jpg").read_bytes())
    made.edit("content/plan.md", release())
    made.edit("content/other.md", release("Other text.", title="Other", date="2026-01-03"))
    assert made.build().problems == ()
    return made


def lines(made: Site) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (made.folder / RECORD).read_text(encoding="utf-8").splitlines()]


def warnings(made: Site) -> list[str]:
    return [problem.key for problem in made.report.problems if problem.severity != "notice"]


# --- who writes it ----------------------------------------------------------------------------


def test_a_site_without_a_record_gets_none_and_is_not_compared(site: Make) -> None:
    made = site("-- content/plan.md --\n" + release())
    made.build()
    before = made.files()
    made.edit("content/plan.md", release("There are 16 schools."))
    assert made.build().problems == ()
    assert not (made.folder / RECORD).exists()
    made.edit("content/plan.md", release())
    made.build()
    assert made.files() == before


@pytest.mark.parametrize(
    ("setting", "options", "is_written"),
    [
        (True, {}, True),
        (False, {}, False),
        (False, {"record": "always"}, True),
        (True, {"record": "never"}, False),
        (True, {"drafts": True, "output": "preview"}, False),
        (True, {"output": "public"}, False),
        (True, {"output": "output/"}, True),
        (True, {"output": "../site0/output"}, True),
        (True, {"url": "https://test.example/"}, False),
        (False, {"output": "public", "record": "always"}, True),
        (False, {"url": "https://test.example/", "record": "always"}, True),
    ],
)
def test_only_a_build_that_publishes_writes_the_record(
    site: Make, setting: bool, options: dict[str, Any], is_written: bool
) -> None:
    made = site("-- content/plan.md --\n" + release())
    made.edit("pressgen.yml", PUBLISHED if setting else SETTINGS)
    assert made.build(**options).exit_code == 0
    assert (made.folder / RECORD).exists() == is_written


def test_a_build_that_fails_or_is_stopped_records_nothing(recorded: Site) -> None:
    before = (recorded.folder / RECORD).read_bytes()
    recorded.edit("content/new.md", release(title="New"))
    recorded.edit("content/bad.md", "No front matter.")
    assert recorded.build().exit_code == 1
    recorded.remove("content/bad.md")
    recorded.edit("content/plan.md", release("There are 16 schools."))
    assert recorded.build(strict=True).exit_code == 1
    assert (recorded.folder / RECORD).read_bytes() == before
    recorded.edit("content/bad.md", "No front matter.")
    assert recorded.build(skip_invalid=True).exit_code == 3
    assert [line["title"] for line in lines(recorded)].count("New") == 1


def test_checks_and_other_times_write_nothing(site: Make) -> None:
    made = site("-- content/plan.md --\n" + release(date="2020-01-02"))
    made.edit("pressgen.yml", PUBLISHED)
    check(made.folder, NOW, Options())
    result = CliRunner().invoke(main, ["build", str(made.folder), "--as-of", "2030-01-01", "--quiet"])
    assert result.exit_code == 0, result.output
    assert not (made.folder / RECORD).exists()
    for words in (["--as-of", "2030-01-01"], ["--drafts"]):
        refused = CliRunner().invoke(main, ["build", str(made.folder), "--record", *words])
        assert refused.exit_code == 2
        assert f"{words[0]} is for a trial" in refused.output
    assert CliRunner().invoke(main, ["build", str(made.folder), "--record", "--quiet"]).exit_code == 0
    assert (made.folder / RECORD).exists()


def test_the_build_after_one_that_wrote_the_record_has_nothing_to_do(
    recorded: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("pressgen.build"), "_run", lambda *_: pytest.fail("the build was not needed"))
    stamp = os.stat(recorded.folder / RECORD)
    report = recorded.build()
    assert (report.changed, report.removed) == (0, 0)
    assert os.stat(recorded.folder / RECORD).st_mtime_ns == stamp.st_mtime_ns


def test_drafts_embargoed_releases_and_samples_are_not_recorded(site: Make) -> None:
    made = site(
        "-- content/a.md --\n" + release(keys="draft: true", title="A")
        + "-- content/b.md --\n" + release(title="B", date="2026-02-01")
        + "-- content/c.md --\n" + release(keys="sample: true", title="C")
        + "-- content/d.md --\n" + release(keys="unlisted: true", title="D")
    )  # fmt: skip
    made.edit("pressgen.yml", PUBLISHED)
    made.build()
    assert [line["title"] for line in lines(made)] == ["D"]
    made.build("2026-02-02")
    assert sorted(str(line["title"]) for line in lines(made)) == ["B", "D"]


def full_disk(path: Path, data: bytes) -> None:
    raise OSError(28, "No space left on device")


def test_what_a_failed_write_leaves_is_removed(recorded: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (recorded.folder / RECORD).read_bytes()
    monkeypatch.setattr("os.replace", lambda *_: full_disk(Path(), b""))
    with pytest.raises(OSError):
        record_file.add_entries(recorded.folder, [Entry(id="a", version=1, at="2026-01-01T00:00:00+05:00")])
    assert (recorded.folder / RECORD).read_bytes() == before
    assert not list((recorded.folder / "content").glob(".record*"))


def test_a_record_that_cannot_be_written_is_a_warning_and_the_next_build_writes_it(
    recorded: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (recorded.folder / RECORD).read_bytes()
    recorded.edit("content/new.md", release(title="New"))
    with monkeypatch.context() as broken:
        broken.setattr(record_file, "replace_file", full_disk)
        assert recorded.build().exit_code == 0
    assert warnings(recorded) == ["record-unwritable"]
    assert (recorded.folder / RECORD).read_bytes() == before
    recorded.build()
    assert warnings(recorded) == []
    assert len(lines(recorded)) == 3


@pytest.mark.parametrize(
    ("damage", "key"), [(b"<<<<<<< HEAD\n", "record-conflict"), (b'{"id": "\xff"\n', "record-invalid")]
)
def test_a_record_that_is_damaged_during_the_build_is_left_as_it_is(
    recorded: Site, monkeypatch: pytest.MonkeyPatch, damage: bytes, key: str
) -> None:
    damaged = damage + (recorded.folder / RECORD).read_bytes()

    def add(*args: Any) -> dict[int, int]:
        (recorded.folder / RECORD).write_bytes(damaged)
        return record_file.add_entries(*args)

    monkeypatch.setattr("pressgen.site.recording.add_entries", add)
    recorded.edit("content/new.md", release("New text.", title="New"))
    recorded.build()
    assert warnings(recorded) == ["record-unwritable"]
    assert (recorded.folder / RECORD).read_bytes() == damaged
    assert [problem.key for problem in recorded.build().problems] == [key]


def test_the_record_is_published_nowhere(recorded: Site) -> None:
    recorded.edit("content/plan.md", release("There are 15 schools.\n\nThe second paragraph. [All](record.jsonl)"))
    recorded.build()
    assert "link-missing" in recorded.codes("warning") + recorded.codes()
    assert not [path for path in recorded.files() if "record" in path]


# --- which changes ask for a note --------------------------------------------------------------

TYPOGRAPHY = [
    ("He said “yes”.", 'He said "yes".'),
    ("He said «yes».", "He said „yes“."),
    ("oʻquvchi va maʼno", "o'quvchi va ma’no"),
    ("a plan – a good one", "a plan — a good one"),
    ("a plan – a good one", "a plan -- a good one"),
    ("10 000 pupils", "10\u00a0000 pupils"),
    ("10 000 pupils", "10000 pupils"),
    ("wait…", "wait..."),
    ("a school bus", "a  school\nbus"),
    ("a school bus", "a school\u00a0bus"),
    ("a school bus", "a *school* **bus**"),
    ("co\u00adoperation", "cooperation"),
    ("[The list](other.md)", "[The list](https://elsewhere.example/)"),
    ("One.\n\nTwo.", "One. Two."),
    ("One.\n\nTwo.", "- One.\n- Two."),
    ("## Heading\n\nText.", "### Heading\n\nText."),
    ("é", "e\u0301"),
]
REAL = [
    ("There are 15 schools.", "There are 16 schools.", "figure"),
    ("1.5 million", "15 million", "figure"),
    ("10 000", "100 000", "figure"),
    ("A school.", "A scholl.", "text"),
    ("The us team", "The US team", "text"),
    ("One two three", "One three", "text"),
    ("One three", "One two three", "text"),
    ("Yes, today", "Yes today", "text"),
    ("One.", "One.\n\nTwo.", "text"),
    ("One.\n\nTwo.", "One.", "text"),
    ("ўқувчи", "уқувчи", "text"),
    ("A –5 degrees", "A 5 degrees", "text"),
    ("![A hall](hall.jpg)", "![A room](hall.jpg)", "text"),
    ("![A hall](hall.jpg)", "![A hall](tree.jpg)", "picture"),
    ("Text", "Text\n\n![A hall](hall.jpg)", "text"),
]


def put(made: Site, texts: Iterable[str], keys: str = "") -> None:
    """A release with each text; together, since every build of the site takes as long as for one of them."""
    for number, text in enumerate(texts):
        made.edit(f"content/n{number:02}.md", release(text, keys, title=f"New {number:02}"))


def cases(made: Site) -> dict[str, str]:
    """The case of each change that the last build reported, by file."""
    return {problem.file: problem.key for problem in made.report.problems if problem.severity != "notice"}


def test_typography_spaces_and_markup_are_no_changes(recorded: Site) -> None:
    put(recorded, (before for before, _ in TYPOGRAPHY))
    recorded.build()
    count = len(lines(recorded))
    put(recorded, (after for _, after in TYPOGRAPHY))
    recorded.build()
    assert cases(recorded) == {}
    assert len(lines(recorded)) == count


def test_every_change_of_words_asks_for_a_note_until_there_is_one(recorded: Site) -> None:
    expected = {f"content/n{number:02}.md": f"text-changed/{case}" for number, (_, _, case) in enumerate(REAL)}
    put(recorded, (before for before, _, _ in REAL))
    recorded.build()
    put(recorded, (after for _, after, _ in REAL))
    for _ in range(2):
        recorded.build()
        assert cases(recorded) == expected
    assert recorded.build(strict=True).exit_code == 1
    put(recorded, (after for _, after, _ in REAL), NOTE)
    assert recorded.build(strict=True).exit_code == 0
    assert cases(recorded) == {}
    versions = [line["version"] for line in lines(recorded) if str(line.get("title")).startswith("New")]
    assert sorted(versions) == [1] * len(REAL) + [2] * len(REAL)
    put(recorded, (before for before, _, _ in REAL), NOTE)
    recorded.build()
    assert cases(recorded) == expected


FRONT_MATTER: list[tuple[str, dict[str, str], str]] = [
    ("", {"title": "The plans"}, "headline"),
    ("", {"title": "The “plan”"}, "headline"),
    ("", {"summary": "In long."}, "summary"),
    ("", {"summary": "In short, 5."}, "figure"),
    ("image: {src: hall.jpg, alt: A hall}", {}, "picture-words"),
    ("tags: [schools]\nauthors: Me\nviews: 5\npinned: true\nupdated: 2026-01-05\nspeaker: Me", {}, ""),
    ("slug: better", {}, ""),
    ("", {"date": "2025-12-31"}, ""),
    ("", {"title": "The\u00a0plan"}, ""),
]


def test_changes_of_the_front_matter(recorded: Site) -> None:
    names = [f"content/f{number}.md" for number in range(len(FRONT_MATTER))]
    for name in names:
        recorded.edit(name, release())
    recorded.build()
    for name, (keys, changes, _) in zip(names, FRONT_MATTER, strict=True):
        recorded.edit(name, release(keys=keys, **changes))
    recorded.build()
    expected = {name: f"text-changed/{case}" for name, (_, _, case) in zip(names, FRONT_MATTER, strict=True) if case}
    assert {name: key for name, key in cases(recorded).items() if name in names} == expected


def test_words_about_the_lead_picture_and_the_picture_count(recorded: Site) -> None:
    def with_picture(src: str, **words: str) -> str:
        return release(title="New", keys=f"image: {json.dumps({'src': src, 'alt': 'A hall', **words})}")

    recorded.edit("content/new.md", with_picture("hall.jpg", caption="Today", credit="Me"))
    recorded.build()
    for text, case in (
        (with_picture("hall.jpg", caption="Yesterday", credit="Me"), "picture-words"),
        (with_picture("hall.jpg", caption="Today", credit="You"), "picture-words"),
        (with_picture("hall.jpg", alt="A room", caption="Today", credit="Me"), "picture-words"),
        (with_picture("tree.jpg", caption="Today", credit="Me"), "picture"),
    ):
        recorded.edit("content/new.md", text)
        recorded.build()
        assert warnings(recorded) == [f"text-changed/{case}"]


def test_a_summary_that_moves_into_the_text_changes_no_word(recorded: Site) -> None:
    recorded.edit("content/new.md", release("One two.\n\nThree.", title="New", summary="One two."))
    recorded.build()
    assert warnings(recorded) == []
    text = release("One two.\n\nThree.", title="New").replace("summary: In short.\n", "")
    recorded.edit("content/new.md", text)
    recorded.build()
    assert [key for key in warnings(recorded) if key.startswith("text-changed")] == []


def test_the_problem_names_line_words_and_an_entry_that_helps(recorded: Site) -> None:
    recorded.edit("content/plan.md", release("There are 15 schools.\n\nThe **third** paragraph, again."))
    problem = recorded.build().problems[0]
    assert (problem.file, problem.line) == ("content/plan.md", 8)
    assert problem.message == "A published text was changed: “second” is now “third”."
    assert "{date: 2026-01-15, kind: correction, text: What was wrong}" in problem.hint


def test_a_correction_that_vanishes_is_noticed(recorded: Site) -> None:
    recorded.edit("content/plan.md", release("There are 16 schools.\n\nThe second paragraph.", NOTE))
    recorded.build()
    recorded.edit("content/plan.md", release("There are 16 schools.\n\nThe second paragraph."))
    recorded.build()
    assert warnings(recorded) == ["correction-removed"]


def test_a_note_without_a_change_is_recorded_and_does_not_excuse_the_next_change(recorded: Site) -> None:
    recorded.edit("content/plan.md", release(keys=NOTE))
    recorded.build()
    assert warnings(recorded) == []
    assert history(recorded)["content/plan.md"].corrections == 1
    recorded.edit("content/plan.md", release("There are 16 schools.", NOTE))
    recorded.build()
    assert warnings(recorded) == ["text-changed/figure"]


def test_a_note_of_tomorrow_is_shown_and_counts_from_tomorrow(recorded: Site) -> None:
    note = "corrections: [{date: 2026-01-16, text: Wrong.}]"
    recorded.edit("content/plan.md", release("There are 16 schools.", note))
    assert recorded.build().next_change is not None
    assert warnings(recorded) == ["text-changed/figure"]
    assert "Wrong." not in recorded.read("2026/01/plan/index.html")
    recorded.build("2026-01-16 00:00")
    assert warnings(recorded) == []
    assert "Wrong." in recorded.read("2026/01/plan/index.html")


@pytest.mark.parametrize(
    ("name", "written", "kind"),
    [
        ("corrections", "correction", "Correction"),
        ("Correction", "Clarification", "Clarification"),
        ("исправления", "обновление", "Update"),
        ("исправление", "отзыв", "Withdrawal"),
        ("tuzatishlar", "tuzatish", "Correction"),
        ("tuzatish", "aniqlik", "Clarification"),
        ("тузатишлар", "янгиланиш", "Update"),
        ("тузатиш", "qaytarib olish", "Withdrawal"),
    ],
)
def test_kinds_and_keys_in_several_languages(site: Make, name: str, written: str, kind: str) -> None:
    keys = f"{name}:\n  - {{дата: 10.01.2026, тип: {written}, matn: It was *wrong*.}}"
    made = site("-- content/plan.md --\n" + release(keys=keys.replace("10.01.2026", "15 January 2026")))
    made.build()
    assert warnings(made) == []
    assert f"<b>{kind}, <time" in made.read("2026/01/plan/index.html")
    assert "It was wrong." in made.read("2026/01/plan/index.html")


# --- renames -----------------------------------------------------------------------------------


def history(made: Site) -> dict[str, Recorded]:
    index = parse_record((made.folder / RECORD).read_bytes())
    assert index.problems == ()
    return {release.source: release for release in index.releases}


@pytest.mark.parametrize(
    ("name", "text", "addresses"),
    [
        ("content/better.md", release(), ("/2026/01/plan/", "/2026/01/better/")),
        ("content/sub/plan.md", release("There are 15 schools.\n\nThe 2nd paragraph."), ("/2026/01/plan/",)),
        ("content/plan.md", release(keys="slug: plan-b"), ("/2026/01/plan/", "/2026/01/plan-b/")),
        ("content/plan.md", release(date="2025-12-31"), ("/2026/01/plan/", "/2025/12/plan/")),
        ("content/plan.md", release(keys="permalink: /a/b.html"), ("/2026/01/plan/", "/a/b.html")),
    ],
)
def test_a_release_is_recognised_and_keeps_all_its_addresses(
    recorded: Site, name: str, text: str, addresses: tuple[str, ...]
) -> None:
    first_id = history(recorded)["content/plan.md"].id
    recorded.remove("content/plan.md")
    recorded.edit(name, text)
    recorded.build()
    release_now = history(recorded)[name]
    assert (release_now.id, release_now.addresses) == (first_id, addresses)
    assert f"<id>{first_id}</id>" in recorded.read("atom.xml")
    assert len(history(recorded)) == 2


def test_an_id_in_the_front_matter_finds_a_release_with_another_name_and_text(recorded: Site) -> None:
    recorded.edit("content/named.md", release("One.", "id: n-1", title="Named"))
    recorded.build()
    first_id = history(recorded)["content/named.md"].id
    recorded.remove("content/named.md")
    recorded.edit("content/renamed.md", release("Two.", "id: n-1", title="Renamed"))
    recorded.build()
    assert warnings(recorded) == ["text-changed/headline"]
    assert history(recorded)["content/renamed.md"].id == first_id


def test_a_copy_or_a_translation_is_another_release(recorded: Site) -> None:
    recorded.edit("pressgen.yml", PUBLISHED + "languages: [en, ru]\n")
    recorded.edit("content/copy.md", release())
    recorded.edit("content/plan.ru.md", release())
    recorded.build()
    assert len(history(recorded)) == 4
    assert warnings(recorded) == []


def test_a_move_back_makes_the_first_address_the_last(recorded: Site) -> None:
    for number, name in enumerate(["b", "plan", "c", "plan"]):
        (path,) = [path for path in (recorded.folder / "content").glob("*.md") if path.stem not in ("other",)]
        path.rename(recorded.folder / "content" / f"{name}.md")
        recorded.build(f"2026-01-15 12:{number:02}")
    assert history(recorded)["content/plan.md"].addresses == ("/2026/01/b/", "/2026/01/c/", "/2026/01/plan/")


def test_feeds_of_a_former_tag_and_of_a_former_language_go_on(site: Make) -> None:
    made = site()
    made.edit("pressgen.yml", PUBLISHED + "languages: [en, ru]\nredirect_files: [nginx]\n")
    made.edit("content/plan.md", release(keys="tags: [Schools]"))
    made.edit("content/plan.ru.md", release(keys="tags: [Школы]", title="План"))
    made.build()
    issued = {path for path in made.files() if path.endswith(("feed.xml", "atom.xml", "feed.json"))}
    made.edit("content/plan.md", release(keys="tags: [Teachers]"))
    made.remove("content/plan.ru.md")
    made.build()
    assert issued <= made.files().keys()
    assert made.read("tags/schools/feed.xml") == made.read("tags/teachers/feed.xml")
    assert made.read("ru/tags/школы/atom.xml") == made.read("ru/atom.xml") == made.read("atom.xml")
    assert made.read("all/feed.json") == made.read("feed.json")
    moves = made.read("redirects.nginx.conf")
    assert '"/tags/schools/feed.xml" "/tags/teachers/feed.xml";' in moves
    assert '"/ru/atom.xml" "/atom.xml";' in moves


@pytest.mark.parametrize("settings", ["languages: [en, ru]\n", "languages: [en]\n", "languages: [en, ru, de]\n"])
@pytest.mark.parametrize("path", ["content/news.md", "content/pages/news.md"])
@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_language_is_former_as_well_if_its_last_document_is_in_another_now(
    site: Make, settings: str, path: str, lang: str
) -> None:
    made = site()
    made.edit("pressgen.yml", PUBLISHED + settings)
    made.edit("content/plan.md", release())
    made.edit(path, release(keys="lang: ru", title="N"))
    made.build()
    assert "ru/index.html" in made.files()
    made.edit(path, release(keys=f"lang: {lang}", title="N"))
    made.build(record="never")
    before = made.files()
    assert 'url=/"' in made.read("ru/index.html")
    assert {"ru/tags/index.html", "ru/archive/index.html", "ru/feed.xml", "all/feed.xml"} <= before.keys()
    for hour in 13, 14:
        made.build(f"2026-01-15 {hour}:00")
        assert made.files() == before == rendered(made.folder)


# --- what readers see --------------------------------------------------------------------------


def test_readers_see_the_correction_the_comparison_and_the_earlier_version(recorded: Site) -> None:
    recorded.edit("content/plan.md", release("There are 16 schools.\n\nThe second paragraph.", NOTE))
    recorded.build()
    page = recorded.read("2026/01/plan/index.html")
    head = page[page.index("<h1") : page.index('class="body')]
    assert "<b>Correction, <time" in head and "Something was wrong." in head
    assert 'href="/2026/01/plan/v1/"' in page
    assert '<del><span class="vh"> [removed: </span>15<span class="vh">] </span></del>' in page
    assert '<ins><span class="vh"> [added: </span>16<span class="vh">] </span></ins>' in page
    assert "second paragraph" not in page[page.index("<details>") : page.index("</details>")]
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"][0]
    assert data["dateModified"] == "2026-01-10T00:00:00+05:00"
    assert data["correction"] == [
        {"@type": "CorrectionComment", "text": "Something was wrong.", "datePublished": "2026-01-10T00:00:00+05:00"}
    ]
    version = recorded.read("2026/01/plan/v1/index.html")
    assert "There are 15 schools." in version
    assert '<meta name="robots" content="noindex">' in version
    assert '<link rel="canonical" href="https://news.example/2026/01/plan/">' in version
    others = {path: data for path, data in recorded.files().items() if "/v1/" not in path and "/plan/" not in path}
    assert not [path for path, data in others.items() if b"/v1/" in data]
    assert b"Something was wrong." in others["corrections/index.html"]
    assert b"/corrections/" in others["archive/index.html"]
    for feed in ("corrections/feed.xml", "corrections/atom.xml", "corrections/feed.json"):
        assert b"Correction: The plan" in others[feed]
    assert "<updated>2026-01-10T00:00:00+05:00</updated>" in recorded.read("atom.xml")


def test_pages_without_corrections_have_no_word_of_them(recorded: Site) -> None:
    assert not [path for path, data in recorded.files().items() if b"orrection" in data or b"Release-history" in data]


def test_changes_without_a_correction_change_no_time_in_feeds(recorded: Site) -> None:
    before = recorded.read("atom.xml")
    recorded.edit("content/plan.md", release("There are **15** schools.\n\nThe second paragraph."))
    recorded.build()
    assert [line for line in before.splitlines() if "<updated>" in line] == [
        line for line in recorded.read("atom.xml").splitlines() if "<updated>" in line
    ]


def test_a_newsroom_may_have_a_page_of_its_own_at_the_address_of_the_list(recorded: Site) -> None:
    recorded.edit("content/pages/corrections.md", "---\ntitle: How we correct\n---\nText.\n")
    recorded.edit("content/plan.md", release("There are 16 schools.", NOTE))
    assert recorded.build().exit_code == 0
    assert "How we correct" in recorded.read("corrections/index.html")
    assert "Something was wrong." in recorded.read("corrections/atom.xml")


def test_the_list_of_corrections_stays_when_nothing_is_in_it_any_more(recorded: Site) -> None:
    recorded.edit("content/plan.md", release("There are 16 schools.", NOTE))
    recorded.build()
    assert "corrections/feed.xml" in recorded.files()
    recorded.edit("content/plan.md", release("There are 16 schools.", f"{NOTE}\nstatus: draft"))
    recorded.build()
    assert "No release has a correction at present." in recorded.read("corrections/index.html")
    assert "<item>" not in recorded.read("corrections/feed.xml")
    assert '"items":[]' in recorded.read("corrections/feed.json")
    assert "<updated>1970-" in recorded.read("corrections/atom.xml")
    assert "/corrections/" not in recorded.read("archive/index.html")
    assert recorded.files() == rendered(recorded.folder)


def test_without_corrections_there_never_was_a_list(recorded: Site) -> None:
    assert not [path for path in recorded.files() if path.startswith("corrections/")]
    assert not [line for line in lines(recorded) if line["id"].startswith("list:")]


def test_a_section_with_another_address_or_without_releases_redirects(recorded: Site) -> None:
    sections = "sections:\n  news: {name: News}\n  talks: {name: Talks%s}\nredirect_files: [nginx]\n"
    recorded.edit("pressgen.yml", PUBLISHED + sections % "")
    recorded.edit("content/plan.md", release(keys="section: news"))
    recorded.edit("content/other.md", release("Other text.", "section: talks", title="Other", date="2026-01-03"))
    recorded.build()
    assert {"list:/news/", "list:/talks/"} == {line["id"] for line in lines(recorded) if "list:" in line["id"]}
    recorded.edit("pressgen.yml", PUBLISHED + sections % ", slug: speeches")
    recorded.edit("content/plan.md", release())
    assert recorded.build().problems == ()
    moves = recorded.read("redirects.nginx.conf")
    for old, new in (("/news/", "/"), ("/news/feed.xml", "/feed.xml"), ("/talks/", "/speeches/")):
        assert f'"{old}" "{new}";' in moves
    assert '"/talks/atom.xml" "/speeches/atom.xml";' in moves
    recorded.edit("pressgen.yml", PUBLISHED + sections % "")
    recorded.edit("content/plan.md", release(keys="section: news"))
    assert recorded.build().problems == ()
    assert '"/speeches/" "/talks/";' in recorded.read("redirects.nginx.conf")


def test_the_agenda_and_the_calendars_of_events_stay(recorded: Site) -> None:
    event = "event: {start: 2026-03-01 10:00, place: City Hall}"
    recorded.edit("pressgen.yml", PUBLISHED + "redirect_files: [nginx]\n")
    recorded.edit("content/plan.md", release(keys=event))
    recorded.build()
    issued = {"agenda/index.html", "agenda/agenda.ics", "2026/01/plan/event.ics"}
    assert issued <= recorded.files().keys()
    recorded.edit("content/plan.md", release(keys=f"{event}\nslug: new-plan"))
    recorded.build()
    assert recorded.read("2026/01/plan/event.ics") == recorded.read("2026/01/new-plan/event.ics")
    assert '"/2026/01/plan/event.ics" "/2026/01/new-plan/event.ics";' in recorded.read("redirects.nginx.conf")
    recorded.edit("content/plan.md", release(keys="slug: new-plan"))
    recorded.build()
    assert "agenda/index.html" in recorded.files()
    assert "VEVENT" not in recorded.read("agenda/agenda.ics")
    assert recorded.files() == rendered(recorded.folder)


def test_an_earlier_version_stays_in_its_language(recorded: Site) -> None:
    recorded.edit("pressgen.yml", PUBLISHED + "languages: [en, ru]\n")
    recorded.edit("content/third.ru.md", release("Третий.", title="Третий"))
    recorded.edit("content/plan.md", release("There are 16 schools.", NOTE))
    recorded.build()
    page = recorded.read("2026/01/plan/v1/index.html")
    assert "January" in page
    recorded.edit("content/plan.md", release("There are 16 schools.", f"{NOTE}\nlang: ru"))
    recorded.build()
    assert recorded.read("2026/01/plan/v1/index.html") == page
    # The page of the release lists it in the language that it has now.
    assert "января" in recorded.read("ru/2026/01/plan/index.html")


def test_versions_show_links_without_pictures_under_any_base_path(site: Make) -> None:
    made = site()
    made.edit("pressgen.yml", PUBLISHED.replace("news.example/", "news.example/press/"))
    made.edit("content/hall.jpg", (PICTURES / "meeting.jpg").read_bytes())
    made.edit("content/other.md", release("Other.", title="Other"))
    body = 'See [it](other.md) and [more](https://x.example/).\n\n![A <b>hall</b> & "more"](hall.jpg)\n\n'
    made.edit("content/plan.md", release(body + "Text.", "image: {src: hall.jpg, alt: Hall, caption: Cap}"))
    made.build()
    assert "/press/" not in json.dumps([line.get("body") for line in lines(made)])
    made.edit("content/plan.md", release(body + "Texts.", f"image: {{src: hall.jpg, alt: Hall, caption: Cap}}\n{NOTE}"))
    made.build()
    page = made.read("2026/01/plan/v1/index.html")
    main_part = page[page.index("<main") : page.index("</main>")]
    assert 'href="/press/2026/01/other/"' in main_part and 'href="https://x.example/"' in main_part
    assert "<img" not in main_part and "hall" in main_part and "Cap" in main_part and "<b>hall" not in main_part


def test_the_record_brings_no_code_into_pages(recorded: Site) -> None:
    text = (recorded.folder / RECORD).read_text(encoding="utf-8")
    recorded.edit(
        RECORD, text.replace("There are 15", "<script>alert(1)</script><a href='javascript:a'>There</a> are 15")
    )
    recorded.edit(
        "content/plan.md",
        release("There are 16 schools.\n\nThe second paragraph.", NOTE, title="<b onclick=a>The plan</b>"),
    )
    recorded.build()
    for path in ("2026/01/plan/index.html", "2026/01/plan/v1/index.html"):
        page = recorded.read(path).replace('<script type="application/ld+json">', "")
        assert not [word for word in ("<script", "javascript:", "onclick") if word in page]


def test_texts_with_the_same_words_are_compared_once(recorded: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded.edit("content/plan.md", release("There are **15** schools.\n\nThe second paragraph."))
    recorded.build()
    assert warnings(recorded) == []
    monkeypatch.setattr(history_module, "wording", lambda _: pytest.fail("they were compared again"))
    recorded.edit("content/other.md", release("Other text.", title="Other", date="2026-01-03", keys="tags: [a]"))
    assert recorded.build().exit_code == 0
    recorded.edit("content/plan.md", release("There are *15* schools.\n\nThe second paragraph."))
    with pytest.raises(pytest.fail.Exception):
        recorded.build()


def test_the_site_is_the_same_before_and_after_it_is_recorded(recorded: Site) -> None:
    recorded.edit("content/plan.md", release("There are 16 schools.", NOTE))
    recorded.build(record="never")
    before = recorded.files()
    recorded.build()
    assert recorded.files() == before == rendered(recorded.folder)
    recorded.build()
    assert recorded.files() == before


# --- the file ----------------------------------------------------------------------------------


def test_two_branches_merge_by_keeping_the_lines_of_both(recorded: Site) -> None:
    base = (recorded.folder / RECORD).read_text(encoding="utf-8")
    branches = []
    for name in ("one", "two"):
        recorded.edit(RECORD, base)
        recorded.edit(f"content/{name}.md", release(f"Text of {name}.", title=name))
        recorded.build()
        branches.append((recorded.folder / RECORD).read_text(encoding="utf-8"))
        recorded.remove(f"content/{name}.md")
    for name in ("one", "two"):
        recorded.edit(f"content/{name}.md", release(f"Text of {name}.", title=name))
    merged = "".join(dict.fromkeys("".join(reversed(branches)).splitlines(keepends=True)))
    recorded.edit(RECORD, merged)
    recorded.build()
    assert (warnings(recorded), (recorded.folder / RECORD).read_text(encoding="utf-8")) == ([], merged)
    recorded.edit("content/three.md", release("Text of three.", title="three"))
    recorded.build()
    assert len(lines(recorded)) == 5
    assert {*merged.splitlines()} < {*(recorded.folder / RECORD).read_text(encoding="utf-8").splitlines()}


def test_a_warning_names_the_line_as_it_is_after_the_record_was_written(recorded: Site) -> None:
    for number in range(6):
        recorded.edit(f"content/new-{number}.md", release(f"Text {number}.", title=f"New {number}"))
    recorded.remove("content/other.md")
    recorded.build()
    (problem,) = recorded.report.problems
    assert problem.key == "address-lost"
    assert problem.line == 1 + [line.get("title") for line in lines(recorded)].index("Other")
    assert recorded.build(cache=False).problems == recorded.report.problems == (problem,)


def test_a_mark_of_the_encoding_at_the_beginning_does_no_harm(recorded: Site) -> None:
    text = (recorded.folder / RECORD).read_bytes()
    recorded.edit("content/plan.md", release("There are 16 schools.", NOTE))
    recorded.build()
    page, both = recorded.read("2026/01/plan/v1/index.html"), (recorded.folder / RECORD).read_bytes()
    recorded.edit(RECORD, b"\xef\xbb\xbf" + both)
    assert recorded.build(cache=False).problems == ()
    assert recorded.read("2026/01/plan/v1/index.html") == page
    recorded.edit(RECORD, b"\xef\xbb\xbf" + text)
    recorded.build()
    assert (recorded.folder / RECORD).read_bytes() == both


def test_line_ends_of_windows_double_no_line(recorded: Site) -> None:
    text = (recorded.folder / RECORD).read_text(encoding="utf-8")
    recorded.edit(RECORD, (text.replace("\n", "\r\n") + text).encode())
    recorded.edit("content/new.md", release("New text.", title="New"))
    assert recorded.build().problems == ()
    assert len((recorded.folder / RECORD).read_bytes().splitlines()) == len(text.splitlines()) + 1
    assert b"\r" not in (recorded.folder / RECORD).read_bytes()


@pytest.mark.parametrize(
    ("damage", "key", "line"),
    [
        (lambda text: "<<<<<<< HEAD\n" + text, "record-conflict", 1),
        (lambda text: text + "=======\n", "record-conflict", 3),
        (lambda text: text + text.splitlines()[0].replace("Other", "Else").replace("The plan", "A plan") + "\n", "record-double", 3),
        (lambda text: text + text.splitlines()[0] + "\n", "", 0),
        (lambda text: text.replace("\n", "\r\n\r\n"), "", 0),
        (lambda text: text + "[]\n", "record-invalid", 3),
        (lambda text: text + '{"unknown": ' + "[" * 100_000 + "\n", "record-invalid", 3),
        (lambda text: text + '{"id": "a"}\n', "record-invalid", 3),
        (lambda text: text + '{"id": "a", "version": 1, "at": "yesterday"}\n', "record-invalid/value", 3),
        (lambda text: text + "\udcff\n", "record-invalid", 3),
    ],
)  # fmt: skip
def test_damage_is_reported_with_its_line(recorded: Site, damage: Callable[[str], str], key: str, line: int) -> None:
    text = (recorded.folder / RECORD).read_text(encoding="utf-8")
    recorded.edit(RECORD, damage(text).encode("utf-8", "surrogateescape"))
    report = recorded.build()
    assert report.exit_code == (1 if key else 0)
    found = [(problem.key, problem.file, problem.line) for problem in report.problems if problem.severity == "error"]
    assert found == ([(key, RECORD, line)] if key else [])


def test_addresses_of_versions() -> None:
    assert address_of_path("2026/01/plan/index.html") == "/2026/01/plan/"
    assert (address_of_path("index.html"), address_of_path("a/b.html")) == ("/", "/a/b.html")
    assert version_path("/2026/01/plan/", 2) == "2026/01/plan/v2/index.html"
    assert version_path("/a/b.html", 1) == "a/b/v1/index.html"


# --- words -------------------------------------------------------------------------------------


@given(st.text("ab1.,-–“\"' \u00ad\u00a0", max_size=30))
def test_words_keep_every_visible_character(text: str) -> None:
    kept = "".join("".join(words_of(text)).split()).replace("\u00a0", "")
    assert kept == "".join(character for character in text if character not in " \u00ad\u00a0")


@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
def test_a_difference_is_found_exactly_where_words_differ(before: list[str], after: list[str]) -> None:
    difference = first_difference(before, after)
    assert (difference is None) == ([*map(fold, before)] == [*map(fold, after)])
    if difference is not None and before and after:
        assert difference.before != difference.after


@given(st.lists(st.sampled_from("abcd"), max_size=6), st.lists(st.sampled_from("abcd"), max_size=6))
def test_a_comparison_shows_both_texts(before: list[str], after: list[str]) -> None:
    html = show_changes((" ".join(before),), (" ".join(after),), "R", "A")
    plain = html.replace('<span class="vh"> [R: </span>', "").replace('<span class="vh"> [A: </span>', "")
    plain = plain.replace('<span class="vh">] </span>', "").replace("<p>", "").replace("</p>", "")
    if before == after:
        assert html == ""
        return
    assert [*_without(plain, "ins").split()] == before
    assert [*_without(plain, "del").split()] == after


def _without(html: str, tag: str) -> str:
    other = "ins" if tag == "del" else "del"
    while f"<{tag}>" in html:
        start, end = html.index(f"<{tag}>"), html.index(f"</{tag}>")
        html = html[:start] + html[end + len(tag) + 3 :]
    return html.replace(f"<{other}>", "").replace(f"</{other}>", "")


# --- the law -----------------------------------------------------------------------------------

WORDS = ["alpha", "beta", "gamma", "15", "16"]
STEPS = st.one_of(
    st.tuples(st.just("words"), st.integers(0, 2), st.lists(st.sampled_from(WORDS), min_size=1, max_size=5)),
    st.tuples(st.just("headline"), st.integers(0, 2), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)),
    st.tuples(st.just("typography"), st.integers(0, 2), st.just([])),
    st.tuples(st.just("note"), st.integers(0, 2), st.just([])),
    st.tuples(st.just("tags"), st.integers(0, 2), st.just([])),
    st.tuples(st.just("rename"), st.integers(0, 2), st.just([])),
    st.tuples(st.just("template"), st.integers(0, 2), st.just([])),
)


class Draft:
    """A release of the law, and what the record must know of it."""

    def __init__(self, number: int) -> None:
        self.name, self.number = f"r{number}", number
        self.title, self.words = [f"title{number}"], [f"only{number}", "alpha"]
        self.is_marked, self.tags, self.notes, self.moves = False, "a", 0, 0
        self.base = self.title, self.words
        self.recorded_notes = 0

    @property
    def text(self) -> str:
        separator = " **and** " if self.is_marked else " and "
        notes = [f"  - {{date: 2026-01-10, text: Note {number}.}}" for number in range(self.notes)]
        keys = "\n".join([f"tags: [{self.tags}]", *(["corrections:", *notes] if notes else [])])
        return release(separator.join(self.words), keys, title=" ".join(self.title))

    @property
    def is_silent(self) -> bool:
        return (self.title, self.words) != self.base and self.notes == self.recorded_notes

    def publish(self) -> None:
        if not self.is_silent:
            self.base, self.recorded_notes = (self.title, self.words), self.notes


def steps_of(made: Site, drafts: list[Draft], steps: list[tuple[str, int, list[str]]]) -> Iterator[None]:
    for minute, (kind, number, words) in enumerate(steps):
        draft = drafts[number]
        if kind == "words":
            draft.words = [f"only{number}", *words]
        elif kind == "headline":
            draft.title = words
        elif kind == "typography":
            draft.is_marked = not draft.is_marked
        elif kind == "note":
            draft.notes += 1
        elif kind == "tags":
            draft.tags = "b" if draft.tags == "a" else "a"
        elif kind == "rename" and not draft.is_silent:
            made.remove(f"content/{draft.name}.md")
            draft.moves += 1
            draft.name = f"r{number}-{draft.moves}"
        elif kind == "template":
            made.edit("templates/404.html", f"{{% extends 'base.html' %}}{{% block main %}}{minute}{{% endblock %}}")
        made.edit(f"content/{draft.name}.md", draft.text)
        yield


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=1, max_size=7))
def test_every_change_of_words_asks_for_a_note_no_other_does_and_old_versions_keep_their_bytes(
    site: Make, steps: list[tuple[str, int, list[str]]]
) -> None:
    made = site()
    made.edit("pressgen.yml", PUBLISHED)
    drafts = [Draft(number) for number in range(3)]
    for draft in drafts:
        made.edit(f"content/{draft.name}.md", draft.text)
    made.build()
    versions: dict[str, bytes] = {}
    addresses: dict[str, tuple[str, ...]] = {}
    for minute, _ in enumerate(steps_of(made, drafts, steps)):
        made.build(f"2026-01-15 12:{minute:02}")
        silent = {problem.file for problem in made.report.problems if problem.code == "text-changed"}
        assert silent == {f"content/{draft.name}.md" for draft in drafts if draft.is_silent}
        assert set(made.codes("warning")) <= {"text-changed"}
        for draft in drafts:
            draft.publish()
        files = made.files()
        assert {path: files.get(path) for path in versions} == versions
        versions = {path: data for path, data in files.items() if "/v" in path}
        for recorded_release in history(made).values():
            first = addresses.get(recorded_release.id, ())
            assert {*first} <= {*recorded_release.addresses}
            addresses[recorded_release.id] = recorded_release.addresses
        assert len(addresses) == len(drafts)
        assert made.build(f"2026-01-15 12:{minute:02}").changed == 0
    assert made.files() == rendered(made.folder, f"2026-01-15 12:{len(steps):02}")
