"""The site's folder that a command works in, and paths as the person who called it sees them."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pressgen.cli.tell import usage_error

address = click.option(
    "--url",
    metavar="URL",
    envvar="PRESSGEN_URL",
    callback=lambda context, parameter, given: _not_empty(given),
    help="Public address to use instead of `url` in the settings; default: $PRESSGEN_URL, if it is set.",
)
"""The option for the public address; a CI job can set it for a site that is built for several."""


def _not_empty(given: str | None) -> str | None:
    if given == "":
        raise usage_error("--url is empty; write an address, such as https://news.example.org/.")
    return given


def site_of(given: Path | None) -> Path:
    """The folder that was given, else the nearest one from here upwards that has a pressgen.yml."""
    here = Path(os.path.abspath(given or Path()))
    folders = [here] if given else [here, *here.parents]
    root = next((folder for folder in folders if (folder / "pressgen.yml").is_file()), None)
    if root is None:
        if given:
            text = "There is no pressgen.yml in {folder}. Create a site with `pressgen init`."
            raise usage_error(text, folder=str(given))
        raise usage_error(
            "There is no pressgen.yml here or in a folder above. "
            "Go to the site's folder, name it with --site, or create a site with `pressgen init`."
        )
    return root


def seen(root: Path, name: str) -> str:
    """A path of the site as it is seen from the current folder."""
    return os.path.relpath(root / name)
