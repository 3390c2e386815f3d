"""Macros called again with the same values give the same text: a release appears in many lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CodeType

from msgspec import Struct

IMMUTABLE = (Struct, str, int, float, type(None))
"""Kinds of values that no template changes between two calls."""
MOST = 1 << 15
"""Texts that are kept at most."""
LONGEST = 1 << 12
"""Characters of a text or argument that is kept; what is longer appears on one page only."""


class MacroCache:
    """The texts of macros by their values.

    `is_closed` tells of a macro's code whether its text depends on nothing but its arguments and what it `reads`.
    """

    def __init__(self, is_closed: Callable[[CodeType], bool]) -> None:
        self._is_closed = is_closed
        self._closed: dict[CodeType, bool] = {}
        # The values are kept with their text: meanwhile no others can have their identity.
        self._texts: dict[tuple[object, ...], tuple[str, tuple[object, ...]]] = {}
        self._is_active = False

    def call(
        self,
        code: CodeType,
        reads: tuple[object, ...],
        values: tuple[object, ...],
        named: Mapping[str, object],
        macro: Callable[[], str],
    ) -> str:
        """The text of the macro with this code; `macro` is called unless the text is known."""
        closed = self._closed.get(code)
        if closed is None:
            closed = self._closed[code] = self._is_closed(code)
        if not closed or self._is_active:  # the text of an inner macro is part of the outer one's
            return macro()
        given = (*reads, *values, *named.values())
        key = (code, *named, *map(id, given))
        known = self._texts.get(key)
        if known is not None:
            return known[0]
        self._is_active = True
        try:
            text = macro()
        finally:
            self._is_active = False
        if len(text) <= LONGEST and all(map(_is_cacheable, given)):
            if len(self._texts) >= MOST:
                self._texts.clear()
            self._texts[key] = text, given
        return text


def _is_cacheable(value: object) -> bool:
    return isinstance(value, IMMUTABLE) and not (isinstance(value, str) and len(value) > LONGEST)
