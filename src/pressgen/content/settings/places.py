"""The places of settings in problems, and their lines in pressgen.yml, which are looked for only where needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from msgspec import structs

from pressgen.content.yaml import loader
from pressgen.errors import PressgenError, Problem
from pressgen.settings import Text

FILE = "pressgen.yml"
MAX_SIZE = 2**20
"""Bytes of the settings."""
_PREFIX = f"{FILE}#"
# How a block of text begins, after the names and types that YAML can give it.
_BLOCK = re.compile(r"(?:[&!]\S*\s+)*([|>])")


def place(*keys: str | int) -> str:
    """The file of problems of one setting, such as `pressgen.yml#people.malika.about`; `with_lines` gives it its line.

    Keys are as in the settings, and those of lists count from 0; in a problem, `line` counts in the text of the setting
    from 1, and is 0 for the setting as a whole.
    """
    return _PREFIX + ".".join(map(str, keys))


def texts_with_places(text: Text, *keys: str | int) -> list[tuple[str, str]]:
    """The text of the setting with these keys in each language, with its place."""
    if isinstance(text, str):
        return [(text, place(*keys))]
    return [(each, place(*keys, lang)) for lang, each in text.items()]


def is_setting(file: str) -> bool:
    """Whether the file of a problem is the place of a setting."""
    return file.startswith(_PREFIX)


def file_of(file: str) -> str:
    """The file of a problem without the name of a setting."""
    return FILE if is_setting(file) else file


def with_lines(problems: Iterable[Problem], read: Callable[[], bytes | None]) -> tuple[Problem, ...]:
    """The problems with the lines of settings in the place of their names; `read` gives the bytes of pressgen.yml."""
    problems = tuple(problems)
    if not any(map(_is_placed, problems)):
        return problems
    text = (read() or b"").decode("utf-8-sig", "replace")
    tree, _ = loader.load(text, FILE, max_size=MAX_SIZE)
    return tuple(_with_line(problem, tree, text) if _is_placed(problem) else problem for problem in problems)


@contextmanager
def lines_in_errors(read: Callable[[], bytes | None]) -> Iterator[None]:
    """Give the problems of errors that are raised in the block the lines of their settings."""
    try:
        yield
    except PressgenError as error:
        error.problems = with_lines(error.problems, read)
        raise


def _is_placed(problem: Problem) -> bool:
    return is_setting(problem.file) or any(
        isinstance(each, str) and is_setting(each) for each in problem.values.values()
    )


def _with_line(problem: Problem, tree: loader.Mapping | None, text: str) -> Problem:
    values = {
        name: f"{FILE}:{_line(value, 0, tree, text)}" if isinstance(value, str) and is_setting(value) else value
        for name, value in problem.values.items()
    }
    if not is_setting(problem.file):
        return structs.replace(problem, values=values)
    # Columns count in the text, which is indented in the file.
    line = _line(problem.file, problem.line, tree, text)
    return structs.replace(problem, file=FILE, line=line, column=0, values=values)


def _line(file: str, number: int, tree: loader.Mapping | None, text: str) -> int:
    """The line of the file that has line `number` of the text at a place."""
    line, node = _find(tree, file.removeprefix(_PREFIX)) if tree else (0, None)
    if number < 1 or not isinstance(node, loader.Scalar):
        return line
    lines = text.split("\n")
    block = _BLOCK.match(lines[node.line - 1], node.column - 1)
    if block and block[1] == "|":
        return min(node.line + number, len(lines))
    if "\n" not in node.text:
        return node.line if not block else node.line + 1
    return _line_of_folded(node, number, lines, node.line if block else node.line - 1)


def _line_of_folded(node: loader.Scalar, number: int, lines: list[str], start: int) -> int:
    """The line where line `number` of a text begins whose lines YAML has joined; `start` is the index of its first."""
    line = start
    for part in node.text.split("\n")[:number]:
        words = part.strip()
        candidates = enumerate(lines[start:], start)
        line = next((at for at, each in candidates if words and _begins(words, each, at == node.line - 1, node)), line)
        start = line + 1 if words else start
    return line + 1


def _begins(words: str, line: str, is_first: bool, node: loader.Scalar) -> bool:
    beginning = (line[node.column - 1 :] if is_first else line).strip().strip("\"'")
    return bool(beginning) and words.startswith(beginning)


def _find(node: loader.Node, name: str) -> tuple[int, loader.Node]:
    """The line and the node of the deepest of the keys in a name that the settings have."""
    line = 0
    while name:
        # A key may have a dot in it: the longest one counts.
        fitting = [entry for entry in _entries(node) if f"{name}.".startswith(f"{entry[0]}.")]
        if fitting:
            key, line, node = max(fitting, key=lambda entry: len(entry[0]))
            name = name[len(key) + 1 :]
        elif isinstance(node, loader.Mapping) and name.partition(".")[0].isdecimal():
            # Of what may be one or a list there is one.
            name = name.partition(".")[2]
        else:
            break
    return line, node


def _entries(node: loader.Node) -> list[tuple[str, int, loader.Node]]:
    if isinstance(node, loader.Mapping):
        return [(key.text, key.line, value) for key, value in node.entries]
    if isinstance(node, loader.Sequence):
        return [(str(number), item.line, item) for number, item in enumerate(node.items)]
    return []
