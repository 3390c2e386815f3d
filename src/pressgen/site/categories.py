"""One notice if releases have the categories of another generator, which pressgen does not read as tags by itself."""

from __future__ import annotations

from collections.abc import Iterable

from pressgen.content.settings.places import place
from pressgen.errors import Problem
from pressgen.model import Post

NAMES = ("categories", "category")


def unread_categories(posts: Iterable[Post]) -> tuple[Problem, ...]:
    """A notice with the number of releases that have categories, and the setting that makes them tags."""
    count, names = 0, set[str]()
    for extra in [post.matter.extra for post in posts if post.matter.extra]:
        keys = {name.casefold() for name in extra}
        count += not keys.isdisjoint(NAMES)
        names |= keys.intersection(NAMES)
    if not count:
        return ()
    return (Problem.at("categories-unread", place("tag_keys"), count=count, names=", ".join(sorted(names))),)
