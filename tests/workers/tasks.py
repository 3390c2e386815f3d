"""What the tests of the map give to workers: apart from the tests, so that a spawned process need not import pytest."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Collection

from pressgen.errors import ContentError, PressgenError, Problem

HAS_ALARM = hasattr(signal, "SIGALRM")


class Carrier(ContentError):
    """An error that cannot be pickled."""

    def __reduce__(self) -> tuple[type[PressgenError], tuple[Problem, ...]]:
        raise TypeError("not to be carried")


class OneWay:
    """A value that can be pickled, but not unpickled."""

    def __reduce__(self) -> tuple[Callable[[str], float], tuple[str]]:
        return float, ("no number",)


def double(number: int) -> int:
    return number * 2


def double_after_a_pause(number: int) -> int:
    time.sleep(0.02 * (5 - number % 5))
    return number * 2


def process_number(_: int) -> int:
    time.sleep(0.01)
    return os.getpid()


def time_of_end(_: int) -> float:
    time.sleep(0.001)
    return time.monotonic()


def reverse(text: str) -> str:
    return text[::-1]


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def act(word: str) -> str:
    if word == "loop":
        while True:
            pass
    elif word == "deaf loop":
        if HAS_ALARM:
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        while True:
            pass
    elif word == "exit":
        os._exit(3)
    elif word == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == "segfault":
        faulthandler.disable()
        signal.raise_signal(signal.SIGSEGV)
    elif word == "refuse":
        raise ContentError(Problem.at("link-malformed", "content/a.md", 3, target="x:"))
    elif word == "refuse in vain":
        raise Carrier(Problem.at("link-malformed", target="x:"))
    elif word == "fault":
        raise LookupError("no such key")
    elif word == "leave":
        sys.exit(4)
    elif word == "deep":
        return str(nested(10_000))
    elif word == "memory":
        return str(len(bytearray(4 << 30)))
    elif word == "some memory":
        return str(len(bytearray(512 << 20)))
    return word.upper()


def nested(depth: int) -> int:
    return 0 if depth == 0 else max(map(nested, [depth - 1])) + 1


def odd_result(number: int) -> object:
    return {0: threading.Lock, 1: OneWay}.get(number, str)()


def add(first: int, second: int) -> int:
    return first + second


def end_at_some_starts(file: str, starts: Collection[int]) -> None:
    """End the process if its number among those that were started is one of these; `file` grows with each."""
    with open(file, "ab") as log:
        log.write(b"x")
        if log.tell() in starts:
            log.close()
            os._exit(1)


def end_at_once(*_: object) -> None:
    os._exit(1)
