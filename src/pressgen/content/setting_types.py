"""Which keys of pressgen.yml nobody knows, and which values have a type that their setting cannot have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

import msgspec
from msgspec import Struct, ValidationError

from pressgen.content import yaml_tree
from pressgen.content.frontmatter.keys import near_name
from pressgen.content.setting_places import FILE
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
    node: yaml_tree.Node
    line: int


def to_python(node: yaml_tree.Node) -> Any:
    """The tree as dicts, lists and text; a key without a value counts as not given."""
    if isinstance(node, yaml_tree.Mapping):
        pairs = ((key.text, to_python(value)) for key, value in node.entries)
        return {key: value for key, value in pairs if value is not None}
    if isinstance(node, yaml_tree.Sequence):
        return [to_python(item) for item in node.items]
    return yaml_tree.plain(node)


def unknown_keys(tree: yaml_tree.Mapping, struct: type, place: str) -> Iterator[Problem]:
    """A problem for each unknown key, with the most similar known one."""
    hints = _hints(struct)
    for key, value in tree.entries:
        if key.text not in hints:
            near, known = near_name(key.text, hints), ", ".join(sorted(hints))
            yield Problem.at("settings-unknown", FILE, key.line, name=place + reveal(key.text), near=near, known=known)
            continue
        substruct, is_collection = _struct_in(hints[key.text])
        for submapping in _submappings(value, is_collection) if substruct else ():
            yield from unknown_keys(submapping, substruct, f"{place}{key.text}.")


@cache
def _hints(struct: type) -> dict[str, Any]:
    """The types of a Struct's fields, by their names in the file."""
    # Some settings have names that no Python name can have, such as `from`.
    return {field.encode_name: field.type for field in _fields(struct)}


@cache
def _fields(struct: type) -> tuple[msgspec.structs.FieldInfo, ...]:
    # Finding out takes longer than all the rest of reading a short file.
    return msgspec.structs.fields(struct)


def _struct_in(hint: Any) -> tuple[Any, bool]:
    """The Struct in a type, and whether the type is a collection of them."""
    if isinstance(hint, type) and issubclass(hint, Struct):
        return hint, False
    for argument in get_args(hint):
        substruct, is_collection = _struct_in(argument)
        if substruct:
            return substruct, is_collection or get_origin(hint) in (tuple, dict)
    return None, False


def _submappings(value: yaml_tree.Node, is_collection: bool) -> Iterator[yaml_tree.Mapping]:
    nodes: tuple[yaml_tree.Node, ...] = (value,)
    if is_collection and isinstance(value, yaml_tree.Mapping):
        nodes = tuple(node for _, node in value.entries)
    elif isinstance(value, yaml_tree.Sequence):
        nodes = tuple(value.items)
    return (node for node in nodes if isinstance(node, yaml_tree.Mapping))


def type_problems(tree: yaml_tree.Mapping, reported_lines: set[int]) -> Iterator[Problem]:
    """A problem for each value of a wrong type and for each missing key; those on `reported_lines` are left out."""
    fields = {field.name: field for field in _fields(Settings)}
    values = {key.text: (key.line, to_python(value)) for key, value in tree.entries}
    nodes = {key.text: value for key, value in tree.entries}
    for name, field in fields.items():
        line, value = values.get(name, (1, None))
        if value is None:
            if field.required:
                yield Problem.at("settings-missing-key", FILE, line, name=name)
            continue
        if reported_lines & set(_lines(nodes[name])):
            continue
        page = Phrase.of("settings-page", name=name)
        yield from _mismatches(Setting(name, field.type, nodes[name], line), page)
        yield from _empty_entries(Setting(name, field.type, nodes[name], line), page)


def _mismatches(setting: Setting, page: Phrase) -> Iterator[Problem]:
    """The problems of a value that does not have its type, each of the innermost part that is wrong."""
    try:
        msgspec.convert(to_python(setting.node), setting.type, strict=False)
    except ValidationError as error:
        inner = [problem for part in _parts(setting) for problem in _mismatches(part, page)]
        yield from inner or [_mismatch(setting, str(error), page)]


def _parts(setting: Setting) -> Iterator[Setting]:
    """The entries of a group or a list of the settings that have a value, with the types that they must have."""
    name, node, hint = setting.name, setting.node, setting.type
    if isinstance(node, yaml_tree.Mapping) and isinstance(hint, type) and issubclass(hint, Struct):
        hints = _hints(hint)
        parts = [Setting(f"{name}.{key.text}", hints.get(key.text), each, key.line) for key, each in node.entries]
    elif isinstance(node, yaml_tree.Mapping) and get_origin(hint) is dict:
        of_entries = get_args(hint)[1]
        parts = [Setting(f"{name}.{reveal(key.text)}", of_entries, each, key.line) for key, each in node.entries]
    elif isinstance(node, yaml_tree.Sequence) and get_origin(hint) is tuple:
        of_items = get_args(hint)[0]
        parts = [Setting(f"{name}[{number}]", of_items, each, each.line) for number, each in enumerate(node.items)]
    else:
        # Of a choice of types only those of this form of value have parts.
        types = get_args(hint) if get_origin(hint) in (Annotated, Union, UnionType) else ()
        parts = [part for each in types for part in _parts(Setting(name, each, node, setting.line))]
    return (part for part in parts if part.type is not None and to_python(part.node) is not None)


def _empty_entries(setting: Setting, page: Phrase) -> Iterator[Problem]:
    """A problem for each entry without any value, such as a section that needs a name."""
    hint = get_args(setting.type)[0] if get_origin(setting.type) is Annotated else setting.type
    struct = get_args(hint)[1] if get_origin(hint) is dict else None
    if not (isinstance(struct, type) and issubclass(struct, Struct) and isinstance(setting.node, yaml_tree.Mapping)):
        return
    required = next((field.encode_name for field in _fields(struct) if field.required), "")
    for key, value in setting.node.entries:
        if required and to_python(value) is None:
            name = f"{setting.name}.{reveal(key.text)}"
            yield Problem.at("settings-type/key", FILE, key.line, name=name, key=required, fix=page)


def _lines(node: yaml_tree.Node) -> Iterator[int]:
    """The lines of the keys below a node."""
    if isinstance(node, yaml_tree.Mapping):
        for key, value in node.entries:
            yield key.line
            yield from _lines(value)
    elif isinstance(node, yaml_tree.Sequence):
        for item in node.items:
            yield from _lines(item)


def _choices(schema: object) -> list[str]:
    """The allowed words of a setting, from anywhere in its JSON Schema."""
    if isinstance(schema, dict):
        words = [str(word) for word in schema.get("enum", [])]
        return words or next((words for subschema in schema.values() if (words := _choices(subschema))), [])
    if isinstance(schema, list):
        return next((words for subschema in schema if (words := _choices(subschema))), [])
    return []


def _mismatch(setting: Setting, sentence: str, page: Phrase) -> Problem:
    """The problem for a sentence of msgspec."""
    name, line = setting.name, setting.line
    match = _MISMATCH.fullmatch(sentence)
    if match is None:
        return Problem.at("settings-type/other", FILE, line, name=name, reason=sentence, fix=page)
    name += match["place"] or ""
    if match["given"]:
        types = {side: _type_name(match[side]) for side in ("wanted", "given")}
        fix = _as_list(setting) if types["wanted"] == Phrase("settings-list") else None
        return Problem.at("settings-type", FILE, line, name=name, fix=fix or page, **types)
    if match["choice"] is not None:
        choices = _choices(msgspec.json.schema(setting.type))
        near = near_name(match["choice"], choices)
        phrase = "settings-choices-near" if near else "settings-choices"
        fix = Phrase.of(phrase, choices=", ".join(choices), near=near)
        return Problem.at("settings-type/choice", FILE, line, name=name, given=reveal(match["choice"]), fix=fix)
    if match["key"]:
        return Problem.at("settings-type/key", FILE, line, name=name, key=match["key"], fix=page)
    case = {">=": "least", ">": "above", "<=": "most", None: "entries"}[match["sign"]]
    bound = match["bound"] or match["length"]
    return Problem.at(f"settings-type/{case}", FILE, line, name=name, bound=bound, fix=page)


def _as_list(setting: Setting) -> Phrase | None:
    """How to write one word or several in place of a list as one."""
    node = setting.node
    if not isinstance(node, yaml_tree.Scalar) or not _WORDS.fullmatch(node.text):
        return None
    return Phrase.of("settings-as-list", name=setting.name.rpartition(".")[2], value=node.text.rstrip(", "))


def _type_name(msgspec_name: str) -> Phrase | str:
    name = TYPES.get(msgspec_name.removesuffix(" | null").removeprefix("null | "))
    return Phrase(f"settings-{name}") if name else msgspec_name
