"""Pictures → their sizes, from the store or, for new and changed files, by measuring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct, json

from pressgen.content.file_memory import recall, remember
from pressgen.content.folders import read
from pressgen.content.pictures.metadata import PictureError
from pressgen.content.pictures.pictures import SUFFIXES, UNCLEANABLE, measure, published_bytes
from pressgen.content.scan import Folder
from pressgen.errors import Phrase
from pressgen.model import Image
from pressgen.store.database import Store
from pressgen.workers import Done, map_items


class Measured(Struct, frozen=True):
    """A picture file: its image or the fault for which it cannot be used, and a reason not to publish the file.

    If it `is_unread`, the next build may be able to read it.
    """

    image: Image | None
    fault: Phrase | None = None
    refusal: Phrase | None = None
    is_unread: bool = False


_decoder = json.Decoder(Measured)
WORTH_SHARING = 16
"""New pictures from which on workers save more time than it takes to start them."""
BUDGET = 60.0
"""Seconds that measuring one picture may take."""


def read_measures(
    root: Path, folder: Folder, paths: Iterable[str], store: Store, settle_time: int, jobs: int = 1
) -> dict[str, Measured]:
    """The measures of those paths that are pictures, by path; `settle_time` is that of Inputs.

    Many new ones are measured by as many processes as there are `jobs`.
    """
    measures: dict[str, Measured] = {}
    new: list[str] = []
    for path in sorted(set(paths) & folder.files.keys()):
        if not path.lower().endswith(SUFFIXES + UNCLEANABLE):
            continue
        if (measured := recall(store, path, folder.stamps[path], _decoder)) is not None:
            measures[path] = measured
        else:
            new.append(path)
    tasks = [(path, folder.files[path]) for path in new]
    for path, measured in zip(new, _measure_all(root, tasks, jobs), strict=True):
        measures[path] = measured
        if not measured.is_unread:
            remember(store, path, folder.stamps[path], settle_time, measured)
    return dict(sorted(measures.items()))


def _measure_all(root: Path, tasks: Sequence[tuple[str, str]], jobs: int) -> Iterator[Measured]:
    """The measures of files, each given by its path and its name on disk."""
    task = partial(_measure_file, root)
    if jobs == 1 or len(tasks) < WORTH_SHARING:
        yield from map(task, tasks)
        return
    for outcome in map_items(task, tasks, jobs=jobs, budget=BUDGET):
        if isinstance(outcome, Done):
            yield outcome.result
        elif outcome.error:
            raise outcome.error
        else:
            yield Measured(None, Phrase("picture-slow"), is_unread=True)


def _measure_file(root: Path, task: tuple[str, str]) -> Measured:
    path, name = task
    data = read(root, name)
    if data is None:
        return Measured(None, Phrase("picture-unread"), is_unread=True)
    refusal = None
    try:
        if path.lower().endswith(UNCLEANABLE):
            published_bytes(path, data)
    except PictureError as error:
        refusal = error.reason
    try:
        return Measured(measure(path, data), refusal=refusal)
    except PictureError as error:
        return Measured(None, error.reason, refusal)
