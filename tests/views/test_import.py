"""`pressgen views import`: what is counted once, what is not taken, and what is reported."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from access import ARCHIVE, BROWSER, BUS, PLAN, PLAN_RU, ROBOT, Make, import_files, line, numbers
from conftest import Site
from pressgen.content.views_file import read_views, write_views
from pressgen.views import exports


@pytest.fixture
def newsroom(site: Make) -> Site:
    return site(ARCHIVE)


def log(site: Site, text: str, name: str = "access.log") -> Path:
    path = site.folder.parent / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def data(site: Site) -> str:
    return (site.folder / "data/views.yml").read_text(encoding="utf-8")


FIRST = line() * 3 + line("/press/bus", time="11:00:00")
MORE = line(day="29/Nov/2025") * 2 + line("/press/ru/2025/01/план-работы/", day="30/Nov/2025")


def test_a_log_is_counted_and_no_reader_is_stored(newsroom: Site) -> None:
    result = import_files(newsroom, log(newsroom, FIRST + line(agent=ROBOT)))
    assert result.exit_code == 0
    assert "5 new lines, 4 views" in result.output
    assert "the numbers of 2 releases changed" in result.output
    assert numbers(newsroom) == {PLAN: 3, BUS: 1}
    assert "  log: 2025-11-28\n" in data(newsroom)
    assert "192.0.2" not in data(newsroom)
    assert "Firefox" not in data(newsroom)


def test_twice_is_once(newsroom: Site) -> None:
    path = log(newsroom, FIRST)
    import_files(newsroom, path)
    before = data(newsroom)
    stamp = os.stat(newsroom.folder / "data/views.yml").st_mtime_ns
    copy, packed = log(newsroom, FIRST, "copy.log"), log(newsroom, FIRST, "access.log.1.gz")
    for paths in ((path,), (path, path), (copy,), (packed,), (path, copy, packed)):
        result = import_files(newsroom, *paths)
        assert result.exit_code == 0
        assert "no number changed" in result.output
    assert data(newsroom) == before
    assert os.stat(newsroom.folder / "data/views.yml").st_mtime_ns == stamp


@pytest.mark.parametrize(
    "names", [("access.log",) * 2, ("access.log", "access.log.1"), ("access.log", "access.log.2.gz"), ("a.gz", "a.gz")]
)
def test_a_log_that_grew_or_was_rotated_is_read_on(newsroom: Site, names: tuple[str, str]) -> None:
    import_files(newsroom, log(newsroom, FIRST, names[0]))
    result = import_files(newsroom, log(newsroom, FIRST + MORE, names[1]))
    assert "3 new lines" in result.output
    assert "warning" not in result.output
    assert numbers(newsroom) == {PLAN: 5, BUS: 1, PLAN_RU: 1}
    assert data(newsroom).count("- {first:") == 1
    assert "  log: 2025-11-30\n" in data(newsroom)


def test_logs_that_follow_each_other_are_added_in_any_order(newsroom: Site, site: Make) -> None:
    paths = [log(newsroom, FIRST, "access.log.1"), log(newsroom, MORE, "access.log")]
    other = site(ARCHIVE)
    import_files(newsroom, *paths)
    for path in reversed(paths):
        assert "warning" not in import_files(other, path).output
    assert data(newsroom) == data(other)
    assert numbers(newsroom) == {PLAN: 5, BUS: 1, PLAN_RU: 1}


def test_a_half_written_line_is_left_for_the_next_time(newsroom: Site) -> None:
    text = FIRST + MORE
    for end in range(len(FIRST) - 30, len(text.encode()) + 1, 7):
        (newsroom.folder.parent / "access.log").write_bytes(text.encode()[:end])
        assert "warning" not in import_files(newsroom, newsroom.folder.parent / "access.log").output
    import_files(newsroom, log(newsroom, text))
    assert numbers(newsroom) == {PLAN: 5, BUS: 1, PLAN_RU: 1}


def test_a_log_that_begins_with_the_same_line_as_another_is_another(newsroom: Site) -> None:
    import_files(newsroom, log(newsroom, FIRST + MORE, "one.log"))
    import_files(newsroom, log(newsroom, line() + line("/press/bus", day="02/Dec/2025") * 40, "two.log"))
    assert numbers(newsroom)[BUS] == 41


def test_a_log_that_was_started_anew_is_counted_from_its_beginning(newsroom: Site) -> None:
    import_files(newsroom, log(newsroom, FIRST))
    import_files(newsroom, log(newsroom, line(day="01/Dec/2025")))
    assert numbers(newsroom)[PLAN] == 4


def test_days_become_months(newsroom: Site) -> None:
    text = line(day="03/Sep/2025") * 2 + line(day="30/Oct/2025") * 3 + line(day="28/Nov/2025") * 4
    import_files(newsroom, log(newsroom, text))
    assert "    log: {views: 9, 2025-09: 2, 2025-10-30: 3, 2025-11-28: 4}\n" in data(newsroom)
    other = line("/press/bus", day="29/Nov/2025")
    assert "the numbers of 1 release changed" in import_files(newsroom, log(newsroom, other, "other.log")).output
    import_files(newsroom, log(newsroom, text + line(day="29/Nov/2025")))
    assert "    log: {views: 10, 2025-09: 2, 2025-10: 3, 2025-11-28: 4, 2025-11-29: 1}\n" in data(newsroom)


def test_views_of_a_release_stay_when_it_is_renamed(newsroom: Site) -> None:
    import_files(newsroom, log(newsroom, FIRST))
    text = (newsroom.folder / "content/plan.md").read_text(encoding="utf-8")
    newsroom.remove("content/plan.md")
    newsroom.edit("content/great.md", text.replace("[/old/plan/]", "[/old/plan/, /2025/01/plan/]"))
    newsroom.build()
    assert "3</data>" in newsroom.read("2025/01/great/index.html")
    import_files(
        newsroom,
        log(
            newsroom,
            FIRST + line() + line("/press/2025/01/great/", referrer="https://news.example/press/2025/01/plan/"),
        ),
    )
    assert numbers(newsroom) == {"/2025/01/great/": 4, BUS: 1}


def test_a_gzip_file_that_was_cut_counts_once_it_is_whole(newsroom: Site) -> None:
    whole = gzip.compress(
        (FIRST + "".join(line(agent=f"{BROWSER} {number * 2654435761 % 2**32}") for number in range(3_000))).encode()
    )
    path = newsroom.folder.parent / "access.log.gz"
    path.write_bytes(whole[: len(whole) // 2])
    result = import_files(newsroom, path)
    assert (result.exit_code, "[views-cut]" in result.output) == (0, True)
    assert 3 < numbers(newsroom)[PLAN] < 3_003
    path.write_bytes(whole)
    assert "warning" not in import_files(newsroom, path).output
    assert numbers(newsroom)[PLAN] == 3_003


def test_a_gzip_file_of_several_members_is_read_whole(newsroom: Site) -> None:
    path = newsroom.folder.parent / "access.log.gz"
    path.write_bytes(gzip.compress(FIRST.encode()) + gzip.compress(MORE.encode()) + bytes(512))
    result = import_files(newsroom, path)
    assert (result.exit_code, "warning" in result.output) == (0, False)
    assert numbers(newsroom) == {PLAN: 5, BUS: 1, PLAN_RU: 1}


def test_a_damaged_gzip_file_counts_nothing_and_a_good_copy_counts_once(newsroom: Site) -> None:
    whole = gzip.compress(
        (FIRST + "".join(line(agent=f"{BROWSER} {number * 2654435761 % 2**32}") for number in range(3_000))).encode()
    )
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 0xFF
    path = newsroom.folder.parent / "access.log.gz"
    path.write_bytes(damaged)
    result = import_files(newsroom, path)
    assert (result.exit_code, "[views-unread]" in result.output) == (1, True)
    assert not (newsroom.folder / "data").exists()
    path.write_bytes(whole)
    assert import_files(newsroom, path).exit_code == 0
    assert numbers(newsroom)[PLAN] == 3_003


@pytest.mark.parametrize(
    "text",
    [
        line(day="31/Feb/2025"),
        line(day="28/Nov/0000"),
        line(time="99:99:99"),
        line(time="no:ti:me"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_times_that_do_not_exist_leave_a_file_that_can_be_read(newsroom: Site, text: str, is_first: bool) -> None:
    import_files(newsroom, log(newsroom, text + FIRST if is_first else FIRST + text))
    assert ", from: 2025-11-28 10:00:00, to: 2025-11-28 11:00:00}" in data(newsroom)
    assert import_files(newsroom, log(newsroom, MORE, "other.log")).exit_code == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_is_refused_and_not_waited_for(newsroom: Site) -> None:
    pipe = newsroom.folder.parent / "pipe"
    os.mkfifo(pipe)
    result = import_files(newsroom, pipe)
    assert (result.exit_code, "is a pipe or a device" in result.output) == (1, True)


def test_an_empty_log_is_no_fault_and_changes_nothing(newsroom: Site) -> None:
    result = import_files(newsroom, log(newsroom, ""))
    assert (result.exit_code, "0 new lines" in result.output) == (0, True)
    assert not (newsroom.folder / "data").exists()


COMMON = '192.0.2.7 - - [28/Nov/2025:10:00:00 +0500] "GET /press/2025/01/plan/ HTTP/1.1" 200 5120\n'
# Code, the file, and the file once the hint is followed.
REFUSED = {
    "views-not-log": ("A letter.\nDear reader,\n", FIRST),
    "views-not-log binary": ("\x00\x01\x02\x03" * 300, FIRST),
    "views-not-log empty lines": ("\n\n\n", FIRST),
    "views-not-log no time": (line(time="no:ti:me"), FIRST),
    "views-not-log json": ('{"status": 200, "request": {}}\n' * 2, FIRST),
    "views-not-log common": (COMMON * 3, COMMON.replace("\n", f' "-" "{BROWSER}"\n')),
    "views-export": ('{"pages": []}', '[{"x": "/press/2025/01/plan/", "y": 3}]'),
    "views-unread": ('{"x": ', '[{"x": "/press/2025/01/plan/", "y": 3}]'),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_used_is_refused_and_nothing_is_written(newsroom: Site, case: str) -> None:
    before, after = REFUSED[case]
    good = log(newsroom, MORE, "good.log")
    result = import_files(newsroom, good, log(newsroom, before))
    assert (result.exit_code, f"[{case.split()[0]}]" in result.output) == (1, True)
    assert "Traceback" not in result.output
    assert not (newsroom.folder / "data").exists()
    assert import_files(newsroom, good, log(newsroom, after)).exit_code == 0


def test_json_that_is_too_large_is_refused(newsroom: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "_MAX_JSON", 1 << 20)
    path = log(newsroom, '[{"x": "/press/2025/01/plan/", "y": 3}' + " " * (1 << 20) + "]", "pages.json")
    assert "[views-export]" in import_files(newsroom, path).output
    assert import_files(newsroom, log(newsroom, "x,y\n/press/2025/01/plan/,3\n", "pages.csv")).exit_code == 0


def test_malformed_lines_are_reported_with_the_first_one(newsroom: Site) -> None:
    result = import_files(newsroom, log(newsroom, FIRST + "broken\n" + FIRST + "broken\n"))
    assert "not counted: 2 of 10 lines, the first in line 5" in result.output
    assert result.exit_code == 0
    result = import_files(newsroom, log(newsroom, FIRST + "broken\n" + FIRST + "broken\n" + line() + "broken\n"))
    assert "not counted: 1 of 2 lines, the first in line 12" in result.output


def test_a_log_of_another_site_is_reported(newsroom: Site) -> None:
    result = import_files(newsroom, log(newsroom, line("/2025/01/plan/") * 3))
    assert "[views-none]" in result.output
    settings = (newsroom.folder / "pressgen.yml").read_text(encoding="utf-8")
    newsroom.edit("pressgen.yml", settings.replace("/press/", "/"))
    assert "warning" not in import_files(newsroom, newsroom.folder.parent / "access.log").output
    assert numbers(newsroom) == {PLAN: 3}


def test_logs_of_the_same_time_are_reported(newsroom: Site) -> None:
    import_files(newsroom, log(newsroom, FIRST + MORE))
    before = data(newsroom)
    other = log(newsroom, "".join((FIRST + MORE).splitlines(keepends=True)[1:]).replace("5120", "5121"), "other.log")
    result = import_files(newsroom, other)
    assert (result.exit_code, "[views-overlap]" in result.output) == (0, True)
    newsroom.edit("data/views.yml", before)
    assert "warning" not in import_files(newsroom, newsroom.folder.parent / "access.log").output


def export(site: Site, plan: int, bus: int | None = 5, day: str = "2025-11-28") -> Path:
    rows = [f"/press{PLAN},1,{plan}"] + ([f"/press/bus.html,1,{bus}"] if bus is not None else [])
    return log(site, "\n".join(["name,visitors,pageviews", *rows, ""]), "pages.csv")


def test_an_export_replaces_the_last_one_and_is_not_added_to_a_log(newsroom: Site) -> None:
    import_files(newsroom, log(newsroom, FIRST))
    import_files(newsroom, export(newsroom, 20), "--as-of", "2025-11-28")
    import_files(newsroom, export(newsroom, 30), "--as-of", "2025-11-30")
    assert numbers(newsroom, "Plausible") == {PLAN: 30, BUS: 5}
    assert "  Plausible: 2025-11-30\n" in data(newsroom)
    newsroom.build()
    assert "30</data>" in newsroom.read("2025/01/plan/index.html")
    assert "12</data>" in newsroom.read("bus.html")


def test_a_release_that_is_in_the_export_no_more_keeps_its_number_and_day(newsroom: Site) -> None:
    import_files(newsroom, export(newsroom, 20), "--as-of", "2025-11-28")
    import_files(newsroom, export(newsroom, 30, None), "--as-of", "2025-11-30")
    assert "    Plausible: {views: 5, as_of: 2025-11-28}\n" in data(newsroom)
    assert "    Plausible: {views: 30}\n" in data(newsroom)


def test_a_lower_number_is_not_taken_without_a_word(newsroom: Site) -> None:
    import_files(newsroom, export(newsroom, 20), "--as-of", "2025-11-28")
    result = import_files(newsroom, export(newsroom, 4), "--as-of", "2025-11-30")
    assert (result.exit_code, "[views-lower]" in result.output) == (0, True)
    assert f"for {PLAN}: 4, not 20 (releases: 1)" in result.output
    assert numbers(newsroom, "Plausible") == {PLAN: 20, BUS: 5}
    assert "    Plausible: {views: 20, as_of: 2025-11-28}\n" in data(newsroom)
    result = import_files(newsroom, export(newsroom, 4), "--as-of", "2025-11-30", "--allow-lower")
    assert "notice" in result.output
    assert '    Plausible: {views: 4, note: "20 until 2025-11-28"}\n' in data(newsroom)
    result = import_files(newsroom, export(newsroom, 25), "--as-of", "2025-12-01")
    assert "[views-lower]" not in result.output
    assert '    Plausible: {views: 25, note: "20 until 2025-11-28"}\n' in data(newsroom)


def test_exports_of_several_months_are_added(newsroom: Site) -> None:
    head = "date,hostname,page,visits,visitors,pageviews\n"
    first = log(newsroom, f"{head}2025-10-30,news.example,/press{PLAN},1,1,7\n", "october.csv")
    second = log(newsroom, f"{head}2025-11-28,news.example,/press{PLAN},1,1,9\n", "november.csv")
    import_files(newsroom, first, second)
    assert "    Plausible: {views: 16, 2025-10-30: 7, 2025-11-28: 9}\n" in data(newsroom)


def test_a_copy_of_an_export_counts_once(newsroom: Site) -> None:
    pages = export(newsroom, 100)
    copy = pages.with_name("copy.csv")
    copy.write_bytes(pages.read_bytes())
    result = import_files(newsroom, pages, copy)
    assert "copy.csv (Plausible): 0 views." in result.output
    assert numbers(newsroom, "Plausible") == {PLAN: 100, BUS: 5}


def test_the_sum_of_very_large_numbers_can_be_read_again(newsroom: Site) -> None:
    pages = log(newsroom, f"x,y\n/press{PLAN},{10**15 - 1}\n/press{PLAN},{10**15 - 1}\n", "pages.csv")
    for _ in range(2):
        assert import_files(newsroom, pages).exit_code == 0
    assert numbers(newsroom, "Umami") == {PLAN: 2 * 10**15 - 2}


def test_the_day_of_an_export_is_that_on_which_it_was_saved(newsroom: Site) -> None:
    path = export(newsroom, 20)
    os.utime(path, (1_763_000_000, 1_763_000_000))
    import_files(newsroom, path)
    assert "  Plausible: 2025-11-1" in data(newsroom)
    assert import_files(newsroom, path, "--as-of", "28.11.2025").exit_code == 2


def test_no_number_is_that_of_a_day_to_come(newsroom: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764331200")  # 2025-11-28 12:00 UTC
    assert import_files(newsroom, export(newsroom, 20), "--as-of", "2062-11-28").exit_code == 2
    path = newsroom.folder.parent / "year.json"
    query = {"dimensions": ["event:page"], "metrics": ["pageviews"], "date_range": ["2025-01-01", "2025-12-31"]}
    path.write_text(json.dumps({"query": query, "results": [{"dimensions": [f"/press{PLAN}"], "metrics": [7]}]}))
    import_files(newsroom, path, log(newsroom, FIRST + line(day="01/Jan/2062")))
    assert "as_of:\n  Plausible: 2025-11-29\n  log: 2025-11-29\n" in data(newsroom)
    assert numbers(newsroom) == {PLAN: 4, BUS: 1}


def test_a_log_of_the_year_1_is_no_fault(newsroom: Site) -> None:
    assert import_files(newsroom, log(newsroom, line(day="01/Jan/0001"))).exit_code == 0
    assert numbers(newsroom) == {PLAN: 1}


def test_what_is_not_an_address_of_a_public_release_is_not_stored(newsroom: Site) -> None:
    import_files(newsroom, log(newsroom, FIRST + line("/press/2034/01/later/") + line("/press/")))
    assert numbers(newsroom) == {PLAN: 3, BUS: 1}


def test_a_file_with_a_fault_is_not_written_over(newsroom: Site) -> None:
    import_files(newsroom, log(newsroom, FIRST))
    faulty = data(newsroom).replace("views: 3", "views: three")
    newsroom.edit("data/views.yml", faulty)
    result = import_files(newsroom, log(newsroom, FIRST + MORE))
    assert (result.exit_code, "[views-line]" in result.output) == (1, True)
    assert data(newsroom) == faulty


@pytest.mark.parametrize(("name", "code"), [("data", "file-unreadable"), ("data/views.yml/old.yml", "file-unwritten")])
def test_a_file_that_cannot_be_written_is_reported(newsroom: Site, name: str, code: str) -> None:
    newsroom.edit(name, "This is no folder, or in one.\n")
    result = import_files(newsroom, log(newsroom, FIRST))
    assert (result.exit_code, f"[{code}]" in result.output) == (1, True)
    newsroom.remove(name)
    if name != "data":
        (newsroom.folder / "data/views.yml").rmdir()
    assert import_files(newsroom, newsroom.folder.parent / "access.log").exit_code == 0


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("name", ["data", "data/views.yml"])
@pytest.mark.parametrize("target", ["nowhere", "self"])
def test_a_link_that_leads_nowhere_is_reported(newsroom: Site, name: str, target: str) -> None:
    link = newsroom.folder / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(link.name if target == "self" else target)
    result = import_files(newsroom, log(newsroom, FIRST))
    assert (result.exit_code, f"{name}: error [file-unreadable]" in result.output) == (1, True)
    link.unlink()
    assert import_files(newsroom, newsroom.folder.parent / "access.log").exit_code == 0


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_linked_folder_is_not_followed(newsroom: Site, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (newsroom.folder / "data").symlink_to(tmp_path / "elsewhere")
    result = import_files(newsroom, log(newsroom, FIRST))
    assert (result.exit_code, "[path-outside]" in result.output) == (1, True)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_file_is_read_as_it_was_written(newsroom: Site) -> None:
    import_files(newsroom, log(newsroom, FIRST + MORE), export(newsroom, 20))
    views, problems = read_views(data(newsroom).encode())
    assert problems == ()
    assert write_views(views).decode() == data(newsroom)


@pytest.mark.processes
def test_a_large_log_is_counted_by_several_processes(newsroom: Site) -> None:
    path = log(newsroom, (FIRST + MORE) * 4_000)
    result = import_files(newsroom, path, "--jobs", "3")
    assert "28000 new lines, 28000 views" in result.output
    assert numbers(newsroom) == {PLAN: 20_000, BUS: 4_000, PLAN_RU: 4_000}
