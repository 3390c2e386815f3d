"""`pressgen eject`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pressgen.cli.place import seen, site_of
from pressgen.cli.streams import write
from pressgen.cli.tell import voice_of


@click.command("eject")
@click.argument("template", required=False)
@click.option("--site", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The site's folder.")
def command(template: str | None, site: Path | None) -> None:
    """Copy TEMPLATE of the default theme to the site's templates/, where you can change it.

    Without TEMPLATE, lists the templates. Existing files are never changed. If the theme's own
    template changes later, `pressgen check` reports it.

    \b
    Examples:
      pressgen eject
      pressgen eject article.html
    """
    from pressgen.errors import PressgenError
    from pressgen.scaffold.eject import eject, names

    if template is None:
        write("\n".join(names()))
        return
    root = site_of(site)
    try:
        write(seen(root, eject(root, template)))
    except PressgenError as error:
        voice_of(root).refused(error)
        sys.exit(error.exit_code)
