"""`pressgen build`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from pressgen.cli.clock import now, time_of_day
from pressgen.cli.place import address
from pressgen.cli.tell import Bar, usage_error, voice_of


@click.command("build")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
@click.option(
    "--as-of",
    metavar="INSTANT",
    help="Build the site as it will look at that time, e.g. '2025-01-27 09:00'; default: now.",
)
@click.option("--drafts", is_flag=True, help="Include drafts, for proofreading. Embargoed releases stay out.")
@click.option(
    "--output", metavar="DIR", help="Where to write the site, from FOLDER; default: output (with --drafts: preview)."
)
@address
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--skip-invalid", is_flag=True, help="Leave out releases with errors, publish the rest, and exit with 3.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Worker processes; default: one for each core.")
@click.option("--cache/--no-cache", default=True, help="Use the cache in .pressgen/; default: yes.")
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
    url: str | None,
    jobs: int | None,
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
    from pressgen.model import Options
    from pressgen.publish.lock import Builder

    began, quiet = time.monotonic(), flags.pop("quiet")
    output, jobs, home = _folder(output, flags["drafts"]), jobs or os.cpu_count() or 1, os.path.expanduser("~")
    options = Options(output=output, url=url or "", jobs=jobs, home=home, explain=bool(explain), **flags)
    voice = voice_of(folder)
    bar, builder = Bar(not quiet, voice), Builder(os.getpid(), "pressgen build", time_of_day())
    report = build(folder, as_of=now() if as_of is None else as_of, options=options, progress=bar.show, builder=builder)
    bar.close()
    voice.report(report, None if quiet else time.monotonic() - began)
    if as_json:
        voice.json(report)
    elif explain:
        voice.explained(report, explain)
    if summary:
        from pressgen.cli.summary import add_summary

        add_summary(summary, report, voice)
    sys.exit(report.exit_code)


def _folder(output: str | None, drafts: bool) -> str:
    """The output folder: as asked for, else one of its own for drafts, which must not slip into the published one."""
    if output == "":
        raise usage_error("--output is empty; name a folder.")
    return output or ("preview" if drafts else "output")
