"""The rules on templates of the site: those that cannot be read, and copies whose original has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pressgen.content.ejected import RECORD, originals, read_record, template_digest
from pressgen.content.folders import resolve, walk
from pressgen.errors import Problem
from pressgen.model import Plan, Rendered
from pressgen.render.pages import Renderer
from pressgen.site.sources import Sources


def unreadable_templates(sources: Sources, plans: Iterable[Plan]) -> Iterator[Problem]:
    """An error for each template of the site's own that a planned page needs and that has a fault."""
    # To read the theme takes time, and it has no faults.
    if not walk(sources.root, "templates", []):
        return
    renderer = Renderer(sources.folder.templates, str, {})
    pages: dict[str, Rendered] = {}
    for plan in plans:
        for output in plan.outputs:
            if isinstance(output, Rendered):
                pages.setdefault(output.template, output)
    places: set[tuple[str, int]] = set()
    for page in pages.values():
        problem = renderer.fault(page)
        if problem and (problem.file, problem.line) not in places:
            places.add((problem.file, problem.line))
            yield problem


def outdated_copies(site: Path) -> Iterator[Problem]:
    """A notice for each template of the site whose original has changed since it was copied, or is gone."""
    copied = read_record(site)
    # Reading the theme takes time, and most sites have copied nothing.
    current = originals() if copied else {}
    for name, copied_digest in sorted(copied.items()):
        path = f"templates/{name}"
        if resolve(site, path) is None or (name in current and template_digest(current[name]) == copied_digest):
            continue
        key = "template-outdated" if name in current else "template-outdated/gone"
        yield Problem.at(key, path, name=name, record=RECORD)
