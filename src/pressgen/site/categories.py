"""One notice if releases have the categories of another generator, which pressgen does not read as tags by itself."""

from __future__ import annotations

from collections.abc import Iterable

from pressgen.errors import Problem
from pressgen.model import Post

NAMES = ("categories", "category")


def unread_categories(posts: Iterable[Post]) -> tuple[Problem, ...]:
    """A notice with the number of releases that have categories, and the setting that makes them tags."""
    count, names = 0, set[str]()
    for post in posts:
        keys = {name.casefold() for name in post.matter.extra} if post.matter.extra else set[str]()
        count += not keys.isdisjoint(NAMES)
        names |= keys.intersection(NAMES)
    if not count:
        return ()
    return (Problem.at("categories-unread", "pressgen.yml", count=count, names=", ".join(sorted(names))),)
