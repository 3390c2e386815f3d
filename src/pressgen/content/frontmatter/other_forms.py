"""Front matter as Hugo, Pelican and Nikola also write it, in TOML, JSON or bare lines, as YAML on the same lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, time
from typing import NamedTuple

from pressgen.content.frontmatter.keys import find_key

_TOML = re.compile(r"\+\+\+[^\S\n]*\n(?P<matter>(?:.*\n)*?)\+\+\+[^\S\n]*(?:\n|\Z)")
_BARE = re.compile(
    r"(?P<matter>(?:[A-Za-z][\w -]{0,40}:(?:[^\S\n].*)?\n(?:[^\S\n]+[^\s-].*\n)*)+)(?=[^\S\n]*(?:\n|\Z))"
)
_NIKOLA = re.compile(
    r"(?P<open><!--[^\S\n]*\n)?(?P<matter>(?:[^\S\n]*\.\. [\w-]+:.*\n)+)"
    r"(?:[^\S\n]*\n)*(?(open)[^\S\n]*-->[^\S\n]*(?:\n|\Z))"
)
_ENTRY = re.compile(r"(?P<key>[A-Za-z][\w -]*):[^\S\n]*(?P<value>.*(?:\n[^\S\n]+[^\s-].*)*)")
# What YAML reads as something else than words.
_NOT_PLAIN = re.compile(r"[\[\]{}&*!|>%@`\"'#?,-]|.*(?::(?:\s|$)|\s#)", re.DOTALL)
_KEY = re.compile(r"(?:[^\S\n]*\n)*(?:---|(?:[^\S\n]*\.\. )?[A-Za-z][\w -]{0,40}:(?:\s|$))")
_LINE_WITH_KEY = re.compile(r"""[ \t{]*(?:\[+[ \t]*)?(?P<quote>["']?)(?P<key>[^"'=:\].]+?)(?P=quote)[ \t]*[=:.\]]""")
_PLACE = re.compile(r"\s*\(at line (\d+).*")
_HOLDING_TAGS = ("draft", "private")
"""Tags by which Nikola keeps a post back."""


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
    if text.startswith("{"):
        return _json(text)
    if text.startswith((".. ", "<!--")):
        return _nikola(text)
    return _bare(text)


def _toml(text: str) -> OtherForm | None:
    import tomllib

    block = _TOML.match(text)
    if not block:
        return None
    try:
        values = tomllib.loads(block["matter"])
    except (ValueError, RecursionError) as error:
        place = _PLACE.search(str(error))
        reason = str(error)[: place.start()] if place else str(error)
        raise TomlError(reason, 1 + int(place[1]) if place else 1) from None
    # Zola has the tags of a page in a group of their own.
    groups = values.pop("taxonomies", {})
    values |= {key: value for key, value in groups.items() if key not in values} if isinstance(groups, dict) else {}
    return OtherForm(_as_yaml(values, block.group()), block.end())


def _json(text: str) -> OtherForm | None:
    try:
        values, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return OtherForm(_as_yaml(values, text[:end]), end) if isinstance(values, dict) else None


def _as_yaml(values: Mapping[str, object], block: str) -> str:
    """Values as YAML, each key on the line of the block on which it is written, as messages name it."""
    lines: dict[str, int] = {}
    for number, line in enumerate(block.split("\n")):
        if match := _LINE_WITH_KEY.match(line):
            lines.setdefault(match["key"], number)
    entries: dict[int, list[str]] = {}
    for key, value in values.items():
        entry = f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False, default=_as_text)}"
        entries.setdefault(lines.get(key, 0), []).append(entry)
    # Keys on one line are those of a group in braces.
    if len(entries) < len(values):
        return "{" + ",\n".join(", ".join(each) for each in entries.values()) + "}\n"
    return "".join(f"{''.join(entries.get(line, ()))}\n" for line in range(max(entries, default=0) + 1))


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _nikola(text: str) -> OtherForm | None:
    block = _NIKOLA.match(text)
    if not block or _KEY.match(text, block.end()):
        return None
    matter = re.sub(r"^[^\S\n]*\.\. ", "", block["matter"], flags=re.MULTILINE)
    tags = re.search(r"^tags:(.*)", matter, re.MULTILINE)
    held = [tag for tag in _HOLDING_TAGS if tags and tag in (each.strip() for each in tags[1].split(","))]
    above = "\n" if block["open"] else ""
    return OtherForm(above + _plain_as_yaml(matter) + "".join(f"status: {tag}\n" for tag in held), block.end())


def _bare(text: str) -> OtherForm | None:
    """Pelican's keys down to an empty line; None if keys come below that line too, which would not be read as such."""
    block = _BARE.match(text)
    if not block or _KEY.match(text, block.end()):
        return None
    names = [entry["key"] for entry in _ENTRY.finditer(block["matter"])]
    is_release = any((match := find_key(name)) and match.key.name == "title" for name in names)
    return OtherForm(_plain_as_yaml(block["matter"]), block.end()) if is_release else None


def _plain_as_yaml(matter: str) -> str:
    """Keys whose values are words as YAML; several authors are between commas or semicolons."""

    def entry(match: re.Match[str]) -> str:
        key, value = match["key"], " ".join(match["value"].split())
        if key.lower() == "authors" and re.search("[,;]", value):
            names = [name.strip() for name in re.split(";" if ";" in value else ",", value) if name.strip()]
            shown = json.dumps(names, ensure_ascii=False)
        else:
            is_list = value.startswith("[") and value.endswith("]")
            shown = json.dumps(value, ensure_ascii=False) if _NOT_PLAIN.match(value) and not is_list else value
        return f"{key}: {shown}" + "\n" * match[0].count("\n")

    return _ENTRY.sub(entry, matter)
