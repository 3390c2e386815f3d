"""Translate errors of the operating system into problems, with a fix."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from pressgen.errors import OutputError, Problem
from pressgen.problems import PROBLEMS


@contextlib.contextmanager
def translate_os_errors(output: Path | str) -> Iterator[None]:
    """Raise an OSError of the block as an OutputError that names the file, or `output` where no file is known."""
    try:
        yield
    except OSError as error:
        key, reason = f"output-failed/{errno.errorcode.get(error.errno or 0)}", (error.strerror or str(error)).lower()
        key = key if key in PROBLEMS else "output-failed"
        raise OutputError(Problem.at(key, path=str(error.filename or output), reason=reason)) from error
