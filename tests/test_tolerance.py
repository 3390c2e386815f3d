"""What people bring from elsewhere: one fault never costs more than itself, and what was meant is read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from conftest import SETTINGS, Site
from pressgen.site.near_names import MAX_LOOKUPS

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


def test_texts_for_other_generators_are_read_or_counted(site: Make) -> None:
    made = site(
        "-- content/bus.mdx --\n---\ntitle: Bus\ndate: 2026-01-01\n---\nSee [the plan](2026/plan/index.mdx) and [it](2026/plan).\n"
        "-- content/2026/plan/more.md --\n---\ntitle: More\ndate: 2026-01-02\n---\n[A map](2026-01-05-map.html)\n"
        "-- content/2026/plan/2026-01-05-map.html --\n<p>Map</p>\n"
        "-- content/2026/plan/index.mdx --\n---\ntitle: Plan\ndate: 2026-01-02\n---\nYellow.\n"
        "-- content/old.rst --\nOld\n===\n"
        "-- content/_posts/2026-01-03-tram.html --\n---\ntitle: Tram\n---\n"
        "-- content/bus-2.md.txt --\n---\ntitle: Bus\ndate: 2026-01-04\n---\n"
        "-- content/boats/2026-01-04-boat --\n---\ntitle: Boat\n---\n"
        "-- content/train/2026-01-05-ship.html.md.erb --\n---\ntitle: Ship\n---\n"
        "-- content/train/contents.lr --\ntitle: Train\n---\nbody: Red.\n"
        "-- content/2026-01-04-list.txt --\nList\n"
        "-- content/_old.rst --\nOld\n===\n"
        "-- content/map.html --\n<p>Map</p>\n"
    )
    report = made.build()
    (warning,) = report.problems
    assert (warning.code, warning.file, warning.values) == (
        "format-unread",
        "content/_posts/2026-01-03-tram.html",
        {"count": 6},
    )
    assert made.read("2026/01/bus/index.html").count('<a href="/2026/01/plan/">') == 2


def test_a_collection_that_is_not_read_is_told(site: Make) -> None:
    release = "---\ntitle: Plan\ndate: 2026-01-01\n---\nYellow.\n"
    made = site(
        f"-- content/plan.md --\n{release}-- content/b.md --\n{release}-- content/c.md --\n{release}"
        f"-- content/_posts/_a/b.md --\n{release}"
        f"-- content/a/_news/1.md --\nWords.\n-- content/a/_news/2025/_y/z.md --\n{release}"
        '-- content/_b/2026-01-01-x.md --\n+++\ntitle = "X"\n+++\nRed.\n'
    )
    (notice,) = made.build().problems
    assert (notice.code, notice.file, notice.values) == ("folder-unread", "content/a/_news", {"count": 4})


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("_notes/phones.md", "Phones: 1.\ntitle: a\ndate: b\n"),
        ("_notes/phones.md", "---\ntitle: Phones\n---\nPhones.\n"),
        ("_notes/phones.md", "---\ndate: 2026-01-01\nsubtitle: x\n---\nPhones.\n"),
        ("_notes/_phones.md", "---\ntitle: Phones\ndate: 2026-01-01\n---\n"),
        ("news/_phones.md", "---\ntitle: Phones\ndate: 2026-01-01\n---\n"),
        (".trash/_b/phones.md", "---\ntitle: Phones\ndate: 2026-01-01\n---\n"),
        ("_Templates/release.md", "---\ntitle: Phones\ndate: 2026-01-01\n---\n"),
        ("_notes/phones.txt", "---\ntitle: Phones\ndate: 2026-01-01\n---\n"),
    ],
)
def test_notes_in_folders_that_are_not_read_are_nobodys_concern(site: Make, path: str, text: str) -> None:
    made = site(f"-- content/plan.md --\n---\ntitle: Plan\ndate: 2026-01-01\n---\nA.\n-- content/{path} --\n{text}")
    assert made.build().problems == ()


def test_pictures_in_the_folder_with_the_name_of_a_release_are_its_own(site: Make) -> None:
    made = site(
        "-- pressgen.yml --\ntitle: News\nurl: https://news.example/\nlanguages: [en, ru]\n"
        "-- content/a/2026-01-01-bus.v2.md --\n---\ntitle: Bus\nimage: {src: map.png, alt: Map}\n---\n"
        'Text.\n\n{% asset_img map.png "The map" %}\n\n![Hall](hall.png)\n\n[Plan](plan.txt)\n'
        "-- content/a/2026-01-01-bus.v2.ru.md --\n---\ntitle: Автобус\n---\n![Карта](map.png)\n"
        "-- content/a/tram.md --\n---\ntitle: Tram\ndate: 2026-01-02\n---\n![Map](map.png) ![No](../bus/hall.png)\n"
        "-- content/a/2026-01-01-bus.v2/plan.txt --\nPlan\n"
    )
    for path in ("2026-01-01-bus.v2/map.png", "2026-01-01-bus.v2/hall.png", "hall.png"):
        (made.folder / f"content/a/{path}").write_bytes(picture("red" if "/" in path else "blue", 300))
    report = made.build()
    assert [(each.code, each.file, each.line) for each in report.problems if each.severity != "notice"] == [
        ("image-missing", "content/a/tram.md", 5),
        ("image-missing", "content/a/tram.md", 5),
    ]
    page = made.read("2026/01/bus-v2/index.html")
    assert page.count('alt="The map"') == 1 and 'href="/' in page and "plan.txt" in page
    assert 'alt="Карта"' in made.read("ru/2026/01/bus-v2/index.html")


def test_without_a_date_the_folders_of_the_file_or_of_its_address_say_it(site: Make) -> None:
    made = site(
        "-- content/2025/1/27/bus.md --\n---\ntitle: Bus\n---\nYellow.\n"
        "-- content/tram.md --\n---\ntitle: Tram\npermalink: /2025/01/28/tram/\n---\nRed.\n"
        '-- content/train.md --\n+++\ntitle = "Train"\npath = "2025/01/29/Train-1.0"\n+++\nBlue.\n'
        "-- content/2025/01/30/boat.md --\n---\ntitle: Boat\ndate: 2025-02-01\n---\nWhite.\n"
        "-- content/2027/01/30/plane.md --\n---\ntitle: Plane\n---\nGreen.\n"
        "-- content/2025/01/31/2027/02/01/rocket.md --\n---\ntitle: Rocket\n---\nSilver.\n"
        '-- content/van.md --\n+++\ntitle = "Van"\ndate = 2025-01-31\npath = "/"\n+++\nPink.\n'
        "-- content/2025/00/00/car.md --\n---\ntitle: Car\ndraft: true\n---\nGold.\n"
        "-- content/2025/bike.md --\n---\ntitle: Bike\n---\nBlack.\n"
        "-- content/2025/13/27/ship.md --\n---\ntitle: Ship\n---\nGrey.\n"
    )
    report = made.build(skip_invalid=True)
    assert [(each.code, each.file) for each in report.problems if each.severity != "notice"] == [
        ("date-missing", "content/2025/00/00/car.md"),
        ("date-invalid", "content/2025/13/27/ship.md"),
        ("date-missing", "content/2025/bike.md"),
    ]
    pages = [path for path in made.files() if path.endswith(("bus/index.html", "tram/index.html", "boat/index.html"))]
    assert sorted(pages) == ["2025/01/28/tram/index.html", "2025/01/bus/index.html", "2025/02/boat/index.html"]
    assert 'datetime="2025-01-29' in made.read("2025/01/29/Train-1.0/index.html")
    assert not [path for path in made.files() if "plane" in path or "rocket" in path]


def undated(site: Make, path: str) -> Site:
    made = site("-- content/pages/about.md --\n---\ntitle: About\n---\nUs.\n")
    file = made.folder / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("---\ntitle: Bus\n---\nYellow.\n")
    return made


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2025-01-27 The new bus.md", "2025-01-27"),
        ("2025-01-27_bus.md", "2025-01-27"),
        ("2025-1-27\u2013bus.md", "2025-01-27"),
        ("2025_01_27_bus.md", "2025-01-27"),
        ("20250127-bus.md", "2025-01-27"),
        ("20250127.md", "2025-01-27"),
        ("news/2025-01-27/bus.md", "2025-01-27"),
        ("2024-12-31 bus/2025-01-27 tram/text.md", "2025-01-27"),
        ("20241231/2025/01/27/text.md", "2025-01-27"),
        ("20270127 bus.md", "2027-01-27"),
    ],
)
def test_a_day_in_full_at_the_start_of_any_name_is_the_date(site: Make, path: str, day: str) -> None:
    made = undated(site, path)
    report = made.build()
    pages = [page for path in made.files() if path.endswith("index.html") and "Yellow." in (page := made.read(path))]
    assert report.problems == () and bool(pages) == (day < "2027")
    assert all(f'datetime="{day}' in page for page in pages)


@pytest.mark.parametrize(
    "name",
    ["27012025 bus", "2025.01.27 bus", "202501271 bus", "2025/01/27-buses", "12345678", "20251301 bus", "a-2025-01-27"],
)
def test_a_number_that_may_be_no_day_is_no_date(site: Make, name: str) -> None:
    made = undated(site, f"{name}.md")
    assert [problem.code for problem in made.build().problems] == ["date-missing"]


def test_a_key_of_its_own_gives_no_tags(site: Make) -> None:
    made = site("-- pressgen.yml --\ntitle: T\nurl: https://n.example/\ntag_keys: [title]\n")
    assert [(problem.code, problem.line) for problem in made.build().problems] == [("settings-tag-keys", 3)]


BROKEN = """\
-- pressgen.yml --
title: T
url: https://n.example/
contacts: {press: {name: Press Office}}
-- content/a.md --
---
title: A
date: 2026-01-01
KEY
---
BODY
"""


def with_fault(made: Make, key: str = "", body: str = "Text.") -> Site:
    return made(BROKEN.replace("KEY", key).replace("BODY", body))


@pytest.mark.parametrize(
    ("key", "body", "code"),
    [
        ("image: nowhere.jpg", "Text.", "image-missing"),
        ("image: posts/x.jpg", "Text.", "image-missing"),
        ("image: 1234", "Text.", "image-missing"),
        ("image: https://x.example/a.jpg", "Text.", "image-missing"),
        ("image: a.md", "Text.", "image-missing"),
        ("contacts: [nobody, press]", "Text.", "contact-unknown"),
        ("related: nothing", "Text.", "related-missing"),
        ("", "See [the plan](plan.md) here.", "link-missing"),
        ("", "See [the plan](../../plan.pdf) here.", "link-missing"),
        ("", "See ![the plan](plan.png) here.", "image-missing"),
        ("", "See ![the plan](../../../plan.png) here.", "image-missing"),
    ],
)
def test_what_is_not_there_is_left_out_with_a_warning_and_its_words_stay(
    site: Make, key: str, body: str, code: str
) -> None:
    made = with_fault(site, key, body)
    assert made.build().exit_code == 0, made.report.problems
    assert made.codes("warning") == [code]
    assert (made.report.written, made.report.releases, made.report.left_out) == (True, 1, ())
    page = made.read("2026/01/a/index.html")
    assert body == "Text." or "<p>See the plan here.</p>" in page
    assert "Press Office" in page
    assert made.build(strict=True).exit_code == 1
    assert made.codes() == [code]


@pytest.mark.parametrize("place", ["content/2026/img/hall.png", "content/img/hall.png", "static/img/hall.png"])
@pytest.mark.parametrize("written", ["img/hall.png", "./img/hall.png"])
def test_a_file_is_looked_for_beside_the_release_and_then_in_content_and_static(
    site: Make, place: str, written: str
) -> None:
    made = site(
        f"-- content/2026/a.md --\n---\ntitle: A\ndate: 2026-01-01\nimage: {{src: {written}, alt: A}}\n---\n"
        f"![B]({written})\n\n[the list](files/list.txt)\n"
    )
    made.edit(place, picture("red"))
    made.edit("static/files/list.txt", "A list\n")
    assert made.build().problems == ()
    assert 'href="/files/list.txt"' in made.read("2026/01/a/index.html")
    assert len([path for path in made.files() if path.startswith("assets/hall-")]) > 1


def test_the_file_beside_the_release_comes_first(site: Make) -> None:
    made = site(
        "-- content/x/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\n[the list](list.txt) [up](../../static/list.txt)\n"
    )
    made.edit("content/x/list.txt", "beside\n")
    made.edit("content/list.txt", "above\n")
    assert made.build().exit_code == 0
    assert 'href="/x/list.txt"' in made.read("2026/01/a/index.html")


@pytest.mark.parametrize("key", ["template: post", "template: nowhere.html", "template: ../post.html"])
def test_a_release_whose_template_is_not_there_is_printed_from_the_usual_one(site: Make, key: str) -> None:
    made = with_fault(site, key)
    made.edit("content/pages/about.md", f"---\ntitle: About\n{key}\n---\nWe.\n")
    assert made.build().exit_code == 0
    assert {problem.code for problem in made.report.problems} <= {"template-invalid", "template-missing"}
    assert {problem.file for problem in made.report.problems} == {"content/a.md", "content/pages/about.md"}
    assert "Text." in made.read("2026/01/a/index.html")
    assert "We." in made.read("about/index.html")
    assert made.build(strict=True).exit_code == 1


def test_a_template_that_comes_later_is_used(site: Make) -> None:
    made = with_fault(site, "template: post")
    made.build()
    made.edit("templates/post.html", "Own: {{ release.title }}")
    made.build()
    assert made.read("2026/01/a/index.html") == "Own: A"
    assert [problem.code for problem in made.report.problems] == ["template-invalid"]


@pytest.mark.parametrize(
    ("keys", "body", "codes"),
    [
        # Jekyll
        (
            "date: 2015-11-17 16:16:01 -0600\ncategories: jekyll update\nlayout: post\nexcerpt_separator: x",
            "Text.",
            ["categories-unread"],
        ),
        ("date: 2025-01-01\npermalink: /:categories/:title/", "Text.", ["address-invalid"]),
        (
            "date: 2025-01-01\nredirect_from:\n- /old/\n- old/2",
            "{% include a.html %}",
            ["alias-invalid", "foreign-code"],
        ),
        # Hugo
        (
            "date: 2024-02-02T04:14:54-08:00\nimages: [a.jpg]\nseries: [x]\nweight: 3\nmenu: {main: {weight: 1}}",
            "Text.",
            [],
        ),
        ("publishDate: 2024-02-02\nlastmod: 2023-01-01", "Text.", ["date-order"]),
        # WordPress
        (
            "date: '2009-03-01 10:11:12 +0000'\nstatus: publish\nauthor: {display_name: A, email: a@b.example, url: ''}",
            "Text.",
            [],
        ),
        ("date: 2020-01-02\ncoverImage: cover.png\nfeatured_image: cover.png", "Text.", ["image-missing"]),
        (
            "date: 2020-01-02\nfeatured_image: 345\nslug: '%d0%bf%d0%bb%d0%b0%d0%bd'",
            "Text.",
            ["image-missing", "slug-invalid"],
        ),
        ("date: 2020-01-02\naliases: ['https://n.example/2020/x/', '/?p=12']", "Text.", ["alias-invalid"]),
        (
            'date: Fri, 27 Nov 2020 14:30:00 +0500\nsummary: "One\\r\\ntwo"',
            "[caption id=1]x[/caption]",
            ["foreign-code"],
        ),
        # Pelican, between lines of hyphens
        (
            "Date: 2010-12-03 10:20\nModified: 2010-12-05 19:30\nCategory: Python\nAuthors: A, B",
            "Text.",
            ["categories-unread"],
        ),
        ("Date: 2010-12-03", "[a]({static}/images/a.jpg) [b]({filename}plan.md)", ["link-broken", "link-missing"]),
        # Astro, Hexo, Netlify
        (
            "pubDate: 'Jul 08 2022'\nupdatedDate: 'Aug 01 2022'\nimage: {url: 'https://x.example/a.jpg', alt: A}",
            "Text.",
            ["image-missing"],
        ),
        ("date: 2013/7/13 20:46:25\ncategories:\n- [Sports, Baseball]\ncomments: true", "Text.", ["categories-unread"]),
        ("date: 2016-12-17T15:04:10.000Z\ntemplate: post", "Text.", ["template-invalid", "template-missing"]),
        # Word
        ("date:\u00a027 ноября 2025 г.\ntags: «Maktab»; “Yoshlar”\nsummary: “It’s *new*”", "Text.", ["yaml-quotes"]),
    ],
)
def test_what_other_generators_write_is_published(site: Make, keys: str, body: str, codes: list[str]) -> None:
    made = site(f"-- content/a.md --\n---\ntitle: A\n{keys}\n---\n{body}\n")
    made.edit("pressgen.yml", "title: T\nurl: https://n.example/\ntimezone: Asia/Tashkent\n")
    report = made.build(hostile=True)
    assert (report.exit_code, report.releases) == (0, 1), report.problems
    assert sorted(problem.code for problem in report.problems) == sorted(codes)


@pytest.mark.parametrize(
    "text",
    [
        "+++\ntitle = A\ndate = 2020-01-01\n+++\nText\n",
        "Title: A\nDate: 2020-01-01\nText\n",
        "---\ntitle: A\ndate: 2020-01-01\npost_status: private\n---\n",
        "---\ntitle: A\ndate: git Last Modified\n---\n",
        "---\ntitle: A\ndate: 2020-01-01\npermalink: false\n---\n",
        "---\ntitle: A\ndate: 2020-01-01\nStatus: hidden\n---\n",
    ],
)
def test_what_only_a_person_can_decide_stops_one_release_with_one_error(site: Make, text: str) -> None:
    made = site("-- content/b.md --\n---\ntitle: B\ndate: 2020-01-01\n---\nText\n")
    made.edit("content/a.md", text)
    assert made.build(skip_invalid=True).exit_code == 3
    assert (made.report.left_out, len(made.codes())) == (("content/a.md",), 1)


SAME_NAME = "".join(
    f"-- content/2025-03-{day}-news.md --\n---\ntitle: News of {day}\n---\nText.\n" for day in ("02", "09", "16")
)


def addresses(made: Site) -> dict[str, str]:
    """The headline at the address of each release."""
    pages = {
        path: made.read(path) for path in made.files() if path.endswith("index.html") and path.startswith("2025/03/")
    }
    found = {path: re.search(r"<h1[^>]*>([^<]*)</h1>", page) for path, page in pages.items()}
    return {
        path.removesuffix("index.html"): title[1] for path, title in found.items() if title and "News of" in title[1]
    }


def test_names_that_collide_get_their_day_and_are_told_once(site: Make) -> None:
    made = site(SAME_NAME)
    report = made.build()
    assert addresses(made) == {
        "2025/03/news/": "News of 02",
        "2025/03/09/news/": "News of 09",
        "2025/03/16/news/": "News of 16",
    }
    (told,) = report.problems
    assert (told.code, told.severity, told.file) == ("address-shared", "warning", "pressgen.yml")
    assert "one: 2, such as content/2025-03-09-news.md." in told.message
    assert "permalink: /{year}/{month}/{day}/{slug}/" in told.hint
    made.edit("pressgen.yml", SETTINGS + "permalink: /{year}/{month}/{day}/{slug}/\n")
    assert made.build().problems == ()
    assert "2025/03/02/news/" in addresses(made)


def test_names_that_collide_on_one_day_get_a_number(site: Make) -> None:
    made = site(
        "".join(
            f"-- content/{folder}/news.md --\n---\ntitle: News of {folder}\ndate: 2025-03-09\n---\nText.\n"
            for folder in "abc"
        )
    )
    assert made.build().exit_code == 0
    assert addresses(made) == {
        "2025/03/news/": "News of a",
        "2025/03/09/news/": "News of b",
        "2025/03/09/news-2/": "News of c",
    }


def test_a_release_keeps_its_address_whatever_is_published_after_it_or_expires(site: Make) -> None:
    made = site(SAME_NAME)
    made.edit("content/2025-03-02-news.md", "---\ntitle: News of 02\nexpires: 2025-03-12\n---\nText.\n")
    made.build(as_of="2025-03-03")
    assert addresses(made) == {"2025/03/news/": "News of 02"}
    made.build(as_of="2025-03-10")
    assert addresses(made) == {"2025/03/news/": "News of 02", "2025/03/09/news/": "News of 09"}
    made.build(as_of="2025-03-13")
    assert addresses(made) == {"2025/03/09/news/": "News of 09"}


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("/{slug}/", "/2025/03/09/news/"),
        ("/{year}/{slug}.html", "/2025/03/09/news.html"),
        ("/{year}-{slug}/", "/2025-03-09-news/"),
        ("/{year}/{month}/{day}/{slug}/", "/2025/03/09/news-2/"),
    ],
)
def test_what_is_missing_in_the_pattern_is_added(site: Make, pattern: str, address: str) -> None:
    day = "2025-03-09"
    made = site(
        f"-- content/a/news.md --\n---\ntitle: A\ndate: {day}\n---\n-- content/b/news.md --\n---\ntitle: B\ndate: {day}\n---\n"
    )
    made.edit("pressgen.yml", f"{SETTINGS}permalink: '{pattern}'\n")
    assert made.build().exit_code == 0
    assert address.removeprefix("/") + ("index.html" if address.endswith("/") else "") in made.files()
    assert made.codes("warning") == ["address-shared"]


def test_languages_and_spellings_are_kept_apart_too(site: Make) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2025-03-01\nslug: Plan\n---\n"
        "-- content/b.md --\n---\ntitle: B\ndate: 2025-03-02\nslug: plan\n---\n"
        "-- content/c.ru.md --\n---\ntitle: C\ndate: 2025-03-02\nslug: plan\n---\n"
    )
    made.edit("pressgen.yml", f"{SETTINGS}languages: [en, ru]\n")
    assert made.build().exit_code == 0
    assert {
        "2025/03/Plan/index.html",
        "2025/03/02/plan/index.html",
        "ru/2025/03/plan/index.html",
    } <= made.files().keys()


@pytest.mark.parametrize("permalink", ["/news/", "/2025/03/news/"])
def test_an_address_that_is_written_out_twice_is_for_a_person_to_choose(site: Make, permalink: str) -> None:
    made = site(f"-- content/a.md --\n---\ntitle: A\ndate: 2025-03-01\npermalink: {permalink}\n---\n")
    made.edit(
        "content/news.md",
        f"---\ntitle: B\ndate: 2025-03-02\n{'permalink: /news/' if permalink == '/news/' else ''}\n---\n",
    )
    assert made.build().exit_code == 1
    assert made.codes() == ["path-collision", "path-collision"]


def test_the_same_picture_beside_two_releases_is_one_file(site: Make) -> None:
    made = site(
        "".join(
            f"-- content/{name}/index.md --\n---\ntitle: {name}\ndate: 2026-01-01\nimage: {{src: hall.png, alt: Hall}}\n---\n![Hall](hall.png) ![Plan](plan.svg)\n"
            f"-- content/{name}/plan.svg --\n<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\n"
            for name in ("one", "two", "three")
        )
    )
    for name, colour in (("one", "red"), ("two", "red"), ("three", "blue")):
        made.edit(f"content/{name}/hall.png", picture(colour))
    assert made.build().problems == ()
    halls = {
        re.search(r'src="(/assets/hall-[^"]+)"', made.read(f"2026/01/{name}/index.html"))[1]: name
        for name in ("one", "two", "three")
    }
    assert len(halls) == 2
    assert all(path.removeprefix("/") in made.files() for path in halls)
    assert len([path for path in made.files() if path.startswith("assets/plan.")]) == 1
    made.remove("content/one/hall.png")
    made.edit("content/one/index.md", "---\ntitle: one\ndate: 2026-01-01\n---\n")
    assert made.build().problems == ()
    assert all(path.removeprefix("/") in made.files() for path in halls)


@pytest.mark.parametrize("root", ["content", "static"])
@pytest.mark.parametrize("written", ["/{}/img/hall.png", "{}/img/hall.png", "../{}/img/hall.png"])
def test_a_path_in_the_repository_leads_to_the_file(site: Make, root: str, written: str) -> None:
    target = written.format(root)
    made = site(
        f"-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\nimage: {{src: {target}, alt: A}}\ngallery: [{{src: {target}, alt: A}}]\n"
        f"---\n![B]({target})\n\n[C]({target}) [D](/content/b.md) [E](content/b.md)\n"
        f"-- content/b.md --\n---\ntitle: B\ndate: 2026-01-02\nstatus: draft\n---\n"
    )
    made.edit(f"{root}/img/hall.png", picture("red"))
    made.build()
    assert {problem.code for problem in made.report.problems} == {"link-not-public"}
    assert len(re.findall(r'<img src="/assets/hall-', made.read("2026/01/a/index.html"))) == 3
    made.edit("content/b.md", "---\ntitle: B\ndate: 2026-01-02\n---\n")
    assert made.build().problems == ()
    assert made.read("2026/01/a/index.html").count('<a href="/2026/01/b/">') >= 2


def test_a_file_that_a_path_has_always_led_to_comes_first(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\n[list](/static/list.txt)\n")
    made.edit("content/static/list.txt", "Old\n")
    made.edit("static/list.txt", "New\n")
    made.build()
    assert '<a href="/static/list.txt">' in made.read("2026/01/a/index.html")


@pytest.mark.parametrize("place", ["image: {}", "gallery: [{}]", "gallery: {}", "---\n![A]({})"])
@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("school-bus.jpg", "Did you mean school-bus.jpeg?"),
        ("/pictures/School-Bus.JPEG", "Did you mean school-bus.jpeg?"),
        ("pictures/bus-routes.png", ""),
    ],
)
def test_a_picture_with_a_similar_name_is_suggested_but_no_release(
    site: Make, place: str, written: str, hint: str
) -> None:
    key = place.format(written)
    key, body = key.split("---\n") if "---" in key else (f"{key}\n", "Text.")
    made = site(
        f"-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\n{key}---\n{body}\n"
        "-- content/bus-routes.md --\n---\ntitle: B\ndate: 2026-01-02\n---\n"
    )
    made.edit("content/school-bus.jpeg", picture("red"))
    made.build()
    (problem,) = made.report.problems
    assert problem.code == "image-missing"
    assert problem.hint == hint if hint else "Did you mean" not in problem.hint


@pytest.mark.parametrize(
    "key", ["tags: [a]", "keywords: a", "cover: {image: a.png}", "author: A", "views: 3", "dateline: A"]
)
def test_what_a_standing_page_does_not_show_is_named(site: Make, key: str) -> None:
    name = {"keywords": "tags", "cover": "image", "author": "authors"}.get(key.split(":")[0], key.split(":")[0])
    shown = "summary: S\ntoc: true\ngallery: []\nupdated: 2026-01-02\ndate: 2026-01-01\nimage:\n"
    made = site(f"-- content/pages/a.md --\n---\ntitle: A\n{shown if 'cover' not in key else ''}{key}\n---\n")
    (problem,) = made.build().problems
    assert (problem.key, problem.severity, problem.values) == ("key-in-page/unseen", "warning", {"names": f"`{name}`"})
    assert made.folder.joinpath("content/pages/a.md").read_text().splitlines()[problem.line - 1] == key


def test_a_release_that_nobody_reads_is_named(site: Make) -> None:
    release = "---\ntitle: Plan\ndate: 2026-01-01\n---\nYellow.\n"
    made = site(
        f"-- content/plan.md --\n{release}-- content/bus.txt --\n{release}-- content/Bus.TXT.txt --\n\ufeff{release}"
        f"-- content/words.txt --\nWords of a film.\n-- content/_n/b.txt --\n{release}"
        f"-- content/draft.md --\n---\ntitle: D\ndate: 2026-01-02\nstatus: draft\n---\n[Form](form.docx)\n"
    )
    for name in ("form.docx", "letter.docx", "old.odt"):
        made.edit(f"content/{name}", b"PK")
    counts = {
        (problem.key, problem.file, problem.severity): problem.values["count"] for problem in made.build().problems
    }
    assert counts == {("format-unread", "content/Bus.TXT.txt", "warning"): 4}


@pytest.mark.parametrize(
    "other", ["static/files/list.txt", "content/_posts/files/list.txt", "content/_drafts/files/list.txt"]
)
@pytest.mark.parametrize("text", ["A list\n", "Another list\n"])
def test_two_files_for_one_address_are_both_published(site: Make, other: str, text: str) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\n[list](files/list.txt)\n")
    made.edit(
        "content/_posts/2026-01-02-b.md",
        f"---\ntitle: B\n---\n[list](../../{other})\n".replace("../../content/_", "../_"),
    )
    made.edit("content/files/list.txt", "A list\n")
    made.edit(other, text)
    assert made.build().problems == ()
    for page, words in (("2026/01/a", "A list\n"), ("2026/01/b", text)):
        href = re.search(r'<a href="(/files/[^"]*)"', made.read(f"{page}/index.html"))
        assert href is not None
        assert made.read(href[1].removeprefix("/")) == words


def picture(colour: str, size: int = 200) -> bytes:
    data = BytesIO()
    Image.new("RGB", (size, size), colour).save(data, "PNG")
    return data.getvalue()


def test_what_thousands_of_dead_links_may_mean_is_looked_for_no_more_than_is_worth_it(
    site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = difflib.get_close_matches

    def counted(word: str, *given: Any) -> list[str]:
        asked.append(word)
        return real(word, *given)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\n[x](b.mdx) [y](/tag/)\n")
    links = " ".join(f"[x](lost{number}.pdf) [y](/lost/{number}/)" for number in range(300))
    made.edit("content/b.md", f"---\ntitle: B\ndate: 2025-01-02\n---\n{links}\n")
    made.build()
    assert len(made.report.problems) == 602
    hints = {problem.hint for problem in made.report.problems if problem.file == "content/a.md"}
    assert hints == {"Did you mean b.md?", "Did you mean /tags/?"}
    assert len(asked) <= 2 * MAX_LOOKUPS
