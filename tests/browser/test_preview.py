"""The preview in a real browser: edits show, errors come and go, the reader's place stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import Site
from serve.host import Host, previewing

from .conftest import PATIENCE

RELEASE = "---\ntitle: {title}\ndate: 2026-01-10\n---\n" + "A paragraph.\n\n" * 200


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("desk") / "site", "")
    site.edit("content/a.md", RELEASE.format(title="First"))
    site.edit("content/b.md", RELEASE.format(title="Second"))
    site.edit("content/later.md", "---\ntitle: Later\ndate: 2040-01-02 03:04\n---\nText.\n")
    return site


@pytest.fixture(scope="module")
def host(desk: Site) -> Iterator[Host]:
    with previewing(desk.folder, "--follow") as host:
        yield host


@pytest.fixture
def page(browser: Browser, host: Host) -> Iterator[Page]:
    context = browser.new_context(base_url=host.address, viewport={"width": 1000, "height": 700})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield page
    context.close()


def test_an_edit_shows_and_the_place_stays(page: Page, desk: Site) -> None:
    page.goto("/2026/01/a/")
    page.evaluate("scrollTo(0, 2500)")
    desk.edit("content/a.md", RELEASE.format(title="First, edited"))
    expect(page.locator("h1")).to_have_text("First, edited")
    page.wait_for_function("Math.abs(scrollY - 2500) < 60")
    desk.edit("content/a.md", RELEASE.format(title="First"))
    expect(page.locator("h1")).to_have_text("First")


def test_a_mistake_lies_over_the_page_until_it_is_mended(page: Page, desk: Site) -> None:
    page.goto("/2026/01/a/")
    panel = page.locator("pressgen-preview details")
    expect(panel).to_have_count(0)
    desk.edit("content/a.md", "---\ntitle: First\ndate: 2026-13-01\n---\nText.\n")
    expect(panel).to_contain_text("content/a.md:3:7")
    expect(panel).to_contain_text("date: 2026-13-01")
    expect(panel.locator(".hint")).to_have_count(1)
    expect(page.locator("h1")).to_have_text("First")
    desk.edit("content/a.md", RELEASE.format(title="First"))
    expect(panel).to_have_count(0)


def test_the_browser_follows_the_release_that_is_edited(page: Page, desk: Site) -> None:
    page.goto("/2026/01/a/")
    page.wait_for_timeout(300)
    desk.edit("content/b.md", RELEASE.format(title="Second, edited"))
    page.wait_for_url("**/2026/01/b/")
    expect(page.locator("h1")).to_have_text("Second, edited")


def test_badges_and_errors_need_no_javascript(browser: Browser, host: Host) -> None:
    context = browser.new_context(base_url=host.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/2040/01/later/")
    expect(page.locator("pressgen-preview .badge")).to_have_text("Embargoed until 2040-01-02 03:04")
    context.close()


def test_the_status_page_fits_a_phone(browser: Browser, host: Host, tmp_path: Path) -> None:
    context = browser.new_context(base_url=host.address, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/_pressgen/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("searchbox").fill("later")
    page.get_by_role("button").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    context.close()
