"""Publishing the files of a site: all of them or none, and nothing of anybody else's is touched."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from pressgen.errors import OutputError, Problem
from pressgen.output.exchange import publish_whole
from pressgen.output.guard import check_folder
from pressgen.output.inplace import publish_in_place
from pressgen.output.manifest import AsItIs, Content
from pressgen.output.stage import sweep
from pressgen.output.survey import Change, Survey, compare, survey

__all__ = ["Content", "Written", "check_folder", "publish"]

# What the system says where a folder cannot be exchanged, or nothing can be staged next to it.
_NOT_AS_A_WHOLE = {
    errno.EPERM, errno.EACCES, errno.EXDEV, errno.EBUSY, errno.EINVAL, errno.ENOSYS, errno.EROFS, errno.EOPNOTSUPP,
    errno.EMLINK,
}  # fmt: skip
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


class Written(Struct, frozen=True):
    """What a publication did: paths from the output folder, sorted.

    `reasons` tell why each file had to be made; empty for one that had not.
    """

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    reasons: dict[str, str] = {}


def publish(
    output: Path, files: Iterable[tuple[str, Content | AsItIs]], protected: Sequence[Path], home: Path | None = None
) -> Written:
    """Make the folder `output` hold exactly `files`, and what else stands there untouched.

    Each file is a path from `output`, with /, and its bytes, the absolute path of a file to
    copy, or that it is to stay as it is. `protected` and `home` are as for `check_folder`.
    Nothing at all is written where nothing differs. Raises SettingsError for a folder that must
    not be built to, and OutputError, with the folder as it was, where anything prevents it.
    """
    with _told(output):
        folder = check_folder(output, protected, home)
        sweep(folder)
        seen = survey(folder)
        change = compare(folder, seen, files)
        if not change.is_empty:
            _put(folder, seen, change)
    return Written(tuple(sorted(change.changed)), change.unchanged, change.removed)


def _put(folder: Path, seen: Survey, change: Change) -> None:
    if not seen.sealed:
        try:
            publish_whole(folder, seen, change)
        except OSError as fault:
            if seen.top is None or fault.errno not in _NOT_AS_A_WHOLE:
                raise
        else:
            return
    publish_in_place(folder, seen, change)


@contextlib.contextmanager
def _told(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        words, cure = _WORDS.get(
            fault.errno or 0, ((fault.strerror or str(fault)).lower(), "Mend that and build again.")
        )
        message = f"“{fault.filename or output}” could not be read or written: {words}."
        hint = f"{cure} The site in the output folder is as it was."
        raise OutputError(Problem(code="output-failed", message=message, hint=hint)) from fault
