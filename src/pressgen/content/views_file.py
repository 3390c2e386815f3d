"""data/views.yml ↔ ViewCounts: one line for each fact, so that people can read it and git can merge it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import MsgspecError, Struct, json, structs

from pressgen.content.file_memory import recall, remember
from pressgen.content.folders import File, resolve
from pressgen.content.scan import VIEWS_FILE
from pressgen.content.yaml.nodes import yaml_string
from pressgen.errors import Problem, shorten
from pressgen.model import Count, ReadLog, ViewCounts
from pressgen.store.database import Store

LOG = "log"
"""The source of what was counted in access logs."""
HEADER = """\
# How often each release was read. `pressgen views import` writes this file; keep it in the repository.
# The pages show the largest number of a release. Each line is one fact: keep their form if you edit it.
# `logs` says how far each access log was read, so that no visit is counted twice.
"""
# The file is YAML, but a site with years of releases has tens of thousands of lines: a parser of YAML would take
# longer than all the rest of a build.
_SECTION = re.compile(r"(as_of|releases|logs):")
_AS_OF = re.compile(r"  (.+): (\d{4}-\d\d-\d\d)")
_ADDRESS = re.compile(r'  (/\S*|"/.*"):')
_COUNT = re.compile(
    r"    (.+): \{views: (\d{1,18})((?:, \d{4}-\d\d(?:-\d\d)?: \d{1,18})*)"
    r"(?:, as_of: ([\d-]{10}))?(?:, note: (\".*\"))?\}"
)
_LOG = re.compile(
    r"  - \{first: ([0-9a-f]{16}), last: ([0-9a-f]{16}), bytes: (\d{1,18}), lines: (\d{1,18}), "
    r"from: ([\d: -]{19}), to: ([\d: -]{19})\}"
)
_PLAIN = re.compile(r"[/\w][\w./~-]*")
_PLAIN_NAME = re.compile(r"[^\W\d][\w .-]*\w")


class SiteViews(Struct, frozen=True):
    """The counts of a site without the logs they were made from, and what is wrong with the file."""

    counts: ViewCounts
    problems: tuple[Problem, ...] = ()


_decoder = json.Decoder(SiteViews)


def read_site_views(root: Path, file: File | None, store: Store, settle_time: int) -> SiteViews:
    """The counts of the site in `root`, from the store if the file has not changed; `settle_time` is that of Inputs."""
    if file is None:
        return SiteViews(ViewCounts())
    if (site_views := recall(store, VIEWS_FILE, file.stamp, _decoder)) is not None:
        return site_views
    path = resolve(root, VIEWS_FILE)
    try:
        data = path.read_bytes() if path else b""
    except OSError as error:
        return SiteViews(ViewCounts(), (Problem.at("views-file", VIEWS_FILE, reason=str(error.strerror)),))
    views, problems = read_views(data)
    site_views = SiteViews(structs.replace(views, logs=()), problems)
    remember(store, VIEWS_FILE, file.stamp, settle_time, site_views)
    return site_views


def read_views(data: bytes) -> tuple[ViewCounts, tuple[Problem, ...]]:
    """The counts in the bytes of the file, and a problem for each line that cannot be read.

    Two counts of one address by one source, which a merge can leave, are the larger one.
    """
    as_of: dict[str, str] = {}
    counts: dict[str, dict[str, Count]] = {}
    logs: list[ReadLog] = []
    problems: list[Problem] = []
    section = address = ""
    for number, line in enumerate(data.decode("utf-8-sig", "replace").split("\n"), 1):
        line = line.rstrip()
        if not line or line.lstrip().startswith("#"):
            continue
        if match := _SECTION.fullmatch(line):
            section, address = match[1], ""
        elif section == "as_of" and (match := _AS_OF.fullmatch(line)) and _is_day(match[2]):
            source = _unquoted(match[1])
            as_of[source] = max(as_of.get(source, ""), match[2])
        elif section == "releases" and (match := _ADDRESS.fullmatch(line)):
            address = _unquoted(match[1])
            counts.setdefault(address, {})
        elif address and (match := _COUNT.fullmatch(line)) and (not match[4] or _is_day(match[4])):
            source = _unquoted(match[1])
            counts[address][source] = larger(counts[address].get(source), _count(match))
        elif section == "logs" and (match := _LOG.fullmatch(line)):
            first, last, size, lines, start, end = match.groups()
            log = ReadLog(first=first, last=last, bytes=int(size), lines=int(lines), start=start, end=end)
            logs += [log] if log not in logs else []
        else:
            problems.append(Problem.at("views-line", VIEWS_FILE, number, line=shorten(line)))
    return ViewCounts(as_of=as_of, counts=counts, logs=tuple(logs)), tuple(problems)


def write_views(views: ViewCounts) -> bytes:
    """The bytes of the file: sources, addresses and logs each in a fixed order."""
    return (HEADER + "".join(f"{line}\n" for line in _lines(views))).encode()


def larger(first: Count | None, second: Count) -> Count:
    """The larger of two counts of the same; of each period, the larger number."""
    if first is None:
        return second
    more, less = (first, second) if first.views > second.views else (second, first)
    periods = {key: max(more.periods.get(key, 0), less.periods.get(key, 0)) for key in more.periods | less.periods}
    return structs.replace(more, periods=periods)


def _lines(views: ViewCounts) -> Iterator[str]:
    yield "as_of:"
    for source, day in sorted(views.as_of.items()):
        yield f"  {_name(source)}: {day}"
    yield ""
    yield "releases:"
    for address, by_source in sorted(views.counts.items()):
        if by_source:
            yield f"  {address if _PLAIN.fullmatch(address) else yaml_string(address)}:"
        for source, count in sorted(by_source.items()):
            # The last day is that of the source, unless the source has counted this address no more.
            is_older = count.as_of and count.as_of != views.as_of.get(source, "")
            facts = [f"views: {count.views}", *(f"{key}: {number}" for key, number in sorted(count.periods.items()))]
            facts += [f"as_of: {count.as_of}"] if is_older else []
            facts += [f"note: {yaml_string(count.note)}"] if count.note else []
            yield f"    {_name(source)}: {{{', '.join(facts)}}}"
    if views.logs:
        yield ""
        yield "logs:"
    for log in sorted(views.logs, key=lambda log: (log.start, log.first)):
        yield (
            f"  - {{first: {log.first}, last: {log.last}, bytes: {log.bytes}, lines: {log.lines}, "
            f"from: {log.start}, to: {log.end}}}"
        )


def _count(match: re.Match[str]) -> Count:
    pairs = (pair.split(": ") for pair in match[3].split(", ") if pair)
    periods = {key: int(number) for key, number in pairs}
    return Count(int(match[2]), periods, match[4] or "", _unquoted(match[5] or ""))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _name(source: str) -> str:
    return source if _PLAIN_NAME.fullmatch(source) else yaml_string(source)


def _unquoted(text: str) -> str:
    if not text.startswith('"'):
        return text
    try:
        return json.decode(text, type=str)
    except MsgspecError:
        return text


def total(addresses: Iterable[str], counts: Mapping[str, Mapping[str, Count]]) -> dict[str, Count]:
    """The counts of a release by source, those of all its addresses together."""
    sums: dict[str, Count] = {}
    for address in addresses:
        for source, count in counts.get(address, {}).items():
            sums[source] = add(sums[source], count) if source in sums else count
    return sums


def add(first: Count, second: Count) -> Count:
    """Two counts of different visits as one."""
    periods = dict(first.periods)
    for key, number in second.periods.items():
        periods[key] = periods.get(key, 0) + number
    # Each may lack the days after its own last one: the sum counts all visits only up to the earlier one.
    return Count(first.views + second.views, periods, "", first.note or second.note)
