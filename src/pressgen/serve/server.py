"""The HTTP server of the preview (the only home of uvicorn), with timeouts for idle connections and a quick stop."""

from __future__ import annotations

import asyncio
import logging
import socket
from asyncio import Transport

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pressgen.serve.app import ChangeSignal
from pressgen.serve.gate import Gate

REQUEST_SECONDS = 10.0
"""Seconds in which the head of a request must arrive."""


class PreviewProtocol(H11Protocol):
    """uvicorn's protocol, which also closes a connection if no complete request arrives on it in time.

    uvicorn itself waits forever: a browser's spare connections, or a client that stalls, would use up
    the process's file handles.
    """

    deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Start the timeout for the first request."""
        super().connection_made(transport)
        self._expect_request()

    def data_received(self, data: bytes) -> None:
        """Feed bytes to the parser, and start or stop the timeout."""
        super().data_received(data)
        # uvicorn creates a cycle when the head of a request is complete; the answer may then take as long as it likes.
        is_idle = self.cycle is None or self.cycle.response_complete
        if not is_idle:
            self._cancel_deadline()
        elif self.deadline is None:
            self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the timeout."""
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
    """uvicorn's server, which closes the event streams first: it would wait for them until its own timeout."""

    def __init__(self, config: uvicorn.Config, changes: ChangeSignal) -> None:
        super().__init__(config)
        self.changes = changes
        # Answers that are under way when the preview ends are no errors.
        logging.getLogger("uvicorn.error").addFilter(lambda record: not changes.is_closed)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the event streams, then shut down."""
        await self.changes.notify(is_closed=True)
        await super().shutdown(sockets)


def server_of(application: Gate, changes: ChangeSignal) -> PreviewServer:
    """The server of an application."""
    config = uvicorn.Config(
        application,
        http=PreviewProtocol,
        proxy_headers=False,  # else a header would be enough to pass for a request from this machine
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    return PreviewServer(config, changes)
