"""What can go wrong, as values: a Problem names the place, the fault and its values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from pressgen.problems import PHRASES, PROBLEMS, Severity


class Phrase(Struct, frozen=True):
    """A part of a sentence from the registry, with its values: it is translated like the sentence."""

    key: str
    values: dict[str, str | int | Phrase] = {}

    @classmethod
    def of(cls, key: str, /, **values: Value) -> Phrase:
        """The phrase of this key."""
        return cls(key, values)


Value = str | int | Phrase


def fill(template: str, values: Mapping[str, Value], translate: Callable[[str], str] = str) -> str:
    """A template with its values in their places, in the language of `translate`."""
    texts = {
        name: fill(PHRASES[value.key], value.values, translate) if isinstance(value, Phrase) else value
        for name, value in values.items()
    }
    return translate(template).format_map(texts)


class Problem(Struct, frozen=True, kw_only=True, gc=False):
    """One finding about one place in the sources.

    `key` is that of its templates in the registry (`problems.py`), `values` are what the author wrote and the like.
    `file` is relative to the site's folder, `line` and `column` count from 1 and are 0 where the finding is about
    the whole file. `excerpt` is the source line, filled in where a problem is shown.
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
        """The problem of this key at a place, as severe as the registry says."""
        return cls(key=key, severity=PROBLEMS[key].severity, file=file, line=line, column=column, values=values)

    @property
    def code(self) -> str:
        """The public code: the key without its case."""
        return self.key.partition("/")[0]

    @property
    def message(self) -> str:
        """One English sentence on one line: what is wrong."""
        return self.message_in(str)

    @property
    def hint(self) -> str:
        """In English: what to write instead."""
        return self.hint_in(str)

    def message_in(self, translate: Callable[[str], str]) -> str:
        """The message in a language, on one line whatever it quotes."""
        return " ".join(fill(PROBLEMS[self.key].message, self.values, translate).split())

    def hint_in(self, translate: Callable[[str], str]) -> str:
        """The hint in a language; empty where there is none."""
        hint = PROBLEMS[self.key].hint
        return fill(hint, self.values, translate) if hint else ""


def sorted_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each finding once, by file, line and column."""
    unique = {(p.file, p.line, p.column, p.key, repr(p.values)): p for p in problems}
    return tuple(unique[key] for key in sorted(unique))


def shorten_list(items: Sequence[str], most: int) -> str:
    """The items with commas between, and how many more there are than `most`."""
    more = f" … (+{len(items) - most})" if len(items) > most else ""
    return ", ".join(items[:most]) + more


class PressgenError(Exception):
    """A run that could not be completed; `problems` says why, `exit_code` is the command's."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(p.message for p in problems))

    def __reduce__(self) -> tuple[type[PressgenError], tuple[Problem, ...]]:
        # Exceptions cross process boundaries; the default would lose the problems.
        return type(self), self.problems


class ContentError(PressgenError):
    """A release, a page or a template needs the writer's attention."""


class SettingsError(PressgenError):
    """pressgen.yml, or what was asked for on the command line, cannot be used."""

    exit_code = 2


class OutputError(PressgenError):
    """The built site could not be written; what was there is untouched."""
