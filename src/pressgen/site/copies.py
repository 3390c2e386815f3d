"""Releases that are there twice: copies that an editor, a file manager or a synchronising program has left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pressgen.errors import Problem
from pressgen.model import Post

_SEPARATOR = re.compile(r"[\W_]")


def copies(posts: Iterable[Post]) -> list[Problem]:
    """A warning for each release that says the same as another of its day, and has its name with something added."""
    by_title: dict[str, list[Post]] = {}
    for post in posts:
        by_title.setdefault(post.matter.title, []).append(post)
    return [problem for alike in by_title.values() if len(alike) > 1 for problem in _copies(alike)]


def _copies(alike: list[Post]) -> Iterator[Problem]:
    paths = {(post.path, post.lang, post.date.at.date()) for post in alike}
    for post in alike:
        originals = (path for path in _originals(post.path) if (path, post.lang, post.date.at.date()) in paths)
        if original := next(originals, ""):
            yield Problem.at("release-twice", post.path, post.matter.lines.get("title", 0), other=original)


def _originals(path: str) -> Iterator[str]:
    """The files of which one may be a copy: `plan.md` of `plan (1).md` and `Copy of plan.md`, but not of `plan2.md`."""
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    for separator in _SEPARATOR.finditer(stem):
        for rest in (stem[: separator.start()], stem[separator.end() :]):
            yield f"{folder}{slash}{rest}{dot}{ending}"
