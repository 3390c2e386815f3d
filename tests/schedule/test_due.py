"""What is due on a published site, from the memory and from the sources."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from conftest import Site
from pressgen.cli import main
from pressgen.cli.console import Console
from pressgen.cli.late import delay_of
from pressgen.content.scan import stat_inputs
from pressgen.model import Options
from pressgen.schedule.due import Outlook, look_ahead
from pressgen.store.database import forget_folder

Make = Callable[..., Site]
ZONE = timezone(timedelta(hours=5))
SITE = """\
-- content/old.md --
---
title: Old
date: 2025-01-01
---
Text.
-- content/bus.md --
---
title: The bus
date: 2026-01-20 09:00
expires: 2026-03-01
updated: 2026-02-01 10:30
---
Text.
-- content/hall.ru.md --
---
title: Зал
date: 2026-01-20 09:00
noindex: true
---
Text.
-- content/pages/jobs.md --
---
title: Jobs
date: 2026-01-25
---
Text.
-- content/draft.md --
---
title: Draft
date: 2026-01-21
status: draft
---
Text.
"""
LISTED = "languages: [en, ru]\n"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def newsroom(site: Make, settings: str = "") -> Site:
    made = site(SITE)
    made.edit("pressgen.yml", (made.folder / "pressgen.yml").read_text() + LISTED + settings)
    return made


def look(made: Site, moment: str, **options: object) -> Outlook:
    return look_ahead(made.folder, at(moment), Options(**options))  # type: ignore[arg-type]


def run(*words: str, **env: str) -> Result:
    return CliRunner().invoke(main, list(words), env={"SOURCE_DATE_EPOCH": None, **env})


def settle(made: Site) -> None:
    """Wait until any later change of a source would show."""
    while not stat_inputs(made.folder).is_settled:
        pass


def test_the_calendar_has_every_timed_thing_with_its_file_headline_language_and_address(site: Make) -> None:
    made = newsroom(site)
    made.build("2026-01-15 12:00")
    changes = look(made, "2026-01-15 12:00").coming
    assert [(f"{change.at:%m-%d %H:%M}", change.kind, change.source) for change in changes] == [
        ("01-20 09:00", "release", "content/bus.md"),
        ("01-20 09:00", "release", "content/hall.ru.md"),
        ("01-22 09:00", "news", "content/bus.md"),
        ("01-25 00:00", "release", "content/pages/jobs.md"),
        ("02-01 10:30", "update", "content/bus.md"),
        ("03-01 00:00", "expiry", "content/bus.md"),
    ]
    assert (changes[1].title, changes[1].lang) == ("Зал", "ru")
    assert [changes[number].address for number in (0, 1, 3)] == [
        "https://news.example/2026/01/bus/",
        "https://news.example/ru/2026/01/hall/",
        "https://news.example/jobs/",
    ]
    assert made.report.next_change == changes[0].at


def test_an_address_in_the_calendar_is_the_one_that_the_release_gets(site: Make) -> None:
    made = site()
    for name, date in (("a/plan", "2026-01-05"), ("b/plan", "2026-01-20"), ("c/plan", "2026-01-25")):
        made.edit(f"content/{name}.md", f"---\ntitle: {name}\ndate: {date}\n---\nText.\n")
    made.build("2026-01-15 12:00")
    coming = {change.source: change.address for change in look(made, "2026-01-15 12:00").coming}
    made.build("2026-01-26 12:00")
    pages = {path for path in made.files() if path.endswith("plan/index.html")}
    expected = {coming[f"content/{name}/plan.md"].removeprefix("https://news.example/") for name in "bc"}
    assert {path + "index.html" for path in expected} < pages


def test_a_replaced_picture_is_in_the_calendar_and_the_next_change(site: Make) -> None:
    made = site()
    made.edit("pressgen.yml", (made.folder / "pressgen.yml").read_text() + "assets_kept: 10\n")
    made.edit("content/a.md", "---\ntitle: A\ndate: 2025-01-10\nimage: p.png\n---\nText.\n")
    for red in (10, 20):
        data = BytesIO()
        Image.new("RGB", (60, 40), (red, 0, 0)).save(data, "PNG")
        made.edit("content/p.png", data.getvalue())
        made.build("2026-01-15 12:00")
    settle(made)
    assert made.report.next_change == at("2026-01-25 12:00")
    remembered = look(made, "2026-01-16 12:00")
    assert {change.kind for change in remembered.coming} == {"asset"}
    assert all((made.output / change.address).is_file() for change in remembered.coming)
    made.edit("content/b.md", "---\ntitle: B\ndate: 2025-01-11\n---\nText.\n")  # from the sources
    assert look(made, "2026-01-16 12:00").coming == remembered.coming
    before = made.build("2026-01-25 11:59:59")
    assert (before.removed, before.next_change) == (0, at("2026-01-25 12:00"))
    assert made.build("2026-01-25 12:00").removed == len(remembered.coming)


@pytest.mark.parametrize("source", ["memory", "sources"])
def test_what_is_due_is_what_a_build_would_change(site: Make, source: str) -> None:
    made = newsroom(site)
    made.build("2026-01-15 12:00")
    settle(made)
    if source == "sources":
        made.edit("content/old.md", "---\ntitle: Old\ndate: 2025-01-01\n---\nOther text.\n")
    for moment, kinds in (
        ("2026-01-20 08:59:59", []),
        ("2026-01-20 09:00", ["release"] * 2),
        ("2026-01-22 09:00", ["release"] * 2 + ["news"]),
    ):
        outlook = look(made, moment)
        assert (outlook.is_due, [change.kind for change in outlook.overdue]) == (bool(kinds), kinds)
        assert outlook.is_edited == (source == "sources")
        assert len(outlook.overdue) + len(outlook.coming) == 6
    made.build("2026-01-20 09:00")
    assert not look(made, "2026-01-20 09:00").is_due


def test_the_memory_answers_without_reading_a_source(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = newsroom(site)
    made.build("2026-01-15 12:00")
    settle(made)
    import pressgen.schedule.due as due

    monkeypatch.setattr(due, "_read_ahead", lambda *_: pytest.fail("the sources were read"))
    assert look(made, "2026-01-20 09:00").is_due
    heavy = ("yaml", "jinja2", "pyromark", "babel", "nh3", "PIL", "pressgen.plan.draft", "rich")
    program = "import sys; from pressgen.cli import main; main(standalone_mode=False)"
    probe = f"import atexit, sys; atexit.register(lambda: print(sorted({heavy!r} & sys.modules.keys()))); {program}"
    probe = probe.replace(repr(heavy), f"set({heavy!r})")
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(int(at("2026-01-20 09:00").timestamp()))}
    done = subprocess.run(
        [sys.executable, "-c", probe, "due", str(made.folder)], env=env, capture_output=True, text=True
    )
    assert done.returncode == 4, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_record_of_a_build_outlives_another_memory_key(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = newsroom(site)
    made.build("2026-01-15 12:00")
    made.edit("pressgen.yml", (made.folder / "pressgen.yml").read_text().replace("en, ru", "en, ru, uz"))
    assert look(made, "2026-01-20 09:00").last_build == at("2026-01-15 12:00")
    assert [change.kind for change in look(made, "2026-01-20 09:00").overdue] == ["release", "release"]


def test_without_a_build_on_record_a_build_is_due(site: Make) -> None:
    made = newsroom(site)
    assert look(made, "2026-01-15 12:00").is_due
    made.build("2026-01-15 12:00")
    assert not look(made, "2026-01-15 12:00").is_due
    assert look(made, "2026-01-15 12:00", output="elsewhere").is_due
    forget_folder(made.folder)
    outlook = look(made, "2026-01-15 12:00")
    assert (outlook.is_due, outlook.last_build, len(outlook.coming)) == (True, None, 6)


def test_a_site_of_a_later_time_is_due_at_once(site: Make) -> None:
    made = newsroom(site)
    made.build("2026-01-21 12:00")
    settle(made)
    outlook = look(made, "2026-01-20 08:00")
    assert outlook.is_due
    assert [change.source for change in outlook.early] == ["content/bus.md", "content/hall.ru.md"]
    result = run("due", str(made.folder), "--as-of", "2026-01-20 08:00")
    assert result.exit_code == 4
    assert result.stdout.startswith("Published before their time, by the last build (2026-01-21 12:00+05:00):\n")
    made.build("2026-01-20 08:00")
    assert not look(made, "2026-01-20 08:00").is_due


def test_the_command_lists_what_comes_without_headlines_and_exits_with_4_if_something_is_due(site: Make) -> None:
    made = newsroom(site)
    folder = str(made.folder)
    assert run("due", folder).stdout.startswith("No build to output/ is on record.\n")
    made.build("2026-01-15 12:00")
    settle(made)
    early = run("due", folder, SOURCE_DATE_EPOCH=str(int(at("2026-01-20 08:59").timestamp())))
    assert early.exit_code == 0
    assert early.stdout.splitlines()[:3] == [
        "Nothing is due.",
        "Coming next:",
        "  2026-01-20 09:00+05:00  content/bus.md: is published",
    ]
    late = run("due", folder, "--as-of", "2026-01-20 09:00")
    assert late.exit_code == 4
    assert late.stdout.splitlines()[:2] == [
        "Due since the last build (2026-01-15 12:00+05:00):",
        "  2026-01-20 09:00+05:00  content/bus.md: is published",
    ]
    assert "The bus" not in early.output + late.output
    assert run("due", folder, "--as-of", "tomorrow").exit_code == 2
    assert run("due", str(made.folder / "content")).exit_code == 2
    assert run("due", folder, "--then", "true").exit_code == 2
    assert run("due", folder, "--watch", "--json").exit_code == 2
    assert run("due", folder, "--output", "").exit_code == 2


def test_json_has_everything(site: Make) -> None:
    made = newsroom(site)
    made.build("2026-01-15 12:00")
    result = run("due", str(made.folder), "--json", "--as-of", "2026-01-20 09:00")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["is_due"], report["last_build"]) == (4, True, "2026-01-15T12:00:00+05:00")
    assert report["overdue"][0] == {
        "at": "2026-01-20T09:00:00+05:00",
        "kind": "release",
        "source": "content/bus.md",
        "title": "The bus",
        "lang": "en",
        "address": "https://news.example/2026/01/bus/",
    }
    assert len(report["coming"]) == 4


def test_many_changes_are_cut_and_an_error_is_announced(site: Make) -> None:
    made = site()
    for number in range(12):
        made.edit(
            f"content/r{number:02}.md", f"---\ntitle: R\ndate: 2034-01-{number + 1:02}\nnoindex: true\n---\nText.\n"
        )
    made.edit("content/a.md", "---\ntitle: A\ndate: 2025-01-01\n---\nText.\n")
    made.build("2026-01-15 12:00")
    made.edit("content/bad.md", "---\ntitle: Bad\n---\nText.\n")
    result = run("due", str(made.folder), "--as-of", "2026-01-16")
    assert result.exit_code == 1
    assert "… and 2 more; see --json" in result.stdout
    assert "The next build will stop: 1 error. See `pressgen check`." in result.stderr
    assert "The sources have changed since the last build (2026-01-15 12:00+05:00)." in result.stderr
    assert run("due", str(made.folder), "--as-of", "2026-01-16", "--skip-invalid").exit_code == 0


def test_an_error_that_the_last_build_left_out_is_announced_too(site: Make) -> None:
    made = site()
    made.edit("content/a.md", "---\ntitle: A\ndate: 2025-01-01\n---\nText.\n")
    made.edit("content/bad.md", "---\ntitle: Bad\n---\nText.\n")
    made.build("2026-01-15 12:00", skip_invalid=True)
    settle(made)
    assert look(made, "2026-01-16 12:00").errors == 1
    assert look(made, "2026-01-16 12:00", skip_invalid=True).errors == 0


# --- lateness -----------------------------------------------------------------------------------


def late(made: Site) -> list[tuple[str, str, int]]:
    return [(change.source, change.kind, change.seconds) for change in made.report.late]


def test_a_release_that_goes_out_late_is_reported_once(site: Make) -> None:
    made = newsroom(site)
    made.build("2026-01-15 12:00")
    made.build("2026-01-20 09:03:20")
    assert late(made) == [("content/bus.md", "release", 200), ("content/hall.ru.md", "release", 200)]
    made.build("2026-01-20 09:03:20")
    assert late(made) == []
    made.build("2026-01-20 10:00")
    assert late(made) == []
    made.build("2026-03-01 01:00")
    assert late(made) == [
        ("content/pages/jobs.md", "release", 35 * 86400 + 3600),
        ("content/bus.md", "expiry", 3600),
    ]


@pytest.mark.parametrize("moment", ["2026-01-20 09:00", "2026-01-20 09:00:59"])
def test_within_a_minute_it_is_on_time(site: Make, moment: str) -> None:
    made = newsroom(site)
    made.build("2026-01-15 12:00")
    made.build(moment)
    assert late(made) == []
    assert (made.output / "2026/01/bus/index.html").is_file()


def test_a_first_build_and_an_edited_date_are_not_late(site: Make) -> None:
    made = newsroom(site)
    made.build("2026-02-01 12:00")
    assert late(made) == []
    made.edit("content/past.md", "---\ntitle: Past\ndate: 2026-02-01 11:00\n---\nText.\n")
    made.edit("content/next.md", "---\ntitle: Next\ndate: 2026-02-02 10:00\n---\nText.\n")
    made.build("2026-02-01 12:10")
    assert late(made) == []
    # Earlier than the last build knew: nobody could have published it then.
    made.edit("content/next.md", "---\ntitle: Next\ndate: 2026-02-01 12:20\n---\nText.\n")
    made.edit("content/new.md", "---\ntitle: New\ndate: 2026-02-01 12:20\n---\nText.\n")
    made.build("2026-02-01 13:00")
    assert late(made) == []
    assert (made.output / "2026/02/new/index.html").is_file()


def test_a_build_that_failed_makes_the_next_one_late(site: Make) -> None:
    made = newsroom(site)
    made.build("2026-01-15 12:00")
    made.edit("content/bad.md", "---\ntitle: Bad\n---\nText.\n")
    assert made.build("2026-01-20 09:00").exit_code == 1
    made.remove("content/bad.md")
    made.build("2026-01-20 09:05")
    assert late(made)[0] == ("content/bus.md", "release", 300)


def test_a_release_that_a_build_without_memory_published_is_not_late(site: Make) -> None:
    made = newsroom(site)
    made.build("2026-01-15 12:00")
    made.build("2026-01-20 09:00", cache=False)
    made.build("2026-01-20 10:00")
    assert late(made) == []


def test_lateness_is_printed_in_the_report_the_summary_and_json(site: Make, tmp_path: Path) -> None:
    made = newsroom(site)
    made.build("2026-01-15 12:00")
    summary = tmp_path / "summary.md"
    result = run("build", str(made.folder), "--as-of", "2026-01-20 09:03:20", "--json", "--summary", str(summary))
    line = "content/bus.md: published 3 min 20 s after its time, 2026-01-20 09:00+05:00"
    assert line in result.stderr
    assert "published 3 min 20 s after its time" in summary.read_text()
    assert json.loads(result.stdout)["late"][0] == {
        "at": "2026-01-20T09:00:00+05:00",
        "kind": "release",
        "source": "content/bus.md",
        "seconds": 200,
    }


@pytest.mark.parametrize(
    ("seconds", "text"), [(60, "1 min 0 s"), (3599, "59 min 59 s"), (3725, "1 h 2 min"), (90_000, "1 d 1 h")]
)
def test_a_delay_is_told_in_two_units(seconds: int, text: str) -> None:
    assert delay_of(seconds, Console()) == text
