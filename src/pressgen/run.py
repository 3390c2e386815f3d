"""A build: answered from the trace of the last one where nothing changed, else by taking all its steps."""

from __future__ import annotations

import contextlib
import os
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs

from pressgen.errors import OutputError
from pressgen.model import Options, Progress, Report
from pressgen.output import inputs, keep, trace
from pressgen.output.faults import told as told_faults
from pressgen.output.lock import Who, held

if TYPE_CHECKING:
    from pressgen.steps import Taken

TICK = 10_000_000
"""Nanoseconds by which the clock that stamps files may lag behind."""


def build(
    folder: str | Path,
    *,
    as_of: datetime | str,
    options: Options | None = None,
    progress: Progress | None = None,
    who: Who | None = None,
) -> Report:
    """Build the site in `folder` as readers may see it at the instant `as_of`.

    `as_of` is an aware datetime, or a text such as `2025-01-27 09:00` read in the site's zone.
    The report's `exit_code` is 0 for a complete site; 1 where releases or templates have faults
    and 2 where settings have: then nothing was written; 3 where `skip_invalid` left faulty releases
    out and the rest was written. Faults that a writer can mend are told in the report, never raised. `who` is
    told to another build of the same site that begins before this one has ended.
    """
    root, options = Path(folder).absolute(), options or Options()
    told = progress or (lambda step, done, total: None)
    output = root / options.output
    instant = as_of if options.cache and isinstance(as_of, datetime) and as_of.tzinfo else None
    asked = msgspec.json.encode(structs.replace(options, explain=False)).decode()
    known = trace.recall(root, instant, output, asked) if instant else trace.Recall(seen=trace.Seen())
    if known.report is not None and not options.explain:
        return known.report
    try:
        with told_faults(output), held(root, output, who or Who(os.getpid(), "Python")):
            if instant:
                return _traced(root, instant, options, told, asked, known)
            return _taken(root, as_of, options, told).report
    except OutputError as error:
        return Report(output=options.output, problems=error.problems, exit_code=error.exit_code)


def _traced(root: Path, as_of: datetime, options: Options, told: Progress, asked: str, known: trace.Recall) -> Report:
    """Build, and keep what a build with nothing to do is answered from; `known` is what was known before."""
    output, seen = root / options.output, _settled(root, known.seen)
    before, last = trace.Known(asked=asked, seen=seen), known.last
    if last and seen.digest and trace.is_still_so(root, output, known):
        edited = inputs.edits(root, known, seen)
        revised = _revised(root, as_of, options, edited) if edited else None
        if revised is not None:
            return revised
        before = structs.replace(before, files=known.files, only_content=last.others == seen.others)
    taken = _taken(root, as_of, options, told, before)
    report = taken.report
    if not report.written or not seen.digest:
        return report
    # The site is published: what is not remembered of it now only makes the next build longer.
    with contextlib.suppress(OSError, OutputError):
        made = trace.Trace(
            asked=asked,
            inputs=seen.digest,
            others=seen.others,
            outputs=taken.stamps,
            paths=taken.paths,
            since=as_of,
            until=report.next_change,
            report=structs.replace(report, reasons={}),
        )
        trace.record(root, output, made)
    return report


def _revised(root: Path, as_of: datetime, options: Options, edits: inputs.Edits) -> Report | None:
    # Likewise: a build with nothing to do prints nothing.
    from pressgen.revision.revise import revise

    return revise(root, as_of, options, edits)


def _settled(root: Path, seen: trace.Seen) -> trace.Seen:
    """What the build will read, once a change to it would be sure to show; nothing if that is not near."""
    age = keep.file_time(root) - seen.newest
    if age >= trace.SETTLED:
        return seen
    # A file was saved a moment ago. To wait the rest of that moment makes the next build far shorter.
    time.sleep((min(trace.SETTLED, trace.SETTLED - age) + TICK) / 1e9)
    again = trace.seen(root)
    return again if keep.file_time(root) - again.newest >= trace.SETTLED else trace.Seen()


def _taken(
    root: Path, as_of: datetime | str, options: Options, told: Progress, known: trace.Known = trace.NOTHING
) -> Taken:
    # What the steps import takes longer than finding that there is nothing to do.
    from pressgen.steps import take

    return take(root, as_of, options, told, known)
