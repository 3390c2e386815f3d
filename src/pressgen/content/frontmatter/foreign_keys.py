"""Unknown keys that may hold a page back: those of other generators, names with a doubt, and near misses."""

from __future__ import annotations

from pressgen.content import dates
from pressgen.content.frontmatter import withholding
from pressgen.content.frontmatter.fields import Given
from pressgen.content.frontmatter.keys import find, near_miss, normal
from pressgen.content.frontmatter.values import Context, shown
from pressgen.content.yaml_tree import Node, Scalar
from pressgen.model import Moment

_SHORTEST = 3
_FLAGS = {"draft": True, "unlisted": True, "noindex": True, "published": False}
_TIMES = frozenset(("date", "expires", "embargo"))


def read_foreign(name: Scalar, node: Node, context: Context) -> list[Given] | None:
    """What a key of another generator asks for, with a warning, or an error for what cannot be; None for other keys."""
    effect = withholding.effect(normal(name.text), node)
    if not effect:
        return None
    if effect in ("refused", "none"):
        problem = "access-refused" if effect == "refused" else "key-no-effect"
        context.tell(problem, name, name=shown(name.text), value=shown(withholding.flat(node)))
        return []
    context.tell("key-read-as", name, name=shown(name.text), value=shown(withholding.flat(node)), key=effect)
    known = find(effect)
    field, value = ("status", "draft") if effect == "draft" else (effect, True)
    return [Given(name.text, name, known[0], 0, field, value)] if known else []


def tell_doubt(name: Scalar, node: Node, date: Moment | None, context: Context) -> bool:
    """Report a later day under a name that may mean publication or may be about something else: `release`, `launch`."""
    if not withholding.meaning(name.text).is_doubtful or not isinstance(node, Scalar):
        return False
    try:
        moment = dates.parse(node.text, context.zone)
    except dates.DateError:
        return False
    if date is not None and moment.at <= date.at:
        return False
    context.tell("embargo-unclear", name, name=shown(name.text), value=shown(node.text))
    return True


def tell_near_withholding(name: Scalar, node: Node, context: Context) -> bool:
    """Report a near miss of a key that would hold the release back, if the value says so."""
    value = withholding.flat(node)
    if not (withholding.is_withheld(value) or withholding.flag(value) is not None or _is_date(value, context)):
        return False
    meant = near_miss(name.text, _SHORTEST)
    known = find(meant) if meant else None
    if known is None or not _holds(known[0].name, value, context):
        return False
    wanted = f"{meant}: {shown(value)}"
    if known[0].name == "published" and withholding.flag(value) is None:
        wanted = f"embargo: {shown(value)}"
    elif known[0].name == "embargo" and withholding.is_yes(value):
        wanted = f"{meant}: 2026-12-10 09:00"
    context.tell("key-near-miss/withholding", name, name=shown(name.text), key=meant, entry=wanted)
    return True


def _holds(key: str, value: str, context: Context) -> bool:
    """Whether a value would hold a release back under a key."""
    if key == "status":
        return withholding.is_withheld(value)
    if key in _FLAGS:
        return withholding.flag(value) is _FLAGS[key] or (key == "published" and _is_date(value, context))
    return key in _TIMES and (_is_date(value, context) or (key == "embargo" and withholding.is_yes(value)))


def _is_date(value: str, context: Context) -> bool:
    try:
        dates.parse(value, context.zone)
    except dates.DateError as error:
        return error.case == "days"
    return True
