"""Fixtures: `site(…)` lays out a small site from one text archive and builds it."""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import re
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings

from pressgen.build import build
from pressgen.content import documents, folders, scan
from pressgen.content.documents import Item, Reading, read_and_parse
from pressgen.content.folders import DEFAULT_THEME, File
from pressgen.content.pictures import pictures
from pressgen.content.scan import stat_inputs
from pressgen.errors import Problem
from pressgen.model import Drawn, Options, Report
from pressgen.model.picture_sizes import Recipe
from pressgen.plan.draft import Draft, Policy, draft
from pressgen.render import files, outputs
from pressgen.render.environment import Facts, PageEnvironment, template_digest
from pressgen.render.outputs import render_output
from pressgen.render.pages import Renderer
from pressgen.site.sources import Sources, read_instant, read_settings, read_sources
from pressgen.store.database import Store
from pressgen.views import log_files
from pressgen.workers import Done, Outcome, map_items, pool
from pressgen.workers.process import _answer as answer
from spoken import unspoken
from trials.trial import Trial

# Commands tell things in the language of the system; the tests read English.
os.environ["LC_ALL"] = "C.UTF-8"
# Containers of Python set it; without it, commands have buffers that they may be unable to write when they end.
os.environ.pop("PYTHONUNBUFFERED", None)
NOW = "2026-01-15 12:00"
# How many random sites the laws try; CI tries the full number: pytest --hypothesis-profile full.
# A busy machine is no fault of a text: what takes too long is found by trials, with a limit for it.
settings.register_profile("quick", max_examples=5, deadline=None)
settings.register_profile("full", max_examples=20, deadline=None)
settings.load_profile("quick")
SETTINGS = "title: Test News\nurl: https://news.example/\ntimezone: Asia/Tashkent\n"

TESTS = Path(__file__).parent
LITTLE = 8
"""Documents or pictures for which the tests start no process."""
T = TypeVar("T")
R = TypeVar("R")

LOCAL_TICK = 10_000_000
"""Nanoseconds by which times of files differ at least where the tests create sites; network drives may need more."""
_library_stamp = cache(scan._library_stamp)
_examine = PageEnvironment._examine
_facts: dict[str, Facts] = {}


def _examine_once(self: PageEnvironment, name: str) -> Facts:
    """What is known of a template: builds without memory by the hundred would find out the same again and again."""
    digest = template_digest(name, self.texts[name])
    if digest not in _facts:
        _facts[digest] = _examine(self, name)
    return _facts[digest]


PageEnvironment._examine = _examine_once  # type: ignore[method-assign]


def _map_here(
    task: Callable[[T], R],
    items: Sequence[T],
    *,
    jobs: int,
    budget: float,
    progress: Callable[[int], None] | None = None,
    prepare: Callable[[], object] | None = None,
) -> Iterator[Outcome[R]]:
    """What a single worker answers, without starting one: to fork the process of the tests takes longer than a small site."""
    if prepare is not None:
        prepare()
    for done, item in enumerate(items, 1):
        outcome: Outcome[R] = pickle.loads(answer(task, (item,), 0))
        if progress is not None:
            progress(done)
        yield outcome


def _map_little(task: Callable[[T], R], items: Sequence[T], *, jobs: int, **limits: Any) -> Iterator[Outcome[R]]:
    is_little = jobs == 1 or len(items) <= LITTLE
    return (_map_here if is_little else map_items)(task, items, jobs=jobs, **limits)


_pictures: dict[tuple[object, str, Recipe], bytes] = {}


def _derive_once(folder: Path, source: str, original: str, recipes: Sequence[Recipe]) -> list[bytes]:
    """Smaller copies of a picture: many sites of the tests have the same pictures."""
    data = files._read_original(folder, source, original)
    digest = hashlib.sha256(data).hexdigest()
    missing = [recipe for recipe in recipes if (pictures.derive_all, digest, recipe) not in _pictures]
    for recipe, made in zip(missing, pictures.derive_all(data, missing) if missing else (), strict=True):
        _pictures[pictures.derive_all, digest, recipe] = made
    return [_pictures[pictures.derive_all, digest, recipe] for recipe in recipes]


_draw = files._draw
_cards: dict[str, bytes] = {}


def _draw_once(folder: Path, card: Drawn) -> bytes:
    """A share card, whose path tells all that is on it."""
    if card.path not in _cards:
        _cards[card.path] = _draw(folder, card)
    return _cards[card.path]


_code = folders.walk(scan.PACKAGE.parent, scan.PACKAGE.name, [])
_theme = folders.walk(DEFAULT_THEME.parent, DEFAULT_THEME.name, [])
_own_files = {
    scan.PACKAGE: {path: file for path, file in _code.items() if "__pycache__" not in path},
    DEFAULT_THEME: _theme,
}
_theme_texts = scan._texts(DEFAULT_THEME.parent, _theme, [])


def _walk_site(site: Path, folder: str, problems: list[Problem]) -> dict[str, File]:
    """The files below a folder; pressgen's own code and theme do not change while they are tested."""
    files = _own_files.get(site / folder)
    return folders.walk(site, folder, problems) if files is None else files


def _texts_of_site(root: Path, files: dict[str, File], problems: list[Problem]) -> dict[str, str]:
    """The texts of templates; those of the theme were read before."""
    return dict(_theme_texts) if files is _theme else _texts(root, files, problems)


_texts = scan._texts


@pytest.fixture(autouse=True)
def _little_work(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds of small sites start no processes and wait less, but in trials and in tests with the marker `processes`."""
    if not any(request.node.get_closest_marker(name) for name in ("processes", "trial")):
        monkeypatch.setattr(documents, "map_items", _map_little)
        monkeypatch.setattr(files, "map_items", _map_little)
        monkeypatch.setattr(outputs, "map_items", _map_little)
        monkeypatch.setattr(log_files, "map_items", _map_little)
        monkeypatch.setattr(files, "_derive", _derive_once)
        monkeypatch.setattr(scan, "SETTLED", LOCAL_TICK)
        monkeypatch.setattr(scan, "walk", _walk_site)
        monkeypatch.setattr(scan, "_texts", _texts_of_site)
        monkeypatch.setattr(scan, "_library_stamp", _library_stamp)


class Site:
    """A small site on disk: `build` it, `edit` and `remove` its sources, read its `output`."""

    def __init__(self, folder: Path, archive: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "content").mkdir(exist_ok=True)
        self.edit("pressgen.yml", SETTINGS)
        for name, text in unpacked(archive).items():
            self.edit(name, text)
        self.report = Report(output="output")

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def edit(self, name: str, text: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def remove(self, name: str) -> None:
        (self.folder / name).unlink()

    def build(self, as_of: str = NOW, hostile: bool = False, **options: Any) -> Report:
        """Build, and see that all problems are told in every language.

        Names and addresses from `hostile` sources look like words that were not translated.
        """
        self.report = build(self.folder, as_of=as_of, options=Options(**options))
        assert hostile or not unspoken(self.report.problems), "told, but not in every language"
        return self.report

    def read(self, path: str) -> str:
        return (self.output / path).read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Every published file by its path; the manifest is left out."""
        found = (Path(root) / name for root, _, names in os.walk(self.output) for name in names)
        return {p.relative_to(self.output).as_posix(): p.read_bytes() for p in found if p.name != ".pressgen.json"}

    def codes(self, severity: str = "error") -> list[str]:
        return [problem.code for problem in self.report.problems if problem.severity == severity]


def planned(folder: Path, as_of: datetime | str = NOW, store: Store | None = None) -> tuple[Sources, Draft]:
    """What a build without memory reads of a site, and what it plans of that; without processes."""

    def parse_all(items: list[Item]) -> Iterator[Done[Reading]]:
        return (Done(read_and_parse(item)) for item in items)

    settings, instant = read_settings(folder), read_instant(folder, as_of)
    sources = read_sources(folder, stat_inputs(folder), settings, instant, store or Store(None, ""), parse_all)
    return sources, draft(sources, Policy())


def rendered(folder: Path, as_of: datetime | str = NOW) -> dict[str, bytes]:
    """Every file of a site as the steps of a build make it from nothing, without processes and without writing any."""
    store = Store(None, "")
    sources, site = planned(folder, as_of, store)
    assert site.plan is not None and site.is_sound, site.problems
    renderer = Renderer(sources.folder.templates, store.reader(), {})
    return {output.path: render_output(folder, renderer, output) for output in site.plan.outputs}


def unpacked(archive: str) -> dict[str, str]:
    """The files of a text archive: `-- path --` lines, each followed by that file's text."""
    parts = re.split(r"(?m)^-- (\S+) --\n", archive)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def digest(files: dict[str, bytes]) -> str:
    """One digest of a tree of files: names and bytes."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return total.hexdigest()


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Site]:
    """A factory of small sites; each has a folder of its own."""
    made: list[Site] = []

    def make(archive: str = "", name: str = "") -> Site:
        made.append(Site(tmp_path / (name or f"site{len(made)}"), archive))
        return made[-1]

    return make


def pytest_configure(config: pytest.Config) -> None:
    """Prepare a process of the tests: where it may fork, where it lays out sites, and that Ctrl+C ends commands."""
    # Shells have commands in the background ignore it, and so would what tests start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if "PYTEST_XDIST_WORKER" in os.environ and sys.platform == "linux":
        # Beside the thread that talks to pytest-xdist, which only waits: it is no thread of pressgen's.
        before = len(os.listdir("/proc/self/task"))
        pool._may_fork = lambda: len(os.listdir("/proc/self/task")) <= before
        config.addinivalue_line("filterwarnings", "ignore:.*multi-threaded, use of fork:DeprecationWarning")
    # Some trials are about disks; all others are quicker in memory, with its hundred thousand small files.
    if "not trial" in config.option.markexpr and "TMPDIR" not in os.environ and _is_fit(MEMORY):
        os.environ["TMPDIR"], tempfile.tempdir = MEMORY, None


MEMORY = "/dev/shm"


def _is_fit(folder: str) -> bool:
    """Whether it is a place for gigabytes of sites and for commands; containers often have less."""
    if sys.platform != "linux" or not os.access(folder, os.W_OK):
        return False
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize > 1 << 30 and not status.f_flag & os.ST_NOEXEC


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """With `-n auto`, one process more than there are processors: tests often wait for clocks, disks and commands."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect tests without looking for garbage: nearly all stays, and the looking takes a quarter of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Read no module of a folder whose tests all have a marker that was not asked for."""
    folders = {TESTS / "browser": "browser", TESTS / "trials": "trial"}
    marker = folders.get(collection_path)
    return True if marker and f"not {marker}" in config.option.markexpr else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Make it quicker to run so many tests in one process, and to start commands."""
    gc.collect()
    gc.freeze()  # what is collected lives until the end; forked processes should not copy it either
    cache: pytest.Cache | None = getattr(session.config, "cache", None)
    if cache and os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        # Each command would compile all of pressgen. So there is bytecode, but not beside the sources.
        os.environ["PYTHONPYCACHEPREFIX"] = str(cache.mkdir("bytecode"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--trials full` runs the trials at the size that a release wants; CI runs a quick set."""
    parser.addoption("--trials", choices=["quick", "full"], default="quick", help="size of the trials")


@pytest.fixture
def full_trials(request: pytest.FixtureRequest) -> bool:
    """Whether the trials run at full size."""
    return bool(request.config.getoption("--trials") == "full")


@pytest.fixture
def trial(
    request: pytest.FixtureRequest, subtests: pytest.Subtests, record_property: Callable[[str, object], None]
) -> Trial:
    """What counts the cases of a trial, and gives each bad one a failure of its own."""
    return Trial(request.node.name, subtests, record_property)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures of each trial, in whichever process it ran."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    for report in reports:
        for name, line in getattr(report, "user_properties", ()):
            if name == "figures" and report.when == "call":
                terminalreporter.write_line(line)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by their folder and by the browser they ask for, so that `-m` chooses without a line in each module."""
    trials = str(TESTS / "trials")
    for item in items:
        if str(item.path).startswith(trials):
            item.add_marker("trial")
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
