"""Taking a template of the default theme over into a site, with a record of what it looked like."""

from __future__ import annotations

import difflib
from pathlib import Path

import msgspec

from pressgen.content.ejected import RECORD, digest, originals, recorded
from pressgen.errors import Problem, SettingsError
from pressgen.scaffold.lay import lay, record


def names() -> tuple[str, ...]:
    """The templates that can be taken over, sorted."""
    return tuple(sorted(originals()))


def eject(site: Path, name: str) -> str:
    """Copy one template to the site's templates/ and record it; its path from the site is the answer.

    Raises SettingsError for a name that the theme does not have, and for a file that is there already.
    """
    found = originals()
    wanted = name.removeprefix("templates/")
    if wanted not in found:
        near = difflib.get_close_matches(wanted, found, 3, 0.5)
        key = "template-unknown/near" if near else "template-unknown"
        raise SettingsError(Problem.at(key, name=name[:80], near=", ".join(near)))
    path = f"templates/{wanted}"
    if lay(site, {path: found[wanted]}).kept:
        raise SettingsError(Problem.at("scaffold-taken/template", path=path))
    noted = dict(sorted({**recorded(site), wanted: digest(found[wanted])}.items()))
    record(site, RECORD, msgspec.json.format(msgspec.json.encode(noted), indent=2) + b"\n")
    return path
