"""Waiting until a file of the site is saved (the only home of watchdog)."""

from __future__ import annotations

import contextlib
import logging
import stat
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

WATCHED = ("content", "templates", "static", "data")
QUIET = 0.012
"""Seconds without another event after which a save counts as complete."""
MAX_BURST = 0.3
"""Seconds that a stream of events can delay the next refresh."""
MIN_INTERVAL, MAX_INTERVAL = 1.0, 10.0
"""Seconds between two refreshes without an event: systems lose events, or send none."""
INTERVAL_RATIO = 20
"""The interval is this many times as long as the last refresh took, within those limits."""
POLL_RATIO = 2
"""The same when polling, because no event will come."""
READ_EVENTS = {"opened", "closed_no_write"}
"""Events of files that were only read, by this process too."""


class Watch(FileSystemEventHandler):
    """Turns file system events into a hint to refresh; what has changed is found by reading the folders.

    `folders` are watched, each with all below it or not, by the `observer`; without one, no events are expected.
    """

    def __init__(self, folders: Mapping[Path, bool], observer: BaseObserver | None) -> None:
        self.hint = threading.Event()
        self._is_read = True
        self.folders, self.observer = folders, observer
        self.ratio = INTERVAL_RATIO if observer else POLL_RATIO
        self._watches: dict[Path, tuple[tuple[int, int] | None, ObservedWatch | None]] = {}

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Set the hint, unless nothing was written (called by watchdog)."""
        # A folder counts as modified after each event in it, and that event arrives as well.
        if event.event_type in READ_EVENTS or (event.is_directory and event.event_type == "modified"):
            return
        self.hint.set()

    @property
    def is_behind(self) -> bool:
        """Whether something was saved that no refresh has read to its end."""
        return self.hint.is_set() or not self._is_read

    def catch_up(self) -> bool:
        """Note that a refresh has ended; whether it was one for something that was saved."""
        was_behind = not self._is_read
        self._is_read = True
        return was_behind

    def wait(self, duration: float) -> None:
        """Wait for a hint and for the end of its burst, or until the interval is over.

        `duration` is how many seconds the last refresh took.
        """
        self._watch_folders()
        if not self.hint.wait(min(max(MIN_INTERVAL, duration * self.ratio), MAX_INTERVAL)):
            return
        # Editors save in several steps: a temporary file, a rename, a change of permissions.
        self._is_read = False
        start = time.monotonic()
        while time.monotonic() - start < MAX_BURST:
            self.hint.clear()
            if not self.hint.wait(QUIET):
                break
        self.hint.clear()

    def wake(self) -> None:
        """Make `wait` return at once."""
        self.hint.set()

    def _watch_folders(self) -> None:
        """Watch the folders that are there now: one that is new, or was moved away and back, has no events yet."""
        if self.observer is None:
            return
        # The watch of a folder that was deleted is over, even if a new one has its place and its inode.
        alive = {emitter.watch for emitter in self.observer.emitters if emitter.is_alive()}
        for folder, is_recursive in self.folders.items():
            identity = _identity(folder)
            last_identity, watch = self._watches.get(folder, (None, None))
            if identity == last_identity and (watch is None or watch in alive):
                continue
            # What cannot be watched (more folders than the system allows) is refreshed by interval.
            with contextlib.suppress(OSError, KeyError):
                if watch:
                    self.observer.unschedule(watch)
            watch = None
            with contextlib.suppress(OSError):
                watch = self.observer.schedule(self, str(folder), recursive=is_recursive) if identity else None
            self._watches[folder] = identity, watch
            # A file may have been saved after the folder was read, and before it was watched.
            self.hint.set()


def _identity(folder: Path) -> tuple[int, int] | None:
    """Device and inode of a folder; None if there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None


@contextlib.contextmanager
def watching(root: Path, theme: Path, is_polling: bool = False) -> Iterator[Watch]:
    """Watch a site's sources and the default theme while the block runs.

    With `is_polling` no events are expected: network drives send none, or are slow to watch.
    """
    folders = {root: False, **{root / name: True for name in WATCHED}, theme: True}
    if is_polling:
        yield Watch(folders, None)
        return
    # Folders that go and come back are not worth a line on the terminal.
    logging.getLogger("watchdog").addHandler(logging.NullHandler())
    warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning, "watchdog")
    observer = Observer()
    with contextlib.suppress(OSError):
        observer.start()
    try:
        yield Watch(folders, observer)
    finally:
        if observer.is_alive():
            observer.stop()
            observer.join(2)
