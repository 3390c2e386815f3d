"""An hour in a key of its own, beside a date without one: the release is not public before it."""

from __future__ import annotations

import re

from msgspec import structs

from pressgen.content import dates
from pressgen.content.frontmatter.keys import comparable, find_key
from pressgen.content.frontmatter.values import Context
from pressgen.content.place import DATED, date_in_path
from pressgen.content.yaml_tree import Mapping, Node, Scalar
from pressgen.errors import shorten
from pressgen.model import Moment

Entry = tuple[Scalar, Node]

# More than 24 hours are the length of a recording.
_CLOCK = re.compile(
    r"(?:[01]?[0-9]|2[0-4])[:.][0-5][0-9](?:[:.][0-5][0-9])?(?: ?[ap]\.?m\.?)?(?: ?(?:Z|UTC|GMT|[+-][0-9:]{1,6}))?",
    re.IGNORECASE,
)
_SPAN = re.compile(r"(?P<start>[0-9]{1,2})[:.](?P<minute>[0-9]{2}) ?-(?P<end>[0-9]{1,2}?)(?::?(?P<last>[0-9]{2}))?")
_NAMES = frozenset(
    (
        *("time", "publishtime", "publishingtime", "publicationtime", "releasetime", "posttime", "embargotime"),
        *("время", "времяпубликации", "vaqt", "nashrvaqti", "вақт", "uhrzeit", "heure", "hora", "ora"),
    )
)


def with_clock(tree: Mapping, context: Context) -> tuple[Mapping, Entry | None]:
    """The tree with the hour of such a key in its date or embargo, and without the key, which comes with it."""
    clock = next((entry for entry in tree.entries if _is_clock(*entry)), None)
    if clock is None:
        return tree, None
    rest = tuple(entry for entry in tree.entries if entry is not clock)
    # The hour may be that of the event.
    if any(_is_key("event", name) for name, _ in rest):
        return tree, None
    name, hour = clock
    given = {key: [node for each, node in rest if _is_key(key, each)] for key in ("date", "embargo")}
    days = {key: _day([_moment(node, context) for node in nodes]) for key, nodes in given.items()}
    if not given["date"]:
        days["date"] = _day([day_in_path(context)])
    # Of several days, the last is that of publication.
    day, key = max((day, key) for key, day in days.items())
    is_unclear = any(_is_key(each, name) and given[each] and not days[each] for each in given)
    if not day or is_unclear or not isinstance(hour, Scalar):
        return tree, None
    at = f"{day} {hour.text.strip()}"
    context.report("date-hour", name, name=shorten(name.text), value=shorten(hour.text), entry=f"{key}: {at}")
    if not given[key]:
        rest = (*rest, (structs.replace(name, text=key), hour))
    entries = tuple(
        (each, structs.replace(node, text=at) if isinstance(node, Scalar) and _is_key(key, each) else node)
        for each, node in rest
    )
    return structs.replace(tree, entries=entries), clock


def _is_clock(name: Scalar, node: Node) -> bool:
    if not isinstance(node, Scalar) or ":" not in node.text[:4] or comparable(name.text) not in _NAMES:
        return False
    clock = node.text.strip()
    return bool(_CLOCK.fullmatch(clock)) and not _is_span(clock)


def _is_span(clock: str) -> bool:
    """Whether it goes from one hour to a later one: 10:00-12:00 is of an event, 10:00-05:00 has an offset."""
    span = _SPAN.fullmatch(clock)
    if span is None:
        return False
    return (int(span["end"]), int(span["last"] or 0)) > (int(span["start"]), int(span["minute"]))


def _is_key(key: str, name: Scalar) -> bool:
    match = find_key(name.text)
    return match is not None and match.key.name == key


def _day(moments: list[Moment | None]) -> str:
    """The day that all of them are, without an hour; "" if there is none."""
    days = {f"{moment.at:%Y-%m-%d}" if moment and moment.day else "" for moment in moments}
    return days.pop() if len(days) == 1 else ""


def day_in_path(context: Context) -> Moment | None:
    """The day in the name of the file, or in those of its folders."""
    in_name = DATED.match(context.file.rpartition("/")[2].partition(".")[0])
    written = in_name[1] if in_name else date_in_path(context.file.rpartition(".")[0])
    return _moment(Scalar(written, False, 1, 1), context) if written else None


def _moment(node: Node, context: Context) -> Moment | None:
    try:
        return dates.parse(node.text, context.zone) if isinstance(node, Scalar) else None
    except dates.DateError:
        return None
