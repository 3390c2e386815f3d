"""Tags: which spellings are one term, and its address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from pressgen.errors import Problem
from pressgen.model import Post, Term
from pressgen.site.urls import Address, slugify

RELATED = 3
LOOKED_AT = 8
"""How many earlier releases of each tag may become related ones."""


class Spelling(Struct, frozen=True, gc=False):
    """The name shown for a term, and the file that first used it."""

    name: str
    file: str


def spellings(posts: Iterable[Post]) -> dict[str, Spelling]:
    """Slug → the first spelling, oldest release first; spellings with one slug are one term."""
    names: dict[str, Spelling] = {}
    for post in posts:
        for tag in post.matter.tags:
            names.setdefault(slugify(tag), Spelling(tag, post.path))
    return names


def respelled(posts: Iterable[Post], lang: str, names: dict[str, Spelling]) -> tuple[Problem, ...]:
    """A notice for each release in the language whose spelling of a tag is not the one shown."""
    return tuple(
        Problem(
            code="tag-spelling",
            severity="notice",
            file=post.path,
            line=post.matter.lines.get("tags", 0),
            message=f"The tag “{tag}” is shown as “{first.name}”, as {first.file} spells it.",
            hint="Spell a tag the same way everywhere.",
        )
        for post in posts
        if post.lang == lang
        for tag in post.matter.tags
        if (first := names[slugify(tag)]).name != tag
    )


def terms(posts: Sequence[Post], names: dict[str, Spelling], prefix: str, address: Address) -> tuple[Term, ...]:
    """The terms of one edition's posts (oldest first), by name."""
    releases: dict[str, list[int]] = {}
    for index, post in enumerate(posts):
        for slug in dict.fromkeys(map(slugify, post.matter.tags)):
            releases.setdefault(slug, []).append(index)
    found = (_term(slug, names[slug].name, tuple(indexes), prefix, address) for slug, indexes in releases.items())
    return tuple(sorted(found, key=lambda term: (term.name.casefold(), term.slug)))


def _term(slug: str, name: str, releases: tuple[int, ...], prefix: str, address: Address) -> Term:
    path = f"{prefix}tags/{slug}/index.html"
    return Term(name=name, slug=slug, path=path, href=address.href(path), url=address.url(path), releases=releases)


@lru_cache(maxsize=16)  # most changes that a preview shows are of words, and leave the tags
def similar(terms: tuple[Term, ...], count: int) -> tuple[tuple[int, ...], ...]:
    """For each release up to three earlier ones that share most tags with it, the latest first.

    Only earlier ones: a new release must not change the pages of old ones.
    """
    sharing: list[list[int]] = [[] for _ in range(count)]
    for term in terms:
        for place, index in enumerate(term.releases):
            sharing[index] += term.releases[max(0, place - LOOKED_AT) : place]
    return tuple(map(_most_frequent, sharing))


def _most_frequent(others: list[int]) -> tuple[int, ...]:
    # Count and place in one number: numbers are compared many times faster than pairs.
    ranks: dict[int, int] = {}
    for other in others:
        ranks[other] = ranks.get(other, other) + (1 << 32)
    return tuple([rank & 0xFFFF_FFFF for rank in sorted(ranks.values(), reverse=True)[:RELATED]])
