"""Copying a template of the default theme into a site, with a record of the original."""

from __future__ import annotations

import difflib
from pathlib import Path

import msgspec

from pressgen.content.ejected import RECORD, originals, read_record, template_digest
from pressgen.errors import Problem, SettingsError
from pressgen.scaffold.files import replace_file, write_new_files


def template_names() -> tuple[str, ...]:
    """The templates that can be copied, sorted."""
    return tuple(sorted(originals()))


def eject(site: Path, name: str) -> str:
    """Copy one template to the site's templates/ and record it; returns its path from the site.

    Raises SettingsError for an unknown name, and if the site has the file already.
    """
    templates = originals()
    template = name.removeprefix("templates/")
    if template not in templates:
        suggestions = difflib.get_close_matches(template, templates, 3, 0.5)
        key = "template-unknown/near" if suggestions else "template-unknown"
        raise SettingsError(Problem.at(key, name=name[:80], near=", ".join(suggestions)))
    path = f"templates/{template}"
    if write_new_files(site, {path: templates[template]}).existing:
        raise SettingsError(Problem.at("scaffold-taken/template", path=path))
    # By this record `check` can tell later that the theme's original has changed since.
    digests = dict(sorted({**read_record(site), template: template_digest(templates[template])}.items()))
    replace_file(site, RECORD, msgspec.json.format(msgspec.json.encode(digests), indent=2) + b"\n")
    return path
