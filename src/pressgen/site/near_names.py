"""Suggest what somebody meant by a name that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Callable

# Each lookup compares a name with all others, and a newsroom that moves to pressgen can have thousands of broken links.
MAX_LOOKUPS = 50


class NearNames:
    """Finds similar names; `names` returns all that exist, each with what it stands for.

    `cutoff` is how similar they must be, from 0 to 1 (equal). After MAX_LOOKUPS different names nothing is found.
    """

    def __init__(self, names: Callable[[], dict[str, str]], cutoff: float) -> None:
        self._names, self._cutoff = names, cutoff
        self._all: dict[str, str] = {}
        self._by_length: dict[int, list[str]] = {}
        self._found: dict[str, str] = {}

    def find(self, name: str) -> str:
        """What the most similar name stands for; empty if none is similar enough."""
        if name and name not in self._found:
            if len(self._found) >= MAX_LOOKUPS:
                return ""
            if not self._all:
                self._all = self._names()
                for each in self._all:
                    self._by_length.setdefault(len(each), []).append(each)
            # difflib would reject the others as well, because of their lengths, but it takes much longer.
            size = len(name)
            lengths = [each for each in self._by_length if 2.0 * min(each, size) / (each + size) >= self._cutoff]
            names = [each for length in lengths for each in self._by_length[length]]
            near = difflib.get_close_matches(name, names, 1, self._cutoff)
            self._found[name] = self._all[near[0]] if near else ""
        return self._found.get(name, "")
