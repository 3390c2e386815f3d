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

from msgspec import Struct

from pressgen.content.folders import DEFAULT_THEME, HANDLES_EXHAUSTED, handles_exhausted
from pressgen.errors import Problem, SettingsError
from pressgen.model import Options
from pressgen.serve.app import News, Preview, application
from pressgen.serve.engine import Engine, State
from pressgen.serve.gate import Rules, hosts_of
from pressgen.serve.server import server_of
from pressgen.serve.watch import Watch, watching

_PORT_CASES = {errno.EADDRINUSE: "port-taken", errno.EACCES: "port-taken/permission"}


class Wish(Struct, frozen=True, kw_only=True):
    """What is to be served and how; port 0 is any free one.

    `names` are this machine's addresses on the local network; with them and a `token` other
    machines are answered too.
    """

    root: Path
    port: int = 8000
    lang: str = "en"
    follow: bool = False
    poll: bool = False
    names: tuple[str, ...] = ()
    token: str = ""


class Talk(Struct, frozen=True, kw_only=True):
    """The clock, and what is called when the server listens, after each look, and when something goes wrong."""

    now: Callable[[], datetime]
    listening: Callable[[int], None]
    looked: Callable[[State, float], None]
    warn: Callable[[Problem], None]


def serve(wish: Wish, options: Options, talk: Talk) -> None:
    """Serve the preview until the process is asked to end. Raises SettingsError if the port is taken."""
    with closing(_listener(wish)) as listener:
        port = listener.getsockname()[1]
        asyncio.run(_serve(wish, options, talk, listener, port))


def _listener(wish: Wish) -> socket.socket:
    host = "0.0.0.0" if wish.token else "127.0.0.1"
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, wish.port))
        listener.listen()
    except OSError as error:
        listener.close()
        key = _PORT_CASES.get(error.errno or 0, "port-taken/other")
        raise SettingsError(Problem.at(key, port=wish.port, reason=(error.strerror or str(error)).lower())) from error
    return listener


async def _serve(wish: Wish, options: Options, talk: Talk, listener: socket.socket, port: int) -> None:
    engine, news = Engine(wish.root, options), News()
    rules = Rules(hosts=hosts_of(port, wish.names), token=wish.token)
    preview = Preview(engine, news, rules, wish.lang, wish.follow)
    server = server_of(application(preview), news)
    loop, over = asyncio.get_running_loop(), threading.Event()

    def tell(state: State, seconds: float) -> None:
        talk.looked(state, seconds)
        if not loop.is_closed():
            asyncio.run_coroutine_threadsafe(news.tell(), loop)

    loop.set_exception_handler(_Trouble(talk.warn))
    with watching(wish.root, DEFAULT_THEME, wish.poll) as watch:
        looking = threading.Thread(target=_look, args=(engine, watch, talk, tell, over), daemon=True)
        looking.start()
        talk.listening(port)
        await server.serve(sockets=[listener])
        over.set()
        watch.wake()
        await asyncio.to_thread(looking.join, 5)
    engine.close()


class _Trouble:
    """Takes what goes wrong between requests: asyncio itself would print a traceback a second without file handles."""

    def __init__(self, warn: Callable[[Problem], None]) -> None:
        self.warn = warn

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """Take what asyncio says of an exception that nobody else takes."""
        error = context.get("exception")
        if not isinstance(error, OSError) or error.errno not in HANDLES_EXHAUSTED:
            loop.default_exception_handler(context)
        else:
            self.warn(handles_exhausted(error))


def _look(
    engine: Engine, watch: Watch, talk: Talk, tell: Callable[[State, float], None], over: threading.Event
) -> None:
    """Take in every change until it is over."""
    duration = 0.0
    while not over.is_set():
        began, before = time.monotonic(), engine.state
        state = engine.refresh(talk.now())
        duration = time.monotonic() - began
        if state is not before:
            tell(state, duration)
        watch.wait(duration)
