"""`pressgen clean`."""

from __future__ import annotations

from pathlib import Path

import click

from pressgen.cli.tell import voice_of


@click.command("clean")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
def command(folder: Path) -> None:
    """Remove the cache of FOLDER (default: here), .pressgen/. The built site stays.

    \b
    Example:
      pressgen clean
    """
    from pressgen.store.database import FOLDER, forget_folder

    voice = voice_of(folder)
    if forget_folder(folder):
        voice.say("Removed {folder}/.", folder=FOLDER)
    else:
        voice.say("There is no {folder}/ here.", folder=FOLDER)
