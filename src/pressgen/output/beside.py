"""Two things at once: a copy of this process does one of them, where the system allows copies and has a core for it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable
from functools import cache

_PR_SET_PDEATHSIG = 1  # prctl(2), Linux


def beside(make: Callable[[], str]) -> Callable[[], str]:
    """Begin to make a text in a copy of this process; the answer waits for it, and is empty if nothing came."""
    if not _may_fork():
        return lambda: ""
    (reader, writer), parent = os.pipe(), os.getpid()
    try:
        copy = os.fork()
    except OSError:
        os.close(reader)
        os.close(writer)
        return lambda: ""
    if copy == 0:
        try:
            _end_with(parent)
            with open(writer, "wb") as pipe:
                pipe.write(make().encode())
        finally:
            os._exit(0)
    os.close(writer)

    @cache
    def made() -> str:
        with open(reader, "rb") as pipe:
            text = pipe.read().decode()
        os.waitpid(copy, 0)
        return text

    return made


def _end_with(parent: int) -> None:
    """End this process when its parent ends, however that ends: nobody is left to clear up after it."""
    with contextlib.suppress(OSError, AttributeError, TypeError):  # not the C library of GNU
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(1)


def _may_fork() -> bool:
    # A copy has the locks that other threads hold, but not the threads.
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1 and (os.cpu_count() or 1) > 1
