"""The parent's side of the map: hand out items in chunks, yield outcomes in order, replace dead workers."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from pressgen.errors import OutputError, Problem
from pressgen.workers.process import REPORT_INTERVAL, Failed, Outcome, failure, serve

T = TypeVar("T")
R = TypeVar("R")
_MEMORY = 3 << 29  # bytes
_START_UP = 60.0  # seconds for a process to import what it needs
_FALSE_STARTS = 3
_GRACE = 0.5  # seconds after which the parent kills a worker whose own alarm did not
_ATTENTION = 0.01  # seconds for which the consumer may take outcomes before workers are heard again
_LARGEST_CHUNK, _SMALLEST_CHUNK = 64, 8
_PIPE = 8_000  # bytes that a pipe holds on any system (8 KiB on macOS and Windows)


def map_items(
    task: Callable[[T], R],
    items: Sequence[T],
    *,
    jobs: int,
    budget: float,
    progress: Callable[[int], None] | None = None,
    prepare: Callable[[], object] | None = None,
) -> Generator[Outcome[R], None, None]:
    """Give the outcome of `task` for each item, in order, from a Pool that lives as long as the generator."""

    def outcomes() -> Generator[Any, None, None]:
        with Pool(task, jobs=jobs, budget=budget, prepare=prepare) as pool:
            underway = pool.map(items, progress)
            yield None
            yield from underway

    return _started(outcomes())


class Pool(Generic[T, R]):
    """Up to `jobs` processes that apply a task to items; they start when first needed and live until `close`.

    `task` is a module-level function or a functools.partial of one; its constant arguments go to each process once.
    Task, items and results must be picklable. `budget` is in seconds for each item, `memory` in bytes of address space
    above what a process begins with (Linux only). Processes are forked, and inherit the items, or spawned; by default
    they are forked where it is safe: on Linux, beside no other thread. Each calls `prepare` once, in no item's time.
    """

    def __init__(
        self,
        task: Callable[[T], R],
        *,
        jobs: int,
        budget: float,
        memory: int = _MEMORY,
        fork: bool | None = None,
        prepare: Callable[[], object] | None = None,
    ) -> None:
        self._task, self._jobs, self._budget, self._memory, self._fork = task, max(1, jobs), budget, memory, fork
        self._prepare = prepare
        self._patience = budget + REPORT_INTERVAL + _GRACE
        self._workers: list[_Worker] = []
        self._false_starts = self._call_number = self._finished = 0
        # Of the present call of `map`:
        self._items: Sequence[T] = ()
        self._chunks: deque[Sequence[int]] = deque()
        self._outcomes: dict[int, Outcome[R]] = {}
        self._progress: Callable[[int], None] | None = None

    def __enter__(self) -> Pool[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill the processes."""
        while self._workers:
            self._workers.pop().end()

    def map(
        self, items: Sequence[T], progress: Callable[[int], None] | None = None
    ) -> Generator[Outcome[R], None, None]:
        """Give the outcome for each item in the order of `items`, each as soon as it and all before it are known.

        The processes are at work when this returns. `progress` is called with the number of finished items. Closing
        the generator, or another call, kills the processes that are at work for it. Raises OutputError if no process
        can be started.
        """
        return _started(self._outcomes_of(items, progress))

    def _outcomes_of(self, items: Sequence[T], progress: Callable[[int], None] | None) -> Generator[Any, None, None]:
        self._kill_busy_workers()
        outcomes: dict[int, Outcome[R]] = {}
        self._call_number = number = self._call_number + 1
        self._items, self._outcomes, self._progress, self._finished = items, outcomes, progress, 0
        self._chunks = deque(_split(len(items), self._jobs))
        listen_again = 0.0
        try:
            self._assign()
            yield None
            for index in range(len(items)):
                while index not in outcomes or time.monotonic() >= listen_again:
                    self._assign()
                    self._listen(is_waiting=index not in outcomes)
                    listen_again = time.monotonic() + _ATTENTION
                yield outcomes.pop(index)
        finally:
            if self._call_number == number:
                self._kill_busy_workers()
                self._items = ()

    def _kill_busy_workers(self) -> None:
        for worker in [worker for worker in self._workers if worker.underway]:
            self._workers.remove(worker)
            worker.end()

    def _assign(self) -> None:
        """Give chunks to workers that want one, and start workers while there are more."""
        while True:
            for worker in [*self._workers, *self._workers]:  # each may want two: one to start with, and one queued
                if self._chunks and self._wants_chunk(worker):
                    self._hand_out(worker)
            if not self._chunks or len(self._workers) >= min(self._jobs, len(self._items)):
                return
            forks = _may_fork() if self._fork is None else self._fork
            arguments = (self._task, self._items if forks else (), self._budget, self._memory, self._prepare)
            try:
                self._workers.append(_Worker(arguments, self._call_number if forks else 0))
            except OSError as fault:
                if not self._workers:
                    raise _not_started(fault.strerror or str(fault)) from fault
                return

    def _wants_chunk(self, worker: _Worker) -> bool:
        if not worker.underway:
            # A spawned process may take long to start; until then, others can do its share.
            return worker.is_ready or worker.forked_in > 0
        # One chunk is queued, so that no worker waits for the parent. But the last chunks are left to the first idle
        # worker, and single items, one of which may have ended a worker, are never queued behind others.
        is_plenty = len(self._chunks) > self._jobs and min(len(self._chunks[0]), worker.last_chunk) > 1
        return is_plenty and len(worker.underway) <= worker.last_chunk

    def _hand_out(self, worker: _Worker) -> None:
        chunk = self._chunks[0]
        has_items = worker.forked_in == self._call_number
        message = pickle.dumps(chunk if has_items else [pickle.dumps(self._items[index]) for index in chunk])
        if worker.underway and len(message) > _PIPE:
            # A busy worker does not read, so the parent would wait for it, and perhaps the worker for the parent.
            worker.last_chunk = 0  # so it gets nothing more before it is idle
            return
        try:
            worker.pipe.send_bytes(message)
        except (BrokenPipeError, ConnectionResetError):  # it has ended, and `_listen` will notice
            return
        if worker.is_ready and not worker.underway:
            worker.deadline = time.monotonic() + self._patience
        worker.underway.extend(self._chunks.popleft())
        worker.last_chunk = len(chunk)

    def _listen(self, *, is_waiting: bool) -> None:
        """Receive reports of workers, and find those that ended or are overdue; wait for that if `is_waiting`."""
        from multiprocessing.connection import wait  # only builds that start processes should import this package

        patience = min(worker.deadline for worker in self._workers) - time.monotonic() if is_waiting else 0.0
        reports = wait([worker.pipe for worker in self._workers], max(0.0, min(patience, _START_UP)))
        for worker in tuple(self._workers):
            if worker.pipe in reports:
                try:
                    message = worker.pipe.recv_bytes()
                except (EOFError, OSError):
                    self._remove(worker)
                    continue
                self._false_starts, worker.is_ready = 0, True
                for answer in pickle.loads(message) if message else ():
                    self._settle(worker.underway.popleft(), _unpickled(answer))
                worker.deadline = time.monotonic() + self._patience if worker.underway else float("inf")
            elif time.monotonic() >= worker.deadline and not worker.pipe.poll():
                self._remove(worker, is_overdue=True)

    def _remove(self, worker: _Worker, is_overdue: bool = False) -> None:
        self._workers.remove(worker)
        code = worker.end()
        if not worker.is_ready:
            self._false_starts += 1
            if self._false_starts >= _FALSE_STARTS:
                raise _not_started(_exit_name(code))
        elif len(worker.underway) == 1:
            is_overdue = is_overdue or code == -getattr(signal, "SIGALRM", 0)
            failed = Failed(reason="overdue") if is_overdue else Failed(reason="died", message=_exit_name(code))
            self._settle(worker.underway.popleft(), failed)
        # Some may be finished but not reported. Each is tried again alone, so that only the guilty one is blamed.
        self._chunks.extendleft([index] for index in reversed(worker.underway))

    def _settle(self, index: int, outcome: Outcome[R]) -> None:
        self._outcomes[index] = outcome
        self._finished += 1
        if self._progress is not None:
            self._progress(self._finished)


class _Worker:
    """A process, its pipe, and the indexes of the items that it has but has not reported."""

    def __init__(self, arguments: tuple[object, ...], forked_in: int) -> None:
        from multiprocessing import Pipe, get_context

        self.forked_in = forked_in  # the number of the call whose items it inherits; 0: it is spawned
        self.underway: deque[int] = deque()
        self.last_chunk, self.is_ready = 0, False
        self.deadline = time.monotonic() + _START_UP
        self.pipe, theirs = Pipe()
        process_type = get_context("fork").Process if forked_in else get_context("spawn").Process
        parent_end = self.pipe if forked_in else None
        try:
            self.process = process_type(target=serve, args=(theirs, parent_end, *arguments), daemon=True)
            if not forked_in and sys.platform != "win32":
                from multiprocessing import resource_tracker

                # The first spawned process starts it otherwise, and that lets Ctrl+C through again.
                resource_tracker.ensure_running()
            with _without_interrupts():
                self.process.start()
        except BaseException:
            self.pipe.close()
            raise
        finally:
            theirs.close()

    def end(self) -> int:
        """Kill the process, and return its exit code."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return self.process.exitcode or 0


def _started(outcomes: Generator[Any, None, None]) -> Generator[Outcome[R], None, None]:
    """The generator after its first value, which is None: it has started processes, and will end them."""
    next(outcomes)
    return outcomes


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold back Ctrl+C while the block runs, also from the processes that it starts.

    A terminal sends it to these too: at work they ignore it, but until then they would print a traceback.
    """
    if sys.platform == "win32":
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _split(count: int, jobs: int) -> Iterator[range]:
    """Indexes in chunks, smaller towards the end, so that all workers end together."""
    start, smallest = 0, min(_SMALLEST_CHUNK, count // 256 + 1)
    while remaining := count - start:
        size = min(remaining, max(smallest, min(_LARGEST_CHUNK, remaining // (jobs * 4))))
        yield range(start, start + size)
        start += size


def _may_fork() -> bool:
    # A fork copies locks that other threads hold, and on macOS it crashes system libraries.
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1


def _unpickled(answer: bytes) -> Outcome[R]:
    try:
        outcome: Outcome[R] = pickle.loads(answer)
    except Exception as fault:
        return failure(fault)
    return outcome


def _exit_name(code: int) -> str:
    names = {-number: number.name for number in signal.Signals}
    return f"exit code {code}" if code >= 0 else names.get(code, f"signal {-code}")


def _not_started(reason: str) -> OutputError:
    return OutputError(Problem.at("workers-not-started", reason=reason))
