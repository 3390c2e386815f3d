"""The same build, kept warm in one process: one edited file to all that shows it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct, structs

from pressgen.drafting import Draft, preview
from pressgen.errors import ContentError, OutputError, PressgenError, Problem, sorted_problems
from pressgen.model import Options, Output, Parsed
from pressgen.output.files import content_of
from pressgen.output.parsed import crew
from pressgen.reading import Sources, Warm, read
from pressgen.settings import Settings
from pressgen.told import reported


class State(Struct, frozen=True, kw_only=True):
    """The site at one moment of its writing.

    `outputs` (by path) are those of the last plan that could be made; `problems` are of now.
    `changed` are the sources whose documents are not what they were in the state before; a state
    is not sound if the sources could not be taken in at all, and it shows those before.
    """

    version: int
    instant: datetime
    sources: Sources | None = None
    draft: Draft | None = None
    outputs: Mapping[str, Output] = {}
    problems: tuple[Problem, ...] = ()
    changed: frozenset[str] = frozenset()
    is_sound: bool = True

    @property
    def settings(self) -> Settings | None:
        """The settings, as far as they could ever be read."""
        return self.sources.settings if self.sources else None


class Content(Struct, frozen=True):
    """What an output holds, and what is wrong with its template now; then `data` is what it held before."""

    data: bytes
    problems: tuple[Problem, ...] = ()


class Engine:
    """Keeps the last state; `refresh` is called by one thread, everything else by any."""

    def __init__(self, root: Path, options: Options) -> None:
        self.root, self.options = root, options
        self.budget = Settings(title="", url="").time_budget
        self.crew = crew(self.budget)
        self.state: State | None = None
        self.ready = threading.Event()
        self.made: dict[str, tuple[Output, object, bytes]] = {}

    def refresh(self, instant: datetime, touched: frozenset[str] | None = None) -> State:
        """Take in what changed; a fault leaves the last good pages in their place and is told beside them.

        `touched` are the only files that may have changed, seen from the site's folder; None if any may have.
        The answer is the state before where neither a file nor the hour has changed anything.
        """
        before = self.state or State(version=0, instant=instant)
        try:
            state = self._next(before, instant, touched)
        except PressgenError as error:
            told = reported(self.root, error.problems)
            state = before if before.problems == told else _faulty(before, instant, told)
        except Exception as error:  # a fault of pressgen's own must not end the preview either
            state = _faulty(before, instant, (_unexpected(error),))
        self.state = state
        self._keep_to_budget(state)
        self.ready.set()
        return state

    def _keep_to_budget(self, state: State) -> None:
        """Let the process that parses have the time that the settings give a document."""
        wanted = state.settings.time_budget if state.settings else self.budget
        if wanted != self.budget:
            self.crew.close()
            self.budget, self.crew = wanted, crew(wanted)

    def _next(self, before: State, instant: datetime, touched: frozenset[str] | None) -> State:
        touched = touched if before.is_sound else None
        warm = Warm(former=before.sources, crew=self.crew, touched=touched, keeps=True)
        sources = read(self.root, instant, self.options, lambda step, done, total: None, warm)
        due = before.draft.site.next_change if before.draft else None
        is_due = due is not None and before.instant < due <= instant
        if before.sources and before.is_sound and not is_due and _is_same(sources, before.sources):
            return before
        sources = _with_former_documents(sources, before.sources)
        draft = preview(sources, before.draft)
        return State(
            version=before.version + 1,
            instant=instant,
            sources=sources,
            draft=draft if draft.plan else before.draft,
            outputs={one.path: one for one in draft.plan.outputs} if draft.plan else before.outputs,
            problems=_told(self.root, draft.problems),
            changed=_changed(before.sources, sources),
        )

    def close(self) -> None:
        """End the process that parses."""
        self.crew.close()

    def content(self, path: str) -> Content | None:
        """What the output at a path holds, made when it is asked for; None if there is no such output."""
        state = self.state
        output = state.outputs.get(path) if state else None
        if state is None or state.sources is None or output is None:
            return None
        templates = state.sources.found.templates
        known = self.made.get(path)
        if known and known[0] is output and known[1] is templates:
            return Content(known[2])
        try:
            data = content_of(self.root, output, templates)
        except (ContentError, OutputError) as error:
            return Content(known[2] if known else b"", reported(self.root, error.problems))
        self.made[path] = (output, templates, data)
        return Content(data)


def _faulty(before: State, instant: datetime, problems: tuple[Problem, ...]) -> State:
    return structs.replace(
        before,
        version=before.version + 1,
        instant=instant,
        problems=problems,
        changed=frozenset(),
        is_sound=False,
    )


def _unexpected(error: Exception) -> Problem:
    return Problem(
        code="preview-failed",
        message=f"The preview could not take in the last change ({type(error).__name__}: {error}).",
        hint="Undo the change, or build the site to see more; please report this as a fault of pressgen.",
    )


def _is_same(sources: Sources, before: Sources) -> bool:
    return (
        sources.settings is before.settings
        and sources.found.stamps == before.found.stamps
        and sources.found.templates == before.found.templates
        and sources.found.problems == before.found.problems
        and not _changed(before, sources)
        and sources.parsed.keys() == before.parsed.keys()
    )


def _told(root: Path, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    # Lines are quoted for errors only: a large site can have thousands of notices, and each would open a file.
    errors = [problem for problem in problems if problem.severity == "error"]
    others = [problem for problem in problems if problem.severity != "error"]
    return (*reported(root, errors), *sorted_problems(others))


def _with_former_documents(sources: Sources, former: Sources | None) -> Sources:
    """The last good document of a source stands in for one that can no longer be read; its problems are told."""
    if former is None:
        return sources
    parsed = sources.parsed
    stand_ins = {
        path: Parsed(former.parsed[path].document, one.problems)
        for path, one in parsed.items()
        if one.document is None and path in former.parsed and former.parsed[path].document is not None
    }
    if not stand_ins:
        return sources
    documents = structs.replace(sources.documents, parsed={**parsed, **stand_ins})
    return structs.replace(sources, documents=documents)


def _changed(before: Sources | None, sources: Sources) -> frozenset[str]:
    former = before.parsed if before else sources.parsed
    return frozenset(
        path for path, one in sources.parsed.items() if path not in former or not _is_same_document(one, former[path])
    )


def _is_same_document(one: Parsed, former: Parsed) -> bool:
    # While a document has a fault, its last good version stands in for it.
    return one is former or (
        one.problems == former.problems and (one.document is None or one.document is former.document)
    )
