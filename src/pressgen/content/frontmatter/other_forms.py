"""Front matter as Hugo also writes it, in TOML or JSON, as YAML on the same lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, time
from typing import NamedTuple

from pressgen.content.yaml_tree import MAX_BYTES

_TOML = re.compile(r"\+\+\+[^\S\n]*\n(?P<matter>(?:.*\n)*?)\+\+\+[^\S\n]*(?:\n|\Z)")
_LINE_WITH_KEY = re.compile(r"""[ \t{]*(?:\[+[ \t]*)?(?P<quote>["']?)(?P<key>[^"'=:\].]+?)(?P=quote)[ \t]*[=:.\]]""")
_PLACE = re.compile(r"\s*\(at line (\d+).*")


# White space and comments leave what is made of a block much smaller, but no smaller than this.
_MOST_BYTES = 4 * MAX_BYTES


class OtherForm(NamedTuple):
    """Front matter as YAML, which begins on the text's first line, and where in the text the body begins."""

    matter: str
    body_start: int


class TomlError(ValueError):
    """Front matter between `+++` is no TOML; `line` counts from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def read_other_form(text: str) -> OtherForm | None:
    """The front matter with which a text begins, in one of these forms; raises TomlError."""
    if text.startswith("+++"):
        return _toml(text)
    return _json(text) if text.startswith("{") else None


def _toml(text: str) -> OtherForm | None:
    import tomllib

    block = _TOML.match(text)
    if not block:
        return None
    if len(block["matter"]) > _MOST_BYTES:
        return OtherForm(block["matter"], block.end())  # the reader of YAML refuses all that is too large
    try:
        values = tomllib.loads(block["matter"])
        # Zola has the tags of a page in a group of their own.
        groups = values.pop("taxonomies", {})
        values |= {key: value for key, value in groups.items() if key not in values} if isinstance(groups, dict) else {}
        # And its address, always from the root of the site.
        path = values.get("path")
        if isinstance(path, str) and path.strip("/") and not values.keys() & {"permalink", "url"}:
            values["path"] = f"/{path.strip('/')}/"
            return OtherForm(_as_yaml(values, block.group(), {"path": "permalink"}), block.end())
        return OtherForm(_as_yaml(values, block.group()), block.end())
    except (ValueError, RecursionError) as error:
        place = _PLACE.search(str(error))
        reason = str(error)[: place.start()] if place else str(error)
        raise TomlError(reason, 1 + int(place[1]) if place else 1) from None


def _json(text: str) -> OtherForm | None:
    try:
        values, end = json.JSONDecoder(object_pairs_hook=_without_doubles).raw_decode(text)
    except (ValueError, RecursionError):
        return None
    if end > _MOST_BYTES:
        return OtherForm(text[:end], end)
    return OtherForm(_as_yaml(values, text[:end]), end) if isinstance(values, dict) else None


def _without_doubles(entries: list[tuple[str, object]]) -> dict[str, object]:
    """The entries of an object of JSON; raises ValueError if two have one name, for nobody knows which is meant."""
    values = dict(entries)
    if len(values) < len(entries):
        raise ValueError
    return values


def _as_yaml(values: Mapping[str, object], block: str, names: Mapping[str, str] | None = None) -> str:
    """Values as YAML, each key on the line of the block on which it is written, as messages name it.

    `names` has other names for some keys.
    """
    lines: dict[str, int] = {}
    for number, line in enumerate(block.split("\n")):
        if match := _LINE_WITH_KEY.match(line):
            lines.setdefault(match["key"], number)
    entries: dict[int, list[str]] = {}
    for key, value in values.items():
        name = names.get(key, key) if names else key
        entry = f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False, default=_as_text)}"
        entries.setdefault(lines.get(key, 0), []).append(entry)
    # Keys on one line are those of a group in braces.
    if len(entries) < len(values):
        return "{" + ",\n".join(", ".join(each) for each in entries.values()) + "}\n"
    return "".join(f"{''.join(entries.get(line, ()))}\n" for line in range(max(entries, default=0) + 1))


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)
