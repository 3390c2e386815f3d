"""How often releases were read: counts by address and source, as data/views.yml keeps them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Count(Struct, frozen=True, gc=False, omit_defaults=True):
    """The views of one address by one source.

    `periods` has the views of months (`2026-10`) and, for the last weeks, of days (`2026-11-28`), where the source
    knows them. `as_of` is the last day that is counted; empty if it is that of the source. `note` says why the
    number fell, if it did.
    """

    views: int
    periods: dict[str, int] = {}
    as_of: str = ""
    note: str = ""


class ReadLog(Struct, frozen=True, kw_only=True):
    """How far a log was read: bytes and lines, digests of the first and the last line of these, and their times.

    The digests leave out everything before the time, so that they are made of no address of a reader.
    """

    first: str
    last: str
    bytes: int
    lines: int
    start: str
    end: str


class ViewCounts(Struct, frozen=True, kw_only=True):
    """The counts of a site: the last day of each source, counts by address and source, and the logs that were read."""

    as_of: Mapping[str, str] = {}
    counts: Mapping[str, Mapping[str, Count]] = {}
    logs: tuple[ReadLog, ...] = ()


class Views(Struct, frozen=True, gc=False):
    """A number of views to show, its source, and the last day that it counts (`2026-11-28`); empty if unknown."""

    number: int
    source: str = ""
    as_of: str = ""
