"""The staging area: the folder where the next site is written, out of readers' sight, before a file is published."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from pressgen.errors import OutputError
from pressgen.publish.diff import is_same
from pressgen.publish.guard import check_output_folder
from pressgen.publish.lock import lock_file, lock_held_here, unlock_file
from pressgen.publish.manifest import JOURNAL, STAGE_INSIDE, Content, Staged, digest, read_manifest
from pressgen.publish.old_tree import retire
from pressgen.publish.os_errors import translate_os_errors

_BINARY = getattr(os, "O_BINARY", 0)
_MARKER = "pressgen-stage"
_MARK = b"Made by pressgen during a build; can be deleted when none is running.\n"
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_OCTAL = re.compile(r"\\([0-7]{3})")  # proc(5) writes white space in names like this


class StagingArea(Struct, frozen=True, kw_only=True):
    """A folder `stage` on the disk of the output folder `folder`; `published` are pressgen's files in the latter.

    It can be passed to other processes, which can call `stage` with it.
    """

    stage: str
    folder: str
    published: frozenset[str]

    @property
    def tree(self) -> str:
        """The folder that holds the staged files, by their paths in the next site."""
        return f"{self.stage}/tree"

    @property
    def is_inside(self) -> bool:
        """Whether it is in the output folder, because nothing can be staged next to that."""
        return os.path.dirname(self.stage) == self.folder


@contextlib.contextmanager
def open_staging(output: Path, protected: Sequence[Path], home: str = "") -> Iterator[StagingArea]:
    """A staging area for the folder `output`, until the end of the block.

    `protected` and `home` are as for `check_output_folder`. Raises SettingsError for a folder that must not be built
    to, and OutputError where nothing can be staged.
    """
    with contextlib.ExitStack() as stack:
        with translate_os_errors(output):  # but not the block's own errors
            folder = check_output_folder(output, protected, home)
            area = stack.enter_context(open_stage(folder, read_manifest(folder).files))
        yield area


def stage(area: StagingArea, path: str, data: bytes) -> Staged:
    """Write one file to the staging area, unless the published one is the same; raises OutputError."""
    with translate_os_errors(area.folder):
        if _is_published(area, path, data):
            return Staged(digest(data), "")
        write_staged(area, path, data)
    return Staged(digest(data), f"{area.tree}/{path}")


def stage_patched(area: StagingArea, path: str, source: Path, changes: Iterable[tuple[int, bytes]]) -> Staged:
    """Copy a file to the staging area and write bytes over the copy, each from an offset on; raises OutputError."""
    with translate_os_errors(area.folder):
        write_staged(area, path, source)
        target = Path(f"{area.tree}/{path}")
        with open(target, "r+b") as file:
            for offset, data in changes:
                file.seek(offset)
                file.write(data)
        return _staged_once(area, path, target)


def stage_written(area: StagingArea, path: str, write: Callable[[BinaryIO], None]) -> Staged:
    """Let `write` write one file to the staging area, unless the published one is the same; raises OutputError."""
    target = Path(f"{area.tree}/{path}")
    with translate_os_errors(area.folder):
        _make_folders(os.path.dirname(target), area.stage)
        with open(target, "xb") as file:
            write(file)
        os.chmod(target, 0o644)
        return _staged_once(area, path, target)


def _staged_once(area: StagingArea, path: str, target: Path) -> Staged:
    """A file that was written to the staging area, or the published one if that is the same."""
    return Staged(digest(target), "" if _is_published(area, path, target) else str(target))


def _is_published(area: StagingArea, path: str, content: bytes | Path) -> bool:
    """Whether pressgen's own published file has this content."""
    current = f"{area.folder}/{path}"
    if path in area.published:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            return is_same(current, os.lstat(current), content)
    return False


def write_staged(area: StagingArea, path: str, content: Content) -> None:
    """Put a file into the staging area, with mode 0o644; an OSError names the published file or the source."""
    target = f"{area.tree}/{path}"
    if isinstance(content, Staged):
        if content.file == target:
            return
        content = Path(content.file)
    try:
        # Folders are made with their first file, by all workers: to make them first would be work for one process.
        _make_folders(os.path.dirname(target), area.stage)
        if isinstance(content, bytes):
            # Not by `open`: a first build writes tens of thousands of files, and its objects and buffers take time.
            file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o644)
            try:
                size = os.write(file, content)
                while size < len(content):
                    size += os.write(file, memoryview(content)[size:])
            finally:
                os.close(file)
        else:
            shutil.copyfile(content, target)
        os.chmod(target, 0o644)  # the user's umask must not hide a page from the web server
    except OSError as error:
        raise renamed_error(error, target, f"{area.folder}/{path}") from error


def make_folder(path: str) -> None:
    """Make one folder with mode 0o755, unless it is there; raises OSError."""
    try:
        os.mkdir(path)
        os.chmod(path, 0o755)
    except FileExistsError:
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            raise


def _make_folders(path: str, stage: str) -> None:
    try:
        make_folder(path)  # first: nearly every page is the only file in a folder of its own
    except FileNotFoundError:
        if os.path.dirname(path) == stage:
            raise
        _make_folders(os.path.dirname(path), stage)
        make_folder(path)


def renamed_error(error: OSError, target: str, published: str) -> OSError:
    """The same error, about the file `published` where it is about the staged `target`."""
    # An error while copying may be about the source instead; then that is the name to report.
    is_about_target = error.filename is None or target in (error.filename, error.filename2)
    return OSError(error.errno, error.strerror, published if is_about_target else str(error.filename))


@contextlib.contextmanager
def open_stage(folder: Path, published: Collection[str]) -> Iterator[StagingArea]:
    """A staging area for the real folder `folder`; its lock shows other builds that it is in use."""
    with contextlib.ExitStack() as stack:
        path = _make_stage(folder, stack)
        stack.callback(_remove_stage, path, folder)
        marker = os.open(path / _MARKER, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
        stack.callback(unlock_file, marker)
        with contextlib.suppress(OSError):  # a disk without locks
            lock_file(marker)
        os.write(marker, _MARK)
        yield StagingArea(stage=str(path), folder=str(folder), published=frozenset(published))


def stage_named(folder: Path, name: str) -> Path | None:
    """The stage with that name for the output folder `folder`; None if there is none."""
    # The name comes from a journal in the output folder, where anybody may have written it.
    is_name = "/" not in name and os.sep not in name
    paths = [parent / name for parent, prefix in _places(folder) if is_name and name.startswith(prefix)]
    return next((path for path in paths if path.is_dir() and not path.is_symlink()), None)


def is_in_use(stage: Path) -> bool:
    """Whether the stage belongs to a running build, or is not pressgen's at all."""
    marker = stage / _MARKER
    try:
        if lock_held_here(marker) is not None:
            return True
        if sys.platform == "win32":
            os.rename(marker, marker)  # Windows refuses this for an open file
        file = os.open(marker, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | _BINARY)
        try:
            # On a disk without locks only the lock of the build keeps others away.
            is_free = True
            with contextlib.suppress(OSError):
                is_free = lock_file(file)
            return not is_free or os.read(file, len(_MARK) + 1) not in (_MARK, b"")
        finally:
            unlock_file(file)
    except FileNotFoundError:
        return bool(os.listdir(stage))
    except OSError:
        return True


def sweep(folder: Path) -> None:
    """Remove the stages of killed builds, next to `folder` and in it."""
    for parent, prefix in _places(folder):
        with contextlib.suppress(OSError), os.scandir(parent) as entries:
            stages = [Path(entry.path) for entry in entries if entry.name.startswith(prefix)]
            for path in stages:
                if not path.is_symlink() and path.is_dir() and not is_in_use(path):
                    _remove_stage(path, folder)


def mounts() -> set[str]:
    """The folders where something is mounted, if this system lists them."""
    # `os.path.ismount` does not see that Linux has mounted a folder of the same file system a second time.
    with contextlib.suppress(OSError), open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        return {_OCTAL.sub(lambda match: chr(int(match[1], 8)), line.split(" ")[4]) for line in file}
    return set()


def _places(folder: Path) -> tuple[tuple[Path, str], tuple[Path, str]]:
    """Where the stages of `folder` are, next to it and in it, and how their names begin there."""
    return (folder.parent, f".{folder.name}.next-"), (folder, STAGE_INSIDE)


def _make_stage(folder: Path, stack: contextlib.ExitStack) -> Path:
    name = os.urandom(6).hex()
    outside, inside = (parent / f"{prefix}{name}" for parent, prefix in _places(folder))
    # What is next to a mount point is on another disk, from where nothing can be renamed.
    stage = inside if os.path.ismount(folder) or str(folder) in mounts() else outside
    try:
        # If nothing is published, the folders that had to be made are removed again.
        for missing in reversed([above for above in stage.parents if not above.exists()]):
            stack.callback(_remove_if_empty, missing)
            make_folder(str(missing))
        os.mkdir(stage, 0o700)  # nobody else reads what is not published yet
    except OSError as error:
        if stage == inside or error.errno not in _NOT_ALLOWED or not folder.exists():
            raise
        stage = inside
        os.mkdir(stage, 0o700)
    return stage


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        os.rmdir(folder)


def _remove_stage(path: Path, folder: Path) -> None:
    # The marker goes last: by it the next build knows the rest of a stage whose removal was cut short.
    with contextlib.suppress(OSError, OutputError):
        if os.path.lexists(folder / JOURNAL):
            return  # the next build needs what is staged
        retire(path, folder)
        for name in ("tree", "old"):
            # What cannot be removed is in a folder without write permission, which can be given back.
            shutil.rmtree(path / name, ignore_errors=True)
            for above, _, _ in os.walk(path / name):
                os.chmod(above, 0o700)
            shutil.rmtree(path / name, ignore_errors=True)
        for file in sorted(path.iterdir(), key=lambda file: file.name == _MARKER):
            file.unlink()
        path.rmdir()
