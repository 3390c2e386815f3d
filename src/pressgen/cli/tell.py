"""What commands say of a run: progress, problems and a closing summary, on stderr."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from pressgen.errors import PressgenError, Problem
    from pressgen.model import Report

COLOURS = {"error": "red", "warning": "yellow", "notice": "blue"}
LONG = 200
"""Documents from which on progress is worth telling."""


class Bar:
    """Progress of long builds on stderr: a bar on a terminal, elsewhere a plain line for each step."""

    def __init__(self, wanted: bool) -> None:
        self.wanted = wanted
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
                click.echo(f"{step}: {total} of {total}", err=True)
            return
        if self.progress is None:
            from rich.console import Console
            from rich.progress import Progress

            self.progress = Progress(console=Console(stderr=True), transient=True)
            self.progress.start()
        if step not in self.tasks:
            self.tasks[step] = self.progress.add_task(step, total=total)
        self.progress.update(self.tasks[step], completed=done)

    def close(self) -> None:
        """Take the bar away."""
        if self.progress is not None:
            self.progress.stop()


def tell(report: Report, quiet: bool) -> None:
    """Print the problems of a run; with `quiet` the errors only."""
    for problem in report.problems:
        if not quiet or problem.severity == "error":
            tell_one(problem)


def refused(error: PressgenError) -> None:
    """Print why a command did not do what was asked."""
    for problem in error.problems:
        tell_one(problem)


def tell_all(problems: Sequence[Problem], files: int) -> None:
    """Print the findings of a check on stdout, and a closing line on stderr."""
    for problem in problems:
        tell_one(problem, err=False)
    counts = {name: sum(problem.severity == name for problem in problems) for name in COLOURS}
    found = ", ".join(_counted(count, name) for name, count in counts.items() if count)
    click.echo(f"{_counted(files, 'file')} checked: {found or 'nothing to mend'}.", err=True)


def tell_one(problem: Problem, err: bool = True) -> None:
    """Print one problem: place, severity, code and message, its line, and the cure."""
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    colour = COLOURS[problem.severity]
    head = f"{place}: " if place else ""
    click.echo(
        f"{head}{click.style(problem.severity, fg=colour, bold=True)} [{problem.code}] {problem.message}", err=err
    )
    if problem.excerpt:
        click.echo(f"    | {problem.excerpt}", err=err)
    if problem.hint:
        click.echo(f"    {click.style('hint:', bold=True)} {problem.hint}", err=err)


def summarise(report: Report, seconds: float) -> None:
    """Print what a build has done in so many seconds."""
    counts = {name: sum(problem.severity == name for problem in report.problems) for name in COLOURS}
    found = ", ".join(_counted(count, name) for name, count in counts.items() if count)
    if not report.written:
        click.echo(f"Nothing was written to {report.output}: {found}.", err=True)
        return
    if report.left_out:
        click.echo("\n  ".join([f"Left out ({len(report.left_out)}):", *report.left_out]), err=True)
    click.echo(
        f"{report.output}: {_counted(report.releases, 'release')}, {_counted(report.pages, 'page')}; "
        f"{_counted(report.changed, 'file')} changed, {report.unchanged} unchanged, {report.removed} removed, "
        f"in {seconds:.2f} s" + (f"; {found}" if found else ""),
        err=True,
    )
    if report.next_change:
        click.echo(f"Next scheduled change: {report.next_change.isoformat(sep=' ', timespec='minutes')}", err=True)


def print_json(report: Report) -> None:
    """Print a report on stdout for other programs."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())


def explained(report: Report, wanted: str) -> None:
    """Print on stdout why outputs were made or kept: all, or the one at a path or address."""
    path = wanted.lstrip("/")
    paths = set(report.reasons) if wanted == "*" else {path, f"{path.rstrip('/')}/index.html".lstrip("/")}
    found = sorted(paths & report.reasons.keys())
    if not found and report.written:
        click.echo(f"There is no output “{wanted}”.", err=True)
    for path in found:
        click.echo(f"{path}: {report.reasons[path] or 'kept: its template and its values are as they were'}")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
