"""The commands: the only module that asks the clock or the environment, and the only one that prints."""

from __future__ import annotations

import gc
import os
import sys
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressgen.version import __version__

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from pressgen.errors import Problem
    from pressgen.model import Report

COLOURS = {"error": "red", "warning": "yellow", "notice": "blue"}
LONG = 200
"""Documents from which on progress is worth telling."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="pressgen %(version)s")
def main() -> None:
    """Build a newsroom from Markdown releases."""


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
@click.option(
    "--as-of", metavar="INSTANT", help="Build as readers may see it then, e.g. '2025-01-27 09:00'; default: now."
)
@click.option("--drafts", is_flag=True, help="Show drafts, for proof-reading. Embargoed releases stay out.")
@click.option(
    "--output", metavar="DIR", help="Where the site goes, seen from FOLDER; default: output, with --drafts preview."
)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--skip-invalid", is_flag=True, help="Leave faulty releases out and publish the rest; still exits 1.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Worker processes; default: one for each core.")
@click.option("--cache/--no-cache", default=True, help="Use and keep what earlier builds parsed; default: yes.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON on stdout.")
@click.option("--quiet", is_flag=True, help="Print errors only.")
def build(
    folder: Path,
    as_of: str | None,
    output: str | None,
    jobs: int | None,
    as_json: bool,
    quiet: bool,
    **flags: bool,
) -> None:
    """Build the site in FOLDER (default: here).

    Exits 0 when the site is complete, 1 when releases or templates have faults, 2 when the
    settings or the command line have. With faults nothing is written.

    \b
    Examples:
      pressgen build
      pressgen build --as-of '2025-01-27 09:00' --output embargo-check
      pressgen build --strict --json > report.json
    """
    from pressgen.model import Options
    from pressgen.run import build as run

    # A build makes many values and no cycles; looking for cycles takes a quarter of its time.
    gc.disable()
    began = time.monotonic()
    output = _folder(output, flags["drafts"])
    options = Options(output=output, jobs=jobs or os.cpu_count() or 1, home=os.path.expanduser("~"), **flags)
    bar = _Bar(not quiet)
    report = run(folder, as_of=as_of or _now(), options=options, progress=bar.show)
    bar.close()
    _tell(report, quiet)
    if not quiet:
        _summarise(report, time.monotonic() - began)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
    sys.exit(report.exit_code)


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
def clean(folder: Path) -> None:
    """Remove what earlier builds of FOLDER left in .pressgen/; the site itself stays.

    \b
    Example:
      pressgen clean
    """
    from pressgen.output.keep import FOLDER, forget

    click.echo(f"Removed {FOLDER}/." if forget(folder) else f"There is no {FOLDER}/ here.", err=True)


@main.command()
@click.argument("what", type=click.Choice(["settings", "frontmatter"]))
def schema(what: str) -> None:
    """Print a JSON Schema that editors can check files against.

    \b
    Example:
      pressgen schema frontmatter > frontmatter.schema.json
    """
    import msgspec

    if what == "settings":
        from pressgen.settings import Settings

        found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Settings)}
    else:
        from pressgen.content.frontmatter.schema import schema as frontmatter_schema

        found = frontmatter_schema()
    click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())


def _folder(output: str | None, drafts: bool) -> str:
    """The output folder: as asked for, else one of its own for drafts, which must not slip into the published one."""
    if output == "":
        raise click.UsageError("--output is empty; name a folder.")
    return output or ("preview" if drafts else "output")


def _now() -> datetime:
    """The instant to build for: SOURCE_DATE_EPOCH if it is set (reproducible-builds.org), else the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), timezone.utc)
        except (ValueError, OverflowError, OSError):
            raise click.UsageError(f"SOURCE_DATE_EPOCH is “{epoch}”; it must be seconds since 1970.") from None
    return datetime.now(timezone.utc)


class _Bar:
    """Progress of long builds on stderr: a bar on a terminal, elsewhere a plain line for each step."""

    def __init__(self, wanted: bool) -> None:
        self.wanted = wanted
        self.moving = sys.stderr.isatty()
        self.progress: Progress | None = None
        self.tasks: dict[str, TaskID] = {}
        self.told: set[str] = set()

    def show(self, step: str, done: int, total: int) -> None:
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
        if self.progress is not None:
            self.progress.stop()


def _tell(report: Report, quiet: bool) -> None:
    for problem in report.problems:
        if not quiet or problem.severity == "error":
            _tell_one(problem)


def _tell_one(problem: Problem) -> None:
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    colour = COLOURS[problem.severity]
    head = f"{place}: " if place else ""
    click.echo(
        f"{head}{click.style(problem.severity, fg=colour, bold=True)} [{problem.code}] {problem.message}", err=True
    )
    if problem.excerpt:
        click.echo(f"    | {problem.excerpt}", err=True)
    if problem.hint:
        click.echo(f"    {click.style('hint:', bold=True)} {problem.hint}", err=True)


def _summarise(report: Report, seconds: float) -> None:
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


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
