"""A report as a few lines of Markdown, for the page on which a CI service shows a run."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pressgen.cli.tell import Voice, usage_error

if TYPE_CHECKING:
    from pressgen.messages import Finding
    from pressgen.model import Report

MOST = 50
"""Problems that are listed; a page of a CI service takes a limited number of bytes."""
HEADINGS = {0: "Published", 3: "Published, with releases left out"}
NO_HEADING = "Not published"


def add_summary(file: Path, report: Report, voice: Voice) -> None:
    """Add the summary of a report to a file; raises a UsageError if it cannot be written."""
    try:
        with file.open("a", encoding="utf-8") as opened:
            opened.write(summary_of(report, voice))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise usage_error("{path} could not be written: {reason}.", path=str(file), reason=reason) from error


def summary_of(report: Report, voice: Voice) -> str:
    """What became of the site, its counts, the next change and the problems, errors first."""
    lines = [f"## {voice.words(HEADINGS.get(report.exit_code, NO_HEADING))}", ""]
    if report.written:
        counts = (voice.count_of(report.releases, "release"), voice.count_of(report.pages, "page"))
        lines += [f"{', '.join(counts)}", ""]
    if report.next_change:
        when = report.next_change.isoformat(sep=" ", timespec="minutes")
        lines += [voice.words("Next scheduled change: {time}", time=when), ""]
    ranks = ("error", "warning", "notice")
    problems = sorted(report.problems, key=lambda problem: ranks.index(problem.severity))
    lines += [_line(problem, voice) for problem in voice.problems(problems[:MOST])]
    if len(problems) > MOST:
        lines.append(f"- … +{len(problems) - MOST}")
    return "\n".join(lines).rstrip() + "\n\n"


def _line(problem: Finding, voice: Voice) -> str:
    place = ":".join(str(part) for part in (problem.file, problem.line) if part)
    where = f"<code>{_plain(place)}</code>: " if place else ""
    words = " ".join(filter(None, (problem.message, problem.hint)))
    return f"- **{voice.words(problem.severity)}** {where}{_plain(words)} [{problem.code}]"


def _plain(text: str) -> str:
    """A text in which neither Markdown nor HTML finds anything to read."""
    escaped = escape(" ".join(text.split()), quote=False)
    return "".join(f"&#{ord(char)};" if char in "\\`*_[]|~@" else char for char in escaped)
