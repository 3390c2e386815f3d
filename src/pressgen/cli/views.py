"""`pressgen views`."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import click

from pressgen.cli.arguments import build_options, find_site, jobs_option, site_option, url_option
from pressgen.cli.clock import current_instant
from pressgen.cli.console import console_for, usage_error


@click.group("views")
def command() -> None:
    """Count how often releases are read.

    \b
    Example:
      pressgen views import access.log
    """


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", metavar="DAY", help="Last day of an export that does not say it; default: when it was saved.")
@click.option("--allow-lower", is_flag=True, help="Take numbers that are lower than before; each gets a note.")
@site_option
@url_option
@jobs_option
def import_command(
    files: tuple[Path, ...], as_of: str | None, allow_lower: bool, site: Path | None, url: str, jobs: int
) -> None:
    """Count the views of releases in access logs and exports, and write them to data/views.yml.

    FILES are access logs in the combined format, also compressed with gzip, and exports of pages
    from Plausible, Matomo, Umami or GoAccess (CSV or JSON). What was imported before is not counted
    again, so that you can import a log every day. Robots are left out.

    Exits with 0 if all files were imported, and with 1, without writing anything, if one cannot be used.

    \b
    Examples:
      pressgen views import access.log
      pressgen views import access.log.2.gz access.log.1 access.log
      pressgen views import pages.csv --as-of 2026-11-28
    """
    from pressgen.content.scan import VIEWS_FILE
    from pressgen.content.views_file import LOG
    from pressgen.errors import sorted_problems
    from pressgen.views.importing import ImportRequest, import_views

    root = find_site(site)
    console = console_for(root)
    instant = current_instant()
    request = ImportRequest(
        root=root,
        paths=files,
        instant=instant,
        options=build_options(jobs, url=url),
        as_of=_day(as_of, instant),
        allow_lower=allow_lower,
    )
    with console.exit_on_error():
        report = import_views(request)
    for problem in sorted_problems(report.problems):
        console.print_problem(problem)
    for one in report.files:
        views, path = console.count_of(one.views, "view"), str(one.path)
        if one.source == LOG:
            text = "{path}: {lines}, {views}."
            console.say(text, path=path, lines=console.count_of(one.lines, "new line"), views=views)
        else:
            console.say("{path} ({source}): {views}.", path=path, source=one.source, views=views)
    if report.changed:
        count = console.count_of(report.changed, "release")
        console.say("{file}: the numbers of {releases} changed.", file=VIEWS_FILE, releases=count)
    else:
        console.say("{file}: no number changed.", file=VIEWS_FILE)


def _day(text: str | None, instant: datetime) -> str:
    """A day in ISO form; empty if none is given."""
    from pressgen.views.importing import last_day

    if text is None:
        return ""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        raise usage_error("--as-of is “{value}”; write a day, such as 2026-11-28.", value=text) from None
    if day > last_day(instant):
        raise usage_error("--as-of is “{value}”, a day that is still to come.", value=text)
    return day
