"""Check links to other sites over the network: hosts in parallel, each one slowly, answers remembered for a day."""

from __future__ import annotations

import http.client
import re
import ssl
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from pressgen.check.text import LintText
from pressgen.errors import Problem
from pressgen.store.database import LINK, Store
from pressgen.version import __version__
from pressgen.web import ForbiddenAddressError, open_public

_URL = re.compile(r"https?://[^\s<>\"'`\]\\^{|}]+")
_PUNCTUATION = ".,;:!?*_"
# In seconds. A fault may be gone in an hour, and its author has to be able to see that.
_MAX_AGE = {True: 24 * 3600.0, False: 3600.0}
_AGENT = f"pressgen/{__version__} (link check)"
# The pause between two requests to one host keeps it from taking the check for an attack.
_THREADS, _PAUSE = 8, 0.5


class Answer(Struct, frozen=True):
    """The answer of a host about an address, and its time in seconds since 1970.

    `fault` is empty for a good address, else a case of `external-broken`, a colon and the reason: `status:404`.
    """

    fault: str
    at: float


def addresses(texts: Iterable[LintText]) -> dict[str, tuple[str, int]]:
    """Every address on another site, with the file and the line of its first use."""
    places: dict[str, tuple[str, int]] = {}
    for text in texts:
        for number, line in text.raw:
            for url in _URL.findall(line):
                url = url.rstrip(_PUNCTUATION)
                # A bracket belongs to the text around the address, unless one was opened in it (as in Wikipedia's).
                while url.endswith(")") and url.count("(") < url.count(")"):
                    url = url[:-1].rstrip(_PUNCTUATION)
                address = urlsplit(url)._replace(fragment="")
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
        # Many hosts answer HEAD with an error although the page exists.
        for method in ("HEAD", "GET"):
            request = urllib.request.Request(url, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})
            try:
                with open_public(request):
                    return ""
            except urllib.error.HTTPError as error:
                error.close()
                if method == "GET" or error.code in (404, 410):
                    return f"status:{error.code}" if _is_fault(error.code) else ""
    except ForbiddenAddressError as error:
        return str(error.reason)
    except urllib.error.URLError as error:
        if isinstance(error.reason, ForbiddenAddressError):
            return str(error.reason.reason)
        return f"silent:{str(error.reason)[:80]}"
    except (OSError, ssl.SSLError, http.client.HTTPException, ValueError) as error:
        return f"silent:{type(error).__name__}"
    return ""


def _is_fault(status: int) -> bool:
    """Whether an HTTP status of 300 or more says that there is no page; a redirect that leads to one is not left."""
    # 401, 403, 429, 999 and the like say who may ask, not whether the page exists.
    return status in (404, 410) or status < 400 or 500 <= status < 600
