"""Every address that links lead to answers, every fragment is there, and what is not public is nowhere."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import pytest

from .newsroom import AS_OF, LANGUAGES, ROOT, Newsroom, prefix

pytestmark = pytest.mark.trial  # it takes no browser, but the whole newsroom
SECRETS = ("star camp", "star-camp", "planetarium", "astronomy", "star%20camp")
"""Words of the draft and of the release under embargo."""


class Answer(NamedTuple):
    """What the host gave for an address."""

    status: int
    kind: str
    text: str


class Read(HTMLParser):
    """Links, anchors and scripts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.scripts: list[str] = []
        self.refresh = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.links += [named[name] for name in ("href", "src", "poster") if name in named]
        self.links += [part.split()[0] for part in named.get("srcset", "").split(",") if part.strip()]
        if tag == "meta" and named.get("property") in ("og:url", "og:image"):
            self.links.append(named["content"])
        if named.get("http-equiv") == "refresh":
            self.refresh = True
            self.links.append(named["content"].partition("url=")[2])
        self.anchors |= {named[name] for name in ("id", "name") if name in named}
        if tag == "script" and named.get("type") != "application/ld+json":
            self.scripts.append(str(named))
        self.scripts += [name for name in named if name.startswith("on")]
        self.scripts += [value for value in named.values() if value.strip().lower().startswith("javascript:")]


def fetched(address: str) -> Answer:
    path = quote(urlsplit(address).path, safe="/%:@!$&'()*+,;=~")
    try:
        with urlopen(urljoin(address, path), timeout=10) as answer:
            kind = answer.headers.get_content_type()
            data = answer.read()
            # Pictures, film, sound and archives have no links; the test's server does not know the types of all.
            is_text = kind.startswith("text/") or kind.endswith(("xml", "json"))
            return Answer(answer.status, kind, data.decode() if is_text else "")
    except HTTPError as error:
        with error:
            return Answer(error.code, "", "")


def links_of(answer: Answer) -> Iterator[str]:
    if answer.kind == "text/html":
        yield from Read(answer.text).links
    elif answer.kind.endswith(("xml", "json")) or answer.kind == "text/plain":
        yield from re.findall(r"https?://[^\s<>\"'\\)&]+", answer.text)


@pytest.fixture(scope="module")
def crawled(newsroom: Newsroom) -> tuple[dict[str, Answer], dict[str, set[str]]]:
    """Each address that links reach from where readers and machines begin, and where its fragments are used."""
    waiting = ["/", "/robots.txt", *(f"{prefix(lang)}/404.html" for lang in LANGUAGES)]
    answers: dict[str, Answer] = {}
    fragments: dict[str, set[str]] = {}
    began = time.monotonic()
    while waiting:
        path = waiting.pop()
        if path in answers:
            continue
        assert time.monotonic() - began < 60
        answers[path] = fetched(newsroom.address + path)
        for link in links_of(answers[path]):
            target, fragment = urldefrag(urljoin(newsroom.canonical + path, link))
            if target.startswith(newsroom.canonical + "/"):
                inside = unquote(target.removeprefix(newsroom.canonical))
                waiting.append(inside)
                if fragment:
                    fragments.setdefault(f"{inside}#{unquote(fragment)}", set()).add(path)
    return answers, fragments


Crawled = tuple[dict[str, Answer], dict[str, set[str]]]


def test_every_link_inside_the_newsroom_answers(crawled: Crawled) -> None:
    answers, _ = crawled
    assert len(answers) > 200
    assert {path: answer.status for path, answer in answers.items() if answer.status != 200} == {}


def test_every_fragment_leads_to_its_place(crawled: Crawled) -> None:
    answers, fragments = crawled
    assert any("digital-platforms-first-term" in link for link in fragments)
    lost = {
        link: sources
        for link, sources in fragments.items()
        if link.partition("#")[2] not in Read(answers[link.partition("#")[0]].text).anchors
    }
    assert lost == {}


def test_no_address_is_sent_on_by_the_host(crawled: Crawled, newsroom: Newsroom) -> None:
    answers, _ = crawled
    folders = {path for path in answers if (newsroom.folder / path.strip("/")).is_dir()}
    assert [path for path in folders if not path.endswith("/")] == []


def test_every_page_is_reached_by_links(crawled: Crawled, newsroom: Newsroom) -> None:
    answers, _ = crawled
    pages = {
        "/" + page.relative_to(newsroom.folder).as_posix().removesuffix("index.html"): page
        for page in newsroom.folder.rglob("*.html")
    }
    standing = {path for path, page in pages.items() if not Read(page.read_text(encoding="utf-8")).refresh}
    assert standing - answers.keys() == set()


def test_no_page_has_a_script_that_runs(crawled: Crawled) -> None:
    answers, _ = crawled
    assert {
        path: found
        for path, answer in answers.items()
        if answer.kind == "text/html" and (found := Read(answer.text).scripts)
    } == {}


def test_pages_of_one_language_have_titles_of_their_own(crawled: Crawled) -> None:
    answers, _ = crawled
    named: dict[tuple[str, str], list[str]] = {}
    for path, answer in answers.items():
        # Feeds call a release that was moved by its old address, at which a page with its title leads to it.
        if answer.kind == "text/html" and 'http-equiv="refresh"' not in answer.text:
            lang, title = re.search(r'<html lang="([\w-]+)".*?<title>(.*?)</title>', answer.text, flags=re.S).groups()
            named.setdefault((lang, title), []).append(path)
    assert {title: paths for title, paths in named.items() if len(paths) > 1} == {}


def test_drafts_and_embargoed_releases_are_nowhere(crawled: Crawled) -> None:
    sources = "".join(file.read_text(encoding="utf-8").lower() for file in (ROOT / "content").rglob("*.md"))
    assert all(secret in sources for secret in SECRETS[:3]) and AS_OF < "2031"
    answers, _ = crawled
    told = [
        (path, secret)
        for path, answer in answers.items()
        for secret in SECRETS
        if secret in (path + answer.text).lower()
    ]
    assert told == []


@pytest.mark.parametrize(
    "path",
    [
        "/2026/10/star-camp/",
        "/2031/09/planetarium-opens/",
        "/pictures/star-camp.jpg",
        "/tags/astronomy/",
        "/tags/planetarium/",
    ],
)
def test_a_guess_at_what_is_not_public_finds_nothing(newsroom: Newsroom, path: str) -> None:
    assert fetched(newsroom.address + path).status == 404


def test_a_release_without_pictures_is_a_few_kilobytes(newsroom: Newsroom) -> None:
    plain = {}
    for file in newsroom.folder.rglob("20*/index.html"):
        page = file.read_bytes()
        main = page.partition(b"<main")[2].partition(b"</main>")[0]
        if not re.search(rb"<(?:img|video)\b", main):
            plain[file.relative_to(newsroom.folder).as_posix()] = len(gzip.compress(page, 9, mtime=0))
    assert len(plain) >= 6
    assert max(plain.values()) <= 6_000, plain
