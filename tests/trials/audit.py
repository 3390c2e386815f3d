"""A build in a process of its own, with every file that it opens and every program that it starts written down."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SCRIPT = """
import json, os, sys
log = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
watched = ("open", "os.", "shutil.", "subprocess.", "socket.", "ftplib.", "urllib.", "pty.", "webbrowser.", "ctypes.dlopen")

def hook(event, arguments):
    if event.startswith(watched) and event != "os.putenv":
        said = [os.fsdecode(one) if isinstance(one, bytes) else str(one) for one in arguments]
        os.write(log, (json.dumps([event, *said]) + "\\n").encode())

sys.path.insert(0, sys.argv[2])
sys.addaudithook(hook)
import msgspec
from pressgen.model import Options
from pressgen.build import build
report = build(sys.argv[3], as_of="2026-01-15 12:00", options=Options(jobs=2, skip_invalid=True))
sys.stdout.buffer.write(msgspec.json.encode(report))
"""
STARTS = ("os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "subprocess.", "pty.", "webbrowser.")
REACHES = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "ftplib.", "urllib.")
PLACES = (
    "os.listdir",
    "os.scandir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.chmod",
)


class Event(NamedTuple):
    """One audit event of Python (its documentation lists them): its name and its arguments as text."""

    name: str
    arguments: list[str]


class Audited(NamedTuple):
    """What a build did: its report as JSON (empty if it crashed), its events, what it said on stderr."""

    report: dict[str, object]
    events: list[Event]
    said: str

    def started(self) -> list[Event]:
        """Programs that were started, connections that were made."""
        return [event for event in self.events if event.name.startswith((*STARTS, *REACHES))]

    def opened_outside(self, folder: Path) -> list[str]:
        """What was opened or touched that is neither the site's, its output's, Python's nor the system's own."""
        python = [
            *filter(None, sys.path),
            sys.prefix,
            sys.base_prefix,
            f"{ROOT}/src",
            f"{ROOT}/templates",
            "/usr/share/zoneinfo",
            "/proc/self",
        ]
        own = "content", "static", "templates", "theme.css", "data/views.yml", "pressgen.yml", "output", ".pressgen"
        site = [str(folder / name) for name in own]
        roots = [os.path.abspath(root) for root in (*python, *site)] + [f"{folder}/.output.next-", "/dev/null"]
        found = set()
        for event in self.events:
            path = event.arguments[0] if event.arguments else ""
            if (event.name != "open" and event.name not in PLACES) or not path.startswith("/"):
                continue
            if path == str(folder) and event.name in ("os.listdir", "os.scandir"):
                continue  # left-overs of earlier builds are looked for there
            places = {os.path.abspath(path)}
            places |= set() if path.startswith("/proc/self/") else {os.path.realpath(path)}
            if not all(any(_is_in(place, root) for root in roots) for place in places):
                found.add(path)
        return sorted(found)


def _is_in(place: str, root: str) -> bool:
    return place == root or place.startswith(root if root.endswith("-") else f"{root}/")


def audited_build(folder: Path, environment: dict[str, str] | None = None) -> Audited:
    """Build the site in `folder`, from that folder, with its faulty releases left out, and write down what happens."""
    log = folder.parent / f"{folder.name}.log"
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", SCRIPT, str(log), str(ROOT / "src"), str(folder)],
        cwd=folder, env={**os.environ, **(environment or {})}, capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    events = [Event(name, rest) for name, *rest in map(json.loads, log.read_text(encoding="utf-8").splitlines())]
    log.unlink()
    return Audited(json.loads(done.stdout or b"{}"), events, done.stderr.decode(errors="replace"))
