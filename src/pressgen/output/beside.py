"""Two things at once: another process does one of them, where the system has a core for it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable
from functools import cached_property

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


def apart(module: str, *arguments: str) -> Other:
    """Begin to run a module of pressgen, which makes something and writes it out: where a copy would be a large one.

    Its first argument is the number of this process, for `end_with`.
    """
    if not _has_cores() or not sys.executable or hasattr(sys, "frozen"):
        return NOBODY
    reader, writer = os.pipe()
    # Not from the current folder, which is the site's: no code in there is to be run.
    command = [sys.executable, "-P", "-m", module, str(os.getpid()), *arguments]
    files = [
        (os.POSIX_SPAWN_DUP2, writer, 1),
        *((os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 2)),
    ]
    try:
        return Other(os.posix_spawn(sys.executable, command, os.environ, file_actions=files), reader)
    except OSError:
        os.close(reader)
        return NOBODY
    finally:
        os.close(writer)


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
