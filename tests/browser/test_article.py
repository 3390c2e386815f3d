"""One release as a reader meets it: text, picture, tags, share links, neighbours, with and without JavaScript."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Locator, Page

from .newsroom import LANGUAGES, MEETING, Newsroom, meeting, prefix

Window = Callable[..., Page]

SHARED = {
    "Telegram": ("t.me", "/share/url"),
    "Facebook": ("www.facebook.com", "/sharer/sharer.php"),
    "X": ("x.com", "/intent/post"),
    "WhatsApp": ("api.whatsapp.com", "/send"),
    "LinkedIn": ("www.linkedin.com", "/sharing/share-offsite/"),
    "VK": ("vk.com", "/share.php"),
    "Odnoklassniki": ("connect.ok.ru", "/offer"),
}
"""Networks in the order of pressgen.yml, and where each takes a link."""
WITHOUT_TEXT = {"Facebook", "LinkedIn"}

AT_ONCE = """Promise.all([...document.querySelectorAll("img[loading=lazy]")].map(image => {
  image.loading = "eager";
  return image.decode();
}))"""
"""Loads the pictures that wait below the fold until the reader comes; fails where one cannot be shown."""
EVERY_KIND = [
    *(prefix(lang) + MEETING for lang in LANGUAGES),
    *("/", "/page/1/", "/tags/", "/tags/schools/", "/archive/", "/archive/2025/", "/archive/2025/01/"),
    *("/about/", "/contacts/", "/404.html", "/2022/10/school-meals-first-month/", "/ar/", "/ru/tags/"),
]


def part(page: Page, heading: str) -> Locator:
    """The section under a heading."""
    return page.locator("section").filter(has=page.get_by_role("heading", name=heading, exact=True))


def test_an_article_opens_with_headline_and_a_list_of_date_and_views(window: Window) -> None:
    page = window(MEETING)
    assert page.get_by_role("heading", level=1).all_inner_texts() == [meeting().title]
    facts = page.get_by_role("main").get_by_role("list").filter(has=page.locator("time.dt-published"))
    assert facts.count() == 1
    date = facts.get_by_role("listitem").locator("time.dt-published")
    assert date.get_attribute("datetime").startswith("2025-01-27T")
    assert sorted(re.findall(r"\w+", date.inner_text())) == ["2025", "27", "January"]
    views = facts.get_by_role("listitem").filter(has=page.locator("data[value='3511']"))
    assert views.inner_text() == "3,511 views"


def test_the_title_of_the_window_begins_with_the_headline(window: Window) -> None:
    assert window(MEETING).title().startswith(meeting().title)


def test_the_summary_is_read_once(window: Window) -> None:
    page = window(MEETING)
    assert page.locator(".p-summary").inner_text() == meeting().summary
    assert page.get_by_role("main").inner_text().count(meeting().summary) == 1


def test_the_picture_is_there_with_words_for_those_who_cannot_see_it(window: Window) -> None:
    page = window(MEETING)
    picture = page.get_by_role("figure").get_by_role("img")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 400")
    assert picture.bounding_box()["width"] > 400
    assert picture.get_attribute("alt").startswith("Seven people sit")
    assert "Drawing: Press Office" in page.get_by_role("figure").inner_text()


def test_the_body_has_the_six_paragraphs_of_its_source(window: Window) -> None:
    body = window(MEETING).locator(".e-content p")
    assert body.count() == 6
    first, *others = meeting().paragraphs
    assert body.all_inner_texts() == [f"SAMARKAND, January 27, 2025 – {first}", *others]


def test_the_parts_follow_one_another_as_readers_expect(window: Window) -> None:
    page = window(MEETING, viewport={"width": 390, "height": 800})
    main = page.get_by_role("main")
    headings = [
        main.get_by_role("heading", name=name, exact=True) for name in ("Tags", "Share this post", "Press contact")
    ]
    parts = [
        "h1",
        ".p-summary",
        "main time.dt-published",
        "main a[href='#Contact']",
        "figure img",
        ".e-content p >> nth=0",
    ]
    tops = [one.bounding_box()["y"] for one in (*map(page.locator, parts), *headings, page.locator("main a[rel=next]"))]
    assert tops == sorted(tops) and len(set(tops)) == len(tops)


def test_tags_and_contacts_and_boilerplate_stand_under_their_headings(window: Window) -> None:
    page = window(MEETING)
    assert tuple(part(page, "Tags").get_by_role("listitem").all_inner_texts()) == meeting().tags
    contact = part(page, "Press contact")
    assert contact.get_by_role("link", name="press@example.org").get_attribute("href") == "mailto:press@example.org"
    assert contact.locator("a[href='tel:+998660000001']").inner_text().split() == ["+998", "66", "000", "00", "01"]
    assert "Malika Sobirova" in contact.inner_text()
    assert page.get_by_text("trains teachers, supports schools and publishes open data").is_visible()


def test_previous_and_next_lead_to_the_neighbours_and_back(window: Window) -> None:
    page = window(MEETING)
    for there, back, neighbour in (("prev", "next", "2024-12-18"), ("next", "prev", "2025-03-12")):
        page.locator(f"main a[rel={there}]").click()
        assert page.locator("h1 ~ * time.dt-published").get_attribute("datetime").startswith(neighbour)
        page.locator(f"main a[rel={back}]").click()
        assert urlsplit(page.url).path == MEETING


@pytest.mark.parametrize("lang", LANGUAGES)
def test_share_links_carry_the_canonical_address_and_the_headline(
    window: Window, newsroom: Newsroom, lang: str
) -> None:
    page = window(prefix(lang) + MEETING)
    canonical = newsroom.canonical + prefix(lang) + MEETING
    assert page.locator("link[rel=canonical]").get_attribute("href") == canonical
    headline = page.locator("h1").inner_text()
    page.locator(".share summary").click()
    links = page.locator("a[rel~=nofollow]")
    assert [link.inner_text().split()[-1] for link in links.all()] == list(SHARED)
    for link, (name, place) in zip(links.all(), SHARED.items(), strict=True):
        href = link.get_attribute("href") or ""
        address = urlsplit(href)
        assert (address.hostname, address.path) == place and address.scheme == "https"
        assert re.fullmatch(r"[!-~]+", href) and "+" not in href
        said = " ".join(value for values in parse_qs(address.query, strict_parsing=True).values() for value in values)
        assert canonical in said and (name in WITHOUT_TEXT or headline in said)
        assert {"noopener", "noreferrer"} <= set(link.get_attribute("rel").split()) and not link.get_attribute("target")


def test_a_share_link_is_named_by_what_it_does_and_the_post_can_go_by_mail(window: Window, newsroom: Newsroom) -> None:
    page = window(MEETING)
    assert [page.get_by_role("link", name=f"Share on {name}", exact=True).is_visible() for name in SHARED].count(
        True
    ) == 4
    page.locator(".share summary").click()
    for name in SHARED:
        assert page.get_by_role("link", name=f"Share on {name}", exact=True).is_visible()
    mail = part(page, "Share this post").locator("a[href^='mailto:']")
    fields = parse_qs(urlsplit(mail.get_attribute("href") or "").query)
    assert fields == {"subject": [meeting().title], "body": [newsroom.canonical + MEETING]}


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_permalink_can_be_selected_with_the_mouse(window: Window, newsroom: Newsroom, lang: str) -> None:
    page = window(prefix(lang) + MEETING)
    link = page.get_by_role("main").get_by_text(newsroom.canonical + prefix(lang) + MEETING, exact=True)
    link.scroll_into_view_if_needed()
    box = link.bounding_box()
    page.mouse.move(box["x"] - 3, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 8, box["y"] + box["height"] - 4, steps=5)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()").strip() == newsroom.canonical + prefix(lang) + MEETING


def test_nothing_is_blocked_or_missing_and_no_request_leaves_the_host(window: Window, newsroom: Newsroom) -> None:
    page, said, asked, refused = window(fresh=True), [], [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: refused.append(f"{request.url} {request.failure}"))
    page.on("response", lambda response: refused.append(response.url) if response.status >= 400 else None)
    for path in EVERY_KIND:
        answer = page.goto(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        page.evaluate(AT_ONCE)
    assert len(asked) > len(EVERY_KIND) and all(url.startswith(newsroom.address + "/") for url in asked)
    # An icon that is still on its way when the reader goes on is no fault.
    assert said == [] and [one for one in refused if not one.endswith("net::ERR_ABORTED")] == []
    assert not page.context.cookies()


def test_no_script_runs_and_what_machines_read_is_sound(window: Window) -> None:
    page = window()
    for path in EVERY_KIND:
        page.goto(path)
        for kind, text in page.evaluate("[...document.scripts].map(script => [script.type, script.text])"):
            assert kind == "application/ld+json"
            assert json.loads(text)["@context"] == "https://schema.org"


def test_without_javascript_readers_get_the_same_text_and_links(window: Window) -> None:
    with_script, without = window(), window(java_script_enabled=False)
    for path in EVERY_KIND:
        seen = []
        for page in (with_script, without):
            page.goto(path)
            links = page.evaluate("[...document.links].map(link => link.outerHTML)")
            seen.append((page.get_by_role("main").inner_text(), links))
        assert seen[0] == seen[1]
        assert len(seen[0][0]) > 30


def test_without_javascript_the_picture_comes_and_tags_can_be_followed(window: Window) -> None:
    page = window(MEETING, java_script_enabled=False)
    assert page.get_by_role("figure").get_by_role("img").evaluate("image => image.naturalWidth") > 400
    part(page, "Tags").get_by_role("link", name="digital education").click()
    assert page.get_by_role("heading", level=1).inner_text() == "digital education"


def test_an_old_address_leads_to_the_release_without_javascript(window: Window, newsroom: Newsroom) -> None:
    page = window("/news/quality-of-education-2025/", java_script_enabled=False)
    page.wait_for_url(newsroom.address + MEETING)
    assert page.get_by_role("heading", level=1).inner_text() == meeting().title
    assert unquote(urlsplit(page.url).path) == MEETING
