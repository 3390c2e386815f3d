"""`pressgen calendar`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressgen.cli.arguments import build_options, folder_argument, output_folder, output_option, url_option
from pressgen.cli.clock import current_instant
from pressgen.cli.console import Console, console_for, not_written, usage_error
from pressgen.cli.streams import write

if TYPE_CHECKING:
    from pressgen.model import Change

# The heading of each event.
EVENTS = {
    "release": "Published: {title}",
    "expiry": "Taken down: {title}",
    "update": "Date of update: {title}",
    "correction": "Correction: {title}",
    "event": "Event is over: {title}",
    "banner": "Banner appears: {title}",
    "banner_end": "Banner goes: {title}",
    "news": "No longer in the news sitemap: {title}",
    "asset": "Replaced files are removed ({count})",
    "consent": "Consent ends: {title}",
    "consent_notice": "Consent ends in 30 days: {title}",
}
BEGINNING = b"BEGIN:VCALENDAR"
QUIET_KINDS = ("news", "asset")
"""The changes that no reader notices."""


@click.command("calendar")
@folder_argument
@click.option(
    "-o",
    "--to",
    "file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, from the current folder; default: stdout.",
)
@click.option("--as-of", metavar="INSTANT", help="Leave out what is before that time; default: now.")
@output_option
@url_option
@click.option("--all", "is_all", is_flag=True, help="Add what readers do not notice, such as the news sitemap.")
def command(folder: Path, file: Path | None, as_of: str | None, output: str | None, url: str, is_all: bool) -> None:
    """Write an iCalendar file of what time will change on the site in FOLDER (default: here).

    It contains the headlines of embargoed releases: do not publish it. Into the output folder, or a
    folder that is published with the site, it is not written.

    \b
    Examples:
      pressgen calendar -o coming.ics
      pressgen calendar --all
    """
    from pressgen.schedule.calendar_file import calendar_text
    from pressgen.schedule.due import look_ahead

    root, console = folder.absolute(), console_for(folder)
    options = build_options(output=output_folder(output), url=url, skip_invalid=True)
    if file:
        _check_place(file, root, options.output)
        _check_file(file)
    with console.exit_on_error():
        outlook = look_ahead(root, current_instant() if as_of is None else as_of, options)
    changes = [change for change in outlook.coming if is_all or change.kind not in QUIET_KINDS]
    text = calendar_text(changes, lambda change, count: _describe(change, count, console)).encode()
    if file is None:
        write(text, nl=False)
        return
    try:
        with file.open("wb") as stream:
            stream.write(text)
    except OSError as error:
        raise not_written(file, error) from error


def _describe(change: Change, count: int, console: Console) -> tuple[str, str]:
    """The summary and the description of an event, in the language of the console."""
    summary = console.translate(EVENTS[change.kind], title=change.title, count=count)
    return summary, "\n".join(filter(None, (change.source, change.address)))


def _check_place(file: Path, root: Path, output: str) -> None:
    """Refuse a folder that is published: a pressgen site, or a folder of the sources."""
    from pressgen.publish.guard import is_within
    from pressgen.publish.manifest import MANIFEST

    # The file itself may be a link into such a folder.
    place = Path(os.path.realpath(file)).parent
    published = [root / name for name in (output, "output", "preview", "content", "static")]
    published += [parent for parent in place.parents if (parent / MANIFEST).exists()]
    if (place / MANIFEST).exists() or any(is_within(place, parent) for parent in published):
        text = "{path} is in a folder that is published, and the calendar has embargoed headlines. Write it to {hint}."
        name = "coming.ics" if file.is_symlink() else file.name
        raise usage_error(text, path=str(file), hint=os.path.relpath(root / name))


def _check_file(file: Path) -> None:
    """Refuse to replace a file that is no calendar."""
    try:
        with file.open("rb") as stream:
            is_calendar = stream.read(len(BEGINNING)) in (BEGINNING, b"")
    except OSError:  # a new file, or one that cannot be written either
        return
    if not is_calendar:
        raise usage_error("{path} exists and is no calendar. Give the calendar another name.", path=str(file))
