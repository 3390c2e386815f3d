"""Tags: which spellings are one term, and its address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct, structs

from pressgen.errors import Problem
from pressgen.model import Post, Term
from pressgen.site.urls import Address, slugify

RELATED = 3
LOOKED_AT = 8
"""How many earlier releases of each tag may become related ones."""


class Spelling(Struct, frozen=True):
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
    made = (_term(slug, names[slug].name, tuple(found), prefix, address) for slug, found in releases.items())
    return _by_name(made)


def _by_name(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=lambda term: (term.name.casefold(), term.slug)))


def _term(slug: str, name: str, releases: tuple[int, ...], prefix: str, address: Address) -> Term:
    path = f"{prefix}tags/{slug}/index.html"
    return Term(name=name, slug=slug, path=path, href=address.href(path), url=address.url(path), releases=releases)


def joined(
    terms: tuple[Term, ...], index: int, tags: Sequence[str], prefix: str, address: Address
) -> tuple[Term, ...] | None:
    """The terms with one more release, the newest; None where it spells a tag in another way than is shown."""
    known = {term.slug: term for term in terms}
    for tag in tags:
        slug = slugify(tag)
        term = known.get(slug) or _term(slug, tag, (), prefix, address)
        if term.name != tag:
            return None
        if index not in term.releases[-1:]:
            known[slug] = structs.replace(term, releases=(*term.releases, index))
    return _by_name(known.values())


@lru_cache(maxsize=16)  # a preview plans the same terms after each keystroke
def similar(terms: tuple[Term, ...], count: int) -> tuple[tuple[int, ...], ...]:
    """For each release up to three earlier ones that share most tags with it, the latest first.

    Only earlier ones: a new release must not change the pages of old ones.
    """
    sharing: list[list[int]] = [[] for _ in range(count)]
    for term in terms:
        for place, index in enumerate(term.releases):
            sharing[index] += term.releases[max(0, place - LOOKED_AT) : place]
    return tuple(map(_most_frequent, sharing))


def similar_to_newest(terms: tuple[Term, ...], index: int) -> tuple[int, ...]:
    """The same for the newest release alone."""
    shared = [term.releases[-1 - LOOKED_AT : -1] for term in terms if term.releases[-1] == index]
    return _most_frequent([other for others in shared for other in others])


def _most_frequent(others: list[int]) -> tuple[int, ...]:
    # Count and place in one number: numbers are compared many times faster than pairs.
    ranks: dict[int, int] = {}
    for other in others:
        ranks[other] = ranks.get(other, other) + (1 << 32)
    return tuple(sorted(ranks, key=ranks.__getitem__, reverse=True)[:RELATED])
