"""The fields of front matter: each value is read by the form of its key, and all are checked against each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from msgspec import Struct, structs

from pressgen.content.dates import time_text
from pressgen.content.frontmatter import collections, values
from pressgen.content.frontmatter.addresses import address, canonical, template
from pressgen.content.frontmatter.corrections import check_withdrawal, corrections
from pressgen.content.frontmatter.events import event
from pressgen.content.frontmatter.groups import PICTURE_TEXTS, authors, contacts, gallery, picture
from pressgen.content.frontmatter.keys import Key, KeyMatch, comparable
from pressgen.content.frontmatter.lists import aliases, reasons, references, tags
from pressgen.content.frontmatter.values import Context
from pressgen.content.yaml.loader import Node, Scalar
from pressgen.model import FrontMatter, Moment, Picture, SeriesEntry


class FieldValue(Struct, frozen=True):
    """The value of one key: its name as written, the name's node, the key, its strength, the field of FrontMatter."""

    name: str
    node: Node
    key: Key
    strength: int
    field: str
    value: object


_VALUE_READERS: dict[str, Callable[[str, str, Node, Context], object]] = {
    "address": address,
    "canonical": canonical,
    "count": values.count,
    "embargo": values.embargo,
    "flag": values.flag,
    "language": values.language,
    "moment": values.moment,
    "part": collections.part,
    "prose": lambda _name, value, _node, _context: values.plain_prose(value),
    "status": values.status,
    "template": template,
    "text": lambda _name, value, _node, _context: values.plain_text(value),
    "title": values.title,
}
"""The readers of forms that are a single value; they get its text."""
_NODE_READERS: dict[str, Callable[[str, Node, Context], object]] = {
    "aliases": aliases,
    "authors": authors,
    "contacts": contacts,
    "corrections": corrections,
    "event": event,
    "lists": collections.lists,
    "people": collections.people,
    "gallery": gallery,
    "picture": picture,
    "reasons": reasons,
    "references": references,
    "section": collections.section,
    "series": collections.series,
    "tags": tags,
}
"""The readers of forms that can be a list or a group."""
_PUBLICATION = "publishdate"
_FIELDS = frozenset(FrontMatter.__struct_fields__)


def read_field(name: Scalar, node: Node, match: KeyMatch, context: Context) -> FieldValue | None:
    """Read the value of a known key by its form; None, with a problem, if it cannot be used."""
    key, strength = match
    value: object
    if key.form in _NODE_READERS:
        value = _NODE_READERS[key.form](name.text, node, context)
    else:
        text = values.scalar(name.text, node, context)
        value = None if text is None else _VALUE_READERS[key.form](name.text, text, node, context)
    if value is None:
        return None
    field = key.name
    if key.form == "address":
        field, value = value  # type: ignore[misc]
    elif field in ("draft", "published"):
        # Three keys fill the field `status`, so that contradictions between them are found.
        field, value = "status", "draft" if value == (field == "draft") else "published"
    return FieldValue(name.text, name, key, strength, field, value)


def assemble(field_values: list[FieldValue], extra: dict[str, object], context: Context) -> FrontMatter:
    """The front matter of these values; if a contradiction is reported as an error, it must not be used."""
    rivals: dict[str, list[FieldValue]] = {}
    for value in field_values:
        rivals.setdefault(value.field, []).append(value)
    _part_publication(rivals)
    strongest = {field: _strongest(candidates, context) for field, candidates in rivals.items()}
    contents = {field: value.value for field, value in strongest.items()}
    lines = {field: value.node.line for field, value in strongest.items()}
    captions = {key: contents.pop(f"image_{key}", "") for key in PICTURE_TEXTS}
    image = contents.get("image")
    if isinstance(image, Picture):
        contents["image"] = _with_captions(image, captions, strongest, context)
    elif any(captions.values()):
        first = next(strongest[f"image_{key}"] for key, value in captions.items() if value)
        context.report("image-missing/none", first.node, name=first.name)
    date, updated, expires = (contents.get(field) for field in ("date", "updated", "expires"))
    date = later_moment(date, contents.get("embargo"))
    if isinstance(date, Moment) and "date" in contents:
        contents["date"] = date
    if isinstance(date, Moment) and isinstance(updated, Moment):
        contents["updated"] = _checked_update(updated, date, strongest["updated"], context)
    if isinstance(date, Moment) and isinstance(expires, Moment):
        contents["expires"] = expires = expiry_on(expires, date)
        if expires.at <= date.at:
            context.report("date-order/expires", strongest["expires"].node, other=_format(expires), date=_format(date))
    contents |= _series_with_part(contents.get("series"), contents.pop("part", 0))
    contents.setdefault("title", "")
    if contents.get("status") == "withdrawn":
        check_withdrawal(contents, strongest["status"].node, context)
    elif "withdrawal" in contents:
        context.report("withdrawal-status", strongest["withdrawal"].node)
    # A key that only templates read needs no field.
    own = {name: contents.pop(name) for name in [*contents] if name not in _FIELDS}
    # Templates from before this was a key of pressgen's ask for it, in the words of YAML.
    own |= {"toc": str(contents["toc"]).lower()} if "toc" in contents else {}
    return structs.replace(FrontMatter(title=""), **contents, extra=extra | own, lines=lines)


def _part_publication(rivals: dict[str, list[FieldValue]]) -> None:
    """Take `publishDate` beside another date as an embargo: so Hugo has it."""
    dates = rivals.get("date", [])
    publication = [rival for rival in dates if comparable(rival.name) == _PUBLICATION] if len(dates) > 1 else []
    others = [rival for rival in dates if rival not in publication]
    if publication and others and publication[0].value != others[0].value:
        rivals["date"] = others
        rivals["embargo"] = [*rivals.get("embargo", ()), *publication]


def _series_with_part(series: object, part: object) -> dict[str, object]:
    """The series with the number that a key of its own gives, unless it has one."""
    if not isinstance(series, SeriesEntry) or not isinstance(part, int):
        return {}
    return {"series": structs.replace(series, part=series.part or part)}


def _strongest(rivals: list[FieldValue], context: Context) -> FieldValue:
    """The value with the strongest name of one field; different values are reported."""
    best = min(rivals, key=lambda rival: rival.strength)
    for rival in rivals:
        if rival.value != best.value:
            first, second = sorted((best.node.line, rival.node.line))
            is_severe = "error" in (rival.key.conflict, best.key.conflict)
            key = "key-conflict" if is_severe else "key-conflict/harmless"
            context.report(key, rival.node, best=best.name, name=rival.name, first=first, second=second)
    return best


def _with_captions(
    image: Picture, captions: dict[str, object], strongest: dict[str, FieldValue], context: Context
) -> Picture:
    """The lead picture with the words of `image_alt` and the like, unless its own group has such words."""
    changes: dict[str, object] = {"line": strongest["image"].node.line}
    for key, caption in captions.items():
        group_caption = getattr(image, key)
        if caption and group_caption and caption != group_caption:
            rival, group = strongest[f"image_{key}"], strongest["image"].name
            context.report("key-conflict/image", rival.node, name=rival.name, key=key, group=group)
        changes[key] = group_caption or caption
    return structs.replace(image, **changes)


def later_moment(date: object, embargo: object) -> Moment | None:
    """The later of a release's date and the end of its embargo; None if it has neither."""
    moments = [moment for moment in (date, embargo) if isinstance(moment, Moment)]
    return max(moments, key=lambda moment: moment.at, default=None)


def expiry_on(expires: Moment, date: Moment) -> Moment:
    """When a release expires; if only the day is given and it is that of publication, at the end of the day."""
    if not expires.day or expires.at.date() != date.at.date() or expires.at > date.at:
        return expires
    # No day has more than 25 hours; the offset may change in it, which is of no account here.
    return Moment(expires.at + timedelta(days=1), day=True)


def _checked_update(updated: Moment, date: Moment, value: FieldValue, context: Context) -> Moment | None:
    """The time of a change; None, with a problem, if it is before publication."""
    if updated.at >= date.at:
        return updated
    # A day begins before the hour of publication on it.
    if updated.day and updated.at.date() == date.at.date():
        return Moment(date.at, day=True)
    context.report("date-order/updated", value.node, other=_format(updated), date=_format(date))
    return None


def _format(moment: Moment) -> str:
    return time_text(moment.at, moment.day)
