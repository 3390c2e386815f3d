"""What a macro has printed of a value is printed again as it is: a release stands in many lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CodeType

from msgspec import Struct

STEADY = (Struct, str, int, float, type(None))
"""Kinds of values that no template changes between two calls."""
MOST = 1 << 15
"""Texts that are kept."""
LONGEST = 1 << 12
"""Signs of a text that is kept, printed or given; what is longer stands on one page."""


class Repeats:
    """The texts of macros by their values.

    `is_closed` tells of a macro's code whether what it prints depends on nothing but its values and what it reads.
    """

    def __init__(self, is_closed: Callable[[CodeType], bool]) -> None:
        self._is_closed = is_closed
        self._closed: dict[CodeType, bool] = {}
        # The values stay with their text: while they do, no others can have their identity.
        self._texts: dict[tuple[object, ...], tuple[str, tuple[object, ...]]] = {}
        self._is_printing = False

    def printed(
        self,
        code: CodeType,
        reads: tuple[object, ...],
        values: tuple[object, ...],
        named: Mapping[str, object],
        macro: Callable[[], str],
    ) -> str:
        """What the macro of this code prints, asked of `macro` unless it is known."""
        closed = self._closed.get(code)
        if closed is None:
            closed = self._closed[code] = self._is_closed(code)
        if not closed or self._is_printing:  # what a macro calls is in its own text
            return macro()
        given = (*reads, *values, *named.values())
        key = (code, *named, *map(id, given))
        known = self._texts.get(key)
        if known is not None:
            return known[0]
        self._is_printing = True
        try:
            text = macro()
        finally:
            self._is_printing = False
        if len(text) <= LONGEST and all(map(_is_kept, given)):
            if len(self._texts) >= MOST:
                self._texts.clear()
            self._texts[key] = text, given
        return text


def _is_kept(value: object) -> bool:
    return isinstance(value, STEADY) and not (isinstance(value, str) and len(value) > LONGEST)
