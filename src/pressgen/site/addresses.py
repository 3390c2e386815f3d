"""Where releases are published: addresses from the pattern in the settings, each of them unique."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import count

from msgspec import Struct

from pressgen.content.settings.places import place
from pressgen.errors import Problem
from pressgen.model import Page, Post
from pressgen.settings import Settings
from pressgen.site.urls import collision_key, permalink_path, release_path, slugify

FEED_FILES = ("feed.xml", "atom.xml", "feed.json")
"""The files of the feeds of a list: RSS, Atom and JSON Feed."""
ALL_FEEDS = "all/"
"""The folder of the feeds that hold every language."""


class ReleaseAddresses(Struct, frozen=True):
    """The output path of each release by its source, and a warning if some had to differ from the pattern."""

    paths: dict[str, str]
    problems: tuple[Problem, ...] = ()


def release_addresses(posts: Sequence[Post], settings: Settings, other_paths: Collection[str] = ()) -> ReleaseAddresses:
    """The output paths of releases, which must be in the order of their dates; `other_paths` are not free.

    Where the pattern gives several releases one address, the earliest has it; the later ones get their day as well,
    and a number if that is not enough. So a release keeps its address whatever is published after it.
    """
    paths = {post.path: post_path(post, settings) for post in posts}
    # Nearly always each has one of its own.
    if not other_paths and len({*map(collision_key, paths.values())}) == len(paths):
        return ReleaseAddresses(paths)
    owners = {collision_key(path): "" for path in other_paths}
    colliding: list[Post] = []
    for post in posts:
        # A permalink is published as it is written: if it collides, the plan reports that as an error.
        if not post.matter.permalink and owners.setdefault(collision_key(paths[post.path]), post.path) != post.path:
            colliding.append(post)
    if not colliding:
        return ReleaseAddresses(paths)
    used_keys = {*owners, *(collision_key(path) for path in paths.values())}
    pattern = _with_day(settings.permalink)
    for post in colliding:
        path = next(path for path in _alternatives(post, pattern, settings) if collision_key(path) not in used_keys)
        used_keys.add(collision_key(path))
        paths[post.path] = path
    by_day = [
        collision_key(_path(post, pattern, slug_of(post), settings)) for post in posts if not post.matter.permalink
    ]
    is_enough = len({*by_day}) == len(by_day)
    return ReleaseAddresses(paths, (_shared_address(colliding, settings, is_enough),))


def slug_of(document: Post | Page) -> str:
    """The slug in the front matter, else one made from the name of the file."""
    return document.matter.slug or slugify(document.slug)


def prefix_of(lang: str, settings: Settings) -> str:
    """The folder of a language in the output; the default language lives at the root."""
    return "" if lang == settings.languages[0] else lang.lower() + "/"


def post_path(post: Post, settings: Settings) -> str:
    """The output path of a release that no other has to share."""
    return _path(post, settings.permalink, slug_of(post), settings)


def page_path(page: Page, settings: Settings) -> str:
    """The output path of a standing page."""
    if page.matter.permalink:
        return permalink_path(page.matter.permalink)
    folders = page.key.split("/")[1:-1]
    return prefix_of(page.lang, settings) + "/".join([*map(slugify, folders), slug_of(page), "index.html"])


def _path(post: Post, pattern: str, slug: str, settings: Settings) -> str:
    if post.matter.permalink:
        return permalink_path(post.matter.permalink)
    return release_path(pattern, prefix_of(post.lang, settings), slug, post.date.at)


def _alternatives(post: Post, pattern: str, settings: Settings) -> Iterable[str]:
    """The addresses that a later release may have: with its day, then also with a number from 2 on."""
    slug = slug_of(post)
    yield _path(post, pattern, slug, settings)
    for number in count(2):
        yield _path(post, pattern, f"{slug}-{number}", settings)


def _with_day(pattern: str) -> str:
    """Add to a pattern, before the slug, the year, month and day that it lacks."""
    missing = [placeholder for placeholder in ("{year}", "{month}", "{day}") if placeholder not in pattern]
    separator = "/" if "/{slug}" in pattern else "-"
    return pattern.replace("{slug}", separator.join([*missing, "{slug}"]))


def _shared_address(colliding: Sequence[Post], settings: Settings, is_day_enough: bool) -> Problem:
    # One warning for all of them: if the day is enough to keep them apart, one change in the settings fixes them all.
    first, pattern = colliding[0].path, _with_day(settings.permalink)
    key = "address-shared" if is_day_enough and pattern != settings.permalink else "address-shared/day"
    return Problem.at(key, place("permalink"), count=len(colliding), file=first, pattern=pattern)
