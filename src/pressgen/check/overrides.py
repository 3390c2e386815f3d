"""The rule on templates that were copied from the default theme: has the original changed since?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pressgen.content.ejected import RECORD, digest, originals, recorded
from pressgen.content.folders import resolve
from pressgen.errors import Problem


def check(site: Path) -> Iterator[Problem]:
    """A notice for each template of the site whose original has changed since it was copied, or is gone."""
    copied = recorded(site)
    # Reading the theme takes time, and most sites have copied nothing.
    current = originals() if copied else {}
    for name, copied_digest in sorted(copied.items()):
        path = f"templates/{name}"
        if resolve(site, path) is None or (name in current and digest(current[name]) == copied_digest):
            continue
        key = "template-outdated" if name in current else "template-outdated/gone"
        yield Problem.at(key, path, name=name, record=RECORD)
