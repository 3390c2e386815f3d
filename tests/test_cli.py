"""The command: exit codes, what goes to stdout and to stderr, the schemas."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import Site
from pressgen.cli import COMMANDS, main

Make = Callable[..., Site]
GOOD = "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-27 10:00\n---\nText\n"


def run(*words: str, **env: str) -> Result:
    return CliRunner().invoke(main, list(words), env={"SOURCE_DATE_EPOCH": None, **env})


def test_a_complete_site_exits_0_with_a_summary_on_stderr(site: Make) -> None:
    result = run("build", str(site(GOOD).folder))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "output: 1 release, " in result.stderr


def test_problems_name_file_line_excerpt_and_hint(site: Make) -> None:
    result = run("build", str(site(GOOD.replace("Text", "[x](nowhere.md)")).folder), "--strict")
    assert result.exit_code == 1
    assert "content/a.md:5: error [link-missing]" in result.stderr
    assert "    | [x](nowhere.md)" in result.stderr
    assert "    hint: " in result.stderr
    assert "Nothing was written to output: 1 error." in result.stderr


def test_a_site_without_its_faulty_releases_exits_3_and_says_what_is_missing_and_why(site: Make) -> None:
    made = site(GOOD + "-- content/bad.md --\n---\ntitle: Bad\n---\nText\n")
    result = run("build", str(made.folder), "--skip-invalid", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["exit_code"], report["written"]) == (3, 3, True)
    assert report["left_out"] == ["content/bad.md"]
    assert [problem["file"] for problem in report["problems"] if problem["severity"] == "error"] == ["content/bad.md"]
    assert "Left out (1):\n  content/bad.md: The release has no date.\n" in result.stderr
    assert run("build", str(made.folder)).exit_code == 1
    made.edit("templates/article.html", "{% if %}")
    assert run("build", str(made.folder), "--skip-invalid").exit_code == 1


def test_json_goes_to_stdout_and_nothing_else_does(site: Make) -> None:
    result = run("build", str(site(GOOD).folder), "--json", "--quiet")
    report = json.loads(result.stdout)
    assert (report["exit_code"], report["releases"], report["written"]) == (0, 1, True)
    assert result.stderr == ""


def test_settings_and_usage_exit_2(site: Make, tmp_path: Path) -> None:
    assert run("build", str(tmp_path / "nowhere")).exit_code == 2
    (tmp_path / "empty").mkdir()
    assert run("build", str(tmp_path / "empty")).exit_code == 2
    assert run("build", str(site(GOOD).folder), "--as-of", "tomorrow").exit_code == 2
    assert run("build", str(site(GOOD).folder), "--output", ".").exit_code == 2
    assert run("build", str(site(GOOD).folder), SOURCE_DATE_EPOCH="soon").exit_code == 2


def test_the_instant_comes_from_the_option_or_from_source_date_epoch(site: Make) -> None:
    made = site(GOOD)
    early = run("build", str(made.folder), "--as-of", "2025-01-27 09:59", "--json", "--quiet")
    assert json.loads(early.stdout)["releases"] == 0
    assert json.loads(early.stdout)["next_change"] == "2025-01-27T10:00:00+05:00"
    due = run("build", str(made.folder), "--json", "--quiet", SOURCE_DATE_EPOCH="1737954000")
    assert json.loads(due.stdout)["releases"] == 1


def test_drafts_go_to_a_folder_of_their_own(site: Make) -> None:
    made = site(GOOD.replace("---\nText", "status: draft\n---\nText"))
    assert run("build", str(made.folder), "--drafts").exit_code == 0
    assert (made.folder / "preview/2025/01/a/index.html").is_file()
    assert not made.output.exists()


@pytest.mark.parametrize("what", ["settings", "frontmatter"])
def test_the_schemas_are_json_schema(what: str) -> None:
    result = run("schema", what)
    schema = json.loads(result.stdout)
    assert result.exit_code == 0
    text = json.dumps(schema)
    assert all(
        name in text
        for name in (("title", "timezone", "page_size") if what == "settings" else ("title", "date", "views"))
    )
    assert "description" in text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_asks_the_program_itself(shell: str) -> None:
    done = CliRunner().invoke(main, ["completion", shell])
    assert done.exit_code == 0
    assert f"_PRESSGEN_COMPLETE={shell}_complete" in done.stdout
    assert CliRunner().invoke(main, ["completion", "cmd"]).exit_code == 2


def test_commands_and_options_are_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    def completed(words: str, at: int) -> list[str]:
        monkeypatch.setenv("_PRESSGEN_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(at))
        done = CliRunner().invoke(main, [], prog_name="pressgen")
        return [line.partition(",")[2] for line in done.stdout.splitlines()]

    assert completed("pressgen c", 1) == ["check", "calendar", "clean", "completion"]
    assert "--skip-invalid" in completed("pressgen build --s", 2)


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS)], ids=lambda words: " ".join(words) or "main")
def test_help_has_examples(words: tuple[str, ...]) -> None:
    result = run(*words, "--help")
    assert result.exit_code == 0
    examples = re.split(r"Examples?:\n", result.stdout)[1]
    assert examples.strip().startswith(f"pressgen {' '.join(words)}".strip())


def on_a_terminal(folder: Path, **env: str) -> str:
    """What a build says where stderr is a terminal."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pressgen", "build", str(folder), "--as-of", "2026-01-01"]
    given = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    with subprocess.Popen(command, stderr=theirs, env={**given, "TERM": "xterm", **env}) as process:
        os.close(theirs)
        said = b""
        try:
            while part := os.read(ours, 4096):
                said += part
        except OSError:  # the terminal is gone with the process
            pass
        process.wait(60)
    os.close(ours)
    return said.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_colours_are_for_terminals_and_not_for_those_who_want_none(site: Make) -> None:
    made = site(GOOD.replace("Text", "[x](nowhere.md)"))
    assert "\033[" in on_a_terminal(made.folder)
    plain = on_a_terminal(made.folder, NO_COLOR="1")
    assert ("\033[" in plain, "link-missing" in plain) == (False, True)
    for variables, has_colours in (
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ):
        said = run("build", str(made.folder), **{"NO_COLOR": "", "FORCE_COLOR": "", **variables}).stderr
        assert ("\033[" in said, "link-missing" in said) == (has_colours, True), variables
