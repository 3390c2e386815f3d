"""What earlier builds read from a file, in the store under the stamp that the file had."""

from __future__ import annotations

from typing import TypeVar

from msgspec import json

from pressgen.store.database import DOCUMENT, Store
from pressgen.store.stamps import NO_STAMP, Stamp, packed

T = TypeVar("T")


def recall(store: Store, path: str, stamp: Stamp, decoder: json.Decoder[T]) -> T | None:
    """What was read from the file with this stamp; None if it is new or has changed."""
    row = next(store.get(DOCUMENT, path), None)
    return decoder.decode(bytes(row[3])) if row is not None and row[1] == packed(stamp) else None  # type: ignore[arg-type]


def remember(store: Store, path: str, stamp: Stamp, settle_time: int, value: object) -> None:
    """Keep what was read from a file for later builds; `settle_time` is that of Inputs."""
    store.put(DOCUMENT, [(path, lasting(stamp, settle_time), "", json.encode(value))])


def lasting(stamp: Stamp, settle_time: int) -> bytes:
    """The stamp of a file to keep, packed: one that no file has, if the file might change again without a new stamp."""
    return packed(stamp if max(stamp[1:3]) < settle_time else NO_STAMP)
