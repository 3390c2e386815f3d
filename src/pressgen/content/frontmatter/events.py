"""The event in front matter: when and where something takes place, and how journalists take part."""

from __future__ import annotations

import re
from datetime import MAXYEAR, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from pressgen.content import dates
from pressgen.content.dates import time_text
from pressgen.content.frontmatter.groups import EMAIL, is_link, read_group
from pressgen.content.frontmatter.keys import comparable
from pressgen.content.frontmatter.values import Context, is_empty, moment, plain_prose
from pressgen.content.frontmatter.withholding import parse_flag
from pressgen.content.yaml.loader import Mapping, Node, Scalar, Sequence
from pressgen.errors import Problem, shorten
from pressgen.model import Accreditation, EventMatter, EventStatus, FrontMatter, Moment, Reference

EVENT_KEYS: dict[str, tuple[str, ...]] = {
    "start": (
        *("start", "starts", "begin", "begins", "from", "date", "when", "time"),
        *("начало", "дата", "когда", "boshlanishi", "boshlanish", "sana", "бошланиши", "бошланиш", "сана"),
    ),
    "end": (
        *("end", "ends", "finish", "until", "to", "окончание", "конец"),
        *("tugashi", "tugash", "тугаши", "тугаш"),
    ),
    "place": ("place", "venue", "location", "where", "место", "где", "joy", "joyi", "жой", "жойи"),
    "address": ("address", "street", "адрес", "manzil", "манзил"),
    "online": ("online", "stream", "livestream", "webinar", "онлайн", "трансляция", "onlayn"),
    "url": ("url", "website", "link", "ссылка", "havola", "ҳавола"),
    "accreditation": ("accreditation", "registration", "rsvp", "аккредитация", "akkreditatsiya"),
    "status": ("status", "state", "статус", "holat", "ҳолат"),
    "name": ("name", "title", "название", "nomi", "номи"),
    "timezone": ("timezone", "time_zone", "zone", "часовой_пояс", "vaqt_mintaqasi", "вақт_минтақаси"),
}
ACCREDITATION_KEYS: dict[str, tuple[str, ...]] = {
    "text": ("text", "note", "how", "текст", "matn", "матн"),
    "email": ("email", "mail", "почта", "pochta"),
    "url": ("url", "link", "form", "website", "ссылка", "havola", "ҳавола"),
    "deadline": ("deadline", "until", "by", "срок", "до", "muddat", "муддат"),
}
STATES: dict[str, EventStatus] = {
    **dict.fromkeys(("scheduled", "confirmed", "запланировано", "rejalashtirilgan", "режалаштирилган"), "scheduled"),
    **dict.fromkeys(
        ("cancelled", "canceled", "отменено", "отменен", "отменена", "bekorqilingan", "бекорқилинган"),
        "cancelled",
    ),
    **dict.fromkeys(("postponed", "перенесено", "перенесен", "отложено", "qoldirilgan", "қолдирилган"), "postponed"),
}
"""What became of an event, by its names in the form for comparison."""
# “10:00-12:30” is what people write for from and to, and in ISO 8601 it is an hour with an offset.
_HOURS = re.compile(r"(.*\d[ ,]+(\d{1,2})[:.](\d{2}))\s*[-–—]\s*((\d{1,2})[:.](\d{2}))")
_CLOCK = re.compile(r"[0-9]{1,2}[:.][0-9]{2}(?:\s*[AaPp]\.?[Mm]\.?)?")


class _Span(Struct, frozen=True):
    """When an event takes place, and the instant at which it is over."""

    start: Moment
    end: Moment | None
    until: datetime


def event(name: str, node: Node, context: Context) -> EventMatter | None:
    """An event: a group, or the day or hour of its start alone. A release has one."""
    if isinstance(node, Sequence):
        items = [item for item in node.items if not is_empty(item)]
        if len(items) > 1:
            context.report("event-invalid/list", node, name=name, count=len(items))
            return None
        return event(name, items[0], context)
    if isinstance(node, Scalar):
        if not re.search("[0-9]", node.text):
            context.report("event-invalid", node, name=name)
            return None
        return _event(name, {"start": node.text.strip()}, None, node, context)
    names = {comparable(key) for key in EVENT_KEYS["accreditation"]}
    # Of all keys of the group, only this one can have a group of its own.
    groups = [(key, value) for key, value in node.entries if comparable(key.text) in names]
    nested = [(key, value) for key, value in groups if not isinstance(value, Scalar) and not is_empty(value)]
    rest = tuple(entry for entry in node.entries if entry not in nested)
    values = read_group(name, structs.replace(node, entries=rest), EVENT_KEYS, context)
    accreditation = None
    if nested:
        accreditation = _accreditation(f"{name}.{nested[0][0].text}", nested[0][1], context)
    elif (text := values.get("accreditation")) and parse_flag(text) is not False:
        if parse_flag(text):
            context.report("event-invalid/accreditation", groups[0][1], name=f"{name}.{groups[0][0].text}")
        else:
            accreditation = _of_text(text)
    return _event(name, values, accreditation, node, context)


def _node(node: Node, key: str, keys: dict[str, tuple[str, ...]]) -> Node:
    """The value of a key in a group, so that a problem names its line; else the group itself."""
    names = {comparable(name) for name in keys[key]}
    entries = node.entries if isinstance(node, Mapping) else ()
    return next((value for name, value in entries if comparable(name.text) in names and not is_empty(value)), node)


def _event(
    name: str, values: dict[str, str], accreditation: Accreditation | None, node: Node, context: Context
) -> EventMatter | None:
    state = STATES.get(comparable(values.get("status", "scheduled")))
    if state is None:
        context.report("event-invalid/status", _node(node, "status", EVENT_KEYS), value=shorten(values["status"]))
        return None
    zone = _zone(values, node, context)
    if zone is None:
        return None
    local = Context(context.file, zone, context.problems, context.site)
    span = _span(name, values, node, local)
    if span is None:
        return None
    # Other zones and calendars could not show it any more.
    if span.until.year == MAXYEAR:
        context.report("date-invalid/future", _node(node, "start", EVENT_KEYS), date=_text(span.start))
        return None
    if accreditation and accreditation.deadline and accreditation.deadline.at >= span.until:
        other, end = _text(accreditation.deadline), time_text(span.until)
        context.report("event-order/deadline", _node(node, "accreditation", EVENT_KEYS), other=other, date=end)
    online = plain_prose(values.get("online", ""))
    flag = parse_flag(online) if online else False
    is_online = bool(online) and flag is not False
    if online.startswith("http") and " " not in online and not is_link(online):
        context.report("event-invalid/url", _node(node, "online", EVENT_KEYS), name=name, value=shorten(online))
        online = ""
    place = plain_prose(values.get("place", ""))
    if not place and not is_online:
        context.report("event-place", node, name=name)
    url = values.get("url", "")
    if url and not is_link(url):
        context.report("event-invalid/url", _node(node, "url", EVENT_KEYS), name=name, value=shorten(url))
        url = ""
    return EventMatter(
        start=span.start,
        end=span.end,
        until=span.until,
        name=plain_prose(values.get("name", "")),
        place=place,
        address=plain_prose(values.get("address", "")),
        online=online if flag is None else "",
        is_online=is_online,
        url=url,
        timezone=values.get("timezone", ""),
        status=state,
        accreditation=accreditation,
    )


def _zone(values: dict[str, str], node: Node, context: Context) -> ZoneInfo | None:
    """The time zone of the event, which is that of the site unless the event names another."""
    zone = values.get("timezone")
    if not zone:
        return context.zone
    try:
        return dates.zone(zone)
    except ValueError:
        near = dates.near_zone(zone)
        context.report("event-invalid/timezone", _node(node, "timezone", EVENT_KEYS), value=shorten(zone), near=near)
        return None


def _span(name: str, values: dict[str, str], node: Node, context: Context) -> _Span | None:
    """When the event takes place; None, with a problem, if that cannot be told."""
    if not values.get("start"):
        context.report("event-invalid/start", node, name=name)
        return None
    start_node = _node(node, "start", EVENT_KEYS)
    hours = _HOURS.fullmatch(values["start"])
    # In New York, 10:00 -05:00 is an offset: nothing ends before it begins.
    if hours and (int(hours[2]), int(hours[3])) < (int(hours[5]), int(hours[6])):
        texts = {"value": shorten(values["start"]), "start": hours[1], "end": hours[4]}
        context.report("event-invalid/hours", start_node, name=f"{name}.start", **texts)
        return None
    start = moment(f"{name}.start", values["start"], start_node, context)
    if start is None:
        return None
    if not (written := values.get("end")):
        return _Span(start, None, dates.end_of_day(start.at, context.zone))
    # An hour alone is one of the same day.
    written = f"{start.at:%Y-%m-%d} {written}" if _CLOCK.fullmatch(written) else written
    end_node = _node(node, "end", EVENT_KEYS)
    end = moment(f"{name}.end", written, end_node, context)
    if end is None:
        return None
    if start.day and not end.day:
        context.report("event-order/hour", end_node, other=_text(end), date=_text(start))
        return None
    until = dates.end_of(end, context.zone)
    if until <= start.at or (end.day and end.at.date() < start.at.date()):
        context.report("event-order", end_node, other=_text(end), date=_text(start))
        return None
    return _Span(start, end if end != start else None, until)


def _accreditation(name: str, node: Node, context: Context) -> Accreditation | None:
    if isinstance(node, Sequence):
        items = [item for item in node.items if not is_empty(item)]
        if len(items) == 1 and isinstance(items[0], Scalar):
            return _of_text(items[0].text.strip())
        node = items[0] if len(items) == 1 else node
    if not isinstance(node, Mapping):
        context.report("event-invalid/accreditation", node, name=name)
        return None
    values = read_group(name, node, ACCREDITATION_KEYS, context)
    url, email = values.get("url", ""), values.get("email", "")
    if url and not is_link(url):
        context.report("event-invalid/url", _node(node, "url", ACCREDITATION_KEYS), name=name, value=shorten(url))
        url = ""
    if email and not EMAIL.fullmatch(email):
        context.report("event-invalid/email", _node(node, "email", ACCREDITATION_KEYS), name=name, value=shorten(email))
        email = ""
    deadline = None
    if values.get("deadline"):
        place = _node(node, "deadline", ACCREDITATION_KEYS)
        deadline = moment(f"{name}.deadline", values["deadline"], place, context)
    return Accreditation(text=plain_prose(values.get("text", "")), email=email, url=url, deadline=deadline)


def _of_text(text: str) -> Accreditation:
    """What a single text says: an address to write to, a page, or words."""
    if EMAIL.fullmatch(text):
        return Accreditation(email=text)
    return Accreditation(url=text) if is_link(text) else Accreditation(text=plain_prose(text))


def _text(moment: Moment) -> str:
    return time_text(moment.at, moment.day)


def event_references(matter: FrontMatter) -> tuple[Reference, ...]:
    """Where the event of a document leads on the site: files and pages that it needs, like those in the text."""
    event = matter.event
    if event is None:
        return ()
    targets = (event.url, event.accreditation.url if event.accreditation else "")
    line = matter.lines.get("event", 0)
    return tuple(Reference(target, line, "link") for target in targets if target.startswith("/"))


def without_event(path: str, matter: FrontMatter, problems: list[Problem]) -> FrontMatter:
    """The front matter of a standing page, which has no event; one that is there is reported."""
    if matter.event is None:
        return matter
    problems.append(Problem.at("event-page", path, matter.lines.get("event", 0)))
    return structs.replace(matter, event=None)
