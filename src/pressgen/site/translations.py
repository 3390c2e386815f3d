"""Which documents are versions of one text in several languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from pressgen.errors import Problem
from pressgen.model import Alternate, Page, Post
from pressgen.site.i18n import language


class Versions(Struct, frozen=True):
    """The language versions of documents that have several, and what is wrong with them.

    `alternates` are by path, a document's own among them, in the order of the settings; `paths` are those of all
    versions by language, by the path of the one in the default language.
    """

    alternates: dict[str, tuple[Alternate, ...]]
    paths: dict[str, dict[str, str]]
    problems: tuple[Problem, ...]


def versions(
    documents: Sequence[Post | Page], places: Mapping[str, tuple[str, str]], languages: tuple[str, ...]
) -> Versions:
    """Find the versions of documents; `places` gives the href and url of each path."""
    alternates: dict[str, tuple[Alternate, ...]] = {}
    paths: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    is_alone = len({document.key for document in documents}) == len(documents)
    if is_alone and not any(document.matter.translation_key for document in documents):
        return Versions(alternates, paths, ())
    for group in groups(documents):
        members = [documents[index] for index in group]
        if len(members) < 2:
            continue
        problems += _doubles(members)
        ordered = sorted(members, key=lambda document: languages.index(document.lang))
        shared = tuple(_alternate(document.lang, *places[document.path]) for document in ordered)
        alternates |= {document.path: shared for document in members}
        by_language = {document.lang: document.path for document in reversed(members)}
        if languages[0] in by_language:
            paths[by_language[languages[0]]] = by_language
    return Versions(alternates, paths, tuple(problems))


def groups(documents: Sequence[Post | Page]) -> tuple[tuple[int, ...], ...]:
    """Indexes of the documents that belong together.

    They belong together if they differ only by language in their path, or share a translation key.
    """
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


def _doubles(documents: Sequence[Post | Page]) -> list[Problem]:
    """A problem for each document in a language that another version of it has."""
    seen: dict[str, Post | Page] = {}
    problems: list[Problem] = []
    for document in documents:
        other = seen.setdefault(document.lang, document)
        if other is not document:
            line = document.matter.lines.get("translation_key", 0)
            problems.append(Problem.at("translation-double", document.path, line, lang=document.lang, other=other.path))
    return problems


def _alternate(lang: str, href: str, url: str) -> Alternate:
    facts = language(lang)
    return Alternate(lang=lang, locale=facts.locale, url=url, href=href, name=facts.name, dir=facts.dir)
