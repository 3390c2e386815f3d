"""The preview's answers: pages with what is to be told of them, the status page, and the stream of changes."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
from collections.abc import AsyncIterator
from functools import partial
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import quote

import msgspec
from msgspec import Struct, structs
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from pressgen.messages import localize
from pressgen.model import Rendered
from pressgen.serve import screens
from pressgen.serve.engine import Content, Engine, State
from pressgen.serve.gate import Gate, Rules

OWN = "/_pressgen"
"""Where the preview's own pages are; no output can have such an address, since it would need no slug."""
CSP = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'"
PULSE = 15.0
"""Seconds after which an idle stream says that it lives."""
HIDDEN = frozenset({"_headers"})
"""Outputs that hosts read and never give out."""


class Preview(Struct, frozen=True):
    """What the answers are made from; `lang` is the language in which the preview itself speaks."""

    engine: Engine
    news: News
    rules: Rules
    lang: str
    follow: bool = False


class News:
    """Wakes the open pages when there is a new state; lives in the server's own loop."""

    def __init__(self) -> None:
        self.told = asyncio.Condition()
        self.closed = False

    async def tell(self, closed: bool = False) -> None:
        """Wake all who wait."""
        async with self.told:
            self.closed = self.closed or closed
            self.told.notify_all()

    async def wait(self, seconds: float) -> None:
        """Wait for the next news, or for so many seconds."""
        async with self.told:
            try:
                await asyncio.wait_for(self.told.wait(), seconds)
            except TimeoutError:
                return


def application(preview: Preview) -> Gate:
    """The preview as an ASGI application."""
    routes = [
        Route(f"{OWN}/", partial(_status, preview)),
        Route(f"{OWN}/source", partial(_source, preview)),
        Route(f"{OWN}/events", partial(_events, preview)),
        Route(f"{OWN}/{{name}}", _asset),
        Route("/{path:path}", partial(_page, preview)),
    ]
    return Gate(Starlette(routes=routes), preview.rules)


async def _state(preview: Preview) -> State:
    """The present state; the first request may have to wait for it."""
    if preview.engine.state is None:
        await run_in_threadpool(preview.engine.ready.wait, 600)
    if preview.engine.state is None:
        raise TimeoutError
    return preview.engine.state


async def _page(preview: Preview, request: Request) -> Response:
    state = await _state(preview)
    if state.draft is None:
        answer = _own(screens.status(state, preview.lang, ""), HTTPStatus.SERVICE_UNAVAILABLE)
        answer.headers["Refresh"] = "2"  # there is no page yet that could be told when the fault is mended
        return answer
    base = screens.base_path(state)
    wanted: str = request.scope["path"]
    if not wanted.startswith(base):
        return RedirectResponse(base, HTTPStatus.TEMPORARY_REDIRECT) if wanted in ("/", base[:-1]) else _nothing()
    path = wanted.removeprefix(base)
    if path and not path.endswith("/") and f"{path}/index.html" in state.outputs:
        return RedirectResponse(quote(f"{wanted}/"), HTTPStatus.TEMPORARY_REDIRECT)
    found = f"{path}index.html" if not path or path.endswith("/") else path
    if found not in state.outputs or found in HIDDEN:
        if broken := screens.broken_source(state, path):
            text = await run_in_threadpool(screens.source, state, preview.lang, broken)
            news = await run_in_threadpool(_told, preview, state, found, None)
            return _own(screens.with_news(text, news, found), HTTPStatus.NOT_FOUND)
        lost = _nearest_404(found, state)
        return await _output(preview, state, lost, HTTPStatus.NOT_FOUND) if lost else _nothing()
    return await _output(preview, state, found, HTTPStatus.OK)


async def _output(preview: Preview, state: State, path: str, code: HTTPStatus) -> Response:
    content = await run_in_threadpool(preview.engine.content, path)
    if content is None:
        return _nothing()
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    if not screens.is_shown(path):
        if content.problems and not content.data:
            (finding,) = localize(content.problems[:1], preview.lang)
            return PlainTextResponse(finding.message + "\n", HTTPStatus.INTERNAL_SERVER_ERROR)
        return Response(content.data, code, media_type=kind)
    told = await run_in_threadpool(_told, preview, state, path, content)
    page = await run_in_threadpool(screens.with_badges, content.data, state, path, preview.lang)
    return Response(screens.with_news(page, told, path), code, media_type="text/html; charset=utf-8")


def _told(preview: Preview, state: State, path: str, content: Content | None) -> screens.Told:
    output = state.outputs.get(path)
    source = output.source if isinstance(output, Rendered) else "" if output else screens.broken_source(state, path)
    data = content.data if content else b""
    panel = screens.panel(state, source, content.problems if content else (), preview.lang)
    return screens.Told(hashlib.blake2b(data, digest_size=8).hexdigest(), panel)


async def _events(preview: Preview, request: Request) -> Response:
    await _state(preview)
    path = request.query_params.get("path", "")
    headers = {"X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(preview, path), media_type="text/event-stream", headers=headers)


async def _stream(preview: Preview, path: str) -> AsyncIterator[bytes]:
    yield b"retry: 500\n\n"
    seen = 0
    while not preview.news.closed:
        state = await _state(preview)
        if state.version == seen:
            await preview.news.wait(PULSE)
            if preview.news.closed:
                return
            if preview.engine.state is not None and preview.engine.state.version == seen:
                yield b": still here\n\n"
            continue
        content = await run_in_threadpool(preview.engine.content, path)
        told = await run_in_threadpool(_told, preview, state, path, content)
        goto = screens.edited(state, path) if preview.follow and seen else ""
        seen = state.version
        yield b"data: " + msgspec.json.encode(structs.replace(told, goto=goto)) + b"\n\n"


async def _status(preview: Preview, request: Request) -> Response:
    state = await _state(preview)
    return _own(await run_in_threadpool(screens.status, state, preview.lang, request.query_params.get("q", "")[:200]))


async def _source(preview: Preview, request: Request) -> Response:
    state = await _state(preview)
    text = await run_in_threadpool(screens.source, state, preview.lang, request.query_params.get("file", ""))
    return _own(text) if text else _nothing()


async def _asset(request: Request) -> Response:
    name = str(request.path_params["name"])
    text = screens.ASSETS.get(name)
    return Response(text, media_type=mimetypes.guess_type(name)[0]) if text is not None else _nothing()


def _own(text: bytes, code: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(text, code, {"Content-Security-Policy": CSP}, "text/html; charset=utf-8")


def _nothing() -> Response:
    return PlainTextResponse("There is no such page.\n", HTTPStatus.NOT_FOUND)


def _nearest_404(path: str, state: State) -> str:
    folders = [*map(str, PurePosixPath(path).parents)]
    tried = ["404.html" if folder == "." else f"{folder}/404.html" for folder in folders]
    return next((found for found in tried if found in state.outputs), "")
