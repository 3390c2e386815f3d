"""The templates of the site that cannot be read: a build would stop at the first page that needs one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pressgen.content.folders import resolve
from pressgen.errors import Problem
from pressgen.model import Plan, Rendered
from pressgen.render.pages import Renderer
from pressgen.site.sources import Sources


def check(sources: Sources, plans: Iterable[Plan]) -> Iterator[Problem]:
    """An error for each template of the site's own that a planned page needs and that has a fault."""
    templates = sources.folder.templates
    # To read the theme takes time, and it has no faults.
    if all(resolve(sources.root, f"templates/{name}") is None for name in templates):
        return
    renderer = Renderer(templates, str, {})
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
