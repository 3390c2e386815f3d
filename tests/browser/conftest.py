"""Fixtures: the built and served example newsroom, one browser, and windows of it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, sync_playwright

import pressgen

from .host import serving
from .newsroom import AS_OF, ROOT, Newsroom

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 15_000
"""Milliseconds that a busy machine may take for one step."""

Window = Callable[..., Page]


# Server and browser end with this package: other tests start processes, which threads would disturb.
@pytest.fixture(scope="package")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """The repository's own site, built from a copy of its sources."""
    folder = tmp_path_factory.mktemp("newsroom")
    for name in ("content", "templates", "static"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pressgen.yml", folder)
    report = pressgen.build(folder, as_of=AS_OF)
    assert report.exit_code == 0, report.problems
    settings = yaml.safe_load((ROOT / "pressgen.yml").read_text(encoding="utf-8"))
    with serving(folder / "output") as address:
        yield Newsroom(folder / "output", address, settings["url"].rstrip("/"))


@pytest.fixture(scope="package")
def browser(newsroom: Newsroom) -> Iterator[Browser]:
    """One browser for all tests here; without one they are skipped, except in CI on Linux, which must have it."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        reason = f"No browser: none of {', '.join(BROWSERS)} is installed (on Debian: apt install chromium)."
        if os.environ.get("CI") and sys.platform == "linux":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def window(browser: Browser, newsroom: Newsroom) -> Iterator[Window]:
    """`window(path, **options)` opens a page as a visitor with these options sees it.

    Tests share a window with the same options, one after the other; `fresh` gives one of its own
    to a test that listens to it, changes its media, or needs two.
    """
    kept: dict[str, Page] = {}

    def opened(path: str = "", fresh: bool = False, **options: Any) -> Page:
        if fresh or str(options) not in kept:
            settings: dict[str, Any] = {
                "base_url": newsroom.address,
                "viewport": {"width": 1280, "height": 900},
                "locale": "en-GB",
            }
            context = browser.new_context(**(settings | options))
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            kept[f"{id(page)}" if fresh else str(options)] = page
        else:
            page = kept[str(options)]
        if path:
            page.goto(path)
        return page

    yield opened
    for page in kept.values():
        page.context.close()
