"""Translate errors of the operating system into problems, with a fix."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from pressgen.errors import OutputError, Problem

_WORDS = {
    errno.ENOSPC: ("the disk is full", "Free some space and build again."),
    errno.EDQUOT: ("the space allowed to this user is used up", "Free some space and build again."),
    errno.EFBIG: ("the file is larger than the system allows", "Make it smaller and build again."),
    errno.EACCES: ("pressgen has no permission there", "Give this user the permission, or build elsewhere."),
    errno.EPERM: ("the system does not permit it", "Give this user the permission, or build elsewhere."),
    errno.EROFS: ("the disk can only be read", "Build to another folder."),
    errno.EMFILE: ("too many files are open", "Build again; if that does not help, raise the limit (`ulimit -n`)."),
    errno.ENFILE: ("the system has too many files open", "Close other programs and build again."),
    errno.EIO: ("the disk reports a fault", "Have the disk checked, and build to another one."),
    errno.ENAMETOOLONG: ("the name is too long for the disk", "Give the page a shorter slug and build again."),
    errno.ENOTDIR: ("a file stands where a folder is needed", "Move that file away, or build to another folder."),
    errno.ENOENT: ("it is not there any more", "Build again, with nothing else writing there."),
}


@contextlib.contextmanager
def translate_os_errors(output: Path) -> Iterator[None]:
    """Raise an OSError of the block as an OutputError that names the file, or `output` where no file is known."""
    try:
        yield
    except OSError as error:
        words, fix = _WORDS.get(
            error.errno or 0, ((error.strerror or str(error)).lower(), "Mend that and build again.")
        )
        message = f"“{error.filename or output}” could not be read or written: {words}."
        hint = f"{fix} The site in the output folder is as it was."
        raise OutputError(Problem(code="output-failed", message=message, hint=hint)) from error
