"""The preview's answers: pages with a panel over them, the status page, and the stream of changes."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
import re
import time
from collections.abc import AsyncIterator
from functools import partial
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import quote

import msgspec
from msgspec import Struct, structs
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from pressgen.messages import localize
from pressgen.model import Rendered
from pressgen.serve import screens
from pressgen.serve.engine import Content, Engine, State
from pressgen.serve.gate import Gate, Rules
from pressgen.serve.status import is_page
from pressgen.serve.watch import Watch

PREFIX = "/_pressgen"
"""Where the preview's own pages are; no output can have such an address, since it would need no slug."""
CSP = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
HEARTBEAT = 15.0
"""Seconds after which an idle stream sends a comment, so that no proxy or browser takes it for dead."""
FIRST_WAIT = 0.5
"""Seconds between two looks for the first state."""
PATIENCE = 3.0
"""Seconds for which an answer waits until what was just saved is read; after that it shows the last state."""
LOOK = 0.05
"""Seconds between two looks whether that is so, if nothing tells earlier."""
HOST_FILES = frozenset({"_headers"})
"""Outputs that are configuration for a host, which never serves them."""


class Preview(Struct, frozen=True):
    """What the answers are made from; `lang` is the language of the preview's own pages and messages.

    With `follow`, open pages go to the page that was edited last.
    """

    engine: Engine
    watch: Watch
    changes: ChangeSignal
    rules: Rules
    lang: str
    follow: bool = False


class ChangeSignal:
    """Wakes open pages, and requests that wait, after a refresh; lives in the server's own loop."""

    def __init__(self) -> None:
        self.condition = asyncio.Condition()
        self.is_closed = False

    async def notify(self, is_closed: bool = False) -> None:
        """Wake every open stream; with `is_closed`, for the last time."""
        async with self.condition:
            self.is_closed = self.is_closed or is_closed
            self.condition.notify_all()

    async def wait(self, seconds: float) -> None:
        """Wait for the next change, for `seconds` at most."""
        async with self.condition:
            try:
                await asyncio.wait_for(self.condition.wait(), seconds)
            except TimeoutError:
                return


def application(preview: Preview) -> Gate:
    """The preview as an ASGI application."""
    routes = [
        Route(f"{PREFIX}/", partial(_status_page, preview)),
        Route(f"{PREFIX}/source", partial(_source_page, preview)),
        Route(f"{PREFIX}/events", partial(_event_stream, preview)),
        Route(f"{PREFIX}/{{name}}", _asset_file),
        Route("/{path:path}", partial(_site_page, preview)),
    ]
    return Gate(Starlette(routes=routes), preview.rules)


async def _current_state(preview: Preview) -> State:
    # Who saves a file and loads its page again wants to see what was saved, even if that is read only now.
    deadline = time.monotonic() + PATIENCE
    while preview.watch.is_behind and not preview.changes.is_closed and time.monotonic() < deadline:
        await preview.changes.wait(LOOK)
    # The browser is often faster than the first build, which takes seconds for a large site.
    while preview.engine.state is None:
        if preview.changes.is_closed:
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)
        await preview.changes.wait(FIRST_WAIT)
    return preview.engine.state


async def _site_page(preview: Preview, request: Request) -> Response:
    state = await _current_state(preview)
    if state.draft is None:
        answer = _preview_page(screens.status_page(state, preview.lang, ""), HTTPStatus.SERVICE_UNAVAILABLE)
        # No page with the script that follows changes can be rendered yet, so the browser asks again by itself.
        answer.headers["Refresh"] = "2"
        return answer
    base = state.address.base_path
    address: str = request.scope["path"]
    if not address.startswith(base):
        return RedirectResponse(base, HTTPStatus.TEMPORARY_REDIRECT) if address in ("/", base[:-1]) else _not_found()
    path = address.removeprefix(base)
    if path and not path.endswith("/") and f"{path}/index.html" in state.outputs:
        return RedirectResponse(quote(f"{address}/"), HTTPStatus.TEMPORARY_REDIRECT)
    output_path = f"{path}index.html" if not path or path.endswith("/") else path
    if output_path not in state.outputs or output_path in HOST_FILES:
        if file := screens.broken_source(state, path):
            page = await run_in_threadpool(screens.source_page, state, preview.lang, file)
            update = await run_in_threadpool(_page_update, preview, state, output_path, None)
            return _preview_page(screens.with_panel(page, update, output_path), HTTPStatus.NOT_FOUND)
        error_page = _nearest_404(output_path, state)
        if not error_page:
            return _not_found()
        return await run_in_threadpool(_output_answer, preview, state, error_page, HTTPStatus.NOT_FOUND)
    byte_range = request.headers.get("range", "")
    return await run_in_threadpool(_output_answer, preview, state, output_path, HTTPStatus.OK, byte_range)


def _file_answer(data: bytes, status: HTTPStatus, media_type: str, byte_range: str) -> Response:
    """A file, or the part of it that a browser asks for (RFC 9110, section 14): some play no film without."""
    headers = {"Accept-Ranges": "bytes"}
    wanted = _RANGE.fullmatch(byte_range)
    if wanted is None or status != HTTPStatus.OK or not (wanted[1] or wanted[2]):
        return Response(data, status, headers, media_type)
    size = len(data)
    start = int(wanted[1]) if wanted[1] else max(0, size - int(wanted[2]))
    end = min(int(wanted[2]), size - 1) if wanted[1] and wanted[2] else size - 1
    if start > end:
        headers["Content-Range"] = f"bytes */{size}"
        return Response(b"", HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers)
    headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return Response(data[start : end + 1], HTTPStatus.PARTIAL_CONTENT, headers, media_type)


def _output_answer(preview: Preview, state: State, path: str, status: HTTPStatus, byte_range: str = "") -> Response:
    # In one thread from first to last: while the site is read again, each change of threads waits for that.
    content = preview.engine.content(path)
    if content is None:
        return _not_found()
    media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    if not is_page(path):
        if content.problems and not content.data:
            (error,) = localize(content.problems[:1], preview.lang)
            return PlainTextResponse(error.message + "\n", HTTPStatus.INTERNAL_SERVER_ERROR)
        return _file_answer(content.data, status, media_type, byte_range)
    update = _page_update(preview, state, path, content)
    page = screens.with_badges(content.data, state, path, preview.lang)
    return Response(screens.with_panel(page, update, path), status, media_type="text/html; charset=utf-8")


def _page_update(preview: Preview, state: State, path: str, content: Content | None) -> screens.PageUpdate:
    output = state.outputs.get(path)
    source = output.source if isinstance(output, Rendered) else "" if output else screens.broken_source(state, path)
    data = content.data if content else b""
    panel = screens.panel(state, source, content.problems if content else (), preview.lang)
    return screens.PageUpdate(hashlib.blake2b(data, digest_size=8).hexdigest(), panel)


async def _event_stream(preview: Preview, request: Request) -> Response:
    path = request.query_params.get("path", "")
    # Without this header nginx would hold events back until its buffer is full.
    headers = {"X-Accel-Buffering": "no"}
    return StreamingResponse(_events(preview, path), media_type="text/event-stream", headers=headers)


async def _events(preview: Preview, path: str) -> AsyncIterator[bytes]:
    # Browsers wait seconds before they connect again; a restarted preview should be followed at once.
    yield b"retry: 500\n\n"
    version = 0
    while not preview.changes.is_closed:
        state = preview.engine.state
        if state is None or state.version == version:
            await preview.changes.wait(HEARTBEAT if state else FIRST_WAIT)
            if preview.engine.state is state and not preview.changes.is_closed:
                yield b": still here\n\n"
            continue
        content = await run_in_threadpool(preview.engine.content, path)
        update = await run_in_threadpool(_page_update, preview, state, path, content)
        goto = screens.edited_page(state, path) if preview.follow and version else ""
        version = state.version
        yield b"data: " + msgspec.json.encode(structs.replace(update, goto=goto)) + b"\n\n"


async def _status_page(preview: Preview, request: Request) -> Response:
    state = await _current_state(preview)
    return _preview_page(
        await run_in_threadpool(screens.status_page, state, preview.lang, request.query_params.get("q", "")[:200])
    )


async def _source_page(preview: Preview, request: Request) -> Response:
    state = await _current_state(preview)
    page = await run_in_threadpool(screens.source_page, state, preview.lang, request.query_params.get("file", ""))
    return _preview_page(page) if page else _not_found()


async def _asset_file(request: Request) -> Response:
    name = str(request.path_params["name"])
    data = screens.ASSETS.get(name)
    return Response(data, media_type=mimetypes.guess_type(name)[0]) if data is not None else _not_found()


def _preview_page(text: bytes, code: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(text, code, {"Content-Security-Policy": CSP}, "text/html; charset=utf-8")


def _not_found() -> Response:
    return PlainTextResponse("There is no such page.\n", HTTPStatus.NOT_FOUND)


def _nearest_404(path: str, state: State) -> str:
    folders = [*map(str, PurePosixPath(path).parents)]
    candidates = ["404.html" if folder == "." else f"{folder}/404.html" for folder in folders]
    return next((candidate for candidate in candidates if candidate in state.outputs), "")
