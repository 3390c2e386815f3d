"""Short forms that a text explains, `*[WHO]: World Health Organization`, wherever they are in it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable

from pressgen.content.markdown.rendering import MOST_ELEMENTS, TooLargeError, escape_attribute

_MOST_ALTERNATIVES = 200
_MOST_EXPLAINED = 2_000_000
"""Characters of all explanations with their tags, which are repeated wherever their short form is."""


def pattern(forms: Iterable[str], passed_over: str = "") -> re.Pattern[str]:
    """What matches every single word and those short forms that are none, but within nothing that is `passed_over`."""
    # Single words are looked up; only the others are tried one by one, the longest first.
    phrases = sorted((form for form in forms if not re.fullmatch(r"\w+", form)), key=len, reverse=True)
    alternatives = "|".join(map(re.escape, phrases[:_MOST_ALTERNATIVES]))
    return re.compile(
        "|".join((*filter(None, [passed_over]), *([rf"(?<!\w)(?:{alternatives})(?!\w)"] if phrases else []), r"\w+"))
    )


class Explained:
    """How many characters the explanations of one text have by now."""

    def __init__(self) -> None:
        self._length = 0

    def add(self, meaning: str) -> None:
        """Count one more; raises TooLargeError if no page has as many."""
        self._length += len(meaning) + _MOST_EXPLAINED // MOST_ELEMENTS
        if self._length > _MOST_EXPLAINED:
            raise TooLargeError


def explainer(meanings: dict[str, str]) -> Callable[[str], str] | None:
    """A function that explains short forms in the text of a piece of HTML, if there are any."""
    if not meanings:
        return None
    escaped = {html.escape(short, quote=False): escape_attribute(long) for short, long in meanings.items()}
    form = pattern(escaped, passed_over=r"<[^>]*>")
    explained = Explained()

    def explain(match: re.Match[str]) -> str:
        meaning = escaped.get(match[0])
        if meaning is None:
            return match[0]
        explained.add(meaning)
        return f'<abbr title="{meaning}">{match[0]}</abbr>'

    return lambda shown: form.sub(explain, shown)
