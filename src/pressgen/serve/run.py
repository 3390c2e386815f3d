"""Running the preview: the server in one thread, the engine in another."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing
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
    with closing(_listener(options)) as listener:
        port = listener.getsockname()[1]
        asyncio.run(_serve(options, build_options, callbacks, listener, port))


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


async def _serve(
    options: ServeOptions, build_options: Options, callbacks: Callbacks, listener: socket.socket, port: int
) -> None:
    engine, changes = Engine(options.root, build_options), ChangeSignal()
    rules = Rules(hosts=hosts_of(port, options.names), token=options.token)
    preview = Preview(engine, changes, rules, options.lang, options.follow)
    server = server_of(application(preview), changes)
    loop, stop = asyncio.get_running_loop(), threading.Event()

    def publish_state(state: State, seconds: float) -> None:
        if not loop.is_closed():
            asyncio.run_coroutine_threadsafe(changes.notify(), loop)
        callbacks.on_refresh(state, seconds)

    def handle_exception(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, OSError) or error.errno not in HANDLES_EXHAUSTED:
            loop.default_exception_handler(context)
        else:
            # asyncio itself would print a traceback each second, until a connection is closed.
            callbacks.warn(handles_exhausted(error))

    loop.set_exception_handler(handle_exception)
    with watching(options.root, DEFAULT_THEME, options.poll) as watch:
        thread = threading.Thread(
            target=_refresh_on_changes, args=(engine, watch, callbacks, publish_state, stop), daemon=True
        )
        thread.start()
        callbacks.on_listen(port)
        await server.serve(sockets=[listener])
        stop.set()
        watch.wake()
        await asyncio.to_thread(thread.join, 5)
    engine.close()


def _refresh_on_changes(
    engine: Engine,
    watch: Watch,
    callbacks: Callbacks,
    publish_state: Callable[[State, float], None],
    stop: threading.Event,
) -> None:
    """Refresh the engine after each change until `stop` is set."""
    duration = 0.0
    while not stop.is_set():
        start, last = time.monotonic(), engine.state
        state = engine.refresh(callbacks.now())
        duration = time.monotonic() - start
        if state is not last:
            publish_state(state, duration)
        watch.wait(duration)
