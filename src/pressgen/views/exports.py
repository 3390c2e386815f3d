"""Exports of Plausible, Matomo, Umami and GoAccess (CSV or JSON) → how often each release was read."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

import msgspec
from msgspec import Struct

from pressgen.errors import ContentError, Problem
from pressgen.views.addresses import Addresses, host_of

_HEAD = 4_096
_ZIP = b"PK\x03\x04"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*[\[{\]])")
_MAX_JSON = 256 << 20
_MAX_CELL = 1 << 20
_READ_ERRORS = (
    OSError,
    EOFError,
    UnicodeError,
    csv.Error,
    zlib.error,
    zipfile.BadZipFile,
    msgspec.DecodeError,
    # An archive with a password, or packed in an unusual way; JSON that is nested too deeply.
    RuntimeError,
)
_PERIOD = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_NUMBER = re.compile(r"(\d{1,15})(?:\.0+)?")


class Export(Struct, frozen=True, kw_only=True):
    """What an export says: views by address and period (a day, a month, or empty), and its last day, if it says so.

    `malformed` of its `rows` have no number; `first_malformed` is the line of the first one, or 0.
    """

    source: str
    counts: Counter[tuple[str, str]]
    as_of: str = ""
    rows: int = 0
    malformed: int = 0
    first_malformed: int = 0


class Row(Struct, frozen=True):
    """One row of an export as it is written: an address, a number, a period or nothing, a host or nothing."""

    address: str
    views: str
    period: str = ""
    host: str = ""


class Table(Struct, frozen=True, kw_only=True):
    """A table of a program by its columns; without `views`, each row is one view if its `event_type` is 1."""

    source: str
    address: str
    views: str = ""
    day: str = ""
    host: str = ""


# In this order: the first one whose columns are all there. A full URL is better than a label.
TABLES = (
    Table(source="Plausible", address="page", views="pageviews", day="date", host="hostname"),
    Table(source="Plausible", address="name", views="pageviews"),
    Table(source="Matomo", address="url", views="nb_hits"),
    Table(source="Matomo", address="metadata_url", views="nb_hits"),
    Table(source="Matomo", address="label", views="nb_hits"),
    Table(source="Matomo", address="metadata: url", views="pageviews"),
    Table(source="Umami", address="url_path", day="created_at", host="hostname"),
    Table(source="Umami", address="url_path", day="created_at"),
    Table(source="Umami", address="x", views="y"),
)


def is_export(path: Path) -> bool:
    """Whether a file looks like an export, not like a log. Raises OSError if it cannot be read."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith((_ZIP, *_UTF_16)) or _JSON.match(head):
        return True
    return _table_of(head.decode("utf-8-sig", "replace")) is not None


def read_export(path: Path, addresses: Addresses) -> Export:
    """Read an export. Raises ContentError if it is of another kind, or damaged."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if _JSON.match(head):
            if _is_log(head):
                raise ContentError(Problem.at("views-not-log/json", path=str(path)))
            return _read_json(path, addresses)
        with _texts(path, head) as texts:
            exports = [export for text in texts if (export := _read_csv(text, addresses))]
    except _READ_ERRORS as error:
        raise ContentError(Problem.at("views-unread", reason=str(error), path=str(path))) from error
    if not exports:
        raise ContentError(Problem.at("views-export", path=str(path)))
    return merge_exports(exports)


def _is_log(head: bytes) -> bool:
    """Whether a file has an object of JSON on each line, as the logs of some servers."""
    first, _, rest = head.partition(b"\n")
    try:
        return rest.startswith(b"{") and isinstance(msgspec.json.decode(first), dict)
    except msgspec.DecodeError:
        return False


def merge_exports(exports: Sequence[Export]) -> Export:
    """The sum of exports of one source, as of periods that follow each other."""
    counts: Counter[tuple[str, str]] = Counter()
    for export in exports:
        counts.update(export.counts)
    return Export(
        source=exports[0].source,
        counts=counts,
        as_of=max(export.as_of for export in exports),
        rows=sum(export.rows for export in exports),
        malformed=sum(export.malformed for export in exports),
        first_malformed=next((export.first_malformed for export in exports if export.first_malformed), 0),
    )


@contextmanager
def _texts(path: Path, head: bytes) -> Iterator[Iterator[TextIO]]:
    """The CSV files in a file: itself, or those of an archive."""
    if not head.startswith(_ZIP):
        encoding = "utf-16" if head.startswith(_UTF_16) else "utf-8-sig"
        with path.open(encoding=encoding, newline="") as file:
            yield iter([file])
        return
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.lower().endswith(".csv"))
        yield (io.TextIOWrapper(archive.open(name), "utf-8-sig", newline="") for name in names)


def _table_of(head: str) -> tuple[Table, str] | None:
    """The table that begins with a line, and what separates its columns; GoAccess writes no line with columns."""
    line = head.partition("\n")[0].rstrip("\r")
    for separator in (",", "\t", ";"):
        columns = _columns(line, separator)
        if columns[:3] == ["0", "", "general"]:
            return Table(source="GoAccess", address="", views=""), separator
        for table in TABLES:
            needed = {table.address, table.views or "event_type", table.day, table.host} - {""}
            if needed <= {*columns}:
                return table, separator
    return None


def _columns(line: str, separator: str) -> list[str]:
    try:
        return [name.strip().casefold() for name in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:
        return []


def _read_csv(text: TextIO, addresses: Addresses) -> Export | None:
    """An export in CSV; None if its columns are not those of pages."""
    csv.field_size_limit(_MAX_CELL)
    first = text.readline()
    match = _table_of(first)
    if match is None:
        return None
    table, separator = match
    reader = csv.reader(text, delimiter=separator)
    if table.source == "GoAccess":
        return _collect(table.source, _goaccess_rows(reader), addresses)
    columns = _columns(first.rstrip("\r\n"), separator)
    records = ((number, dict(zip(columns, values, strict=False))) for number, values in enumerate(reader, 2))
    return _collect(table.source, ((number, _row(table, record)) for number, record in records if record), addresses)


def _row(table: Table, record: Mapping[str, str]) -> Row | None:
    """The row of a record; None if it is an event of another kind."""
    views = record.get(table.views, "") if table.views else "1"
    if not table.views and record.get("event_type") != "1":
        return None
    address = record.get(table.address, "")
    if table.address == "label":
        address = _of_label(address)
    # A file can have a column without a name; that is not the one that its table lacks.
    day = record.get(table.day, "") if table.day else ""
    return Row(address, views, day[:10], record.get(table.host, "") if table.host else "")


def _of_label(label: str) -> str:
    """The address in a label of Matomo, which names the page of a folder `/index`."""
    return label.removesuffix("index") if label.endswith("/index") else label


def _goaccess_rows(rows: Iterable[Sequence[str]]) -> Iterator[tuple[int, Row | None]]:
    """The requested addresses in GoAccess's CSV, and a row without views for each day, for the last of them."""
    for number, values in enumerate(rows, 2):
        if len(values) > 4 and values[2] == "visitors":
            yield number, Row("", "0", _iso(values[-1], "%Y%m%d"))
        elif len(values) > 11 and values[2] == "requests" and not values[1] and values[-3] in ("GET", ""):
            yield number, Row(values[-1], values[3])


def _collect(source: str, rows: Iterable[tuple[int, Row | None]], addresses: Addresses, as_of: str = "") -> Export:
    """The views of releases in rows with their line numbers; rows of other pages and hosts do not count."""
    counts: Counter[tuple[str, str]] = Counter()
    total = malformed = first_malformed = 0
    for number, row in rows:
        if row is None:
            continue
        total += 1
        period = row.period if _is_period(row.period) else ""
        match = _NUMBER.fullmatch(row.views.strip())
        if match is None or bool(row.period) != bool(period):
            malformed += 1
            first_malformed = first_malformed or number
            continue
        as_of = max(as_of, period if len(period) == 10 else "")
        target = row.address.strip().encode()
        address = addresses.find(target)
        if address and addresses.is_on_site(row.host or host_of(target)):
            counts[address, period] += int(match[1])
    return Export(
        source=source, counts=counts, as_of=as_of, rows=total, malformed=malformed, first_malformed=first_malformed
    )


def _is_period(text: str) -> bool:
    if not _PERIOD.fullmatch(text):
        return False
    try:
        return bool(date.fromisoformat(text if len(text) == 10 else f"{text}-01"))
    except ValueError:
        return False


def _iso(text: str, form: str) -> str:
    """A day in ISO form; empty if it is in another form than expected."""
    try:
        return datetime.strptime(text, form).date().isoformat()
    except ValueError:
        return ""


def _read_json(path: Path, addresses: Addresses) -> Export:
    if path.stat().st_size > _MAX_JSON:
        raise ContentError(Problem.at("views-export/large", path=str(path), most=_MAX_JSON >> 20))
    tree = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    for source, read in (("GoAccess", _goaccess), ("Plausible", _plausible), ("Umami", _umami), ("Matomo", _matomo)):
        rows = read(tree)
        if rows is not None:
            return _collect(source, enumerate(rows, 1), addresses, _last_day(tree))
    raise ContentError(Problem.at("views-export", path=str(path)))


def _last_day(tree: object) -> str:
    """The last day that a report says it covers; empty if it does not say so."""
    if not isinstance(tree, dict):
        return ""
    if isinstance(general := tree.get("general"), dict):
        return _iso(str(general.get("end_date")), "%d/%b/%Y")
    query = tree.get("query")
    span = query.get("date_range") if isinstance(query, dict) else None
    last = str(span[-1])[:10] if isinstance(span, list) and span else ""
    return last if _is_period(last) else ""


def _goaccess(tree: object) -> list[Row] | None:
    requests = tree.get("requests") if isinstance(tree, dict) else None
    if not isinstance(requests, dict):
        return None
    rows = []
    for item in _dicts(requests.get("data")):
        hits = item.get("hits")
        number = hits.get("count") if isinstance(hits, dict) else hits
        if item.get("method", "GET") == "GET":
            rows.append(Row(str(item.get("data", "")), str(number)))
    return rows


def _plausible(tree: object) -> list[Row] | None:
    """The rows of Plausible's API, of its first version (page, pageviews) or its second (dimensions, metrics)."""
    if not isinstance(tree, dict) or not isinstance(tree.get("results"), list):
        return None
    items = _dicts(tree["results"])
    if all("page" in item and "pageviews" in item for item in items):
        return [Row(str(item["page"]), str(item["pageviews"]), str(item.get("date", ""))[:10]) for item in items]
    query = tree.get("query")
    if not isinstance(query, dict):
        return None
    dimensions, metrics = query.get("dimensions"), query.get("metrics")
    if not isinstance(dimensions, list) or not isinstance(metrics, list):
        return None
    if "event:page" not in dimensions or "pageviews" not in metrics:
        return None
    page, views = dimensions.index("event:page"), metrics.index("pageviews")
    time = next((index for index, name in enumerate(dimensions) if name in ("time:day", "time:month")), None)
    rows = []
    for item in items:
        names, numbers = item.get("dimensions"), item.get("metrics")
        if isinstance(names, list) and isinstance(numbers, list) and len(names) == len(dimensions) > page:
            month = slice(7 if time is not None and dimensions[time] == "time:month" else 10)
            period = str(names[time])[month] if time is not None else ""
            rows.append(Row(str(names[page]), str(numbers[views]) if len(numbers) > views else "", period))
    return rows


def _umami(tree: object) -> list[Row] | None:
    items = tree.get("data") if isinstance(tree, dict) else tree
    rows = _dicts(items)
    if not rows or not all("x" in item and "y" in item for item in rows):
        return None
    return [Row(str(item["x"]), str(item["y"])) for item in rows]


def _matomo(tree: object) -> list[Row] | None:
    """The rows of one report, or of one for each day or month."""
    if isinstance(tree, dict) and tree and all(_is_period(str(key)) for key in tree):
        return [row for period, items in tree.items() for row in _matomo_rows(items, str(period))]
    items = _dicts(tree)
    return list(_matomo_rows(items, "")) if items and all("label" in item for item in items) else None


def _matomo_rows(items: object, period: str) -> Iterator[Row]:
    pending = list(reversed(_dicts(items)))
    while pending:
        item = pending.pop()
        below = item.get("subtable")
        # The number of a folder is the sum of its pages.
        if below:
            pending += reversed(_dicts(below))
        elif "nb_hits" in item:
            yield Row(str(item.get("url") or _of_label(str(item.get("label") or ""))), str(item["nb_hits"]), period)


def _dicts(items: object) -> list[dict[str, object]]:
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
