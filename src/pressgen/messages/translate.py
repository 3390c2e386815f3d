"""A sentence told in English, said in another language.

A fault is told in English where it is found, as plain text with its values in place; so no step of a build
knows of languages. Here, at the edge, the sentence is recognised by the form that it was made from:

    "The link “{0}” {1}.": "Ссылка «{0}» {1:words}."

`{0}` is kept as it was written, `{0:words}` is words of pressgen's own and is said in the language too.
What no form fits stays English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import structs

from pressgen.errors import Problem

FOLDER = Path(__file__).parent
LANGUAGES = ("en", *sorted(file.stem for file in FOLDER.glob("*.json")))
"""Languages in which messages can be told: English and those that have a catalogue."""
_VALUE = re.compile(r"\{(\d)\}")
_FILLED = re.compile(r"\{(\d)(:words)?\}")


def translated(problems: Iterable[Problem], lang: str) -> tuple[Problem, ...]:
    """Problems with message and hint in a language; codes, places and excerpts are the same in all."""
    if lang == "en":
        return tuple(problems)
    return tuple(
        structs.replace(each, message=said(each.message, lang), hint=said(each.hint, lang)) for each in problems
    )


def said(text: str, lang: str) -> str:
    """An English text in a language; what is not known in it stays as it is."""
    if lang == "en" or not text:
        return text
    found = _catalogue(lang).text(text)
    return text if found is None else found


class _Form(NamedTuple):
    """An English sentence with places for values, cut at them, and what it is in the other language."""

    literals: list[str]
    translation: str

    def values(self, text: str) -> tuple[str, ...] | None:
        """The values with which the form gives the text, or None if it does not."""
        if not text.startswith(self.literals[0]) or not text.endswith(self.literals[-1]):
            return None
        found = re.fullmatch("(.*?)".join(map(re.escape, self.literals)), text, re.DOTALL)
        return found.groups() if found else None


class _Catalogue:
    """The sentences of one language: those without values by themselves, the others as forms, the most exact first."""

    def __init__(self, lang: str) -> None:
        entries = msgspec.json.decode((FOLDER / f"{lang}.json").read_bytes(), type=dict[str, str])
        self.whole = {english: text for english, text in entries.items() if not _VALUE.search(english)}
        # Cutting at a pattern with one group leaves the numbers of the values at the odd places.
        forms = (_Form(_VALUE.split(english)[::2], text) for english, text in entries.items())
        self.forms = sorted((form for form in forms if len(form.literals) > 1), key=_exactness, reverse=True)

    def text(self, text: str) -> str | None:
        """A sentence, a part of one, or several sentences; None if one of them is not known."""
        # Several are looked for first: a form could take a second sentence for a value of the first.
        for end in re.finditer(r"(?<=[.?]) ", text):
            first = self.sentence(text[: end.start()])
            rest = self.text(text[end.end() :]) if first is not None else None
            if rest is not None:
                return f"{first} {rest}"
        return self.sentence(text)

    def sentence(self, text: str) -> str | None:
        """One sentence, or one part of a sentence."""
        found = self._plain(text)
        if found is not None:
            return found
        for form in self.forms:
            values = form.values(text)
            if values is not None:
                return self._filled(form.translation, values)
        return None

    def _plain(self, text: str) -> str | None:
        """A sentence without values, or a part of one that a full stop was put behind."""
        if text.endswith(".") and text[:-1] in self.whole:
            return f"{self.whole[text[:-1]]}."
        return self.whole.get(text)

    def _filled(self, translation: str, values: tuple[str, ...]) -> str:
        def value(place: re.Match[str]) -> str:
            found = values[int(place[1])]
            return self._words(found) if place[2] else found

        return _FILLED.sub(value, translation)

    def _words(self, text: str) -> str:
        """Words of pressgen's own within a sentence; in a list with commas each that is known is said."""
        found = self._plain(text)
        if found is not None:
            return found
        pieces = text.split(", ")
        known = [self.sentence(piece) for piece in pieces]
        if any(known):
            return ", ".join(found or piece for piece, found in zip(pieces, known, strict=True))
        return self.text(text) or text


def _exactness(form: _Form) -> int:
    return sum(map(len, form.literals))


@lru_cache
def _catalogue(lang: str) -> _Catalogue:
    return _Catalogue(lang)
