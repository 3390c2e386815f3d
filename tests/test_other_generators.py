"""Sites that were written for Jekyll, Eleventy and Hugo: dates, tags, authors and addresses come out as meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import Site, planned
from pressgen.content import dates
from pressgen.content.frontmatter import reader
from pressgen.model import Post

Make = Callable[..., Site]

JEKYLL = """\
-- pressgen.yml --
title: Ministry
url: https://ministry.example/
timezone: Asia/Singapore
-- content/news/_posts/2024-06-18-a-memorandum-on-climate.md --
---  
title: A memorandum on climate: the text 
permalink: /resource-room/2024-06-18-a-memorandum-on-climate 
image:  
file_url:  
description: A memorandum on climate
--- 
**Singapore, 18 June 2024** – The text.

#### One

{% include annex.html %}
"""

ELEVENTY = """\
-- pressgen.yml --
title: Office
url: https://office.example/
timezone: America/New_York
-- content/posts/2014-03-12-coming-soon.md --
---
date: '2014-03-12T23:11:00-04:00'
title: "Coming soon"
excerpt: Soon.
description: Soon.
image: /assets/missing.png
authors:
- Ada, Head of Something
- Bob
tags:
- Open source
- open Source
layout: post
---
See [it]({{ "/2014/03/12/other/" | url }}).
"""

NEWSLETTER = """\
-- pressgen.yml --
title: Letters
url: https://letters.example/
languages: [en, ja]
-- content/_posts/en/2022-07-27-letter.md --
---
title: 'Letter #210'
permalink: /en/letters/2022/07/27/
name: 2022-07-27-letter
slug: 2022-07-27-letter
lang: en
---
Text.
-- content/_posts/ja/2022-07-27-letter.md --
---
title: '手紙 #210'
permalink: /ja/letters/2022/07/27/
name: 2022-07-27-letter-ja
slug: 2022-07-27-letter-ja
lang: ja
---
本文。
"""


def parsed(made: Site) -> list[Post]:
    sources, _ = planned(made.folder)
    return [one.document for one in sources.documents.values() if isinstance(one.document, Post)]


def test_a_jekyll_release_has_its_name_s_date_and_its_permalink(site: Make) -> None:
    made = site(JEKYLL.replace("climate: the text", "climate"))
    post = parsed(made)[0]
    assert post.date.at.isoformat() == "2024-06-18T00:00:00+08:00"
    assert post.matter.summary == "A memorandum on climate"
    assert made.build().exit_code == 0
    page = made.read("resource-room/2024-06-18-a-memorandum-on-climate/index.html")
    assert '<h2 id="one">One</h2>' in page
    assert "foreign-code" in made.codes("warning")


def test_an_unquoted_colon_in_a_title_is_told_with_the_cure(site: Make) -> None:
    made = site(JEKYLL)
    assert made.build().exit_code == 0
    problem = made.report.problems[0]
    assert (problem.severity, problem.code, problem.line) == ("warning", "text-colon", 2)
    assert '"A memorandum on climate: the text"' in problem.hint
    assert parsed(made)[0].matter.title == "A memorandum on climate: the text"
    made = site(JEKYLL.replace("climate: the text", "climate draft: the text"))
    assert made.build().exit_code == 1
    problem = made.report.problems[0]
    assert (problem.code, problem.line) == ("yaml-syntax", 2)
    assert '"A memorandum on climate draft: the text"' in problem.hint


def test_an_eleventy_release_keeps_its_authors_and_its_day(site: Make) -> None:
    made = site(ELEVENTY)
    post = parsed(made)[0]
    assert post.date.at.isoformat() == "2014-03-12T23:11:00-04:00"
    assert [person.name for person in post.matter.authors] == ["Ada, Head of Something", "Bob"]
    assert post.matter.tags == ("Open source",)
    assert made.build().exit_code == 0
    assert '<a href="/2014/03/12/other/">it</a>' in made.read("2014/03/coming-soon/index.html")
    assert {"link-broken", "image-missing"} <= {*made.codes("warning")}


def test_language_folders_below_jekylls_are_understood_and_joined(site: Make) -> None:
    made = site(NEWSLETTER)
    assert made.build().exit_code == 0
    page = made.read("ja/letters/2022/07/27/index.html")
    assert '<html lang="ja"' in page
    assert 'hreflang="en" href="https://letters.example/en/letters/2022/07/27/"' in page


NAMED_ALONE = """\
-- content/posts/2012/07/a.md --
---
title: A
date: 2012-07-02
---
{0}
-- content/posts/2013/06/2013-06-11-plan.md --
---
title: Plan
date: 2013-06-11
---
Text.
-- content/posts/2013/06/index.md --
---
title: Index
date: 2013-06-12
---
Text.
"""


@pytest.mark.parametrize(
    "link",
    [
        '[words]({{< ref "2013-06-11-plan.md" >}} "Title")', '[words]({{% relref "2013-06-11-plan.md#part" %}})',
        '<a href="{{< ref "2013-06-11-plan.md" >}}">words</a>', "[words]({% post_url 2013-06-11-plan %})",
        "[words](2013-06-11-plan.md)",
    ],
)  # fmt: skip
def test_a_release_is_found_by_its_name_alone_in_any_folder(site: Make, link: str) -> None:
    news = site(NAMED_ALONE.format(link))
    assert {problem.code for problem in news.build().problems} <= {"anchor-missing"}
    assert '<a href="/2013/06/plan/' in (news.output / "2012/07/a/index.html").read_text()
    # Two of one name: nobody knows which is meant.
    other = "content/news/2013-06-11-plan.md"
    news.edit(other, "---\ntitle: Other\ndate: 2013-06-11\n---\nText.\n")
    assert {"link-missing", "link-broken"} & {problem.code for problem in news.build().problems}
    # One that is not public is none of them.
    news.edit(other, "---\ntitle: Other\ndate: 2013-06-11\nstatus: draft\n---\nText.\n")
    assert {problem.code for problem in news.build().problems} <= {"anchor-missing"}
    assert '<a href="/2013/06/plan/' in (news.output / "2012/07/a/index.html").read_text()
    news.edit("content/posts/2013/06/2013-06-11-plan.md", "---\ntitle: Plan\ndate: 2033-06-11\n---\nText.\n")
    assert {"link-missing", "link-broken"} & {problem.code for problem in news.build().problems}
    assert "plan/" not in (news.output / "2012/07/a/index.html").read_text()


@pytest.mark.parametrize(
    "target", ["index.md", "06/2013-06-11-plan.md", "2013-06-11-plan", "plan.md", "../2013-06-11-plan.md"]
)
def test_other_names_are_no_release_elsewhere(site: Make, target: str) -> None:
    assert site(NAMED_ALONE.format(f"[words]({target})")).build().problems[0].code == "link-missing"


@pytest.mark.parametrize("folder", ["_posts", "news/_posts/2024", "_drafts"])
@pytest.mark.parametrize(
    ("keys", "tags"),
    [
        ("tags: schools  buses roads", ("schools", "buses", "roads")), ('tags: "schools buses"', ("schools", "buses")),
        ("Tags: школы автобусы", ("школы", "автобусы")), ("tags: open data, schools", ("open data", "schools")),
        ("tags: [open data, schools]", ("open data", "schools")), ("tags:\n- open data", ("open data",)),
        ("tags: '#open #data'", ("open", "data")), ("categories: news schools\ntags: buses", ("buses", "news", "schools")),
        ("category: news schools", ("news schools",)), ("keywords: open data", ("open data",)), ("tag: open data", ("open data",)),
    ],
)  # fmt: skip
def test_jekyll_parts_tags_without_commas_at_spaces(folder: str, keys: str, tags: tuple[str, ...]) -> None:
    assert tags_of(f"content/{folder}/2026-01-10-a.md", keys) == tags


@pytest.mark.parametrize("path", ["content/a.md", "content/my_posts/a.md", "content/news/posts/a.md"])
@pytest.mark.parametrize("keys", ["tags: open data", 'categories: "open data"'])
def test_elsewhere_they_are_one_tag(path: str, keys: str) -> None:
    assert tags_of(path, keys) == ("open data",)


def tags_of(path: str, keys: str) -> tuple[str, ...]:
    text = f"---\ntitle: T\ndate: 2026-01-10\n{keys}\n---\nText.\n".encode()
    reading = reader.read(text, path, dates.zone("UTC"), ("categories", "category"))
    assert reading.matter is not None and reading.problems == ()
    return reading.matter.tags


@pytest.mark.parametrize(
    ("line", "field", "instant"),
    [
        ("updated_at: 1740470400", "updated", "2025-02-25T13:00:00+05:00"),
        ("updated_at: '1740470400'", "updated", "2025-02-25T13:00:00+05:00"),
        ("lastmod: 1740470400000", "updated", "2025-02-25T13:00:00+05:00"),
        ("date: 1740470400123", "date", "2025-02-25T13:00:00.123000+05:00"),
        ("published_at: 1740470400", "date", "2025-02-25T13:00:00+05:00"),
        ("publishedAt: 1740470400", "date", "2025-02-25T13:00:00+05:00"),
        ("expires_at: 1740470400", "expires", "2025-02-25T13:00:00+05:00"),
        ("date: 1740470400", "date", "2025-02-25T13:00:00+05:00"),
        ("updated: 1740470400", "updated", "2025-02-25T13:00:00+05:00"),
        ("embargo: 1740470400", "embargo", "2025-02-25T13:00:00+05:00"),
        ("expires: '1740470400'", "expires", "2025-02-25T13:00:00+05:00"),
        ("timestamp: 1740470400", "date", "2025-02-25T13:00:00+05:00"),
        ("datetime: 2025-02-25 13:00", "date", "2025-02-25T13:00:00+05:00"),
        ("fecha: 25.02.2025 13:00", "date", "2025-02-25T13:00:00+05:00"),
        ("date_gmt: 2025-02-25 08:00", "date", "2025-02-25T13:00:00+05:00"),
        ("date: '13:00 02/25/2025'", "date", "2025-02-25T13:00:00+05:00"),
        ("date: 1:00 pm, 25-02-2025", "date", "2025-02-25T13:00:00+05:00"),
        ("date: 13:00 2025-02-25", "date", "2025-02-25T13:00:00+05:00"),
        ("publish_at: 1880470400", "embargo", "2029-08-03T21:53:20+05:00"),
        ("publish_at: 1880470400000", "embargo", "2029-08-03T21:53:20+05:00"),
    ],
)
def test_a_time_that_a_program_counted_since_1970_is_that_instant(line: str, field: str, instant: str) -> None:
    reading = reader.read(f"---\ntitle: A\n{line}\n---\nText.\n".encode(), "content/a.md", dates.zone("Asia/Tashkent"))
    assert reading.problems == ()
    assert reading.matter is not None
    assert getattr(reading.matter, field).at.isoformat() == instant
    assert not getattr(reading.matter, field).day


@pytest.mark.parametrize(
    "line",
    ["date: 1940470400", "updated: 0740470400", "date: 2025022513", "updated_at: 174047040", "updated_at: 2025022513",
     "date: 17404704001234", "date: 1940470400123", "embargo: 17404704001", "expires: 1740470400 1"],
)  # fmt: skip
def test_other_numbers_are_no_time(line: str) -> None:
    reading = reader.read(f"---\ntitle: A\n{line}\n---\nText.\n".encode(), "content/a.md", dates.zone("Asia/Tashkent"))
    assert [problem.code for problem in reading.problems] == ["date-invalid"]
    assert reading.matter is None


def test_a_release_waits_for_the_time_that_a_program_counted(site: Make) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\npublished_at: 1880470400\n---\nHidden.\n"
        "-- content/b.md --\n---\ntitle: B\ndate: 1880470400000\n---\nHidden.\n"
        "-- content/c.md --\n---\ntitle: C\ndate: 2025-01-01\npublish_at: 1880470400\n---\nHidden.\n"
    )
    assert made.build(as_of="2029-08-03T21:53:19+05:00").releases == 0
    assert made.build(as_of="2029-08-03T21:53:20+05:00").releases == 3


@pytest.mark.parametrize("home", ["__GHOST_URL__", "{{ site.baseurl }}", "{{site.url}}{{ site.baseurl }}", "{static}"])
def test_the_home_of_another_generator_is_that_of_the_site(site: Make, home: str) -> None:
    made = site(
        f'-- content/a.md --\n---\ntitle: A\ndate: 2025-01-02\nimage: {{src: "{home}/files/none.png", alt: x}}\n---\n'
        f"[b]({home}/2025/01/b/) [words]({home}/files/list.txt)\n-- content/files/list.txt --\nx\n"
        f'-- content/b.md --\n---\ntitle: B\ndate: 2025-01-01\nimage: "{home}/files/none.png"\n---\nText.\n'
    )
    told = [(problem.code, problem.values["target"]) for problem in made.build().problems]
    assert told == [("image-missing", "/files/none.png")] * 2
    page = (made.output / "2025/01/a/index.html").read_text()
    assert '<a href="/2025/01/b/">b</a> <a href="/files/list.txt">words</a>' in page


@pytest.mark.parametrize("address", ["__GHOST_URL__x/a.md", "__init__/a.md", "a__GHOST_URL__/a.md"])
def test_other_names_between_underscores_are_names(site: Make, address: str) -> None:
    made = site(f"-- content/a.md --\n---\ntitle: A\ndate: 2025-01-02\n---\n[b]({address})\n")
    assert [problem.code for problem in made.build().problems] == ["link-missing"]


@pytest.mark.parametrize(
    ("value", "day"),
    [("1156513867", "2006-08-25"), ("'1156513867'", "2006-08-25"), ("1156513867000", "2006-08-25"), ("2006-08-25", "2006-08-25")],
)  # fmt: skip
def test_the_hint_for_a_note_without_a_date_names_the_day_that_it_was_begun(site: Make, value: str, day: str) -> None:
    made = site(f"-- content/a.md --\n---\ntitle: A\ncreated: {value}\n---\nText.\n")
    (problem,) = (problem for problem in made.build().problems if problem.severity == "error")
    assert (problem.code, problem.values["value"]) == ("date-missing", day)
    made.edit("content/a.md", f"---\ntitle: A\ncreated: {value}\ndate: {day}\n---\nText.\n")
    assert made.build().releases == 1
