"""`pressgen diff` as people and programs call it: text, Markdown, JSON, languages and exit codes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from compared import NEWSROOM

from conftest import NOW, Site
from pressgen.cli import changes, main
from pressgen.cli.changes import MARKER, MAX_ADDRESSES, as_markdown_text, as_plain_text
from pressgen.cli.console import Console
from pressgen.diff.difference import Cause, Change, Difference
from pressgen.diff.risks import risks_of

Make = Callable[..., Site]

TEXT = """\
Compared with output: # new, # changed, # gone.

Look at this first:
  Address lost: /press/2025/03/school/, /press/archive/2025/03/page/1/, /press/tags/schools/atom.xml … and # more; \
content/school.md was deleted
  Address lost: /press/plan.txt; the file content/plan.txt was deleted
  Embargo: the embargo of content/bus.md ends, 2026-01-15 12:30+05:00 (# addresses)
  Taken back: content/school.md was deleted (# addresses)

The embargo of content/bus.md ends, 2026-01-15 12:30+05:00 (# addresses)
  + /press/2026/01/bus/
"""
# Pages may be added to the design; their number says nothing here.
COUNTS = re.compile(r"\d+ (new|changed|gone|more|addresses)")


@pytest.fixture
def newsroom(site: Make) -> Site:
    made = site(NEWSROOM)
    assert made.build().exit_code == 0
    return made


def run(site: Site, *words: str, as_of: str = NOW, **env: str) -> Result:
    command = ["diff", str(site.folder), "--as-of", as_of, *words]
    return CliRunner().invoke(main, command, env={"SOURCE_DATE_EPOCH": None, "PRESSGEN_URL": None, **env})


def test_the_text_begins_with_what_matters(newsroom: Site) -> None:
    newsroom.remove("content/school.md")
    newsroom.remove("content/plan.txt")
    result = run(newsroom, as_of="2026-01-15 12:30")
    assert (result.exit_code, result.stderr) == (0, "")
    assert COUNTS.sub(r"# \1", result.stdout).startswith(TEXT)
    assert "\n  ~ /press/2025/03/garden/ (also: content/school.md was deleted)\n" in result.stdout
    last = "\n\nThe file content/plan.txt was deleted (1 address)\n  - /press/plan.txt\n"
    assert result.stdout.endswith(last)
    assert result.stdout == run(newsroom, as_of="2026-01-15 12:30").stdout
    assert "not known" not in result.stdout


def test_nothing_differs(newsroom: Site) -> None:
    result = run(newsroom, "--exit-code")
    assert (result.exit_code, result.stdout) == (0, "Nothing differs from output.\n")
    assert run(newsroom, "--no-cache").stdout == "Nothing differs from output.\n"


def test_exit_codes(newsroom: Site) -> None:
    newsroom.remove("content/garden.md")
    assert run(newsroom).exit_code == 0
    assert run(newsroom, "--exit-code").exit_code == 5
    assert run(newsroom, "--json", "--markdown").exit_code == 2
    assert run(newsroom, "--output", "").exit_code == 2
    assert run(newsroom, "--output", "content").exit_code == 2
    newsroom.edit("content/bad.md", "---\ntitle: Bad\n---\n")
    bad = run(newsroom)
    assert (bad.exit_code, bad.stdout) == (1, "")
    assert "content/bad.md" in bad.stderr
    assert run(newsroom, "--skip-invalid").exit_code == 0
    nowhere = run(newsroom, "--against", "nowhere")
    assert (nowhere.exit_code, nowhere.stdout) == (2, "")
    assert "[against-unknown]" in nowhere.stderr


def test_json_has_everything(newsroom: Site) -> None:
    newsroom.remove("content/garden.md")
    data = json.loads(run(newsroom, "--json").stdout)
    assert data["counts"] == {
        action: sum(change["action"] == action for change in data["changes"])
        for action in ("added", "changed", "removed")
    }
    gone = next(change for change in data["changes"] if change["path"] == "2025/03/garden/index.html")
    cause = {"kind": "source", "name": "content/garden.md", "event": "deleted", "at": "", "former": ""}
    assert gone == {
        "path": "2025/03/garden/index.html",
        "address": "/press/2025/03/garden/",
        "action": "removed",
        "causes": [cause],
        "source": "content/garden.md",
        "moved_to": "",
    }
    assert data["risks"][0]["addresses"][0] == "/press/2025/03/garden/"
    assert data["since"] == "2026-01-15T12:00:00+05:00"
    newsroom.edit("content/bad.md", "---\ntitle: Bad\n---\n")
    data = json.loads(run(newsroom, "--json").stdout)
    assert (data["exit_code"], data["changes"]) == (1, [])
    assert [problem["file"] for problem in data["problems"] if problem["severity"] == "error"] == ["content/bad.md"]


def test_a_renamed_file_is_one_line(newsroom: Site) -> None:
    text = (newsroom.folder / "content/bridge.md").read_text(encoding="utf-8")
    newsroom.remove("content/bridge.md")
    newsroom.edit("content/crossing.md", text)
    lines = run(newsroom).stdout.splitlines()
    assert lines[3:6] == [
        "  Address lost: /press/2025/03/bridge/; the page is at /press/2025/03/crossing/ now; "
        "content/bridge.md was renamed to content/crossing.md",
        "",
        "content/bridge.md was renamed to content/crossing.md (16 addresses)",
    ]
    assert lines[6] == "  > /press/2025/03/bridge/ → /press/2025/03/crossing/"
    assert not [line for line in lines[7:] if "crossing/" in line]
    marked = run(newsroom, "--markdown").stdout
    assert "> /press/2025/03/bridge/ → /press/2025/03/crossing/" in marked
    change = next(one for one in json.loads(run(newsroom, "--json").stdout)["changes"] if one["moved_to"])
    assert change["causes"][0]["former"] == "content/bridge.md"
    assert "файл переименован в content/crossing.md" in run(newsroom, LC_ALL="ru_RU.UTF-8").stdout


def test_other_languages(newsroom: Site) -> None:
    newsroom.remove("content/garden.md")
    russian = run(newsroom, LC_ALL="ru_RU.UTF-8").stdout
    assert "Исчезает адрес: /press/2025/03/garden/" in russian
    assert "content/garden.md: файл удалён" in russian
    uzbek = run(newsroom, LC_ALL="uz_UZ.UTF-8").stdout
    assert "Yoʻqoladigan manzil: /press/2025/03/garden/" in uzbek


def difference_of(count: int, *causes: Cause) -> Difference:
    found = tuple(
        Change(path=f"{number:05}.html", address=f"/{number:05}.html", action="changed", causes=causes)
        for number in range(count)
    )
    return Difference(against="output", changes=found, risks=risks_of(found, count))


def cause(name: str) -> Cause:
    return Cause(kind="source", name=name, event="edited")


def test_long_lists_are_cut() -> None:
    names = [f"content/{letter}.md" for letter in "abcdefg"]
    text = as_plain_text(difference_of(100, *map(cause, names)), Console())
    assert "Many addresses: content/a.md was edited (100 addresses)" in text
    assert text.count("\n  ~ ") == MAX_ADDRESSES
    assert f"  … and {100 - MAX_ADDRESSES} more" in text
    also = "content/b.md was edited; content/c.md was edited; content/d.md was edited … and 3 more"
    assert f"  ~ /00000.html (also: {also})" in text


def test_markdown_says_the_same_and_fits_into_a_comment(newsroom: Site) -> None:
    newsroom.remove("content/garden.md")
    text = run(newsroom, "--markdown").stdout
    assert text.startswith(f"{MARKER}\n**Compared with output: ")
    assert "- Address lost: <code>/press/2025/03/garden/</code>" in text
    assert "- /press/2025/03/garden/\n" in text
    assert "\n! /press/\n" in text
    assert text.count("<details>") == text.count("</details>") == text.count("```diff") > 0
    changes_of_all = tuple(
        Change(
            path=f"{number}.html", address=f"/{number}.html", action="changed", causes=(cause(f"content/{number}.md"),)
        )
        for number in range(5000)
    )
    long = as_markdown_text(Difference(against="output", changes=changes_of_all), Console())
    assert changes.MAX_LENGTH / 2 < len(long) < 65_536
    assert re.search(r"… and \d+ more$", long)


@pytest.mark.parametrize(
    "name",
    ["content/`x`.md", "content/<script>.md", "content/@all.md", "content/a\n```\n# b.md", "content/\x1b[31m\u202e.md"],
)
def test_names_of_files_are_only_shown(name: str) -> None:
    difference = difference_of(60, cause("content/a.md"), cause(name))
    markdown, text = as_markdown_text(difference, Console()), as_plain_text(difference, Console())
    assert "<script>" not in re.sub(r"```diff.*?```", "", markdown, flags=re.S)
    assert [line for line in markdown.splitlines() if line.startswith(("```", "#"))] == ["```diff", "```"]
    assert "\x1b" not in markdown + text
    assert "\u202e" not in markdown + text
    assert [line for line in text.splitlines() if line.startswith("#")] == []
