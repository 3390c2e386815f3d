"""Documents that are versions of one text in several languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from pressgen.errors import Problem
from pressgen.model import Alternate, Page, Post
from pressgen.site.i18n import alternate
from pressgen.site.urls import Address


class Versions(Struct, frozen=True):
    """The language versions of documents that have several, and their problems; a second one in a language is none.

    `alternates` maps the path of each document to all its versions, itself among them, in the order of the settings.
    `paths` maps the path of the version in the default language to the paths of all versions by language.
    """

    alternates: dict[str, tuple[Alternate, ...]]
    paths: dict[str, dict[str, str]]
    problems: tuple[Problem, ...]


def versions(
    documents: Sequence[Post | Page], hrefs: Mapping[str, str], address: Address, languages: tuple[str, ...]
) -> Versions:
    """Find the versions of documents; `hrefs` has the href of each path."""
    alternates: dict[str, tuple[Alternate, ...]] = {}
    paths: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    is_alone = len({document.key for document in documents}) == len(documents)
    if is_alone and not any(document.matter.translation_key for document in documents):
        return Versions(alternates, paths, ())
    for group in groups(documents):
        members = [documents[index] for index in group]
        # Reversed, so that the first of two documents in one language is the version.
        by_language = {document.lang: document.path for document in reversed(members)}
        problems += _duplicates(members)
        if len(by_language) < 2:
            continue
        places = [(lang, hrefs[by_language[lang]]) for lang in sorted(by_language, key=languages.index)]
        shared = tuple(alternate(lang, href, address.origin + href) for lang, href in places)
        alternates |= dict.fromkeys(by_language.values(), shared)
        if languages[0] in by_language:
            paths[by_language[languages[0]]] = by_language
    return Versions(alternates, paths, tuple(problems))


def groups(documents: Sequence[Post | Page]) -> tuple[tuple[int, ...], ...]:
    """Indexes of documents in groups: their paths differ only by language, or they share a translation key."""
    # A union-find: two groups become one when a document has the path of the first and the key of the second.
    leader = list(range(len(documents)))

    def find(index: int) -> int:
        while leader[index] != index:
            index = leader[index]
        return index

    first: dict[tuple[str, str], int] = {}
    for index, document in enumerate(documents):
        for name in (("path", document.key), ("key", document.matter.translation_key)):
            if name[1]:
                leader[find(index)] = find(first.setdefault(name, index))
    members: dict[int, list[int]] = {}
    for index in range(len(documents)):
        members.setdefault(find(index), []).append(index)
    return tuple(map(tuple, members.values()))


def _duplicates(documents: Sequence[Post | Page]) -> list[Problem]:
    """A problem for each document whose language an earlier version already has."""
    by_language: dict[str, Post | Page] = {}
    problems: list[Problem] = []
    for document in documents:
        earlier = by_language.setdefault(document.lang, document)
        if earlier is not document:
            line = document.matter.lines.get("translation_key", 0)
            values = {"lang": document.lang, "other": earlier.path}
            problems.append(Problem.at("translation-double", document.path, line, **values))
    return problems
