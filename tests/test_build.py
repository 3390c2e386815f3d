"""The build from end to end, on small sites."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Site, digest, planned
from pressgen.render import outputs
from pressgen.render.outputs import WORTH_SHARING
from pressgen.report import with_excerpts
from pressgen.workers import pool

Make = Callable[..., Site]

THREE = """\
-- content/a.md --
---
title: First
date: 2025-01-01
tags: [Open data, C++]
views: 3511
---
Text with [the third](c.md#part).
-- content/b.md --
---
title: Second
date: 2025-01-02
tags: open data
---
Text.
-- content/c.md --
---
title: Third
date: 2025-01-03
---
## Part

Text.
"""


def test_a_site_is_built_and_a_second_build_changes_nothing(site: Make) -> None:
    made = site(THREE)
    first = made.build()
    assert first.exit_code == 0
    assert first.releases == 3
    assert first.changed == len(made.files())
    second = made.build()
    assert (second.changed, second.removed) == (0, 0)
    assert second.unchanged == first.changed


def test_a_link_by_file_becomes_the_releases_address(site: Make) -> None:
    made = site(THREE)
    made.build()
    assert '<a href="/2025/01/c/#part">the third</a>' in made.read("2025/01/a/index.html")


def test_a_link_to_a_missing_file_stops_a_strict_build_with_file_and_line(site: Make) -> None:
    made = site(THREE)
    made.build()
    before = digest(made.files())
    made.edit("content/a.md", "---\ntitle: A\ndate: 2025-01-01\n---\nOne\n\nSee [it](missing.md).\n")
    report = made.build(strict=True)
    problem = report.problems[0]
    assert (report.exit_code, problem.code, problem.file, problem.line) == (1, "link-missing", "content/a.md", 7)
    [quoted] = with_excerpts(made.folder, report.problems)
    assert "See [it](missing.md)." in quoted.excerpt
    assert digest(made.files()) == before
    assert (made.build().exit_code, made.codes("warning")) == (0, ["link-missing"])
    assert "<p>See it.</p>" in made.read("2025/01/a/index.html")


def test_all_problems_of_a_run_are_told_at_once_in_order(site: Make) -> None:
    made = site("-- content/b.md --\n---\ntitle:\ndate: 8 March\n---\n-- content/a.md --\n---\nviews: many\n---\n")
    report = made.build()
    assert [problem.file for problem in report.problems] == sorted(problem.file for problem in report.problems)
    assert {problem.code for problem in report.problems} >= {"title-missing", "date-invalid", "count-invalid"}


def test_skip_invalid_leaves_bad_releases_out_names_them_and_exits_3(site: Make) -> None:
    made = site(THREE + "-- content/bad.md --\n---\ntitle: Bad\ndate: nonsense\n---\nText\n")
    report = made.build(skip_invalid=True)
    assert (report.exit_code, report.left_out, report.releases) == (3, ("content/bad.md",), 3)
    assert report.written
    again = made.build(skip_invalid=True)  # nothing has changed
    assert (again.exit_code, again.left_out, again.problems) == (3, report.left_out, report.problems)
    assert not any("bad" in path for path in made.files())


def test_strict_makes_warnings_stop_the_build(site: Make) -> None:
    made = site(THREE.replace("c.md#part", "c.md#nowhere"))
    assert made.build().exit_code == 0
    assert made.codes("warning") == ["anchor-missing"]
    assert made.build(strict=True).exit_code == 1


def test_removed_and_renamed_releases_leave_the_output(site: Make) -> None:
    made = site(THREE)
    made.build()
    made.remove("content/b.md")
    report = made.build()
    assert report.removed > 0
    assert "2025/01/b/index.html" not in made.files()


def test_settings_faults_exit_2_with_the_nearest_known_key(site: Make) -> None:
    made = site("-- pressgen.yml --\ntitel: News\nurl: https://x.example/\n")
    report = made.build()
    assert report.exit_code == 2
    unknown = next(problem for problem in report.problems if problem.code == "settings-unknown")
    assert (unknown.line, unknown.hint) == (1, "Did you mean `title`?")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("page_size: many", "settings-type"),
        ("page_size: 0", "settings-type"),
        ("timezone: Mars/Base", "settings-timezone"),
        ("permalink: /{title}/", "settings-permalink"),
        ("languages: [en, en]", "settings-languages"),
        ("languages: [xx-]", "settings-languages"),
        ("share: [myspace]", "settings-type"),
        ("feeds: {format: [rss]}", "settings-unknown"),
        ("publisher: {logo: nowhere.png}", "settings-logo"),
    ],
)
def test_each_setting_is_checked(site: Make, line: str, code: str) -> None:
    made = site(THREE)
    made.edit("pressgen.yml", f"title: News\nurl: https://x.example/\n{line}\n")
    assert (made.build().exit_code, made.codes()) == (2, [code])


def test_two_outputs_at_one_path_stop_the_build_and_both_are_named(site: Make) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\npermalink: /same/\n---\n-- content/b.md --\n---\ntitle: B\ndate: 2025-01-02\npermalink: /same/\n---\n"
    )
    report = made.build()
    assert report.exit_code == 1
    assert all(name in report.problems[0].message for name in ("content/a.md", "content/b.md"))


def test_a_template_error_names_template_line_and_page(site: Make) -> None:
    made = site(THREE)
    made.edit("templates/page.html", "x")
    made.edit("templates/article.html", "<p>\n{{ release.nonsense }}\n")
    report = made.build()
    problem = next(problem for problem in report.problems if problem.severity == "error")
    assert (report.exit_code, problem.file, problem.line) == (1, "templates/article.html", 2)
    assert "2025/01/a/index.html" in problem.message


def test_a_sites_own_template_overrides_one_file_of_the_theme(site: Make) -> None:
    made = site(THREE)
    made.edit("templates/404.html", "<!DOCTYPE html><title>Gone fishing</title>")
    made.build()
    assert "Gone fishing" in made.read("404.html")
    assert "<h1" in made.read("2025/01/a/index.html")


def test_foreign_files_in_the_output_survive(site: Make) -> None:
    made = site(THREE)
    made.build()
    made.edit("output/CNAME", "news.example")
    made.edit("output/.well-known/x", "x")
    made.edit("content/b.md", "---\ntitle: Changed\ndate: 2025-01-02\n---\n")
    assert made.build().exit_code == 0
    assert made.files()["CNAME"] == b"news.example"
    assert made.files()[".well-known/x"] == b"x"


def test_the_output_is_exactly_the_plan(site: Make) -> None:
    made = site(THREE)
    made.build()
    plan = planned(made.folder)[1].plan
    assert plan is not None
    assert {output.path for output in plan.outputs} == made.files().keys()


def test_a_menu_leaves_out_pages_that_a_language_lacks_and_refuses_unknown_ones(site: Make) -> None:
    settings = "title: N\nurl: https://x.example/\nlanguages: [en, ru]\nmenus: {{main: [{{label: About, to: {0}}}]}}\n"
    made = site(
        THREE
        + "-- content/pages/about.md --\n---\ntitle: About us\n---\n-- content/a.ru.md --\n---\ntitle: А\ndate: 2025-01-01\n---\n"
    )
    made.edit("pressgen.yml", settings.format("pages/about.md"))
    assert made.build().exit_code == 0
    assert 'href="/about/"' in made.read("index.html")
    assert 'href="/about/"' not in made.read("ru/index.html")
    made.edit("pressgen.yml", settings.format("pages/gone.md"))
    assert (made.build().exit_code, made.codes()) == (2, ["settings-menu"])


def test_a_draft_may_lack_a_date_and_stops_nothing(site: Make) -> None:
    made = site(THREE + "-- content/_drafts/idea.md --\n---\ntitle: Idea\n---\n")
    assert made.build().exit_code == 0
    assert made.codes("warning") == ["date-missing"]
    assert made.build(drafts=True).releases == 3


def test_the_library_is_one_function_and_its_values() -> None:
    import pressgen

    assert all(callable(pressgen.build) for _ in range(2)), "the module of this name is imported, too"
    assert pressgen.Options().output == "output"
    assert pressgen.Report(output="x").exit_code == 0


def test_skip_invalid_leaves_out_all_that_want_one_address(site: Make) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\npermalink: /same/\n---\n"
        "-- content/b.md --\n---\ntitle: B\ndate: 2025-01-02\npermalink: /Same/\n---\n"
        "-- content/c.md --\n---\ntitle: C\ndate: 2025-01-03\n---\n"
    )
    report = made.build(skip_invalid=True)
    assert (report.exit_code, report.left_out, report.releases) == (3, ("content/a.md", "content/b.md"), 1)


def test_drafts_folders_hold_drafts_at_any_depth(site: Make) -> None:
    places = ["content/_posts/_drafts", "content/2025/_drafts", "content/news/_posts/_drafts", "content/_drafts"]
    made = site(
        "".join(
            f"-- {place}/idea{n}.md --\n---\ntitle: Idea\ndate: 2025-01-01\n---\n" for n, place in enumerate(places)
        )
    )
    assert made.build().releases == 0
    assert not any("idea" in path for path in made.files())


def test_links_in_the_boilerplate_are_resolved_and_checked(site: Make) -> None:
    made = site(THREE + "-- content/pages/about.md --\n---\ntitle: About us\n---\n")
    settings = (
        "title: N\nurl: https://x.example/news/\nboilerplate: '[about](pages/about.md), [tags](/tags/), [no]({})'\n"
    )
    made.edit("pressgen.yml", settings.format("/nowhere/"))
    assert made.build().exit_code == 0
    page = made.read("2025/01/a/index.html")
    assert '<a href="/news/about/">about</a>, <a href="/news/tags/">tags</a>' in page
    assert "\x02" not in page
    assert ("link-broken", "pressgen.yml") in [(problem.code, problem.file) for problem in made.report.problems]
    made.edit("pressgen.yml", settings.format("pages/nope.md"))
    assert (made.build().exit_code, made.codes("warning")) == (0, ["link-missing"])
    assert ", no</p>" in made.read("2025/01/a/index.html")


def test_extra_values_are_keys_and_never_methods(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\nitems: [one]\n---\n")
    made.edit("templates/article.html", "{{ release.extra.items[0] }} {{ release.extra.keys is defined }}")
    made.build()
    assert made.read("2025/01/a/index.html") == "one False"


def test_a_missing_template_is_told_with_the_line_that_asks_for_it(site: Make) -> None:
    made = site(THREE)
    made.edit("templates/article.html", "<p>\n{% include 'nope.html' %}\n")
    made.build()
    problem = next(problem for problem in made.report.problems if problem.severity == "error")
    assert (problem.code, problem.file, problem.line) == ("template-missing", "templates/article.html", 2)


def test_an_update_that_lies_ahead_has_not_happened_yet(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\nupdated: 2026-02-01\n---\n")
    report = made.build()
    assert "2026-02" not in made.read("2025/01/a/index.html")
    assert report.next_change is not None
    assert report.next_change.isoformat() == "2026-02-01T00:00:00+05:00"


@pytest.mark.parametrize("folder", ["static", "templates", "docs", "content", ".git", ".pressgen"])
def test_a_source_folder_is_no_output_even_before_it_exists(site: Make, folder: str) -> None:
    assert (site(THREE).build(output=folder).exit_code) == 2


@pytest.mark.processes
@pytest.mark.parametrize("text", ["> " * 300 + "x", "<div>" * 300 + "x"])
def test_a_document_that_nests_too_deep_is_an_error_of_its_file(site: Make, text: str) -> None:
    made = site(THREE + f"-- content/deep.md --\n---\ntitle: D\ndate: 2025-01-01\n---\n{text}\n")
    report = made.build(skip_invalid=True)
    assert (report.left_out, made.codes()) == (("content/deep.md",), ["markdown-too-deep"])


@pytest.mark.parametrize(
    "link", ["t.me/city", "tags/", "about", "@city", "press@x.example", "https:/x.example", "ftp://x.example"]
)
def test_a_link_on_every_page_leads_to_the_same_place_from_each(site: Make, link: str) -> None:
    made = site(THREE)
    settings = (made.folder / "pressgen.yml").read_text()
    for lines in (
        f"profiles: {{A: '{link}'}}",
        f"contacts: {{a: {{name: A, url: '{link}'}}}}",
        f"people: {{a: {{name: A, url: '{link}'}}}}",
        f"menus: {{main: [{{label: A, to: '{link}'}}]}}",
        f"menus: {{footer: [{{label: A, to: {{en: /tags/, uz: '{link}'}}}}]}}\nlanguages: [en, uz]",
        f"publisher: {{url: '{link}'}}",
    ):
        made.edit("pressgen.yml", f"{settings}\n{lines}\n")
        assert (made.build().exit_code, made.codes()) == (2, ["settings-link"]), lines


@pytest.mark.parametrize(
    "link", ["/tags/", "/tags/a b/", "https://x.example", "//x.example/", "mailto:a@x.example", "tel:+998660000000"]
)
def test_every_other_link_is_taken(site: Make, link: str) -> None:
    made = site(THREE)
    settings = (made.folder / "pressgen.yml").read_text()
    made.edit("pressgen.yml", f"{settings}\nmenus: {{main: [{{label: A, to: '{link}'}}]}}\nprofiles: {{A: '{link}'}}\n")
    assert made.build().exit_code == 0


def test_the_foot_of_a_page_says_the_name_once(site: Make) -> None:
    made = site(THREE)
    for lines, texts in (("", 0), ("description: Words.\n", 1), ("publisher: {name: A, address: A, licence: B}\n", 2)):
        made.edit("pressgen.yml", f"title: N\nurl: https://x.example/\n{lines}")
        made.build()
        foot = made.read("index.html").split('<footer class="foot">')[1].split("</div>")[0]
        assert foot.count("<p>") == texts, foot


@pytest.mark.parametrize(
    ("template", "name", "message"),
    [
        ("article.html", "release.titel", "Article has no attribute 'titel'"),
        ("article.html", "newsroom.x", "Newsroom has no attribute 'x'"),
        ("home.html", "listing.teasers[0].iso8601", "Teaser has no attribute 'iso8601'"),
        ("home.html", "listing.teasers.x", "'tuple object' has no attribute 'x'"),
    ],
)
def test_an_error_in_a_template_names_the_value_as_the_documentation_does(
    site: Make, template: str, name: str, message: str
) -> None:
    made = site(THREE)
    made.edit(f"templates/{template}", f"Text\n{{{{ {name} }}}}\n")
    problems = [problem for problem in made.build().problems if problem.code == "template-failed"]
    assert (problems[0].file, problems[0].line) == (f"templates/{template}", 2)
    assert problems[0].message.startswith(f"{message}; while rendering ")


def test_a_menu_that_leads_nowhere_is_told(site: Make) -> None:
    made = site(THREE)
    made.edit("pressgen.yml", "title: N\nurl: https://x.example/\nmenus: {footer: [{label: A, to: /zzz/}]}\n")
    made.build()
    assert made.codes("warning") == ["link-broken"]


@pytest.mark.parametrize(
    "url",
    ["https://x.example//a/", "https://x.example/../a/", "https://x.example/?q=1", "ftp://x.example/", "x.example"],
)
def test_an_address_that_would_lead_elsewhere_is_refused(site: Make, url: str) -> None:
    made = site(THREE)
    made.edit("pressgen.yml", f"title: N\nurl: {url}\n")
    assert (made.build().exit_code, made.codes()) == (2, ["settings-url"])


def test_a_template_or_settings_that_cannot_be_read_are_told_and_never_taken_for_empty(
    site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nText.\n-- templates/404.html --\nLost\n")
    made.build()
    before, real = made.files(), Path.read_bytes
    for unreadable in ("templates/404.html", "pressgen.yml"):

        def refuse(path: Path, name: str = unreadable) -> bytes:
            if path == (made.folder / name).resolve():
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(Path, "read_bytes", refuse)
        report = made.build(cache=False)
        assert report.exit_code == (2 if unreadable == "pressgen.yml" else 1)
        assert [(problem.code, problem.file) for problem in report.problems] == [("file-unreadable", unreadable)]
        assert made.files() == before


@pytest.mark.parametrize("cache", [True, False])
def test_processes_that_are_no_copies_print_the_same_bytes(
    site: Make, monkeypatch: pytest.MonkeyPatch, cache: bool
) -> None:
    """As on macOS and Windows: what is printed, and with what, goes to each process."""
    monkeypatch.setattr(outputs, "BATCH", 8)
    count = 8 * WORTH_SHARING
    releases = "".join(
        f"-- content/r{number:03}.md --\n---\ntitle: Release {number}\ndate: 2025-01-{1 + number % 28:02}\ntags: [t{number % 5}]\n"
        f"related: [r{(number + 1) % count:03}.md]\naliases: [/old/{number}/]\nextra_key: [1, {{a: b}}]\n---\n"
        f"Text, see [the other](r{(number + 2) % count:03}.md).\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n"
        for number in range(count)
    )
    pages = releases + "-- content/pages/about.md --\n---\ntitle: About\n---\nUs.\n"
    one, two = site(pages), site(pages)
    assert one.build(jobs=1, cache=cache).exit_code == 0
    begun: list[int] = []
    begin = pool._Worker
    monkeypatch.setattr(pool, "_may_fork", lambda: False)
    monkeypatch.setattr(
        pool, "_Worker", lambda arguments, forked_in: begun.append(forked_in) or begin(arguments, forked_in)
    )
    assert two.build(jobs=2, cache=cache).exit_code == 0
    assert begun == [0] * 4
    assert one.files() == two.files()


def test_a_memory_of_another_version_is_no_fault(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nText.\n")
    made.build()
    file = made.folder / ".pressgen" / "build.db"
    for change in ("ALTER TABLE build ADD COLUMN later TEXT", "ALTER TABLE build RENAME COLUMN inputs TO input"):
        with contextlib.closing(sqlite3.connect(file)) as connection, connection:
            connection.execute(change)
        assert made.build().exit_code == 0
        assert made.build().changed == 0
