"""Access to the preview: for this machine's browser, and with a token for devices on the local network."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, quote, urlsplit

from msgspec import Struct
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "pressgen-preview"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
# Embargoed releases are in the preview: no page of another site may frame it or read it.
HEADERS = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"x-robots-tag", b"noindex"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Rules(Struct, frozen=True, kw_only=True):
    """Allowed values of the Host header, and the token for other machines; without a token they are refused."""

    hosts: frozenset[str]
    token: str = ""


def hosts_of(port: int, names: Iterable[str] = ()) -> frozenset[str]:
    """Allowed values of the Host header (RFC 9110) for a port and this machine's names."""
    # Browsers leave out the port if it is the default one.
    return frozenset(f"{name}:{port}" for name in (*LOOPBACK, *names)) | (
        frozenset((*LOOPBACK, *names)) if port == 80 else frozenset()
    )


class Gate:
    """Refuses foreign hosts (DNS rebinding), foreign origins, other methods than reading, and missing tokens."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app, self.rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
            await send(message)

        refusal = refusal_of(scope, self.rules)
        await (refusal or self.app)(scope, receive, send_with_headers)


def refusal_of(scope: Scope, rules: Rules) -> Response | None:
    """The response that refuses a request, or None if it is allowed."""
    headers = Headers(scope=scope)
    # Two Host headers: which one counts differs between programs, so either could be the forged one.
    if headers.getlist("host") and headers.getlist("host") != [headers["host"]]:
        return PlainTextResponse("One Host header, please.\n", 400)
    if headers.get("host", "").lower() not in rules.hosts:
        return PlainTextResponse("The preview answers under its own address only.\n", 421)
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() not in rules.hosts:
        return PlainTextResponse("Pages of other sites may not ask the preview.\n", 403)
    # A link from another site may open the preview, but nothing there may load parts of it.
    if headers.get("sec-fetch-site", "none") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
        return PlainTextResponse("Pages of other sites may not ask the preview.\n", 403)
    if scope["method"] not in ("GET", "HEAD"):
        return PlainTextResponse("The preview can only be read.\n", 405, {"Allow": "GET, HEAD"})
    return _token_refusal(scope, headers, rules)


def _token_refusal(scope: Scope, headers: Headers, rules: Rules) -> Response | None:
    client = scope.get("client")
    if not rules.token or (client and client[0] in ("127.0.0.1", "::1")):
        return None
    token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[-1]
    if token and _is_same(token, rules.token):
        # The redirect takes the token out of the address bar and of the history, where others could see it.
        # Browsers read two slashes, or one and a backslash, as the beginning of another host.
        answer = RedirectResponse("/" + quote(scope["path"].lstrip("/\\")), 303)
        answer.set_cookie(COOKIE, rules.token, httponly=True, samesite="strict")
        return answer
    if _is_same(_cookie(headers.get("cookie", "")), rules.token):
        return None
    return PlainTextResponse("Open the address with the token that the preview has printed.\n", 403)


def _is_same(candidate: str, token: str) -> bool:
    # In constant time: how long a comparison takes must not reveal how much of a guess is right.
    return hmac.compare_digest(candidate.encode("utf-8", "replace"), token.encode())


def _cookie(header: str) -> str:
    try:
        cookie = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie else ""
