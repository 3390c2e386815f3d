"""One parallel map over processes, with a time budget for each item: no item can hold up or bring down the others."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from pressgen.errors import OutputError, Problem
from pressgen.output.process import SILENCE, Done, Failed, Outcome, collecting_new, done_here, failure, give_back, serve

__all__ = ["Done", "Failed", "Outcome", "run"]

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")

_LARGEST_CHUNK = 64
_START_UP = 60.0  # seconds for a process to import what it needs
_FALSE_STARTS = 3
_LEAST = 8
_SHARE = 256
_DONE = object()
HELPING: Iterator[None] = iter(())
"""What a process does meanwhile that is one of the workers itself."""


def run(
    task: Callable[[T], R],
    items: Sequence[T],
    *,
    jobs: int,
    budget: float,
    progress: Callable[[int], None] | None = None,
    meanwhile: Iterable[None] = (),
) -> list[Outcome[R]]:
    """Give the outcome of `task` for each item, in the order of `items`, from `jobs` processes.

    `task` is a module-level function or a functools.partial of one; its constant arguments go
    to each process once. `budget` is in seconds from the start of an item in its process.
    `progress` is told how many items are finished. `meanwhile` are short steps that this process
    takes while it has nothing to hear. With HELPING it does items as well, where the others are
    copies of it: a copy less, where there is much to copy; so the items must be such that none can
    bring it down. Raises OutputError if no process can start.
    """
    pool: _Pool[T, R] = _Pool(task, budget, _may_fork())
    pool.helping, pool.meanwhile = meanwhile is HELPING and pool.forks and jobs > 1, iter(meanwhile)
    try:
        with collecting_new() if pool.helping else contextlib.nullcontext():
            return pool.outcomes(items, jobs - pool.helping, progress)
    finally:
        pool.close()


class Crew(Generic[T, R]):
    """One process that stays for the next items: to start another would take longer than a few items do."""

    def __init__(self, task: Callable[[T], R], budget: float) -> None:
        # It is not a copy of this process, which may have threads by the time it has to be replaced.
        self.pool: _Pool[T, R] = _Pool(task, budget, forks=False)
        self.pool.start()

    def run(self, items: Sequence[T], progress: Callable[[int], None] | None = None) -> list[Outcome[R]]:
        """Give the outcome of the task for each item, in the order of `items`."""
        return self.pool.outcomes(items, 1, progress)

    def close(self) -> None:
        """End the process."""
        self.pool.close()


class _Worker:
    """A process, its pipe, and the items that it was given and has not told the outcome of."""

    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self.process = process
        self.pipe = pipe
        self.underway: deque[int] = deque()
        self.last = 0  # how many items it was given at once, last
        self.ready = False
        self.deadline = time.monotonic() + _START_UP

    def end(self) -> int:
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return self.process.exitcode or 0


class _Pool(Generic[T, R]):
    # time.monotonic only measures how long an item takes; no output depends on it.

    def __init__(self, task: Callable[[T], R], budget: float, forks: bool) -> None:
        self.task, self.budget, self.forks, self.helping = task, budget, forks, False
        self.items: Sequence[T] = ()
        self.meanwhile: Iterator[None] = iter(())
        self.is_busy = False
        self.progress: Callable[[int], None] | None = None
        self.jobs, self.false_starts = 1, 0
        self.queue: deque[int] = deque()
        self.found: dict[int, Outcome[R]] = {}
        self.suspects: set[int] = set()
        self.workers: list[_Worker] = []

    def outcomes(self, items: Sequence[T], jobs: int, progress: Callable[[int], None] | None) -> list[Outcome[R]]:
        from multiprocessing.connection import wait  # this package is imported where processes are started

        self.items, self.progress = items, progress
        self.jobs = max(1, min(jobs, len(items)))
        if self.forks:
            give_back()
        self.queue, self.found, self.suspects = deque(range(len(items))), {}, set()
        while len(self.found) < len(self.items):
            while self.queue and len(self.workers) < self.jobs and self.start():
                pass
            for worker in self.workers:
                if self.queue and _is_wanting(self, worker):
                    self._hand_out(worker)
            self.is_busy = _helped(self) or next(self.meanwhile, _DONE) is not _DONE
            patience = 0.0 if self.is_busy else min(worker.deadline for worker in self.workers) - time.monotonic()
            talking = wait([worker.pipe for worker in self.workers], max(0.0, patience))
            for worker in tuple(self.workers):
                if worker.pipe in talking:
                    self._hear(worker)
                elif time.monotonic() >= worker.deadline and not worker.pipe.poll():
                    self._lose(worker, overdue=True)
        return [self.found[index] for index in range(len(self.items))]

    def close(self) -> None:
        for worker in self.workers:
            worker.end()

    def start(self) -> bool:
        inherited = [worker.pipe for worker in self.workers] if self.forks else []
        given = (self.task, self.items if self.forks else None, self.budget)
        try:
            self.workers.append(_begun(given, inherited, self.forks))
        except OSError as fault:
            if not self.workers:
                raise _no_process(fault.strerror or str(fault)) from fault
            return False
        return True

    def _hear(self, worker: _Worker) -> None:
        try:
            message = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            self._lose(worker)
            return
        if worker.ready:
            outcomes: list[Outcome[R]] = _read(message, len(worker.underway))
            for outcome in outcomes:
                self.settle(worker.underway.popleft(), outcome)
        worker.ready, self.false_starts = True, 0
        worker.deadline = time.monotonic() + self.budget + SILENCE if worker.underway else float("inf")

    def _hand_out(self, worker: _Worker) -> None:
        chunk = [self.queue.popleft() for _ in range(_chunk_size(self))]
        try:
            worker.pipe.send(chunk if self.forks else [self.items[index] for index in chunk])
        except (BrokenPipeError, ConnectionResetError):  # it ended while it had nothing to do
            self.queue.extendleft(reversed(chunk))
        else:
            if worker.ready and not worker.underway:
                worker.deadline = time.monotonic() + self.budget + SILENCE
            worker.underway.extend(chunk)
            worker.last = len(chunk)

    def _lose(self, worker: _Worker, overdue: bool = False) -> None:
        self.workers.remove(worker)
        code = worker.end()
        if not worker.ready:
            self.queue.extendleft(reversed(worker.underway))
            self.false_starts += 1
            if self.false_starts >= _FALSE_STARTS:
                raise _no_process(_ending(code))
        elif len(worker.underway) > 1:
            # Some were finished and not yet told; alone with a worker, only the right one is blamed.
            self.suspects.update(worker.underway)
            self.queue.extendleft(reversed(worker.underway))
        elif worker.underway:
            late = overdue or code == -getattr(signal, "SIGALRM", 0)
            failed = Failed(reason="overdue") if late else Failed(reason="died", message=_ending(code))
            self.settle(worker.underway.popleft(), failed)

    def settle(self, index: int, outcome: Outcome[R]) -> None:
        self.found[index] = outcome
        if self.progress is not None:
            self.progress(len(self.found))


def _is_wanting(pool: _Pool[T, R], worker: _Worker) -> bool:
    if not worker.underway:
        return worker.ready or pool.forks
    # While this process has something else to do, others must not have to wait for what is next.
    return pool.is_busy and not pool.suspects and len(worker.underway) <= worker.last


def _chunk_size(pool: _Pool[T, R]) -> int:
    """How many items a worker is given at once: fewer towards the end, so that all end together."""
    if pool.queue and pool.queue[0] in pool.suspects:
        return 1
    least = min(_LEAST, len(pool.items) // _SHARE + 1)  # of many items, one is done sooner than it is asked for
    return min(len(pool.queue), max(least, min(_LARGEST_CHUNK, len(pool.queue) // (pool.jobs * 4))))


def _helped(pool: _Pool[T, R]) -> bool:
    """Do one item in this process, if there is one; from the end, since the others begin at the front."""
    if not pool.helping or not pool.queue or pool.queue[-1] in pool.suspects:
        return False
    index = pool.queue.pop()
    pool.settle(index, done_here(pool.task, pool.items[index], pool.budget))
    return True


def _begun(given: tuple[object, ...], inherited: list[Connection], forks: bool) -> _Worker:
    """A new process with its pipe; `given` is the task, the inherited items and the budget."""
    import multiprocessing

    ours, theirs = multiprocessing.Pipe()
    try:
        arguments = (theirs, *given, [*inherited, ours] if forks else [])
        process = _process_type(forks)(target=serve, args=arguments, daemon=True)
        process.start()
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()
    return _Worker(process, ours)


def _may_fork() -> bool:
    # A fork copies locks that other threads hold, and macOS forbids it in practice.
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1


def _process_type(forks: bool) -> type[BaseProcess]:
    import multiprocessing

    return multiprocessing.get_context("fork").Process if forks else multiprocessing.get_context("spawn").Process


def _read(message: bytes, expected: int) -> list[Outcome[R]]:
    try:
        outcomes: list[Outcome[R]] = pickle.loads(message)
    except Exception as fault:
        return [failure(fault)] * expected
    return outcomes


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    names = {number.value: number.name for number in signal.Signals}
    return names.get(-code, f"signal {-code}")


def _no_process(reason: str) -> OutputError:
    return OutputError(
        Problem(
            code="workers-not-started",
            message=f"The processes that do the work could not be started ({reason}).",
            hint="Free some memory or use fewer jobs; in a script of your own, call pressgen under "
            '`if __name__ == "__main__":`.',
        )
    )
