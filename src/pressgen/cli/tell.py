"""What commands say of a run: progress, problems and a closing summary, on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from pressgen.cli.streams import tell, write, write_data

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from pressgen.errors import PressgenError, Problem
    from pressgen.model import Report

COLOURS = {"error": "red", "warning": "yellow", "notice": "blue"}
EXPLANATIONS = {
    "": "kept: its template and its values have not changed",
    "new": "new: nothing is remembered of it, or something else changed the file",
    "template": "template: its template, or one that this uses, has changed",
    "values": "values: what it is made from has changed",
}
"""What each reason of a report means."""
LONG = 200
"""Documents from which on progress is worth telling."""


class Voice(NamedTuple):
    """Says everything about the site in a folder in one language. Texts are given in English."""

    lang: str = "en"
    root: Path = Path()

    def words(self, text: str) -> str:
        """A text in the language."""
        if self.lang == "en":
            return text
        from pressgen.messages.translate import said

        return said(text, self.lang)

    def problems(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """Problems in the language, with the source lines that they are about."""
        from pressgen.messages.translate import translated

        return translated(self.quoted(problems), self.lang)

    def quoted(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """Problems with the source lines that they are about."""
        from pressgen.report import with_excerpts

        return with_excerpts(self.root, problems)

    def counted(self, count: int, noun: str) -> str:
        """A number of things, in the language."""
        return self.words(_counted(count, noun))

    def say(self, text: str, rest: str = "") -> None:
        """Print a text on stderr; `rest` follows it as it is."""
        tell(self.words(text) + rest)

    def report(self, report: Report, seconds: float | None) -> None:
        """Print the problems of a run that took so many seconds, and what it did; with None its errors only."""
        shown = report.problems if seconds is not None else [p for p in report.problems if p.severity == "error"]
        for problem in self.quoted(shown):
            self.problem(problem)
        if seconds is not None:
            self._summary(report, seconds)

    def refused(self, error: PressgenError) -> None:
        """Print why a command did not do what was asked."""
        for problem in error.problems:
            self.problem(problem)

    def findings(self, problems: Sequence[Problem], files: int) -> None:
        """Print the findings of a check on stdout, and a closing line on stderr."""
        for problem in self.quoted(problems):
            self.problem(problem, err=False)
        self.say(f"{_counted(files, 'file')} checked: {_counts(problems) or 'nothing to mend'}.")

    def problem(self, problem: Problem, err: bool = True) -> None:
        """Print one problem: place, severity, code and message, its line, and the cure."""
        place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
        head = f"{place}: " if place else ""
        severity = click.style(self.words(problem.severity), fg=COLOURS[problem.severity], bold=True)
        lines = [f"{head}{severity} [{problem.code}] {self.words(problem.message)}"]
        if problem.excerpt:
            lines.append(f"    | {problem.excerpt}")
        if problem.hint:
            lines.append(f"    {click.style(self.words('hint:'), bold=True)} {self.words(problem.hint)}")
        (tell if err else write)("\n".join(lines))

    def _summary(self, report: Report, seconds: float) -> None:
        found = _counts(report.problems)
        if not report.written:
            self.say(f"Nothing was written to {report.output}: {found}.")
            return
        if report.left_out:
            self.say(f"Left out ({len(report.left_out)}):")
            for path in report.left_out:
                why = next((each for each in report.problems if (each.file, each.severity) == (path, "error")), None)
                self.say(f"  {path}", f": {self.words(why.message)}" if why else "")
        self.say(
            f"{report.output}: {_counted(report.releases, 'release')}, {_counted(report.pages, 'page')}; "
            f"{_counted(report.changed, 'file')} changed, {report.unchanged} unchanged, {report.removed} removed, "
            f"in {seconds:.2f} s" + (f"; {found}" if found else "")
        )
        if report.next_change:
            self.say(f"Next scheduled change: {report.next_change.isoformat(sep=' ', timespec='minutes')}")

    def explained(self, report: Report, wanted: str) -> None:
        """Print on stdout why outputs were rendered or kept: all, or the one at a path or address."""
        path = wanted.lstrip("/")
        paths = set(report.reasons) if wanted == "*" else {path, f"{path.rstrip('/')}/index.html".lstrip("/")}
        found = sorted(paths & report.reasons.keys())
        if not found and report.written:
            self.say(f"There is no output “{wanted}”.")
        for path in found:
            write(f"{path}: {self.words(EXPLANATIONS[report.reasons[path]])}")

    def json(self, report: Report) -> None:
        """Print a report on stdout for other programs."""
        import msgspec

        report = msgspec.structs.replace(report, problems=self.problems(report.problems))
        write_data(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())


class Bar:
    """Progress of long builds on stderr: a bar on a terminal, elsewhere a plain line for each step."""

    def __init__(self, wanted: bool, voice: Voice) -> None:
        self.wanted, self.voice = wanted, voice
        self.moving = sys.stderr.isatty()
        self.progress: Progress | None = None
        self.tasks: dict[str, TaskID] = {}
        self.told: set[str] = set()

    def show(self, step: str, done: int, total: int) -> None:
        """Show how far a step has come."""
        if not self.wanted or total < LONG:
            return
        if not self.moving:
            if done >= total and step not in self.told:
                self.told.add(step)
                self.voice.say(f"{step}: {total} of {total}")
            return
        if self.progress is None:
            from rich.console import Console
            from rich.progress import Progress

            self.progress = Progress(console=Console(stderr=True), transient=True)
            self.progress.start()
        if step not in self.tasks:
            self.tasks[step] = self.progress.add_task(self.voice.words(step), total=total)
        self.progress.update(self.tasks[step], completed=done)

    def close(self) -> None:
        """Take the bar away."""
        if self.progress is not None:
            self.progress.stop()


def voice_of(folder: Path) -> Voice:
    """The voice for the site in a folder: its settings choose the language, else the system does."""
    from pressgen.messages.choose import chosen

    try:
        settings = (folder / "pressgen.yml").read_bytes()
    except OSError:
        settings = None
    return Voice(chosen(settings, os.environ), folder)


def _counts(problems: Sequence[Problem]) -> str:
    counts = {name: sum(problem.severity == name for problem in problems) for name in COLOURS}
    return ", ".join(_counted(count, name) for name, count in counts.items() if count)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
