"""Check links to other sites over the network: hosts in parallel, each one slowly, answers remembered for a day."""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from pressgen.check.text import LintText
from pressgen.errors import Problem
from pressgen.store.database import LINK, Store
from pressgen.version import __version__

_URL = re.compile(r"https?://[^\s<>\"'`\]\\^{|}]+")
# In seconds. A fault may be gone in an hour, and its author has to be able to see that.
_MAX_AGE = {True: 24 * 3600.0, False: 3600.0}
_AGENT = f"pressgen/{__version__} (link check)"
# The pause between two requests to one host keeps it from taking the check for an attack.
_TIMEOUT, _THREADS, _PAUSE = 10.0, 8, 0.5


class Answer(Struct, frozen=True):
    """The answer of a host about an address, and its time in seconds since 1970.

    `fault` is empty for a good address, else a case of `external-broken`, a colon and the reason: `status:404`.
    """

    fault: str
    at: float


class _ForbiddenAddress(urllib.error.URLError):
    """No request goes to this address; the reason is a case of `external-broken`."""


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
        _check_public(str(args[-1]))
        return super().redirect_request(*args)  # type: ignore[arg-type]


def addresses(texts: Iterable[LintText]) -> dict[str, tuple[str, int]]:
    """Every address on another site, with the file and the line of its first use."""
    places: dict[str, tuple[str, int]] = {}
    for text in texts:
        for number, line in text.raw:
            for url in _URL.findall(line):
                # A bracket belongs to the text around the address, unless one was opened in it (as in Wikipedia's).
                while url.endswith(")") and url.count("(") < url.count(")"):
                    url = url[:-1]
                address = urlsplit(url.rstrip(".,;:!?*_"))._replace(fragment="")
                places.setdefault(urlunsplit(address), (text.file, number))
    return places


def check(store: Store, texts: Iterable[LintText], timestamp: float) -> Iterator[Problem]:
    """A finding for each address with a fault; `timestamp` is the time in seconds since 1970."""
    places = addresses(texts)
    answers = _recent_answers(store, timestamp)
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in places:
        if url not in answers:
            hosts[urlsplit(url).netloc].append(url)
    with ThreadPoolExecutor(_THREADS) as pool:
        for faults in pool.map(_ask_host, hosts.values()):
            answers |= {url: Answer(fault, timestamp) for url, fault in faults.items()}
    store.put(LINK, [(url, answer.at, answer.fault) for url, answer in answers.items()])
    store.commit()
    for url, (file, line) in places.items():
        if answers[url].fault:
            case, _, reason = answers[url].fault.partition(":")
            yield Problem.at(f"external-broken/{case}", file, line, target=url[:200], reason=reason)


def _recent_answers(store: Store, timestamp: float) -> dict[str, Answer]:
    rows = ((str(url), Answer(str(fault), float(at or 0))) for url, at, fault in store.get(LINK))
    return {url: answer for url, answer in rows if 0 <= timestamp - answer.at < _MAX_AGE[not answer.fault]}


def _ask_host(urls: list[str]) -> dict[str, str]:
    """The faults of the addresses on one host, requested one after the other with a pause between."""
    answers = {}
    for number, url in enumerate(urls):
        if number:
            time.sleep(_PAUSE)
        answers[url] = fault_of(url)
    return answers


def fault_of(url: str) -> str:
    """The fault of an address; empty if there is none, or if the host only rejects programs."""
    try:
        _check_public(url)
        # Through a proxy, the check of a connection would see the address of the proxy only.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Http, _Https, _Redirects)
        # Many hosts answer HEAD with an error although the page exists.
        for method in ("HEAD", "GET"):
            request = urllib.request.Request(url, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})
            try:
                with opener.open(request, timeout=_TIMEOUT):
                    return ""
            except urllib.error.HTTPError as error:
                error.close()
                if method == "GET" or error.code in (404, 410):
                    # 401, 403, 429, 999 and the like say who may ask, not whether the page exists.
                    return f"status:{error.code}" if error.code in (404, 410) or error.code >= 500 else ""
    except _ForbiddenAddress as error:
        return str(error.reason)
    except urllib.error.URLError as error:
        if isinstance(error.reason, _ForbiddenAddress):
            return str(error.reason.reason)
        return f"silent:{str(error.reason)[:80]}"
    except (OSError, ssl.SSLError, http.client.HTTPException, ValueError) as error:
        return f"silent:{type(error).__name__}"
    return ""


def _check_public(url: str) -> None:
    """Raise if an address leads to this computer or into a private network."""
    # Else a text by somebody else could make this computer send requests behind its firewall.
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise _ForbiddenAddress("address")
    for *_, socket_address in socket.getaddrinfo(address.hostname, address.port or 443, type=socket.SOCK_STREAM):
        _allow(str(socket_address[0]))


def _allow(ip_address: str) -> None:
    if not ipaddress.ip_address(ip_address.partition("%")[0]).is_global:
        raise _ForbiddenAddress("private")


def _connect(*args: Any, **options: Any) -> socket.socket:
    """Connect, if the address is public."""
    # The name of a host can have another address now than when it was checked.
    connection = socket.create_connection(*args, **options)
    try:
        _allow(str(connection.getpeername()[0]))
    except _ForbiddenAddress:
        connection.close()
        raise
    return connection


def _connection(kind: type[http.client.HTTPConnection], *args: Any, **options: Any) -> http.client.HTTPConnection:
    connection = kind(*args, **options)
    # http.client has no public way to see the address of a connection before the request is sent.
    connection._create_connection = _connect  # type: ignore[attr-defined]
    return connection
