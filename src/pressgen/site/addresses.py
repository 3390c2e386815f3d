"""Where releases are published: addresses made by the settings' pattern, kept apart where names collide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count

from msgspec import Struct

from pressgen.errors import Problem
from pressgen.model import Page, Post
from pressgen.settings import Settings
from pressgen.site.urls import folded, permalink_path, release_path, slugify


class Addresses(Struct, frozen=True):
    """The output path of each release, by its source, and what is to be told of them."""

    paths: dict[str, str]
    problems: tuple[Problem, ...] = ()


def release_addresses(posts: Sequence[Post], settings: Settings) -> Addresses:
    """The output paths of releases, which must be in the order of their dates.

    Of several that the pattern gives one address, the earliest has it; the later ones get their day as well, and a
    number where that is not enough. So a release keeps its address whatever is published after it. Addresses that
    are written out (`permalink`) are as they are written.
    """
    paths = {post.path: _path(post, settings.permalink, slug_of(post), settings) for post in posts}
    owners: dict[str, str] = {}
    late: list[Post] = []
    for post in posts:
        if not post.matter.permalink and owners.setdefault(folded(paths[post.path]), post.path) != post.path:
            late.append(post)
    if not late:
        return Addresses(paths)
    taken = {folded(path) for path in paths.values()}
    pattern = _with_day(settings.permalink)
    for post in late:
        path = next(path for path in _alternatives(post, pattern, settings) if folded(path) not in taken)
        taken.add(folded(path))
        paths[post.path] = path
    by_day = [folded(_path(post, pattern, slug_of(post), settings)) for post in posts if not post.matter.permalink]
    is_enough = len({*by_day}) == len(by_day)
    return Addresses(paths, (_kept_apart(late, settings, is_enough),))


def slug_of(document: Post | Page) -> str:
    """The slug as written, or made from the file's name."""
    return document.matter.slug or slugify(document.slug)


def prefix_of(lang: str, settings: Settings) -> str:
    """The folder of a language in the output; the default language lives at the root."""
    return "" if lang == settings.languages[0] else lang.lower() + "/"


def _path(post: Post, pattern: str, slug: str, settings: Settings) -> str:
    if post.matter.permalink:
        return permalink_path(post.matter.permalink)
    return release_path(pattern, prefix_of(post.lang, settings), slug, post.date.at)


def _alternatives(post: Post, pattern: str, settings: Settings) -> Iterable[str]:
    """The addresses that a later release may have: with its day, then with a number too."""
    slug = slug_of(post)
    yield _path(post, pattern, slug, settings)
    for number in count(2):
        yield _path(post, pattern, f"{slug}-{number}", settings)


def _with_day(pattern: str) -> str:
    """The pattern with those of year, month and day that it lacks, before the slug."""
    missing = [part for part in ("{year}", "{month}", "{day}") if part not in pattern]
    sign = "/" if "/{slug}" in pattern else "-"
    return pattern.replace("{slug}", sign.join([*missing, "{slug}"]))


def _kept_apart(late: Sequence[Post], settings: Settings, is_enough: bool) -> Problem:
    """One warning for all of them; if the day is enough to keep them apart, one setting would do."""
    first, pattern = late[0].path, _with_day(settings.permalink)
    key = "address-shared" if is_enough and pattern != settings.permalink else "address-shared/day"
    return Problem.at(key, "pressgen.yml", count=len(late), file=first, pattern=pattern)
