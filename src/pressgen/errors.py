"""Problems as values, with their place and sentence, and the exceptions that carry them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter

from msgspec import Struct

from pressgen.letters import reveal
from pressgen.problems import PHRASES, PROBLEMS, Severity, near_case


class Phrase(Struct, frozen=True):
    """Part of a sentence from the registry, with its values; it is translated like the sentence."""

    key: str
    values: dict[str, str | int | Phrase] = {}

    @classmethod
    def of(cls, key: str, /, **values: Value) -> Phrase:
        """The phrase with this key."""
        return cls(key, values)


Value = str | int | Phrase


_LONGEST_VALUE = 1_000
"""Characters of a value that a message has; no address that leads somewhere is longer."""


def fill(template: str, values: Mapping[str, Value], translate: Callable[[str], str] = str) -> str:
    """A template with its values filled in, in the language of `translate`."""
    texts = {
        name: fill(PHRASES[value.key], value.values, translate) if isinstance(value, Phrase) else value
        for name, value in values.items()
    }
    for name, text in texts.items():
        if isinstance(text, str) and len(text) > _LONGEST_VALUE:
            texts[name] = shorten(text, _LONGEST_VALUE)
    return translate(template).format_map(texts)


class Problem(Struct, frozen=True, kw_only=True, gc=False):
    """One finding about one place in the sources.

    `key` is that of its templates in the registry (`problems.py`), `values` fill them in. `file` is relative to
    the site's folder; `line` and `column` count from 1 and are 0 if the finding is about the whole file. `excerpt`
    is the source line; it is filled in before a problem is shown.
    """

    key: str
    severity: Severity
    file: str = ""
    line: int = 0
    column: int = 0
    values: dict[str, Value] = {}
    excerpt: str = ""

    @classmethod
    def at(cls, key: str, file: str = "", line: int = 0, column: int = 0, /, **values: Value) -> Problem:
        """The problem with this key at a place, with the severity of the registry.

        If `near` is among its values and not empty, it is the case for a similar name, if there is one.
        """
        key = near_case(key) if values.get("near") and near_case(key) in PROBLEMS else key
        return cls(key=key, severity=PROBLEMS[key].severity, file=file, line=line, column=column, values=values)

    @property
    def code(self) -> str:
        """The public code, which is the key without its case."""
        return self.key.partition("/")[0]

    @property
    def message(self) -> str:
        """What is wrong: an English sentence on one line."""
        return self.message_in(str)

    @property
    def hint(self) -> str:
        """What to write instead, in English; empty if there is no hint."""
        return self.hint_in(str)

    def message_in(self, translate: Callable[[str], str]) -> str:
        """The message in the language of `translate`."""
        # On one line, even if it quotes a value with line breaks.
        return " ".join(fill(PROBLEMS[self.key].message, self.values, translate).split())

    def hint_in(self, translate: Callable[[str], str]) -> str:
        """The hint in the language of `translate`; empty if there is none."""
        hint = PROBLEMS[self.key].hint
        return fill(hint, self.values, translate) if hint else ""


_place_of = attrgetter("line", "column", "key")


def sorted_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, sorted by file, line and column."""
    # File by file: keys of many problems at once would keep Python's garbage collector busy.
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem)
    ordered: list[Problem] = []
    for file in sorted(by_file):
        found = by_file[file]
        places = {*map(_place_of, found)}
        if len(places) == len(found):
            ordered += sorted(found, key=_place_of)
            continue
        unique = {(*_place_of(problem), repr(problem.values)): problem for problem in found}
        ordered += [unique[key] for key in sorted(unique)]
    return tuple(ordered)


def shorten(text: str, most: int = 60) -> str:
    """Text for a message: on one line, cut to `most` characters, with the numbers of letters that cannot be seen."""
    text = reveal(" ".join(text.split())[: most + 1])
    return text if len(text) <= most else text[: most - 1] + "…"


def shorten_list(items: Sequence[str], most: int) -> str:
    """The first `most` items with commas, and the number of the others."""
    more = f" … (+{len(items) - most})" if len(items) > most else ""
    return ", ".join(items[:most]) + more


class PressgenError(Exception):
    """A run that could not be completed: its `problems`, and the `exit_code` of the command."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(p.message for p in problems))

    def __reduce__(self) -> tuple[type[PressgenError], tuple[Problem, ...]]:
        # Exceptions are pickled between processes, which would lose the problems by default.
        return type(self), self.problems


class ContentError(PressgenError):
    """A release, a page or a template needs the writer's attention."""


class SettingsError(PressgenError):
    """pressgen.yml, or an argument of the command line, cannot be used."""

    exit_code = 2


class OutputError(PressgenError):
    """The site could not be written; the published one is unchanged."""
