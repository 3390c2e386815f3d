"""Two things at once: another process does one of them, where the system has a core for it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable
from functools import cached_property
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from subprocess import Popen

_PR_SET_PDEATHSIG = 1  # prctl(2), Linux


class Other:
    """Another process that makes something, which comes through a pipe; none where its number is 0."""

    def __init__(self, number: int, reader: int) -> None:
        self.number, self.reader = number, reader

    @cached_property
    def answer(self) -> bytes:
        """What it made, once it is made; empty if nothing came."""
        if not self.number:
            return b""
        parts: list[bytes] = []
        while part := os.read(self.reader, 1 << 20):
            parts.append(part)
        os.close(self.reader)
        os.waitpid(self.number, 0)
        return b"".join(parts)

    def end(self) -> None:
        """Let it make nothing more, if it is still at work."""
        if self.number and "answer" not in vars(self):
            os.kill(self.number, signal.SIGKILL)
            _ = self.answer


GO = b"\n"
NOBODY = Other(0, 0)


def beside(make: Callable[[], bytes]) -> Other:
    """Begin to make something in a copy of this process, or none where there can be no copy."""
    if not _may_fork():
        return NOBODY
    (reader, writer), parent = os.pipe(), os.getpid()
    try:
        copy = os.fork()
    except OSError:
        os.close(reader)
        os.close(writer)
        return NOBODY
    if copy == 0:
        try:
            end_with(parent)
            write(writer, make())
        finally:
            os._exit(0)
    os.close(writer)
    return Other(copy, reader)


class Apart:
    """A fresh Python that is ready to make something, and waits to be told so."""

    def __init__(self, process: Popen[bytes]) -> None:
        self._process = process

    def go(self) -> None:
        """Let it begin."""
        with contextlib.suppress(OSError):  # it is gone; no answer will come
            cast("IO[bytes]", self._process.stdin).write(GO)

    @cached_property
    def answer(self) -> bytes:
        """What it made, once it is made; empty if nothing came."""
        return self._process.communicate()[0]

    def end(self) -> None:
        """Let it make nothing more, if it is still at work."""
        if "answer" not in vars(self):
            self._process.kill()
            _ = self.answer


def apart(module: str, *arguments: str) -> Apart | None:
    """Have a fresh Python ready to make something, or none where that is no gain: a copy of a large process is large.

    The module's `main` is given the number of this process, for `end_with`, and the arguments; it reads GO
    when it is to begin, and writes out what it made.
    """
    if not _has_cores() or not sys.executable or hasattr(sys, "frozen"):
        return None
    from subprocess import DEVNULL, PIPE, Popen

    call = f"import {module} as it; it.main({os.getpid()}, *{arguments!a})"
    # Not from the current folder, which is the site's: no code in there is to be run.
    command = [sys.executable, "-P", "-c", call]
    with contextlib.suppress(OSError):
        return Apart(Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, bufsize=0))
    return None


def write(pipe: int, data: bytes) -> None:
    """Write all of this into a pipe."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def end_with(parent: int) -> None:
    """End this process when its parent ends, however that ends: nobody is left to clear up after it."""
    with contextlib.suppress(OSError, AttributeError, TypeError):  # not the C library of GNU
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(1)


def _may_fork() -> bool:
    # A copy has the locks that other threads hold, but not the threads.
    return _has_cores() and len(os.listdir("/proc/self/task")) == 1


def _has_cores() -> bool:
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1
