"""Publishing few files: renames one by one under a journal, which the next build carries through if it must."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from pressgen.errors import OutputError, Problem
from pressgen.publish.diff import Diff, above, in_the_way, is_file, is_folder, is_reachable, moved, status_of
from pressgen.publish.lock import build_locked
from pressgen.publish.manifest import (
    JOURNAL,
    MANIFEST,
    STAGE_INSIDE,
    Signature,
    digest,
    encode_manifest,
    is_plain,
    read_manifest,
    signature_of,
)
from pressgen.publish.os_errors import translate_os_errors
from pressgen.publish.staging import (
    StagingArea,
    is_in_use,
    make_folder,
    renamed_error,
    stage_named,
    sweep,
)

_NO_SYNC = {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}
_NO_LINKS = {errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV}


class _Step(Struct, frozen=True):
    """One file that is published, from the stage's tree, or, without a digest, removed."""

    path: str
    digest: str = ""


class _Journal(Struct, frozen=True, forbid_unknown_fields=True):
    """What a build has begun to do: the name of its stage, and its steps in their order."""

    stage: str
    steps: list[_Step]


def publish_by_renames(
    folder: Path, area: StagingArea, diff: Diff, ours: Mapping[str, str], signature: Signature
) -> None:
    """Replace and remove single files in `folder`, where pressgen made the files `ours`; the manifest goes last.

    All new files are staged in `area`; `signature` is that of the manifest from which `diff` was made. An OSError or
    OutputError leaves the folder as it was. A process that is killed leaves a journal, for `complete`.
    """
    first = [path for path in diff.obsolete if path in diff.blocking]
    last = [path for path in diff.obsolete if path not in diff.blocking]
    steps = [*map(_Step, first), *(_Step(path, diff.digests[path]) for path in diff.changed), *map(_Step, last)]
    steps.append(_Step(MANIFEST, digest(Path(area.tree, MANIFEST))))
    stage = Path(area.stage)
    _write_synced(stage / JOURNAL, msgspec.json.encode(_Journal(stage.name, steps)), folder / JOURNAL)
    make_folder(str(stage / "old"), str(folder))
    renames = _Renames(folder, stage, ours, stage / "old")
    try:
        renames.begin()
        if signature_of(folder) != signature:
            raise moved(folder)
        for step in steps:
            renames.take(step)
    except BaseException:
        renames.undo()
        raise
    with contextlib.suppress(OSError):  # all is published; the next build finds nothing to complete
        os.unlink(folder / JOURNAL)


def complete(output: Path) -> None:
    """Finish what a killed build has left in and next to the folder `output`; raises OutputError where it cannot.

    A build does this first, under its lock. Files that are missing or damaged are left to its publication: the manifest
    then names the files of both sites.
    """
    folder = Path(os.path.realpath(output))
    with translate_os_errors(output):
        if os.path.lexists(folder / JOURNAL):
            _carry_through(folder)
            os.unlink(folder / JOURNAL)
        sweep(folder)


def _carry_through(folder: Path) -> None:
    try:
        journal = msgspec.json.decode((folder / JOURNAL).read_bytes(), type=_Journal)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return  # it is renamed to its place when it is whole, and nothing is published before
    stage = stage_named(folder, journal.stage)
    if stage is not None and is_in_use(stage):
        raise build_locked()
    ours = read_manifest(folder)
    renames = _Renames(folder, stage or folder / STAGE_INSIDE, ours, None)
    for step in journal.steps:
        if not renames.take_again(step):
            break
    else:
        return
    files = {step.path: step.digest for step in journal.steps if step.path != MANIFEST and renames.is_done(step)}
    _replace_manifest(folder, ours | files)


class _Renames:
    """Steps in a folder, each with its way back; `old` is the folder for the files that are replaced."""

    def __init__(self, folder: Path, stage: Path, ours: Mapping[str, str], old: Path | None) -> None:
        self.folder, self.tree, self.ours, self.old = folder, stage / "tree", ours, old
        self.journal = stage / JOURNAL
        self.names = map(str, range(1 << 60))
        self.way_back = contextlib.ExitStack()

    def begin(self) -> None:
        """Put the journal in its place, for good; raises OutputError if another build's is there."""
        try:
            _put_new(self.journal, self.folder / JOURNAL)
        except FileExistsError as error:
            raise build_locked() from error
        self.way_back.callback(os.unlink, self.folder / JOURNAL)
        _sync_folder(self.folder)

    def take(self, step: _Step) -> None:
        """Publish or remove one file; raises OutputError where that is no longer pressgen's."""
        if step.digest:
            self._put(step.path)
        else:
            self._remove(step.path)

    def take_again(self, step: _Step) -> bool:
        """Take a step unless it has been taken; False where that cannot be, without a trace of it."""
        is_manifest = step.path == MANIFEST
        is_clear = (is_manifest or is_plain(step.path)) and is_reachable(self.folder, step.path)
        status = status_of(self.folder, step.path) if is_clear else None
        is_own = is_file(status) and (is_manifest or step.path in self.ours)
        if not step.digest:
            if is_own or (is_clear and status is None):
                self._remove(step.path)
        elif not self.is_done(step):
            if not (is_own or (is_clear and status is None)) or not _holds(self.tree / step.path, step.digest):
                return False
            self._put(step.path)
        return True

    def is_done(self, step: _Step) -> bool:
        """Whether the file of a step is published."""
        is_there = bool(step.digest) and is_reachable(self.folder, step.path)
        return is_there and _holds(self.folder / step.path, step.digest)

    def undo(self) -> None:
        """Go all the way back; raises OutputError where that fails as well."""
        try:
            self.way_back.close()
        except OSError as error:
            message = f"“{error.filename or self.folder}” could neither be written nor put back as it was."
            hint = "The site in the output folder is old in parts and new in parts. Mend the disk and build again."
            raise OutputError(Problem(code="output-torn", message=message, hint=hint)) from error

    def _status(self, path: str) -> os.stat_result | None:
        return status_of(self.folder, path)

    def _put(self, path: str) -> None:
        self._make_folders(path)
        staged, target = self.tree / path, self.folder / path
        status = self._status(path)
        try:
            if status is None:
                _put_new(staged, target)
                self.way_back.callback(os.unlink, target)
            elif is_file(status) and (path in self.ours or path == MANIFEST):
                if self.old:
                    saved = self.old / next(self.names)
                    _copy(target, saved)
                    self.way_back.callback(os.replace, saved, target)
                os.replace(staged, target)
            else:
                raise in_the_way(path)
        except FileExistsError as error:
            raise in_the_way(path) from error
        except OSError as error:
            raise renamed_error(error, str(staged), str(target)) from error

    def _remove(self, path: str) -> None:
        target = self.folder / path
        if is_file(self._status(path)):
            if self.old:
                saved = self.old / next(self.names)
                os.replace(target, saved)
                self.way_back.callback(os.replace, saved, target)
            else:
                os.unlink(target)
        for folder in reversed(above(path)):
            if not self._remove_folder(self.folder / folder):
                break

    def _make_folders(self, path: str) -> None:
        for each in above(path):
            with contextlib.suppress(FileExistsError):
                if self._status(each) is None:
                    os.mkdir(self.folder / each)
                    self.way_back.callback(_remove_empty, self.folder / each)
                    os.chmod(self.folder / each, 0o755)
            if not is_folder(self._status(each)):
                raise in_the_way(each)

    def _remove_folder(self, folder: Path) -> bool:
        """Remove a folder if it is empty; whether it is gone."""
        try:
            mode = stat.S_IMODE(os.lstat(folder).st_mode)
            if not _remove_empty(folder):
                return False
        except FileNotFoundError:
            return True
        except NotADirectoryError:
            return False
        self.way_back.callback(os.chmod, folder, mode)
        self.way_back.callback(os.mkdir, folder)
        return True


def _remove_empty(folder: Path) -> bool:
    try:
        os.rmdir(folder)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        return False
    return True


def _put_new(source: Path, target: Path) -> None:
    """Rename a file to a name that must be free; raises FileExistsError if something is there."""
    # A rename would replace what somebody put there a moment ago; a link cannot.
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        os.rename(source, target)
    with contextlib.suppress(OSError):  # else it goes with the stage
        os.unlink(source)


def _copy(target: Path, saved: Path) -> None:
    try:
        os.link(target, saved)
    except OSError:
        shutil.copy2(target, saved)


def _holds(file: Path, wanted: str) -> bool:
    try:
        return is_file(os.lstat(file)) and digest(file) == wanted
    except (FileNotFoundError, NotADirectoryError):
        return False


def _replace_manifest(folder: Path, files: Mapping[str, str]) -> None:
    temporary = folder / f"{STAGE_INSIDE}manifest"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(temporary)
    _write_synced(temporary, encode_manifest(files), folder / MANIFEST)
    os.replace(temporary, folder / MANIFEST)


def _write_synced(file: Path, data: bytes, shown: Path) -> None:
    try:
        with open(file, "xb") as opened:
            opened.write(data)
            opened.flush()
            os.fchmod(opened.fileno(), 0o644)
            os.fsync(opened.fileno())
    except OSError as error:
        raise renamed_error(error, str(file), str(shown)) from error


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # which syncs no folders
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(opened)
