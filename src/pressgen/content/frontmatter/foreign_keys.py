"""Unknown keys that may withhold a page: those of other generators, doubtful names, and near misses."""

from __future__ import annotations

from datetime import timedelta

from pressgen.content import dates
from pressgen.content.frontmatter import withholding
from pressgen.content.frontmatter.fields import FieldValue
from pressgen.content.frontmatter.keys import comparable, edit_distance, find_key, near_miss, skeleton
from pressgen.content.frontmatter.values import Context
from pressgen.content.release_lines import latest_day
from pressgen.content.yaml_tree import Mapping, Node, Scalar
from pressgen.errors import shorten
from pressgen.model import Moment

_MIN_LENGTH = 3
_FLAGS = {"draft": True, "unlisted": True, "noindex": True, "published": False}
"""Flags that withhold a release, each with the value that does."""
_STATES_AND_FLAGS = frozenset(("status", *_FLAGS))
_ENDS_AND_EMBARGOES = ("embargo", "expires")
_EXAMPLE = "2026-12-10 09:00"
_EMBARGOES = ("embargo", "embargountil", "embargoed")
_DAY = timedelta(days=1)
_TIMES = frozenset(("date", "expires", "embargo"))


def read_foreign(name: Scalar, node: Node, context: Context) -> list[FieldValue] | None:
    """The effect of another generator's key, with a warning, or an error if there is none here; None for other keys."""
    effect = withholding.effect(comparable(name.text), node)
    if not effect:
        if isinstance(node, Mapping) and comparable(name.text) in withholding.CONTAINERS:
            return _read_container(name, node, context)
        return None
    value = shorten(withholding.flatten(node))
    if effect in ("refused", "none"):
        problem = "access-refused" if effect == "refused" else "key-no-effect"
        context.report(problem, name, name=shorten(name.text), value=value)
        return []
    return _read_as(effect, name, name.text, value, context)


def _read_as(effect: str, name: Scalar, written: str, value: str, context: Context) -> list[FieldValue]:
    """The field that a key with this effect sets, with a warning."""
    context.report("key-read-as", name, name=shorten(written), value=value, key=effect)
    match = find_key(effect)
    field, content = ("status", "draft") if effect == "draft" else (effect, True)
    return [FieldValue(written, name, match.key, 0, field, content)] if match else []


def _read_container(group: Scalar, node: Mapping, context: Context, within: str = "") -> list[FieldValue] | None:
    """The effects of keys in a group of a theme or an editor; None if there is none. A time in it is an error."""
    fields: list[FieldValue] = []
    has_effect = False
    for name, value in node.entries:
        written, match = f"{within}{group.text}.{name.text}", find_key(name.text)
        own_name = match.key.name if match and match.key.name in _STATES_AND_FLAGS else comparable(name.text)
        text = shorten(withholding.flatten(value))
        if isinstance(value, Mapping) and own_name in withholding.CONTAINERS:
            inner = _read_container(name, value, context, f"{within}{group.text}.")
            if inner is None:
                continue
            fields += inner
        elif effect := withholding.effect_within(own_name, value):
            fields += _read_as(effect, name, written, text, context)
        elif (
            match
            and match.key.name in _ENDS_AND_EMBARGOES
            and ((is_date := _is_date(text, context)) or withholding.is_embargo(name.text, text))
        ):
            entry = f"{match.key.name}: {text if is_date else _EXAMPLE}"
            context.report("key-near-miss/withholding", name, name=shorten(written), key=match.key.name, entry=entry)
        else:
            continue
        has_effect = True
    return fields if has_effect else None


def report_doubt(name: Scalar, node: Node, date: Moment | None, context: Context) -> bool:
    """Report a later date under a name that may mean publication or something else: `release`, `launch`."""
    if not withholding.meaning(name.text).is_doubtful or isinstance(node, Mapping):
        return False
    values = [node] if isinstance(node, Scalar) else node.items
    later = next((each for each in values if isinstance(each, Scalar) and _may_be_later(each, date, context)), None)
    if later is not None:
        context.report("embargo-unclear", name, name=shorten(name.text), value=shorten(later.text))
    return later is not None


def _may_be_later(value: Scalar, date: Moment | None, context: Context) -> bool:
    """Whether a value is a time later than the date, in one of its meanings or of the zones that it may be in."""
    try:
        moment = dates.parse(value.text, context.zone)
    except dates.DateError as error:
        if error.case == "form":
            return False
        day = latest_day(value.text, date.at.date()) if date else None
        return date is None or day is None or day + _DAY >= date.at.date()
    return date is None or moment.at > date.at


def report_near_withholding(name: Scalar, node: Node, context: Context) -> bool:
    """Report a near miss of a key that would withhold the release with this value."""
    value = withholding.flatten(node)
    if isinstance(node, Scalar) and withholding.holds_back(name.text, value):
        context.report("key-near-miss/withholding", name, name=shorten(name.text), key="draft", entry="draft: true")
        return True
    is_embargo = _is_nearly_embargo(name.text) and not withholding.is_no(value)
    is_plain = not (withholding.is_withheld(value) or withholding.parse_flag(value) is not None)
    if is_plain and not is_embargo and not _is_date(value, context):
        return False
    similar_name = near_miss(name.text, _MIN_LENGTH) or ("embargo" if is_embargo else "")
    match = find_key(similar_name) if similar_name else None
    if match is None or not (is_embargo or _would_withhold(match.key.name, value, context)):
        return False
    entry = f"{similar_name}: {shorten(value)}"
    if match.key.name == "published" and withholding.parse_flag(value) is None:
        entry = f"embargo: {shorten(value)}"
    elif match.key.name == "embargo" and not _is_date(value, context):
        entry = f"{similar_name}: {_EXAMPLE}"
    context.report("key-near-miss/withholding", name, name=shorten(name.text), key=similar_name, entry=entry)
    return True


def _is_nearly_embargo(name: str) -> bool:
    """Whether a name can be nothing but a typo of this key, whatever its value says."""
    return any(edit_distance(skeleton(name), key, 1) <= 1 for key in _EMBARGOES)


def _would_withhold(key: str, value: str, context: Context) -> bool:
    """Whether a value would withhold a release under a key."""
    if key == "status":
        return withholding.is_withheld(value)
    if key in _FLAGS:
        return withholding.parse_flag(value) is _FLAGS[key] or (key == "published" and _is_date(value, context))
    return key in _TIMES and (_is_date(value, context) or (key == "embargo" and withholding.is_yes(value)))


def _is_date(value: str, context: Context) -> bool:
    return dates.is_date(value, context.zone)
