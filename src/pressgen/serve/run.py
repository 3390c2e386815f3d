"""Running the preview: the server in one thread, the engine in another."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from pressgen.content.folders import DEFAULT_THEME, HANDLES_EXHAUSTED, handles_exhausted
from pressgen.errors import Problem, SettingsError
from pressgen.model import Options
from pressgen.serve.app import ChangeSignal, Preview, application
from pressgen.serve.engine import Engine, State
from pressgen.serve.gate import Rules, hosts_of
from pressgen.serve.server import server_of
from pressgen.serve.watch import Watch, watching

PATIENCE = 5.0
"""Seconds for which a preview that ends waits for a refresh that is under way."""
_PORT_CASES = {errno.EADDRINUSE: "port-taken", errno.EACCES: "port-taken/permission"}


class ServeOptions(Struct, frozen=True, kw_only=True):
    """Which site is served and how; port 0 means any free port.

    `names` are this machine's addresses on the local network, for devices that have the `token`.
    `lang` is the language of the preview's own pages. `poll` looks for changes without events.
    """

    root: Path
    port: int = 8000
    lang: str = "en"
    follow: bool = False
    poll: bool = False
    names: tuple[str, ...] = ()
    token: str = ""


class Callbacks(Struct, frozen=True, kw_only=True):
    """The clock, and functions for events: the server listens (port), a new state (seconds), a warning."""

    now: Callable[[], datetime]
    on_listen: Callable[[int], None]
    on_refresh: Callable[[State, float], None]
    warn: Callable[[Problem], None]


def serve(options: ServeOptions, build_options: Options, callbacks: Callbacks) -> None:
    """Serve the preview until the process is interrupted. Raises SettingsError if the port cannot be used."""
    engine = Engine(options.root, build_options)
    with (
        closing(_listener(options)) as listener,
        closing(engine),
        watching(options.root, DEFAULT_THEME, options.poll) as watch,
        closing(Refresher(engine, watch, callbacks)) as refresher,
    ):
        asyncio.run(_serve(options, callbacks, listener, refresher))


class Refresher(threading.Thread):
    """Refreshes the engine after each change, until it is closed."""

    def __init__(self, engine: Engine, watch: Watch, callbacks: Callbacks) -> None:
        super().__init__(daemon=True)
        self.engine, self.watch, self.callbacks = engine, watch, callbacks
        self.notify: Callable[[], object] = lambda: None
        self._is_closed = False

    def run(self) -> None:
        """Refresh, wake what waits for that by `notify`, and wait for the next change."""
        duration = 0.0
        while not self._is_closed:
            start, last = time.monotonic(), self.engine.state
            state = self.engine.refresh(self.callbacks.now())
            duration = time.monotonic() - start
            was_behind, is_new = self.watch.catch_up(), state is not last
            if (was_behind or is_new) and not self._is_closed:
                self.notify()
            if is_new and not self._is_closed:
                self.callbacks.on_refresh(state, duration)
            self.watch.wait(duration)

    def close(self) -> None:
        """End the thread, if it runs."""
        self._is_closed = True
        self.engine.stop()
        self.watch.wake()
        if self.ident is not None:
            self.join(PATIENCE)


def _listener(options: ServeOptions) -> socket.socket:
    host = "0.0.0.0" if options.token else "127.0.0.1"
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # A preview that was just stopped leaves connections behind, which would block its port for a minute.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, options.port))
        listener.listen()
    except OSError as error:
        listener.close()
        key = _PORT_CASES.get(error.errno or 0, "port-taken/other")
        raise SettingsError(
            Problem.at(key, port=options.port, reason=(error.strerror or str(error)).lower())
        ) from error
    return listener


async def _serve(options: ServeOptions, callbacks: Callbacks, listener: socket.socket, refresher: Refresher) -> None:
    port: int = listener.getsockname()[1]
    changes = ChangeSignal()
    rules = Rules(hosts=hosts_of(port, options.names), token=options.token)
    preview = Preview(refresher.engine, refresher.watch, changes, rules, options.lang, options.follow)
    loop = asyncio.get_running_loop()

    def notify() -> None:
        # The loop may end at any moment.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: loop.create_task(changes.notify()))

    def handle_exception(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, OSError) or error.errno not in HANDLES_EXHAUSTED:
            loop.default_exception_handler(context)
        else:
            # asyncio itself would print a traceback each second, until a connection is closed.
            callbacks.warn(handles_exhausted(error))

    loop.set_exception_handler(handle_exception)
    refresher.notify = notify
    refresher.start()
    callbacks.on_listen(port)
    await server_of(application(preview), changes).serve(sockets=[listener])
