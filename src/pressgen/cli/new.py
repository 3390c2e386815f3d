"""`pressgen new`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressgen.cli.clock import now
from pressgen.cli.place import seen, site_of
from pressgen.cli.streams import write
from pressgen.cli.tell import usage_error, voice_of

if TYPE_CHECKING:
    from pressgen.scaffold.release import Begun


@click.command("new")
@click.argument("headline", required=False)
@click.option("--kind", metavar="KIND", help="announcement (default), event, appointment, statement, correction.")
@click.option("--lang", metavar="LANG", help="Language; default: the first of the settings.")
@click.option("--from", "source", metavar="RELEASE", help="Copy tags, contacts, dateline and text of this file.")
@click.option("--date", metavar="INSTANT", help="Day or time of publication, e.g. '2026-01-27 09:00'; default: now.")
@click.option("--translate", nargs=2, metavar="RELEASE LANG", help="Create a translation of a file instead.")
@click.option("--edit", is_flag=True, help="Open the new file in $VISUAL or $EDITOR.")
@click.option("--site", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The site's folder.")
def command(
    headline: str | None, translate: tuple[str, str] | None, edit: bool, site: Path | None, **wanted: str | None
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
    from pressgen.errors import PressgenError
    from pressgen.scaffold.lay import lay

    _agree(headline, translate, wanted)
    root = site_of(site)
    voice = voice_of(root)
    try:
        begun = _begun(root, headline or "", translate, wanted)
        if lay(root, {begun.path: begun.text.encode()}).kept:
            raise click.ClickException(voice.words("{path} already exists; it was not changed.", path=begun.path))
    except PressgenError as error:
        voice.refused(error)
        sys.exit(error.exit_code)
    if begun.beside:
        voice.say("{path} already has that name or address, so this file has a number.", path=begun.beside)
    write(seen(root, begun.path))
    if edit:
        click.edit(filename=str(root / begun.path))


def _agree(headline: str | None, translate: tuple[str, str] | None, wanted: dict[str, str | None]) -> None:
    """Refuse what cannot be meant together."""
    if translate and (headline is not None or any(value is not None for value in wanted.values())):
        raise usage_error(
            "--translate copies headline, date and text from the release; do not use other options with it."
        )
    if not translate and headline is None:
        raise usage_error('Write the headline in quotation marks: pressgen new "…".')
    if wanted["source"] is not None and wanted["kind"] is not None:
        raise usage_error("--from copies the text of a release, --kind that of an outline; use only one of them.")


def _begun(root: Path, headline: str, translate: tuple[str, str] | None, wanted: dict[str, str | None]) -> Begun:
    from msgspec import structs

    from pressgen.model import Options
    from pressgen.scaffold.release import Wanted, begin
    from pressgen.scaffold.translation import translate as translation
    from pressgen.site.sources import Sources, open_sources
    from pressgen.store.database import retry_without_memory

    options = Options(jobs=os.cpu_count() or 1, home=os.path.expanduser("~"))

    def run(is_kept: bool) -> Sources:
        with open_sources(root, now(), structs.replace(options, cache=is_kept)) as (sources, _):
            return sources

    sources = retry_without_memory(run, True)
    if translate:
        return translation(sources, _named(root, translate[0]), translate[1])
    source = wanted.pop("source")
    given = {key: value for key, value in wanted.items() if value is not None}
    return begin(sources, Wanted(headline=headline, source=_named(root, source) if source else "", **given))


def _named(root: Path, given: str) -> str:
    """A file's path from the site's folder, written as seen from here or from there."""
    path = os.path.relpath(os.path.abspath(given), root).replace(os.sep, "/")
    return path if (root / path).is_file() and not path.startswith("../") else given.replace(os.sep, "/")
