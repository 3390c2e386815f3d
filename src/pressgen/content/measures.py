"""Pictures → their sizes, from the store or, for new and changed files, by measuring."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct, json

from pressgen.content.folders import read
from pressgen.content.picture_metadata import PictureError
from pressgen.content.pictures import SUFFIXES, UNCLEANABLE, measure, published_bytes
from pressgen.content.scan import Folder
from pressgen.errors import Phrase
from pressgen.model import Image
from pressgen.store.database import DOCUMENT, Store
from pressgen.store.stamps import NO_STAMP, packed


class Measured(Struct, frozen=True):
    """A picture file: its image or the fault for which it cannot be used, and a reason not to publish the file.

    If it `is_unread`, the next build may be able to read it.
    """

    image: Image | None
    fault: Phrase | None = None
    refusal: Phrase | None = None
    is_unread: bool = False


_decoder = json.Decoder(Measured)


def read_measures(
    root: Path, folder: Folder, paths: Iterable[str], store: Store, settle_time: int
) -> dict[str, Measured]:
    """The measures of those paths that are pictures, by path; `settle_time` is that of Inputs."""
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
        # A file that changed a moment ago is measured again: it might change once more without a new stamp.
        is_settled = max(folder.stamps[path][1:3]) < settle_time
        value = json.encode(measures[path])
        store.put(DOCUMENT, [(path, stamp if is_settled else packed(NO_STAMP), "", value)])
    return measures


def _measure(path: str, data: bytes) -> Measured:
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
