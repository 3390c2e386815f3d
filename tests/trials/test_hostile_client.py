"""Hostile clients of the preview get nothing, and legal ones are served all the while."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

from conftest import Site
from pressgen.serve.gate import Rules, hosts_of, refused
from serve.host import Host, previewing
from trials.trial import Trial

SECRET = "kept-from-all-clients"
SLOW = 200
LEGAL = ("/", "/2026/01/a/", "/archive/", "/tags/", "/feed.xml", "/_pressgen/", "/_pressgen/preview.js",
         "/robots.txt", "/sitemap.xml", "/404.html")  # fmt: skip
CLIMBS = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "%252e%252e%252f", "..;/", "....//", "%c0%ae%c0%ae/",
          "..%00/", "./../", "/..//", "%2e./")  # fmt: skip
TARGETS = ("pressgen.yml", "content/held.md", "etc/passwd", ".pressgen/parsed-00.json", ".git/config")


def traversals() -> Iterator[str]:
    for climb in CLIMBS:
        for target in TARGETS:
            for start in ("/", "/2026/", "/_pressgen/"):
                yield start + climb * 6 + target
    for target in TARGETS:
        yield from (f"/{target}", f"//{target}", f"/{target}::$DATA", f"/{target}%00.html", f"file:///{target}")
        yield from (f"/_pressgen/source?file={climb * 6}{target}" for climb in CLIMBS)
        yield from (f"/_pressgen/{climb}{target}" for climb in CLIMBS)


def malformed(port: int) -> Iterator[bytes]:
    host = f"Host: localhost:{port}\r\n".encode()
    yield from (b"\r\n", b"\0" * 64, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n")
    yield b"GET / HTTP/1.1\r\n" + host + b"Host: evil.example\r\n\r\n"
    yield b"GET / HTTP/1.1\r\n" + host + b"Content-Length: -1\r\n\r\n"
    yield b"GET / HTTP/1.1\r\n" + host + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"
    yield b"GET / HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n"
    yield b"GET / HTTP/1.1\r\n" + host + b"Bad Header: x\r\n\r\n"
    yield b"GET / HTTP/1.1\r\n" + host + b"X: a\0b\r\n\r\n"
    yield b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + host + b"\r\n"
    yield b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 10_000_000 + b"\r\n\r\n"
    yield b"GET / HTTP/1.1\r\n" + host + b"X: y\r\n" * 20_000 + b"\r\n"
    yield b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    yield b"GET http://evil.example/ HTTP/1.1\r\n" + host + b"\r\n"
    yield b"CONNECT evil.example:443 HTTP/1.1\r\n" + host + b"\r\n"
    yield b"GET /\xff\xfe HTTP/1.1\r\n" + host + b"\r\n"
    yield b"GET /_pressgen/events?path=%ff%00 HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n"


def refusals(host: Host) -> Iterator[tuple[str, dict[str, str]]]:
    own = f"localhost:{host.port}"
    for name in ("evil.example", f"evil.example:{host.port}", "localhost", "localhost:1", "0.0.0.0", "",
                 f"localhost.evil.example:{host.port}", f"[::]:{host.port}", f"127.0.0.2:{host.port}"):  # fmt: skip
        yield "host", {"Host": name}
    for origin in ("https://evil.example", "null", "http://localhost:1", f"https://{own}.evil.example", "file://"):
        yield "origin", {"Host": own, "Origin": origin}
    yield "site", {"Host": own, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}
    yield "site", {"Host": own, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}


def legal(host: Host) -> str:
    answers = {path: host.get(path) for path in LEGAL}
    bad = [path for path, (status, _, _) in answers.items() if status != 200]
    open_to_others = [path for path, (_, headers, _) in answers.items() if "access-control-allow-origin" in headers]
    return f"refused {bad}, open {open_to_others}" if bad or open_to_others else ""


def test_hostile_clients(tmp_path: Path, trial: Trial) -> None:
    site = Site(
        tmp_path / "site",
        "-- content/a.md --\n---\ntitle: A\ndate: 2026-01-10\n---\nText.\n"
        f"-- content/held.md --\n---\ntitle: [{SECRET}\n---\n{SECRET}\n",
    )
    site.edit("pressgen.yml", f"# {SECRET}\ntitle: T\nurl: https://news.example/\ntimezone: UTC\n")
    (site.folder / "static").mkdir()
    (site.folder / "static/out.txt").symlink_to("/etc/passwd")
    # The held release's first line is rightly quoted to its own author, on pages of the preview itself.
    leaks = (b"root:", b"# " + SECRET.encode(), SECRET.encode() + b"\n", b"[core]")
    with previewing(site.folder) as host:
        trial.case("legal before", legal(host))
        for path in traversals():
            head = f"GET {path} HTTP/1.1\r\nHost: localhost:{host.port}\r\nConnection: close\r\n\r\n"
            answer = host.raw(head.encode("utf-8", "replace"))
            trial.case(path, "leak" if any(leak in answer for leak in leaks) else "", "" if answer else "no answer")
        for request in malformed(host.port):
            answer = host.raw(request)
            trial.case(request[:80], "" if not answer or answer.startswith(b"HTTP/1.1 ") else "odd answer")
            trial.case(request[:80], "" if host.lives() else "exit")
        for why, headers in refusals(host):
            status, told, _ = host.get("/_pressgen/events?path=index.html", **headers)
            trial.case((why, headers), "" if status in (400, 403, 421) else f"answered {status}",
                       "cors" if "access-control-allow-origin" in told else "")  # fmt: skip
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
            trial.case(method, "" if host.get("/", method)[0] == 405 else "allowed")
        with contextlib.ExitStack() as held:
            for _ in range(SLOW):
                link = held.enter_context(socket.create_connection(("127.0.0.1", host.port), timeout=5))
                link.sendall(b"GET / HTTP/1.1\r\nHost: local")
            trial.case("slow connections", legal(host))
        trial.case("legal after", legal(host), "" if host.lives() else "exit")
        addresses = Path("/proc/net/tcp").read_text(encoding="ascii") if Path("/proc/net/tcp").exists() else ""
        bound = [line.split()[1] for line in addresses.splitlines()[1:] if line.split()[3] == "0A"]
        own = [address for address in bound if address.endswith(f":{host.port:04X}")]
        trial.case(
            "bound to the loopback only", "" if own in ([f"0100007F:{host.port:04X}"], []) else f"bound to {own}"
        )
    trial.end()


def asked(client: str, query: str = "", cookie: str = "") -> int:
    """The status of a refusal or of the way to the cookie; 0 if the request is let in."""
    headers = [(b"host", b"192.168.1.5:8000"), *([(b"cookie", cookie.encode())] if cookie else [])]
    scope = {"type": "http", "method": "GET", "path": "/", "headers": headers, "query_string": query.encode(),
             "client": (client, 5)}  # fmt: skip
    answer = refused(scope, Rules(hosts=hosts_of(8000, ["192.168.1.5"]), token="secret-token"))
    return answer.status_code if answer else 0


def test_other_machines_need_the_token() -> None:
    assert asked("192.168.1.9") == 403
    assert asked("192.168.1.9", "token=wrong") == 403
    assert asked("192.168.1.9", "token=") == 403
    assert asked("192.168.1.9", cookie="pressgen-preview=wrong") == 403
    assert asked("192.168.1.9", cookie='pressgen-preview="\\; pressgen-preview') == 403
    assert asked("192.168.1.9", "token=secret-token") == 303
    assert asked("192.168.1.9", cookie="pressgen-preview=secret-token") == 0
    assert asked("127.0.0.1") == 0
