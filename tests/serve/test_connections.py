"""Connections to the preview: stalled ones, too many, and those that claim to be somebody else's."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from conftest import Site
from pressgen.serve import server
from pressgen.serve.gate import COOKIE

from .host import previewing, until

RELEASE = "-- content/a.md --\n---\ntitle: A\ndate: 2026-01-10\n---\nText.\n"


BEGUN = {"silent": b"", "line": b"GET / HTTP/1.1\r\n", "head": b"GET / HTTP/1.1\r\nHost: loc"}


@pytest.mark.trial
def test_connections_without_a_whole_request_are_closed_and_streams_are_not(tmp_path: Path) -> None:
    patience = server.REQUEST_SECONDS + 15
    with previewing(Site(tmp_path / "site", RELEASE).folder) as host:
        address, name = ("127.0.0.1", host.port), f"Host: localhost:{host.port}\r\n\r\n".encode()
        links = {kind: socket.create_connection(address, timeout=patience) for kind in (*BEGUN, "second", "stream")}
        for kind, begun in BEGUN.items():
            links[kind].sendall(begun)
        links["second"].sendall(b"HEAD / HTTP/1.1\r\n" + name)
        assert links["second"].recv(4096).startswith(b"HTTP/1.1 200")
        links["second"].sendall(b"GET / HT")
        links["stream"].sendall(b"GET /_pressgen/events?path=index.html HTTP/1.1\r\n" + name)
        started, received = time.monotonic(), b""
        assert {kind: links[kind].recv(100) for kind in (*BEGUN, "second")} == dict.fromkeys((*BEGUN, "second"), b"")
        assert server.REQUEST_SECONDS / 2 < time.monotonic() - started < patience
        while b"still here" not in received:
            part = links["stream"].recv(4096)
            assert part, "the stream was closed"
            received += part
        assert time.monotonic() - started > server.REQUEST_SECONDS
        for link in links.values():
            link.close()


def test_no_header_makes_a_stranger_this_machine_and_no_path_leads_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    with previewing(Site(tmp_path / "site", RELEASE).folder, "--lan") as host:
        address = next(word for word in host.log.read_text(encoding="utf-8").split() if "?token=" in word)
        name, port = address.split("/")[2].rsplit(":", 1)
        token = address.split("=")[1]
        request = "GET {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{}\r\n"

        def ask(path: str, headers: str = "") -> str:
            with socket.create_connection((name, int(port)), timeout=20) as link:
                link.sendall(request.format(path, f"{name}:{port}", headers).encode())
                answer = b""
                while part := link.recv(65536):
                    answer += part
            return answer.decode("utf-8", "replace")

        if name in ("127.0.0.1", "localhost"):
            pytest.skip("this machine has no address on a network")
        assert ask("/").startswith("HTTP/1.1 403")
        assert ask("/", "X-Forwarded-For: 127.0.0.1\r\n").startswith("HTTP/1.1 403")
        for path in ("//evil.example/x", "/\\evil.example/x", "/%5Cevil.example/x", "///evil.example/x", "/a/b/"):
            answer = ask(f"{path}?token={token}")
            location = next(line for line in answer.splitlines() if line.lower().startswith("location:")).split(": ")[1]
            assert location.startswith("/") and location[1:2] not in ("/", "\\"), (path, location)
        assert COOKIE in answer


@pytest.mark.trial
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_running_out_of_file_handles_is_one_message(tmp_path: Path) -> None:
    import resource  # there is none on Windows

    site = Site(tmp_path / "site", RELEASE)
    with previewing(site.folder) as host:
        resource.prlimit(host.process.pid, resource.RLIMIT_NOFILE, (60, 60))
        links = [socket.create_connection(("127.0.0.1", host.port), timeout=5) for _ in range(60)]
        try:
            until(lambda: "handles-exhausted" in host.log.read_text(encoding="utf-8"))
            time.sleep(2.5)
            log = host.log.read_text(encoding="utf-8")
        finally:
            for link in links:
                link.close()
        assert log.count("handles-exhausted") == 1 and "Traceback" not in log
        until(lambda: host.get("/2026/01/a/")[0] == 200)


def test_polling_sees_a_change(tmp_path: Path) -> None:
    site = Site(tmp_path / "site", RELEASE)
    with previewing(site.folder, "--poll") as host:
        assert "Text." in host.get("/2026/01/a/")[2]
        site.edit("content/a.md", "---\ntitle: A\ndate: 2026-01-10\n---\nOther words.\n")
        until(lambda: "Other words." in host.get("/2026/01/a/")[2])


@pytest.mark.skipif(sys.platform == "win32", reason="the signal goes to a group of POSIX processes")
@pytest.mark.parametrize("seconds", [0.0, *(pytest.param(each, marks=pytest.mark.trial) for each in (0.3, 0.8))])
def test_an_interrupt_in_the_first_build_ends_it_soon_and_without_a_word(tmp_path: Path, seconds: float) -> None:
    made = Site(tmp_path / "site", "")
    for number in range(400):
        made.edit(f"content/{number}.md", f"---\ntitle: T {number}\ndate: 2025-01-01\n---\n" + "A *text*.\n\n" * 300)
    with previewing(made.folder, start_new_session=True) as host:
        with socket.create_connection(("127.0.0.1", host.port)) as page:
            page.sendall(f"GET / HTTP/1.1\r\nHost: localhost:{host.port}\r\n\r\n".encode())
            with socket.create_connection(("127.0.0.1", host.port)) as stream:
                stream.sendall(f"GET /_pressgen/events HTTP/1.1\r\nHost: localhost:{host.port}\r\n\r\n".encode())
                time.sleep(seconds)
                os.killpg(host.process.pid, signal.SIGINT)
                start = time.monotonic()
                assert host.process.wait(30) == 0
                assert time.monotonic() - start < 5
        words = host.log.read_text(encoding="utf-8").split("Ctrl+C")[1]
        assert "Traceback" not in words and "Error" not in words, words
