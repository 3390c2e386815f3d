"""`pressgen new`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressgen.cli.arguments import build_options, find_site, path_from_here, path_in_site, site_option
from pressgen.cli.clock import current_instant
from pressgen.cli.console import console_for, usage_error
from pressgen.cli.streams import write

if TYPE_CHECKING:
    from pressgen.scaffold.release import NewFile


@click.command("new")
@click.argument("headline", nargs=-1, metavar="HEADLINE")
@click.option("--kind", metavar="KIND", help="announcement (default), event, appointment, statement, correction.")
@click.option("--lang", metavar="LANG", help="Language; default: the first of the settings.")
@click.option("--from", "source", metavar="RELEASE", help="Copy tags, contacts, dateline and text of this file.")
@click.option("--date", metavar="INSTANT", help="Day or time of publication, e.g. '2026-01-27 09:00'; default: now.")
@click.option("--translate", nargs=2, metavar="RELEASE LANG", help="Create a translation of a file instead.")
@click.option("--edit", is_flag=True, help="Open the new file in $VISUAL or $EDITOR.")
@site_option
def command(
    headline: tuple[str, ...], translate: tuple[str, str] | None, edit: bool, site: Path | None, **options: str | None
) -> None:
    """Create a release: a dated draft with the keys it needs, beside the newest releases of the site.

    Prints the path of the new file. If the name is taken, the file gets a number; none is replaced.

    \b
    Examples:
      pressgen new "Forty schools open their doors"
      pressgen new "Robotics week" --kind event --date '2026-03-02 09:00' --edit
      pressgen new "Weekly figures" --from content/2026/weekly-figures.md
      pressgen new --translate content/2026/robotics-week.md ru
    """
    from pressgen.scaffold.files import write_new_files

    _check_combination(headline, translate, options)
    root = find_site(site)
    console = console_for(root)
    with console.exit_on_error():
        release = _compose(root, "".join(headline), translate, options)
        if write_new_files(root, {release.path: release.text.encode()}).existing:
            text = "{path} already exists; it was not changed."
            raise click.ClickException(console.translate(text, path=release.path))
    if release.conflict:
        console.say("{path} already has that name or address, so this file has a number.", path=release.conflict)
    # Alone on stdout, so that scripts and editors can use it.
    write(path_from_here(root, release.path))
    if edit:
        click.edit(filename=str(root / release.path))


def _check_combination(
    headline: tuple[str, ...], translate: tuple[str, str] | None, options: dict[str, str | None]
) -> None:
    """Raise a UsageError if options contradict each other, or if one is missing."""
    if translate and (headline or any(value is not None for value in options.values())):
        raise usage_error(
            "--translate copies headline, date and text from the release; do not use other options with it."
        )
    if not translate and len(headline) != 1:
        text = 'Write the headline in quotation marks: pressgen new "{headline}".'
        raise usage_error(text, headline=" ".join(headline) or "…")
    if options["source"] is not None and options["kind"] is not None:
        raise usage_error("--from copies the text of a release, --kind that of an outline; use only one of them.")


def _compose(root: Path, headline: str, translate: tuple[str, str] | None, options: dict[str, str | None]) -> NewFile:
    from pressgen.scaffold.release import ReleaseRequest, new_release
    from pressgen.scaffold.translation import translate as translation
    from pressgen.site.sources import with_sources

    sources = with_sources(root, current_instant(), build_options(), lambda sources, _: sources)
    if translate:
        return translation(sources, _source_path(root, translate[0]), translate[1])
    source = options.pop("source")
    chosen_options = {key: value for key, value in options.items() if value is not None}
    source = _source_path(root, source) if source else ""
    return new_release(sources, ReleaseRequest(headline=headline, source=source, **chosen_options))


def _source_path(root: Path, name: str) -> str:
    """The path of a source, given from the current folder or from the folder of the site."""
    path = path_in_site(root, name)
    return path if (root / path).is_file() and not path.startswith("../") else name.replace(os.sep, "/")
