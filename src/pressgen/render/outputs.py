"""Outputs → contents: what the file of each output will hold, made in parallel where there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeVar

from msgspec import Struct, json

from pressgen.content import folders, pictures
from pressgen.content.picture_metadata import PictureError, kind_of
from pressgen.errors import ContentError, OutputError, Phrase, Problem
from pressgen.model import Copied, Derived, Output, Rendered, digest_of
from pressgen.publish.manifest import Content
from pressgen.publish.staging import StagingArea, stage
from pressgen.render.pages import Renderer
from pressgen.store.pictures import PictureCache
from pressgen.workers import Done, Outcome, map_items

T = TypeVar("T")
PictureOutput = TypeVar("PictureOutput", Copied, Derived)
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


class PicturesFailedError(OutputError):
    """Pictures of which no smaller ones could be made (`faults`) or that must not be published (`refusals`).

    Both say why, by the names of files on disk.
    """

    def __init__(self, faults: dict[str, Phrase], refusals: dict[str, Phrase]) -> None:
        self.faults, self.refusals = faults, refusals
        super().__init__(*(Problem.at("picture-failed", file, reason=why) for file, why in (refusals | faults).items()))


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

    Raises ContentError with what is wrong with templates, OutputError where a file cannot be copied, and
    PicturesFailedError before any page is rendered.
    """
    total = len(outputs)
    copied, refusals = _copies([one for one in outputs if isinstance(one, Copied)], shop)
    derived, faults = _derived(
        [one for one in outputs if isinstance(one, Derived)], shop, lambda done: progress(len(copied) + done, total)
    )
    if refusals or faults:
        raise PicturesFailedError(faults, refusals)
    ready = len(copied) + len(derived)
    pages = [one for one in outputs if isinstance(one, Rendered)]
    return copied | derived | _rendered(pages, shop, lambda done: progress(ready + done, total))


def render_output(site: Path, renderer: Renderer, output: Output) -> bytes:
    """What a single output holds, made here and now; raises ContentError or OutputError."""
    if isinstance(output, Rendered):
        return renderer.render(output)
    try:
        if isinstance(output, Derived):
            return _derive(site, output)
        return _cleaned(site, output) if _is_picture(_file(site, output)) else _read(site, output.source)
    except PictureError as error:
        raise OutputError(Problem.at("picture-failed", output.source, reason=error.reason)) from error


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
    key = "template-failed/overdue" if outcome.reason == "overdue" else "template-failed/pages"
    values = {"first": batch[0].path, "last": batch[-1].path, "reason": outcome.message}
    return [[Problem.at(key, f"templates/{batch[0].template}", **values)]] * len(batch)


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
                faults.setdefault((problem.file, problem.line, "" if problem.line else repr(problem.values)), problem)
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise ContentError(*faults.values())
    return contents


def _copies(outputs: Sequence[Copied], shop: Workshop) -> tuple[dict[str, Content], dict[str, Phrase]]:
    """Files to copy, pictures without their notes, and by source why some of these must not be published.

    What a file holds decides, not its name. Only pictures are read into memory.
    """
    files = {one.path: _file(shop.site, one) for one in outputs}
    shown = [one for one in outputs if _is_picture(files[one.path])]
    cleaned, refusals = _made(partial(_clean, shop.site, shop.area), shown, shop.jobs, lambda done: None)
    return files | cleaned, refusals


def _file(site: Path, output: Copied) -> Path:
    root, _, rest = output.source.partition("/")
    file = folders.resolve(site / root, rest)
    if file is None:
        raise OutputError(Problem.at("file-unreadable/vanished", output.source))
    return file


def _is_picture(file: Path) -> bool:
    if file.suffix.lower() in (".svg", ".svgz"):
        return True
    try:
        with open(file, "rb") as opened:
            return bool(kind_of(opened.read(16)))
    except OSError:  # to copy it fails as well, and says why
        return False


def _clean(site: Path, area: StagingArea | None, output: Copied) -> Content:
    return _staged(area, output.path, _cleaned(site, output))


def _cleaned(site: Path, output: Copied) -> bytes:
    return pictures.publishable(output.source, _read(site, output.source))


def _read(site: Path, source: str) -> bytes:
    data = folders.read(site, source)
    if data is None:
        raise OutputError(Problem.at("file-unreadable/vanished", source))
    return data


def _made(
    task: Callable[[PictureOutput], T], outputs: Sequence[PictureOutput], jobs: int, progress: Callable[[int], None]
) -> tuple[dict[str, T], dict[str, Phrase]]:
    """What the task makes of outputs, by path; and, by source, of which pictures it can make nothing, and why."""
    results: dict[str, T] = {}
    faults: dict[str, Phrase] = {}
    attempt = partial(_attempt, task)
    outcomes = map_items(attempt, outputs, jobs=jobs, budget=PICTURE_BUDGET, progress=progress) if outputs else ()
    for output, outcome in zip(outputs, outcomes, strict=True):
        if isinstance(outcome, Done):
            result = outcome.result
            if isinstance(result, Phrase):
                faults[output.source] = result
            else:
                results[output.path] = result
        elif outcome.error:
            raise outcome.error
        else:
            faults[output.source] = Phrase("picture-slow")
    return results, faults


def _attempt(task: Callable[[PictureOutput], T], output: PictureOutput) -> T | Phrase:
    """What the task makes of an output, or why it can make nothing."""
    try:
        return task(output)
    except PictureError as error:
        return error.reason


def picture_name(output: Derived) -> str:
    """The name under which a picture is kept: it depends on the original, the recipe and the encoder."""
    digest = digest_of(json.encode((PurePosixPath(output.path).name, output.recipe)))
    return f"{digest}.{output.recipe.format.lower()}"


def picture_names(outputs: Iterable[Output]) -> set[str]:
    """The names under which the pictures among these outputs are kept."""
    return {picture_name(output) for output in outputs if isinstance(output, Derived)}


def _derived(
    outputs: Sequence[Derived], shop: Workshop, progress: Callable[[int], None]
) -> tuple[dict[str, Content], dict[str, Phrase]]:
    """Pictures, and faults by source; those that an earlier build made are taken from the cache."""
    contents: dict[str, Content] = {}
    missing: list[Derived] = []
    for output in outputs:
        data = shop.pictures.get(picture_name(output))
        if data is None:
            missing.append(output)
        else:
            contents[output.path] = _staged(shop.area, output.path, data)
    fresh, faults = _made(partial(_derive, shop.site), missing, shop.jobs, progress)
    for output in missing:
        if output.path in fresh:
            contents[output.path] = _staged(shop.area, output.path, fresh[output.path])
            shop.pictures.put(picture_name(output), fresh[output.path])
    return contents, faults


def _derive(site: Path, output: Derived) -> bytes:
    return pictures.derive(_read(site, output.source), output.recipe)
