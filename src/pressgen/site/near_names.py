"""What somebody may have meant by a name that is not there."""

from __future__ import annotations

import difflib
from collections.abc import Callable

MOST = 50
"""Names that are looked for: each is compared with all others, and a newsroom that moves here can miss thousands."""


class NearNames:
    """Finds names that come near; `names` gives all there are, each with what it stands for.

    `cutoff` says how near, from 0 to 1 (equal). After MOST different names no more are found.
    """

    def __init__(self, names: Callable[[], dict[str, str]], cutoff: float) -> None:
        self._names, self._cutoff = names, cutoff
        self._all: dict[str, str] = {}
        self._found: dict[str, str] = {}

    def find(self, name: str) -> str:
        """What the nearest name stands for; empty if none is near enough."""
        if name not in self._found:
            if len(self._found) >= MOST:
                return ""
            self._all = self._all or self._names()
            near = difflib.get_close_matches(name, self._all, 1, self._cutoff)
            self._found[name] = self._all[near[0]] if near else ""
        return self._found[name]
