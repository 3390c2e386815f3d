"""A static web host on the loopback: folders, 404 pages and the rules of `_headers`, as a public host would do."""

from __future__ import annotations

import mimetypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

Rules = list[tuple[str, str, str]]
"""Pattern of a path, name of a header, its value."""

# Both would send the browser to https, which no loopback host has.
HTTPS_ONLY = re.compile(r";?\s*upgrade-insecure-requests")
HTTPS_HEADERS = {"Strict-Transport-Security"}


def read_rules(text: str) -> Rules:
    """The rules of a `_headers` file: a path pattern, and below it, indented, its headers."""
    rules, pattern = [], ""
    for line in text.splitlines():
        if line.strip() and not line[0].isspace():
            pattern = line.strip()
        elif line.strip() and not line.lstrip().startswith("#"):
            name, _, value = line.strip().partition(":")
            rules.append((pattern, name, HTTPS_ONLY.sub("", value.strip())))
    return [rule for rule in rules if rule[1] not in HTTPS_HEADERS]


class Host(BaseHTTPRequestHandler):
    """Answers GET and HEAD from a folder."""

    def __init__(self, *arguments: Any, folder: Path, rules: Rules) -> None:
        self.folder, self.rules = folder, rules
        super().__init__(*arguments)

    def do_GET(self) -> None:
        path = unquote(self.path.partition("?")[0])
        file = self.folder / path.strip("/")
        hidden = path.startswith("/_headers") or any(part.startswith(".") for part in path.split("/"))
        if not hidden and file.is_dir() and not path.endswith("/"):
            self.answer(301, {"Location": quote(path) + "/"})
        elif not hidden and file.is_dir() and (file / "index.html").is_file():
            self.send_file(200, file / "index.html", path)
        elif not hidden and file.is_file() and not path.endswith("/"):
            self.send_file(200, file, path)
        else:
            self.send_file(404, self.missing(file), path)

    do_HEAD = do_GET

    def missing(self, file: Path) -> Path:
        """The nearest 404 page above an address."""
        above = (folder / "404.html" for folder in file.parents if folder.is_relative_to(self.folder))
        return next(page for page in above if page.is_file())

    def send_file(self, status: int, file: Path, path: str) -> None:
        headers = {"Content-Type": mimetypes.guess_type(file.name)[0] or "application/octet-stream"}
        set_by_rules: dict[str, list[str]] = {}
        for pattern, name, value in self.rules:
            if fnmatchcase(path, pattern):
                set_by_rules.setdefault(name, []).append(value)
        headers |= {name: ", ".join(values) for name, values in set_by_rules.items()}
        self.answer(status, headers, file.read_bytes())

    def answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the tests do the talking."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder; gives the address without a slash at its end."""
    rules = read_rules((folder / "_headers").read_text(encoding="utf-8"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, folder=folder, rules=rules))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
