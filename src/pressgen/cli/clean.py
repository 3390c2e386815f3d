"""`pressgen clean`."""

from __future__ import annotations

from pathlib import Path

import click

from pressgen.cli.tell import voice_of


@click.command("clean")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
def command(folder: Path) -> None:
    """Remove what earlier builds of FOLDER left in .pressgen/; the site itself stays.

    \b
    Example:
      pressgen clean
    """
    from pressgen.store.database import FOLDER, forget_folder

    voice_of(folder).say(f"Removed {FOLDER}/." if forget_folder(folder) else f"There is no {FOLDER}/ here.")
