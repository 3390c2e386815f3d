"""Which documents are versions of one text in several languages."""

from __future__ import annotations

from collections.abc import Sequence

from pressgen.errors import Problem
from pressgen.model import Alternate, Page, Post
from pressgen.site.i18n import language


def groups(documents: Sequence[Post | Page]) -> tuple[tuple[tuple[int, ...], ...], tuple[Problem, ...]]:
    """Indexes of the documents that belong together, and a problem where two are in one language.

    Documents belong together that differ only by language in their path, or share a translation key.
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
    problems = [problem for group in members.values() for problem in _doubles(documents, group)]
    return tuple(tuple(group) for group in members.values()), tuple(problems)


def _doubles(documents: Sequence[Post | Page], group: list[int]) -> list[Problem]:
    seen: dict[str, Post | Page] = {}
    problems: list[Problem] = []
    for document in (documents[index] for index in group):
        other = seen.setdefault(document.lang, document)
        if other is not document:
            problems.append(
                Problem(
                    code="translation-double",
                    file=document.path,
                    line=document.matter.lines.get("translation_key", 0),
                    message=f"Two versions of one release are in “{document.lang}”; the other is {other.path}.",
                    hint="Give one of them another `lang`, another file name or another `translation_key`.",
                )
            )
    return problems


def alternates(versions: Sequence[tuple[str, str, str]], languages: tuple[str, ...]) -> tuple[Alternate, ...]:
    """The versions (lang, href, url) in the order of the settings; none if there is only one."""
    if len(versions) < 2:
        return ()
    ordered = sorted(versions, key=lambda version: languages.index(version[0]))
    return tuple(_alternate(lang, href, url) for lang, href, url in ordered)


def _alternate(lang: str, href: str, url: str) -> Alternate:
    facts = language(lang)
    return Alternate(lang=lang, locale=facts.locale, url=url, href=href, name=facts.name, dir=facts.dir)
