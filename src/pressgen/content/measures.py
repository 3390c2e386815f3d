"""Pictures → their sizes: those that the store has are taken from it, all others are opened and measured."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct, json

from pressgen.content.folders import read
from pressgen.content.pictures import SUFFIXES, PictureError, measure
from pressgen.content.scan import Folder
from pressgen.model import Image
from pressgen.store.database import DOCUMENT, Store
from pressgen.store.stamps import NO_STAMP, packed


class Measured(Struct, frozen=True):
    """A picture file: its image, or why it cannot be used."""

    image: Image | None
    fault: str = ""


_decoder = json.Decoder(Measured)


def read_measures(root: Path, folder: Folder, paths: Iterable[str], store: Store, settled: int) -> dict[str, Measured]:
    """The measures of those paths that are pictures, by path; `settled` is as in `read_documents`."""
    measures: dict[str, Measured] = {}
    for path in sorted(set(paths) & folder.files.keys()):
        if os.path.splitext(path)[1].lower() not in SUFFIXES:
            continue
        stamp = packed(folder.stamps[path])
        row = next(store.get(DOCUMENT, path), None)
        if row is not None and row[1] == stamp:
            measures[path] = _decoder.decode(bytes(row[3]))  # type: ignore[arg-type]
            continue
        data = read(root, folder.files[path])
        measures[path] = _measure(path, data)
        if data is None:  # the next build may be able to read it
            continue
        is_settled = max(folder.stamps[path][1:3]) < settled
        value = json.encode(measures[path])
        store.put(DOCUMENT, [(path, stamp if is_settled else packed(NO_STAMP), "", value)])
    return measures


def _measure(path: str, data: bytes | None) -> Measured:
    try:
        if data is None:
            raise PictureError("the picture cannot be read")
        return Measured(measure(path, data))
    except PictureError as error:
        return Measured(None, str(error))
