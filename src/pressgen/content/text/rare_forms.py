"""Forms that few texts have: all other texts are passed over at the price of looking for one character."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class RareForm(NamedTuple):
    """A pattern, and a character that every text with it has.

    A pattern is searched for quickly if it begins with one character and looks ahead for the rest.
    """

    sign: str
    pattern: re.Pattern[str]

    def is_in(self, text: str) -> bool:
        """Whether a text has the form."""
        return self.sign in text and self.pattern.search(text) is not None


def has_any(text: str, forms: Iterable[RareForm]) -> bool:
    """Whether a text has one of the forms."""
    return any(sign in text and pattern.search(text) is not None for sign, pattern in forms)
