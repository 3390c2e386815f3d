"""The walk of a new press officer, in English and in Uzbek: init, new, serve, a mistake, its cure, check, build.

Each step leaves a picture or what the terminal said in the test's own folder (`--basetemp`).
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from serve.host import previewing

from .conftest import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")


class Tongue(NamedTuple):
    """A language: what the officer answers and writes in it, and what she is told."""

    system: str
    answers: tuple[str, ...]
    questions: tuple[str, ...]
    headline: str
    text: str
    draft: str
    mistake: str
    cure: str
    mended: str
    clean: str
    built: str


TONGUES = {
    "en": Tongue(
        system="en_US.UTF-8",
        answers=("City Schools", "https://news.example.org/", "en", "Asia/Tashkent"),
        questions=("Name of the newsroom", "Public address", "Languages, the default one first", "Time zone"),
        headline="The new school bus starts in September",
        text="A bus will bring the children of the old town to school from September on.",
        draft="Draft",
        mistake="There is no day 2026-13-01.",
        cure="Check the day and the month, and write it as 2025-01-27.",
        mended="A bus and a driver",
        clean="8 files checked: no problems found.",
        built="6 releases",
    ),
    "uz": Tongue(
        system="uz_UZ.UTF-8",
        answers=("Shahar maktablari", "https://news.example.org/", "uz", "Asia/Tashkent"),
        questions=("Matbuot markazining nomi", "Internetdagi manzili", "Tillar, asosiysi birinchi", "Vaqt mintaqasi"),
        headline="Yangi maktab avtobusi qatnay boshlaydi",
        text="Avtobus eski shahar bolalarini sentabrdan boshlab maktabga olib boradi.",
        draft="Qoralama",
        mistake="2026-13-01 kuni yoʻq.",
        cure="Kun va oyni tekshiring va sanani shunday yozing: 2025-01-27.",
        mended="Avtobus va haydovchi",
        clean="Tekshirildi: 8 ta fayl; muammolar topilmadi.",
        built="6 ta reliz",
    ),
}


def asked(folder: Path, tongue: Tongue) -> str:
    """`pressgen init` at a terminal, each question answered when it stands there; what the terminal showed."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pressgen", "init", folder.name]
    with subprocess.Popen(command, cwd=folder.parent, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            for question, answer in zip(tongue.questions, tongue.answers, strict=True):
                while question.encode() not in shown or not shown.rstrip().endswith(b":"):
                    shown += os.read(ours, 4096)
                os.write(ours, f"{answer}\n".encode())
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # the terminal is gone with the process
            pass
        assert process.wait(60) == 0, shown.decode()
    os.close(ours)
    return shown.decode()


def photograph(page: Page, file: Path) -> None:
    """A picture for people to look at; a browser on a busy machine may not give one, and nothing is proved by it."""
    with contextlib.suppress(Error):
        page.screenshot(path=file)


def called(folder: Path, record: Callable[[str, str], None], *words: str) -> str:
    """A command in the newsroom that must end well; both of what it printed."""
    command = [sys.executable, "-m", "pressgen", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    record(words[0], done.stdout + done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("lang", TONGUES)
def test_from_nothing_to_a_published_release(
    lang: str, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tongue, desk = TONGUES[lang], tmp_path / "desk"
    monkeypatch.setenv("LC_ALL", tongue.system)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def record(step: str, said: str) -> None:
        (tmp_path / f"{step}.txt").write_text(said, encoding="utf-8")

    record("init", asked(desk, tongue))
    source = desk / called(desk, record, "new", tongue.headline).split()[0]
    assert source.is_file()
    with previewing(desk) as host:
        context = browser.new_context(base_url=host.address, viewport={"width": 1000, "height": 800})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()

        page.goto("/_pressgen/")
        page.get_by_role("searchbox").fill(source.stem)
        page.get_by_role("button").click()
        expect(page.locator("tbody tr")).to_have_count(1)
        photograph(page, tmp_path / "1-status.png")
        page.locator("tbody tr").get_by_role("link").last.click()
        expect(page.locator("h1")).to_have_text(tongue.headline)
        expect(page.locator("pressgen-preview .badge")).to_have_text(tongue.draft)
        photograph(page, tmp_path / "2-draft.png")

        matter = source.read_text(encoding="utf-8")
        day = re.search(r"^date: (.*)$", matter, re.M)
        assert day
        release = (
            f'---\ntitle: "{tongue.headline}"\ndate: {day[1]}\nstatus: draft\nsummary: "{tongue.text}"\n'
            f"tags: [maktab]\ncontacts: [press]\n---\n\n{tongue.text}\n"
        )
        source.write_text(release.replace(day[1], "2026-13-01"), encoding="utf-8")
        panel = page.locator("pressgen-preview details")
        expect(panel.locator(".message")).to_have_text(tongue.mistake)
        expect(panel.locator(".place")).to_contain_text(f"{source.relative_to(desk)}:3:7")
        expect(panel.locator(".hint")).to_contain_text(tongue.cure)
        expect(page.locator("h1")).to_have_text(tongue.headline)
        photograph(page, tmp_path / "3-mistake.png")

        source.write_text(f"{release}\n{tongue.mended}.\n", encoding="utf-8")
        expect(panel.locator(".message")).to_have_count(0)
        expect(page.locator("main")).to_contain_text(tongue.mended)
        photograph(page, tmp_path / "4-mended.png")
        context.close()

    source.write_text(f"{release}\n{tongue.mended}.\n".replace("status: draft\n", ""), encoding="utf-8")
    assert tongue.clean in called(desk, record, "check", str(source))
    assert tongue.built in called(desk, record, "build")
    (published,) = (desk / "output").glob(f"*/*/{source.stem}/index.html")
    text = published.read_text(encoding="utf-8")
    assert re.search(rf"<h1[^>]*>{re.escape(tongue.headline)}</h1>", text)
    assert tongue.mended in text
