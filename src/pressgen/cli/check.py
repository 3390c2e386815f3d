"""`pressgen check`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from pressgen.cli.arguments import build_options, jobs_option, paths_in_site, search_site, site_option, url_option
from pressgen.cli.clock import current_instant
from pressgen.cli.console import console_for
from pressgen.cli.streams import write_data

# Repeated here, since importing check.reports for `--help` takes time.
FORMATS = ("text", "json", "sarif", "github", "junit")


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@site_option
@click.option(
    "--as-of",
    metavar="INSTANT",
    help="Check the site as it will be at that time, e.g. '2025-01-27 09:00'; default: now.",
)
@url_option
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--external", is_flag=True, help="Check links to other sites too.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="Format of the findings on stdout.")
@jobs_option
def command(
    paths: tuple[Path, ...], site: Path | None, as_of: str | None, url: str, form: str, jobs: int, **flags: bool
) -> None:
    """Find mistakes in the releases before publication; PATHS limit the report to files and folders.

    Exits with 0 if there are no errors, 1 if there are errors (with --strict, or warnings), and 2
    if the settings or the command line have errors. Nothing is written to the output folder.

    \b
    Examples:
      pressgen check
      pressgen check content/2026/plan.md --strict
      pressgen check --format sarif > findings.sarif
    """
    from pressgen.check.reports import FORMATS as forms
    from pressgen.check.run import check

    root, site_paths = _locate(site, paths)
    options = build_options(jobs, strict=flags["strict"], url=url)
    instant, online = current_instant() if as_of is None else as_of, time.time() if flags["external"] else 0
    result = check(root, instant, options, site_paths, online)
    console = console_for(root)
    if form == "text":
        console.print_findings(result.problems, result.files)
    elif text := forms[form](console.localize(result.problems)):
        write_data(text)
    sys.exit(result.exit_code)


def _locate(site: Path | None, paths: tuple[Path, ...]) -> tuple[Path, tuple[str, ...]]:
    """The folder of the site, and the paths relative to it."""
    start = site or (paths[0] if paths else Path())
    # Without pressgen.yml, the check reports that in the format that was asked for.
    root = (search_site(start, upwards=site is None) or site or Path()).absolute()
    return root, paths_in_site(root, paths)
