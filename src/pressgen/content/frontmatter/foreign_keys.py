"""Unknown keys that may withhold a page: those of other generators, doubtful names, and near misses."""

from __future__ import annotations

from pressgen.content import dates
from pressgen.content.frontmatter import vocabulary, withholding
from pressgen.content.frontmatter.fields import FieldValue
from pressgen.content.frontmatter.groups_of_page import is_in_group, read_as, read_group_of_page
from pressgen.content.frontmatter.keys import comparable, edit_distance, find_key, near_miss, skeleton
from pressgen.content.frontmatter.values import Context
from pressgen.content.yaml_tree import Mapping, Node, Scalar
from pressgen.errors import shorten

_MIN_LENGTH = 3
_PROBLEMS = {"refused": "access-refused", "none": "key-no-effect", "unclear": "embargo-unclear/word"}
"""For each effect that no key of pressgen's has, the problem that says so."""
_EXAMPLE = "2026-12-10 09:00"
_EMBARGOES = ("embargo", "embargountil", "embargoed")
_NEAR_FLAGS = {
    True: frozenset(map(skeleton, vocabulary.NAMES_IF_SET)),
    False: frozenset(map(skeleton, vocabulary.NAMES_IF_FALSE)),
}
"""For yes and no, names of flags that keep a page back with it."""


def read_foreign(name: Scalar, node: Node, context: Context) -> list[FieldValue] | None:
    """The effect of another generator's key, with a warning, or an error if there is none here; None for other keys."""
    effect = withholding.effect(comparable(name.text), node)
    if not effect:
        return read_group_of_page(name, node, context) if is_in_group(name, node) else None
    value = shorten(withholding.flatten(node))
    if effect in _PROBLEMS:
        problem = _PROBLEMS[effect]
        context.report(problem, name, name=shorten(name.text), value=value)
        return []
    return read_as(effect, name, name.text, value, context)


def report_near_withholding(name: Scalar, node: Node, context: Context) -> bool:
    """Report a near miss of a key that would withhold the release with this value."""
    value = withholding.flatten(node)
    if not isinstance(node, Mapping) and withholding.holds_back(name.text, value):
        context.report("key-near-miss/withholding", name, name=shorten(name.text), key="draft", entry="draft: true")
        return True
    is_embargo = _is_nearly_embargo(name.text) and not withholding.is_no(value)
    is_plain = not (withholding.is_withheld(value) or withholding.parse_flag(value) is not None)
    if is_plain and not is_embargo and not _is_date(value, context):
        return False
    similar_name = near_miss(name.text, _MIN_LENGTH) or ("embargo" if is_embargo else "")
    match = find_key(similar_name) if similar_name else None
    if match is None or not (is_embargo or _would_withhold(match.key.name, value, context)):
        return _report_near_flag(name, value, context)
    entry = f"{similar_name}: {shorten(value)}"
    if match.key.name == "published" and withholding.parse_flag(value) is None:
        entry = f"embargo: {shorten(value)}"
    elif match.key.name == "embargo" and not _is_date(value, context):
        entry = f"{similar_name}: {_EXAMPLE}"
    context.report("key-near-miss/withholding", name, name=shorten(name.text), key=similar_name, entry=entry)
    return True


def _report_near_flag(name: Scalar, value: str, context: Context) -> bool:
    """Report a near miss of a flag of another generator that would keep the page back."""
    flag = withholding.parse_flag(value)
    # 0 and 1 are numbers more often: `interval: 1` is no `internal`.
    if flag is None or value.strip().isdigit():
        return False
    wanted = skeleton(name.text)
    # Only one edit: with two, `is_published` would be nearly `unpublished`.
    if not any(edit_distance(wanted, flag_name, 1) <= 1 for flag_name in _NEAR_FLAGS[flag]):
        return False
    context.report("embargo-unclear/word", name, name=shorten(name.text), value=shorten(value))
    return True


def _is_nearly_embargo(name: str) -> bool:
    """Whether a name can be nothing but a typo of this key, whatever its value says."""
    return any(edit_distance(skeleton(name), key, 1) <= 1 for key in _EMBARGOES)


def _would_withhold(key: str, value: str, context: Context) -> bool:
    """Whether a value would withhold a release under a key."""
    if key == "status":
        return withholding.is_withheld(value)
    if key in vocabulary.FLAGS:
        return withholding.parse_flag(value) is vocabulary.FLAGS[key] or (
            key == "published" and _is_date(value, context)
        )
    return key in vocabulary.TIMES and (_is_date(value, context) or (key == "embargo" and withholding.is_yes(value)))


def _is_date(value: str, context: Context) -> bool:
    return dates.is_date(value, context.zone)
