"""What sorts a release into sections, people and series, and the lists of releases on a standing page."""

from __future__ import annotations

import re

from pressgen.content.frontmatter import values
from pressgen.content.frontmatter.groups import read_group
from pressgen.content.frontmatter.keys import comparable
from pressgen.content.frontmatter.lists import items
from pressgen.content.frontmatter.values import Context, is_empty, plain_text, scalar
from pressgen.content.yaml.loader import Mapping, Node, Sequence
from pressgen.errors import shorten
from pressgen.model import ListRequest, SeriesEntry

SERIES_KEYS: dict[str, tuple[str, ...]] = {
    "name": ("name", "key", "series", "серия", "turkum", "туркум"),
    "part": ("part", "number", "часть", "qism", "қисм"),
}
LIST_KEYS: dict[str, tuple[str, ...]] = {
    "title": ("title", "heading", "заголовок", "sarlavha", "сарлавҳа"),
    "section": ("section", "раздел", "boʻlim", "бўлим"),
    "tag": ("tag", "тег", "teg"),
    "person": ("person", "человек", "shaxs", "шахс"),
    "series": ("series", "серия", "turkum", "туркум"),
    "pinned": ("pinned", "pin", "sticky"),
    "limit": ("limit", "count", "сколько", "nechta", "нечта"),
}
MOST_IN_LIST = 500
_NUMBER = re.compile("0*([1-9][0-9]{0,5})")


def section(name: str, node: Node, context: Context) -> str | None:
    """The section of a release, as a key of the settings; of several the first."""
    return _name(name, node, context)


def people(name: str, node: Node, context: Context) -> tuple[str, ...]:
    """The people whom a release names, as keys of the settings, each once."""
    keys = (scalar(name, item, context) for item in items(name, node, context))
    return tuple(dict.fromkeys(plain_text(key) for key in keys if key))


def series(name: str, node: Node, context: Context) -> SeriesEntry | None:
    """The series of a release: its key, or a group with its name and the number of the part."""
    if not isinstance(node, Mapping):
        key = _name(name, node, context)
        return SeriesEntry(name=key) if key else None
    group = read_group(name, node, SERIES_KEYS, context)
    if not group.get("name"):
        context.report("series-invalid", node, name=name)
        return None
    number = part_number(group["part"]) if "part" in group else 0
    if number is None:
        context.report("series-part-invalid", node, name=f"{name}.part", value=shorten(group["part"]))
    return SeriesEntry(name=plain_text(group["name"]), part=number or 0)


def part(name: str, value: str, node: Node, context: Context) -> int | None:
    """The number of a part, from 1."""
    number = part_number(value)
    if number is None:
        context.report("series-part-invalid", node, name=name, value=shorten(value))
    return number


def part_number(text: str) -> int | None:
    """A number from 1, None for any other text."""
    match = _NUMBER.fullmatch(text.strip())
    return int(match[1]) if match else None


def lists(name: str, node: Node, context: Context) -> tuple[ListRequest, ...]:
    """The lists of a standing page: a group, or a list of groups."""
    nodes = node.items if isinstance(node, Sequence) else (node,)
    requests = [_list(name, item, context) for item in nodes if not is_empty(item)]
    return tuple(request for request in requests if request is not None)


def _list(name: str, node: Node, context: Context) -> ListRequest | None:
    if not isinstance(node, Mapping):
        context.report("list-invalid", node, name=name)
        return None
    known = {comparable(each) for names in LIST_KEYS.values() for each in names}
    unknown = [key for key, value in node.entries if comparable(key.text) not in known and not is_empty(value)]
    for key in unknown:
        context.report("list-invalid/key", key, key=shorten(key.text), known=", ".join(LIST_KEYS))
    # Without one of its conditions it would list releases that nobody asked for.
    if unknown:
        return None
    group = read_group(name, node, LIST_KEYS, context)
    pinned = values.flag(f"{name}.pinned", group["pinned"], node, context) if "pinned" in group else False
    limit = part_number(group["limit"]) if "limit" in group else ListRequest().limit
    if limit is None or limit > MOST_IN_LIST:
        context.report("list-limit", node, value=shorten(group["limit"]), most=MOST_IN_LIST)
        limit = ListRequest().limit
    texts = {key: plain_text(group.get(key, "")) for key in ("title", "section", "tag", "person", "series")}
    return ListRequest(**texts, pinned=bool(pinned), limit=limit, line=node.line)


def _name(name: str, node: Node, context: Context) -> str | None:
    """The first text of a value or a list of values; None, with a problem, if there is no text."""
    # As other generators write it: `series: [reform]`.
    nodes = items(name, node, context)
    key = scalar(name, nodes[0], context) if nodes else None
    if key and len(nodes) > 1:
        context.report("collection-several", node, name=name, value=shorten(key))
    return plain_text(key) if key else None
