"""The rule on templates that were taken over from the default theme: whether the original has moved on since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pressgen.check import rules
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
        if name in current:
            message = f"The theme's own {name} has changed since this copy was taken from it."
            hint = (
                f"Move your copy away, run `pressgen eject {name}`, and put your changes into the new one; "
                f"or, if it suits you as it is, delete its line in {RECORD}."
            )
        else:
            message = f"The theme no longer has a {name}."
            hint = f"If no template of yours needs it, delete the file and its line in {RECORD}."
        yield rules.TEMPLATE_OUTDATED.at(place, 0, message, hint)
