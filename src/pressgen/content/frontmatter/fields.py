"""Fields of front matter: each key's value read by its form, and all of them held against each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from msgspec import Struct, structs

from pressgen.content.frontmatter import values as values
from pressgen.content.frontmatter.addresses import address, canonical, template
from pressgen.content.frontmatter.groups import authors, contacts, picture
from pressgen.content.frontmatter.keys import Key
from pressgen.content.frontmatter.lists import aliases, reasons, references, tags
from pressgen.content.frontmatter.values import Context
from pressgen.content.yaml_tree import Node, Scalar
from pressgen.model import FrontMatter, Moment, Picture


class Given(Struct, frozen=True):
    """The value of one key: its name as written and its place, the key, the name's strength, the field it fills."""

    name: str
    node: Node
    key: Key
    strength: int
    field: str
    value: object


_READERS: dict[str, Callable[[str, Node, Context], object]] = {
    "address": address,
    "aliases": aliases,
    "authors": authors,
    "canonical": canonical,
    "contacts": contacts,
    "count": values.count,
    "embargo": values.embargo,
    "flag": values.flag,
    "language": values.language,
    "moment": values.moment,
    "picture": picture,
    "prose": values.prose,
    "reasons": reasons,
    "references": references,
    "status": values.status,
    "tags": tags,
    "template": template,
    "text": values.text,
    "title": values.title,
}


def take(name: Scalar, node: Node, known: tuple[Key, int], context: Context) -> Given | None:
    """Read the value of a known key by its form; None, with the problem told, if it cannot be taken."""
    key, strength = known
    value = _READERS[key.form](name.text, node, context)
    if value is None:
        return None
    field = key.name
    if key.form == "address":
        field, value = value  # type: ignore[misc]
    elif field in ("draft", "published"):
        field, value = "status", "draft" if value == (field == "draft") else "published"
    return Given(name.text, name, key, strength, field, value)


def check(given: list[Given], extra: dict[str, object], context: Context) -> FrontMatter:
    """The front matter of these values; what contradicts is told, and the result is then of no use."""
    fields: dict[str, list[Given]] = {}
    for each in given:
        fields.setdefault(each.field, []).append(each)
    taken = {field: _one(rivals, context) for field, rivals in fields.items()}
    found = {field: one.value for field, one in taken.items()}
    lines = {field: one.node.line for field, one in taken.items()}
    words = {key: found.pop(f"image_{key}", "") for key in ("alt", "caption", "credit")}
    image = found.get("image")
    if isinstance(image, Picture):
        found["image"] = _captioned(image, words, taken, context)
    elif any(words.values()):
        first = next(taken[f"image_{key}"] for key, value in words.items() if value)
        context.tell("image-missing/none", first.node, name=first.name)
    date, updated, expires = (found.get(field) for field in ("date", "updated", "expires"))
    date = later(date, found.get("embargo"))
    if isinstance(date, Moment) and "date" in found:
        found["date"] = date
    if isinstance(date, Moment) and isinstance(updated, Moment):
        found["updated"] = _not_before(updated, date, taken["updated"], context)
    if isinstance(date, Moment) and isinstance(expires, Moment):
        found["expires"] = expires = not_on_day_of(expires, date)
        if expires.at <= date.at:
            context.tell("date-order/expires", taken["expires"].node, other=_shown(expires), date=_shown(date))
    found.setdefault("title", "")
    return structs.replace(FrontMatter(title=""), **found, extra=extra, lines=lines)


def _one(rivals: list[Given], context: Context) -> Given:
    """The strongest of the values given for one field; differing ones are told."""
    best = min(rivals, key=lambda each: each.strength)
    for each in rivals:
        if each.value != best.value:
            first, second = sorted((best.node.line, each.node.line))
            is_severe = "error" in (each.key.conflict, best.key.conflict)
            key = "key-conflict" if is_severe else "key-conflict/harmless"
            context.tell(key, each.node, best=best.name, name=each.name, first=first, second=second)
    return best


def _captioned(image: Picture, words: dict[str, object], taken: dict[str, Given], context: Context) -> Picture:
    changes: dict[str, object] = {"line": taken["image"].node.line}
    for key, flat in words.items():
        inner = getattr(image, key)
        if flat and inner and flat != inner:
            rival, group = taken[f"image_{key}"], taken["image"].name
            context.tell("key-conflict/image", rival.node, name=rival.name, key=key, group=group)
        changes[key] = inner or flat
    return structs.replace(image, **changes)


def later(date: object, embargo: object) -> Moment | None:
    """When a release is public: of its date and the end of its embargo the later; None if it has neither."""
    moments = [moment for moment in (date, embargo) if isinstance(moment, Moment)]
    return max(moments, key=lambda moment: moment.at, default=None)


def not_on_day_of(expires: Moment, date: Moment) -> Moment:
    """When a release expires: where only the day of its publication is given, at the end of that day."""
    if not expires.day or expires.at.date() != date.at.date() or expires.at > date.at:
        return expires
    # No day has more than 25 hours; the offset may change in it, which is of no account here.
    return Moment(expires.at + timedelta(days=1), day=True)


def _not_before(updated: Moment, date: Moment, given: Given, context: Context) -> Moment | None:
    """The time of a change, which on the day of publication is never before it; None if it is before."""
    if updated.at >= date.at:
        return updated
    if updated.day and updated.at.date() == date.at.date():
        return Moment(date.at, day=True)
    context.tell("date-order/updated", given.node, other=_shown(updated), date=_shown(date))
    return None


def _shown(moment: Moment) -> str:
    return f"{moment.at:%Y-%m-%d}" if moment.day else f"{moment.at:%Y-%m-%d %H:%M}"
