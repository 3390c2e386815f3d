"""nginx with the documented configuration, on ports of its own and with a certificate of its own."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from email.message import Message
from pathlib import Path
from typing import NamedTuple

CONFIGURATION = Path(__file__).parents[1] / "docs/recipes/nginx.conf"
HOST = "news.example.org"
MAIN = """\
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/newsroom;
}}
"""


MUST_BE_THERE = bool(os.environ.get("CI")) and sys.platform == "linux"
"""Whether a server that is missing is a failure: CI has them all, and would not notice that nothing is tried."""


def has_nginx() -> bool:
    """Whether nginx and what makes a certificate are there, or must be."""
    return MUST_BE_THERE or all(map(shutil.which, ("nginx", "openssl")))


class Answer(NamedTuple):
    """What nginx answered."""

    status: int
    headers: Message
    text: str


class Nginx:
    """nginx that serves a folder while the block runs."""

    def __init__(self, folder: Path, output: Path) -> None:
        self.folder, self.secure, self.plain = folder, free_port(), free_port()
        folder.mkdir()
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        words = f"req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN={HOST} -keyout {key} -out {certificate}"
        subprocess.run(["openssl", *words.split()], check=True, capture_output=True)
        text = CONFIGURATION.read_text()
        for old, new in (
            ("/etc/letsencrypt/live/news.example.org/fullchain.pem", str(certificate)),
            ("/etc/letsencrypt/live/news.example.org/privkey.pem", str(key)),
            ("/srv/newsroom/output", str(output)),
            ("listen 443", f"listen 127.0.0.1:{self.secure}"),
            ("listen 80", f"listen 127.0.0.1:{self.plain}"),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("    listen [::]:80;\n", ""),
        ):
            assert old in text, old
            text = text.replace(old, new)
        (folder / "newsroom").write_text(text)
        # Without it, workers of a server that root starts may not read the folder of a test.
        user = "user root;" if Path("/proc/self").exists() and Path("/proc/self").stat().st_uid == 0 else ""
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))

    def __enter__(self) -> Nginx:
        command = ["nginx", "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "error.log")]
        tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert tested.returncode == 0, tested.stderr
        assert "[warn]" not in tested.stderr, tested.stderr
        self.process = started(command, self.secure, self.folder / "error.log")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)

    def get(self, path: str, secure: bool = True) -> Answer:
        """The answer to a request; redirections are not followed."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if secure:
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                "127.0.0.1", self.secure, context=context
            )
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.plain)
        return answer_of(connection, path, HOST)


def answer_of(connection: http.client.HTTPConnection, path: str, host: str) -> Answer:
    """The answer to one request; redirections are not followed."""
    try:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read().decode("utf-8", "replace"))
    finally:
        connection.close()


def started(command: list[str], port: int, log: Path) -> subprocess.Popen[bytes]:
    """The process of a server that takes connections to a port; fails with its log if it does not soon."""
    process = subprocess.Popen(command)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
