"""HTTP/1.1 connections that are closed when their request does not come to an end."""

from __future__ import annotations

import asyncio
from asyncio import Transport

from uvicorn.protocols.http.h11_impl import H11Protocol

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
