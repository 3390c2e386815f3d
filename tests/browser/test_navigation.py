"""Ways through the newsroom: tags, older and newer pages, other languages, feeds, and addresses that lead nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from .newsroom import LANGUAGES, MEETING, Newsroom, prefix, releases

Window = Callable[..., Page]

NAMES = {"en": "English", "uz": "O‘zbek", "ru": "Русский", "ar": "العربية"}
ATOM = "{http://www.w3.org/2005/Atom}"


def path_of(page: Page) -> str:
    return unquote(urlsplit(page.url).path)


def open_languages(page: Page) -> None:
    page.locator("header details:visible summary").last.click()


def headlines(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("main .h-entry .p-name").all_inner_texts()]


def test_a_tag_leads_to_its_page_with_its_releases_newest_first(window: Window) -> None:
    page = window(MEETING)
    page.locator("#Tags").get_by_role("link", name="digital education", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "digital education"
    tagged = [release.title for release in releases("en") if "digital education" in release.tags]
    assert headlines(page) == tagged
    assert page.get_by_text(f"{len(tagged)} releases", exact=True).is_visible()
    page.get_by_role("link", name=tagged[-1]).click()
    assert page.get_by_role("heading", level=1).inner_text() == tagged[-1]


def test_a_tag_page_shows_a_link_to_the_feed_of_that_tag(window: Window) -> None:
    page = window("/tags/digital-education/")
    announced = page.locator("head link[type='application/rss+xml']").first.get_attribute("href")
    assert announced == "/tags/digital-education/feed.xml"
    link = page.locator(f"body a[href='{announced}']")
    assert link.count() and link.first.is_visible()


@pytest.mark.parametrize(
    ("lang", "tag"),
    [
        ("en", "C++"),
        ("en", "100% literacy campaign"),
        ("uz", "taʼlim sifati"),
        ("ru", "качество образования"),
        ("ru", "кампания «100% грамотности»"),
        ("ar", "جودة التعليم"),
    ],
)
def test_tags_in_any_script_are_reached_by_clicks(window: Window, lang: str, tag: str) -> None:
    page = window(prefix(lang) + "/")
    page.get_by_role("main").locator("a[href$='/tags/']").first.click()
    with page.expect_navigation() as arrival:
        page.get_by_role("main").get_by_role("link", name=tag, exact=True).click()
    assert arrival.value.status == 200
    assert page.get_by_role("heading", level=1).inner_text() == tag
    address = page.url
    tagged = [release.title for release in releases(lang) if tag in release.tags]
    assert headlines(page) == tagged
    page.get_by_role("main").get_by_role("link", name=tagged[0], exact=True).click()
    page.locator("#Tags").get_by_role("link", name=tag, exact=True).click()
    assert page.url == address


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tags_page_counts_what_the_tag_pages_hold(window: Window, lang: str) -> None:
    rows = window(prefix(lang) + "/tags/").locator("main li").all_inner_texts()
    matches = [re.fullmatch(r"(.+?)\s+(\d+)", row, flags=re.S) for row in rows]
    counted = {match[1]: match[2] for match in matches}
    tags = [tag for release in releases(lang) for tag in release.tags]
    assert counted == {tag: str(tags.count(tag)) for tag in tags}


def test_older_links_meet_every_release_once_and_newer_links_lead_back(window: Window) -> None:
    page = window("/")
    met, addresses = headlines(page), ["/"]
    while (older := page.get_by_role("main").get_by_role("link", name=re.compile("^older", re.I))).count():
        older.click()
        met += headlines(page)
        addresses.append(path_of(page))
        assert len(addresses) < 20
    assert sorted(met) == sorted(release.title for release in releases("en"))
    assert addresses[-1] == "/page/1/" and len(addresses) >= 3
    for address in addresses[-2::-1]:
        page.get_by_role("main").get_by_role("link", name=re.compile("^newer", re.I)).click()
        assert path_of(page) == address
    assert page.get_by_role("main").get_by_role("link", name=re.compile("^newer", re.I)).count() == 0


def test_the_archive_leads_by_year_and_month_to_a_release(window: Window) -> None:
    page = window("/")
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Archive").click()
    page.get_by_role("main").get_by_role("link", name="2025", exact=True).last.click()
    page.get_by_role("main").get_by_role("link", name="January 2025").click()
    assert headlines(page) == [release.title for release in releases("en") if release.date.startswith("2025-01")]
    page.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").click()
    assert path_of(page) == MEETING


def test_a_reader_changes_the_language_of_a_release_and_comes_back(window: Window) -> None:
    page = window(MEETING)
    date = page.locator("h1 ~ * time.dt-published").get_attribute("datetime")
    for lang in ("uz", "ru", "ar", "en"):
        open_languages(page)
        link = page.get_by_role("link", name=NAMES[lang], exact=True)
        assert (link.get_attribute("lang"), link.get_attribute("hreflang")) == (lang, lang)
        link.click()
        assert path_of(page) == prefix(lang) + MEETING
        root = page.locator("html")
        assert root.get_attribute("lang") == lang
        assert root.evaluate("element => getComputedStyle(element).direction") == ("rtl" if lang == "ar" else "ltr")
        assert page.locator("h1").inner_text() == next(one.title for one in releases(lang) if one.date == "2025-01-27")
        assert page.locator("h1 ~ * time.dt-published").get_attribute("datetime") == date
        assert page.get_by_role("link", name=NAMES[lang], exact=True).count() == 0


@pytest.mark.parametrize("path", ["/", "/tags/", "/archive/", "/about/", "/contacts/"])
def test_standing_pages_keep_their_place_when_the_language_changes(window: Window, path: str) -> None:
    page = window(path)
    for lang in ("ru", "ar", "uz", "en"):
        open_languages(page)
        page.get_by_role("link", name=NAMES[lang], exact=True).click()
        assert path_of(page) == prefix(lang) + path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_address_gets_a_page_that_leads_home(window: Window, lang: str) -> None:
    page = window()
    answer = page.goto(f"{prefix(lang)}/2025/01/never-written/")
    assert answer.status == 404
    assert page.locator("html").get_attribute("lang") == lang
    assert len(page.get_by_role("heading", level=1).inner_text()) > 5
    for path in ("/archive/", "/tags/", "/"):
        page.goto(f"{prefix(lang)}/2025/01/never-written/")
        with page.expect_navigation() as arrival:
            page.get_by_role("main").locator(f"a[href='{prefix(lang)}{path}']").click()
        assert arrival.value.status == 200


@pytest.mark.parametrize(("name", "kind"), [("RSS", "rss+xml"), ("Atom", "atom+xml"), ("JSON Feed", "feed+json")])
def test_a_feed_that_is_linked_on_the_page_opens_and_parses(
    window: Window, newsroom: Newsroom, name: str, kind: str
) -> None:
    page = window("/")
    link = page.get_by_role("link", name=name, exact=True).last
    assert link.is_visible()
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.status == 200 and answer.headers["content-type"].startswith(f"application/{kind}")
    entries = read_feed(name, answer.text())
    assert [title for title, _, _ in entries] == [release.title for release in releases("en")][: len(entries)]
    assert len(entries) >= min(20, len(releases("en"))) or len(entries) == len(releases("en"))
    assert [date[:10] for _, _, date in entries] == [release.date[:10] for release in releases("en")][: len(entries)]
    for _, address, _ in entries:
        assert address.startswith(newsroom.canonical + "/")
        assert page.request.get(address.removeprefix(newsroom.canonical)).status == 200


def read_feed(name: str, text: str) -> list[tuple[str, str, str]]:
    """Title, address and date of each entry."""
    if name == "JSON Feed":
        return [(item["title"], item["url"], item["date_published"]) for item in json.loads(text)["items"]]
    root = ElementTree.fromstring(text)
    if name == "Atom":
        return [
            (
                entry.findtext(f"{ATOM}title", ""),
                entry.find(f"{ATOM}link").get("href", ""),
                entry.findtext(f"{ATOM}published", ""),
            )
            for entry in root.iter(f"{ATOM}entry")
        ]
    return [
        (
            item.findtext("title", ""),
            item.findtext("link", ""),
            parsedate_to_datetime(item.findtext("pubDate", "")).isoformat(),
        )
        for item in root.iter("item")
    ]
