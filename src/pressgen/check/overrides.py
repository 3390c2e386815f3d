"""The rule on templates that were taken over from the default theme: whether the original has moved on since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pressgen.content.ejected import RECORD, digest, originals, recorded
from pressgen.content.folders import resolve
from pressgen.errors import Problem


def check(site: Path) -> Iterator[Problem]:
    """A notice for each template of the site whose original is another one than that which was copied."""
    taken = recorded(site)
    current = originals() if taken else {}
    for name, before in sorted(taken.items()):
        place = f"templates/{name}"
        if resolve(site, place) is None or (name in current and digest(current[name]) == before):
            continue
        key = "template-outdated" if name in current else "template-outdated/gone"
        yield Problem.at(key, place, name=name, record=RECORD)
