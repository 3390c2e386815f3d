"""`pressgen views import`: logs and exports → data/views.yml, in which no number falls without a note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from msgspec import Struct, structs

from pressgen.content.folders import resolve, write
from pressgen.content.scan import VIEWS_FILE
from pressgen.content.views_file import LOG, add, read_views, write_views
from pressgen.errors import ContentError, Problem
from pressgen.model import Count, Options, ReadLog, Rendered, ViewCounts
from pressgen.plan.draft import Policy, draft
from pressgen.plan.views import Head
from pressgen.publish.manifest import digest
from pressgen.site.sources import Sources, with_sources
from pressgen.store.database import Store
from pressgen.views.addresses import Addresses, make_addresses
from pressgen.views.exports import Export, is_export, merge_exports, read_export
from pressgen.views.log_files import LogResult, count_logs

DAYS_KEPT = 30
"""Days before the last one for which views are kept day by day; earlier ones are kept month by month."""
_AHEAD = timedelta(hours=14)
"""How far the clocks of the easternmost islands are ahead of UTC: it is a later day nowhere."""
_OVERLAP = timedelta(hours=1)
"""Servers write requests when they end, so that two logs that follow each other can have some time in common."""


class ImportRequest(Struct, frozen=True, kw_only=True):
    """What to import into the site in `root`: the files, the instant (aware), and the options of a build.

    `as_of` is the last day of exports that do not say theirs (`2026-11-28`); empty for the day each was saved.
    With `allow_lower`, smaller numbers replace larger ones, with a note.
    """

    root: Path
    paths: tuple[Path, ...]
    instant: datetime
    options: Options
    as_of: str = ""
    allow_lower: bool = False


class FileSummary(Struct, frozen=True):
    """What one file had: its source, lines or rows, and views of releases that were new in it."""

    path: Path
    source: str
    lines: int
    views: int


class ImportReport(Struct, frozen=True, kw_only=True):
    """What was imported: each file, the number of releases whose counts changed, and problems."""

    files: tuple[FileSummary, ...]
    changed: int
    problems: tuple[Problem, ...]


def import_views(request: ImportRequest) -> ImportReport:
    """Count logs, read exports, and write data/views.yml if that changes it.

    Raises PressgenError, and writes nothing, if a file cannot be used or if data/views.yml has faults.
    """
    old_views = _read_file(request.root)
    addresses = with_sources(request.root, request.instant, request.options, _addresses)
    views = _with_present_addresses(old_views, addresses)
    logs, exports = _sorted_files(request.paths)
    results = count_logs(logs, addresses, old_views.logs, request.options.jobs)
    problems = [problem for result in results for problem in _log_problems(result)]
    problems += _overlaps(results, old_views.logs)
    today = last_day(request.instant)
    views = add_logs(views, results, today)
    summaries = [FileSummary(one.path, LOG, one.tally.lines, one.tally.counts.total()) for one in results]
    by_source: dict[str, list[Export]] = {}
    contents: set[str] = set()
    for path in exports:
        export = read_export(path, addresses)
        content = digest(path)
        if content in contents:  # a copy under another name
            summaries.append(FileSummary(path, export.source, 0, 0))
            continue
        contents.add(content)
        problems += _export_problems(path, export)
        summaries.append(FileSummary(path, export.source, export.rows, sum(export.counts.values())))
        # The report of this year covers days that are still to come.
        saved_on = datetime.fromtimestamp(path.stat().st_mtime).date().isoformat()
        day = min(export.as_of or request.as_of or saved_on, today)
        by_source.setdefault(export.source, []).append(structs.replace(export, as_of=day))
    for same_source in by_source.values():
        views, lower = add_export(views, merge_exports(same_source), request.allow_lower)
        problems += lower
    data = write_views(views)
    # As it will be read again: a count has its own last day only where that is not the one of its source.
    counts = read_views(data)[0].counts
    changed = sum(_numbers(counts, key) != _numbers(old_views.counts, key) for key in {*counts, *old_views.counts})
    if data != write_views(old_views):
        write(request.root, VIEWS_FILE, data)
    return ImportReport(files=tuple(summaries), changed=changed, problems=tuple(problems))


def _numbers(counts: Mapping[str, Mapping[str, Count]], address: str) -> dict[str, tuple[int, str, str]]:
    """What is known of a release by source, without its periods: days that become months change no number."""
    return {source: (count.views, count.as_of, count.note) for source, count in counts.get(address, {}).items()}


def last_day(instant: datetime) -> str:
    """The latest day that it can be anywhere, in ISO form."""
    return (instant.astimezone(timezone.utc) + _AHEAD).date().isoformat()


def _addresses(sources: Sources, _: Store) -> Addresses:
    """The addresses of all releases that are public at an instant, and those that redirect to them."""
    planned = draft(sources, Policy(leave_out="unplannable", looks_ahead=False))
    paths = {one.href: one.path for edition in planned.site.editions for one in edition.releases}
    redirects = [
        (output.path, paths[target])
        for output in (planned.plan.outputs if planned.plan else ())
        if isinstance(output, Rendered) and isinstance(head := output.values.get("page"), Head)
        if head.kind == "redirect" and (target := str(output.values.get("target"))) in paths
    ]
    return make_addresses(((path, path) for path in paths.values()), redirects, sources.settings.url)


def add_logs(views: ViewCounts, results: Iterable[LogResult], today: str) -> ViewCounts:
    """The counts with what is new in logs; a server whose clock is wrong counts nothing as of a day after `today`."""
    additions: dict[str, Counter[str]] = {}
    as_of, logs = views.as_of.get(LOG, ""), list(views.logs)
    for result in results:
        if not result.reading.bytes or result.reading == result.former_reading:
            continue
        # Without a view, the address of the site may have been wrong: the next time, all of the log is read again.
        if result.tally.counts or result.former_reading:
            logs = [log for log in logs if log != result.former_reading] + [result.reading]
        as_of = max(as_of, min(result.reading.end[:10], today))
        for (address, day), number in result.tally.counts.items():
            additions.setdefault(address, Counter())[day] += number
    counts = {address: dict(by_source) for address, by_source in views.counts.items()}
    for address, periods in additions.items():
        by_source = counts.setdefault(address, {})
        addition = Count(periods.total(), dict(periods))
        by_source[LOG] = add(by_source[LOG], addition) if LOG in by_source else addition
    for by_source in counts.values():
        if LOG in by_source:
            by_source[LOG] = _with_months(by_source[LOG], as_of)
    last_days = {**views.as_of, LOG: as_of} if as_of else views.as_of
    return ViewCounts(as_of=last_days, counts=counts, logs=tuple(logs))


def add_export(views: ViewCounts, export: Export, allow_lower: bool) -> tuple[ViewCounts, tuple[Problem, ...]]:
    """The counts with those of an export in place of the former ones of its source, and a warning if any is lower.

    A lower count is not taken unless `allow_lower`; then it has a note.
    """
    source, last_day = export.source, views.as_of.get(export.source, "")
    new: dict[str, dict[str, int]] = {}
    for (address, period), number in export.counts.items():
        new.setdefault(address, {})[period] = number
    counts = {address: dict(by_source) for address, by_source in views.counts.items()}
    lower: list[tuple[str, int, int]] = []
    for by_source in counts.values():
        if source in by_source:
            # What this export does not have keeps its own last day.
            by_source[source] = structs.replace(by_source[source], as_of=by_source[source].as_of or last_day)
    as_of = max(last_day, export.as_of)
    for address, numbers in new.items():
        by_source = counts.setdefault(address, {})
        old_count, total = by_source.get(source, Count(0)), sum(numbers.values())
        is_lower = total < old_count.views
        if is_lower:
            lower.append((address, old_count.views, total))
        if not is_lower or allow_lower:
            note = f"{old_count.views} until {old_count.as_of}" if is_lower else old_count.note
            periods = {period: number for period, number in numbers.items() if period}
            by_source[source] = _with_months(Count(total, periods, "", note), as_of)
    views = structs.replace(views, as_of={**views.as_of, source: as_of}, counts=counts)
    return views, tuple(_lower(source, lower, allow_lower))


def _lower(source: str, lower: Sequence[tuple[str, int, int]], is_taken: bool) -> Iterator[Problem]:
    """One warning for all numbers that are lower than before."""
    if lower:
        address, old, new = min(lower)
        key = "views-lower/taken" if is_taken else "views-lower"
        yield Problem.at(key, source=source, count=len(lower), address=address, old=old, new=new, file=VIEWS_FILE)


def _with_months(count: Count, as_of: str) -> Count:
    """A count with the days that are long past added to their months."""
    if not as_of:
        return count
    # A server whose clock is wrong may be in the year 1.
    first = date.fromordinal(max(1, date.fromisoformat(as_of).toordinal() - DAYS_KEPT + 1)).isoformat()
    periods: Counter[str] = Counter()
    for period, number in count.periods.items():
        periods[period if period >= first or len(period) == 7 else period[:7]] += number
    return structs.replace(count, periods=dict(periods))


def _read_file(root: Path) -> ViewCounts:
    path = resolve(root, VIEWS_FILE)
    try:
        data = path.read_bytes() if path else b""
    except OSError as error:
        raise ContentError(Problem.at("views-unread", path=VIEWS_FILE, reason=str(error.strerror))) from error
    views, problems = read_views(data)
    if problems:
        # Writing the file again would lose these lines.
        raise ContentError(*(structs.replace(problem, severity="error") for problem in problems))
    return views


def _with_present_addresses(views: ViewCounts, addresses: Addresses) -> ViewCounts:
    """The counts, those of former addresses of a release added to its own."""
    counts: dict[str, dict[str, Count]] = {}
    for address, by_source in views.counts.items():
        present = addresses.find_present(address) or address
        for source, count in by_source.items():
            own = counts.setdefault(present, {})
            own[source] = add(own[source], count) if source in own else count
    return structs.replace(views, counts=counts)


def _sorted_files(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Logs and exports, each file once."""
    logs: list[Path] = []
    exports: list[Path] = []
    for path in dict.fromkeys(paths):
        # It has to be read more than once; a pipe can only be read once, and the next reader would wait for ever.
        if not path.is_file():
            raise ContentError(Problem.at("views-unread/pipe", path=str(path)))
        try:
            (exports if is_export(path) else logs).append(path)
        except OSError as error:
            raise ContentError(Problem.at("views-unread", path=str(path), reason=str(error.strerror))) from error
    return logs, exports


def _log_problems(result: LogResult) -> Iterator[Problem]:
    """What is wrong with a log. Raises ContentError if it is none."""
    path = str(result.path)
    # Binary files have no lines, and empty lines have no time.
    has_lines = result.tally.lines or result.tally.is_open
    is_malformed = result.tally.malformed == result.tally.lines and not result.tally.is_cut
    if has_lines and (is_malformed or not result.reading.end) and result.former_reading is None:
        key = "views-not-log/common" if result.tally.is_common else "views-not-log"
        raise ContentError(Problem.at(key, path=path))
    if result.tally.malformed:
        numbers = {"count": result.tally.malformed, "lines": result.tally.lines, "line": result.tally.first_malformed}
        yield Problem.at("views-malformed", path=path, **numbers)
    if result.tally.is_cut:
        yield Problem.at("views-cut", path=path)
    if result.tally.lines and not result.tally.counts and result.former_reading is None:
        yield Problem.at("views-none", path=path)


def _export_problems(path: Path, export: Export) -> Iterator[Problem]:
    if export.malformed:
        numbers = {"count": export.malformed, "lines": export.rows, "line": export.first_malformed}
        yield Problem.at("views-malformed/export", path=str(path), **numbers)
    if export.rows and not export.counts:
        yield Problem.at("views-none", path=str(path))


def _overlaps(results: Sequence[LogResult], readings: Sequence[ReadLog]) -> Iterator[Problem]:
    """A warning for each log that is new and has times of another one: the same visits may be in both."""
    spans = [(log.start, log.end) for log in readings]
    for result in results:
        span = (result.tally.start, result.reading.end)
        if result.tally.lines and all(span):
            # A log that goes on has a span of its own, which ends where this one begins.
            if any(_is_overlap(span, other) for other in spans):
                yield Problem.at("views-overlap", path=str(result.path), start=span[0], end=span[1], file=VIEWS_FILE)
            spans.append(span)


def _is_overlap(first: tuple[str, str], second: tuple[str, str]) -> bool:
    start, end = max(first[0], second[0]), min(first[1], second[1])
    try:
        return datetime.fromisoformat(end) - datetime.fromisoformat(start) > _OVERLAP
    except ValueError:
        return False
