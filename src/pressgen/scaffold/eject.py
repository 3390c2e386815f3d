"""Copying a template of the default theme into a site, with a record of the original, and comparing the two."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from pathlib import Path

import msgspec

from pressgen.content.ejected import RECORD, originals, read_record, template_digest
from pressgen.content.folders import read, write
from pressgen.errors import Problem, SettingsError
from pressgen.scaffold.files import write_new_files


def eject(site: Path, name: str) -> str:
    """Copy one template to the site's templates/ and record it; returns its path from the site.

    Raises SettingsError for an unknown name, and if the site has the file already.
    """
    templates = originals()
    template = _find(name, templates)
    path = f"templates/{template}"
    if write_new_files(site, {path: templates[template]}).existing:
        raise SettingsError(Problem.at("scaffold-taken/template", path=path))
    # By this record `check` can tell later that the theme's original has changed since.
    digests = dict(sorted({**read_record(site), template: template_digest(templates[template])}.items()))
    write(site, RECORD, msgspec.json.format(msgspec.json.encode(digests), indent=2) + b"\n")
    return path


def compare(site: Path, name: str | None = None) -> str:
    """How the theme's template differs from the site's, as a unified diff; of all that the site has without a name.

    Raises SettingsError for an unknown name, and if the site has no such file.
    """
    templates = originals()
    names = sorted(templates) if name is None else [_find(name, templates)]
    copies = {template: read(site, f"templates/{template}") for template in names}
    if name is not None and copies[names[0]] is None:
        raise SettingsError(Problem.at("template-not-copied", path=f"templates/{names[0]}", name=names[0]))
    lines: list[str] = []
    for template, copy in copies.items():
        if copy is not None:
            own, new = (data.decode("utf-8-sig", "replace").splitlines() for data in (copy, templates[template]))
            path = f"templates/{template}"
            lines += difflib.unified_diff(own, new, path, f"{template} of the theme", lineterm="")
    return "\n".join(lines)


def _find(name: str, templates: Collection[str]) -> str:
    template = name.removeprefix("templates/")
    if template not in templates:
        near = ", ".join(difflib.get_close_matches(template, templates, 3, 0.5))
        raise SettingsError(Problem.at("template-unknown", name=name[:80], near=near))
    return template
