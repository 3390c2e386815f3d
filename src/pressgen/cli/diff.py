"""`pressgen diff`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from pressgen.cache_folder import CACHE_FOLDER
from pressgen.cli.arguments import (
    build_options,
    folder_argument,
    jobs_option,
    output_folder,
    output_option,
    url_option,
)
from pressgen.cli.clock import current_instant
from pressgen.cli.console import Bar, console_for, usage_error
from pressgen.cli.streams import write, write_data

DIFFERENT = 5
"""Exit code of --exit-code if something differs."""


@click.command("diff")
@folder_argument
@click.option(
    "--against",
    metavar="WHAT",
    default="",
    help="An output folder (from FOLDER), a commit, or the address of a published site; default: the output folder.",
)
@click.option(
    "--as-of",
    metavar="INSTANT",
    help="Compare the site as it will look at that time, e.g. '2025-01-27 09:00'; default: now.",
)
@output_option
@url_option
@click.option("--skip-invalid", is_flag=True, help="Compare what `build --skip-invalid` would publish.")
@jobs_option
@click.option("--cache/--no-cache", default=True, help=f"Use the cache in {CACHE_FOLDER}/; default: yes.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print Markdown, for a pull request.")
@click.option("--exit-code", "has_exit_code", is_flag=True, help="Exit with 5 if something differs.")
def command(  # noqa: PLR0913 (an argument for each option)
    folder: Path,
    against: str,
    as_of: str | None,
    output: str | None,
    url: str,
    skip_invalid: bool,
    jobs: int,
    cache: bool,
    as_json: bool,
    as_markdown: bool,
    has_exit_code: bool,
) -> None:
    """Show what a build would change at which address, and why. Nothing is published.

    Exits with 0 if the sites could be compared (with --exit-code: 5 if they differ), 1 if releases
    or templates have errors, and 2 if the settings or the command line have errors.

    \b
    Examples:
      pressgen diff
      pressgen diff --as-of '2025-01-27 09:00'
      pressgen diff --against main --markdown
    """
    from pressgen.cli.changes import as_json_text, as_markdown_text, as_plain_text
    from pressgen.diff.run import diff

    if as_json and as_markdown:
        raise usage_error("--json and --markdown exclude each other.")
    root, console = folder.absolute(), console_for(folder)
    options = build_options(jobs, output=output_folder(output), url=url, skip_invalid=skip_invalid, cache=cache)
    bar = Bar(True, console)
    instant = current_instant() if as_of is None else as_of
    difference = diff(root, instant, options, against, os.environ, bar.show)
    bar.close()
    console.print_problems([problem for problem in difference.problems if problem.severity == "error"])
    if as_json:
        write_data(as_json_text(difference, console))
    elif difference.exit_code == 0:
        text = as_markdown_text(difference, console) if as_markdown else as_plain_text(difference, console)
        (write_data if as_markdown else write)(text)
    is_different = has_exit_code and bool(difference.changes)
    sys.exit(difference.exit_code or (DIFFERENT if is_different else 0))
