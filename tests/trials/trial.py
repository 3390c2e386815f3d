"""What every trial shares: its seed, its count of cases, its one line of figures, its smallest failing case."""

from __future__ import annotations

import os
import random
import sys
import time

import pytest

SEED = int(os.environ.get("PRESSGEN_SEED", "20250127"))


class Trial:
    """One numbered trial: `case` counts, `end` prints the figures and fails with the smallest bad case."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.random = random.Random(f"{name} {SEED}")
        self.n = 0
        self.bad: list[tuple[int, str]] = []
        self.began = time.monotonic()

    def case(self, written: object, *faults: str) -> None:
        """Count one case; each text in `faults` that is not empty says what is wrong with it."""
        self.n += 1
        found = "; ".join(filter(None, faults))
        if found:
            shown = written if isinstance(written, str) else repr(written)
            self.bad.append((len(shown), f"{found}\n--- the case:\n{shown[:2000]}"))

    def end(self, capsys: pytest.CaptureFixture[str], **figures: object) -> None:
        """Print the line of figures; fail if a case was bad."""
        words = {"n": self.n, "bad": len(self.bad), "seconds": f"{time.monotonic() - self.began:.1f}", "seed": SEED}
        line = " ".join([self.name, *(f"{name}={value}" for name, value in {**words, **figures}.items())])
        with capsys.disabled():
            sys.stdout.write(f"\n{line}\n")
        if self.bad:
            listed = "\n".join(text.replace("\n--- the case:\n", " | ")[:300] for _, text in sorted(self.bad)[:12])
            smallest = min(self.bad)[1]
            pytest.fail(
                f"{line}\nthe smallest bad case:\n{smallest}\n--- the smallest faults:\n{listed}", pytrace=False
            )
