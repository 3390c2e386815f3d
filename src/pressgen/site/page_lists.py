"""The lists of releases on standing pages: which releases each has, and where the whole list is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressgen.content.frontmatter.keys import near_name
from pressgen.errors import Problem, shorten
from pressgen.model import Link, ListRequest, Page, PageList, Post, Term
from pressgen.settings import Settings
from pressgen.site.addresses import prefix_of
from pressgen.site.collections import FOLDERS, Collections, directory, entries_of, unknown
from pressgen.site.taxonomy import identity
from pressgen.site.texts import localized
from pressgen.site.urls import address_of

_OF_RELEASES = ("authors", "contacts", "corrections", "dateline", "image", "related", "tags", "views")
"""Keys whose values no standing page shows."""


def page_lists(
    page: Page, posts: Sequence[Post], tags: Sequence[Term], collections: Collections, settings: Settings
) -> tuple[tuple[PageList, ...], tuple[Problem, ...]]:
    """The lists that a standing page asks for, without those that are empty, and their problems.

    `posts` are the listed ones of its language, `tags` those of its edition.
    """
    archive = address_of(settings.url).href(f"{prefix_of(page.lang, settings)}archive/index.html")
    shown: list[PageList] = []
    problems: list[Problem] = []
    for request in page.matter.list:
        terms, request_problems = _requested(request, page, tags, collections, settings)
        problems += request_problems
        if request_problems:
            continue
        numbers = set(range(len(posts))).intersection(*(term.releases for term in terms))
        if request.pinned:
            numbers = {number for number in numbers if posts[number].matter.pinned}
        newest = tuple(sorted(numbers, reverse=True)[: request.limit])
        # The archive, which has all releases, needs no title.
        whole = Link(title=terms[0].name, href=terms[0].href) if terms else Link(title="", href=archive)
        if newest:
            is_part = len(terms) > 1 or request.pinned
            shown.append(PageList(title=request.title, releases=newest, whole=None if is_part else whole))
    return tuple(shown), tuple(problems)


def keys_of_releases(page: Page, settings: Settings) -> Iterator[Problem]:
    """Warnings for keys that have no effect on a standing page: for lists of the settings, or for releases alone."""
    matter = page.matter
    if matter.status == "withdrawn":
        return
    written = (
        ("section", "section", matter.section, settings.sections),
        ("people", "person", next(iter(matter.people), ""), settings.people),
        ("series", "series", matter.series.name if matter.series else "", settings.series),
    )
    for name, part, value, entries in written:
        if value and entries:
            line = matter.lines.get(name, 0)
            yield Problem.at("key-in-page", page.path, line, name=name, part=part, value=shorten(value))
    if unseen := [name for name in _OF_RELEASES if name in matter.lines]:
        names = ", ".join(f"`{name}`" for name in unseen)
        yield Problem.at("key-in-page/unseen", page.path, matter.lines[unseen[0]], names=names)


def _requested(
    request: ListRequest, page: Page, tags: Sequence[Term], collections: Collections, settings: Settings
) -> tuple[list[Term], list[Problem]]:
    """The terms that a list asks for, and a problem for each that does not exist."""
    own = collections.of(page.lang)
    terms: list[Term] = []
    problems: list[Problem] = []
    for kind, text, terms_of_kind in zip(FOLDERS, (request.section, request.person, request.series), own, strict=True):
        if not text:
            continue
        key = directory(kind, settings).find(text)
        if not key:
            problems.append(unknown(kind, text, page.path, request.line, entries_of(kind, settings)))
        # It exists, but has no public release yet: the list is empty.
        terms.append(next((term for term in terms_of_kind if term.key == key), _empty_term(text)))
    if request.tag:
        # The text may be the word for a tag that has names by language in the settings.
        names = {key: name for key, name in settings.tags.get(request.tag, {}).items() if isinstance(name, str)}
        names.pop("slug", None)
        name = localized(names, page.lang, settings) or request.tag
        term = next((each for each in tags if identity(each.name) == identity(name)), None)
        if term is None:
            near = near_name(request.tag, [each.name for each in tags])
            problems.append(Problem.at("list-tag", page.path, request.line, tag=shorten(request.tag), near=near))
        terms.append(term or _empty_term(request.tag))
    return terms, problems


def _empty_term(name: str) -> Term:
    return Term(name=name, slug="", path="", href="", url="", releases=())
