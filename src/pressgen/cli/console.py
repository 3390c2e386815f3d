"""Print what a command does: progress, problems and a summary, in the language of the site."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from pressgen.catalogue import catalogue
from pressgen.cli.streams import print_message, write, write_data

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from pressgen.errors import Problem
    from pressgen.messages import Finding
    from pressgen.model import Report

COLOURS = {"error": "red", "warning": "yellow", "notice": "blue"}
# What each reason of a report means.
EXPLANATIONS = {
    "": "kept: its template and its values have not changed",
    "new": "new: it is not in the cache, or something else changed the file",
    "template": "template: its template, or one that it uses, has changed",
    "values": "values: something that it shows has changed",
}
# The name of a step while it runs, and the line after it.
STEPS = {"parse": ("parse", "parse: {total} of {total}"), "render": ("render", "render: {total} of {total}")}
# Singular and plural, so that catalogues can have more forms (Russian has three).
NOUNS = {
    noun: (f"{{count}} {noun}", f"{{count}} {noun}s")
    for noun in ("release", "page", "file", "error", "warning", "notice", "new line", "view", "card")
} | {"address": ("{count} address", "{count} addresses")}
# A build of fewer documents ends before anybody reads its progress.
MIN_DOCUMENTS = 200


class Console(NamedTuple):
    """Prints everything about the site in a folder, in one language.

    Texts are given in English, as templates with named values.
    """

    lang: str = "en"
    root: Path = Path()

    def translate(self, text: str, /, **values: str | int) -> str:
        """A text in the language of the console."""
        return catalogue(self.lang).gettext(text).format_map(values)

    def count_of(self, number: int, noun: str) -> str:
        """A number with one of NOUNS: `1 page`, `2 pages`."""
        return catalogue(self.lang).ngettext(*NOUNS[noun], number).format(count=number)

    def localize(self, problems: Sequence[Problem]) -> tuple[Finding, ...]:
        """Problems in the language, with the source lines that they are about."""
        from pressgen.messages import localize
        from pressgen.report import with_excerpts

        return localize(with_excerpts(self.root, problems), self.lang)

    def say(self, text: str, suffix: str = "", /, **values: str | int) -> None:
        """Print a text on stderr; `suffix` is printed after it without translation."""
        print_message(self.translate(text, **values) + suffix)

    def print_report(self, report: Report, seconds: float | None) -> None:
        """Print the problems of a build and a summary with its duration; if `seconds` is None, only the errors."""
        is_quiet = seconds is None
        problems = [problem for problem in report.problems if not is_quiet or problem.severity == "error"]
        self.print_problems(problems)
        if seconds is not None:
            self._print_summary(report, seconds)

    @contextmanager
    def exit_on_error(self) -> Iterator[None]:
        """Turn a PressgenError in the block into its printed problems and its exit code."""
        from pressgen.errors import PressgenError

        try:
            yield
        except PressgenError as error:
            for problem in error.problems:
                self.print_problem(problem)
            sys.exit(error.exit_code)

    def print_findings(self, problems: Sequence[Problem], files: int) -> None:
        """Print the findings of a check on stdout, and a summary on stderr unless nothing could be checked."""
        self.print_problems(problems, err=False)
        if files or not problems:
            counts = self._severity_counts(problems) or self.translate("no problems found")
            self.say("{files} checked: {counts}.", files=self.count_of(files, "file"), counts=counts)

    def print_problems(self, problems: Sequence[Problem], err: bool = True) -> None:
        """Print problems with the source lines that they are about."""
        from pressgen.report import with_excerpts

        for problem in with_excerpts(self.root, problems):
            self.print_problem(problem, err)

    def print_problem(self, problem: Problem, err: bool = True) -> None:
        """Print a problem: location, severity, code and message, the line of the source, and the hint."""
        translate = catalogue(self.lang).gettext
        # The form of compilers, in which terminals and editors make the location a link.
        location = ":".join(str(field) for field in (problem.file, problem.line, problem.column) if field)
        head = f"{location}: " if location else ""
        severity = click.style(self.translate(problem.severity), fg=COLOURS[problem.severity], bold=True)
        lines = [f"{head}{severity} [{problem.code}] {problem.message_in(translate)}"]
        if problem.excerpt:
            lines.append(f"    | {problem.excerpt}")
        if hint := problem.hint_in(translate):
            lines.append(f"    {click.style(self.translate('hint:'), bold=True)} {hint}")
        (print_message if err else write)("\n".join(lines))

    def _print_summary(self, report: Report, seconds: float) -> None:
        counts = self._severity_counts(report.problems)
        if not report.written:
            self.say("Nothing was written to {folder}: {counts}.", folder=report.output, counts=counts)
            return
        if report.left_out:
            self.say("Left out ({count}):", count=len(report.left_out))
            translate = catalogue(self.lang).gettext
            for path in report.left_out:
                errors = (problem for problem in report.problems if problem.severity == "error")
                error = next((error for error in errors if error.file == path), None)
                print_message(f"  {path}: {error.message_in(translate)}" if error else f"  {path}")
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
        if report.late:
            from pressgen.cli.late import late_line

            for change in report.late:
                print_message(late_line(change, self))
        if report.next_change:
            self.say("Next scheduled change: {time}", time=report.next_change.isoformat(sep=" ", timespec="minutes"))

    def _severity_counts(self, problems: Sequence[Problem]) -> str:
        counts = {name: sum(problem.severity == name for problem in problems) for name in COLOURS}
        return ", ".join(self.count_of(count, name) for name, count in counts.items() if count)

    def print_reasons(self, report: Report, address: str) -> None:
        """Print on stdout why outputs were rendered or kept: all for `*`, or the one at a path or address."""
        path = address.lstrip("/")
        candidates = report.reasons.keys() if address == "*" else {path, f"{path.rstrip('/')}/index.html".lstrip("/")}
        paths = sorted(candidates & report.reasons.keys())
        if not paths and report.written:
            self.say("There is no output “{path}”.", path=address)
        for path in paths:
            write(f"{path}: {self.translate(EXPLANATIONS[report.reasons[path]])}")

    def print_json(self, report: Report) -> None:
        """Print a report on stdout for other programs."""
        import msgspec

        values = msgspec.structs.asdict(report) | {"problems": self.localize(report.problems)}
        write_data(msgspec.json.format(msgspec.json.encode(values), indent=2).decode())


class Bar:
    """Progress of long builds on stderr: a bar on a terminal, elsewhere a plain line for each step."""

    def __init__(self, is_visible: bool, console: Console) -> None:
        self.is_visible, self.console = is_visible, console
        self.is_terminal = sys.stderr.isatty()
        self.progress: Progress | None = None
        self.tasks: dict[str, TaskID] = {}
        self.reported_steps: set[str] = set()

    def show(self, step: str, done: int, total: int) -> None:
        """Show that `done` of `total` items of a step are complete."""
        if not self.is_visible or total < MIN_DOCUMENTS:
            return
        # A log keeps every line: a bar would fill it.
        if not self.is_terminal:
            if done >= total and step not in self.reported_steps:
                self.reported_steps.add(step)
                self.console.say(STEPS[step][1], total=total)
            return
        if self.progress is None:
            from rich.console import Console as RichConsole
            from rich.progress import Progress

            self.progress = Progress(console=RichConsole(stderr=True), transient=True)
            self.progress.start()
        if step not in self.tasks:
            self.tasks[step] = self.progress.add_task(self.console.translate(STEPS[step][0]), total=total)
        self.progress.update(self.tasks[step], completed=done)

    def close(self) -> None:
        """Remove the bar."""
        if self.progress is not None:
            self.progress.stop()


def console_for(folder: Path) -> Console:
    """The console for the site in a folder, in the language of its settings, else in that of the system."""
    from pressgen.messages import choose_language

    try:
        settings = (folder / "pressgen.yml").read_bytes()
    except OSError:
        settings = None
    return Console(choose_language(settings, os.environ), folder)


def not_written(path: Path, error: OSError) -> click.UsageError:
    """The error of a file that the command line names and that cannot be written."""
    reason = (error.strerror or str(error)).lower()
    return usage_error("{path} could not be written: {reason}.", path=str(path), reason=reason)


def usage_error(text: str, /, **values: str) -> click.UsageError:
    """The error of a command that was called in a wrong way, in the language of the author."""
    return click.UsageError(console_for(Path()).translate(text, **values))
