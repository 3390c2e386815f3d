"""Findings in the forms that other programs read: JSON, SARIF 2.1.0, GitHub annotations, JUnit XML."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import msgspec

from pressgen.messages import Finding
from pressgen.problems import RULES
from pressgen.version import __version__

_LEVELS = {"error": "error", "warning": "warning", "notice": "note"}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_json(problems: Sequence[Finding]) -> str:
    """One object: the counts of each severity, and the findings."""
    counts = {name: sum(problem.severity == name for problem in problems) for name in _LEVELS}
    found = [{**msgspec.to_builtins(problem), "docs": _docs(problem.code)} for problem in problems]
    return msgspec.json.format(msgspec.json.encode({"counts": counts, "problems": found}), indent=2).decode()


def as_sarif(problems: Sequence[Finding]) -> str:
    """A SARIF 2.1.0 log with one run; files are named from the site's folder."""
    codes = sorted({problem.code for problem in problems})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": code.replace("-", " ").capitalize()},
            "help": {"text": f"See {_docs(code)}"},
            "defaultConfiguration": {"level": _LEVELS[RULES[code].severity] if code in RULES else "warning"},
        }
        for code in codes
    ]
    driver = {"name": "pressgen", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SITE": {"description": {"text": "The folder of the site."}}},
        "results": [_result(problem, codes.index(problem.code)) for problem in problems],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode()


def as_github(problems: Sequence[Finding]) -> str:
    """One workflow command for each finding; GitHub shows it beside the line."""
    lines = []
    for problem in problems:
        place = {"file": problem.file, "line": problem.line, "col": problem.column, "title": problem.code}
        given = ",".join(f"{key}={_property(str(value))}" for key, value in place.items() if value)
        lines.append(f"::{problem.severity} {given}::{_data(_said(problem))}")
    return "\n".join(lines)


def as_junit(problems: Sequence[Finding]) -> str:
    """JUnit XML: a suite for each file, a case for each finding; notices do not fail."""
    suites: dict[str, list[Finding]] = defaultdict(list)
    for problem in problems:
        suites[problem.file or "site"].append(problem)
    failed = sum(problem.severity != "notice" for problem in problems)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="pressgen check" tests="{len(problems)}" failures="{failed}">',
    ]
    for file, found in suites.items():
        failures = sum(problem.severity != "notice" for problem in found)
        lines.append(f'  <testsuite name={_attribute(file)} tests="{len(found)}" failures="{failures}">')
        lines += [_case(problem, file) for problem in found]
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"])


FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
    "junit": as_junit,
}
"""The forms by the name that `--format` takes."""


def _result(problem: Finding, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": _LEVELS[problem.severity],
        "message": {"text": _said(problem)},
    }
    if problem.file:
        location: dict[str, Any] = {"artifactLocation": {"uri": quote(problem.file), "uriBaseId": "SITE"}}
        if problem.line:
            region = {"startLine": problem.line}
            location["region"] = region | ({"startColumn": problem.column} if problem.column else {})
        result["locations"] = [{"physicalLocation": location}]
    return result


def _case(problem: Finding, file: str) -> str:
    name = f"{problem.code} (line {problem.line})" if problem.line else problem.code
    place = f"{file}:{problem.line}" if problem.line else file
    kind = _attribute(f"{problem.severity}: {problem.message}")
    body = escape(_NO_XML.sub("\ufffd", f"{place}\n{_said(problem)}"))
    inner = f"<system-out>{body}</system-out>"
    if problem.severity != "notice":
        inner = f"<failure type={_attribute(problem.code)} message={kind}>{body}</failure>"
    return f"    <testcase classname={_attribute(file)} name={_attribute(name)}>{inner}</testcase>"


def _said(problem: Finding) -> str:
    return f"{problem.message} {problem.hint}".strip()


def _docs(code: str) -> str:
    return f"docs/checks.md#{RULES[code].group}" if code in RULES else "docs/problems.md"


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
