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
    written = f"`{shown(name.text)}: {shown(withholding.flat(node))}`"
    if effect == "refused":
        message = f"`{shown(name.text)}` keeps nobody out here: a published page is open to all."
        context.tell(
            "access-refused", name, message, "Write `draft: true` to hold the release back, or delete the key."
        )
        return []
    if effect == "none":
        message = f"{written} has no effect here: the page stays where it is."
        context.tell("key-no-effect", name, message, "Delete the key.", "warning")
        return []
    message = f"{written} is read as `{effect}: true`."
    context.tell("key-read-as", name, message, f"Write `{effect}: true`, or delete the key.", "warning")
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
    message = f"`{shown(name.text)}: {shown(node.text)}` may mean that the release is not public before that day."
    hint = f"Write `embargo: {shown(node.text)}` if it does; else give the key another name."
    context.tell("embargo-unclear", name, message, hint)
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
    message = f"“{shown(name.text)}” is not a known key; did you mean `{meant}`? Then the release is held back."
    wanted = f"{meant}: {shown(value)}"
    if known[0].name == "published" and withholding.flag(value) is None:
        wanted = f"embargo: {shown(value)}"
    elif known[0].name == "embargo" and withholding.is_yes(value):
        wanted = f"{meant}: 2026-12-10 09:00"
    context.tell("key-near-miss", name, message, f"Write `{wanted}`, or give the key another name.")
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
        return error.readings is not None
    return True
