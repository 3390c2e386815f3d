"""Requests to public addresses on the web: never to this computer or into a private network, and with limits."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

TIMEOUT = 10.0
"""Seconds for which a host may be silent."""
MAX_SECONDS = 60.0
"""Seconds that a whole answer may take."""


class WebAnswer(Struct, frozen=True):
    """The answer to a request: the address that it came from, its media type and charset, and its bytes."""

    url: str
    type: str
    charset: str
    data: bytes


class WebError(Exception):
    """A request without a usable answer; `case` is status, private, silent or size, `reason` says more."""

    def __init__(self, case: str, reason: str) -> None:
        super().__init__(f"{case}: {reason}")
        self.case, self.reason = case, reason

    @property
    def values(self) -> dict[str, str]:
        """The reason under its name in problems, if they have it."""
        name = {"status": "status", "silent": "reason", "size": "most"}.get(self.case)
        return {name: self.reason} if name else {}


class ForbiddenAddressError(urllib.error.URLError):
    """No request goes to this address; the reason is `address` or `private`."""


class _Http(urllib.request.HTTPHandler):
    """Opens http: addresses with connections that are checked."""

    def http_open(self, request: urllib.request.Request) -> Any:
        """Open an address; the name is the one that urllib looks for."""
        return self.do_open(partial(_connection, http.client.HTTPConnection), request)


class _Https(urllib.request.HTTPSHandler):
    """Opens https: addresses with connections that are checked."""

    def https_open(self, request: urllib.request.Request) -> Any:
        """Open an address; the name is the one that urllib looks for."""
        return self.do_open(partial(_connection, http.client.HTTPSConnection), request)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to public addresses only."""

    max_redirections = 5

    def redirect_request(self, *args: object) -> urllib.request.Request | None:
        """The request that follows a redirect; raises if its address is not public."""
        check_public(str(args[-1]))
        return super().redirect_request(*args)  # type: ignore[arg-type]


def open_public(request: urllib.request.Request) -> Any:
    """The answer to a request to a public address; raises ForbiddenAddressError, and what urllib raises."""
    check_public(request.full_url)
    # Through a proxy, the check of a connection would see the address of the proxy only.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Http, _Https, _Redirects)
    return opener.open(request, timeout=TIMEOUT)


def fetch(url: str, agent: str, accept: str, max_bytes: int) -> WebAnswer:
    """Read a public address; raises WebError."""
    headers = {"User-Agent": agent, "Accept": accept, "Accept-Language": "en"}
    return read(lambda: open_public(urllib.request.Request(url, headers=headers)), max_bytes, MAX_SECONDS)


def read(open_address: Callable[[], Any], max_bytes: int, max_seconds: float) -> WebAnswer:
    """The whole answer from an address that this function opens; raises WebError."""
    try:
        with open_address() as answer:
            data = _read(answer, max_bytes, max_seconds)
            kind, charset = answer.headers.get_content_type(), answer.headers.get_content_charset() or ""
            address = str(answer.url)
    except urllib.error.HTTPError as error:
        error.close()
        raise WebError("status", str(error.code)) from error
    except ForbiddenAddressError as error:
        raise WebError("private", str(error.reason)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        if isinstance(reason, ForbiddenAddressError):
            raise WebError("private", str(reason.reason)) from error
        words = str(getattr(reason, "strerror", None) or str(reason) or type(error).__name__)
        raise WebError("silent", words[:100]) from error
    if len(data) > max_bytes:
        raise WebError("size", str(max_bytes // 2**20))
    return WebAnswer(address, kind, charset, data)


def _read(answer: Any, max_bytes: int, max_seconds: float) -> bytes:
    """The bytes of an answer, or somewhat more than `max_bytes` of one that is longer; raises what urllib raises."""
    data, end = bytearray(), time.monotonic() + max_seconds
    while len(data) <= max_bytes and (block := answer.read1(1 << 16)):
        data += block
        if time.monotonic() > end:
            raise TimeoutError("timed out")
    return bytes(data)


def check_public(url: str) -> None:
    """Raise ForbiddenAddressError if an address leads to this computer or into a private network."""
    # Else a text by somebody else could make this computer send requests behind its firewall.
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ForbiddenAddressError("address")
    for *_, socket_address in socket.getaddrinfo(address.hostname, address.port or 443, type=socket.SOCK_STREAM):
        allow(str(socket_address[0]))


def allow(ip_address: str) -> None:
    """Raise ForbiddenAddressError for the IP address of a private network."""
    if not ipaddress.ip_address(ip_address.partition("%")[0]).is_global:
        raise ForbiddenAddressError("private")


def _connect(*args: Any, **options: Any) -> socket.socket:
    """Connect, if the address is public."""
    # The name of a host can have another address now than when it was checked.
    connection = socket.create_connection(*args, **options)
    try:
        allow(str(connection.getpeername()[0]))
    except ForbiddenAddressError:
        connection.close()
        raise
    return connection


def _connection(kind: type[http.client.HTTPConnection], *args: Any, **options: Any) -> http.client.HTTPConnection:
    connection = kind(*args, **options)
    # http.client has no public way to see the address of a connection before the request is sent.
    connection._create_connection = _connect  # type: ignore[attr-defined]
    return connection
