"""`pressgen clean`."""

from __future__ import annotations

from pathlib import Path

import click

from pressgen.cli.arguments import folder_argument
from pressgen.cli.console import console_for


@click.command("clean")
@folder_argument
def command(folder: Path) -> None:
    """Remove what earlier builds of FOLDER left in .pressgen/; the site itself stays.

    \b
    Example:
      pressgen clean
    """
    from pressgen.store.database import FOLDER, forget_folder

    console = console_for(folder)
    if forget_folder(folder):
        console.say("Removed {folder}/.", folder=FOLDER)
    else:
        console.say("There is no {folder}/ here.", folder=FOLDER)
