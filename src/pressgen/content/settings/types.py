"""Which keys of pressgen.yml nobody knows, and which values have a type that their setting cannot have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec
from msgspec import Struct, ValidationError

from pressgen.content.frontmatter.keys import near_name
from pressgen.content.settings.places import FILE
from pressgen.content.yaml import loader
from pressgen.errors import Phrase, Problem
from pressgen.letters import reveal
from pressgen.settings import Settings

TYPES = {
    "str | object": "text", "object | str": "text", "str": "text", "str | array": "text", "array | str": "text",
    "int": "integer", "bool | int": "flag-or-integer", "int | bool": "flag-or-integer", "float": "number",
    "bool": "flag", "array": "list", "object | array": "group", "array | object": "group", "object": "group",
}  # fmt: skip
"""The names of types in msgspec's sentences, and the phrases for them."""
# msgspec's sentences about a type, a bound, a length, a choice or a missing key, perhaps with the place.
_MISMATCH = re.compile(
    r"(?:Expected `(?P<wanted>[^`]+)`"
    r"(?:, got `(?P<given>[^`]+)`| (?P<sign>>=|>|<=) (?P<bound>\S+)| of length >= (?P<length>\d+))"
    r"|Invalid enum value '(?P<choice>.*)'|Object missing required field `(?P<key>[^`]+)`)"
    r"(?: - at `\$?(?P<place>[^`]*)`)?"
)

# What needs no quotation marks in a list in brackets.
_WORDS = re.compile(r"[\w./][\w ,./-]*")


class Setting(NamedTuple):
    """A part of the settings by its name in messages, the type that it must have, its value and its line."""

    name: str
    type: Any
    node: loader.Node
    line: int


def to_python(node: loader.Node) -> Any:
    """The tree as dicts, lists and text; a key without a value counts as not given."""
    if isinstance(node, loader.Mapping):
        pairs = ((key.text, to_python(value)) for key, value in node.entries)
        return {key: value for key, value in pairs if value is not None}
    if isinstance(node, loader.Sequence):
        return [to_python(item) for item in node.items]
    return loader.plain(node)


def settings_of(tree: loader.Mapping) -> Setting:
    """All settings of a file as one."""
    return Setting("", Settings, tree, 1)


def unknown_keys(setting: Setting) -> Iterator[Problem]:
    """A problem for each unknown key, with the most similar known one."""
    for part in _parts(setting):
        if part.type is not None:
            yield from unknown_keys(part)
            continue
        hints = next(_hints(each) for each in _types(setting.type) if _is_struct(each))
        near, known = near_name(part.name.rpartition(".")[2], hints), ", ".join(sorted(hints))
        yield Problem.at("settings-unknown", FILE, part.line, name=reveal(part.name), near=near, known=known)


@cache
def _hints(struct: type) -> dict[str, Any]:
    """The types of a Struct's fields, by their names in the file."""
    # Some settings have names that no Python name can have, such as `from`.
    return {field.encode_name: field.type for field in _fields(struct)}


@cache
def _fields(struct: type) -> tuple[msgspec.structs.FieldInfo, ...]:
    # Finding out takes longer than all the rest of reading a short file.
    return msgspec.structs.fields(struct)


def _types(hint: Any) -> Iterator[Any]:
    """The types of which a value may have one."""
    if get_origin(hint) in (Annotated, Union, UnionType):
        for each in get_args(hint):
            yield from _types(each)
    else:
        yield hint


def _is_struct(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Struct)


def type_problems(settings: Setting) -> Iterator[Problem]:
    """A problem for each value of a wrong type and for each missing key, but none beside those of unknown keys."""
    parts = {part.name: part for part in _parts(settings)}
    for field in _fields(Settings):
        part = parts.get(field.name)
        if part is None or to_python(part.node) is None:
            if field.required:
                yield Problem.at("settings-missing-key", FILE, part.line if part else 1, name=field.name)
        # An unknown key is reported once; msgspec would say the same again in other words.
        elif not any(unknown_keys(part)):
            yield from _mismatches(part)
            yield from _empty_entries(part)


def _mismatches(setting: Setting) -> Iterator[Problem]:
    """The problems of a value that does not have its type, each of the innermost part that is wrong."""
    try:
        msgspec.convert(to_python(setting.node), setting.type, strict=False)
    except ValidationError as error:
        parts = (part for part in _parts(setting) if part.type is not None and to_python(part.node) is not None)
        inner = [problem for part in parts for problem in _mismatches(part)]
        yield from inner or [_mismatch(setting, str(error))]


def _parts(setting: Setting) -> Iterator[Setting]:
    """The entries of a group or a list of the settings, with the types that they must have; None for unknown keys."""
    node = setting.node
    for hint in _types(setting.type):
        for key, value in node.entries if isinstance(node, loader.Mapping) else ():
            if _is_struct(hint):
                name = f"{setting.name}.{key.text}".removeprefix(".")
                yield Setting(name, _hints(hint).get(key.text), value, key.line)
            elif get_origin(hint) is dict:
                yield Setting(f"{setting.name}.{reveal(key.text)}", get_args(hint)[1], value, key.line)
        if isinstance(node, loader.Sequence) and get_origin(hint) is tuple:
            for number, item in enumerate(node.items):
                yield Setting(f"{setting.name}[{number}]", get_args(hint)[0], item, item.line)


def _required_key(hint: Any) -> str:
    """The first key that a group of the settings must have; empty for any other type."""
    fields = (field for each in _types(hint) if _is_struct(each) for field in _fields(each))
    return next((field.encode_name for field in fields if field.required), "")


def _empty_entries(setting: Setting) -> Iterator[Problem]:
    """A problem for each entry without any value, such as a section that needs a name."""
    for part in _parts(setting) if isinstance(setting.node, loader.Mapping) else ():
        required = _required_key(part.type) if to_python(part.node) is None else ""
        if required:
            yield Problem.at("settings-type/key", FILE, part.line, name=part.name, key=required)


def _choices(hint: Any) -> list[str]:
    """The allowed words of a setting, from anywhere in its type."""
    if get_origin(hint) is Literal:
        return sorted(map(str, get_args(hint)))
    return next((words for each in get_args(hint) if (words := _choices(each))), [])


def _mismatch(setting: Setting, sentence: str) -> Problem:
    """The problem for a sentence of msgspec."""
    name, line = setting.name, setting.line
    page = Phrase.of("settings-page", name=re.split(r"[.[]", name)[0])
    match = _MISMATCH.fullmatch(sentence)
    if match is None:
        return Problem.at("settings-type/other", FILE, line, name=name, reason=sentence, fix=page)
    name += match["place"] or ""
    if match["given"]:
        types = {side: _type_name(match[side]) for side in ("wanted", "given")}
        fix = None if match["place"] else _form(setting, TYPES.get(match["wanted"], ""))
        return Problem.at("settings-type", FILE, line, name=name, fix=fix or page, **types)
    if match["choice"] is not None:
        choices = _choices(setting.type)
        near = near_name(match["choice"], choices)
        phrase = "settings-choices-near" if near else "settings-choices"
        fix = Phrase.of(phrase, choices=", ".join(choices), near=near)
        return Problem.at("settings-type/choice", FILE, line, name=name, given=reveal(match["choice"]), fix=fix)
    if match["key"]:
        return Problem.at("settings-type/key", FILE, line, name=name, key=match["key"])
    case = {">=": "least", ">": "above", "<=": "most", None: "entries"}[match["sign"]]
    bound, last = match["bound"] or match["length"], name.rpartition(".")[2]
    return Problem.at(f"settings-type/{case}", FILE, line, name=name, bound=bound, last=last)


def _form(setting: Setting, wanted: str) -> Phrase | None:
    """How to write a value in the form that it must have; None if that cannot be told."""
    name, node = setting.name.rpartition(".")[2], setting.node
    if wanted in ("flag", "flag-or-integer", "integer", "number"):
        return Phrase.of("settings-as-flag" if "flag" in wanted else "settings-as-number", name=name)
    if not isinstance(node, loader.Scalar) or not _WORDS.fullmatch(node.text) or name.endswith("]"):
        return None
    key = _required_key(setting.type)
    form = "settings-as-list" if wanted == "list" else "settings-as-group" if key else ""
    return Phrase.of(form, name=name, key=key, value=node.text.rstrip(", ")) if form else None


def _type_name(msgspec_name: str) -> Phrase | str:
    name = TYPES.get(msgspec_name.removesuffix(" | null").removeprefix("null | "))
    return Phrase(f"settings-{name}") if name else msgspec_name
