"""The standard streams: words for people go to stderr, data for programs to stdout."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress

import click


def open_streams() -> None:
    """Put something behind every standard stream that was closed before the start, as `pressgen build >&-` does.

    Else the first files to be opened would get the numbers of these streams, and Python has None in their place.
    """
    null = os.open(os.devnull, os.O_RDWR)
    while null <= 2:
        null = os.dup(null)
    os.close(null)
    sys.stdin = sys.stdin or os.fdopen(0, "r", encoding="utf-8")
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8")


def tell(text: str) -> None:
    """Print words on stderr; if nobody can get them, the command goes on, and its exit code still tells the truth."""
    with suppress(OSError):
        click.echo(text, err=True)


def write(text: str, nl: bool = True) -> None:
    """Print data on stdout; ends the command with exit code 1 if it cannot be written."""
    try:
        click.echo(text, nl=nl)
    except OSError as error:
        # What remains in the buffer must not be tried again at the end of the process.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno == errno.EPIPE:  # whoever read it has seen enough
            sys.exit(1)
        tell(f"The answer could not be written to stdout: {(error.strerror or str(error)).lower()}.")
        sys.exit(1)
