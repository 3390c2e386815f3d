"""Plan → contents: what each output's file will hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pressgen.content import folders, pictures
from pressgen.errors import ContentError, OutputError, PressgenError, Problem
from pressgen.model import Copied, Derived, Plan, Rendered
from pressgen.output import manifest, workers
from pressgen.output.render import Printer, printer

PICTURE_BUDGET = 60.0
"""Seconds that making one picture may take."""
MOST_TOLD = 20
"""Template faults that are told: one mistake in a layout spoils every page."""


def contents(
    site: Path, plan: Plan, templates: dict[str, str], output: Path, jobs: int, progress: Callable[[int, int], None]
) -> list[tuple[str, manifest.Content]]:
    """The path and content of every output; raises ContentError with what templates said."""
    total = len(plan.outputs)
    rendered = [one for one in plan.outputs if isinstance(one, Rendered)]
    derived = [one for one in plan.outputs if isinstance(one, Derived)]
    made: list[tuple[str, manifest.Content]] = []
    made += _printed(rendered, printer(templates), lambda done: progress(done, total))
    made += _copies(site, [one for one in plan.outputs if isinstance(one, Copied)])
    made += _derived(site, derived, output, jobs, lambda done: progress(len(made) + done, total))
    return made


def _printed(
    outputs: Sequence[Rendered], render: Printer, progress: Callable[[int], None]
) -> list[tuple[str, manifest.Content]]:
    made: list[tuple[str, manifest.Content]] = []
    faults: dict[tuple[str, int, str], Problem] = {}
    for place, output in enumerate(outputs, 1):
        try:
            made.append((output.path, render(output)))
        except PressgenError as error:
            for problem in error.problems:
                key = (problem.file, problem.line, "" if problem.line else problem.message)
                faults.setdefault(key, problem)
            if len(faults) >= MOST_TOLD:
                break
        progress(place)
    if faults:
        raise ContentError(*faults.values())
    return made


def _copies(site: Path, outputs: Sequence[Copied]) -> list[tuple[str, manifest.Content]]:
    made: list[tuple[str, manifest.Content]] = []
    for output in outputs:
        data = folders.read(site, output.source)
        if data is None:
            raise OutputError(_gone(output.source))
        made.append((output.path, data))
    return made


def _derived(
    site: Path, outputs: Sequence[Derived], output: Path, jobs: int, progress: Callable[[int], None]
) -> list[tuple[str, manifest.Content]]:
    """Pictures; one that the last build made is taken over, since its name says all that it was made from."""
    before = manifest.read(output)
    made: list[tuple[str, manifest.Content]] = []
    missing: list[Derived] = []
    for one in outputs:
        kept = _kept(output, one.path, before)
        if kept is None:
            missing.append(one)
        else:
            made.append((one.path, kept))
    if missing:
        outcomes = workers.run(
            partial(_derive, str(site)), missing, jobs=jobs, budget=PICTURE_BUDGET, progress=progress
        )
        for one, outcome in zip(missing, outcomes, strict=True):
            if isinstance(outcome, workers.Failed):
                raise OutputError(*(outcome.error.problems if outcome.error else (_unmade(one, outcome.message),)))
            made.append((one.path, outcome.result))
    return made


def _kept(output: Path, path: str, before: dict[str, str]) -> bytes | None:
    if path not in before:
        return None
    file = folders.resolve(output, path)
    data = file.read_bytes() if file else None
    return data if data is not None and manifest.digest(data) == before[path] else None


def _derive(site: str, output: Derived) -> bytes:
    data = folders.read(Path(site), output.source)
    if data is None:
        raise OutputError(_gone(output.source))
    try:
        return pictures.derive(data, output.recipe)
    except pictures.PictureError as error:
        raise OutputError(_unmade(output, str(error))) from error


def _gone(source: str) -> Problem:
    message = "The file was there when the build began and cannot be read now."
    return Problem(code="file-unreadable", file=source, message=message, hint="Build again.")


def _unmade(output: Derived, why: str) -> Problem:
    return Problem(
        code="picture-failed",
        file=output.source,
        message=f"No smaller picture could be made of this one: {why or 'it took too long'}.",
        hint="Save the picture again as JPEG, PNG or WebP.",
    )
