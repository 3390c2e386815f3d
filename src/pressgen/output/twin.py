"""A twin of the published folder, made of links in the cache folder: a few pages are put in, and the two change places.

A second process makes it, or looks whether it still is one, while this process finds out what the
pages are. What was published before is then made the next twin.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from msgspec import Struct

from pressgen.output import keep, likeness, manifest, trace
from pressgen.output.beside import Apart, apart, beside
from pressgen.output.exchange import exchange
from pressgen.output.likeness import Stamps, look_again
from pressgen.output.manifest import MANIFEST, Content
from pressgen.output.stage import give_owner, make_folder, write_file
from pressgen.output.survey import folders_of, moved

MANY = 5_000
"""Files from which on the twin is made when all are published: of fewer, an edit makes it in no time."""


class Twin(Struct, frozen=True):
    """The real folder with its manifest, and what is known of its twin, once asked (see `likeness.ready`).

    That is None if the twin could not be made. `end` lets nothing more of it be made.
    """

    root: Path
    folder: Path
    known: Mapping[str, str]
    top: os.stat_result
    stamps: Callable[[], Stamps | None]
    end: Callable[[], None]

    @property
    def tree(self) -> Path:
        """The folder that is the twin."""
        return likeness.tree_of(self.root, self.folder)


@contextlib.contextmanager
def twin(root: Path, folder: Path, known: Mapping[str, str], files: bytes) -> Iterator[Twin | None]:
    """A twin of a folder that holds the `known` files and nothing else; None where none can be begun.

    It lies in the cache folder of the site in `root`. `files` are the stamps of all files in the
    folder (see `trace.stamps_of`), which are known to be the site's.
    """
    try:
        top = os.lstat(folder)
    except OSError:
        yield None
        return
    if not _has_place(root, folder):
        yield None
        return
    other = beside(partial(likeness.ready, root, folder, known, files))

    @cache
    def stamps() -> Stamps | None:
        return likeness.read(other.answer, known) if other.answer else None

    try:
        yield Twin(root, folder, known, top, stamps, other.end)
    finally:
        other.end()


class Renewal:
    """What makes the twin of a folder once all of its files are published, while something else is done."""

    def __init__(self, root: Path, output: Path) -> None:
        self.root, self.output = root, output
        self._other: Apart | None = None
        self._is_begun = self._is_new = False

    def prepare(self, count: int) -> None:
        """Have it ready, if so many files are worth it: that takes as long as publishing does."""
        folder = Path(os.path.realpath(self.output))
        if count >= MANY and _has_place(self.root, folder):
            self._other = apart("pressgen.output.renew", str(self.root), str(folder))

    def begin(self, is_new: bool) -> None:
        """Let it begin, if there is anything new: the folder holds nothing but files that pressgen made."""
        self._is_begun, self._is_new = True, is_new
        if self._other and is_new:
            self._other.go()

    def stamps(self, known: Iterable[str]) -> str:
        """The digest of the stamps of all files (see `trace.written`), once there is the twin or cannot be one.

        The `known` are all files in the folder. Empty if it has not begun.
        """
        if not self._is_begun:
            return ""
        if self._other and self._is_new and self._other.answer:
            return self._other.answer.decode()
        folder, files = Path(os.path.realpath(self.output)), sorted(known)
        if self._is_new:
            drop(self.root, folder)
        found = trace.written(folder, files)
        if found and not likeness.knows(self.root, folder, found):
            likeness.note(self.root, folder, files, found)
        return found

    def close(self) -> None:
        """Let nothing more be made."""
        if self._other:
            self._other.end()


def _has_place(root: Path, folder: Path) -> bool:
    """Whether the twin of a folder can lie in the cache folder of the site in `root`."""
    try:
        keep.folder(root)
    except OSError:
        return False
    # Elsewhere, other groups and labels may be given to what is made.
    return folder.is_relative_to(os.path.realpath(root))


class _Difference(Struct, frozen=True):
    """From the published files to the next: pages written, files removed, folders that go or come, folders touched."""

    pages: Mapping[str, Content]
    removed: set[str]
    gone: set[str]
    new: set[str]
    touched: set[str]


def put(found: Twin, stamps: Stamps, pages: Mapping[str, Content], digests: Mapping[str, str]) -> str:
    """Let the twin, with these pages in it, take the folder's place; raises OSError with the folder as it was.

    `stamps` are the twin's, `digests` the manifest of the new site; what it does not name is left out. The
    answer is the digest of the stamps of all files (see `trace.written`), empty if that is not known.
    """
    tree, shown, difference = f"{found.tree}/", f"{found.folder}/", _difference(found.known, pages, digests)
    likeness.forget(found.root, found.folder)
    _make_room(found, difference)
    for path, data in {**pages, MANIFEST: manifest.encode(digests)}.items():
        if path in found.known:
            os.unlink(tree + path)
        write_file(tree + path, data, shown + path)
    if stamps.of_hidden:
        # Before it is shown: what anybody else does to it then is not taken for known.
        look_again(tree, stamps.folders, stamps.of_hidden, difference.gone, difference.touched)
    give_owner(str(found.tree), found.top)
    shutil.copymode(found.folder, found.tree)
    if not os.path.samestat(os.lstat(found.folder), found.top):
        raise moved(found.folder)
    exchange(found.tree, found.folder)
    # The site is published: without another twin the next build only takes longer.
    with contextlib.suppress(OSError):
        return _renewed(found, difference, stamps)
    return ""


def drop(root: Path, folder: Path) -> None:
    """Remove the twin of a folder that was published in another way."""
    if (root / keep.FOLDER).is_symlink():
        return
    with contextlib.suppress(OSError):
        likeness.forget(root, folder)
    # Not by the names in its list: a folder there could by now be a link to somebody else's.
    shutil.rmtree(likeness.tree_of(root, folder), ignore_errors=True)


def _difference(known: Mapping[str, str], pages: Mapping[str, Content], digests: Mapping[str, str]) -> _Difference:
    removed, gone, new = set(known.keys() - digests.keys()), set[str](), set[str]()
    if known.keys() != digests.keys():
        former, folders = folders_of(known), folders_of(digests)
        gone, new = former - folders, folders - former
    above = {path.rpartition("/")[0] for path in (*pages, *removed, *gone, *new)}
    return _Difference(pages, removed, gone, new, ({"", *new} | above) - gone)


def _make_room(found: Twin, difference: _Difference) -> None:
    """Remove what the new site has no longer, and make the folders that only it has."""
    tree = f"{found.tree}/"
    for path in difference.removed:
        os.unlink(tree + path)
    for path in sorted(difference.gone, reverse=True):
        os.rmdir(tree + path)
    for path in sorted(difference.new):
        make_folder(tree + path, f"{found.folder}/{path}")


def _renewed(found: Twin, difference: _Difference, stamps: Stamps) -> str:
    """Make what was published before a twin of what is now; the digest of the stamps of all files."""
    tree, shown = f"{found.tree}/", f"{found.folder}/"
    _make_room(found, difference)
    os.unlink(tree + MANIFEST)
    for path in difference.pages:
        if path in found.known:
            os.unlink(tree + path)
        os.link(shown + path, tree + path, follow_symlinks=False)
    # Only what was touched is looked at again.
    look_again(tree, stamps.folders, stamps.of_shown, difference.gone, difference.touched)
    look_again(shown, stamps.files, stamps.of_files, difference.removed, difference.pages)
    stamps.of_shown, stamps.of_hidden = stamps.of_hidden, stamps.of_shown
    return likeness.record(found.root, found.folder, stamps)
