"""The standard streams: messages for people go to stderr, data for programs to stdout."""

from __future__ import annotations

import errno
import io
import locale
import os
import sys
from contextlib import suppress
from typing import TextIO

import click


def use_utf8() -> None:
    """Start Python again in its UTF-8 mode if the encoding of the locale is another one.

    The names of files in a site are UTF-8 whatever the locale is. Output stays in the encoding of the locale.
    """
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        os.environ.setdefault("PYTHONIOENCODING", locale.getencoding())
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def open_streams() -> None:
    """Open every standard stream that was closed before the start, as in `pressgen build >&-`."""
    # Else the next files that are opened would get the numbers of these streams, and messages would go into them.
    null = os.open(os.devnull, os.O_RDWR)
    while null <= 2:
        null = os.dup(null)
    os.close(null)
    sys.stdin = sys.stdin or os.fdopen(0, "r", encoding="utf-8")
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        # A locale may not have all letters: a \\u2026 is better than an exception.
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(errors="backslashreplace")


def print_message(text: str) -> None:
    """Print a message on stderr; if that is impossible, the command goes on, and its exit code is still right."""
    try:
        click.echo(text, err=True)
    except OSError:
        _discard(sys.stderr)


def write_data(text: str, nl: bool = True) -> None:
    """Print a document for programs on stdout, always in UTF-8, as JSON and XML require."""
    write(text.encode(), nl)


def write(text: str | bytes, nl: bool = True) -> None:
    """Print data on stdout; ends the command with exit code 1 if it cannot be written."""
    try:
        click.echo(text, nl=nl)
    except OSError as error:
        _discard(sys.stdout)
        # A reader such as `head` has read enough: that is not an error.
        if error.errno != errno.EPIPE:
            print_message(f"The output could not be written to stdout: {(error.strerror or str(error)).lower()}.")
        sys.exit(1)


def _discard(stream: TextIO) -> None:
    """Have whatever else is written to a stream go nowhere."""
    # Else Python tries to write the rest of its buffer once more when it exits, and then has an exit code of its own.
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
