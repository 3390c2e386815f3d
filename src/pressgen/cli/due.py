"""`pressgen due`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressgen.cli.arguments import (
    build_options,
    folder_argument,
    jobs_option,
    output_folder,
    output_option,
    url_option,
)
from pressgen.cli.clock import current_instant, short_time
from pressgen.cli.console import Console, console_for, usage_error
from pressgen.cli.streams import write, write_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressgen.model import Change
    from pressgen.schedule.due import Outlook

IS_DUE = 4
"""Exit code if the published site is not that of this moment."""
MAX_LINES = 10
# What happens, in lists of changes.
EFFECTS = {
    "release": "is published",
    "expiry": "is taken down",
    "update": "shows the date of its update",
    "correction": "shows a correction",
    "event": "its event leaves the agenda",
    "banner": "a banner appears",
    "banner_end": "a banner goes",
    "news": "leaves the news sitemap",
    "asset": "replaced files are removed",
    "consent": "the consent ends, and no build shows the picture any more",
    "consent_notice": "the consent ends in 30 days",
}


@click.command("due")
@folder_argument
@click.option(
    "--as-of", metavar="INSTANT", help="Say what will be due at that time, e.g. '2025-01-27 09:00'; default: now."
)
@output_option
@url_option
@click.option("--skip-invalid", is_flag=True, help="As for `pressgen build`: releases with errors are left out.")
@jobs_option
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON on stdout.")
@click.option("--watch", is_flag=True, help="Keep running, and build the site whenever something is due.")
@click.option(
    "--then", metavar="COMMAND", help="With --watch: run this shell command after each build that changed the site."
)
def command(  # noqa: PLR0913 (an argument for each option)
    folder: Path,
    as_of: str | None,
    output: str | None,
    url: str,
    skip_invalid: bool,
    jobs: int,
    as_json: bool,
    watch: bool,
    then: str | None,
) -> None:
    """Say what time will change on the site in FOLDER (default: here), and what is due now.

    Exits with 0 if nothing is due, 4 if the site must be built, 1 if the next build will stop because
    of errors, and 2 if the settings or the command line have errors. No headlines are printed, except
    with --json.

    \b
    Examples:
      pressgen due
      pressgen due --json
      pressgen due --as-of 2027-01-01
    """
    options = build_options(jobs, output=output_folder(output), url=url, skip_invalid=skip_invalid)
    console = console_for(folder)
    if watch:
        if as_of is not None or as_json:
            raise usage_error("--watch works with the clock and prints lines: leave out --as-of and --json.")
        from pressgen.cli.due_watch import watch_site

        watch_site(folder.absolute(), options, console, then or "")
        return
    if then is not None:
        raise usage_error("--then runs a command after the builds of --watch: add --watch.")
    from pressgen.schedule.due import look_ahead

    with console.exit_on_error():
        outlook = look_ahead(folder.absolute(), current_instant() if as_of is None else as_of, options)
    if as_json:
        _print_json(outlook)
    else:
        print_outlook(outlook, console)
    sys.exit(IS_DUE if outlook.is_due else int(outlook.errors > 0))


def print_outlook(outlook: Outlook, console: Console) -> None:
    """Print on stdout what is due and what comes next."""
    if outlook.last_build is None:
        write(console.translate("No build to {folder}/ is on record.", folder=outlook.output))
    elif outlook.overdue:
        write(console.translate("Due since the last build ({time}):", time=short_time(outlook.last_build)))
        _print_changes(outlook.overdue, console)
    elif outlook.early:
        write(
            console.translate(
                "Published before their time, by the last build ({time}):", time=short_time(outlook.last_build)
            )
        )
        _print_changes(outlook.early, console)
    else:
        write(console.translate("Nothing is due."))
    if outlook.coming:
        write(console.translate("Coming next:"))
        _print_changes(outlook.coming, console)
    else:
        write(console.translate("Nothing is scheduled."))
    if outlook.is_edited and outlook.last_build:
        console.say("The sources have changed since the last build ({time}).", time=short_time(outlook.last_build))
    if outlook.errors:
        errors = console.count_of(outlook.errors, "error")
        console.say("The next build will stop: {errors}. See `pressgen check`.", errors=errors)


def _print_changes(changes: Sequence[Change], console: Console) -> None:
    from pressgen.schedule.due import grouped

    groups = grouped(changes)
    for change, _ in groups[:MAX_LINES]:
        place = f"{change.source}: " if change.source else ""
        write(f"  {short_time(change.at)}  {place}{console.translate(EFFECTS[change.kind])}")
    if len(groups) > MAX_LINES:
        write("  " + console.translate("… and {count} more; see --json", count=len(groups) - MAX_LINES))


def _print_json(outlook: Outlook) -> None:
    import msgspec

    values = {"is_due": outlook.is_due} | msgspec.structs.asdict(outlook) | {"early": outlook.early}
    write_data(msgspec.json.format(msgspec.json.encode(values), indent=2).decode())
