"""Arguments and options that several commands share, the folder of the site, and paths relative to it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import click

from pressgen.cli.console import usage_error

if TYPE_CHECKING:
    from pressgen.model import Options

    class _Values(TypedDict, total=False):
        output: str
        url: str
        drafts: bool
        strict: bool
        skip_invalid: bool
        cache: bool
        explain: bool
        record: Literal["setting", "always", "never"]


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
folder_argument = click.argument("folder", type=_FOLDER, default=Path())
site_option = click.option("--site", type=_FOLDER, help="The site's folder.")
# A CI job can set the variable for a site that is built for several addresses.
url_option = click.option(
    "--url",
    metavar="URL",
    envvar="PRESSGEN_URL",
    callback=lambda context, parameter, value: _url(value),
    help="Public address to use instead of `url` in the settings; default: $PRESSGEN_URL, if it is set.",
)

output_option = click.option("--output", metavar="DIR", help="The output folder, from FOLDER; default: output.")


def default_jobs() -> int:
    """One worker process for each core."""
    return os.cpu_count() or 1


jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1),
    default=default_jobs,
    metavar="N",
    help="Worker processes; default: one for each core.",
)
"""The option of every command that reads a whole site."""


def build_options(jobs: int = 0, **values: Unpack[_Values]) -> Options:
    """The options of a build; the guard must know the home folder, to refuse it as output."""
    from pressgen.model import Options

    return Options(jobs=jobs or default_jobs(), home=os.path.expanduser("~"), **values)


def output_folder(output: str | None, default: str = "output") -> str:
    """The output folder of --output, else the default one."""
    if output == "":
        raise usage_error("--output is empty; name a folder.")
    return output or default


def _url(value: str | None) -> str:
    if value == "":
        raise usage_error("--url is empty; write an address, such as https://news.example.org/.")
    return value or ""


def search_site(start: Path, upwards: bool) -> Path | None:
    """The folder if it has a pressgen.yml; `upwards`, else the nearest one above it that has."""
    start = Path(os.path.abspath(start))
    folders = [start, *start.parents] if upwards else [start]
    return next((folder for folder in folders if (folder / "pressgen.yml").is_file()), None)


def find_site(site: Path | None) -> Path:
    """The folder of --site, else the nearest one from here upwards that has a pressgen.yml."""
    root = search_site(site or Path(), upwards=site is None)
    if root is None and site:
        text = "There is no pressgen.yml in {folder}. Create a site with `pressgen init`."
        raise usage_error(text, folder=str(site))
    if root is None:
        raise usage_error(
            "There is no pressgen.yml here or in a folder above. "
            "Go to the site's folder, name it with --site, or create a site with `pressgen init`."
        )
    return root


def path_in_site(root: Path, path: str | Path) -> str:
    """A path, given from the current folder, as sources name it; begins with ../ if it is not in the site."""
    return os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")


def paths_in_site(root: Path, paths: Iterable[Path]) -> tuple[str, ...]:
    """Paths as by `path_in_site`; raises UsageError for one that is not in the site."""
    pairs = [(path, path_in_site(root, path)) for path in paths]
    for path, site_path in pairs:
        if f"{site_path}/".startswith("../"):
            raise usage_error("{path} is not in the site {root}.", path=str(path), root=str(root))
    return tuple(site_path for _, site_path in pairs)


def path_from_here(root: Path, path: str) -> str:
    """A path of the site, given from the current folder."""
    return os.path.relpath(root / path)
