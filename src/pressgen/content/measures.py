"""Pictures → their sizes: those that the store has are taken from it, all others are opened and measured."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct, json

from pressgen.content.folders import read
from pressgen.content.picture_metadata import PictureError
from pressgen.content.pictures import SUFFIXES, UNCLEANABLE, measure, publishable
from pressgen.content.scan import Folder
from pressgen.errors import Phrase
from pressgen.model import Image
from pressgen.store.database import DOCUMENT, Store
from pressgen.store.stamps import NO_STAMP, packed


class Measured(Struct, frozen=True):
    """A picture file: its image, or why it cannot be used; and why the file itself must not be published, if so.

    One that `is_unread` might be readable the next time.
    """

    image: Image | None
    fault: Phrase | None = None
    refusal: Phrase | None = None
    is_unread: bool = False


_decoder = json.Decoder(Measured)


def read_measures(root: Path, folder: Folder, paths: Iterable[str], store: Store, settled: int) -> dict[str, Measured]:
    """The measures of those paths that are pictures, by path; `settled` is as in `read_documents`."""
    measures: dict[str, Measured] = {}
    for path in sorted(set(paths) & folder.files.keys()):
        if not path.lower().endswith(SUFFIXES + UNCLEANABLE):
            continue
        stamp = packed(folder.stamps[path])
        row = next(store.get(DOCUMENT, path), None)
        if row is not None and row[1] == stamp:
            measures[path] = _decoder.decode(bytes(row[3]))  # type: ignore[arg-type]
            continue
        data = read(root, folder.files[path])
        if data is None:
            measures[path] = Measured(None, Phrase("picture-unread"), is_unread=True)
            continue
        measures[path] = _measure(path, data)
        is_settled = max(folder.stamps[path][1:3]) < settled
        value = json.encode(measures[path])
        store.put(DOCUMENT, [(path, stamp if is_settled else packed(NO_STAMP), "", value)])
    return measures


def _measure(path: str, data: bytes) -> Measured:
    refusal = None
    try:
        if path.lower().endswith(UNCLEANABLE):
            publishable(path, data)
    except PictureError as error:
        refusal = error.reason
    try:
        return Measured(measure(path, data), refusal=refusal)
    except PictureError as error:
        return Measured(None, error.reason, refusal)
