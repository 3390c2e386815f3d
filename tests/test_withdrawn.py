"""A withdrawn release: its address has a notice, and nothing else of the site has anything of it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from apache import Apache, has_apache
from conftest import Site
from nginx import Nginx, has_nginx

Make = Callable[..., Site]
ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h9v9z"/></svg>'
SETTINGS = """\
title: Test News
url: https://news.example.org/
timezone: Asia/Tashkent
languages: [en, ru]
contacts: {press: {name: Press Office, email: press@newsroom.uz}}
feeds: {items: 2}
redirect_files: [netlify, nginx, apache]
"""
KEYS = """\
title: Figures for 2025
date: 2026-01-05 10:00
summary: Canary summary.
tags: [Rare canary, schools]
image: {src: canary.svg, alt: Canary alt}
authors: [Canary Author]
dateline: Canaryville
aliases: [/old/figures/]
views: 77123
"""
TEXT = "Canary text with [a file](canary.txt) and ![Canary picture](canary2.svg).\n"
NOTICE = "status: withdrawn\nwithdrawal: The figures came from an *unfinished* survey.\nupdated: 2026-01-10\n"
SITE = f"""\
-- content/first.md --
---
title: First
date: 2026-01-04
tags: schools
---
See [the figures](figures.md).
-- content/last.md --
---
title: Last
date: 2026-01-06
tags: schools
related: [first.md]
---
Text.
-- content/canary.svg --
{SVG}
-- content/canary2.svg --
{SVG.replace("9", "8")}
-- content/canary.txt --
canary
"""


def figures(more: str = "", text: str = TEXT, keys: str = KEYS) -> str:
    return f"---\n{keys}{more}---\n{text}"


@pytest.fixture
def newsroom(site: Make) -> Site:
    made = site(SITE)
    made.edit("pressgen.yml", SETTINGS)
    made.edit("content/figures.md", figures())
    return made


def test_only_its_headline_date_reason_and_contacts_are_left(newsroom: Site) -> None:
    newsroom.build()
    assert sum("anary" in name or b"anary" in data for name, data in newsroom.files().items()) > 9
    newsroom.edit("content/figures.md", figures(NOTICE))
    assert newsroom.build().problems == ()
    files = newsroom.files()
    assert [name for name, data in files.items() if b"anary" in data or "anary" in name] == []
    assert not any(b"77123" in data or b"77,123" in data for data in files.values())
    page = newsroom.read("2026/01/figures/index.html")
    words = " ".join(re.sub("<[^>]+>", " ", page).split())
    for text in (
        "Figures for 2025", "January 5, 2026", "Withdrawn: January 10, 2026", "This release was withdrawn.",
        "The figures came from an unfinished survey.", "Press Office", "press@newsroom.uz",
    ):  # fmt: skip
        assert text in words, text
    assert '<meta name="robots" content="noindex">' in page
    assert "ld+json" not in page and "rel=canonical" not in page
    # Links to it, and its old addresses, lead to the notice; nothing else names it.
    named = {name for name, data in files.items() if b"2026/01/figures" in data}
    hosts = {"_redirects", "redirects.nginx.conf", ".htaccess"}
    with_text = {
        "2026/01/first/index.html",
        "feed.json",
        "feed.xml",
        "atom.xml",
        "tags/schools/feed.json",
        "tags/schools/feed.xml",
    }
    lists = {f"corrections/{name}" for name in ("index.html", "feed.xml", "atom.xml", "feed.json")}
    assert named <= {
        *("2026/01/figures/index.html", "old/figures/index.html", "tags/schools/atom.xml"),
        *hosts,
        *with_text,
        *lists,
    }
    assert "2026/01/figures" not in newsroom.read("sitemap.xml") + newsroom.read("sitemap-news.xml")
    assert not any(name.startswith("tags/rare") for name in files)
    assert "Next release</small> Last" in newsroom.read("2026/01/first/index.html")


def test_withdrawing_leaves_the_site_that_deleting_leaves_apart_from_the_notice(newsroom: Site) -> None:
    newsroom.edit("content/first.md", "---\ntitle: First\ndate: 2026-01-04\n---\nText.\n")
    newsroom.edit("pressgen.yml", SETTINGS.replace("redirect_files: [netlify, nginx, apache]\n", ""))
    newsroom.edit("content/figures.md", figures(NOTICE))
    newsroom.build()
    withdrawn = newsroom.files()
    newsroom.remove("content/figures.md")
    newsroom.build()
    deleted = newsroom.files()
    own = {"2026/01/figures/index.html", "old/figures/index.html"}
    listed = {f"corrections/{name}" for name in ("index.html", "feed.xml", "atom.xml", "feed.json")}
    assert withdrawn.keys() - deleted.keys() == own | listed
    differing = {name for name in deleted if withdrawn[name] != deleted[name]}
    # The time of the feed is that of the tombstone; the archive links to the list of corrections, where it is as well.
    feeds = {"atom.xml", "feed.xml", "tags/schools/atom.xml", "tags/schools/feed.xml"}
    assert differing - {"archive/index.html", "sitemap.xml"} == feeds
    assert all("deleted-entry" in withdrawn[name].decode() for name in feeds if "atom" in name)


def test_the_list_of_corrections_has_the_withdrawal(newsroom: Site) -> None:
    newsroom.edit("content/figures.md", figures(NOTICE))
    newsroom.build()
    page = newsroom.read("corrections/index.html")
    assert '<a href="/2026/01/figures/">Figures for 2025</a>' in page
    assert "Withdrawal" in page and "unfinished survey" in page and "anary" not in page
    assert "/corrections/" in newsroom.read("archive/index.html")
    assert "Withdrawal: Figures for 2025" in newsroom.read("corrections/atom.xml")


def test_no_list_or_feed_names_a_withdrawn_release_that_was_unlisted(newsroom: Site) -> None:
    newsroom.edit("content/figures.md", figures("unlisted: true\n" + NOTICE))
    newsroom.build()
    named = {name for name, data in newsroom.files().items() if b"Figures for 2025" in data}
    assert named == {"2026/01/figures/index.html", "old/figures/index.html"}
    assert "deleted-entry" not in newsroom.read("atom.xml")
    assert "corrections/index.html" not in newsroom.files()


def test_a_tombstone_stays_as_long_as_the_release_would_be_in_the_feed(newsroom: Site) -> None:
    newsroom.edit("content/figures.md", figures("id: urn:x:figures\n" + NOTICE))
    newsroom.build()
    for path, lang in (("atom.xml", "en"), ("tags/schools/atom.xml", "en")):
        feed = ElementTree.fromstring(newsroom.read(path))
        (tombstone,) = feed.findall(TOMBSTONE)
        assert tombstone.attrib == {"ref": "urn:x:figures", "when": "2026-01-10T00:00:00+05:00"}
        assert (
            tombstone.findtext("{http://purl.org/atompub/tombstones/1.0}comment")
            == "The figures came from an unfinished survey."
        )
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
        assert feed.findtext(f"{ATOM}updated") == "2026-01-10T00:00:00+05:00"
        assert [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")] == ["Last", "First"]
    # With a second newer release, the feed of two would have none of it.
    newsroom.edit("content/newer.md", "---\ntitle: Newer\ndate: 2026-01-07\ntags: other\n---\nText.\n")
    newsroom.build()
    assert "tombstones" not in newsroom.read("atom.xml")
    assert "tombstones" in newsroom.read("tags/schools/atom.xml")


@pytest.mark.parametrize(
    ("keys", "when"),
    [
        ("", "2026-01-05T10:00:01+05:00"),
        ("updated: 2026-01-05\n", "2026-01-05T10:00:01+05:00"),
        (
            "corrections: [{date: 2026-01-12 09:00, kind: withdrawal, text: Wrong figures.}]\n",
            "2026-01-12T09:00:00+05:00",
        ),
    ],
)
def test_a_tombstone_is_newer_than_the_release(newsroom: Site, keys: str, when: str) -> None:
    newsroom.edit("content/figures.md", figures(f"status: withdrawn\n{keys}"))
    newsroom.build()
    (tombstone,) = ElementTree.fromstring(newsroom.read("atom.xml")).findall(TOMBSTONE)
    assert tombstone.get("when") == when


def test_a_correction_can_give_the_reason_and_the_day(newsroom: Site) -> None:
    note = "corrections: [{date: 2026-01-12, kind: withdrawal, text: Wrong figures.}]\n"
    newsroom.edit("content/figures.md", figures(f"status: withdrawn\n{note}"))
    assert newsroom.build().problems == ()
    page = newsroom.read("2026/01/figures/index.html")
    assert "<p>Wrong figures.</p>" in page and ">January 12, 2026</time>" in page


@pytest.mark.parametrize(
    "word", ["withdrawn", "Withdrawn", "отозван", "Отозвано", "qaytarib olingan", "қайтариб олинган", "retracted"]
)
def test_its_status_has_words_in_three_languages(newsroom: Site, word: str) -> None:
    newsroom.edit("content/figures.md", figures(NOTICE.replace("withdrawn", word, 1)))
    assert newsroom.build().problems == ()
    assert "This release was withdrawn." in newsroom.read("2026/01/figures/index.html")


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        ("status: withdrawn\nupdated: 2026-01-10\n", "withdrawn-reason"),
        ("status: withdrawn\nwithdrawal: Wrong.\n", "withdrawn-date"),
        ("withdrawal: Wrong.\n", "withdrawal-status"),
        ("withdrawal: Wrong.\nstatus: draft\n", "withdrawal-status"),
    ],
)
def test_what_is_missing_is_reported_at_its_line(newsroom: Site, keys: str, key: str) -> None:
    newsroom.edit("content/figures.md", figures(keys))
    # Without `drafts`, a build says of a draft only where something is wrong.
    report = newsroom.build(drafts="draft" in keys)
    (problem,) = [problem for problem in report.problems if problem.file == "content/figures.md"]
    assert (problem.key, problem.line, problem.severity) == (key, 11, "warning")


def test_other_releases_cannot_show_it_as_related(newsroom: Site) -> None:
    newsroom.edit("content/last.md", "---\ntitle: Last\ndate: 2026-01-06\nrelated: [figures.md]\n---\nText.\n")
    newsroom.edit("content/figures.md", figures(NOTICE))
    assert [problem.key for problem in newsroom.build().problems] == ["related-not-public/withdrawn"]


def test_other_languages_stay_and_the_notice_leads_to_them(newsroom: Site) -> None:
    newsroom.edit("content/figures.ru.md", "---\ntitle: Цифры\ndate: 2026-01-05\n---\nТекст.\n")
    newsroom.edit("content/figures.md", figures(NOTICE))
    assert newsroom.build().problems == ()
    assert 'href="/ru/2026/01/figures/"' in newsroom.read("2026/01/figures/index.html")
    assert '/2026/01/figures/"' not in newsroom.read("ru/2026/01/figures/index.html").replace("/ru/2026", "")
    newsroom.edit("content/figures.ru.md", f"---\ntitle: Цифры\ndate: 2026-01-05\n{NOTICE}---\nТекст.\n")
    newsroom.edit("content/figures.md", figures())
    newsroom.build()
    page = newsroom.read("ru/2026/01/figures/index.html")
    assert "Этот материал отозван." in page and 'lang="ru"' in page


def test_a_withdrawn_page_has_a_notice_too(newsroom: Site) -> None:
    newsroom.edit("content/pages/plan.md", f"---\ntitle: Plan\n{NOTICE}---\nCanary of the plan.\n")
    assert newsroom.build().problems == ()
    page = newsroom.read("plan/index.html")
    assert "unfinished survey" in page and "anary" not in page
    assert "/plan/" not in newsroom.read("index.html")


@pytest.mark.parametrize("keys", ["embargo: 2026-02-01\n", "expires: 2026-01-11\n"])
def test_what_is_not_public_has_no_notice(newsroom: Site, keys: str) -> None:
    newsroom.edit("content/first.md", "---\ntitle: First\ndate: 2026-01-04\n---\nText.\n")
    newsroom.edit("content/figures.md", figures(NOTICE.replace("2026-01-10", "2026-02-03") + keys))
    newsroom.build()
    assert not any(b"igures" in data or "igures" in name for name, data in newsroom.files().items())


def test_the_preview_shows_the_notice_and_pictures_of_a_withdrawn_release_go_at_once(newsroom: Site) -> None:
    newsroom.edit("pressgen.yml", SETTINGS + "assets_kept: 30\n")
    newsroom.build()
    pictures = {name for name in newsroom.files() if "canary" in name}
    assert pictures
    newsroom.edit("content/figures.md", figures(NOTICE))
    newsroom.build()
    assert not pictures & newsroom.files().keys()


# --- hosts ----------------------------------------------------------------------------------------


@pytest.fixture
def hosted() -> Iterator[tuple[Path, Site]]:
    """A built site with a withdrawn release, in a folder that every user of the system can read."""
    with tempfile.TemporaryDirectory() as folder:
        made = Site(Path(folder) / "site", SITE)
        made.edit("pressgen.yml", SETTINGS)
        made.edit("content/figures.md", figures(NOTICE))
        made.edit("content/visit.md", VISIT + NOTICE + "---\nText.\n")
        made.edit("content/über.md", f"---\ntitle: Über\ndate: 2026-01-01\npermalink: /über.html\n{NOTICE}---\nText.\n")
        made.build()
        for parent, _, _ in os.walk(folder):
            os.chmod(parent, 0o755)
        yield Path(folder), made


VISIT = """\
---
title: Visit
date: 2026-01-03
press_kit: true
image: {src: canary.svg, alt: A}
event: {start: 2026-01-20 10:00, place: Samarkand}
aliases: [/old/visit/]
"""
FILES = [
    f"/{folder}/{name}" for folder in ("2026/01/visit", "old/visit") for name in ("event.ics", "visit-press-kit.zip")
]
GONE = ("/2026/01/figures/", "/2026/01/figures", "/%C3%BCber.html")


@pytest.mark.skipif(not has_nginx(), reason="there is no nginx")
def test_nginx_answers_410_with_the_notice(hosted: tuple[Path, Site]) -> None:
    folder, made = hosted
    with Nginx(folder / "nginx", made.output) as server:
        for path in GONE:
            answer = server.get(path)
            assert answer.status == 410
            assert "This release was withdrawn." in answer.text
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        answer = server.get("/old/figures/")
        assert (answer.status, answer.headers["Location"].rpartition("/2026/")[2]) == (301, "01/figures/")
        assert {server.get(path).status for path in FILES} == {301}
        assert server.get("/2026/01/first/").status == 200
        assert server.get("/no/such/page/").status == 404


@pytest.mark.skipif(not has_apache(), reason="there is no Apache")
def test_apache_answers_410_with_the_notice(hosted: tuple[Path, Site]) -> None:
    folder, made = hosted
    with Apache(folder / "apache", made.output) as server:
        for path in GONE:
            answer = server.get(path)
            assert answer.status == 410
            assert "This release was withdrawn." in answer.text
            assert answer.headers["Content-Type"].startswith("text/html")
        assert server.get("/old/figures/").status == 301
        assert {server.get(path).status for path in FILES} == {301}
        assert server.get("/2026/01/first/").status == 200


def test_netlify_gets_410_with_the_file_of_the_notice(hosted: tuple[Path, Site]) -> None:
    lines = hosted[1].read("_redirects").splitlines()
    assert "/2026/01/figures/ /2026/01/figures/index.html 410!" in lines
    assert "/%C3%BCber.html /%C3%BCber.html 410!" in lines


def test_the_files_beside_a_withdrawn_release_lead_to_its_notice_if_the_host_can_redirect(site: Make) -> None:
    made = site(SITE)
    made.edit("content/visit.md", VISIT + "---\nText.\n")
    made.build()
    assert {*FILES[:2]} <= {f"/{name}" for name in made.files()}
    made.edit("content/visit.md", VISIT + NOTICE + "---\nText.\n")
    made.build()
    assert not [name for name in made.files() if name.endswith((".ics", ".zip"))]
    made.edit("pressgen.yml", SETTINGS)
    made.build()
    lines = made.read("_redirects").splitlines()
    assert {f"{path} /2026/01/visit/ 301!" for path in FILES} <= {*lines}
    assert not [name for name in made.files() if name.endswith((".ics", ".zip"))]
