"""Keys without a value: not given, unless the page could be public before its time."""

from __future__ import annotations

from pressgen.content.frontmatter import withholding
from pressgen.content.frontmatter.keys import KeyMatch, comparable, find_key, near_miss
from pressgen.content.frontmatter.values import Context
from pressgen.content.yaml_tree import Node, Scalar, is_null
from pressgen.errors import shorten
from pressgen.model import FrontMatter

EmptyKey = tuple[Scalar, Node, KeyMatch | None]
"""The name as written, its value, and the key that it stands for."""

_EMBARGO = "2026-12-10 09:00"
_EXAMPLES = {"embargo": _EMBARGO, "status": "draft", "draft": "true", "published": "false"}
"""For each key that keeps a page back, a value that does."""


def report_empty(keys: list[EmptyKey], matter: FrontMatter, context: Context) -> None:
    """Report each key that must have a value; a draft can wait for its date and for all that keeps it back."""
    is_draft = matter.status == "draft"
    for name, node, match in keys:
        key = match.key.name if match else ""
        if key == "title" or (key == "date" and not is_draft and matter.date is None):
            context.report(f"{key}-missing/value", name, name=name.text)
        # `null` says that there is no value; where nothing is written, it may have been forgotten.
        elif not is_draft and not (isinstance(node, Scalar) and is_null(node) and node.text):
            entry = _entry(name.text, key)
            if entry:
                context.report("key-empty", name, name=shorten(name.text), entry=entry)


def _entry(name: str, key: str) -> str:
    """What to write instead of a name alone, if it can keep a page back until its time; else ""."""
    if key == "date":
        return f"embargo: {_EMBARGO}"
    if key:
        return f"{shorten(name)}: {_EXAMPLES[key]}" if key in _EXAMPLES else ""
    if withholding.keeps_back(comparable(name)):
        return f"draft: {_EXAMPLES['draft']}"
    # The other keys are shorter, so that what looks like a typo can be another word, such as `craft` or `stats`.
    similar = find_key(near_miss(name))
    return f"embargo: {_EMBARGO}" if similar and similar.key.name == "embargo" else ""
