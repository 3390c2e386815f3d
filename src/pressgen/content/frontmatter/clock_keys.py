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

_CLOCK = re.compile(
    r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?: ?[ap]\.?m\.?)?(?: ?(?:Z|UTC|GMT|[+-][0-9:]{1,6}))?", re.IGNORECASE
)
_NAMES = frozenset(
    (
        *("time", "publishtime", "publishingtime", "publicationtime", "releasetime", "posttime", "embargotime"),
        *("время", "времяпубликации", "vaqt", "nashrvaqti", "вақт", "uhrzeit", "heure", "hora", "ora"),
    )
)


def with_clock(tree: Mapping, context: Context) -> tuple[Mapping, Entry | None]:
    """The tree with the hour of such a key in its date, and without the key, which comes with it."""
    clock = next((entry for entry in tree.entries if _is_clock(*entry)), None)
    if clock is None:
        return tree, None
    rest = tuple(entry for entry in tree.entries if entry is not clock)
    # The hour may be that of the event.
    if any(_is_key("event", name) for name, _ in rest):
        return tree, None
    name, hour = clock
    given = [(key, node) for key, node in rest if _is_key("date", key)]
    day = _day([node for _, node in given], context)
    if not day or not isinstance(hour, Scalar):
        return tree, None
    at = f"{day} {hour.text.strip()}"
    context.report("date-hour", name, name=shorten(name.text), value=shorten(hour.text), date=at)
    if not given:
        rest = (*rest, (structs.replace(name, text="date"), hour))
    entries = tuple(
        (key, structs.replace(node, text=at) if isinstance(node, Scalar) and _is_key("date", key) else node)
        for key, node in rest
    )
    return structs.replace(tree, entries=entries), clock


def _is_clock(name: Scalar, node: Node) -> bool:
    if not isinstance(node, Scalar) or ":" not in node.text[:4]:
        return False
    return comparable(name.text) in _NAMES and bool(_CLOCK.fullmatch(node.text.strip()))


def _is_key(key: str, name: Scalar) -> bool:
    match = find_key(name.text)
    return match is not None and match.key.name == key


def _day(given: list[Node], context: Context) -> str:
    """The day that the front matter gives without an hour, or else the file's name; "" if there is none."""
    moments = [_moment(node.text, context) if isinstance(node, Scalar) else None for node in given]
    days = {f"{day.at:%Y-%m-%d}" if day and day.day else "" for day in moments or [day_in_path(context)]}
    return days.pop() if len(days) == 1 else ""


def day_in_path(context: Context) -> Moment | None:
    """The day in the name of the file, or in those of its folders."""
    folder, _, name = context.file.rpartition("/")
    in_name = DATED.match(name.partition(".")[0])
    written = in_name[1] if in_name else date_in_path(folder)
    return _moment(written, context) if written else None


def _moment(text: str, context: Context) -> Moment | None:
    try:
        return dates.parse(text, context.zone)
    except dates.DateError:
        return None
