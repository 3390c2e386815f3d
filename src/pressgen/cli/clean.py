"""`pressgen clean`."""

from __future__ import annotations

from pathlib import Path

import click

from pressgen.cache_folder import CACHE_FOLDER
from pressgen.cli.arguments import folder_argument
from pressgen.cli.console import console_for


@click.command("clean")
@folder_argument
def command(folder: Path) -> None:
    """Remove the cache of FOLDER (default: here). The built site stays.

    \b
    Example:
      pressgen clean
    """
    from pressgen.store.database import forget_folder

    console = console_for(folder)
    if forget_folder(folder):
        console.say("Removed {folder}/.", folder=CACHE_FOLDER)
    else:
        console.say("There is no {folder}/ here.", folder=CACHE_FOLDER)
