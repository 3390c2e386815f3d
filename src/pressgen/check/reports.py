"""Findings in formats for other programs: JSON, SARIF 2.1.0, GitHub annotations, JUnit XML."""

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
# Not even an escape makes these characters valid in XML.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_json(problems: Sequence[Finding]) -> str:
    """A JSON object with the count of each severity, and the findings."""
    counts = {name: sum(problem.severity == name for problem in problems) for name in _LEVELS}
    findings = [{**msgspec.to_builtins(problem), "docs": _docs_page(problem.code)} for problem in problems]
    return msgspec.json.format(msgspec.json.encode({"counts": counts, "problems": findings}), indent=2).decode()


def as_sarif(problems: Sequence[Finding]) -> str:
    """A SARIF 2.1.0 log with one run; paths are relative to the folder of the site."""
    codes = sorted({problem.code for problem in problems})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": code.replace("-", " ").capitalize()},
            "help": {"text": f"See {_docs_page(code)}"},
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
    """A workflow command for each finding, which GitHub shows next to the line."""
    lines = []
    for problem in problems:
        location = {"file": problem.file, "line": problem.line, "col": problem.column, "title": problem.code}
        properties = ",".join(f"{key}={_escape_property(str(value))}" for key, value in location.items() if value)
        lines.append(f"::{problem.severity} {properties}::{_escape_data(_full_text(problem))}")
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
    for file, findings in suites.items():
        failures = sum(problem.severity != "notice" for problem in findings)
        lines.append(f'  <testsuite name={_attribute(file)} tests="{len(findings)}" failures="{failures}">')
        lines += [_case(problem, file) for problem in findings]
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"])


FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
    "junit": as_junit,
}
"""The formats by the name that `--format` takes."""


def _result(problem: Finding, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": _LEVELS[problem.severity],
        "message": {"text": _full_text(problem)},
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
    location = f"{file}:{problem.line}" if problem.line else file
    summary = _attribute(f"{problem.severity}: {problem.message}")
    body = escape(_NO_XML.sub("\ufffd", f"{location}\n{_full_text(problem)}"))
    outcome = f"<system-out>{body}</system-out>"
    if problem.severity != "notice":
        outcome = f"<failure type={_attribute(problem.code)} message={summary}>{body}</failure>"
    return f"    <testcase classname={_attribute(file)} name={_attribute(name)}>{outcome}</testcase>"


def _full_text(problem: Finding) -> str:
    return f"{problem.message} {problem.hint}".strip()


def _docs_page(code: str) -> str:
    return f"docs/checks.md#{RULES[code].group}" if code in RULES else "docs/problems.md"


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
