"""`pressgen build`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Literal

import click

from pressgen.cache_folder import CACHE_FOLDER
from pressgen.cli.arguments import build_options, folder_argument, jobs_option, output_folder, url_option
from pressgen.cli.clock import current_instant, time_of_day
from pressgen.cli.console import Bar, console_for, usage_error


@click.command("build")
@folder_argument
@click.option(
    "--as-of",
    metavar="INSTANT",
    help="Build the site as it will look at that time, e.g. '2025-01-27 09:00'; default: now.",
)
@click.option("--drafts", is_flag=True, help="Include drafts, for proofreading. Embargoed releases stay out.")
@click.option(
    "--output", metavar="DIR", help="Where to write the site, from FOLDER; default: output (with --drafts: preview)."
)
@url_option
@click.option("--record", is_flag=True, help="Add what this build publishes to the record, content/record.jsonl.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--skip-invalid", is_flag=True, help="Leave out releases with errors, publish the rest, and exit with 3.")
@jobs_option
@click.option("--cache/--no-cache", default=True, help=f"Use the cache in {CACHE_FOLDER}/; default: yes.")
@click.option(
    "--explain",
    metavar="[PATH]",
    is_flag=False,
    flag_value="*",
    help="Print why each output, or the one at PATH, was rendered or kept.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON on stdout.")
@click.option(
    "--summary",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Add a summary of the report in Markdown to FILE, for a CI service.",
)
@click.option("--quiet", is_flag=True, help="Print errors only.")
def command(  # noqa: PLR0913 (an argument for each option)
    folder: Path,
    as_of: str | None,
    output: str | None,
    url: str,
    jobs: int,
    explain: str | None,
    as_json: bool,
    summary: Path | None,
    **flags: bool,
) -> None:
    """Build the site in FOLDER (default: here).

    Exits with 0 if the site is complete, 1 if releases or templates have errors, 2 if the settings
    or the command line have errors (nothing is written after 1 or 2), and 3 if --skip-invalid left
    out releases and published the rest.

    \b
    Examples:
      pressgen build
      pressgen build --as-of '2025-01-27 09:00' --output embargo-check
      pressgen build --strict --json > report.json
    """
    from pressgen.build import build
    from pressgen.publish.lock import Builder

    start, quiet = time.monotonic(), flags.pop("quiet")
    record = _recording(flags.pop("record"), as_of, flags["drafts"])
    # Drafts have a folder of their own, so that nobody uploads them by mistake.
    output = output_folder(output, "preview" if flags["drafts"] else "output")
    options = build_options(jobs, output=output, url=url, explain=bool(explain), record=record, **flags)
    instant, console = current_instant() if as_of is None else as_of, console_for(folder)
    bar, builder = Bar(not quiet, console), Builder(os.getpid(), "pressgen build", time_of_day())
    report = build(folder, as_of=instant, options=options, progress=bar.show, builder=builder)
    bar.close()
    console.print_report(report, None if quiet else time.monotonic() - start)
    # Both go to stdout, and JSON with other lines in it is no JSON.
    if as_json:
        console.print_json(report)
    elif explain:
        console.print_reasons(report, explain)
    if summary:
        from pressgen.cli.summary import add_summary

        add_summary(summary, report, console)
    sys.exit(report.exit_code)


def _recording(is_asked: bool, as_of: str | None, drafts: bool) -> Literal["setting", "always", "never"]:
    """Whether this build may write the record."""
    if is_asked and (as_of is not None or drafts):
        option = "--drafts" if drafts else "--as-of"
        raise usage_error("--record is for the build that publishes, and {option} is for a trial.", option=option)
    return "always" if is_asked else "never" if as_of is not None else "setting"
