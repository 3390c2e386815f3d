"""Publishing the files of a site: all of them or none, and nothing of anybody else's is touched."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from pressgen.output import manifest
from pressgen.output.exchange import publish_whole
from pressgen.output.faults import told
from pressgen.output.guard import check_folder
from pressgen.output.inplace import publish_in_place
from pressgen.output.manifest import AS_IT_IS, AsItIs, Content, Staged
from pressgen.output.stage import Place, lies_beside, open_stage, sweep
from pressgen.output.survey import Change, Survey, compare, is_same, survey
from pressgen.output.twin import Twin, drop, put, twin

__all__ = ["Content", "Written", "check_folder", "publish", "staging"]

# What the system says where a folder cannot be exchanged, or nothing can be staged next to it.
_NOT_AS_A_WHOLE = {
    errno.EPERM, errno.EACCES, errno.EXDEV, errno.EBUSY, errno.EINVAL, errno.ENOSYS, errno.EROFS, errno.EOPNOTSUPP,
    errno.EMLINK,
}  # fmt: skip


class Written(Struct, frozen=True):
    """What a publication did: paths from the output folder, sorted; whether nothing but these files is there."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    is_all: bool = False


def publish(
    output: Path,
    files: Iterable[tuple[str, Content | AsItIs]],
    protected: Sequence[Path],
    home: Path | None = None,
    place: Place | None = None,
) -> Written:
    """Make the folder `output` hold exactly `files`, and what else stands there untouched.

    Each file is a path from `output`, with /, and its bytes, the absolute path of a file to
    copy, that it is staged at `place`, or that it is to stay as it is. `protected` and `home` are
    as for `check_folder`.
    Nothing at all is written where nothing differs. Raises SettingsError for a folder that must
    not be built to, and OutputError, with the folder as it was, where anything prevents it.
    """
    with told(output):
        folder = check_folder(output, protected, home)
        sweep(folder)
        seen = survey(folder)
        change = compare(folder, seen, files)
        if not change.is_empty:
            _put(folder, seen, change, place)
    is_all = not change.foreign and not seen.sealed and all(change.folders.values())
    return Written(tuple(sorted(change.changed)), change.unchanged, change.removed, is_all)


@contextlib.contextmanager
def twinned(
    root: Path, output: Path, files: bytes, protected: Sequence[Path], home: Path | None = None
) -> Iterator[Twin | None]:
    """A twin of the folder `output`, for a few pages of a site that else stays as it is; None if there can be none.

    `root` is the site's folder, `files` as `twin` takes them.
    """
    with told(output):
        folder = check_folder(output, protected, home)
        sweep(folder)
        with twin(root, folder, manifest.read(folder), files) as found:
            yield found


def amend(
    found: Twin, files: Iterable[tuple[str, Content | AsItIs]], protected: Sequence[Path], home: Path | None = None
) -> tuple[Written, str]:
    """Publish as `publish` does, in a twin of the folder where that can be.

    With what was done comes the digest of the stamps of all files, empty if that is not known.
    """
    with told(found.folder):
        ours, contents = found.known, dict(files)
        new = {path: data for path, data in contents.items() if data is not AS_IT_IS}
        changed = {path: data for path, data in new.items() if not _is_published(found, path, data)}
        removed = ours.keys() - contents.keys()
        unchanged = [path for path in contents if path not in changed]
        written = Written(tuple(sorted(changed)), tuple(sorted(unchanged)), tuple(sorted(removed)))
        if not changed and not removed:
            return written, ""
        is_sound = ours.keys() >= set(unchanged) and all(map(manifest.is_plain, changed.keys() - ours.keys()))
        if is_sound and (stamps := found.stamps()):
            digests = {path: ours[path] for path in unchanged}
            digests |= {path: manifest.digest(data) for path, data in changed.items()}
            try:
                return written, put(found, stamps, changed, digests)
            except OSError as fault:
                if fault.errno not in _NOT_AS_A_WHOLE:
                    raise
    found.end()
    written = publish(found.folder, contents.items(), protected, home)
    drop(found.root, found.folder)
    return written, ""


def _is_published(found: Twin, path: str, content: Content) -> bool:
    if path in found.known and not isinstance(content, Staged):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            return is_same(f"{found.folder}/{path}", os.lstat(found.folder / path), content)
    return False


@contextlib.contextmanager
def staging(output: Path, protected: Sequence[Path], home: Path | None = None) -> Iterator[Place | None]:
    """A place beside the folder `output` where its next files can be laid ready; None where there can be none."""
    with told(output), contextlib.ExitStack() as opened:
        folder = check_folder(output, protected, home)
        sweep(folder)
        try:
            stage = opened.enter_context(open_stage(folder.parent, lies_beside(folder)))
        except OSError:  # nothing can be made there; publishing says so, or does without
            yield None
            return
        known = frozenset(manifest.read(folder))
        yield Place(stage=str(stage), folder=str(folder), known=known)


def _put(folder: Path, seen: Survey, change: Change, place: Place | None) -> None:
    if not seen.sealed:
        try:
            publish_whole(folder, seen, change, place)
        except OSError as fault:
            if seen.top is None or fault.errno not in _NOT_AS_A_WHOLE:
                raise
        else:
            return
    publish_in_place(folder, seen, change)
