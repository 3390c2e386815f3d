"""Outputs → contents: what the file of each output will hold, made in parallel where there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path, PurePosixPath

from msgspec import Struct, json

from pressgen.content import folders, pictures
from pressgen.errors import ContentError, OutputError, Problem
from pressgen.model import Copied, Derived, Output, Rendered, digest_of
from pressgen.publish import Content, StagingArea, stage
from pressgen.render.pages import Renderer
from pressgen.store.pictures import PictureCache
from pressgen.workers import Done, Failed, Outcome, map_items

PICTURE_BUDGET = 60.0
"""Seconds that making one picture may take."""
BATCH = 32
"""Pages that a worker renders at a time."""
BATCH_BUDGET = 120.0
"""Seconds that one batch may take."""
WORTH_SHARING = 6
"""Batches from which on starting workers pays."""
MOST_FAULTS = 20
"""Template faults that are reported: one mistake in a layout spoils every page."""
Page = Content | list[Problem]
"""A rendered page, or what is wrong with its template."""


class Workshop(Struct, frozen=True):
    """How outputs are made: the site's folder, the renderer, worker processes, and kept pictures.

    With a staging area, pages are staged as they are rendered; without one they are held in memory.
    """

    site: Path
    renderer: Renderer
    jobs: int
    pictures: PictureCache
    area: StagingArea | None = None


def render_outputs(
    outputs: Sequence[Output], shop: Workshop, progress: Callable[[int, int], None]
) -> dict[str, Content]:
    """What each of the outputs holds, by path.

    Raises ContentError with what is wrong with templates, OutputError where a file or a picture cannot be made.
    """
    total = len(outputs)
    pages = [one for one in outputs if isinstance(one, Rendered)]
    contents: dict[str, Content] = {}
    contents |= _rendered(pages, shop, lambda done: progress(done, total))
    contents |= {one.path: _copied(shop.site, one) for one in outputs if isinstance(one, Copied)}
    derived = [one for one in outputs if isinstance(one, Derived)]
    rendered = len(contents)
    return contents | _derived(derived, shop, lambda done: progress(rendered + done, total))


def render_output(site: Path, renderer: Renderer, output: Output) -> bytes:
    """What a single output holds, made here and now; raises ContentError or OutputError."""
    if isinstance(output, Rendered):
        return renderer.render(output)
    if isinstance(output, Derived):
        return _derive(site, output)
    data = folders.read(site, output.source)
    if data is None:
        raise OutputError(_gone(output.source))
    return data


def _rendered(pages: Sequence[Rendered], shop: Workshop, progress: Callable[[int], None]) -> dict[str, Content]:
    """Every page, rendered in this process where there are few, else by workers."""
    task = partial(_render_batch, shop.renderer, shop.area)
    batches = [pages[start : start + BATCH] for start in range(0, len(pages), BATCH)]
    if shop.jobs == 1 or len(batches) < WORTH_SHARING:
        return _sound(batches, map(task, batches))
    # Forked workers inherit what is compiled here.
    shop.renderer.compile({page.template for page in pages})
    outcomes = map_items(
        task, batches, jobs=shop.jobs, budget=BATCH_BUDGET, progress=lambda done: progress(done * BATCH)
    )
    return _sound(batches, (_pages_of(batch, outcome) for batch, outcome in zip(batches, outcomes, strict=True)))


def _render_batch(renderer: Renderer, area: StagingArea | None, batch: Sequence[Rendered]) -> list[Page]:
    pages: list[Page] = []
    for output in batch:
        try:
            data = renderer.render(output)
        except ContentError as error:
            pages.append(list(error.problems))
        else:
            pages.append(_staged(area, output.path, data))
    return pages


def _staged(area: StagingArea | None, path: str, data: bytes) -> Content:
    return stage(area, path, data) if area else data


def _pages_of(batch: Sequence[Rendered], outcome: Outcome[list[Page]]) -> list[Page]:
    if isinstance(outcome, Done):
        return outcome.result
    if outcome.error is not None:
        raise outcome.error
    why = "took too long" if outcome.reason == "overdue" else f"could not be rendered ({outcome.message})"
    problem = Problem(
        code="template-failed",
        file=f"templates/{batch[0].template}",
        message=f"One of the pages from {batch[0].path} to {batch[-1].path} {why}.",
        hint="Look for a loop in the template that never ends.",
    )
    return [[problem]] * len(batch)


def _sound(batches: Iterable[Sequence[Rendered]], rendered: Iterator[list[Page]]) -> dict[str, Content]:
    """The pages by their paths; raises ContentError with each fault of a template once."""
    contents: dict[str, Content] = {}
    faults: dict[tuple[str, int, str], Problem] = {}
    for batch, pages in zip(batches, rendered, strict=False):
        for output, page in zip(batch, pages, strict=True):
            if not isinstance(page, list):
                contents[output.path] = page
                continue
            for problem in page:
                faults.setdefault((problem.file, problem.line, "" if problem.line else problem.message), problem)
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise ContentError(*faults.values())
    return contents


def _copied(site: Path, output: Copied) -> Path:
    root, _, rest = output.source.partition("/")
    file = folders.resolve(site / root, rest)
    if file is None:
        raise OutputError(_gone(output.source))
    return file


def picture_name(output: Derived) -> str:
    """The name under which a picture is kept: it depends on the original, the recipe and the encoder."""
    digest = digest_of(json.encode((PurePosixPath(output.path).name, output.recipe)))
    return f"{digest}.{output.recipe.format.lower()}"


def picture_names(outputs: Iterable[Output]) -> set[str]:
    """The names under which the pictures among these outputs are kept."""
    return {picture_name(output) for output in outputs if isinstance(output, Derived)}


def _derived(outputs: Sequence[Derived], shop: Workshop, progress: Callable[[int], None]) -> dict[str, Content]:
    """Pictures; those that an earlier build made are taken from the cache."""
    contents: dict[str, Content] = {}
    missing: list[Derived] = []
    for output in outputs:
        data = shop.pictures.get(picture_name(output))
        if data is None:
            missing.append(output)
        else:
            contents[output.path] = _staged(shop.area, output.path, data)
    if missing:
        task = partial(_derive, shop.site)
        outcomes = map_items(task, missing, jobs=shop.jobs, budget=PICTURE_BUDGET, progress=progress)
        for output, outcome in zip(missing, outcomes, strict=True):
            if isinstance(outcome, Failed):
                raise OutputError(*(outcome.error.problems if outcome.error else (_failed(output, outcome.message),)))
            contents[output.path] = _staged(shop.area, output.path, outcome.result)
            shop.pictures.put(picture_name(output), outcome.result)
    return contents


def _derive(site: Path, output: Derived) -> bytes:
    data = folders.read(site, output.source)
    if data is None:
        raise OutputError(_gone(output.source))
    try:
        return pictures.derive(data, output.recipe)
    except pictures.PictureError as error:
        raise OutputError(_failed(output, str(error))) from error


def _gone(source: str) -> Problem:
    message = "The file was there when the build began and cannot be read now."
    return Problem(code="file-unreadable", file=source, message=message, hint="Build again.")


def _failed(output: Derived, why: str) -> Problem:
    return Problem(
        code="picture-failed",
        file=output.source,
        message=f"No smaller picture could be made of this one: {why or 'it took too long'}.",
        hint="Save the picture again as JPEG, PNG or WebP.",
    )
