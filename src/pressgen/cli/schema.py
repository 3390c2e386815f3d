"""`pressgen schema`."""

from __future__ import annotations

import click


@click.command("schema")
@click.argument("what", type=click.Choice(["settings", "frontmatter"]))
def command(what: str) -> None:
    """Print a JSON Schema that editors can check files against.

    \b
    Example:
      pressgen schema frontmatter > frontmatter.schema.json
    """
    import msgspec

    if what == "settings":
        from pressgen.settings import Settings

        found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Settings)}
    else:
        from pressgen.content.frontmatter.schema import schema as frontmatter_schema

        found = frontmatter_schema()
    click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
