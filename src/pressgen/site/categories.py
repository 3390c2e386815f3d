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
    return (Problem.at("categories-unread", "pressgen.yml", count=count, names=", ".join(sorted(names))),)
