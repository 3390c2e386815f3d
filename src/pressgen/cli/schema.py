"""`pressgen schema`."""

from __future__ import annotations

import click

from pressgen.cli.streams import write_data


@click.command("schema")
@click.argument("kind", type=click.Choice(["settings", "frontmatter"]))
def command(kind: str) -> None:
    """Print a JSON Schema, with which editors can check files.

    \b
    Example:
      pressgen schema frontmatter > frontmatter.schema.json
    """
    from pressgen.content import schemas

    write_data(schemas.settings() if kind == "settings" else schemas.frontmatter(), nl=False)
