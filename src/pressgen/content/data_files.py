"""The files in data/ → values for templates: YAML, JSON and tables, each with its faults and their lines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from pressgen.content.file_memory import recall, remember
from pressgen.content.folders import File, printable, read, text_of, unreadable
from pressgen.content.yaml import loader
from pressgen.content.yaml.nodes import decimal, typed
from pressgen.errors import Problem, shorten
from pressgen.store.database import Store

FOLDER = "data"
MAX_SIZE = 2**20
"""Bytes of a file of data."""
# How templates name the data: `data.team`, `data["team"]`, `for one in data`.
_MENTION = re.compile(r"(?<![\w.\"'-])data(?=\s*[\[.|%}])|\bin\s+data\b")
# Words for numbers that Python reads in JSON, and what may have the same letters.
_STRING_OR_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|(-?Infinity|NaN)')
# A character beyond the first 65,536 is written as two escapes.
_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_SEPARATORS = ",;\t"
_NUMBER_DIGITS = 18
"""Digits up to which a number is exact everywhere."""


class DataFile(Struct, frozen=True):
    """What a file has: a list, a group or a single value; and its problems."""

    value: object
    problems: tuple[Problem, ...] = ()


class SiteData(Struct, frozen=True):
    """The data of a site by name, those of a folder as a group of its own, and the problems of all files."""

    values: dict[str, object]
    problems: tuple[Problem, ...] = ()


_decoder = msgspec.json.Decoder(DataFile)


def are_mentioned(templates: Mapping[str, str]) -> bool:
    """Whether a template may read data: newsrooms that keep other things in data/ are told nothing about them."""
    return any("data" in text and _MENTION.search(text) for text in templates.values())


def read_site_data(root: Path, files: Mapping[str, File], store: Store, settle_time: int) -> SiteData:
    """The data of the site in `root`, each file from the store if it has not changed; `settle_time` as in Inputs."""
    if not files:
        return SiteData({})
    values: dict[str, object] = {}
    problems: list[Problem] = []
    names: dict[str, str] = {}
    for path, file in files.items():
        content = recall(store, path, file.stamp, _decoder)
        if content is None:
            content = _read(root, path, file)
            # A file that cannot be read now may be readable next time, without another stamp.
            if content != _unread(path):
                remember(store, path, file.stamp, settle_time, content)
        problems += content.problems
        problems += _add(path, content.value, values, names)
    return SiteData(values, tuple(problems))


def _add(path: str, value: object, values: dict[str, object], names: dict[str, str]) -> Iterator[Problem]:
    """Add a value under the name of its file, in the groups of its folders; the first file with a name has it."""
    parts = [*PurePosixPath(path).parts[1:-1], PurePosixPath(path).stem]
    group = values
    for number, part in enumerate(parts, 1):
        name = "/".join(parts[:number])
        is_last = number == len(parts)
        other = names.setdefault(name, path if is_last else "")
        if other != (path if is_last else ""):
            yield Problem.at("data-twice", path, name=".".join(parts[:number]), other=other or f"{FOLDER}/{name}/")
            return
        if is_last:
            group[part] = value
        else:
            group = group.setdefault(part, {})  # type: ignore[assignment]


def _read(root: Path, path: str, file: File) -> DataFile:
    data = read(root, file.name)
    if data is None:
        return _unread(path)
    if len(data) > MAX_SIZE:
        return DataFile(None, (Problem.at("data-size", printable(path), most=MAX_SIZE // 2**20),))
    text = text_of(data, path)
    if isinstance(text, Problem):
        return DataFile(None, (text,))
    ending = PurePosixPath(path).suffix.lower()
    return _json(text, path) if ending == ".json" else _table(text, path) if ending == ".csv" else _yaml(text, path)


def _unread(path: str) -> DataFile:
    return DataFile(None, (unreadable(path, None),))


def _yaml(text: str, path: str) -> DataFile:
    tree, problems = loader.load_any(text, path, MAX_SIZE)
    has_errors = any(problem.severity == "error" for problem in problems)
    return DataFile(None if has_errors or tree is None else loader.values_of(tree, typed), problems)


class _RepeatedKeyError(ValueError):
    """A key that a group of JSON has twice."""


def _json(text: str, path: str) -> DataFile:
    try:
        value = json.loads(
            text, parse_int=_integer, parse_float=decimal, parse_constant=_refuse, object_pairs_hook=_group
        )
        msgspec.json.encode(value)  # as the memory will, and a page with its text
    except json.JSONDecodeError as error:
        problem = Problem.at("data-json", path, error.lineno, error.colno, reason=error.msg)
        return DataFile(None, (problem,))
    except _RepeatedKeyError as error:
        key = str(error)
        uses = [*re.finditer(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:", text)]
        line = text.count("\n", 0, uses[-1].start()) + 1 if uses else 1
        return DataFile(None, (Problem.at("data-json/key", path, line, key=shorten(key)),))
    except UnicodeEncodeError as error:
        before = re.split(r"\\u[dD][89a-fA-F]", _PAIR.sub("", text), maxsplit=1)[0]
        line = before.count("\n") + 1
        half = f"\\u{ord(error.object[error.start]):04x}"
        return DataFile(None, (Problem.at("data-json", path, line, reason=f"{half} is half of a character"),))
    except (ValueError, RecursionError) as error:
        words = (match for match in _STRING_OR_WORD.finditer(text) if match[1])
        line = next((text.count("\n", 0, match.start()) + 1 for match in words), 1)
        return DataFile(None, (Problem.at("data-json", path, line, reason=str(error)),))
    return DataFile(value)


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _NUMBER_DIGITS else digits


def _refuse(word: str) -> object:
    raise ValueError(f"{word} is not a value")


def _group(pairs: list[tuple[str, object]]) -> dict[str, object]:
    group = dict(pairs)
    if len(group) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _RepeatedKeyError(next(key for key in keys if keys.count(key) > 1))
    return group


def _table(text: str, path: str) -> DataFile:
    """A table: its first row has the names of the columns, and each other row is a group of texts."""
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    # A space after a comma is no part of the cell: what follows it may be in quotation marks.
    file = io.StringIO(text, newline="")
    reader = csv.reader(file, delimiter=separator, skipinitialspace=True, strict=True)
    rows: list[dict[str, str]] = []
    names: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = [cell.strip() for cell in cells]
                if "" in names or len(set(names)) < len(names):
                    return DataFile(None, (Problem.at("data-table/names", path, reader.line_num),))
            elif len(cells) > len(names):
                values = {"count": len(cells), "most": len(names)}
                return DataFile(None, (Problem.at("data-table", path, reader.line_num, **values),))
            else:
                cells += [""] * (len(names) - len(cells))
                rows.append({name: cell.strip() for name, cell in zip(names, cells, strict=True)})
    except csv.Error as error:
        return DataFile(None, (Problem.at("data-table/quotes", path, reader.line_num, reason=str(error)),))
    return DataFile(rows)
