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
from pressgen.model import Parsed, Place, Rules
from pressgen.output import cache, keep, workers
from pressgen.output.texts import Shelf, is_scattered, lay, lay_anew, lost, sweep
from pressgen.output.trace import SETTLED

Item = tuple[str, File]
"""A source to be read: its path, and the file as it was seen."""


class Read(Struct, frozen=True):
    """What a source says, and the digest of its text; that is empty where it could not be read."""

    digest: str
    parsed: Parsed


Crew = workers.Crew[tuple[Path, Rules, Item], Read]


class Effort(Struct, frozen=True, kw_only=True):
    """How documents are parsed: worker processes, seconds for each, and whether memory is used and kept.

    A crew, where there is one, parses what is not worth new processes. `meanwhile` are short steps that
    this process may take while others parse.
    """

    jobs: int
    budget: float
    memory: bool
    crew: Crew | None = None
    meanwhile: Iterable[None] = ()


FEW = 32
"""Documents that a crew parses sooner than new processes would."""


def crew(budget: float) -> Crew:
    """A process that stays ready to parse; seconds for each document."""
    return Crew(_parse, budget)


def read_and_parse(root: Path, rules: Rules, item: Item) -> Read:
    """Read and parse a source of the site in `root`."""
    source = load(root, *item)
    if isinstance(source, Problem):
        return Read("", Parsed(None, (source,)))
    return Read(source.digest, parse(source, rules))


def read_and_lay(root: Path, rules: Rules, item: Item) -> Read:
    """Likewise, and lay its text in the cache of the site."""
    read = read_and_parse(root, rules, item)
    return Read(read.digest, lay(root, read.parsed))


def _parse(item: tuple[Path, Rules, Item]) -> Read:
    return read_and_parse(*item)


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
    settled = keep.file_time(root) - SETTLED if effort.memory else 0
    before = cache.load(root, rules) if is_kept else former or {}
    known, new, results = _sorted_out(root, files, before, settled)
    shelf = Shelf(root) if is_kept else None
    task = partial(read_and_lay if shelf else read_and_parse, root, rules)
    outcomes = _outcomes(new, task, effort, lambda done: progress(len(known) + done, len(files)))
    for (path, file), outcome in zip(new, outcomes, strict=True):
        if isinstance(outcome, workers.Failed):
            results[path] = _unparsed(path, outcome)
        elif not outcome.result.digest:
            results[path] = outcome.result.parsed
        elif shelf and not shelf.reaches(path, outcome.result.parsed):
            raise lost(str(root))
        else:
            known[path] = cache.Remembered(_trusted(file, settled), outcome.result.digest, outcome.result.parsed)
    if shelf:
        if is_scattered(root, _places(known.values())):
            known, before = _laid_anew(root, known, shelf), {}
        cache.save(root, cache.key_of(cache.LIBRARIES, rules), known, before)
        sweep(root, {place.file for place in _places(known.values())})
    results |= {path: remembered.parsed for path, remembered in known.items()}
    return Documents({path: results[path] for path in files}, known)


def _places(documents: Iterable[cache.Remembered]) -> list[Place]:
    bodies = (one.parsed.document.body for one in documents if one.parsed.document)
    return [body.place for body in bodies if body.place]


def _laid_anew(root: Path, known: dict[str, cache.Remembered], shelf: Shelf) -> dict[str, cache.Remembered]:
    moved = {path: structs.replace(one, parsed=lay_anew(root, one.parsed)) for path, one in known.items()}
    if not all(shelf.reaches(path, one.parsed) for path, one in moved.items()):
        raise lost(str(root))
    return moved


def _outcomes(
    new: list[Item], task: partial[Read], effort: Effort, progress: Callable[[int], None]
) -> list[workers.Outcome[Read]]:
    if effort.crew is not None and len(new) <= FEW:
        root, rules = task.args
        return effort.crew.run([(root, rules, item) for item in new], progress)
    return workers.run(task, new, jobs=effort.jobs, budget=effort.budget, progress=progress, meanwhile=effort.meanwhile)


def _sorted_out(
    root: Path, files: Mapping[str, File], before: Mapping[str, cache.Remembered], settled: int
) -> tuple[dict[str, cache.Remembered], list[Item], dict[str, Parsed]]:
    """The documents that memory holds, the sources to be read and parsed, and those that cannot be read."""
    known: dict[str, cache.Remembered] = {}
    new: list[Item] = []
    unread: dict[str, Parsed] = {}
    for path, file in files.items():
        remembered = before.get(path)
        if remembered is None:
            new.append((path, file))
        elif remembered.stamp == file.stamp:
            known[path] = remembered
        else:
            source = load(root, path, file)
            if isinstance(source, Problem):
                unread[path] = Parsed(None, (source,))
            elif remembered.digest == source.digest:
                known[path] = structs.replace(remembered, stamp=_trusted(file, settled))
            else:
                new.append((path, file))
    return known, new, unread


def _trusted(file: File, settled: int) -> Stamp:
    """The file's stamp, or none if the file is so fresh that a change might not show in it."""
    return file.stamp if max(file.stamp[1:3]) < settled else cache.NO_STAMP


def _unparsed(path: str, outcome: workers.Failed) -> Parsed:
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
    return Parsed(None, (Problem(code=code, file=path, message=message, hint=hint),))
