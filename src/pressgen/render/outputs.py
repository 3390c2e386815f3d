"""Outputs → contents: what will be in the file of each output, made in parallel where there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from pressgen.errors import ContentError, OutputError, Phrase, Problem
from pressgen.model import Copied, Derived, Drawn, Output, Packed, Rendered, Sizes
from pressgen.publish.diff import moved
from pressgen.publish.manifest import Content, Staged
from pressgen.publish.staging import StagingArea
from pressgen.render.files import Workshop as Workshop
from pressgen.render.files import copy_files, derive_pictures, draw_cards, make_file, pack_kits, staged
from pressgen.render.files import picture_name as picture_name
from pressgen.render.files import picture_names as picture_names
from pressgen.render.pages import Renderer
from pressgen.workers import Done, Outcome, map_items

BATCH = 32
"""Pages that a worker renders at a time."""
BATCH_BUDGET = 120.0
"""Seconds that one batch may take."""
WORTH_SHARING = 6
"""Batches from which on workers save more time than it takes to start them."""
MOST_FAULTS = 20
"""Template faults that are reported; one mistake in a layout breaks every page."""
Page = Content | list[Problem]
"""A rendered page, or what is wrong with its template."""


class PicturesFailedError(OutputError):
    """Pictures that cannot be made smaller (`faults`) or must not be published (`refusals`): why, by name on disk."""

    def __init__(self, faults: dict[str, Phrase], refusals: dict[str, Phrase]) -> None:
        self.faults, self.refusals = faults, refusals
        super().__init__(*(Problem.at("picture-failed", file, reason=why) for file, why in (refusals | faults).items()))


def render_outputs(
    outputs: Sequence[Output], shop: Workshop, progress: Callable[[int, int], None]
) -> dict[str, Content]:
    """The content of each output, by path.

    Raises ContentError with the faults of templates, OutputError where a file cannot be copied, and
    PicturesFailedError before any page is rendered.
    """
    total = len(outputs)
    copies = [output for output in outputs if isinstance(output, Copied)]
    derivatives = [output for output in outputs if isinstance(output, Derived)]
    drawings = [output for output in outputs if isinstance(output, Drawn)]
    kits = [output for output in outputs if isinstance(output, Packed)]
    pages = [output for output in outputs if isinstance(output, Rendered)]
    contents, refusals = copy_files(copies, shop)
    smaller, faults = derive_pictures(derivatives, shop, lambda done: progress(len(copies) + done, total))
    if refusals or faults:
        raise PicturesFailedError(faults, refusals)
    start = len(copies) + len(derivatives)
    cards = draw_cards(drawings, shop, lambda done: progress(start + done, total))
    files = contents | smaller | cards | pack_kits(kits, shop)
    sizes = {file.path: _size(file, files, shop) for file in _measured(pages)}
    return files | _render_pages(pages, sizes, shop, lambda done: progress(total - len(pages) + done, total))


def _measured(pages: Iterable[Rendered]) -> Iterator[Derived | Packed]:
    """The files whose sizes pages show."""
    for page in pages:
        for value in page.values.values():
            if isinstance(value, Sizes):
                yield from value.files


def _size(output: Derived | Packed, contents: dict[str, Content], shop: Workshop) -> int:
    """The size of a file in bytes: as it was just made, or else as it is published."""
    content = contents.get(output.path)
    if isinstance(content, bytes):
        return len(content)
    staged = content.file if isinstance(content, Staged) else ""
    try:
        return Path(staged or shop.published / output.path).stat().st_size
    except OSError as error:
        raise moved(shop.published / output.path) from error


def render_output(site: Path, renderer: Renderer, output: Output) -> bytes:
    """The content of a single output, made in this process; raises ContentError or OutputError."""
    if isinstance(output, Rendered):
        sizes = {file.path: len(render_output(site, renderer, file)) for file in _measured([output])}
        return renderer.render(output, sizes)
    return make_file(site, renderer, output)


def _render_pages(
    pages: Sequence[Rendered], sizes: Mapping[str, int], shop: Workshop, progress: Callable[[int], None]
) -> dict[str, Content]:
    """Render pages, in this process where there are few, else by workers."""
    task = partial(_render_batch, shop.renderer, shop.area, sizes)
    batches = [pages[start : start + BATCH] for start in range(0, len(pages), BATCH)]
    if shop.jobs == 1 or len(batches) < WORTH_SHARING:
        return _collect(batches, map(task, batches))
    # Here, since forked workers inherit compiled templates, and would else compile each for itself.
    shop.renderer.compile({page.template for page in pages})
    outcomes = map_items(
        task, batches, jobs=shop.jobs, budget=BATCH_BUDGET, progress=lambda done: progress(done * BATCH)
    )
    return _collect(batches, (_pages_of(batch, outcome) for batch, outcome in zip(batches, outcomes, strict=True)))


def _render_batch(
    renderer: Renderer, area: StagingArea | None, sizes: Mapping[str, int], batch: Sequence[Rendered]
) -> list[Page]:
    pages: list[Page] = []
    for output in batch:
        try:
            data = renderer.render(output, sizes)
        except ContentError as error:
            pages.append(list(error.problems))
        else:
            pages.append(staged(area, output.path, data))
    return pages


def _pages_of(batch: Sequence[Rendered], outcome: Outcome[list[Page]]) -> list[Page]:
    if isinstance(outcome, Done):
        return outcome.result
    if outcome.error is not None:
        raise outcome.error
    # A worker does not say which page of its batch it was rendering when it was killed.
    key = "template-failed/overdue" if outcome.reason == "overdue" else "template-failed/pages"
    values = {"first": batch[0].path, "last": batch[-1].path, "reason": outcome.message}
    return [[Problem.at(key, f"templates/{batch[0].template}", **values)]] * len(batch)


def _collect(batches: Iterable[Sequence[Rendered]], rendered: Iterator[list[Page]]) -> dict[str, Content]:
    """Pages by path; raises ContentError with each fault of a template once."""
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
