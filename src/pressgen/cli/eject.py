"""`pressgen eject`."""

from __future__ import annotations

from pathlib import Path

import click

from pressgen.cli.arguments import find_site, path_from_here, site_option
from pressgen.cli.console import console_for
from pressgen.cli.streams import write


@click.command("eject")
@click.argument("template", required=False)
@click.option("--diff", "is_diff", is_flag=True, help="Show how the theme's TEMPLATE, or each, differs from yours.")
@site_option
def command(template: str | None, is_diff: bool, site: Path | None) -> None:
    """Copy TEMPLATE of the default theme to the site's templates/, where you can change it.

    Without TEMPLATE, lists the templates. Existing files are never changed. If the theme's own
    template changes later, `pressgen check` reports it.

    \b
    Examples:
      pressgen eject
      pressgen eject article.html
      pressgen eject --diff
    """
    from pressgen.content.ejected import originals
    from pressgen.scaffold.eject import compare, eject

    if template is None and not is_diff:
        write("\n".join(sorted(originals())))
        return
    root = find_site(site)
    console = console_for(root)
    with console.exit_on_error():
        if template is not None and not is_diff:
            write(path_from_here(root, eject(root, template)))
        elif difference := compare(root, template):
            write(difference)
        else:
            console.say("No template of yours differs from the theme's.")
