"""Every command of pressgen that the documentation shows is run, in a newsroom that has the files it names."""

from __future__ import annotations

import gzip
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from conftest import unpacked
from pressgen.cli import main

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1$", re.M | re.S)
COMMAND = re.compile(r"(?:[A-Z_]+=\S+ )?(?:pressgen|python -m pressgen) \S.*")
# [OPTIONS], RELEASE LANG and … stand for words of the reader.
PATTERN = re.compile(r"\[[A-Z]+\]|RELEASE LANG|…$|^pressgen (?:\d|@)")
STAYING = re.compile("pressgen (?:serve|due .*--watch)")
"""Commands that run until they are stopped."""
NEEDED = ("pressgen new", "pressgen schema", "pressgen completion", "pressgen views", "pressgen views import")
"""Names of commands that need an argument."""
NEWSROOM = """\
-- pressgen.yml --
title: City News
url: https://news.example/
timezone: Asia/Tashkent
languages: [en, ru, uz]
contacts: {press: {name: Press Office, email: press@news.example}}
-- content/2026/plan.md --
---
title: The plan
date: 2025-01-02
summary: S.
contacts: [press]
---
Text.
-- content/2026/later.md --
---
title: The bus
date: 2034-01-02 09:00
summary: S.
---
Text.
"""
LOG = '192.0.2.7 - - [28/Nov/2026:10:00:00 +0500] "GET /2025/01/plan/ HTTP/1.1" 200 5120 "-" "Mozilla/5.0 Firefox/128.0"\n'
RELEASES = ("figures-of-the-week", "robotics-week", "the-new-school-bus-starts-in-september", "weekly-figures")


def blocks(page: Path, language: str) -> list[str]:
    return [code for _, kind, code in FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]


def commands() -> dict[str, str]:
    """The commands that are a line of a shell example or in backticks, and those in --help, each with where it is."""
    shown: dict[str, str] = {}
    context = click.Context(main)
    known = [command for name in main.list_commands(context) if (command := main.get_command(context, name))]
    inner = [each for command in known if isinstance(command, click.Group) for each in command.commands.values()]
    for command in (main, *known, *inner):
        lines = [line.strip() for line in (command.help or "").splitlines()]
        shown |= {line: "--help" for line in lines if COMMAND.fullmatch(line)}
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        lines = [line for block in blocks(page, "sh") for line in block.splitlines()]
        lines += re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
        for line in lines:
            if COMMAND.fullmatch(line) and not PATTERN.search(line) and line not in NEEDED:
                shown.setdefault(line, page.name)
    return shown


COMMANDS = commands()


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    files = unpacked(NEWSROOM)
    files |= {f"content/2026/{name}.md": files["content/2026/plan.md"].replace("The plan", name) for name in RELEASES}
    kind = next(block for block in blocks(ROOT / "docs" / "first-release.md", "markdown") if "tenders" in block)
    files["templates/kinds/tender.md"] = kind
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("access.log", "news.log", "access.log.1", "access.log.2.gz"):
        data = LOG.replace("10:00", f"1{len(name) % 10}:00").encode()
        (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    (folder / "pages.csv").write_text("name,visitors,pageviews\n/2025/01/plan/,3,5\n", encoding="utf-8")
    for place in (".local/share/bash-completion/completions", ".zfunc", ".config/fish/completions"):
        (tmp_path / place).mkdir(parents=True)
    (folder / ".vscode").mkdir()
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, words in (("pressgen", '-m pressgen "$@"'), ("python", '"$@"')):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words}\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    return folder


def environment(newsroom: Path) -> dict[str, str]:
    home = newsroom.parent
    return {
        **{name: value for name, value in os.environ.items() if name != "PRESSGEN_URL"},
        "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(home),
        "EDITOR": "true",
        "VISUAL": "true",
    }


def create_branch(newsroom: Path) -> None:
    """Commit the newsroom to the branch main of a repository."""
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "First"]):
        subprocess.run([*git, *words], cwd=newsroom, check=True)


def test_the_documentation_shows_commands() -> None:
    assert len(COMMANDS) > 40
    assert {"README.md", "first-release.md", "publishing.md", "writing.md"} <= {*COMMANDS.values()}


@pytest.mark.trial
@pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX shell")
@pytest.mark.parametrize("command", [command for command in COMMANDS if not STAYING.match(command)])
def test_a_command_in_the_documentation_works(newsroom: Path, command: str) -> None:
    # At a terminal, init would ask for these.
    answers = " --title News --url news.example" if command.startswith("pressgen init") else ""
    given = "" if "--title" in command else answers
    if command == "pressgen due" or "due --" in command:  # else a build is due, and the exit code is 4
        command = f"pressgen build --quiet && {command}"
    if "--against" in command:
        create_branch(newsroom)
    folder = newsroom.parent if "init" in command and "newsroom" not in command else newsroom
    done = subprocess.run(
        ["sh", "-c", command + given],
        cwd=folder,
        env=environment(newsroom),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    target = re.search(r"2?> (\S+)$", command)
    if target and "2>" not in command:
        assert (folder / target[1].replace("~", str(newsroom.parent))).stat().st_size


@pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX shell")
@pytest.mark.parametrize("command", [command for command in COMMANDS if STAYING.match(command)])
def test_what_keeps_running_in_the_documentation_starts_and_stops(newsroom: Path, command: str) -> None:
    words = [sys.executable, "-m", *shlex.split(command), *(["--port", "0"] if "serve" in command else [])]
    with subprocess.Popen(words, cwd=newsroom, env=environment(newsroom), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        try:
            assert any("Ctrl+C" in line or "Next scheduled change" in line for line in lines)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()
