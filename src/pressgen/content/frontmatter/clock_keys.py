"""The hour of publication in a key of its own, or in a second date: the release is not public before it."""

from __future__ import annotations

import re
from datetime import datetime

from msgspec import structs

from pressgen.content import dates
from pressgen.content.frontmatter import vocabulary
from pressgen.content.frontmatter.doubts import DAY
from pressgen.content.frontmatter.keys import comparable, key_name
from pressgen.content.frontmatter.values import Context, is_empty
from pressgen.content.frontmatter.vocabulary import words_of
from pressgen.content.frontmatter.withholding import TimeKind, flatten, is_in_utc, is_zone, says_later, time_kind
from pressgen.content.place import date_in_path, day_of_file
from pressgen.content.text import release_lines
from pressgen.content.yaml.loader import Mapping, Node, Scalar, Sequence
from pressgen.errors import shorten
from pressgen.model import Moment

Entry = tuple[Scalar, Node]

# More than 24 hours are the length of a recording.
_HOUR, _MINUTES = r"(?:[01]?[0-9]|2[0-4])", r"[0-5][0-9]"
_BEFORE = r"(?:(?:at|from|after|not before|since|um|ab|à|a las|às|alle|kl\.?|om|klo|в|с|со|после|soat|соат) )?"
_AM_OR_PM, _OFFSET = r"[ap]\.?m\.?", r"(?: ?(?:Z|UTC|GMT|[+-][0-9:]{1,6}))?"
_CLOCK = re.compile(
    rf"{_BEFORE}(?P<clock>{_HOUR}[:.]{_MINUTES}(?:[:.]{_MINUTES}(?:\.\d+)?)?(?: ?{_AM_OR_PM}| ?(?:uhr|h))?{_OFFSET}"
    rf"|{_HOUR} ?{_AM_OR_PM}{_OFFSET}|{_HOUR} ?(?:uhr|h ?{_MINUTES})|{_HOUR}{_MINUTES} ?(?:uhr|hours|hrs)"
    r"|(?:12 )?noon)",
    re.IGNORECASE,
)
_SPAN = re.compile(r"(?P<start>[0-9]{1,2})[:.](?P<minute>[0-9]{2}) ?-(?P<end>[0-9]{1,2}?)(?::?(?P<last>[0-9]{2}))?")
# Without a sign between hour and minute, it can be a number or a length as well, except in the hour of publication.
_BARE = re.compile(
    rf"{_BEFORE}(?P<hour>{_HOUR})(?P<minute>{_MINUTES})?(?: ?(?:h|hours|hrs|o['’]?clock|ч|час|часа|часов|soat|соат))?",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"^[1-9] hours?\b|\d ?(?:min|sec|мин|сек|daq|soniya|дақ|сония)", re.IGNORECASE)
_TIME_OF_DAY = re.compile(
    rf"(?<![\d:.]){_HOUR}(?:[:.h-]{_MINUTES}(?![\d:.])| ?(?:{_AM_OR_PM}(?!\w)|uhr))", re.IGNORECASE
)

_SAME_HOUR = re.compile(r"0?(?P<hour>\d{1,2}(?:[:.]\d\d)?)(?::00)?(?: ?(?:h|uhr|hours|hrs))?", re.IGNORECASE)
_OFFSET_BEHIND = re.compile(r"(?:[Zz]|UTC|GMT|:\d\d ?[+-]\d\d?(?::?\d\d)?)$")

_ANY_DAY = re.compile(r"(?<!\d)\d{4}[-_./]?\d{1,2}[-_./]?\d{1,2}(?!\d)")
_YEAR = re.compile(r"[0-9]{4}-")
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WRITTEN_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_EXAMPLE, _NOON = "2026-12-10", 12
_TIMES = frozenset(("date", "embargo"))
_KINDS: tuple[TimeKind, ...] = ("publication", "hour", "second")


def with_clock(tree: Mapping, context: Context) -> tuple[Mapping, list[Entry]]:
    """The tree with such hours in its date or embargo, and without their keys, which come with it."""
    tree = _with_only_date(tree, context)
    clocks: list[Entry] = []
    # Where one key says that it is the hour of publication, another hour is that of something else.
    entries = [entry for entry in tree.entries if time_kind(entry[0].text)]
    for entry in sorted(entries, key=lambda entry: _KINDS.index(time_kind(entry[0].text))):
        name, node = entry
        node = node.items[0] if isinstance(node, Sequence) and len(node.items) == 1 else node
        if not isinstance(node, Scalar) or is_empty(node):
            continue
        if hour := _time_at(name, node, tree, context, {time_kind(other.text) for other, _ in clocks}):
            key, at, last = hour
            context.report_entry("date-hour", name, node, entry=f"{key}: {at}")
            rest = [(each, value) for each, value in tree.entries if each is not name]
            times = [(each, dates.moment_of(flatten(value), context.zone)) for each, value in rest]
            days = [each for each, time in times if time and time.at == last and key_name(each.text) == key]
            new = [] if days else [(structs.replace(name, text=key), structs.replace(node, text=at))]
            with_hour = [(each, structs.replace(node, text=at) if each in days else value) for each, value in rest]
            tree = structs.replace(tree, entries=(*with_hour, *new))
            clocks.append(entry)
    for entry in [entry for entry in tree.entries if is_zone(entry[0].text)]:
        if (with_zone := _with_zone(tree, entry, context)) is not tree:
            tree = with_zone
            clocks.append(entry)
    return tree, clocks


def _with_only_date(tree: Mapping, context: Context) -> Mapping:
    """The tree with `published: 2026-01-27`, as themes of Astro have it, or `datetime: 2026-01-27` as its date.

    There is no other date then, and for the second, no other day in a key or in the path of the file.
    """
    names = [name.text for name, _ in tree.entries]
    # The usual name saves looking for all others.
    if "date" in names or "date" in map(key_name, names):
        return tree
    keys = {key_name(name.text): node for name, node in tree.entries}
    scalars = [(name, node) for name, node in tree.entries if isinstance(node, Scalar)]
    days = [name for name, node in scalars if key_name(name.text) == "published" and _YEAR.match(node.text)]
    address = flatten(keys["permalink"]) if "permalink" in keys else ""
    if not (days or "embargo" in keys or _ANY_DAY.search(f"{context.file} {address}") or _is_about_event(tree)):
        others = [(name, node) for name, node in scalars if comparable(name.text) in vocabulary.OTHER_DATES]
        days = [name for name, node in others if len(others) == 1 and dates.is_date(node.text, context.zone)]
    entries = (
        (structs.replace(name, text="date"), structs.replace(node, text=_with_utc(name, node.text)))
        if isinstance(node, Scalar) and name in days
        else (name, node)
        for name, node in tree.entries
    )
    return structs.replace(tree, entries=tuple(entries)) if days else tree


def _with_utc(name: Scalar, written: str) -> str:
    """A time with the zone that its name says."""
    return f"{written} UTC" if is_in_utc(name.text) and not _OFFSET_BEHIND.search(written.strip()) else written


def _with_zone(tree: Mapping, zone_entry: Entry, context: Context) -> Mapping:
    """The tree with the offset from UTC that an entry has behind each hour of publication without one, not in it.

    The zone of the site needs none, and what the other zones are, pressgen does not know.
    """
    name, node = zone_entry
    if not isinstance(node, Scalar) or is_empty(node):
        return tree
    zone, names = node.text.strip(), {comparable(context.zone.key), comparable(context.zone.key.rpartition("/")[2])}
    if comparable(zone) in names or (words_of(name.text) <= vocabulary.ZONE_WORDS and _is_about_event(tree)):
        return tree
    entries: list[Entry] = []
    for written, each in tree.entries:
        text = flatten(each).strip() if key_name(written.text) in _TIMES else ""
        moment = dates.moment_of(text, context.zone)
        if moment and not moment.day and not _OFFSET_BEHIND.search(text):
            if dates.moment_of(at := f"{text} {zone}", context.zone):
                context.report_entry("date-hour/zone", name, node, entry=f"{shorten(written.text)}: {at}")
                each = Scalar(at, False, each.line, each.column)
            else:
                context.report("date-invalid/zone", name, offset=shorten(zone))
        entries += [(written, each)] if written is not name else []
    is_read = entries != [entry for entry in tree.entries if entry is not zone_entry]
    return structs.replace(tree, entries=tuple(entries)) if is_read else tree


def _time_at(
    name: Scalar, node: Scalar, tree: Mapping, context: Context, kinds: set[TimeKind]
) -> tuple[str, str, datetime] | None:
    """The key whose day or time is that of a value, its time with the hour, and the time before; None if there is none.

    `kinds` are those of keys from which the day has got an hour already.
    """
    kind, value, is_own_key = time_kind(name.text), node.text.strip(), key_name(name.text) != ""
    keys = [(key_name(each.text), flatten(other).strip()) for each, other in tree.entries if each is not name]
    texts = [(key, text) for key, text in keys if key in _TIMES]
    moments = [(each.at, each.day, key) for key, text in texts if (each := dates.moment_of(text, context.zone))]
    is_read = len(moments) == len(texts)
    if "date" not in dict(texts):
        days = (day_of_file(context.file), date_in_path(dict(keys).get("permalink", "")))
        moments += [(each.at, each.day, "date") for day in days if (each := dates.moment_of(day, context.zone))][:1]
    # Of several days, the last is that of publication.
    last, is_day, key = max(moments, default=(datetime.min, True, "date"))
    # A time with its day is not the hour of a day that another key names; where a day is wanted, an hour alone is.
    has_day = not _is_hour_alone(value) if kind == "second" else dates.moment_of(value, context.zone)
    if has_day or (kind == "second" and is_own_key):
        later = "" if is_own_key or not moments else _later_time(name, value, last, context)
        return (key, later, last) if later else None
    if kind != "publication" and (
        "publication" in kinds
        or _is_about_event(tree, own_only=is_day)
        or (not is_day and any(_names_hour(text, value) for _, text in texts))
    ):
        return None
    # At another place, the day that is written may be another one.
    written_days = [match[0] for _, text in texts if (match := _WRITTEN_DAY.match(text))]
    day = max((f"{last:%Y-%m-%d}", *written_days)) if moments else _EXAMPLE
    clock = _clock(value, kind)
    # Of two hours that may be of anything, either may be that of publication.
    at = release_lines.readable(f"{day} {clock}", context.zone)
    moment = dates.moment_of(at, context.zone) if clock else None
    if moment and moments and is_read and "hour" not in kinds:
        is_later = is_day or moment.at > last or (is_own_key and moment.at == last)
        return (key, at, last) if is_later else None
    may_be_wanted = (moments and is_read) or "hour" in kinds or kind == "publication"
    if may_be_wanted and not is_own_key and _may_be_hour(value, kind):
        context.report_entry("date-hour/unclear", name, node, entry=f"{key}: {day} 18:00")
    return None


def _names_hour(written: str, value: str) -> bool:
    """Whether a time names the hour that is the value of another key too, perhaps with an offset of its own."""
    hour = _SAME_HOUR.fullmatch(value)
    return hour is not None and bool(re.search(rf"[T ]0?{re.escape(hour['hour'])}(?:(?<=[:.]\d\d)(?!\d)|:)", written))


def _is_about_event(tree: Mapping, own_only: bool = False) -> bool:
    """Whether a time may be that of an event: there are keys of one, or if they are `own_only`, the one for it."""
    return any(
        key_name(name.text) == "event" or (not own_only and comparable(name.text) in vocabulary.KEYS_OF_EVENTS)
        for name, _ in tree.entries
    )


def _later_time(name: Scalar, value: str, first: datetime, context: Context) -> str:
    """The time of a second date, if it is later than the first, but not by more than a day; else ""."""
    written = _with_utc(name, release_lines.readable(value, context.zone))
    later = dates.moment_of(written, context.zone)
    return written if later and not later.day and first < later.at <= first + DAY else ""


def _clock(value: str, kind: TimeKind) -> str:
    """The hour that a value is, for a date before it; "" if it is none, or one that may be something else."""
    bare = _BARE.fullmatch(value) if kind == "publication" else None
    # 9 may be in the evening as well, and 1 may mean yes.
    if bare and len(bare["hour"]) > 1 and (bare["minute"] or bare["hour"][0] == "0" or int(bare["hour"]) > _NOON):
        return f"{bare['hour']}:{bare['minute'] or '00'}"
    match = None if _is_span(value) else _CLOCK.fullmatch(value)
    return match["clock"] if match else ""


def _is_hour_alone(value: str) -> bool:
    """Whether a value is an hour without its day, even one that cannot be read: 18:00, 18, in the evening."""
    if _CLOCK.fullmatch(value) or _BARE.fullmatch(value):
        return True
    return not _ANY_YEAR.search(value) and _names_hour_in_words(value)


def _may_be_hour(value: str, kind: TimeKind) -> bool:
    """Whether a value that cannot be read may be the hour of publication: 1800, 18, in the evening, 18:00 EST."""
    if not value or _is_span(value) or (kind == "hour" and _LENGTH.search(value)):
        return False
    if kind == "publication" or _BARE.fullmatch(value) or says_later(value):
        return True
    return _names_hour_in_words(value)


def _names_hour_in_words(value: str) -> bool:
    # From one hour to another is of an event, and a number of minutes is a length.
    times = _TIME_OF_DAY.findall(value)
    return len(times) == 1 or bool(words_of(value) & vocabulary.PARTS_OF_DAYS)


def _is_span(clock: str) -> bool:
    """Whether it goes from one hour to a later one: 10:00-12:00 is of an event, 10:00-05:00 has an offset."""
    span = _SPAN.fullmatch(clock)
    if span is None:
        return False
    return (int(span["end"]), int(span["last"] or 0)) > (int(span["start"]), int(span["minute"]))


def day_in_path(context: Context) -> Moment | None:
    """The day in the name of the file, or in those of its folders."""
    return dates.moment_of(day_of_file(context.file), context.zone)
