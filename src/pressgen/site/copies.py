"""Releases that are there twice: copies that an editor, a file manager or a synchronising program has left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pressgen.errors import Problem
from pressgen.model import Post


def copies(posts: Iterable[Post]) -> list[Problem]:
    """A warning for each release that has the title, the day and the language of another."""
    by_title: dict[str, list[Post]] = {}
    for post in posts:
        by_title.setdefault(post.matter.title, []).append(post)
    problems: list[Problem] = []
    for alike in by_title.values():
        if len(alike) == 1:
            continue
        first: dict[tuple[str, date], str] = {}
        # What is added to the name of a copy makes it longer.
        for post in sorted(alike, key=lambda post: (len(post.path), post.path)):
            other = first.setdefault((post.lang, post.date.at.date()), post.path)
            if other != post.path:
                line = post.matter.lines.get("title", 0)
                problems.append(Problem.at("release-twice", post.path, line, other=other))
    return problems
