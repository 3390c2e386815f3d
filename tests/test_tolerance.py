"""What people bring from elsewhere: one fault never costs more than itself, and what was meant is read."""

from __future__ import annotations

from collections.abc import Callable

from conftest import Site

Make = Callable[..., Site]
CATEGORIES = """\
-- content/a.md --
---
title: A
date: 2026-01-01
tags: [plan]
categories: [News, plan]
---
-- content/b.md --
---
title: B
date: 2026-01-02
Category: News
---
-- content/c.md --
---
title: C
date: 2026-01-03
---
"""


def test_categories_are_counted_in_one_notice_that_names_the_setting(site: Make) -> None:
    made = site(CATEGORIES)
    report = made.build()
    (notice,) = [problem for problem in report.problems if problem.code == "categories-unread"]
    assert (notice.severity, notice.file, notice.message) == (
        "notice",
        "pressgen.yml",
        "Releases with categories: 2. They are not shown.",
    )
    assert "`tag_keys: [categories, category]`" in notice.hint
    assert "tags/news/index.html" not in made.files()
    made.edit("pressgen.yml", (made.folder / "pressgen.yml").read_text() + "tag_keys: [categories, category]\n")
    assert [problem for problem in made.build().problems if problem.severity != "notice"] == []
    assert made.codes("notice") == []
    assert {"tags/news/index.html", "tags/plan/index.html"} <= made.files().keys()


def test_a_key_of_its_own_gives_no_tags(site: Make) -> None:
    made = site("-- pressgen.yml --\ntitle: T\nurl: https://n.example/\ntag_keys: [title]\n")
    assert [(problem.code, problem.line) for problem in made.build().problems] == [("settings-tag-keys", 3)]
