"""The answer to a build with nothing to do: the last report, if nothing that it was made from has changed since.

Nothing here imports what a build needs to parse, plan or render.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import MsgspecError, Struct, json, structs

from pressgen.content.zones import zone_rules
from pressgen.model import Options, Report
from pressgen.settings import Settings
from pressgen.store.database import BUILD, OUTPUT, Store, Value, peek
from pressgen.store.stamps import packed, stamp_of, untouched


class Question(Struct, frozen=True, kw_only=True):
    """What a build is asked: the site's folder, the output folder, the options, and the instant.

    `inputs` is the digest of the stamps of everything that is read; empty if a change might not show in them.
    """

    root: Path
    output: Path
    options: Options
    instant: datetime
    inputs: str


def last_answer(question: Question) -> Report | None:
    """The report of the last build to the same folder, if a build now would do and report the same."""
    root, folder = question.root, str(question.output)
    for _, options, inputs, watched, start, end, report in peek(root, BUILD, folder):
        with suppress(MsgspecError, ValueError, TypeError):  # a row that this version did not write
            is_same = options == _relevant(question.options) and inputs == _all_inputs(question, str(watched))
            if not question.inputs or not is_same or not _is_valid(question.instant, start, end):
                return None
            # Also the published files must be as the last build left them: somebody may have changed one.
            stamps = {str(row[1]): bytes(row[3]) for row in peek(root, OUTPUT, folder)}  # type: ignore[arg-type]
            if stamps and len(untouched(question.output, stamps)) == len(stamps):
                answer = json.decode(bytes(report), type=Report)  # type: ignore[arg-type]
                return structs.replace(answer, changed=0, removed=0, unchanged=answer.changed + answer.unchanged)
    return None


def _is_valid(instant: datetime, start: Value, end: Value) -> bool:
    return float(start or 0) <= instant.timestamp() and (end is None or instant.timestamp() < float(end))


def remember_answer(store: Store, question: Question, settings: Settings, report: Report, due: datetime | None) -> None:
    """Keep what the next build is answered from; at the instant `due`, if there is one, a file has to go."""
    from pressgen.content.dialect import dialect_files, dialect_of

    start = question.instant.timestamp()
    end = min((instant.timestamp() for instant in (report.next_change, due) if instant), default=None)
    files = [str(file) for file in dialect_files(dialect_of(settings))]
    watched = json.encode((settings.timezone, files)).decode()
    row = (_relevant(question.options), _all_inputs(question, watched), watched, start, end)
    store.put(BUILD, [(str(question.output), *row, json.encode(structs.replace(report, reasons={})))])


def _relevant(options: Options) -> str:
    """The options that decide how the site looks, as JSON."""
    # It is the same site for any number of processes, and whether reasons are shown or not.
    return json.encode(structs.replace(options, explain=False, jobs=1, home="")).decode()


def _all_inputs(question: Question, watched: str) -> str:
    """The digest of everything that is read: also of what only the settings name, a time zone and extensions."""
    zone, files = json.decode(watched, type=tuple[str, list[str]])
    total = hashlib.blake2b(question.inputs.encode() + zone_rules(zone), digest_size=16)
    for file in files:
        with suppress(OSError):
            total.update(packed(stamp_of(os.stat(file))))
    return total.hexdigest()
