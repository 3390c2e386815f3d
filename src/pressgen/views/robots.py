"""Robots by their user agents: programs that fetch pages without a reader."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

_LIST = Path(__file__).with_name("crawlers.txt")
_GRAM = 3
"""Bytes of the piece by which a text of the list is looked up; none of them is shorter."""
_MAX_AGENT = 1_000
"""Bytes of a user agent that are compared with the list."""


class _Crawlers(Struct, frozen=True):
    """The list: texts by their first three bytes, and one expression for the rest."""

    texts: dict[bytes, list[bytes]]
    pattern: re.Pattern[bytes]


def is_robot(agent: bytes) -> bool:
    """Whether a user agent is that of a robot; so is one that does not name itself."""
    agent = agent[:_MAX_AGENT]
    if len(agent) < _GRAM:
        return True
    crawlers = _crawlers()
    # Comparing with each of 1,500 texts would take ten times as long.
    grams = {agent[start : start + _GRAM] for start in range(len(agent) - _GRAM + 1)} & crawlers.texts.keys()
    return any(text in agent for gram in grams for text in crawlers.texts[gram]) or bool(crawlers.pattern.search(agent))


@cache
def _crawlers() -> _Crawlers:
    texts: dict[bytes, list[bytes]] = {}
    patterns = []
    for line in _LIST.read_bytes().splitlines():
        if line.startswith(b"re:"):
            patterns.append(line.removeprefix(b"re:"))
        elif line and not line.startswith(b"#"):
            texts.setdefault(line[:_GRAM], []).append(line)
    return _Crawlers(texts, re.compile(b"|".join(patterns)))
