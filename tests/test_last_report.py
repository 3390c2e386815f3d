"""When the report of the last build is no answer any more, although no file has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import SETTINGS, Site, rendered
from everything import picture
from films import SOUND
from pressgen.content import data_files, documents, folders
from pressgen.content.media import files
from pressgen.plan import draft
from pressgen.render import outputs
from pressgen.site import sources

Make = Callable[..., Site]
RELEASE = "---\ntitle: A\ndate: 2026-01-02\nsummary: S.\n---\n"


def hints(made: Site, as_of: str, cache: bool = True) -> list[str]:
    return [str(problem.values) for problem in made.build(as_of, cache=cache).problems]


def test_a_hint_that_names_the_day_names_the_present_one(site: Make) -> None:
    made = site(f"-- content/a.md --\n{RELEASE}Fifteen schools.\n")
    made.edit("pressgen.yml", SETTINGS + "record: true\n")
    made.build("2026-01-15 12:00")
    made.edit("content/a.md", f"{RELEASE}Sixteen schools.\n")
    for day in ("2026-01-15 12:00", "2026-01-15 23:59", "2026-01-16 00:00"):
        [hint] = hints(made, day)
        assert day[:10] in hint
        assert hint == hints(made, day, cache=False)[0]


def test_a_year_that_is_too_far_ahead_comes_nearer(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2037-01-02\nsummary: S.\n---\nText.\n")
    made.build("2026-12-31 12:00")
    assert made.codes("warning") == ["date-far"]
    made.build("2027-01-01 12:00")
    assert made.codes("warning") == []


def test_other_problems_stay_as_they_are_until_something_changes(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site(f"-- content/a.md --\n{RELEASE}[Gone](b.md)\n-- content/c.md --\n---\ntitle: C\n---\nText.\n")
    made.edit("content/soon.md", RELEASE.replace("01-02", "03-01").replace("S.", "S.\nimage: none.png"))
    first = made.build("2026-01-15 12:00", skip_invalid=True)
    assert first.exit_code == 3
    assert {problem.code for problem in first.problems} == {"link-missing", "date-missing", "due-problem"}
    with monkeypatch.context() as patch:
        patch.setattr(draft, "draft", None)
        for day in ("2026-01-15 23:59", "2026-01-16 12:00", "2026-02-28 23:59"):
            assert made.build(day, skip_invalid=True).problems == first.problems
    assert made.build("2026-02-28 23:59", skip_invalid=True, cache=False).problems == first.problems
    later = made.build("2026-03-01 00:00", skip_invalid=True)
    assert {problem.code for problem in later.problems} == {"link-missing", "date-missing", "image-missing"}


def test_a_text_that_was_too_much_for_a_busy_machine_is_tried_again(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(f"-- content/a.md --\n{RELEASE}Text.\n-- content/b.md --\n{RELEASE}Other.\n")
    for code, fault in (("document-failed", MemoryError("full")), ("file-unreadable", OSError(5, "I/O error"))):
        made.edit("content/a.md", f"{RELEASE}Text {code}.\n")
        with monkeypatch.context() as patch:
            refuse(patch, documents, "load", "content/a.md", fault)
            assert made.build(skip_invalid=True).exit_code == 3
            assert made.codes() == [code]
        assert made.build(skip_invalid=True).problems == ()


def refuse(patch: pytest.MonkeyPatch, module: object, name: str, path: str, fault: Exception | None) -> None:
    """Let a function of a module fail for one path, as `fault` or by returning nothing."""
    read = getattr(module, name)

    def refusing(root: Path, *given: object) -> object:
        if path not in (given[0], f"{root.name}/{given[0]}"):
            return read(root, *given)
        if fault is None:
            return None
        if isinstance(fault, OSError):
            return folders.unreadable(path, fault)
        raise fault

    patch.setattr(module, name, refusing)


def test_a_sound_or_its_words_that_could_not_be_read_are_tried_again(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(f"-- content/a.md --\n{RELEASE}![Speech](s.mp3)\n-- content/s.txt --\nThe words.\n")
    made.edit("content/s.mp3", SOUND)
    for path, name in (("content/s.mp3", "resolve"), ("content/s.txt", "read")):
        made.edit(path, (made.folder / path).read_bytes() + b"\0\0")
        with monkeypatch.context() as patch:
            refuse(patch, files, name, path, None)
            assert made.build().problems, path
            assert made.report.written
        assert made.build().problems == (), path


@pytest.mark.parametrize("name", ["redirects", "consents"])
def test_a_table_that_cannot_be_read_is_reported(site: Make, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    made = site(f"-- content/a.md --\n{RELEASE}Text.\n-- content/{name}.csv --\n\n")
    with monkeypatch.context() as patch:
        refuse(patch, sources, "read", f"content/{name}.csv", None)
        assert not made.build().written
        assert [(each.code, each.file) for each in made.report.problems] == [("file-unreadable", f"content/{name}.csv")]
    assert made.build().problems == ()


def test_data_that_could_not_be_read_is_read_again(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site(f"-- content/a.md --\n{RELEASE}Text.\n-- data/fee.yml --\nsum: 5\n")
    made.edit("templates/404.html", "{{ data.fee.sum }}")
    with monkeypatch.context() as patch:
        refuse(patch, data_files, "read", "data/fee.yml", None)
        assert not made.build().written
        assert made.codes() == ["file-unreadable"]
    assert made.build().written
    assert made.read("404.html") == "5"


@pytest.mark.parametrize(("name", "step"), [("a", "derive_pictures"), ("a", "pack_kits"), ("logo", "draw_cards")])
def test_a_picture_that_changes_during_a_build_is_not_taken_for_the_one_before(
    site: Make, monkeypatch: pytest.MonkeyPatch, name: str, step: str
) -> None:
    made = site(f"-- content/a.md --\n{RELEASE}![A](a.png)\n-- content/b.md --\n{RELEASE}Text.\n")
    made.edit("pressgen.yml", f"{SETTINGS}press_kits: true\nshare_cards: true\ntheme: {{logo: logo.png}}\n")
    for file in ("a", "logo"):
        made.edit(f"content/{file}.png", picture(90))
    make = getattr(outputs, step)

    def saved_meanwhile(*given: Any) -> object:
        made.edit(f"content/{name}.png", picture(200))
        return make(*given)

    with monkeypatch.context() as patch:
        patch.setattr(outputs, step, saved_meanwhile)
        assert not made.build().written
        assert made.codes() == ["file-unreadable"]
    made.edit(f"content/{name}.png", picture(90))
    assert made.build().written
    assert made.files() == rendered(made.folder)


def test_a_manifest_of_an_earlier_site_is_believed_no_more_than_without_memory(site: Make) -> None:
    made = site(f"-- content/a.md --\n{RELEASE}Text.\n")
    made.build()
    manifest = made.output / ".pressgen.json"
    earlier = manifest.read_bytes()
    made.edit("content/a.md", f"{RELEASE}Other text.\n")
    made.build()
    later = manifest.read_bytes()
    manifest.write_bytes(earlier)
    assert made.build().exit_code == 0
    assert manifest.read_bytes() == later
    made.edit("content/b.md", f"{RELEASE}Text.\n")
    made.build()
    manifest.write_bytes(later)
    assert made.build().problems == made.build(cache=False).problems
    assert made.codes() == ["output-in-the-way"]
