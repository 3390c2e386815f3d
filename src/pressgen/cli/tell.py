"""What commands say of a run: progress, problems and a closing summary, on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from pressgen.catalogue import catalogue
from pressgen.cli.streams import tell, write, write_data

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from pressgen.errors import PressgenError, Problem
    from pressgen.messages import Finding
    from pressgen.model import Report

COLOURS = {"error": "red", "warning": "yellow", "notice": "blue"}
EXPLANATIONS = {
    "": "kept: its template and its values have not changed",
    "new": "new: it is not in the cache, or something else changed the file",
    "template": "template: its template, or one that it uses, has changed",
    "values": "values: something that it shows has changed",
}
"""What each reason of a report means."""
STEPS = {"parse": ("parse", "parse: {total} of {total}"), "render": ("render", "render: {total} of {total}")}
"""What progress is called while a step runs, and the line after it."""
NOUNS = {
    "release": ("{count} release", "{count} releases"),
    "page": ("{count} page", "{count} pages"),
    "file": ("{count} file", "{count} files"),
    "error": ("{count} error", "{count} errors"),
    "warning": ("{count} warning", "{count} warnings"),
    "notice": ("{count} notice", "{count} notices"),
}
"""What is counted: one of it, and several."""
LONG = 200
"""Documents from which on progress is worth telling."""


class Voice(NamedTuple):
    """Says everything about the site in a folder in one language.

    Texts are given in English, as templates with named values.
    """

    lang: str = "en"
    root: Path = Path()

    def words(self, text: str, /, **values: str | int) -> str:
        """A text in the language."""
        return catalogue(self.lang).gettext(text).format_map(values)

    def count_of(self, number: int, noun: str) -> str:
        """So many of a noun."""
        return catalogue(self.lang).ngettext(*NOUNS[noun], number).format(count=number)

    def problems(self, problems: Sequence[Problem]) -> tuple[Finding, ...]:
        """Problems in the language, with the source lines that they are about."""
        from pressgen.messages import localize

        return localize(self.quoted(problems), self.lang)

    def quoted(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """Problems with the source lines that they are about."""
        from pressgen.report import with_excerpts

        return with_excerpts(self.root, problems)

    def say(self, text: str, rest: str = "", /, **values: str | int) -> None:
        """Print a text on stderr; `rest` follows it as it is."""
        tell(self.words(text, **values) + rest)

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
        """Print the findings of a check on stdout, and a closing line on stderr unless nothing could be checked."""
        for problem in self.quoted(problems):
            self.problem(problem, err=False)
        if files or not problems:
            counts = self._counts(problems) or self.words("no problems found")
            self.say("{files} checked: {counts}.", files=self.count_of(files, "file"), counts=counts)

    def problem(self, problem: Problem, err: bool = True) -> None:
        """Print one problem: place, severity, code and message, its line, and the hint."""
        translate = catalogue(self.lang).gettext
        place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
        head = f"{place}: " if place else ""
        severity = click.style(self.words(problem.severity), fg=COLOURS[problem.severity], bold=True)
        lines = [f"{head}{severity} [{problem.code}] {problem.message_in(translate)}"]
        if problem.excerpt:
            lines.append(f"    | {problem.excerpt}")
        if hint := problem.hint_in(translate):
            lines.append(f"    {click.style(self.words('hint:'), bold=True)} {hint}")
        (tell if err else write)("\n".join(lines))

    def _summary(self, report: Report, seconds: float) -> None:
        counts = self._counts(report.problems)
        if not report.written:
            self.say("Nothing was written to {folder}: {counts}.", folder=report.output, counts=counts)
            return
        if report.left_out:
            self.say("Left out ({count}):", count=len(report.left_out))
            translate = catalogue(self.lang).gettext
            for path in report.left_out:
                why = next((each for each in report.problems if (each.file, each.severity) == (path, "error")), None)
                tell(f"  {path}: {why.message_in(translate)}" if why else f"  {path}")
        self.say(
            "{folder}: {releases}, {pages}; {changed} changed, {unchanged} unchanged, {removed} removed, "
            "in {seconds} s",
            f"; {counts}" if counts else "",
            folder=report.output,
            releases=self.count_of(report.releases, "release"),
            pages=self.count_of(report.pages, "page"),
            changed=self.count_of(report.changed, "file"),
            unchanged=report.unchanged,
            removed=report.removed,
            seconds=f"{seconds:.2f}",
        )
        if report.next_change:
            self.say("Next scheduled change: {time}", time=report.next_change.isoformat(sep=" ", timespec="minutes"))

    def _counts(self, problems: Sequence[Problem]) -> str:
        counts = {name: sum(problem.severity == name for problem in problems) for name in COLOURS}
        return ", ".join(self.count_of(count, name) for name, count in counts.items() if count)

    def explained(self, report: Report, wanted: str) -> None:
        """Print on stdout why outputs were rendered or kept: all, or the one at a path or address."""
        path = wanted.lstrip("/")
        paths = set(report.reasons) if wanted == "*" else {path, f"{path.rstrip('/')}/index.html".lstrip("/")}
        found = sorted(paths & report.reasons.keys())
        if not found and report.written:
            self.say("There is no output “{path}”.", path=wanted)
        for path in found:
            write(f"{path}: {self.words(EXPLANATIONS[report.reasons[path]])}")

    def json(self, report: Report) -> None:
        """Print a report on stdout for other programs."""
        import msgspec

        values = msgspec.structs.asdict(report) | {"problems": self.problems(report.problems)}
        write_data(msgspec.json.format(msgspec.json.encode(values), indent=2).decode())


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
                self.voice.say(STEPS[step][1], total=total)
            return
        if self.progress is None:
            from rich.console import Console
            from rich.progress import Progress

            self.progress = Progress(console=Console(stderr=True), transient=True)
            self.progress.start()
        if step not in self.tasks:
            self.tasks[step] = self.progress.add_task(self.voice.words(STEPS[step][0]), total=total)
        self.progress.update(self.tasks[step], completed=done)

    def close(self) -> None:
        """Take the bar away."""
        if self.progress is not None:
            self.progress.stop()


def voice_of(folder: Path) -> Voice:
    """The voice for the site in a folder: its settings choose the language, else the system does."""
    from pressgen.messages import choose_language

    try:
        settings = (folder / "pressgen.yml").read_bytes()
    except OSError:
        settings = None
    return Voice(choose_language(settings, os.environ), folder)


def usage_error(text: str, /, **values: str) -> click.UsageError:
    """The error of a command that was called in a way it cannot be, in the author's language."""
    return click.UsageError(voice_of(Path()).words(text, **values))
