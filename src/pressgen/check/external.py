"""Links to other sites, asked over the network: in parallel, each host gently, answers kept for a day."""

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
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from pressgen.check.text import Text
from pressgen.errors import Problem
from pressgen.store.database import LINK, Store
from pressgen.version import __version__

_URL = re.compile(r"https?://[^\s<>\"'`\]\\^{|}]+")
_FRESH = {True: 24 * 3600.0, False: 3600.0}
_AGENT = f"pressgen/{__version__} (link check)"
_TIMEOUT, _THREADS, _PAUSE = 10.0, 8, 0.5


class Answer(Struct, frozen=True):
    """What a host said of an address, and when (seconds since 1970).

    `fault` is empty for a good address, else a case of `external-broken`, a colon and what was said: `status:404`.
    """

    fault: str
    at: float


class _Refused(urllib.error.URLError):
    """The address is not asked; the reason is a case of `external-broken`."""


class _Plain(urllib.request.HTTPHandler):
    """Opens http: addresses."""

    def http_open(self, request: urllib.request.Request) -> Any:
        """Open one."""
        return self.do_open(_plain, request)


class _Secure(urllib.request.HTTPSHandler):
    """Opens https: addresses."""

    def https_open(self, request: urllib.request.Request) -> Any:
        """Open one."""
        return self.do_open(_secure, request)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to public addresses only."""

    max_redirections = 5

    def redirect_request(self, *given: object) -> urllib.request.Request | None:
        """The next request, if it may be made."""
        _public(str(given[-1]))
        return super().redirect_request(*given)  # type: ignore[arg-type]


def addresses(texts: Iterable[Text]) -> dict[str, tuple[str, int]]:
    """Every address on another site, with the file and line that has it first."""
    found: dict[str, tuple[str, int]] = {}
    for text in texts:
        for number, line in text.raw:
            for url in _URL.findall(line):
                while url.endswith(")") and url.count("(") < url.count(")"):
                    url = url[:-1]
                found.setdefault(
                    urlunsplit(urlsplit(url.rstrip(".,;:!?*_"))._replace(fragment="")), (text.file, number)
                )
    return found


def check(store: Store, texts: Iterable[Text], now: float) -> Iterator[Problem]:
    """A finding for each address that does not answer as it should; `now` is seconds since 1970."""
    wanted = addresses(texts)
    answers = _remembered(store, now)
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in wanted:
        if url not in answers:
            hosts[urlsplit(url).netloc].append(url)
    with ThreadPoolExecutor(_THREADS) as pool:
        for faults in pool.map(_asked, hosts.values()):
            answers |= {url: Answer(fault, now) for url, fault in faults.items()}
    store.put(LINK, [(url, answer.at, answer.fault) for url, answer in answers.items()])
    store.commit()
    for url, (file, line) in wanted.items():
        if answers[url].fault:
            case, _, reason = answers[url].fault.partition(":")
            yield Problem.at(f"external-broken/{case}", file, line, target=url[:200], reason=reason)


def _remembered(store: Store, now: float) -> dict[str, Answer]:
    rows = ((str(url), Answer(str(fault), float(at or 0))) for url, at, fault in store.get(LINK))
    return {url: answer for url, answer in rows if 0 <= now - answer.at < _FRESH[not answer.fault]}


def _asked(urls: list[str]) -> dict[str, str]:
    """The faults of the addresses on one host, asked one after the other with a pause between."""
    answers = {}
    for number, url in enumerate(urls):
        if number:
            time.sleep(_PAUSE)
        answers[url] = fault_of(url)
    return answers


def fault_of(url: str) -> str:
    """What is wrong with an address, or nothing; a host that only turns programs away is not at fault."""
    try:
        _public(url)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Plain, _Secure, _Redirects)
        for method in ("HEAD", "GET"):
            request = urllib.request.Request(url, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})
            try:
                with opener.open(request, timeout=_TIMEOUT):
                    return ""
            except urllib.error.HTTPError as error:
                error.close()
                if method == "GET" or error.code in (404, 410):
                    # 401, 403, 429, 999 and the like say who may ask, not what is there.
                    return f"status:{error.code}" if error.code in (404, 410) or error.code >= 500 else ""
    except _Refused as error:
        return str(error.reason)
    except urllib.error.URLError as error:
        if isinstance(error.reason, _Refused):
            return str(error.reason.reason)
        return f"silent:{str(error.reason)[:80]}"
    except (OSError, ssl.SSLError, http.client.HTTPException, ValueError) as error:
        return f"silent:{type(error).__name__}"
    return ""


def _public(url: str) -> None:
    """Raise where an address leads to this computer or into a private network."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _Refused("address")
    for *_, place in socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM):
        _allow(str(place[0]))


def _allow(place: str) -> None:
    if not ipaddress.ip_address(place.partition("%")[0]).is_global:
        raise _Refused("private")


def _connected(*given: Any, **named: Any) -> socket.socket:
    """A connection; a name may have got another address since it was judged, so the far end is judged again."""
    made = socket.create_connection(*given, **named)
    try:
        _allow(str(made.getpeername()[0]))
    except _Refused:
        made.close()
        raise
    return made


def _plain(*given: Any, **named: Any) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(*given, **named)
    connection._create_connection = _connected  # type: ignore[attr-defined]
    return connection


def _secure(*given: Any, **named: Any) -> http.client.HTTPSConnection:
    connection = http.client.HTTPSConnection(*given, **named)
    connection._create_connection = _connected  # type: ignore[attr-defined]
    return connection
