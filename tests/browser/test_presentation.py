"""How the newsroom looks and handles: keyboard, colours, narrow windows, paper, right-to-left."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import FloatRect, Page

from pressgen.brand.sheet import brand_css
from pressgen.model import Brand
from pressgen.settings import Theme

from .measure import outside, ring, seen_from_left, small, texts
from .newsroom import LANGUAGES, MEETING, Newsroom, prefix

Window = Callable[..., Page]

NARROW = {"width": 320, "height": 640}
ENLARGED = {"width": 180, "height": 390}
"""A phone of 360 pixels whose reader has doubled the size of text."""
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
"""Text spacing that a reader may choose (WCAG 2.2, 1.4.12)."""
UNDER_ITS_MIDDLE = """link => {
  const box = link.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === link;
}"""
"""Whether an element is what a reader sees in its place."""
BANNER_SHEET = Path(__file__).parents[2] / "templates/sheets/banner.css"
WITH_TABLE = "/2022/10/school-meals-first-month/"


def test_the_first_tab_shows_the_skip_link_and_it_leads_into_the_main_part(window: Window) -> None:
    page = window(MEETING)
    skip = page.locator("a[href^='#']").first
    assert not skip.evaluate(UNDER_ITS_MIDDLE)
    page.keyboard.press("Tab")
    assert ring(page)["name"] == "Skip to content" and ring(page)["seen"]
    assert skip.evaluate(UNDER_ITS_MIDDLE)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [MEETING, "/ar" + MEETING, "/", WITH_TABLE])
def test_tab_visits_every_link_in_reading_order_with_a_ring_that_is_seen(
    window: Window, path: str, scheme: str
) -> None:
    page = window(path, color_scheme=scheme)
    links = page.evaluate(
        """[...document.querySelectorAll('a, summary, [tabindex="0"]')]
          .filter(link => link.checkVisibility()).map(link => link.getAttribute('href'))"""
    )
    stops = []
    for _ in links:
        page.keyboard.press("Tab")
        stops.append(ring(page))
    assert [stop and stop["href"] for stop in stops] == links
    for stop in stops:
        assert stop["seen"], stop
        assert stop["line"] != "none" and stop["width"] >= 2 and stop["contrast"] >= 3, stop


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [MEETING, "/", "/tags/", "/archive/", "/404.html", WITH_TABLE])
def test_all_text_has_contrast_in_both_schemes(window: Window, path: str, scheme: str) -> None:
    found = texts(window(path, color_scheme=scheme))
    assert found and any(text.link for text in found)
    assert [text for text in found if text.contrast < (7 if text.prose and not text.link else 4.5)] == []


def test_readers_who_like_it_dark_get_a_dark_page(window: Window) -> None:
    light, dark = (
        {text.ground for text in texts(window(MEETING, color_scheme=scheme)) if text.prose}
        for scheme in ("light", "dark")
    )
    assert all(min(ground) > 200 for ground in light)
    assert all(max(ground) < 60 for ground in dark)


@pytest.mark.parametrize("lang", ["en", "ru", "ar"])
def test_nothing_scrolls_sideways_on_a_narrow_phone(window: Window, lang: str) -> None:
    page = window(viewport=NARROW, bypass_csp=True)
    english = (WITH_TABLE, "/2022/05/inclusive-education-plan/", "/tags/c-plus-plus/") if lang == "en" else ()
    for path in (MEETING, "/", "/tags/", "/archive/", "/archive/2025/", "/about/", "/contacts/", "/missing/", *english):
        page.goto(prefix(lang) + path)
        assert outside(page) == [], path
        page.add_style_tag(content=SPACED)
        assert outside(page) == [], f"{path} with text spacing"
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
        assert outside(page) == [], f"{path} with menus open"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_tag_page_in_any_script_fits_a_narrow_phone(window: Window, lang: str) -> None:
    page = window(f"{prefix(lang)}/tags/", viewport=NARROW)
    page.locator("main li a").first.click()
    assert page.locator("main .h-entry").count()
    assert outside(page) == []


def test_text_twice_as_large_still_fits(window: Window) -> None:
    page = window(viewport={"width": 640, "height": 800}, bypass_csp=True)
    for path in (MEETING, "/", "/tags/", "/ar" + MEETING):
        page.goto(path)
        page.add_style_tag(content="html { font-size: 200% !important }")
        assert outside(page) == [], path


@pytest.mark.parametrize("path", ["/", "/archive/", "/people/malika/", "/tags/schools/", "/2024/04/cpp-olympiad-winners/",
                                  "/2026/11/open-day/", "/ru/", "/uz/most-read/", "/ar/people/malika/"])  # fmt: skip
def test_text_twice_as_large_fits_a_phone_with_its_menus_open(window: Window, path: str) -> None:
    page = window(path, viewport=ENLARGED)
    assert outside(page) == []
    for menu in page.locator(".pop > summary").all():
        menu.click()
        assert menu.locator("xpath=following-sibling::ul").is_visible()
        assert outside(page) == []
        menu.click()


def test_high_contrast_shows_which_page_of_the_menu_this_is(window: Window) -> None:
    page = window("/archive/", forced_colors="active")
    width = "link => parseFloat(getComputedStyle(link).borderBlockEndWidth)"
    assert page.locator(".mast nav [aria-current]").evaluate(width) == 3
    assert page.locator(".mast nav a:not([aria-current])").first.evaluate(width) == 0


def test_a_white_logo_can_be_seen_without_the_band_on_which_it_is_white(window: Window) -> None:
    css = brand_css(Theme(band="#0b3b47", logo="logo.svg"), Brand(), has_logo=True)
    ground = "image => getComputedStyle(image).backgroundColor"
    page = window("/archive/", fresh=True, bypass_csp=True)
    page.add_style_tag(content=css)
    logo = page.locator(".mast img").first
    assert logo.evaluate(ground) == "rgb(11, 59, 71)"
    page.emulate_media(forced_colors="active")
    assert logo.evaluate(ground) == "rgb(11, 59, 71)"
    assert page.locator(".mast").evaluate(ground) != "rgb(11, 59, 71)"
    page.emulate_media(forced_colors="none", media="print")
    assert logo.evaluate(ground) == "rgb(11, 59, 71)"


@pytest.mark.parametrize("path", [WITH_TABLE, "/2022/05/inclusive-education-plan/"])
def test_a_wide_table_scrolls_in_a_box_that_the_keyboard_reaches(window: Window, path: str) -> None:
    page = window(path, viewport=NARROW)
    tables = page.locator(".e-content table")
    assert tables.count()
    for table in tables.all():
        box = table.locator("xpath=ancestor::*[@tabindex='0'][1]")
        assert box.evaluate("element => getComputedStyle(element).overflowX") in ("auto", "scroll")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_in_lists_are_large_enough_for_a_finger(window: Window, lang: str) -> None:
    page = window(viewport={"width": 390, "height": 800})
    for path in (MEETING, "/", "/tags/", "/archive/"):
        page.goto(prefix(lang) + path)
        assert page.locator("nav a").count() > 5
        assert small(page) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_gets_the_release_and_its_address_but_no_navigation(
    window: Window, newsroom: Newsroom, scheme: Literal["light", "dark"]
) -> None:
    page = window(MEETING, fresh=True, color_scheme=scheme)
    page.emulate_media(media="print", color_scheme=scheme)
    assert not any(nav.is_visible() for nav in page.locator("nav").all())
    assert not any(
        link.is_visible() for link in page.locator("a[rel~=nofollow], a[href^='mailto:?'], a[href='#Main']").all()
    )
    shown = [
        "h1",
        "main time.dt-published",
        ".p-summary",
        "figure img",
        *(f".e-content p >> nth={at}" for at in range(6)),
    ]
    assert all(page.locator(one).is_visible() for one in shown)
    assert page.get_by_role("main").get_by_text("press@example.org").is_visible()
    assert page.get_by_role("main").get_by_text(newsroom.canonical + MEETING, exact=True).is_visible()
    assert all(text.contrast >= 7 and text.ground == (255, 255, 255) for text in texts(page) if text.prose)


def test_the_printed_release_is_a_pdf_of_a_few_pages(window: Window, newsroom: Newsroom) -> None:
    paper = window(MEETING).pdf(format="A4")
    assert paper.startswith(b"%PDF-")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) <= 3
    assert (newsroom.canonical + MEETING).encode() in paper
    assert b"t.me/share" not in paper


def test_numbers_and_addresses_keep_their_order_in_arabic(window: Window, newsroom: Newsroom) -> None:
    page = window("/ar" + MEETING)
    assert seen_from_left(page.locator("main header data[value='3511']").first) == "3,511"
    link = page.get_by_role("main").get_by_text(newsroom.canonical + "/ar" + MEETING, exact=True)
    assert seen_from_left(link) == newsroom.canonical + "/ar" + MEETING
    assert link.evaluate("element => getComputedStyle(element).direction") == "ltr"
    phone = page.locator("main a[href='tel:+998660000001']")
    assert seen_from_left(phone).split() == ["+998", "66", "000", "00", "01"]


def test_an_arabic_page_is_laid_out_from_the_right(window: Window) -> None:
    middles: dict[str, Callable[[FloatRect | None], float]] = {
        "en": lambda box: box["x"] + box["width"] / 2,
        "ar": lambda box: 1280 - box["x"] - box["width"] / 2,
    }
    for lang, middle in middles.items():
        page = window(prefix(lang) + MEETING)
        for selector in ("header a >> nth=0", "h1", ".e-content p >> nth=0"):
            assert middle(page.locator(selector).bounding_box()) < 640, (lang, selector)
        assert page.locator(".e-content p").first.evaluate("element => getComputedStyle(element).textAlign") == "start"


def test_with_forced_colours_text_ring_and_borders_are_still_there(window: Window) -> None:
    page = window(MEETING, forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert [text for text in texts(page) if text.contrast < 4.5] == []
    page.keyboard.press("Tab")
    focus = ring(page)
    assert focus["line"] != "none" and focus["width"] >= 2 and focus["contrast"] >= 3
    page.locator("a.p-category").first.focus()
    assert ring(page)["line"] != "none"
    marked = "element => { const style = getComputedStyle(element);"
    marked += " return style.borderBottomStyle !== 'none' || style.textDecorationLine === 'underline'; }"
    assert page.locator("a.p-category").first.evaluate(marked)


def test_nothing_moves_by_itself(window: Window) -> None:
    page = window(MEETING, reduced_motion="no-preference")
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.locator("video[autoplay], audio[autoplay], marquee, [http-equiv=refresh]").count() == 0


def test_a_long_word_makes_no_page_wider_than_the_window(window: Window) -> None:
    page = window(MEETING, viewport=NARROW, bypass_csp=True)
    page.add_style_tag(path=BANNER_SHEET)
    page.evaluate(
        """word => {
          for (const link of document.querySelectorAll('.pager a, .bar a, .chips a')) link.append(word);
          document.body.insertAdjacentHTML('afterbegin', `<section class="banner"><div><p>${word}</p></div></section>`);
        }""",
        "long" * 60,
    )
    assert outside(page) == []
