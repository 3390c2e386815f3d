"""Access logs on disk: which part of each is new, and the counting of it in worker processes."""

from __future__ import annotations

import os
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from functools import partial
from gzip import BadGzipFile, GzipFile
from io import FileIO
from itertools import chain
from pathlib import Path

from msgspec import Struct

from pressgen.errors import ContentError, Problem
from pressgen.model import ReadLog
from pressgen.views.addresses import Addresses
from pressgen.views.logs import TAIL, Tally, count_pieces, digest_of_line, last_line
from pressgen.workers import Failed, map_items

GZIP = b"\x1f\x8b"
_DAMAGE = (BadGzipFile, zlib.error)
_PIECE = 1 << 18
"""Bytes that are read at once: more do not fit into the caches of processors, and take longer."""
_PART = 64 << 20
"""Bytes of a log that one worker counts before it takes the next part."""
_BUDGET = 3_600.0
"""Seconds for one part; a compressed log is one part, whatever its size."""


class Part(Struct, frozen=True, kw_only=True):
    """A part of a log: bytes from `start` to `stop`, or all of a compressed one.

    `readings` are those of a log that begins with the same line; a compressed log is read on from the end of the one
    that fits.
    """

    path: Path
    start: int = 0
    stop: int = 0
    is_compressed: bool = False
    readings: tuple[ReadLog, ...] = ()


class PartTally(Struct, frozen=True):
    """What was counted in a part, and the earlier reading that it continues, if any."""

    tally: Tally
    former_reading: ReadLog | None = None


class LogResult(Struct, frozen=True, kw_only=True):
    """What was counted in the new part of a log; in its tally, `first_malformed` counts from the log's first line.

    `reading` says how far the log is read now, `former_reading` how far it was before.
    """

    path: Path
    tally: Tally
    reading: ReadLog
    former_reading: ReadLog | None


def count_logs(paths: Sequence[Path], addresses: Addresses, readings: Sequence[ReadLog], jobs: int) -> list[LogResult]:
    """Count what is new in logs, each of them plain or compressed with gzip.

    `readings` says how far logs were read before. Raises ContentError if a file cannot be read.
    """
    readings, results = list(readings), []
    pending = [(path, _first_digest(path)) for path in paths]
    while pending:
        # A log that is named twice, or is a copy of another, is read on from where that one ends.
        batch = list({first: (path, first) for path, first in reversed(pending)}.values())[::-1]
        pending = [pair for pair in pending if pair not in batch]
        counted = _count_batch(batch, addresses, readings, jobs)
        for result in counted:
            readings = [log for log in readings if log != result.former_reading] + [result.reading]
        results += counted
    return results


def _count_batch(
    batch: Sequence[tuple[Path, str]], addresses: Addresses, readings: Sequence[ReadLog], jobs: int
) -> list[LogResult]:
    parts = [part for path, first in batch for part in _parts(path, first, readings, jobs)]
    tallies: dict[Path, list[PartTally]] = {path: [] for path, _ in batch}
    outcomes = map_items(partial(count_part, addresses), parts, jobs=min(jobs, len(parts)), budget=_BUDGET)
    # An error leaves the loop early, and the processes have to end with it.
    with closing(outcomes):
        for part, outcome in zip(parts, outcomes, strict=True):
            if isinstance(outcome, Failed):
                raise outcome.error or _unread(part.path, outcome.message or outcome.reason)
            tallies[part.path].append(outcome.result)
    return [_result(path, first, tallies[path]) for path, first in batch]


def _first_digest(path: Path) -> str:
    try:
        with open(path, "rb", buffering=0) as stream:
            pieces = _unzipped(stream) if is_gzip(path) else _read(stream, TAIL)
            head = b""
            with suppress(EOFError, *_DAMAGE):
                for piece in pieces:
                    head += piece
                    if len(head) >= TAIL or b"\n" in head:
                        break
    except OSError as error:
        raise _unread(path, str(error.strerror)) from error
    return digest_of_line(head[:TAIL].partition(b"\n")[0])


def is_gzip(path: Path) -> bool:
    """Whether a file is compressed with gzip. Raises OSError if it cannot be read."""
    with open(path, "rb", buffering=0) as stream:
        return stream.read(2) == GZIP


def _parts(path: Path, first: str, readings: Sequence[ReadLog], jobs: int) -> list[Part]:
    """The parts of a log that are new, each from the beginning of a line to the end of one."""
    same = tuple(sorted((log for log in readings if log.first == first), key=lambda log: -log.bytes))
    try:
        if is_gzip(path):
            return [Part(path=path, is_compressed=True, readings=same)]
        with open(path, "rb", buffering=0) as stream:
            size = os.fstat(stream.fileno()).st_size
            former_reading = next((log for log in same if _digest_before(stream, log.bytes) == log.last), None)
            start = former_reading.bytes if former_reading else 0
            step = min(_PART, (size - start) // jobs + 1)
            stops = [_next_line(stream, position) for position in range(start + step, size, step)]
            stops = sorted({stop for stop in stops if start < stop < size})
            starts = [start, *stops]
            pairs = zip(starts, [*stops, size], strict=True)
            readings = (former_reading,) if former_reading else ()
            return [Part(path=path, start=begin, stop=stop, readings=readings) for begin, stop in pairs]
    except OSError as error:
        raise _unread(path, str(error.strerror)) from error


def count_part(addresses: Addresses, part: Part) -> PartTally:
    """Count the lines of a part. Raises ContentError if the file cannot be read."""
    try:
        with open(part.path, "rb", buffering=0) as stream:
            if not part.is_compressed:
                stream.seek(part.start)
                pieces = _read(stream, part.stop - part.start)
                return PartTally(count_pieces(pieces, addresses), part.readings[0] if part.readings else None)
            for log in part.readings:
                stream.seek(0)
                pieces = _unzipped(stream)
                rest = _skip(pieces, log)
                if rest is not None:
                    return PartTally(count_pieces(chain([rest], pieces), addresses), log)
            stream.seek(0)
            return PartTally(count_pieces(_unzipped(stream), addresses))
    except _DAMAGE as error:
        # What was unpacked before the damage showed may be damaged too, and would be counted twice with a good copy.
        raise _unread(part.path, str(error)) from error
    except OSError as error:
        raise _unread(part.path, str(error.strerror)) from error


def _skip(pieces: Iterator[bytes], log: ReadLog) -> bytes | None:
    """Skip what was read of a log before, and return the rest of the piece; None if it is not the same log."""
    tail, position = b"", 0
    with suppress(EOFError, *_DAMAGE):
        for piece in pieces:
            end = min(len(piece), log.bytes - position)
            tail = (tail + piece[:end])[-TAIL:]
            position += end
            if position == log.bytes:
                return piece[end:] if digest_of_line(last_line(tail)) == log.last else None
    return None


def _digest_before(stream: FileIO, position: int) -> str:
    """The digest of the last line before a position; empty if the file is shorter."""
    start = max(0, position - TAIL)
    stream.seek(start)
    tail = stream.read(position - start)
    return digest_of_line(last_line(tail)) if len(tail) == position - start else ""


def _next_line(stream: FileIO, position: int) -> int:
    """The position of the first line that begins at a position or after it."""
    stream.seek(position - 1)
    position -= 1
    while piece := stream.read(TAIL):
        end = piece.find(b"\n") + 1
        if end:
            return position + end
        position += len(piece)
    return position


def _read(stream: FileIO, size: int) -> Iterator[bytes]:
    while size > 0 and (piece := stream.read(min(_PIECE, size))):
        size -= len(piece)
        yield piece


def _unzipped(stream: FileIO) -> Iterator[bytes]:
    """The pieces of a file that consists of gzip members. Raises EOFError if the last one was cut."""
    with GzipFile(fileobj=stream) as file:
        yield from iter(partial(file.read1, _PIECE), b"")


def _result(path: Path, first: str, parts: Sequence[PartTally]) -> LogResult:
    """What was counted in the parts of a log together."""
    former_reading = parts[0].former_reading
    before = former_reading or ReadLog(first=first, last="", bytes=0, lines=0, start="", end="")
    whole = Tally(Counter(), is_common=parts[0].tally.is_common)
    for tally in (part.tally for part in parts):
        whole.counts.update(tally.counts)
        if tally.first_malformed and not whole.first_malformed:
            whole.first_malformed = before.lines + whole.lines + tally.first_malformed
        whole.lines += tally.lines
        whole.malformed += tally.malformed
        whole.consumed += tally.consumed
        whole.start, whole.end = whole.start or tally.start, tally.end or whole.end
        whole.last = tally.last if tally.consumed else whole.last
        whole.is_cut, whole.is_open = whole.is_cut or tally.is_cut, tally.is_open
    reading = ReadLog(
        first=first,
        last=whole.last or before.last,
        bytes=before.bytes + whole.consumed,
        lines=before.lines + whole.lines,
        start=before.start if former_reading else whole.start,
        end=whole.end or before.end,
    )
    return LogResult(path=path, tally=whole, reading=reading, former_reading=former_reading)


def _unread(path: Path, reason: str) -> ContentError:
    return ContentError(Problem.at("views-unread", path=str(path), reason=reason))
