"""The shortcut of a build with nothing to do: the last report, if none of its inputs have changed since.

Nothing here imports what a build needs to parse, plan or render.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import MsgspecError, Struct, json, structs

from pressgen.content.zones import zone_rules
from pressgen.model import Change, Options, Report
from pressgen.settings import Settings
from pressgen.store.database import BUILD, OUTPUT, Row, Store, peek
from pressgen.store.stamps import Stamp, packed, stamp_of, untouched

OF_THE_DAY = frozenset(("text-changed", "date-far", "folder-held"))
"""The codes of problems that name the day of the build, or that end with a day on which nothing else changes."""


class BuildRequest(Struct, frozen=True, kw_only=True):
    """The arguments of a build: the site's folder, the output folder, the options and the instant.

    `inputs` is the digest of the stamps of all inputs; it is empty if a change might not show in them.
    """

    root: Path
    output: Path
    options: Options
    instant: datetime
    inputs: str


class LastBuild(Struct, frozen=True, kw_only=True):
    """What is on record of a build: its instant in the site's time zone, its options, and what time will change.

    `is_current` says that the inputs have not changed since.
    """

    instant: datetime
    options: Options
    is_current: bool
    changes: tuple[Change, ...]


def last_report(request: BuildRequest) -> Report | None:
    """The report of the last build to the same folder, if a build now would write and report the same; else None."""
    root, folder = request.root, str(request.output)
    for row in peek(root, BUILD, folder):
        with suppress(MsgspecError, ValueError, TypeError):  # a row that this version did not write
            _, options, inputs, extras, start, end, report, _ = row
            is_same = options == _site_options(request.options) and inputs == _full_digest(request, str(extras))
            now = request.instant.timestamp()
            is_valid = float(start or 0) <= now and (end is None or now < float(end))
            if not (request.inputs and is_same and is_valid):
                return None
            # The published files must be unchanged too: somebody may have edited one.
            for _, _, stamps in peek(root, OUTPUT, folder):
                files = json.decode(bytes(stamps), type=dict[str, Stamp])  # type: ignore[arg-type]
                if len(untouched(request.output, files)) < len(files):
                    return None
                last = json.decode(bytes(report), type=Report)  # type: ignore[arg-type]
                return structs.replace(last, changed=0, removed=0, unchanged=last.changed + last.unchanged)
    return None


def last_build(request: BuildRequest, rows: Iterable[Row] | None = None) -> LastBuild | None:
    """The last build to the output folder that is on record; None if there is none.

    `rows` are those of the table BUILD for this folder, if the caller has the memory open. Of the request's options
    only the output folder counts.
    """
    for row in peek(request.root, BUILD, str(request.output)) if rows is None else rows:
        with suppress(MsgspecError, ValueError, TypeError, OSError):  # a row that this version did not write
            _, options, inputs, extras, start, _, _, changes = row
            zone, _ = json.decode(str(extras), type=tuple[str, list[str]])
            return LastBuild(
                instant=datetime.fromtimestamp(float(start or 0), ZoneInfo(zone)),
                options=json.decode(str(options), type=Options),
                is_current=bool(request.inputs) and inputs == _full_digest(request, str(extras)),
                changes=json.decode(bytes(changes), type=tuple[Change, ...]),  # type: ignore[arg-type]
            )
    return None


def remember_report(
    store: Store, request: BuildRequest, settings: Settings, report: Report, changes: Sequence[Change]
) -> None:
    """Store a report with the inputs and the changes that will come; it is valid until the first of these.

    A report with a problem that depends on the day is valid on that day only. If the request has no inputs, the
    report answers no later build, but its changes are known.
    """
    from pressgen.content.dates import end_of_day
    from pressgen.content.settings.dialect import dialect_files, dialect_of

    start = request.instant.timestamp()
    ends = [change.at for change in changes[:1]]
    zone = ZoneInfo(settings.timezone)
    is_of_the_day = any(problem.code in OF_THE_DAY for problem in report.problems)
    ends += [end_of_day(request.instant.astimezone(zone), zone)] if is_of_the_day else []
    end = min(ends).timestamp() if ends else None
    files = [str(file) for file in dialect_files(dialect_of(settings))]
    extras = json.encode((settings.timezone, files)).decode()
    digest = _full_digest(request, extras) if request.inputs else ""
    row = (_site_options(request.options), digest, extras, start, end)
    last_report = json.encode(structs.replace(report, reasons={}, late=()))
    store.put(BUILD, [(str(request.output), *row, last_report, json.encode(changes))])


def _site_options(options: Options) -> str:
    """The options on which the site depends, as JSON."""
    # The site does not depend on the number of processes, or on whether reasons are shown.
    return json.encode(structs.replace(options, explain=False, jobs=1, home="")).decode()


def _full_digest(request: BuildRequest, extras: str) -> str:
    """The digest of all inputs, with those that the settings name outside the site: a time zone and extensions."""
    zone, files = json.decode(extras, type=tuple[str, list[str]])
    digest = hashlib.blake2b(request.inputs.encode() + zone_rules(zone), digest_size=16)
    for file in files:
        with suppress(OSError):
            digest.update(packed(stamp_of(os.stat(file))))
    return digest.hexdigest()
