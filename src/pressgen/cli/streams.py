"""The standard streams: words for people go to stderr, data for programs to stdout."""

from __future__ import annotations

import errno
import io
import locale
import os
import sys
from contextlib import suppress

import click


def use_utf8() -> None:
    """Start Python again in its UTF-8 mode if the locale has no letters for the names of files.

    The files of a site are named in UTF-8 whatever the locale is. What is printed stays in the locale's encoding.
    """
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        os.environ.setdefault("PYTHONIOENCODING", locale.getencoding())
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


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
    for stream in (sys.stdout, sys.stderr):
        # A locale may have no letters for the words: better a \\u2026 than nothing.
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(errors="backslashreplace")


def tell(text: str) -> None:
    """Print words on stderr; if nobody can get them, the command goes on, and its exit code still tells the truth."""
    with suppress(OSError):
        click.echo(text, err=True)


def write_data(text: str, nl: bool = True) -> None:
    """Print a document for programs on stdout, in UTF-8 whatever the locale is, as JSON and XML have to be."""
    write(text.encode(), nl)


def write(text: str | bytes, nl: bool = True) -> None:
    """Print data on stdout; ends the command with exit code 1 if it cannot be written."""
    try:
        click.echo(text, nl=nl)
    except OSError as error:
        # What remains in the buffer must not be tried again at the end of the process.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno == errno.EPIPE:  # whoever read it has seen enough
            sys.exit(1)
        tell(f"The output could not be written to stdout: {(error.strerror or str(error)).lower()}.")
        sys.exit(1)
