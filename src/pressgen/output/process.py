"""What one worker process does: answer its items one by one, within limits of memory, depth and time."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from msgspec import Struct

from pressgen.errors import PressgenError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
if sys.platform != "win32":
    import resource

T = TypeVar("T")
R = TypeVar("R")

_MEMORY = 3 << 29  # bytes of address space above what a process begins with
_STACK = 128 << 20  # bytes; roomy enough for _RECURSION levels of any library's frames
SILENCE = 0.05
"""Seconds after which a worker tells what it has finished; small messages by the thousand would cost more."""
_RECURSION = 5_000


class Done(Struct, Generic[R], frozen=True):
    """What the task returned for one item."""

    result: R


class Failed(Struct, frozen=True, kw_only=True):
    """Why there is no result for one item.

    `refused`: the task raised the PressgenError in `error`. `fault`: it raised something else,
    or its result could not be carried over; `kind` is the exception's type name. `overdue`: it
    exceeded its budget and was killed. `died`: its process ended; `message` says by what.
    """

    reason: Literal["refused", "fault", "overdue", "died"]
    error: PressgenError | None = None
    kind: str = ""
    message: str = ""


Outcome = Done[R] | Failed


def failure(fault: BaseException) -> Failed:
    """The Outcome of an item whose task raised `fault`."""
    if isinstance(fault, PressgenError):
        return Failed(reason="refused", error=fault)
    return Failed(reason="fault", kind=type(fault).__name__, message=str(fault))


def serve(
    pipe: Connection,
    task: Callable[[T], R],
    items: Sequence[T] | None,
    budget: float,
    inherited: Sequence[Connection],
) -> None:
    """Answer over `pipe` until it closes: a first message when ready, then pickled lists of Outcomes, in order.

    A message from the parent is a list of items, or of indexes into `items` where those were
    inherited; `inherited` are the parent's ends of pipes, `budget` is in seconds for each item.
    """
    for other in inherited:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    gc.freeze()  # a collection would otherwise copy the memory shared with the parent
    gc.enable()
    sys.setrecursionlimit(_RECURSION)
    # Only a thread can be given a deep stack; in it, deep nesting ends as a RecursionError.
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_answer, args=(pipe, task, items, budget))
    thread.start()
    thread.join()


def _answer(pipe: Connection, task: Callable[[T], R], items: Sequence[T] | None, budget: float) -> None:
    _limit_memory()
    with contextlib.suppress(EOFError, OSError):  # the parent is gone
        pipe.send_bytes(b"ready")
        while True:
            outcomes: list[Outcome[R]] = []
            told = time.monotonic()
            for given in pipe.recv():
                item: T = given if items is None else items[given]
                _alarm(2 * budget + 1)
                outcomes.append(_outcome(task, item))
                _alarm(0)
                if time.monotonic() - told > SILENCE:
                    pipe.send_bytes(_packed(outcomes))
                    outcomes, told = [], time.monotonic()
            if outcomes:
                pipe.send_bytes(_packed(outcomes))


def _outcome(task: Callable[[T], R], item: T) -> Outcome[R]:
    try:
        return Done(task(item))
    except BaseException as fault:
        return failure(fault)


class _OverdueError(BaseException):
    """Ends an item at the end of its budget; no item may catch it."""


def done_here(task: Callable[[T], R], item: T, budget: float) -> Outcome[R]:
    """The outcome of an item in this process, a copy of which does others; `budget` is in seconds.

    Only the main thread can be interrupted, and only in Python; elsewhere an item takes the time it takes.
    """
    depth = sys.getrecursionlimit()
    sys.setrecursionlimit(max(depth, _RECURSION))
    try:
        with _interrupted(budget):
            return Done(task(item))
    except _OverdueError:
        return Failed(reason="overdue")
    except (Exception, SystemExit) as fault:
        return failure(fault)
    finally:
        sys.setrecursionlimit(depth)


@contextlib.contextmanager
def _interrupted(budget: float) -> Iterator[None]:
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise _OverdueError

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        _alarm(budget)
        yield
    finally:
        _alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def collecting_new() -> Iterator[None]:
    """Look for cycles among the values that are made in the block: printing leaves them by the thousand.

    Those there are stay untouched; to look at them would take long, and copy the memory shared between processes.
    """
    was_on = gc.isenabled()
    gc.freeze()
    gc.enable()
    try:
        yield
    finally:
        gc.unfreeze()
        if not was_on:
            gc.disable()


def give_back() -> None:
    """Give memory that is free within this process back to the system, before copies of the process are made."""
    with contextlib.suppress(OSError, AttributeError, TypeError):  # not the C library of GNU
        ctypes.CDLL(None).malloc_trim(0)


def _packed(outcomes: list[Outcome[R]]) -> bytes:
    try:
        return pickle.dumps(outcomes, pickle.HIGHEST_PROTOCOL)
    except Exception:
        return pickle.dumps([_carried(outcome) for outcome in outcomes], pickle.HIGHEST_PROTOCOL)


def _carried(outcome: Outcome[R]) -> Outcome[R]:
    """The outcome, or the reason why it cannot be carried over."""
    try:
        pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)
    except Exception as fault:
        return failure(fault)
    return outcome


def _alarm(seconds: float) -> None:
    # Ends this process even in an endless loop whose parent was killed before it could end it.
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def limit(seconds: float) -> None:
    """End this process if it takes longer or more memory than a worker may; it must be one that nobody else needs."""
    _limit_memory()
    _alarm(seconds)


def _limit_memory() -> None:
    if sys.platform != "linux":
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    with open("/proc/self/statm", encoding="ascii") as statm:
        size = int(statm.read().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = size + _MEMORY if hard == resource.RLIM_INFINITY else min(size + _MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
