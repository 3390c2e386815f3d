"""Noticing that a file of the site was saved (the only home of watchdog)."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

WATCHED = ("content", "templates", "static")
QUIET = 0.012
"""Seconds without another event after which a save is taken to be complete."""
PATIENCE = 0.3
"""Seconds after which a stream of events is looked at all the same."""
POLL_SHARE = 2
"""The same where nothing is expected from the system."""
LEAST = 1.0
"""Seconds after which the folders are looked at even without an event: systems lose events, or give none."""
MOST = 10.0
SHARE = 20
"""How many times longer than a look took is waited until the next one, between these two."""
SILENT = {"opened", "closed_no_write"}


class Watch(FileSystemEventHandler):
    """Collects hints of what changed. They are no more than hints: what changed is seen by looking."""

    def __init__(self, is_polling: bool = False) -> None:
        self.hint = threading.Event()
        self.share = POLL_SHARE if is_polling else SHARE

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take a hint."""
        # A folder is said to be modified after each event in it, which is told by itself.
        if event.event_type in SILENT or (event.is_directory and event.event_type == "modified"):
            return
        self.hint.set()

    def wait(self, duration: float) -> None:
        """Wait for a hint and for the burst to end, or until it is time to look all the same.

        `duration` is how many seconds the last look took.
        """
        if not self.hint.wait(min(max(LEAST, duration * self.share), MOST)):
            return
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            self.hint.clear()
            if not self.hint.wait(QUIET):
                break
        self.hint.clear()

    def wake(self) -> None:
        """Let `wait` return."""
        self.hint.set()


@contextlib.contextmanager
def watching(root: Path, theme: Path, is_polling: bool = False) -> Iterator[Watch]:
    """Watch a site's sources and the default theme for as long as the block runs.

    Polling means to look every second, and to expect no events: network drives give none, or are slow to watch.
    """
    watch = Watch(is_polling)
    if is_polling:
        yield watch
        return
    observer = Observer()
    # What cannot be watched (a missing folder, more folders than the system allows) is found by looking.
    with contextlib.suppress(OSError):
        observer.start()
    for folder, deep in ((root, False), *((root / name, True) for name in WATCHED), (theme, True)):
        with contextlib.suppress(OSError):
            observer.schedule(watch, str(folder), recursive=deep)
    try:
        yield watch
    finally:
        if observer.is_alive():
            observer.stop()
            observer.join(2)
