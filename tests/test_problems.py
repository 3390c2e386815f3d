"""The registry of problems: whoever reports one gives the values of its templates, and no problem is there in vain."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest

from pressgen.content.scan import lines_of
from pressgen.errors import Problem, shorten
from pressgen.problems import PHRASES, PROBLEMS, near_case
from pressgen.report import with_excerpts

SOURCE = Path(__file__).parents[1] / "src" / "pressgen"
REPORTING = {"at": PROBLEMS, "tell": PROBLEMS, "fault": PROBLEMS, "_problem": PROBLEMS, "of": PHRASES}
"""Functions whose first argument is a key, and what it is a key of; further ones are the values."""
IMPLIED = {"_problem": {"target"}}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def templates(key: str, registry: object) -> tuple[str, ...]:
    if registry is PHRASES:
        return (PHRASES[key],)
    return PROBLEMS[key].message, PROBLEMS[key].hint, PROBLEMS[key].near


@cache
def calls() -> list[tuple[str, str, list[str], set[str]]]:
    """Place, function, possible keys and names of values of each call that reports with constant keys and names."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or any(each.arg is None for each in node.keywords):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            given = node.args[0]
            options = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
            keys = [each.value for each in options if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if name in REPORTING and keys:
                found.append((f"{path.name}:{node.lineno}", name, keys, {str(each.arg) for each in node.keywords}))
    return found


def test_every_report_gives_the_values_of_its_templates() -> None:
    assert len(calls()) > 100
    for place, name, keys, given in calls():
        for key in keys:
            wanted = {field for each in templates(key, REPORTING[name]) for field in fields(each)}
            assert wanted <= given | IMPLIED.get(name, set()), f"{place}: {key}"


def test_every_problem_and_phrase_is_used() -> None:
    constants, beginnings, endings = set(), set(), set()
    for path in SOURCE.rglob("*.py"):
        if path.name == "problems.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = ["" if isinstance(part, ast.FormattedValue) else str(part.value) for part in node.values]  # type: ignore[attr-defined]
                beginnings.add(re.split(r"(?<=[/-])", parts[0])[0] if len(parts) > 1 else "")
                endings.add(parts[-1] if parts[-1].startswith("-") else "")
    suggestions = {near_case(key) for key, case in PROBLEMS.items() if case.near}
    for key in (PROBLEMS.keys() | PHRASES.keys()) - suggestions:
        code, _, case = key.partition("/")
        is_built = case in constants or any(each and key.startswith(each) for each in beginnings) or code in constants
        is_built = is_built or any(each and key.endswith(each) for each in endings)
        assert key in constants or is_built, key


@pytest.mark.parametrize("key", [key for key, case in PROBLEMS.items() if case.near])
def test_a_similar_name_makes_it_the_case_for_one(key: str) -> None:
    names = {name for template in templates(key, PROBLEMS) for name in fields(template)} - {"near"}
    values = dict.fromkeys(names, "x")
    problem = Problem.at(key, "a.md", 3, near="plan", **values)
    assert (problem.key, problem.code, problem.line) == (near_case(key), key.partition("/")[0], 3)
    assert "plan" in problem.hint
    for near in ({}, {"near": ""}):
        plain = Problem.at(key, "a.md", 3, **near, **values)
        assert (plain.key, plain.severity, plain.message) == (key, problem.severity, problem.message)
        assert plain.hint != problem.hint
    # One that says it of itself stays what it is.
    assert Problem.at(near_case(key), "a.md", 3, near="plan", **values) == problem


def test_a_similar_name_changes_no_other_problem() -> None:
    for key, case in PROBLEMS.items():
        if not case.near and near_case(key) not in PROBLEMS:
            assert Problem.at(key, near="plan").key == key


@pytest.mark.parametrize("key", PROBLEMS)
def test_a_sentence_ends_as_one_and_has_no_words_that_confuse(key: str) -> None:
    message, hint = PROBLEMS[key].message, PROBLEMS[key].hint
    assert message[-1] in ".?}"
    assert not re.search(r"\b(?:blank|blanks|sign|mend|anew|told|tells|stands|lies|cure)\b", f"{message} {hint}", re.I)


def test_the_line_under_a_message_is_the_one_that_editors_number(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_bytes("a\u2028b\x0cc\x85d\r\ne\rf\n".encode())
    assert lines_of(tmp_path, "content/a.md") == ["a\u2028b\x0cc\x85d", "e", "f"]
    (tmp_path / "content/b.md").write_bytes(b"")
    assert lines_of(tmp_path, "content/b.md") == []


def test_the_line_under_a_message_can_be_printed_whatever_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("a\x1b[31m\tb\x00\x9b\u202ec ʻЖ\n", encoding="utf-8")
    (problem,) = with_excerpts(tmp_path, [Problem.at("file-empty", "content/a.md", 1)])
    assert problem.excerpt == "a␛[31m\tb␀\ufffd[U+202E]c ʻЖ"


def test_a_message_names_controls_of_the_direction_of_writing() -> None:
    assert shorten("2025\u202e-01") == "2025[U+202E]-01"
