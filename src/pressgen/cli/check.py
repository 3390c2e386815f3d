"""`pressgen check`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from pressgen.cli.clock import now
from pressgen.cli.place import address
from pressgen.cli.streams import write_data
from pressgen.cli.tell import usage_error, voice_of

FORMATS = ("text", "json", "sarif", "github", "junit")


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--site", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The site's folder.")
@click.option(
    "--as-of",
    metavar="INSTANT",
    help="Check the site as it will be at that time, e.g. '2025-01-27 09:00'; default: now.",
)
@address
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--external", is_flag=True, help="Check links to other sites too.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="Format of the findings on stdout.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Worker processes; default: one for each core.")
def command(
    paths: tuple[Path, ...],
    site: Path | None,
    as_of: str | None,
    url: str | None,
    form: str,
    jobs: int | None,
    **flags: bool,
) -> None:
    """Find mistakes in the releases before publication; PATHS limit the report to files and folders.

    Exits with 0 if there are no errors, 1 if there are errors (with --strict, or warnings), and 2
    if the settings or the command line have errors. Nothing is written to the output folder.

    \b
    Examples:
      pressgen check
      pressgen check content/2026/plan.md --strict
      pressgen check --format sarif > findings.sarif
    """
    from pressgen.check.reports import FORMATS as forms
    from pressgen.check.run import check
    from pressgen.model import Options

    root, chosen = _places(site, paths)
    home, strict = os.path.expanduser("~"), flags["strict"]
    options = Options(jobs=jobs or os.cpu_count() or 1, home=home, strict=strict, url=url or "")
    checked = check(root, now() if as_of is None else as_of, options, chosen, time.time() if flags["external"] else 0)
    voice = voice_of(root)
    if form == "text":
        voice.findings(checked.problems, checked.files)
    elif text := forms[form](voice.problems(checked.problems)):
        write_data(text)
    sys.exit(checked.exit_code)


def _places(site: Path | None, paths: tuple[Path, ...]) -> tuple[Path, tuple[str, ...]]:
    """The site's folder, and the paths seen from it; the folder is the nearest that has a pressgen.yml."""
    start = site or (paths[0] if paths else Path())
    start = Path(os.path.abspath(start))
    folders = [start] if site else [start, *start.parents]
    root = next((folder for folder in folders if (folder / "pressgen.yml").is_file()), site or Path()).absolute()
    chosen = []
    for path in paths:
        seen = os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")
        if seen.startswith("../") or seen == "..":
            raise usage_error("{path} is not in the site {root}.", path=str(path), root=str(root))
        chosen.append(seen)
    return root, tuple(chosen)
