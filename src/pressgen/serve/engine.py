"""The preview's build, kept in memory: it parses what was edited, and renders a page when it is requested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct, structs

from pressgen.content.documents import Item, Reading, load_parser, parser, read_and_parse
from pressgen.content.folders import HANDLES_EXHAUSTED, handles_exhausted
from pressgen.content.scan import stat_inputs
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

    `outputs` (by path) are those of the last plan without errors; `errors` and `warnings` are current.
    `changed` are the sources whose documents differ from the last state, and `next_change` is when time alone will
    change something. A state is not sound if the sources could not be read at all: then it has those of the last state.
    """

    version: int
    instant: datetime
    sources: Sources | None = None
    draft: Draft | None = None
    renderer: Renderer | None = None
    outputs: Mapping[str, Output] = {}
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    changed: frozenset[str] = frozenset()
    next_change: datetime | None = None
    is_sound: bool = True

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, sorted, errors first."""
        # A large site can have thousands of notices, and only few pages of the preview show them.
        return (*self.errors, *sorted_problems(self.warnings))

    @property
    def settings(self) -> Settings | None:
        """The last settings that could be read."""
        return self.sources.settings if self.sources else None

    @property
    def address(self) -> Address:
        """The site's public address; only its base path matters here."""
        return address_of(self.settings.url if self.settings else "/")


class Content(Struct, frozen=True):
    """The bytes of an output; if its template has problems, those of its last good version."""

    data: bytes
    problems: tuple[Problem, ...] = ()


class Engine:
    """Holds the last state; `refresh` is called by one thread, everything else by any.

    It calls the steps of a build, with a store in memory.
    """

    def __init__(self, root: Path, options: Options) -> None:
        self.root, self.options = root, options
        self.state: State | None = None
        self._budget = Settings(title="", url="").time_budget
        self._pool = _pool(options.jobs, self._budget)
        self._key, self._store = "", Store(None, "")
        self._is_stopped = False
        self._contents: dict[str, tuple[str, bytes]] = {}

    def refresh(self, instant: datetime) -> State:
        """Read what changed and plan the site again; after an error the last good pages stay, and it is reported.

        Returns the last state itself if neither the files nor the time have changed anything.
        """
        last = self.state or State(version=0, instant=instant)
        try:
            state = self._next_state(last, instant)
        except PressgenError as error:
            state = _failed_state(last, instant, _with_excerpts(self.root, error.problems))
        except Exception as error:  # a bug of pressgen itself must not end the preview either
            state = _failed_state(last, instant, (_problem_of(error),))
        self.state = state
        return state

    def _next_state(self, last: State, instant: datetime) -> State:
        settings = read_settings(self.root)
        self._apply_settings(settings)
        # One process: an edit is one file, and the workers of a pool would cost more than they save.
        parse_all = parser(1, self._budget, self._stop_parsing, self._pool)
        sources = read_sources(self.root, stat_inputs(self.root), settings, instant, self._store, parse_all)
        sources = _with_last_good_documents(sources, last.sources)
        is_current = last.is_sound and _holds_at(last, sources.instant)
        if last.sources and is_current and _are_unchanged(sources, last.sources):
            return last
        next_draft = draft(sources, PREVIEW)
        return State(
            version=last.version + 1,
            instant=instant,
            sources=sources,
            draft=next_draft if next_draft.plan else last.draft,
            renderer=self._renderer(last, sources.folder.templates),
            outputs={output.path: output for output in next_draft.plan.outputs} if next_draft.plan else last.outputs,
            errors=_with_excerpts(self.root, (each for each in next_draft.problems if each.severity == "error")),
            warnings=tuple([each for each in next_draft.problems if each.severity != "error"]),
            changed=_changed_files(last.sources, sources),
            next_change=next_draft.site.next_change,
        )

    def _apply_settings(self, settings: Settings) -> None:
        """Drop the parsed documents if settings that affect parsing changed, and apply the time budget."""
        key = store_key(settings)
        if key != self._key:
            self._key, self._store = key, Store(None, key)
        if settings.time_budget != self._budget:
            self._pool.close()
            self._budget, self._pool = settings.time_budget, _pool(self.options.jobs, settings.time_budget)

    def _renderer(self, last: State, templates: dict[str, str]) -> Renderer:
        """A renderer for the current bodies; the last one's facts about templates are passed on."""
        facts = {**last.renderer.former_facts, **last.renderer.fresh_facts()} if last.renderer else {}
        return Renderer(templates, self._store.reader(), facts)

    def stop(self) -> None:
        """End a refresh that is parsing, which takes long at first; called by another thread than `refresh`."""
        self._is_stopped = True

    def _stop_parsing(self, done: int, total: int) -> None:
        if self._is_stopped:
            raise InterruptedError

    def close(self) -> None:
        """End the processes that parse."""
        self._pool.close()

    def content(self, path: str) -> Content | None:
        """Render the output at `path`, or return its bytes if it is unchanged; None if there is no such output."""
        state = self.state
        output = state.outputs.get(path) if state else None
        if state is None or state.sources is None or state.renderer is None or output is None:
            return None
        # An output without a fingerprint can depend on anything, so it is rendered each time.
        fingerprint = Fingerprinter(state.renderer, state.sources.folder.stamps_on_disk).fingerprint(output)
        last_fingerprint, data = self._contents.get(path, ("", b""))
        if fingerprint and last_fingerprint == fingerprint:
            return Content(data)
        try:
            data = render_output(self.root, state.renderer, output)
        except (ContentError, OutputError) as error:
            return Content(data, _with_excerpts(self.root, error.problems))
        self._contents[path] = fingerprint, data
        return Content(data)


def _pool(jobs: int, budget: float) -> Pool[Item, Reading]:
    # Spawned, not forked: this process has threads, and a fork would copy the locks that they hold.
    return Pool(read_and_parse, jobs=jobs, budget=budget, fork=False, prepare=load_parser)


def _failed_state(last: State, instant: datetime, errors: tuple[Problem, ...]) -> State:
    """The last state with these errors in place of its problems; itself if it failed in the same way."""
    if not last.is_sound and last.errors == errors:
        return last
    fields = {"version": last.version + 1, "instant": instant, "errors": errors, "changed": frozenset()}
    return structs.replace(last, **fields, warnings=(), is_sound=False)


def _problem_of(error: Exception) -> Problem:
    if isinstance(error, OSError) and error.errno in HANDLES_EXHAUSTED:
        return handles_exhausted(error)
    return Problem.at("preview-failed", reason=f"{type(error).__name__}: {error}")


def _holds_at(state: State, instant: datetime) -> bool:
    """Whether time alone has changed nothing since a state; what it reports can name its day."""
    if state.sources is None or instant < state.sources.instant:
        return False
    # Not that of the draft, which is the last with a plan: its next change may be over.
    is_before_change = state.next_change is None or instant < state.next_change
    return is_before_change and instant.date() == state.sources.instant.date()


def _are_unchanged(sources: Sources, last: Sources) -> bool:
    folder, record = sources.folder, sources.record
    # The instants always differ, a source may have another stamp and the same text, and a record is read anew.
    others = structs.replace(sources, instant=last.instant, folder=last.folder, record=last.record)
    return (
        others == last
        and folder.stamps == last.folder.stamps
        and folder.templates == last.folder.templates
        and folder.problems == last.folder.problems
        and (record and record.stamp) == (last.record and last.record.stamp)
    )


def _with_excerpts(root: Path, errors: Iterable[Problem]) -> tuple[Problem, ...]:
    # Lines are quoted for errors only: a large site can have thousands of notices, and each would open a file.
    return with_excerpts(root, sorted_problems(errors))


def _with_last_good_documents(sources: Sources, last: Sources | None) -> Sources:
    """Replace documents that can no longer be read with their last good versions; their problems stay."""
    if last is None:
        return sources
    substitutes = {
        path: Parsed(last.documents[path].document, parsed.problems)
        for path, parsed in sources.documents.items()
        if parsed.document is None and path in last.documents and last.documents[path].document is not None
    }
    return structs.replace(sources, documents={**sources.documents, **substitutes}) if substitutes else sources


def _changed_files(last: Sources | None, sources: Sources) -> frozenset[str]:
    # After the first refresh nothing counts as changed: `--follow` must not go anywhere yet.
    last_documents = last.documents if last else sources.documents

    return frozenset(
        path
        for path, parsed in sources.documents.items()
        if parsed is not last_documents.get(path) and parsed != last_documents.get(path)
    )
