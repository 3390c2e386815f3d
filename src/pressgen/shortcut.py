"""The answer to a build with nothing to do: the last report, if nothing that it was made from has changed since.

Nothing here imports what a build needs to parse, plan or render.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from msgspec import MsgspecError, Struct, json, structs

from pressgen.content.zones import zone_rules
from pressgen.model import Options, Report
from pressgen.store.database import BUILD, OUTPUT, Store, peek
from pressgen.store.stamps import untouched


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
    root, folder, moment = question.root, str(question.output), question.instant.timestamp()
    for _, asked, inputs, zone, start, end, report in peek(root, BUILD, folder):
        if asked != _asked(question.options) or not question.inputs or inputs != _with_zone(question, str(zone)):
            return None
        if moment < float(start or 0) or (end is not None and moment >= float(end)):
            return None
        stamps = {str(row[1]): bytes(row[3]) for row in peek(root, OUTPUT, folder)}  # type: ignore[arg-type]
        if not stamps or len(untouched(question.output, stamps)) < len(stamps):
            return None
        try:
            answer = json.decode(bytes(report), type=Report)  # type: ignore[arg-type]
        except MsgspecError:
            return None
        return structs.replace(answer, changed=0, removed=0, unchanged=answer.changed + answer.unchanged)
    return None


def remember_answer(store: Store, question: Question, zone: str, report: Report) -> None:
    """Keep what the next build is answered from; `zone` is the name of the site's time zone."""
    start, end = question.instant.timestamp(), report.next_change.timestamp() if report.next_change else None
    row = (_asked(question.options), _with_zone(question, zone), zone, start, end)
    store.put(BUILD, [(str(question.output), *row, json.encode(structs.replace(report, reasons={})))])


def _asked(options: Options) -> str:
    # However many processes work and whatever is explained, the site is the same.
    return json.encode(structs.replace(options, explain=False, jobs=1, home="")).decode()


def _with_zone(question: Question, zone: str) -> str:
    return hashlib.blake2b(question.inputs.encode() + zone_rules(zone), digest_size=16).hexdigest()
