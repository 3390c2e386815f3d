"""Tags: which spellings are one term, its address, and what it is called in other languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count as numbers

from msgspec import Struct, structs

from pressgen.errors import Problem
from pressgen.model import Alternate, Post, Term
from pressgen.site.i18n import language
from pressgen.site.urls import JOINERS, Address, slugify

RELATED = 3
LOOKED_AT = 8
"""How many earlier releases of each tag may become related ones."""
_APOSTROPHES = dict.fromkeys(map(ord, JOINERS), "ʼ")


class Spelling(Struct, frozen=True, kw_only=True, gc=False):
    """The name shown for a term, its slug, and where it was first used; `rival` is the tag that has its usual slug."""

    name: str
    slug: str
    file: str
    line: int
    rival: str = ""


@lru_cache(maxsize=1 << 14)
def identity(tag: str) -> str:
    """What makes two spellings one term: all but case, blanks, Unicode form and the kind of an apostrophe."""
    if tag.isascii() and "'" not in tag and "`" not in tag:
        return " ".join(tag.casefold().split())
    folded = unicodedata.normalize("NFKC", tag.translate(_APOSTROPHES)).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def spellings(posts: Iterable[Post]) -> dict[str, Spelling]:
    """Identity → the first spelling, oldest release first; each has a slug of its own."""
    names: dict[str, Spelling] = {}
    owners: dict[str, str] = {}
    for post in posts:
        for tag in post.matter.tags:
            key = identity(tag)
            if key in names:
                continue
            usual = slugify(tag)
            slug = usual if usual not in owners else _free(usual, owners)
            rival = owners.get(usual, "")
            names[key] = Spelling(name=tag, slug=slug, file=post.path, line=_line(post), rival=rival)
            owners[slug] = tag
    return names


def _line(post: Post) -> int:
    return post.matter.lines.get("tags", 0)


def _free(usual: str, owners: Mapping[str, str]) -> str:
    return next(slug for number in numbers(2) if (slug := f"{usual}-{number}") not in owners)


def respelled(posts: Iterable[Post], lang: str, names: dict[str, Spelling]) -> tuple[Problem, ...]:
    """A notice for each release in the language whose spelling of a tag is not the one shown."""
    return tuple(
        Problem.at("tag-spelling", post.path, _line(post), tag=tag, other=first.name, file=first.file)
        for post in posts
        if post.lang == lang
        for tag in post.matter.tags
        if (first := names[identity(tag)]).name != tag
    )


def kept_apart(names: Mapping[str, Spelling]) -> Iterator[Problem]:
    """A notice for each term whose usual address an earlier one has."""
    for spelling in names.values():
        if spelling.rival:
            values = {"tag": spelling.name, "other": spelling.rival, "slug": spelling.slug}
            yield Problem.at("tag-address", spelling.file, spelling.line, **values)


def terms(posts: Sequence[Post], names: dict[str, Spelling], prefix: str, address: Address) -> tuple[Term, ...]:
    """The terms of one edition's posts (oldest first), by name."""
    releases: dict[str, list[int]] = {}
    for index, post in enumerate(posts):
        for key in dict.fromkeys(map(identity, post.matter.tags)):
            releases.setdefault(key, []).append(index)
    made = (_term(names[key], tuple(indexes), prefix, address) for key, indexes in releases.items())
    return tuple(sorted(made, key=lambda term: (term.name.casefold(), term.slug)))


def _term(spelling: Spelling, releases: tuple[int, ...], prefix: str, address: Address) -> Term:
    slug, path = spelling.slug, f"{prefix}tags/{spelling.slug}/index.html"
    return Term(
        name=spelling.name, slug=slug, path=path, href=address.href(path), url=address.url(path), releases=releases
    )


def with_translations(
    terms: Mapping[str, tuple[Term, ...]], groups: Iterable[Mapping[str, str]]
) -> dict[str, tuple[Term, ...]]:
    """The terms of each language, each with its versions in others; `groups` are the names of one tag by language."""
    by_name = {lang: {identity(term.name): term for term in found} for lang, found in terms.items()}
    alternates: dict[str, tuple[Alternate, ...]] = {}
    for group in groups:
        named = {tag.replace("_", "-").lower(): name for tag, name in group.items()}
        same = {
            lang: term for lang, known in by_name.items() if (term := known.get(identity(named.get(lang.lower(), ""))))
        }
        if len(same) > 1:
            versions = tuple(_alternate(lang, term) for lang, term in same.items())
            alternates |= {term.path: versions for term in same.values()}
    return {
        lang: tuple(structs.replace(term, alternates=alternates.get(term.path, ())) for term in found)
        for lang, found in terms.items()
    }


def _alternate(lang: str, term: Term) -> Alternate:
    facts = language(lang)
    return Alternate(lang=lang, locale=facts.locale, url=term.url, href=term.href, name=facts.name, dir=facts.dir)


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
