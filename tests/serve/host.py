"""A running preview: its address, its process, raw requests to it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30.0
"""Seconds that a busy machine may take for one step."""


class Host:
    """One preview in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, headers (in lower case) and text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host=True)
            for name, value in {"Host": f"localhost:{self.port}", **headers}.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def raw(self, request: bytes, seconds: float = 3.0) -> bytes:
        """What comes back for these bytes until the server is silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as link:
            answer = b""
            try:
                link.sendall(request)
                while part := link.recv(65536):
                    answer += part
            except OSError:
                pass
            return answer

    def lives(self) -> bool:
        return self.process.poll() is None


def until(check: Callable[[], object], seconds: float = PATIENCE) -> float:
    """Wait until `check` says yes; the seconds it took. Fails after the given seconds."""
    began = time.monotonic()
    while not check():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"not within {seconds} s")
        time.sleep(0.02)
    return time.monotonic() - began


@contextmanager
def previewing(folder: Path, *options: str, start_new_session: bool = False) -> Iterator[Host]:
    """Run `pressgen serve` on a free port for as long as the block runs."""
    log = folder.parent / f"{folder.name}.log"
    with log.open("w", encoding="utf-8") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "pressgen", "serve", str(folder), "--port", "0", *options],
            stderr=told,
            stdin=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            start_new_session=start_new_session,
        )
        try:
            until(lambda: "Ctrl+C" in log.read_text(encoding="utf-8") or process.poll() is not None)
            found = re.search(r"localhost:(\d+)/", log.read_text(encoding="utf-8"))
            assert found, log.read_text(encoding="utf-8")
            yield Host(process, int(found[1]), log)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
