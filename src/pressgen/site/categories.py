"""One notice for a site whose releases have categories of another generator that nobody has asked to be read."""

from __future__ import annotations

from collections.abc import Iterable

from pressgen.errors import Problem
from pressgen.model import Post

NAMES = ("categories", "category")


def unread_categories(posts: Iterable[Post]) -> tuple[Problem, ...]:
    """A notice that counts the releases with categories, and names the setting that makes them tags."""
    count, names = 0, set[str]()
    for post in posts:
        given = {name.casefold() for name in post.matter.extra} if post.matter.extra else set[str]()
        count += not given.isdisjoint(NAMES)
        names |= given.intersection(NAMES)
    if not count:
        return ()
    return (
        Problem(
            code="categories-unread",
            severity="notice",
            file="pressgen.yml",
            message=f"Releases with categories: {count}. They are not shown.",
            hint=f"To show them as tags, write `tag_keys: [{', '.join(sorted(names))}]` in pressgen.yml.",
        ),
    )
