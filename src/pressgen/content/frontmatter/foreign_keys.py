"""Keys of other generators and editors, alone and in groups such as `params`: what in them keeps the page back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from pressgen.content import dates
from pressgen.content.frontmatter import withholding
from pressgen.content.frontmatter.fields import FieldValue
from pressgen.content.frontmatter.keys import comparable, find_key, is_foreign, key_name, near_miss
from pressgen.content.frontmatter.values import Context
from pressgen.content.frontmatter.vocabulary import (
    ANY_DAYS,
    CASCADES,
    CONTAINERS,
    ENDS_AND_EMBARGOES,
    OTHER_THINGS,
    STARTS_OF_EVENTS,
    STATES_AND_FLAGS,
)
from pressgen.content.yaml.loader import Mapping, Node, Scalar, Sequence
from pressgen.errors import shorten

_FLAGS = frozenset(("draft", "published"))
_EXAMPLE = "2026-12-10 09:00"
_BETWEEN_NAMES = re.compile(r"[./:\[\]]+")
Entry = tuple[tuple[str, ...], Scalar, Node]
"""The names of the groups around a key, the key, and its value."""
_PROBLEMS = {"refused": "access-refused", "none": "key-no-effect", "unclear": "embargo-unclear/word"}
"""For each effect that no key of pressgen's has, the problem that says so."""


def read_foreign(name: Scalar, node: Node, context: Context) -> list[FieldValue] | None:
    """The effect of another generator's key, with a warning, or an error if there is none here; None for other keys."""
    effect = withholding.effect(comparable(name.text), node)
    if not effect:
        return read_group_of_page(name, node, context) if is_in_group(name, node) else None
    if effect in _PROBLEMS:
        context.report_entry(_PROBLEMS[effect], name, node)
        return []
    return read_as(effect, name, node, context)


def is_in_group(name: Scalar, node: Node) -> bool:
    """Whether a key is that of a group or a list, or names the group that it is in, as `meta.draft` does."""
    return not isinstance(node, Scalar) or bool(_BETWEEN_NAMES.search(name.text))


def read_group_of_page(name: Scalar, node: Node, context: Context) -> list[FieldValue] | None:
    """The effects of keys in a group or a list of groups; None if there is none. A time in it is an error."""
    fields: list[FieldValue] = []
    has_effect = False
    for within, key, value in _entries(name, node):
        is_of_page = all(comparable(each) in CONTAINERS for each in within)
        canonical, written, text = key_name(key.text), ".".join((*within, key.text)), withholding.flatten(value)
        own_name = (canonical if canonical in STATES_AND_FLAGS else comparable(key.text)).removeprefix("is")
        effect = withholding.effect_within(own_name, value)
        if is_of_page and effect and effect != "unclear":
            fields += read_as(effect, key, value, context, written)
        elif (
            effect or withholding.is_unsigned(key.text, text)
            if is_of_page
            else effect == "draft" and own_name in _FLAGS and not _is_of_another_thing(within)
        ):
            context.report_entry("embargo-unclear/word", key, value, written)
        elif (
            is_of_page
            and canonical in ENDS_AND_EMBARGOES
            and (dates.is_date(text, context.zone) or withholding.is_embargo(key.text, text))
        ):
            entry = f"{canonical}: {shorten(text) if dates.is_date(text, context.zone) else _EXAMPLE}"
            context.report_entry("key-near-miss/withholding", key, value, written, key=canonical, entry=entry)
        else:
            continue
        has_effect = True
    return fields if has_effect else None


def _entries(name: Scalar, node: Node, within: tuple[str, ...] = ()) -> Iterator[Entry]:
    """The keys in a group that are no groups, at any depth; a name such as `meta.draft` is that of a group too."""
    *groups, last = filter(None, _BETWEEN_NAMES.split(name.text)) or [name.text]
    within = (*within, *groups)
    if within and key_name(last) in ENDS_AND_EMBARGOES:
        yield within, structs.replace(name, text=last), node
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield from _entries(key, value, (*within, last))
    elif isinstance(node, Sequence) and any(not isinstance(item, Scalar) for item in node.items):
        for item in node.items:
            if not isinstance(item, Scalar):
                yield from _entries(structs.replace(name, text=last), item, within)
    elif within:
        yield within, structs.replace(name, text=last), node


def _is_of_another_thing(within: tuple[str, ...]) -> bool:
    """Whether one of the groups around a key is that of another thing than the page."""
    return any(
        comparable(each) in OTHER_THINGS or (is_foreign(each) and comparable(each) not in CONTAINERS | CASCADES)
        for each in within
    )


def times_in_group(name: Scalar, node: Node) -> Iterator[tuple[str, Node]]:
    """The values in a group that may be times of publication of the page, each with its name and those around it."""
    for within, key, value in _entries(name, node):
        canonical, joined = key_name(key.text), key_name(f"{within[-1]} {key.text}")
        is_time = joined in ("date", "embargo")
        if all(comparable(each) in CONTAINERS for each in within):
            # The start of a schedule is that of an event more often.
            is_time = is_time and not (
                within[-1].casefold().startswith("schedul") and comparable(key.text) in STARTS_OF_EVENTS
            )
            is_time = is_time or withholding.meaning(key.text).key == "embargo" or bool(withholding.time_kind(key.text))
            canonical = canonical or key_name(near_miss(key.text))
        elif comparable(key.text) in ANY_DAYS:
            # The date of another thing is its own.
            canonical = ""
        if is_time or canonical in ("date", "embargo", "published"):
            yield ".".join((*within, key.text)), value


def read_as(effect: str, name: Scalar, node: Node, context: Context, written: str = "") -> list[FieldValue]:
    """The field that a key with this effect sets, with a warning."""
    context.report_entry("key-read-as", name, node, written, key=effect)
    match = find_key(effect)
    field, content = ("status", "draft") if effect == "draft" else (effect, True)
    return [FieldValue(written or name.text, name, match.key, 0, field, content)] if match else []
