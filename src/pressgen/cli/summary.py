"""A report as a few lines of Markdown, for the page on which a CI service shows a run."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pressgen.cli.console import Console, not_written
from pressgen.cli.late import late_line

if TYPE_CHECKING:
    from pressgen.messages import Finding
    from pressgen.model import Report

# CI services limit the size of a summary.
MAX_PROBLEMS = 50
HEADINGS = {0: "Published", 3: "Published, with releases left out"}
NO_HEADING = "Not published"


def add_summary(file: Path, report: Report, console: Console) -> None:
    """Append the summary of a report to a file; raises a UsageError if it cannot be written."""
    try:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(summary_of(report, console))
    except OSError as error:
        raise not_written(file, error) from error


def summary_of(report: Report, console: Console) -> str:
    """The result of a build, its counts, the next change and the problems, errors first."""
    lines = [f"## {console.translate(HEADINGS.get(report.exit_code, NO_HEADING))}", ""]
    if report.written:
        counts = (console.count_of(report.releases, "release"), console.count_of(report.pages, "page"))
        lines += [f"{', '.join(counts)}", ""]
    if report.late:
        lines += [*(f"- {escape_markdown(late_line(change, console))}" for change in report.late), ""]
    if report.next_change:
        change = report.next_change.isoformat(sep=" ", timespec="minutes")
        lines += [console.translate("Next scheduled change: {time}", time=change), ""]
    severities = ("error", "warning", "notice")
    problems = sorted(report.problems, key=lambda problem: severities.index(problem.severity))
    lines += [_line(problem, console) for problem in console.localize(problems[:MAX_PROBLEMS])]
    if len(problems) > MAX_PROBLEMS:
        lines.append(f"- … +{len(problems) - MAX_PROBLEMS}")
    return "\n".join(lines).rstrip() + "\n\n"


def _line(problem: Finding, console: Console) -> str:
    location = ":".join(str(field) for field in (problem.file, problem.line) if field)
    prefix = f"<code>{escape_markdown(location)}</code>: " if location else ""
    words = " ".join(filter(None, (problem.message, problem.hint)))
    return f"- **{console.translate(problem.severity)}** {prefix}{escape_markdown(words)} [{problem.code}]"


def escape_markdown(text: str) -> str:
    """A text in which nothing is read as Markdown or HTML."""
    escaped = escape(" ".join(text.split()), quote=False)
    return "".join(f"&#{ord(char)};" if char in "\\`*_[]|~@" else char for char in escaped)
