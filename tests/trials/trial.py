"""What every trial shares: its seed, its count of cases, a failure for each bad case by its name, one line of figures."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable

import pytest

SEED = int(os.environ.get("PRESSGEN_SEED", "20250127"))
_MOST = 20
"""Bad cases that are told one by one; what is wrong with thousands is better seen from the smallest."""


class Trial:
    """A test of many cases, as the fixture `trial`: `case` counts them, `end` gives the figures.

    Each bad case is a failed subtest that has the case's name. `end` fails with the smallest of them.
    """

    def __init__(self, name: str, subtests: pytest.Subtests, record: Callable[[str, object], None]) -> None:
        self.name, self._subtests, self._record = name, subtests, record
        self.random = random.Random(f"{name} {SEED}")
        self.n = 0
        self.bad: list[tuple[int, str]] = []
        self._beginning = time.monotonic()

    def case(self, written: object, *faults: str) -> None:
        """Count one case; each text in `faults` that is not empty says what is wrong with it."""
        self.n += 1
        fault = "; ".join(filter(None, faults))
        if fault:
            name = written if isinstance(written, str) else repr(written)
            self.bad.append((len(name), f"{fault}\n--- the case:\n{name[:2000]}"))
            if len(self.bad) <= _MOST:
                with self._subtests.test(msg=ascii(name)[1:-1][:100]):
                    pytest.fail(fault, pytrace=False)

    def end(self, **figures: object) -> None:
        """Record the line of figures, which the summary prints; fail if a case was bad."""
        seconds = f"{time.monotonic() - self._beginning:.1f}"
        words = {"n": self.n, "bad": len(self.bad), "seconds": seconds, "seed": SEED, **figures}
        line = " ".join([self.name, *(f"{name}={value}" for name, value in words.items())])
        self._record("figures", line)
        if self.bad:
            pytest.fail(f"{line}\nthe smallest bad case:\n{min(self.bad)[1]}", pytrace=False)
