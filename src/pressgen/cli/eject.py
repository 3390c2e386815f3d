"""`pressgen eject`."""

from __future__ import annotations

from pathlib import Path

import click

from pressgen.cli.arguments import find_site, path_from_here, site_option
from pressgen.cli.console import console_for
from pressgen.cli.streams import write


@click.command("eject")
@click.argument("template", required=False)
@site_option
def command(template: str | None, site: Path | None) -> None:
    """Copy TEMPLATE of the default theme to the site's templates/, where you can change it.

    Without TEMPLATE, lists the templates. Existing files are never changed. If the theme's own
    template changes later, `pressgen check` reports it.

    \b
    Examples:
      pressgen eject
      pressgen eject article.html
    """
    from pressgen.scaffold.eject import eject, template_names

    if template is None:
        write("\n".join(template_names()))
        return
    root = find_site(site)
    with console_for(root).exit_on_error():
        write(path_from_here(root, eject(root, template)))
