"""One piece of an access log in the combined format → how often each release was read, day by day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import Generic, TypeVar

from msgspec import Struct

from pressgen.views.addresses import Addresses
from pressgen.views.robots import is_robot

# A line: address, user and time of the reader, "request", status and size, "referrer", "user agent", perhaps more.
# The 29 bytes before the request are the time in brackets: [28/Nov/2026:10:00:00 +0500] and a space.
_LINE = re.compile(
    rb'[^"\n]*(?P<day>\[\d\d/[A-Z][a-z]{2}/\d{4}:)[^"\n]{14}\] "(?P<request>(?:[^"\\\n]|\\.)*)"'
    rb'(?P<status> \d{3} (?:\d+|-) )"(?P<referrer>(?:[^"\\\n]|\\.)*)" "(?P<agent>(?:[^"\\\n]|\\.)*)"(?:[ \r][^\n]*)?'
)
_STATUSES = re.compile(rb"(?: \d{3} (?:\d+|-) )*")
_COMMON = re.compile(rb'[^"\n]*\[\d\d/[A-Z][a-z]{2}/\d{4}:[^"\n]{14}\] "[^"\n]*" \d{3} (?:\d+|-)\s*')
_TIME = re.compile(rb"\[(\d\d)/([A-Z][a-z]{2})/(\d{4}):(\d\d:\d\d:\d\d)")
NEWLINE = 0x0A
_DAY_FIELD = slice(-29, -16)
# Most requests are for files of these kinds, and need no closer look.
_ASSETS = (
    b".css", b".gif", b".ico", b".jpg", b".js", b".json", b".pdf", b".png", b".svg", b".webp", b".woff2", b".xml",
)  # fmt: skip
_PAGE_STATUS = (b"200", b"304")
"""The page was sent, or the reader's browser has it already."""
MAX_LINE = 1 << 20
"""Bytes of the longest line that is read; a longer one counts as malformed."""
TAIL = 4_096
"""Bytes of a line that are enough to know it among others."""
_SMALLEST = 4_096
"""Bytes of a block that is not halved again, but read line by line."""
_MOST, _LONGEST = 50_000, 400
"""How many different texts a memo holds, and of what length in bytes: it must not grow with the log."""
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
T = TypeVar("T")


class Tally(Struct):
    """What was counted in a piece of a log.

    `counts` are by address and day (`2026-11-28`). `first_malformed` is the number of that line in the piece, from
    1; 0 if there is none. `is_common` if the first malformed line lacks nothing but the user agent. `consumed` is in
    bytes: the last line is left for the next time if it is not complete. `start` and `end` are the times of the
    first and the last line (`2026-11-28 10:00:00`), `last` is the digest of the last one. `is_cut` if the file broke
    off, as one that was not copied whole; `is_open` if the last line is not complete.
    """

    counts: Counter[tuple[str, str]]
    lines: int = 0
    malformed: int = 0
    first_malformed: int = 0
    is_common: bool = False
    consumed: int = 0
    start: str = ""
    end: str = ""
    last: str = ""
    is_cut: bool = False
    is_open: bool = False


class _Memo(dict[bytes, T], Generic[T]):
    """The results of a function for bytes that come again and again; looking one up calls no Python code."""

    def __init__(self, function: Callable[[bytes], T]) -> None:
        self._function = function

    def __missing__(self, key: bytes) -> T:
        result = self._function(key)
        if len(key) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[key] = result
        return result


class Counting:
    """Counts the lines of a log in its `tally`; the blocks that it is given begin and end with whole lines."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        self._pages = _Memo(partial(_page, addresses))
        self._robots = _Memo(is_robot)
        self._days = _Memo(_day)
        self.tally = Tally(Counter())

    def add(self, block: bytes) -> None:
        """Count the lines of a block. All fields at once where all lines have the same ones, else line by line."""
        if self._add_columns(block):
            return
        if len(block) <= _SMALLEST or block.count(b"\n") < 2:
            for line in block.removesuffix(b"\n").split(b"\n"):
                self._add_line(line)
            return
        # One odd line in a block is found by halving; the others are still counted at once.
        middle = block.find(b"\n", len(block) // 2, len(block) - 1) + 1 or block.rfind(b"\n", 0, len(block) // 2) + 1
        self.add(block[:middle])
        self.add(block[middle:])

    def add_malformed(self) -> None:
        """Count a line that cannot be read."""
        tally = self.tally
        tally.lines += 1
        tally.malformed += 1
        tally.first_malformed = tally.first_malformed or tally.lines

    def _add_columns(self, block: bytes) -> bool:
        """Count a block if all its lines have the same number of quoted fields, and those of the combined format."""
        lines = block.count(b"\n")
        width, rest = divmod(block.count(b'"'), lines or 1)
        if rest or width < 6 or not block.endswith(b"\n"):
            return False
        # Escaped quotation marks end no field. Backslashes are rare; looking for both characters would take longer.
        if b"\\" in block and any(piece.startswith(b'"') for piece in block.split(b"\\")[1:]):
            return False
        fields = block.split(b'"')
        # Each of these is the end of a line and the beginning of the next one, up to the request.
        heads = fields[0::width]
        line_ends = {head[:1] for head in (heads[1:] if width == 6 else fields[6::width])}
        if not line_ends <= {b"\n", b" ", b"\r"}:
            return False
        if (width > 6 or line_ends != {b"\n"}) and not all(NEWLINE in head for head in heads[1:]):
            return False
        day_fields = [head[_DAY_FIELD] for head in heads[:-1]]
        statuses = fields[2::width]
        is_combined = (
            {*fields[4::width]} == {b" "}
            and {head[-2:] for head in heads[:-1]} == {b"] "}
            and all(map(self._days.__getitem__, {*day_fields}))
            and _STATUSES.fullmatch(b"".join(statuses)) is not None
        )
        if not is_combined:
            return False
        self.tally.lines += lines
        pages = [self._pages[request] for request in fields[1::width]]
        if any(pages):
            rows = zip(pages, day_fields, statuses, fields[3::width], fields[5::width], strict=True)
            self._count([row for row in rows if row[0]])
        return True

    def _add_line(self, line: bytes) -> None:
        match = _LINE.fullmatch(line)
        match = match if match and self._days[match["day"]] else None
        if match is None and line.strip():
            self.add_malformed()
            if self.tally.malformed == 1:
                self.tally.is_common = bool(_COMMON.fullmatch(line))
            return
        self.tally.lines += 1
        if match is None:
            return
        day, request, status, referrer, agent = match.group("day", "request", "status", "referrer", "agent")
        if page := self._pages[request]:
            self._count([(page, day, status, referrer, agent)])

    def _count(self, rows: list[tuple[str, bytes, bytes, bytes, bytes]]) -> None:
        """Count the rows (address, day, status, referrer, user agent) that are views."""
        robots, days, addresses = self._robots, self._days, self._addresses
        old_addresses = addresses.old_addresses
        self.tally.counts.update(
            [
                (page, days[day])
                for page, day, status, referrer, agent in rows
                if status[1:4] in _PAGE_STATUS
                and not robots[agent]
                and not (page in old_addresses and addresses.was_led_here(referrer, page))
            ]
        )


def count_pieces(pieces: Iterable[bytes], addresses: Addresses) -> Tally:
    """Count the lines in the pieces of a log, whose ends need not be those of lines; EOFError means that it is cut."""
    counting = Counting(addresses)
    tally = counting.tally
    rest = tail = b""
    # Of a line that is too long, only the length and the end are kept.
    skipped = 0
    try:
        for piece in pieces:
            data = piece
            if skipped:
                end = data.find(b"\n") + 1
                skipped += end or len(data)
                tail = (tail + data[: end or len(data)])[-TAIL:]
                if not end:
                    continue
                counting.add_malformed()
                tally.consumed, skipped, data = tally.consumed + skipped, 0, data[end:]
            end = data.rfind(b"\n") + 1
            if end:
                block, rest = rest + data[:end], data[end:]
                tally.consumed += len(block)
                tally.start = tally.start or time_of(block)
                counting.add(block)
                tail = block[-TAIL:]
            else:
                rest += data
            if len(rest) > MAX_LINE:
                skipped, tail, rest = len(rest), rest[-TAIL:], b""
    except EOFError:
        tally.is_cut = True
    # The server may be writing this line; if it is complete, only its line break is missing.
    if not tally.is_cut and _LINE.fullmatch(rest.rstrip(b"\r")):
        tally.consumed += len(rest)
        tally.start = tally.start or time_of(rest)
        counting.add(rest)
        tail, rest = rest[-TAIL:], b""
    tally.is_open = bool(rest or skipped)
    # The last line may be malformed, and have no time.
    *_, tally.end = (tally.start, *_times(tail))
    tally.last = digest_of_line(last_line(tail))
    return tally


def last_line(tail: bytes) -> bytes:
    """The last line of the bytes before some position in a log, without its line break."""
    return tail.rstrip(b"\r\n").rpartition(b"\n")[2]


def digest_of_line(line: bytes) -> str:
    """A digest of a line, or of its last TAIL bytes, without the address of the reader."""
    start = line.find(b"[")
    return blake2b(line[max(start, 0) :].rstrip(), digest_size=8).hexdigest()


def time_of(block: bytes) -> str:
    """The first time in a block, as the server wrote it but in ISO form; empty if there is none."""
    return next(_times(block), "")


def _times(block: bytes) -> Iterator[str]:
    for match in _TIME.finditer(block):
        day, month, year, time = map(bytes.decode, match.groups())
        # There may be no such month, day or hour.
        with suppress(ValueError):
            yield str(datetime.fromisoformat(f"{year}-{_MONTHS.index(month) + 1:02}-{day} {time}"))


def _page(addresses: Addresses, request: bytes) -> str:
    """The address that a request line counts for; empty if it asks for no release, or not with GET."""
    if not request.startswith(b"GET "):
        return ""
    target = request[4:].partition(b" ")[0]
    return "" if target.endswith(_ASSETS) else addresses.find(target)


def _day(field: bytes) -> str:
    """The day with which a time begins, in ISO form; empty if there is no such day."""
    return time_of(field + b"00:00:00")[:10]
