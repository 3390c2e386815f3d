"""Tags: which spellings are one term, its address, and its versions in other languages."""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, compress, count
from operator import eq
from types import MappingProxyType

from msgspec import Struct, structs

from pressgen.content.languages import lowercase_tag
from pressgen.errors import Problem
from pressgen.model import Alternate, Post, Term
from pressgen.site.i18n import alternate
from pressgen.site.urls import JOINERS, Address, slugify

RELATED = 3
# Only so many earlier releases of each tag can become related ones, else frequent tags would take quadratic time.
RECENT = 8
_NO_SLUGS: Mapping[str, str] = MappingProxyType({})
_APOSTROPHES = dict.fromkeys(map(ord, JOINERS), "ʼ")


class Spelling(Struct, frozen=True, kw_only=True, gc=False):
    """The name of a term on pages, its slug, and where it was used first; `rival` is a tag that has its usual slug."""

    name: str
    slug: str
    file: str
    line: int
    rival: str = ""


@lru_cache(maxsize=1 << 14)
def identity(tag: str) -> str:
    """The key that two spellings of one term share: case, spaces, Unicode form and kind of apostrophe do not matter."""
    if tag.isascii() and "'" not in tag and "`" not in tag:
        return " ".join(tag.casefold().split())
    normalized = unicodedata.normalize("NFKC", tag.translate(_APOSTROPHES)).casefold()
    return " ".join(unicodedata.normalize("NFKC", normalized).split())


def chosen_slugs(groups: Iterable[Mapping[str, str | tuple[str, ...]]], lang: str) -> dict[str, str]:
    """Identity → the `slug` that the settings give a tag in a language."""
    named = ((names_by_language(group).get(lang.lower(), ""), group.get("slug")) for group in groups)
    return {identity(name): slug for name, slug in named if name and isinstance(slug, str)}


def spellings(posts: Iterable[Post], slugs: Mapping[str, str] = _NO_SLUGS) -> dict[str, Spelling]:
    """Identity → the spelling in the oldest release; each has a slug of its own. Releases come from the oldest.

    `slugs` are those that the settings choose, by identity.
    """
    names: dict[str, Spelling] = {}
    owners: dict[str, str] = {}
    tags: set[str] = set()
    for post in posts:
        for tag in post.matter.tags:
            if tag in tags:  # as nearly all are
                continue
            tags.add(tag)
            key = identity(tag)
            if key in names:
                continue
            usual = slugs.get(key) or slugify(tag)
            forms = chain([usual], (f"{usual}-{number}" for number in count(2)))
            slug = next(form for form in forms if form not in owners)
            rival, line = owners.get(usual, ""), post.matter.lines.get("tags", 0)
            names[key] = Spelling(name=tag, slug=slug, file=post.path, line=line, rival=rival)
            owners[slug] = tag
    return names


def spelling_differences(posts: Sequence[Post], names: dict[str, Spelling]) -> Iterator[Problem]:
    """A notice for each of one edition's releases that spells a tag differently from the first."""
    tags = {tag for post in posts for tag in post.matter.tags} - {spelling.name for spelling in names.values()}
    for post in posts if tags else ():
        for tag in post.matter.tags:
            if tag in tags:
                first, line = names[identity(tag)], post.matter.lines.get("tags", 0)
                yield Problem.at("tag-spelling", post.path, line, tag=tag, other=first.name, file=first.file)


def address_collisions(names: Mapping[str, Spelling]) -> Iterator[Problem]:
    """A notice for each term whose usual address belongs to an earlier term."""
    for spelling in names.values():
        if spelling.rival:
            values = {"tag": spelling.name, "other": spelling.rival, "slug": spelling.slug}
            yield Problem.at("tag-address", spelling.file, spelling.line, **values)


def terms(posts: Sequence[Post], names: dict[str, Spelling], prefix: str, address: Address) -> tuple[Term, ...]:
    """The terms of the posts of one edition (from the oldest), sorted by name."""
    releases: dict[str, list[int]] = {}
    for index, post in enumerate(posts):
        for key in dict.fromkeys(map(identity, post.matter.tags)):
            releases.setdefault(key, []).append(index)
    unsorted = (_term(names[key], tuple(indexes), prefix, address) for key, indexes in releases.items())
    return tuple(sorted(unsorted, key=lambda term: (term.name.casefold(), term.slug)))


def names_by_language(group: Mapping[str, str | tuple[str, ...]]) -> dict[str, str]:
    """The names of a tag in the settings by language, in small letters."""
    return {lowercase_tag(key): name for key, name in group.items() if isinstance(name, str)}


def _term(spelling: Spelling, releases: tuple[int, ...], prefix: str, address: Address) -> Term:
    slug, path = spelling.slug, f"{prefix}tags/{spelling.slug}/index.html"
    return Term(
        name=spelling.name, slug=slug, path=path, href=address.href(path), url=address.url(path), releases=releases
    )


def with_translations(
    terms: Mapping[str, tuple[Term, ...]], groups: Iterable[Mapping[str, str | tuple[str, ...]]]
) -> dict[str, tuple[Term, ...]]:
    """The terms of each language, with their versions; each of `groups` has the names of one tag by language."""
    by_identity = {lang: {identity(term.name): term for term in in_lang} for lang, in_lang in terms.items()}
    alternates: dict[str, tuple[Alternate, ...]] = {}
    for group in groups:
        names = names_by_language(group)
        translated = {
            lang: term
            for lang, in_lang in by_identity.items()
            if (term := in_lang.get(identity(names.get(lang.lower(), ""))))
        }
        if len(translated) > 1:
            versions = tuple(alternate(lang, term.href, term.url) for lang, term in translated.items())
            alternates |= {term.path: versions for term in translated.values()}
    return {
        lang: tuple(structs.replace(term, alternates=alternates.get(term.path, ())) for term in in_lang)
        for lang, in_lang in terms.items()
    }


@lru_cache(maxsize=16)  # most edits during a preview leave the tags as they are
def similar(terms: tuple[Term, ...], count: int) -> tuple[tuple[int, ...], ...]:
    """For each release up to three earlier ones: those that share most tags with it, then the latest."""
    # Never later ones, else each new release would change the pages of old ones.
    candidates: list[list[int]] = [[] for _ in range(count)]
    for term in terms:
        latest: deque[int] = deque(maxlen=RECENT)
        for index in term.releases:
            candidates[index] += latest
            latest.append(index)
    # From the last, so that each list goes as soon as it has been looked at.
    latest_first = [tuple(_most_frequent(sorted(candidates.pop(), reverse=True))) for _ in range(count)]
    return tuple(reversed(latest_first))


def _most_frequent(indexes: list[int]) -> list[int]:
    """The most frequent ones of these indexes, which come from the latest; of those as frequent, the latest."""
    repeated = [*compress(indexes, map(eq, indexes, indexes[1:]))]
    if not repeated:
        return indexes[:RELATED]
    frequent = _most_frequent(repeated)
    for index in indexes:
        # If these are too few, they are all that come twice or more.
        if len(frequent) == RELATED:
            break
        if index not in frequent:
            frequent.append(index)
    return frequent
