"""The corrections in front matter, what readers are told about changes of a published release, and its withdrawal."""

from __future__ import annotations

from msgspec import structs

from pressgen.content.dates import time_text
from pressgen.content.frontmatter.groups import read_group
from pressgen.content.frontmatter.keys import comparable
from pressgen.content.frontmatter.values import Context, is_empty, moment, plain_prose
from pressgen.content.yaml.loader import Mapping, Node, Sequence
from pressgen.errors import Problem, shorten
from pressgen.model import Correction, CorrectionKind, FrontMatter, Moment

CORRECTION_KEYS: dict[str, tuple[str, ...]] = {
    "date": ("date", "day", "at", "дата", "sana", "сана"),
    "kind": ("kind", "type", "вид", "тип", "tur", "тур"),
    "text": ("text", "note", "reason", "message", "текст", "matn", "матн"),
}
KINDS: dict[str, CorrectionKind] = {
    **dict.fromkeys(("correction", "corrected", "исправление", "tuzatish", "тузатиш"), "correction"),
    **dict.fromkeys(("clarification", "clarified", "уточнение", "aniqlik", "аниқлик"), "clarification"),
    **dict.fromkeys(("update", "updated", "обновление", "yangilanish", "янгиланиш"), "update"),
    **dict.fromkeys(("withdrawal", "withdrawn", "отзыв", "qaytaribolish", comparable("қайтариб олиш")), "withdrawal"),
}
"""The kinds of corrections by their names in the form for comparison."""


def corrections(name: str, node: Node, context: Context) -> tuple[Correction, ...]:
    """Corrections: a group, or a list of groups, each with date, kind and text."""
    nodes = node.items if isinstance(node, Sequence) else (node,)
    entries = (_correction(name, item, context) for item in nodes if not is_empty(item))
    return tuple(entry for entry in entries if entry is not None)


def _correction(name: str, node: Node, context: Context) -> Correction | None:
    if not isinstance(node, Mapping):
        context.report("correction-invalid", node, name=name)
        return None
    values = read_group(name, node, CORRECTION_KEYS, context)
    text = plain_prose(values.get("text", ""))
    kind = KINDS.get(comparable(values.get("kind", "correction")))
    for key in ("date", "text"):
        if not values.get(key) or (key == "text" and not text):
            context.report(f"correction-invalid/{key}", node, name=name)
            return None
    if kind is None:
        context.report("correction-invalid/kind", node, value=shorten(values["kind"]))
        return None
    date = moment(f"{name}.date", values["date"], node, context)
    return Correction(date=date, text=text, kind=kind) if date else None


def checked_against_date(path: str, matter: FrontMatter, date: Moment, problems: list[Problem]) -> FrontMatter:
    """The front matter without corrections from before publication, which are reported."""
    corrections: list[Correction] = []
    for correction in matter.corrections:
        if correction.date.at >= date.at:
            corrections.append(correction)
        # A day begins before the hour of publication on it.
        elif correction.date.day and correction.date.at.date() == date.at.date():
            corrections.append(structs.replace(correction, date=Moment(date.at, day=True)))
        else:
            other, published = time_text(correction.date.at, correction.date.day), time_text(date.at, date.day)
            values = {"other": other, "date": published}
            problems.append(Problem.at("date-order/correction", path, matter.lines.get("corrections", 0), **values))
    return structs.replace(matter, corrections=tuple(corrections))


def check_withdrawal(contents: dict[str, object], status: Node, context: Context) -> None:
    """Report what is missing in the values of a withdrawn release; `status` is the node of its status.

    A correction of the kind withdrawal can give both the reason and the day.
    """
    corrections = contents.get("corrections")
    entries = corrections if isinstance(corrections, tuple) else ()
    has_note = any(isinstance(entry, Correction) and entry.kind == "withdrawal" for entry in entries)
    if not contents.get("withdrawal") and not has_note:
        context.report("withdrawn-reason", status)
    if not contents.get("updated") and not has_note:
        context.report("withdrawn-date", status)
