"""How many worker processes a command uses: as many as `--jobs` says, else one for each core."""

from __future__ import annotations

import os

import click


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
