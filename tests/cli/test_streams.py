"""Commands keep their promises whatever the shell made of the standard streams."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import Site
from pressgen.cli import main

SITE = "-- content/a.md --\n---\ntitle: First\ndate: 2025-01-01\n---\nText.\n"
BROKEN = "-- content/a.md --\n---\ntitle: First\n---\nText.\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="the shell is not POSIX")


def shell(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """A command line in which `pressgen` stands for the program."""
    line = command.replace("pressgen", f'"{sys.executable}" -m pressgen', 1)
    return subprocess.run(line, shell=True, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@posix
@pytest.mark.parametrize(
    "streams", [">&-", "2>&-", "0<&-", "0<&- >&- 2>&-", "2>/dev/full", ">/dev/full", "2>&1 | true"]
)
@pytest.mark.parametrize("archive", [SITE, BROKEN])
def test_a_build_does_its_work_whatever_the_streams_are(site: Callable[..., Site], streams: str, archive: str) -> None:
    made = site(archive)
    done = shell(made.folder, f"pressgen build --cache {streams}")
    if "|" not in streams:
        assert done.returncode == (0 if archive == SITE else 1)
    assert (made.output / "2025/01/a/index.html").exists() == (archive == SITE)
    assert "Traceback" not in done.stdout + done.stderr


@posix
@pytest.mark.parametrize("command", ["build --json", "build --explain", "check --format json", "schema settings"])
def test_data_that_cannot_be_written_is_an_error_in_words(site: Callable[..., Site], command: str) -> None:
    made = site(SITE)
    done = shell(made.folder, f"pressgen {command} >/dev/full")
    assert done.returncode == 1
    assert "could not be written to stdout" in done.stderr
    assert "Traceback" not in done.stderr


def test_json_with_reasons_is_one_document(site: Callable[..., Site]) -> None:
    words = ["build", "--json", "--explain", "--jobs", "1", str(site(SITE).folder)]
    for reason in ("new", ""):
        assert json.loads(CliRunner().invoke(main, words).stdout)["reasons"]["index.html"] == reason


def test_a_profile_of_a_build_can_be_written(site: Callable[..., Site], tmp_path: Path) -> None:
    made, profile = site(SITE), tmp_path / "build.prof"
    command = [sys.executable, "-m", "cProfile", "-o", str(profile), "-m", "pressgen", "build", str(made.folder)]
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    assert profile.stat().st_size > 1000


@pytest.mark.parametrize("base", ["/r&d/", "/o'neill/"])
def test_plain_text_files_have_addresses_as_they_are(site: Callable[..., Site], base: str) -> None:
    made = site(SITE)
    made.edit("pressgen.yml", f'title: T\nurl: "https://n.example{base}"\n')
    made.build()
    for name in ("_headers", "robots.txt"):
        assert "&amp;" not in made.read(name) and "&#39;" not in made.read(name)
    assert "/r&d/*" in made.read("_headers") or base != "/r&d/"
