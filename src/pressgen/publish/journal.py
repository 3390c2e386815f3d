"""Publishing file by file, for an output folder that cannot be exchanged as a whole, with a way back."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from pathlib import Path

from pressgen.errors import OutputError, Problem
from pressgen.output.manifest import MANIFEST, STAGE_INSIDE, Content
from pressgen.output.stage import make_folder, naming, open_stage, write_file
from pressgen.output.survey import Change, Survey


def publish_in_place(folder: Path, seen: Survey, change: Change) -> None:
    """Replace and remove single files in `folder`; an OSError puts back what was there.

    A run that is killed leaves old and new files side by side, and a manifest of both, so that
    the next run completes the site.
    """
    with open_stage(folder, STAGE_INSIDE) as stage:
        work = _Replacement(folder, stage)
        try:
            _replace(work, seen, change)
        except BaseException:
            work.go_back()
            raise


def _replace(work: _Replacement, seen: Survey, change: Change) -> None:
    ready = [(path, work.prepare(path, content)) for path, content in change.changed.items()]
    first, last = work.prepare(MANIFEST, change.interim), work.prepare(MANIFEST, change.manifest)
    work.put(first, MANIFEST)
    for path in change.removed:
        work.take_away(path)
    for path in sorted(seen.entries.keys() - change.folders.keys(), reverse=True):
        if stat.S_ISDIR(seen.entries[path].st_mode):
            work.drop_folder(path)
    for path in change.folders:
        if path not in seen.entries or stat.S_ISREG(seen.entries[path].st_mode):
            work.add_folder(path)
    for path, prepared in ready:
        work.put(prepared, path)
    work.put(last, MANIFEST)


class _Replacement:
    """Steps in a folder, each with its way back; `stage` holds what is new and what was replaced."""

    def __init__(self, folder: Path, stage: Path) -> None:
        self.folder = folder
        self.new, self.old = stage / "new", stage / "old"
        make_folder(str(self.new), str(folder))
        make_folder(str(self.old), str(folder))
        self.names = map(str, range(1 << 60))
        self.way_back = contextlib.ExitStack()

    def prepare(self, path: str, content: Content) -> Path:
        prepared = self.new / next(self.names)
        write_file(str(prepared), content, str(self.folder / path))
        return prepared

    def put(self, prepared: Path, path: str) -> None:
        target, saved = self.folder / path, self.old / next(self.names)
        replaced = os.path.lexists(target)
        if replaced:
            try:
                os.link(target, saved)
            except OSError:
                shutil.copy2(target, saved)
        try:
            os.replace(prepared, target)
        except OSError as fault:
            raise naming(fault, str(prepared), str(target)) from fault
        if replaced:
            self.way_back.callback(os.replace, saved, target)
        else:
            self.way_back.callback(os.unlink, target)

    def take_away(self, path: str) -> None:
        target, saved = self.folder / path, self.old / next(self.names)
        os.replace(target, saved)
        self.way_back.callback(os.replace, saved, target)

    def add_folder(self, path: str) -> None:
        os.mkdir(self.folder / path)
        self.way_back.callback(os.rmdir, self.folder / path)
        os.chmod(self.folder / path, 0o755)

    def drop_folder(self, path: str) -> None:
        mode = stat.S_IMODE(os.lstat(self.folder / path).st_mode)
        os.rmdir(self.folder / path)
        self.way_back.callback(os.chmod, self.folder / path, mode)
        self.way_back.callback(os.mkdir, self.folder / path)

    def go_back(self) -> None:
        try:
            self.way_back.close()
        except OSError as fault:
            message = f"“{fault.filename or self.folder}” could neither be written nor put back as it was."
            hint = "The site in the output folder is old in parts and new in parts. Mend the disk and build again."
            raise OutputError(Problem(code="output-torn", message=message, hint=hint)) from fault
