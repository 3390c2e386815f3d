"""Plan → contents: what each output's file will hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct

from pressgen.content import folders, pictures
from pressgen.errors import ContentError, OutputError, Problem
from pressgen.model import Copied, Derived, Output, Rendered
from pressgen.output import manifest, workers
from pressgen.output.faults import told
from pressgen.output.prints import fingerprinter
from pressgen.output.render import prepare, printer
from pressgen.output.stage import Place, lay

PICTURE_BUDGET = 60.0
"""Seconds that making one picture may take."""
BATCH = 32
"""Pages that a worker prints at a time."""
BATCH_BUDGET = 120.0
"""Seconds that one batch may take."""
WORTH_SHARING = 12
"""Batches from which on starting workers pays."""
Page = tuple[manifest.Content, str] | list[Problem]
"""A printed page and its fingerprint, or what is wrong with its template."""
MOST_TOLD = 20
"""Template faults that are told: one mistake in a layout spoils every page."""


class Made(Struct, frozen=True, gc=False):
    """What an output's file will hold, and the output's fingerprint; empty if that was not asked for."""

    content: manifest.Content
    print: str


class Press(Struct, frozen=True, kw_only=True):
    """How outputs are made: the site's folder, its templates, worker processes, and where the site goes.

    At a place, pages are laid ready as they are printed; without one they stay in memory. `prints` tells
    whether fingerprints are made as well; they are where there was nothing to compare outputs with.
    """

    site: Path
    output: Path
    templates: dict[str, str]
    jobs: int
    place: Place | None = None
    prints: bool = True


def contents(outputs: Sequence[Output], press: Press, progress: Callable[[int, int], None]) -> dict[str, Made]:
    """What each of the outputs holds, by path; raises ContentError with what templates said."""
    total, templates = len(outputs), press.templates
    rendered = [one for one in outputs if isinstance(one, Rendered)]
    derived = [one for one in outputs if isinstance(one, Derived)]
    made = _printed(rendered, press, lambda done: progress(done, total))
    others = _copies(press.site, [one for one in outputs if isinstance(one, Copied)])
    others += _derived(press.site, derived, press.output, press.jobs, lambda done: progress(len(made) + done, total))
    fingerprint = fingerprinter(tuple(sorted(templates.items()))) if press.prints else _none
    prints = {one.path: fingerprint(one) for one in outputs if not isinstance(one, Rendered)}
    return made | {path: Made(content, prints[path]) for path, content in others}


def _none(_: Output) -> str:
    return ""


def content_of(site: Path, output: Output, templates: dict[str, str]) -> bytes:
    """What a single output holds, made here and now; raises ContentError or OutputError."""
    if isinstance(output, Rendered):
        return printer(tuple(sorted(templates.items())))(output)
    if isinstance(output, Derived):
        return _derive(str(site), output)
    data = folders.read(site, output.source)
    if data is None:
        raise OutputError(_gone(output.source))
    return data


def _printed(outputs: Sequence[Rendered], press: Press, progress: Callable[[int], None]) -> dict[str, Made]:
    """Every page, printed here where there are few, else by the workers."""
    texts = tuple(sorted(press.templates.items()))
    task = partial(_print, texts, press.place, press.prints)
    batches = [outputs[start : start + BATCH] for start in range(0, len(outputs), BATCH)]
    if press.jobs == 1 or len(batches) < WORTH_SHARING:
        return _sound(outputs, chain.from_iterable(map(task, batches)))
    # The workers begin as copies of this process: what is compiled here is compiled for all.
    for _ in prepare(texts, {output.template for output in outputs}):
        pass
    outcomes = workers.run(
        task,
        batches,
        jobs=press.jobs,
        budget=BATCH_BUDGET,
        progress=partial(_in_pages, progress),
        meanwhile=workers.HELPING,
    )
    return _sound(outputs, chain.from_iterable(map(_pages_of, batches, outcomes)))


def _print(
    texts: tuple[tuple[str, str], ...], place: Place | None, prints: bool, batch: Sequence[Rendered]
) -> list[Page]:
    """Each page of a batch with its fingerprint, or what is wrong with its template."""
    render, fingerprint = printer(texts), fingerprinter(texts) if prints else _none
    pages: list[Page] = []
    with told(Path(place.folder)) if place else nullcontext():
        for output in map(Rendered.looked_at, batch):
            try:
                data = render(output)
            except ContentError as error:
                pages.append(list(error.problems))
                continue
            pages.append((lay(place, output.path, data) if place else data, fingerprint(output)))
    return pages


def _pages_of(batch: Sequence[Rendered], outcome: workers.Outcome[list[Page]]) -> list[Page]:
    if isinstance(outcome, workers.Done):
        return outcome.result
    if outcome.error is not None:
        raise outcome.error
    why = "took too long" if outcome.reason == "overdue" else f"could not be printed ({outcome.message})"
    problem = Problem(
        code="template-failed",
        file=f"templates/{batch[0].template}",
        message=f"One of the pages from {batch[0].path} to {batch[-1].path} {why}.",
        hint="Look for a loop in the template that never ends.",
    )
    return [[problem]] * len(batch)


def _sound(outputs: Sequence[Rendered], pages: Iterable[Page]) -> dict[str, Made]:
    """The pages by their paths; raises ContentError with each fault of a template once."""
    made: dict[str, Made] = {}
    faults: dict[tuple[str, int, str], Problem] = {}
    for output, page in zip(outputs, pages, strict=False):
        if not isinstance(page, list):
            made[output.path] = Made(*page)
            continue
        for problem in page:
            faults.setdefault((problem.file, problem.line, "" if problem.line else problem.message), problem)
        if len(faults) >= MOST_TOLD:
            break
    if faults:
        raise ContentError(*faults.values())
    return made


def _in_pages(progress: Callable[[int], None], batches: int) -> None:
    progress(batches * BATCH)


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
    before = manifest.read(output) if outputs else {}
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
