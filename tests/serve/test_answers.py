"""What the preview answers: pages with badges and errors, its own pages, and nothing to anybody else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Site

from .host import Host, previewing, until

ARCHIVE = """\
-- content/a.md --
---
title: First & foremost
date: 2026-01-10
---
Text with a [link](b.md).
-- content/b.md --
---
title: Second
date: 2026-01-11
draft: true
---
Text.
-- content/c.md --
---
title: Third
date: 2040-05-06 07:08
---
Text.
-- content/d.md --
---
title: Fourth
date: 2026-01-01
expires: 2026-01-02
---
Text.
-- content/wrong.md --
---
title: Fifth
date: 2026-13-01
---
Text.
-- static/plain.txt --
plain
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("preview") / "site", ARCHIVE)


@pytest.fixture(scope="module")
def host(made: Site) -> Iterator[Host]:
    with previewing(made.folder) as host:
        yield host


def event(host: Host, path: str) -> dict[str, str]:
    """The first event that an open page is sent."""
    request = f"GET /_pressgen/events?path={path} HTTP/1.1\r\nHost: localhost:{host.port}\r\n\r\n"
    answer = host.raw(request.encode(), 1.0).decode()
    return dict(json.loads(re.findall(r"^data: (.*)$", answer, flags=re.M)[0]))


def test_pages_carry_the_badges_of_their_source(host: Host) -> None:
    assert "Embargoed until 2040-05-06 07:08" in host.get("/2040/05/c/")[2]
    assert 'class="badge draft"' in host.get("/2026/01/b/")[2]
    assert "Expired since 2026-01-02 00:00" in host.get("/2026/01/d/")[2]
    assert "badge" not in host.get("/2026/01/a/")[2].split("<pressgen-preview")[1]


def test_search_engines_are_asked_not_to_show_a_preview_of_pages_as_they_will_be(host: Host) -> None:
    for path in ("/", "/_pressgen/", "/nothing/"):
        assert host.get(path)[1]["x-robots-tag"] == "noindex"
    assert "noindex" not in host.get("/")[2] + host.get("/robots.txt")[2]


def test_every_page_shows_the_errors_with_place_line_and_cure(host: Host) -> None:
    status, headers, page = host.get("/2026/01/a/")
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "content/wrong.md:3:7" in page
    assert "date: 2026-13-01" in page
    assert '<p class="hint">Check the day and the month, and write it as 2025-01-27.</p>' in page


def test_code_in_a_hint_is_shown_as_code(host: Host) -> None:
    assert "To hold it back for good, write <code>draft: true</code>.</p>" in host.get("/_pressgen/")[2]


def test_links_to_hidden_and_faulty_releases_have_badges(host: Host) -> None:
    home = host.get("/")[2]
    badges = {
        re.findall(r'href="([^"]*)"', before)[-1]: re.findall(
            r'class="badge (\w+)"', after.split("</pressgen-badge>")[0]
        )
        for before, after in zip(home.split("<pressgen-badge>"), home.split("<pressgen-badge>")[1:], strict=False)
    }
    assert badges == {"/2040/05/c/": ["embargoed"], "/2026/01/b/": ["draft"], "/2026/01/d/": ["expired"]}
    body = host.get("/2026/01/a/")[2].split("<pressgen-preview")[0]
    assert '<a href="/2026/01/b/">link</a><pressgen-badge>' in body
    assert "<pressgen-badge>" not in host.get("/2026/01/b/")[2].split("/2026/01/b/")[0]


def test_the_panel_counts_errors_here_and_elsewhere(host: Host) -> None:
    page = host.get("/2026/01/a/")[2]
    assert "1 error elsewhere" in page and "error here" not in page.split("<summary>")[1].split("</summary>")[0]
    assert not re.search(r"<details class=.panel.[^>]* open", page)
    wrong = host.get("/2026/01/wrong/")[2]
    assert "<strong>1 error here</strong>" in wrong and "elsewhere" not in wrong
    assert re.search(r"<details class=.panel.[^>]* open", wrong)


def test_an_unreadable_release_is_shown_as_its_source_with_the_fault_marked(host: Host) -> None:
    for address in ("/2026/01/wrong/", "/wrong/", "/wrong.html"):
        status, _, page = host.get(address)
        assert status == 404
        assert '<li id="L3"><mark>date: 2026-13-01</mark></li>' in page
        assert '<li id="L2">title: Fifth</li>' in page


def test_nothing_of_the_preview_is_in_the_output(host: Host, made: Site) -> None:
    assert "pressgen-preview" in host.get("/")[2]
    assert not made.output.exists()
    made.build(skip_invalid=True)
    assert not [path for path, data in made.files().items() if b"_pressgen" in data or b"pressgen-preview" in data]


def test_the_status_page_lists_everything(host: Host) -> None:
    status, headers, page = host.get("/_pressgen/")
    assert status == 200
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "Embargoed until 2040-05-06 07:08" in page.split('id="pages"')[0]
    for name in "abcd":
        assert f"content/{name}.md" in page
    assert "First &amp; foremost" in page
    found = host.get("/_pressgen/?q=fourth")[2].split("<tbody>")[1]
    assert "content/d.md" in found and "content/a.md" not in found
    assert "No results." in host.get("/_pressgen/?q=%3Cscript%3E")[2]


def test_a_source_without_a_page_has_one_in_the_preview(host: Host) -> None:
    page = host.get("/_pressgen/source?file=content/wrong.md")[2]
    assert "It has no page yet" in page and "2026-13-01" in page
    assert host.get("/_pressgen/source?file=../../etc/passwd")[0] == 404


def test_folders_files_and_lost_addresses(host: Host) -> None:
    assert host.get("/2026/01/a")[:2][0] == 307
    assert host.get("/2026/01/a")[1]["location"] == "/2026/01/a/"
    assert host.get("/plain.txt")[1]["content-type"].startswith("text/plain")
    assert host.get("/feed.xml")[0] == 200
    status, _, page = host.get("/nothing/here/")
    assert status == 404 and "Page not found" in page
    assert host.get("/_headers")[0] == 404
    assert host.get("/.pressgen.json")[0] == 404


def test_an_open_page_is_told_what_it_should_show(host: Host, made: Site) -> None:
    before = event(host, "2026/01/a/index.html")
    assert f'data-fingerprint="{before["fingerprint"]}"' in host.get("/2026/01/a/")[2]
    assert "content/wrong.md" in before["panel"]
    text = (made.folder / "content/a.md").read_text(encoding="utf-8")
    made.edit("content/a.md", text + "\nMore.\n")
    until(lambda: "More." in host.get("/2026/01/a/")[2])
    assert event(host, "2026/01/a/index.html")["fingerprint"] != before["fingerprint"]


def test_a_base_path_is_kept(tmp_path: Path) -> None:
    site = Site(tmp_path / "site", "-- content/a.md --\n---\ntitle: A\ndate: 2026-01-10\n---\nText.\n")
    site.edit("pressgen.yml", "title: T\nurl: https://example.org/news/\ntimezone: UTC\n")
    with previewing(site.folder) as host:
        assert host.get("/")[1]["location"] == "/news/"
        assert host.get("/news/2026/01/a/")[0] == 200
        assert host.get("/2026/01/a/")[0] == 404
        assert host.get("/newsroom/")[0] == 404


def test_a_site_that_never_could_be_read_has_a_page_that_says_why(tmp_path: Path) -> None:
    site = Site(tmp_path / "site", "-- content/a.md --\n---\ntitle: A\ndate: 2026-01-10\n---\nText.\n")
    site.edit("pressgen.yml", "title: [")
    with previewing(site.folder) as host:
        status, headers, page = host.get("/")
        assert status == 503 and "pressgen.yml" in page
        assert headers["refresh"] == "2"
        site.edit("pressgen.yml", "title: T\nurl: https://example.org/\ntimezone: UTC\n")
        until(lambda: host.get("/2026/01/a/")[0] == 200)


def test_a_taken_port_is_told_with_a_cure(host: Host, made: Site) -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "pressgen", "serve", str(made.folder), "--port", str(host.port)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "port-taken" in done.stderr and "--port" in done.stderr


@pytest.mark.parametrize(
    ("wanted", "status", "part", "text"),
    [
        ("bytes=0-1", 206, "bytes 0-1/6", "pl"),
        ("bytes=2-", 206, "bytes 2-5/6", "ain\n"),
        ("bytes=-3", 206, "bytes 3-5/6", "in\n"),
        ("bytes=1-99", 206, "bytes 1-5/6", "lain\n"),
        ("bytes=9-", 416, "bytes */6", ""),
        ("bytes=-", 200, None, "plain\n"),
        ("bytes=0-1,3-4", 200, None, "plain\n"),
        ("lines=1", 200, None, "plain\n"),
    ],
)
def test_players_of_film_get_the_parts_that_they_ask_for(
    host: Host, wanted: str, status: int, part: str | None, text: str
) -> None:
    answer = host.get("/plain.txt", Range=wanted)
    assert (answer[0], answer[1].get("content-range"), answer[2]) == (status, part, text)
    assert host.get("/", Range="bytes=0-1")[0] == 200, "a page is whole"
