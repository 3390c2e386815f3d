"""Publish few files: renames one by one under a journal, which the next build completes after a kill."""

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
from pressgen.publish.diff import Diff, in_the_way, is_file, is_reachable, moved, parents_of, status_of
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
from pressgen.publish.staging import StagingArea, is_in_use, renamed_error, stage_named, sweep

_NO_LINKS = {errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV}


class _Step(Struct, frozen=True):
    """One file to publish from the stage's tree or, without a digest, to remove."""

    path: str
    digest: str = ""


class _Journal(Struct, frozen=True, forbid_unknown_fields=True):
    """What a build is about to do: the name of its stage, and its steps in order."""

    stage: str
    steps: list[_Step]


def publish_by_renames(
    folder: Path, area: StagingArea, diff: Diff, ours: Mapping[str, str], signature: Signature
) -> None:
    """Replace and remove single files in `folder`, where pressgen made the files `ours`; the manifest comes last.

    All new files are staged in `area`; `signature` is that of the manifest from which `diff` was made. An OSError or
    OutputError leaves the folder as it was. A process that is killed leaves a journal, for `complete`.
    """
    # Pages are removed after those that replace them, except where the new ones need their place.
    first = [path for path in diff.obsolete if path in diff.blocking]
    last = [path for path in diff.obsolete if path not in diff.blocking]
    steps = [*map(_Step, first), *(_Step(path, diff.digests[path]) for path in diff.changed), *map(_Step, last)]
    steps.append(_Step(MANIFEST, digest(Path(area.tree, MANIFEST))))
    stage = Path(area.stage)
    _write_synced(stage / JOURNAL, msgspec.json.encode(_Journal(stage.name, steps)))
    os.mkdir(stage / "old")
    renames = _Renames(folder, stage, ours, stage / "old")
    try:
        renames.begin()
        if signature_of(folder) != signature:
            raise moved(folder)
        for step in steps:
            if not renames.take(step):
                raise in_the_way(step.path)
    except BaseException:  # also when the user presses Ctrl+C
        renames.undo()
        raise
    with contextlib.suppress(OSError):  # everything is published; the next build finds nothing to complete
        os.unlink(folder / JOURNAL)


def complete(output: Path) -> None:
    """Finish what a killed build has left in and next to the folder `output`; raises OutputError where it cannot.

    A build does this first, under its lock. If files are missing or damaged, the manifest then names the files of both
    sites, and the build's own publication puts them right.
    """
    folder = Path(os.path.realpath(output))
    with translate_os_errors(output):
        if os.path.lexists(folder / JOURNAL):
            _complete_journal(folder)
            os.unlink(folder / JOURNAL)
        sweep(folder)


def _complete_journal(folder: Path) -> None:
    try:
        journal = msgspec.json.decode((folder / JOURNAL).read_bytes(), type=_Journal)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return  # not pressgen's: a journal appears only when it is complete, and before the first rename
    stage = stage_named(folder, journal.stage)
    if stage is not None and is_in_use(stage):
        raise build_locked()
    manifest = read_manifest(folder)
    ours = manifest.files
    renames = _Renames(folder, stage or folder / STAGE_INSIDE, ours, None)
    if not all(map(renames.take, journal.steps)):
        temporary = folder / f"{STAGE_INSIDE}manifest"
        temporary.unlink(missing_ok=True)
        _write_synced(temporary, encode_manifest(ours | renames.published, manifest.former))
        os.replace(temporary, folder / MANIFEST)


class _Renames:
    """Steps in a folder. Those of a publication can be undone; `old` is its folder for the files that are replaced."""

    def __init__(self, folder: Path, stage: Path, ours: Mapping[str, str], old: Path | None) -> None:
        self.folder, self.stage, self.ours, self.old = folder, stage, ours, old
        self.names = map(str, range(1 << 60))
        self.published: dict[str, str] = {}
        self.way_back = contextlib.ExitStack()

    def begin(self) -> None:
        """Publish the journal and sync it to disk; raises OutputError if there is one of another build."""
        try:
            _rename_to_new(self.stage / JOURNAL, self.folder / JOURNAL)
        except FileExistsError as error:
            raise build_locked() from error
        self.way_back.callback(os.unlink, self.folder / JOURNAL)
        _sync_folder(self.folder)

    def take(self, step: _Step) -> bool:
        """Take a step, unless it has been taken; False where its file is missing or something foreign is in the way."""
        # By digests, so that steps can be taken any number of times: a build can be killed between any two of them.
        path = step.path
        is_own = path == MANIFEST or path in self.ours
        if not (path == MANIFEST or is_plain(path)) or not is_reachable(self.folder, path):
            return not step.digest
        status = status_of(self.folder, path)
        if not step.digest:
            if status is None or (is_own and is_file(status)):
                self._remove(path, status)
            return True
        if not _has_digest(self.folder, path, step.digest):
            is_staged = _has_digest(self.stage / "tree", path, step.digest)
            if not is_staged or (status and not (is_own and is_file(status))):
                return False
            self._replace(path, status)
        if path != MANIFEST:
            self.published[path] = step.digest
        return True

    def undo(self) -> None:
        """Take all steps back; raises OutputError where that fails as well."""
        try:
            self.way_back.close()
        except OSError as error:
            raise OutputError(Problem.at("output-torn", path=str(error.filename or self.folder))) from error

    def _replace(self, path: str, status: os.stat_result | None) -> None:
        staged, target = self.stage / "tree" / path, self.folder / path
        for parent in (self.folder / name for name in parents_of(path)):
            with contextlib.suppress(FileExistsError):
                os.mkdir(parent)
                self.way_back.callback(_remove_if_empty, parent)
                os.chmod(parent, 0o755)
        try:
            if status is None:
                _rename_to_new(staged, target)
                self.way_back.callback(os.unlink, target)
            else:
                if self.old:
                    saved = self.old / next(self.names)
                    # The page must not be missing for a moment, so it stays in its place until it is replaced.
                    try:
                        os.link(target, saved)
                    except OSError:
                        shutil.copy2(target, saved)
                    self.way_back.callback(os.replace, saved, target)
                os.replace(staged, target)
        except FileExistsError as error:
            raise in_the_way(path) from error
        except OSError as error:
            raise renamed_error(error, str(staged), str(target)) from error

    def _remove(self, path: str, status: os.stat_result | None) -> None:
        target = self.folder / path
        if status and self.old:
            saved = self.old / next(self.names)
            os.replace(target, saved)
            self.way_back.callback(os.replace, saved, target)
        elif status:
            os.unlink(target)
        for folder in (self.folder / name for name in reversed(parents_of(path))):
            with contextlib.suppress(FileNotFoundError):
                mode = stat.S_IMODE(os.lstat(folder).st_mode)
                if not _remove_if_empty(folder):
                    break
                self.way_back.callback(os.chmod, folder, mode)
                self.way_back.callback(os.mkdir, folder)


def _remove_if_empty(folder: Path) -> bool:
    try:
        os.rmdir(folder)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        return False
    return True


def _rename_to_new(source: Path, target: Path) -> None:
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


def _has_digest(folder: Path, path: str, expected: str) -> bool:
    """Whether the content of a file in a folder has this digest, and everybody may read it."""
    status = status_of(folder, path)
    if status is None or not is_file(status) or status.st_mode & 0o444 != 0o444:
        return False
    return digest(folder / path) == expected


def _write_synced(file: Path, data: bytes) -> None:
    with open(file, "xb") as opened:
        opened.write(data)
        opened.flush()
        os.chmod(file, 0o644)
        os.fsync(opened.fileno())


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # Windows cannot sync folders
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):  # nor can some disks
            raise
    finally:
        os.close(opened)
