"""Sections, people and series: their pages, and the indexes of people and of series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import structs

from pressgen.content.text.sheets import sheets_for
from pressgen.model import Link, Profile, Rendered, Term
from pressgen.plan.archive import section_archive
from pressgen.plan.heads import head_feeds, index_head
from pressgen.plan.layout import EditionContext, has_own_page
from pressgen.plan.listings import ReleaseList, paginate
from pressgen.plan.structured import PROFILE
from pressgen.plan.views import LISTS, PEOPLE, DirectoryEntry, Listing, TermView
from pressgen.site.i18n import words

ARCHIVE = "archive/"
"""The folder of a section's own archive, below its list."""


def sections(context: EditionContext) -> Iterator[Rendered]:
    """The list of every section, and its archive."""
    word = words(context.edition.lang).gettext
    for term in context.edition.sections:
        settings = context.settings.sections[term.key]
        folder = term.path.removesuffix("index.html")
        archive = Link(title=term.name, href=context.address.href(f"{folder}{ARCHIVE}index.html"))
        release_list = ReleaseList(
            folder=folder,
            heading=term.name,
            description=term.description or word("All releases: %(name)s") % {"name": term.name},
            kind="section",
            template="section.html",
            feeds=head_feeds(term, context, settings.feed),
            breadcrumb=(context.newsroom.home,),
            alternates=term.alternates,
            context={"term": _view(term), "section_archive": archive if settings.archive else None},
        )
        releases = [context.edition.articles[index] for index in term.releases]
        yield from paginate(release_list, releases, context)
        if settings.archive:
            yield from section_archive(term, f"{folder}{ARCHIVE}", releases, context)


def people(context: EditionContext) -> Iterator[Rendered]:
    """The index of people, and the page of each with the releases that name them."""
    edition, word = context.edition, words(context.edition.lang).gettext
    if not edition.people:
        return
    entries = tuple([_person_entry(term, edition.profiles[term.key]) for term in edition.people])
    yield from _index(context, "people/", word("People"), word("People in our releases"), entries)
    for term in edition.people:
        profile = edition.profiles[term.key]
        role = profile.person.role
        release_list = ReleaseList(
            folder=term.path.removesuffix("index.html"),
            heading=term.name,
            description=f"{term.name}, {role}" if role else term.name,
            kind="person",
            template="person.html",
            feeds=head_feeds(term, context),
            breadcrumb=(context.newsroom.home, _index_link(context, "people/", "People")),
            alternates=term.alternates,
            context={"term": _view(term), "profile": profile, "structured": PROFILE},
            sheets=tuple(sorted({LISTS, PEOPLE, *sheets_for(profile.about)})),
        )
        yield from paginate(release_list, [edition.articles[index] for index in term.releases], context)


def series(context: EditionContext) -> Iterator[Rendered]:
    """The index of series, and the page of each with its parts in their order."""
    edition, word = context.edition, words(context.edition.lang).gettext
    if not edition.series:
        return
    entries = tuple(
        DirectoryEntry(title=term.name, href=term.href, text=term.description, count=len(term.releases))
        for term in edition.series
    )
    yield from _index(context, "series/", word("Series"), word("All series of releases"), entries)
    for term in edition.series:
        description = term.description or word("All parts of the series %(name)s") % {"name": term.name}
        trail = (context.newsroom.home, _index_link(context, "series/", "Series"))
        head = context.head(
            "series", term.path, term.name, description, alternates=term.alternates, breadcrumb=trail,
            feeds=head_feeds(term, context), sheets=(LISTS,),
        )  # fmt: skip
        parts = [edition.articles[index] for index in term.releases]
        listing = Listing(heading=term.name, teasers=tuple([part.teaser for part in parts]), count=len(parts))
        numbers = tuple([part.series.number if part.series else 0 for part in parts])
        values = context.values(page=head, listing=listing, numbers=numbers, term=_view(term))
        yield Rendered(path=term.path, template="series.html", values=values)


def _view(term: Term) -> TermView:
    # Without its releases: a page must not change with their numbers in the edition.
    return TermView(name=term.name, href=term.href, description=term.description)


def _person_entry(term: Term, profile: Profile) -> DirectoryEntry:
    role, picture = profile.person.role, profile.portrait
    return DirectoryEntry(title=term.name, href=term.href, text=role, count=len(term.releases), picture=picture)


def _index_link(context: EditionContext, folder: str, title: str) -> Link:
    path = f"{context.edition.prefix}{folder}index.html"
    return Link(title=words(context.edition.lang).gettext(title), href=context.address.href(path))


def _index(
    context: EditionContext, folder: str, title: str, description: str, entries: Sequence[DirectoryEntry]
) -> Iterator[Rendered]:
    """The index of people or of series, unless the newsroom has a page of its own at this address."""
    edition, path = context.edition, f"{folder}index.html"
    if has_own_page(edition, edition.prefix + path):
        return
    others = [one for one in context.site.editions if (one.people if folder == "people/" else one.series)]
    head = index_head(context, folder.rstrip("/"), title, description, path, others)
    head = structs.replace(head, sheets=(LISTS, PEOPLE))
    values = context.values(page=head, entries=tuple(entries))
    yield Rendered(path=edition.prefix + path, template="directory.html", values=values)
