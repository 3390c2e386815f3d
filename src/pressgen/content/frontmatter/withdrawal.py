"""A withdrawn release: whether its front matter says why and when it was withdrawn."""

from __future__ import annotations

from collections.abc import Mapping

from pressgen.content.dates import time_text
from pressgen.content.frontmatter.values import Context
from pressgen.content.yaml_tree import Node
from pressgen.model import Correction, Moment

_EXAMPLE = "2026-12-10"


def check_withdrawal(contents: Mapping[str, object], status: Node, context: Context) -> None:
    """Report what is missing in the values of a withdrawn release; `status` is the node of its status.

    A correction of the kind withdrawal can give both the reason and the day.
    """
    corrections = contents.get("corrections")
    entries = corrections if isinstance(corrections, tuple) else ()
    has_note = any(isinstance(entry, Correction) and entry.kind == "withdrawal" for entry in entries)
    if not contents.get("withdrawal") and not has_note:
        context.report("withdrawn-reason", status)
    if not contents.get("updated") and not has_note:
        date = contents.get("date")
        context.report(
            "withdrawn-date", status, date=time_text(date.at, True) if isinstance(date, Moment) else _EXAMPLE
        )
