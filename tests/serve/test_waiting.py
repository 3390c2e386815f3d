"""Answers wait for what was just saved: a page that is loaded again after a save shows it."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from watchdog.events import FileModifiedEvent, FileOpenedEvent

from conftest import Site
from pressgen.model import Options
from pressgen.serve.app import ChangeSignal, Preview, application
from pressgen.serve.engine import Engine
from pressgen.serve.gate import Rules
from pressgen.serve.watch import Watch

AT = datetime(2026, 1, 15, 7, tzinfo=timezone.utc)
ARCHIVE = "-- content/a.md --\n---\ntitle: First\ndate: 2026-01-10\n---\nText as it was.\n"
PAGE = "/2026/01/a/"


class Desk:
    """A preview without a server, whose refreshes and file system events a test makes itself."""

    def __init__(self, folder: Path) -> None:
        self.site = Site(folder, ARCHIVE)
        self.engine = Engine(self.site.folder, Options())
        self.watch, self.changes = Watch({}, None), ChangeSignal()
        rules = Rules(hosts=frozenset({"localhost"}), token="")
        self.application = application(Preview(self.engine, self.watch, self.changes, rules, "en"))
        self.engine.refresh(AT)

    def save(self) -> None:
        """Save another text, of which the file system tells."""
        text = "---\ntitle: First\ndate: 2026-01-10\n---\nText as it is now.\n"
        self.site.edit("content/a.md", text)
        self.watch.on_any_event(FileModifiedEvent("content/a.md"))

    async def refresh(self) -> None:
        """What the thread of the preview does after an event."""
        self.watch.wait(0)
        self.engine.refresh(AT)
        self.watch.catch_up()
        await self.changes.notify()

    async def get(self, path: str) -> str:
        sent: list[bytes] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message.get("body", b""))

        scope = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
            "headers": [(b"host", b"localhost")], "client": ("127.0.0.1", 1), "server": ("localhost", 80),
            "scheme": "http", "http_version": "1.1", "root_path": "",
        }  # fmt: skip
        await self.application(scope, receive, send)
        return b"".join(sent).decode()


def test_a_page_waits_for_what_was_just_saved(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "site")

    async def play() -> str:
        desk.save()
        asked = asyncio.create_task(desk.get(PAGE))
        await asyncio.sleep(0.15)
        assert not asked.done()
        await desk.refresh()
        return await asyncio.wait_for(asked, 2)

    assert "Text as it is now." in asyncio.run(play())


def test_a_save_that_changes_nothing_lets_the_page_go_as_well(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "site")

    async def play() -> str:
        desk.watch.on_any_event(FileModifiedEvent("content/a.md"))
        asked = asyncio.create_task(desk.get(PAGE))
        await desk.refresh()
        return await asyncio.wait_for(asked, 2)

    assert "Text as it was." in asyncio.run(play())


def test_what_is_saved_during_a_refresh_is_waited_for_as_well(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "site")
    desk.watch.on_any_event(FileModifiedEvent("content/b.md"))
    desk.watch.wait(0)
    desk.watch.on_any_event(FileModifiedEvent("content/a.md"))
    assert desk.watch.catch_up()
    assert desk.watch.is_behind


def test_nobody_waits_for_what_was_only_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "site")
    desk.watch.on_any_event(FileOpenedEvent("content/a.md"))
    assert "Text as it was." in asyncio.run(asyncio.wait_for(desk.get(PAGE), 2))


def test_nobody_waits_longer_than_a_person_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pressgen.serve.app.PATIENCE", 0.1)
    desk = Desk(tmp_path / "site")
    desk.save()
    assert "Text as it was." in asyncio.run(asyncio.wait_for(desk.get(PAGE), 2))


def test_what_is_saved_as_a_refresh_ends_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch({}, None)
    mark = watch.hint.set
    # The thread of the events and that of the refreshes take turns wherever they like.
    monkeypatch.setattr(watch.hint, "set", lambda: (watch.catch_up(), mark()))
    watch.on_any_event(FileModifiedEvent("content/a.md"))
    assert watch.is_behind
