"""The same build, kept warm in one process: one edited file to all that shows it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct, structs

from pressgen.content.documents import Item, Reading, parser, read_and_parse
from pressgen.content.folders import HANDLES_EXHAUSTED, handles_exhausted
from pressgen.content.scan import look
from pressgen.errors import ContentError, OutputError, PressgenError, Problem, sorted_problems
from pressgen.model import Options, Output, Parsed
from pressgen.plan.draft import PREVIEW, Draft, draft
from pressgen.render.fingerprint import Fingerprinter
from pressgen.render.outputs import render_output
from pressgen.render.pages import Renderer
from pressgen.report import with_excerpts
from pressgen.settings import Settings
from pressgen.site.sources import Sources, read_settings, read_sources, store_key
from pressgen.site.urls import Address, address_of
from pressgen.store.database import Store
from pressgen.workers import Pool


class State(Struct, frozen=True, kw_only=True):
    """The site at one moment of its writing.

    `outputs` (by path) are those of the last plan that could be made; `problems` are of now.
    `changed` are the sources whose documents are not what they were in the state before; a state
    is not sound if the sources could not be read at all, and it shows those before.
    """

    version: int
    instant: datetime
    sources: Sources | None = None
    draft: Draft | None = None
    renderer: Renderer | None = None
    outputs: Mapping[str, Output] = {}
    problems: tuple[Problem, ...] = ()
    changed: frozenset[str] = frozenset()
    is_sound: bool = True

    @property
    def settings(self) -> Settings | None:
        """The settings, as far as they could ever be read."""
        return self.sources.settings if self.sources else None

    @property
    def address(self) -> Address:
        """Where the site will be."""
        return address_of(self.settings.url if self.settings else "/")


class Content(Struct, frozen=True):
    """What an output holds, and what is wrong with its template now; then `data` is what it held before."""

    data: bytes
    problems: tuple[Problem, ...] = ()


class Engine:
    """Keeps the last state; `refresh` is called by one thread, everything else by any.

    It calls what a build calls, with a memory that lives in this process.
    """

    def __init__(self, root: Path, options: Options) -> None:
        self.root, self.options = root, options
        self.state: State | None = None
        self.ready = threading.Event()
        self._budget = Settings(title="", url="").time_budget
        self._pool = _pool(self._budget)
        self._key, self._store = "", Store(None, "")
        self._contents: dict[str, tuple[str, bytes]] = {}

    def refresh(self, instant: datetime) -> State:
        """Take in what changed; a fault leaves the last good pages in their place and is reported beside them.

        The answer is the state before where neither a file nor the hour has changed anything.
        """
        before = self.state or State(version=0, instant=instant)
        try:
            state = self._next(before, instant)
        except PressgenError as error:
            problems = _shown(self.root, error.problems)
            state = before if before.problems == problems else _faulty(before, instant, problems)
        except Exception as error:  # a fault of pressgen's own must not end the preview either
            state = _faulty(before, instant, (_unexpected(error),))
        self.state = state
        self.ready.set()
        return state

    def _next(self, before: State, instant: datetime) -> State:
        settings = read_settings(self.root)
        self._keep_to(settings)
        parse_all = parser(1, self._budget, lambda done, total: None, self._pool)
        sources = read_sources(self.root, look(self.root), settings, instant, self._store, parse_all)
        sources = _with_former_documents(sources, before.sources)
        due = before.draft.site.next_change if before.draft else None
        is_due = due is not None and before.instant < due <= instant
        if before.sources and before.is_sound and not is_due and _is_same(sources, before.sources):
            return before
        site = draft(sources, PREVIEW)
        return State(
            version=before.version + 1,
            instant=instant,
            sources=sources,
            draft=site if site.plan else before.draft,
            renderer=self._renderer(before, sources.folder.templates),
            outputs={one.path: one for one in site.plan.outputs} if site.plan else before.outputs,
            problems=_shown(self.root, site.problems),
            changed=_changed(before.sources, sources),
        )

    def _keep_to(self, settings: Settings) -> None:
        """Forget what was parsed by other settings; documents get the time that the settings allow them."""
        key = store_key(settings)
        if key != self._key:
            self._key, self._store = key, Store(None, key)
        if settings.time_budget != self._budget:
            self._pool.close()
            self._budget, self._pool = settings.time_budget, _pool(settings.time_budget)

    def _renderer(self, before: State, templates: dict[str, str]) -> Renderer:
        """A renderer for the present bodies; it knows what the last one found out about templates."""
        former = before.renderer
        facts = {**former.former_facts, **former.fresh_facts()} if former else {}
        return Renderer(templates, self._store.reader(), facts)

    def close(self) -> None:
        """End the process that parses."""
        self._pool.close()

    def content(self, path: str) -> Content | None:
        """What the output at a path holds, made when it is asked for; None if there is no such output."""
        state = self.state
        output = state.outputs.get(path) if state else None
        if state is None or state.sources is None or state.renderer is None or output is None:
            return None
        fingerprint = Fingerprinter(state.renderer, state.sources.folder.stamps_on_disk).fingerprint(output)
        former, data = self._contents.get(path, ("", b""))
        if fingerprint and former == fingerprint:
            return Content(data)
        try:
            data = render_output(self.root, state.renderer, output)
        except (ContentError, OutputError) as error:
            return Content(data, _shown(self.root, error.problems))
        self._contents[path] = fingerprint, data
        return Content(data)


def _pool(budget: float) -> Pool[Item, Reading]:
    # It is spawned: this process has threads, and a copy would have the locks that they hold.
    return Pool(read_and_parse, jobs=1, budget=budget, fork=False)


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
    if isinstance(error, OSError) and error.errno in HANDLES_EXHAUSTED:
        return handles_exhausted(error)
    return Problem.at("preview-failed", reason=f"{type(error).__name__}: {error}")


def _is_same(sources: Sources, before: Sources) -> bool:
    return (
        sources.settings == before.settings
        and sources.folder.stamps == before.folder.stamps
        and sources.folder.templates == before.folder.templates
        and sources.folder.problems == before.folder.problems
        and sources.documents == before.documents
    )


def _shown(root: Path, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    # Lines are quoted for errors only: a large site can have thousands of notices, and each would open a file.
    errors = [problem for problem in problems if problem.severity == "error"]
    others = [problem for problem in problems if problem.severity != "error"]
    return (*with_excerpts(root, sorted_problems(errors)), *sorted_problems(others))


def _with_former_documents(sources: Sources, former: Sources | None) -> Sources:
    """The last good document of a source stands in for one that can no longer be read; its problems are reported."""
    if former is None:
        return sources
    stand_ins = {
        path: Parsed(former.documents[path].document, one.problems)
        for path, one in sources.documents.items()
        if one.document is None and path in former.documents and former.documents[path].document is not None
    }
    return structs.replace(sources, documents={**sources.documents, **stand_ins}) if stand_ins else sources


def _changed(before: Sources | None, sources: Sources) -> frozenset[str]:
    former = before.documents if before else sources.documents
    return frozenset(
        path for path, one in sources.documents.items() if one is not former.get(path) and one != former.get(path)
    )
