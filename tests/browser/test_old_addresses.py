"""On a host that only has the files, Chromium gets from every address that was ever given out to the right page."""

from __future__ import annotations

import random
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from playwright.sync_api import Browser, Page

from histories import Answer, History
from trials.trial import SEED

from .conftest import PATIENCE
from .host import serving

FULL, QUICK = 200, 1
STEPS = 6


def test_chromium_follows_every_old_address(browser: Browser, tmp_path: Path, full_trials: bool) -> None:
    chance = random.Random(f"old addresses {SEED}")
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    asked = 0
    for number in range(FULL if full_trials else QUICK):
        # Without a base path: the host of these tests serves a folder as its root.
        history = History(tmp_path / str(number), chance, "")
        for _ in history.steps(STEPS):
            pass
        with serving(history.site.output) as host:
            for path, answer in history.answers():
                if path.endswith(".html"):
                    fault = fault_of(page, f"{host}/{quote(path.removesuffix('index.html'))}", answer, path)
                    assert not fault, (history.log, fault)
                    asked += 1
    context.close()
    assert asked > 10


def fault_of(page: Page, address: str, answer: Answer, path: str) -> str:
    """What is wrong with the page to which a reader gets from an address; empty if nothing is."""
    response = page.goto(address)
    assert response is not None
    if answer.status == 404:
        return "" if response.status == 404 else f"{address}: {response.status}, not 404"
    # A refresh goes on by itself.
    page.wait_for_function("!document.querySelector('meta[http-equiv=refresh]')")
    place = unquote(urlsplit(page.url).path.lstrip("/")) + "index.html"
    if answer.path and place != answer.path:
        return f"{path} leads to {place}, not to {answer.path}"
    return "" if answer.words in page.content() else f"{path} leads to {place}, which lacks “{answer.words}”"
