"""Sources → parsed documents: from memory where the text is known, from the workers where it is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from pressgen.content.folders import File, Stamp
from pressgen.content.parse import parse
from pressgen.content.scan import load
from pressgen.errors import Problem
from pressgen.model import Parsed, Place, Rules, Source
from pressgen.output import cache, keep, workers
from pressgen.output.texts import Shelf, is_scattered, lay, lay_anew, lost, sweep
from pressgen.output.trace import SETTLED

Crew = workers.Crew[tuple[Source, Rules], Parsed]


class Effort(Struct, frozen=True, kw_only=True):
    """How documents are parsed: worker processes, seconds for each, and whether memory is used and kept.

    A crew, where there is one, parses what is not worth new processes.
    """

    jobs: int
    budget: float
    memory: bool
    crew: Crew | None = None


FEW = 32
"""Documents that a crew parses sooner than new processes would."""


def crew(budget: float) -> Crew:
    """A process that stays ready to parse; seconds for each document."""
    return Crew(_parse, budget)


def parse_and_lay(root: Path, rules: Rules, source: Source) -> Parsed:
    """Parse a source, and lay its text in the cache of a site."""
    return lay(root, parse(source, rules))


def _parse(item: tuple[Source, Rules]) -> Parsed:
    return parse(*item)


class Documents(Struct, frozen=True):
    """Each source's document, or what is wrong with it, by path; and what is to be remembered of it."""

    parsed: dict[str, Parsed]
    remembered: dict[str, cache.Remembered]


def parsed(
    root: Path,
    files: Mapping[str, File],
    rules: Rules,
    effort: Effort,
    progress: Callable[[int, int], None],
    former: Mapping[str, cache.Remembered] | None = None,
) -> Documents:
    """Parse the sources that are not known; `former` is what this process remembers, instead of the cache."""
    is_kept = effort.memory and former is None
    key = cache.key_of(cache.LIBRARIES, rules) if is_kept else ""
    settled = keep.file_time(root) - SETTLED if effort.memory else 0
    before = cache.load(root, key) if is_kept else former or {}
    known, new, results = _sorted_out(root, files, before, settled)
    shelf = Shelf(root) if is_kept else None
    outcomes = _outcomes(
        new, rules, effort, root if shelf else None, lambda done: progress(len(known) + done, len(files))
    )
    for source, outcome in zip(new, outcomes, strict=True):
        if isinstance(outcome, workers.Done):
            if shelf and not shelf.reaches(outcome.result):
                raise lost(str(root))
            stamp = _trusted(files[source.path], settled)
            known[source.path] = cache.Remembered(stamp, source.digest, outcome.result)
        else:
            results[source.path] = _unparsed(source, outcome)
    if shelf:
        if is_scattered(root, _places(known.values())):
            known, before = _laid_anew(root, known, shelf), {}
        cache.save(root, key, known, before)
        sweep(root, {place.file for place in _places(known.values())})
    results |= {path: remembered.parsed for path, remembered in known.items()}
    return Documents({path: results[path] for path in files}, known)


def _places(documents: Iterable[cache.Remembered]) -> list[Place]:
    bodies = (one.parsed.document.body for one in documents if one.parsed.document)
    return [body.place for body in bodies if body.place]


def _laid_anew(root: Path, known: dict[str, cache.Remembered], shelf: Shelf) -> dict[str, cache.Remembered]:
    moved = {path: structs.replace(one, parsed=lay_anew(root, one.parsed)) for path, one in known.items()}
    if not all(shelf.reaches(one.parsed) for one in moved.values()):
        raise lost(str(root))
    return moved


def _outcomes(
    new: list[Source], rules: Rules, effort: Effort, root: Path | None, progress: Callable[[int], None]
) -> list[workers.Outcome[Parsed]]:
    if effort.crew is not None and len(new) <= FEW:
        return effort.crew.run([(source, rules) for source in new], progress)
    task = partial(parse_and_lay, root, rules) if root else partial(parse, rules=rules)
    return workers.run(task, new, jobs=effort.jobs, budget=effort.budget, progress=progress)


def _sorted_out(
    root: Path, files: Mapping[str, File], before: Mapping[str, cache.Remembered], settled: int
) -> tuple[dict[str, cache.Remembered], list[Source], dict[str, Parsed]]:
    """The documents that memory holds, the sources to be parsed, and those that cannot be read."""
    known: dict[str, cache.Remembered] = {}
    new: list[Source] = []
    unread: dict[str, Parsed] = {}
    for path, file in files.items():
        remembered = before.get(path)
        if remembered is not None and remembered.stamp == file.stamp:
            known[path] = remembered
            continue
        source = load(root, path, file)
        if isinstance(source, Problem):
            unread[path] = Parsed(None, (source,))
        elif remembered is not None and remembered.digest == source.digest:
            known[path] = structs.replace(remembered, stamp=_trusted(file, settled))
        else:
            new.append(source)
    return known, new, unread


def _trusted(file: File, settled: int) -> Stamp:
    """The file's stamp, or none if the file is so fresh that a change might not show in it."""
    return file.stamp if max(file.stamp[1:3]) < settled else cache.NO_STAMP


def _unparsed(source: Source, outcome: workers.Failed) -> Parsed:
    """A document that could not be parsed at all."""
    if outcome.error is not None:
        return Parsed(None, outcome.error.problems)
    words = {
        "overdue": ("document-overdue", "The document took longer than its time budget."),
        "died": ("document-failed", f"The document could not be read ({outcome.message})."),
    }
    other = ("document-failed", f"The document could not be read ({outcome.kind}: {outcome.message}).")
    code, message = words.get(outcome.reason, other)
    hint = "Look for long runs of brackets, quotes or lists in it, and take them apart."
    return Parsed(None, (Problem(code=code, file=source.path, message=message, hint=hint),))
