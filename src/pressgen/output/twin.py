"""A twin of the published folder, made of links beside it: a few pages are put in, and it takes the folder's place.

A second process makes it while this one finds out what the pages are.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct

from pressgen.output import manifest, trace
from pressgen.output.beside import beside
from pressgen.output.exchange import exchange
from pressgen.output.manifest import MANIFEST, Content
from pressgen.output.stage import Place, give_owner, lies_beside, make_folder, open_stage, write_file
from pressgen.output.survey import folders_of, mounts, moved

WHOLE = "whole"
NICE = 5
"""How far the process that makes the twin stands back: what others find out meanwhile is waited for first."""


class Twin(Struct, frozen=True):
    """The real folder with its manifest; where its twin is being made; and whether that could be done, once asked.

    `end` lets nothing more of it be made.
    """

    folder: Path
    known: Mapping[str, str]
    tree: Path
    top: os.stat_result
    is_whole: Callable[[], bool]
    end: Callable[[], None]


Wait = Callable[[], str]
"""Waits until another process has done its part."""
NOBODY: Wait = str
"""There is nothing to wait for, and no stamps are known."""


@contextlib.contextmanager
def twin(folder: Path, known: Mapping[str, str]) -> Iterator[Twin | None]:
    """A twin of a folder that holds the `known` files and nothing else; None where none can be begun."""
    with contextlib.ExitStack() as opened:
        try:
            top = os.lstat(folder)
            stage = opened.enter_context(open_stage(folder.parent, lies_beside(folder)))
        except OSError:
            yield None
            return
        other = beside(partial(_linked, str(folder), f"{stage}/tree", known))
        opened.callback(other.end)  # nothing may be made after the stage is removed
        yield Twin(folder, known, stage / "tree", top, lambda: other.answer == WHOLE, other.end)


def put(found: Twin, pages: Mapping[str, Content], digests: Mapping[str, str]) -> Wait:
    """Let the twin, with these pages in it, take the folder's place; raises OSError with the folder as it was.

    `digests` are the manifest of the new site; what it does not name is left out. The answer waits until
    what was there before is removed, and is the digest of the stamps of all files (see `trace.written`),
    empty if that is not known.
    """
    tree, shown = f"{found.tree}/", f"{found.folder}/"
    _make_room(found, digests)
    for path, data in {**pages, MANIFEST: manifest.encode(digests)}.items():
        if path in found.known or path == MANIFEST:
            os.unlink(tree + path)
        write_file(tree + path, data, shown + path)
    give_owner(str(found.tree), found.top)
    shutil.copymode(found.folder, found.tree)
    if not os.path.samestat(os.lstat(found.folder), found.top):
        raise moved(found.folder)
    exchange(found.tree, found.folder)
    return _emptied_beside(tree, found.folder, digests)


def set_aside(found: Twin) -> Place | None:
    """The stage of a twin that is done without, for whatever is published instead; None if it cannot be used."""
    # A second stage beside it would be left behind as well where nothing can be removed any more.
    found.end()
    with contextlib.suppress(OSError):
        if found.tree.exists():
            os.rename(found.tree, found.tree.with_name("aside"))
        return Place(stage=str(found.tree.parent), folder=str(found.folder), known=frozenset(found.known))
    return None


def _make_room(found: Twin, digests: Mapping[str, str]) -> None:
    """Remove what the new site has no longer, and make the folders that only it has."""
    if found.known.keys() == digests.keys():
        return
    tree, former, folders = f"{found.tree}/", folders_of(found.known), folders_of(digests)
    for path in found.known.keys() - digests.keys():
        os.unlink(tree + path)
    for path in sorted(former - folders, reverse=True):
        os.rmdir(tree + path)
    for path in sorted(folders - former):
        make_folder(tree + path, f"{found.folder}/{path}")


def _linked(folder: str, tree: str, known: Collection[str]) -> str:
    """Link every file; empty if there is anything that is not known, which must be looked at with more care."""
    folders = folders_of(known)
    counts = Counter(path.rpartition("/")[0] for path in (*folders, *known, MANIFEST))
    if any(mount.startswith(folder + "/") for mount in mounts()):
        return ""
    # Short paths are found faster, and this process does nothing else.
    os.nice(NICE)
    os.umask(0o022)
    os.mkdir(tree, 0o755)
    os.chdir(tree)
    there = os.path.relpath(folder) + "/"
    for path in ("", *sorted(folders)):
        if len(os.listdir(there + path)) != counts[path]:
            return ""
        if path:
            os.mkdir(path, 0o755)
    for path in (MANIFEST, *known):
        os.link(there + path, path, follow_symlinks=False)
    return WHOLE


def _emptied_beside(tree: str, folder: Path, known: Collection[str]) -> Wait:
    """Begin to remove what was there before; whoever waits for the end does the other half."""
    # The stamps of a file change once more when its other name is removed, so those who do that take them.
    first, second = trace.halves(known)
    other = beside(partial(_emptied, tree, folder, second))
    return lambda: trace.of_halves(_emptied(tree, folder, first), other.answer)


def _emptied(tree: str, folder: Path, paths: list[str]) -> str:
    """Remove files and the folders that become empty by that; the stamps of those in the folder."""
    for path in paths:  # what is left goes with the stage
        with contextlib.suppress(OSError):
            os.unlink(tree + path)
    for inner in sorted(folders_of(paths), reverse=True):
        with contextlib.suppress(OSError):
            os.rmdir(tree + inner)
    return trace.stamps(folder, paths)
