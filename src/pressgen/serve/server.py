"""The HTTP server of the preview (the only home of uvicorn): it closes stalled connections, and streams at its end."""

from __future__ import annotations

import asyncio
import socket
from asyncio import Transport

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pressgen.serve.app import News
from pressgen.serve.gate import Gate

REQUEST_SECONDS = 10.0
"""Seconds in which the head of a request must have arrived."""


class PreviewProtocol(H11Protocol):
    """uvicorn's protocol; it closes a connection on which a request was begun, or none, and is not completed in time.

    uvicorn itself waits for ever: a browser's spare connections, or a client that stalls, would use up the process's
    file handles.
    """

    deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._expect_request()

    def data_received(self, data: bytes) -> None:
        """Take in bytes; wait for the rest of the request if they were not all of it."""
        super().data_received(data)
        is_idle = self.cycle is None or self.cycle.response_complete
        if not is_idle:
            self._cancel_deadline()
        elif self.deadline is None:
            self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._cancel_deadline()
        super().connection_lost(exc)

    def _expect_request(self) -> None:
        self.deadline = self.loop.call_later(REQUEST_SECONDS, self._close_if_idle)

    def _close_if_idle(self) -> None:
        self.deadline = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()

    def _cancel_deadline(self) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None


class PreviewServer(uvicorn.Server):
    """Ends the streams of open pages before it waits for connections to end."""

    def __init__(self, config: uvicorn.Config, news: News) -> None:
        super().__init__(config)
        self.news = news

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End."""
        await self.news.tell(closed=True)
        await super().shutdown(sockets)


def server_of(application: Gate, news: News) -> PreviewServer:
    """The server of an application; it believes nobody who says for whom he asks."""
    config = uvicorn.Config(
        application,
        http=PreviewProtocol,
        proxy_headers=False,  # else anybody could say that he asks from this machine
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    return PreviewServer(config, news)
