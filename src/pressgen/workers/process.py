"""What a worker process does: apply the task to its items one by one, within limits of time, memory and depth."""

from __future__ import annotations

import contextlib
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, Literal, TypeVar, cast

from msgspec import Struct

from pressgen.errors import PressgenError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
if sys.platform != "win32":
    import resource

T = TypeVar("T")
R = TypeVar("R")
REPORT_INTERVAL = 0.05  # seconds; reporting each small item would take longer than doing it
_STACK = 128 << 20  # bytes; enough for _RECURSION levels of any library's frames
_RECURSION = 5_000


class Done(Struct, Generic[R], frozen=True):
    """What the task returned for one item."""

    result: R


class Failed(Struct, frozen=True, kw_only=True):
    """Why there is no result for one item.

    `refused`: the task raised the PressgenError in `error`. `fault`: it raised something else, or something
    cannot be pickled; `kind` is the exception's type name. `overdue`: it exceeded its budget and was killed.
    `died`: its process ended; `message` names the signal or exit code.
    """

    reason: Literal["refused", "fault", "overdue", "died"]
    error: PressgenError | None = None
    kind: str = ""
    message: str = ""


Outcome = Done[R] | Failed


def failure(fault: BaseException) -> Failed:
    """Return the Outcome of an item whose task raised `fault`."""
    if isinstance(fault, PressgenError):
        return Failed(reason="refused", error=fault)
    return Failed(reason="fault", kind=type(fault).__name__, message=str(fault))


def serve(  # noqa: PLR0913 (what the parent sends)
    pipe: Connection,
    parent_end: Connection | None,
    task: Callable[[T], R],
    items: Sequence[T],
    budget: float,
    memory: int,
    prepare: Callable[[], object] | None,
) -> None:
    """Answer over `pipe` until it closes: first with an empty message when ready, then with lists of pickled Outcomes.

    A message from the parent is a sequence of entries, answered in order: a pickled item, or the index of one in
    `items`. `budget` is in seconds for each item, `memory` in bytes above what the process begins
    with and `prepare` loads.
    """
    if parent_end is not None:
        parent_end.close()  # this copy would keep the pipe open when the parent has ended
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    sys.setrecursionlimit(_RECURSION)

    def work() -> None:
        if prepare is not None:
            prepare()
        _limit_memory(memory)
        with contextlib.suppress(EOFError, OSError):  # the parent has ended
            pipe.send_bytes(b"")
            while True:
                _answer_chunk(pipe, task, items, budget)

    # Only a thread can be given a deep stack; in it, deep nesting ends as a RecursionError.
    threading.stack_size(_STACK)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def _answer_chunk(pipe: Connection, task: Callable[[T], R], items: Sequence[T], budget: float) -> None:
    chunk: Sequence[int | bytes] = pickle.loads(pipe.recv_bytes())
    answers: list[bytes] = []
    last_report = time.monotonic()
    for position, entry in enumerate(chunk, 1):
        _set_alarm(budget)
        answers.append(_answer(task, items, entry))
        _set_alarm(0)
        if position == len(chunk) or time.monotonic() - last_report >= REPORT_INTERVAL:
            pipe.send_bytes(pickle.dumps(answers))
            answers, last_report = [], time.monotonic()


def _answer(task: Callable[[T], R], items: Sequence[T], entry: int | bytes) -> bytes:
    try:
        item = items[entry] if isinstance(entry, int) else cast(T, pickle.loads(entry))
        return pickle.dumps(Done(task(item)))
    except BaseException as fault:
        failed = failure(fault)
    try:
        return pickle.dumps(failed)
    except Exception as fault:
        return pickle.dumps(failure(fault))


def _set_alarm(seconds: float) -> None:
    # The parent enforces the budget too, but not while it waits for the disk, and not after a kill.
    # SIGALRM ends this process even in an endless loop of a C library, and even if the parent has been killed.
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(memory: int) -> None:
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
        with open("/proc/self/statm", encoding="ascii") as statm:
            limit = int(statm.read().split()[0]) * resource.getpagesize() + memory
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
