"""The words around footnotes, alerts and admonitions, in the language of a release."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pressgen.catalogue import catalogue

BACK = "Back to reference {number} in the text"
TITLES = ("Note", "Info", "Tip", "Important", "Warning", "Caution", "Danger")
# U+FE0E keeps telephones from showing the arrow as emoji; languages from right to left have the other one.
CONTENTS = "Contents"
ARROW = "\u21a9\ufe0e"


class Words(NamedTuple):
    """Words of one language; `{}` in `back` is the note's number, `titles` are by the kind of an alert."""

    back: str
    arrow: str
    titles: dict[str, str]
    contents: str


@lru_cache
def words_for(lang: str) -> Words:
    """The words for a BCP 47 tag; English ones where there is no catalogue."""
    word = catalogue(lang).gettext
    return Words(
        word(BACK).replace("{number}", "{}"),
        word(ARROW),
        {title.lower(): word(title) for title in TITLES},
        word(CONTENTS),
    )
