"""Addresses that were ever issued, as the record knows them: where each leads now, and which are lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from pressgen.content.record_file import Record
from pressgen.model import (
    PLACES,
    RECORD_FILE,
    Edition,
    Entry,
    Issued,
    Page,
    Place,
    Post,
    Recorded,
    Redirect,
    Term,
    address_of_path,
)
from pressgen.site.addresses import ALL_FEEDS, FEED_FILES, prefix_of
from pressgen.site.articles import SiteContext
from pressgen.site.embargo import EXPIRED, is_hidden_only_as
from pressgen.site.record import version_path
from pressgen.site.taxonomy import identity
from pressgen.site.urls import permalink_path
from pressgen.site.withdrawal import is_listed

_PAGE, _TAG, _ALIAS, _LIST = PLACES
CORRECTIONS, AGENDA, MOST_READ = "corrections/", "agenda/", "most-read/"
"""The folders of lists that are there only while something is in them."""
KEPT = (CORRECTIONS, AGENDA)
"""Those that stay when they become empty: somebody subscribed to them, and something may be in them again."""
Terms = Mapping[str, Sequence[Term]]
_redirect = partial(Redirect, is_recorded=True)
_new_line = partial(Entry, version=1, at="")
"""A line of the record that has no time yet."""


class IssuedAddresses(Struct, frozen=True):
    """What became of all addresses: redirects, addresses that nothing has, and the lines that the record lacks.

    The lines have no time yet.
    """

    redirects: tuple[Redirect, ...] = ()
    lost: tuple[Issued, ...] = ()
    pending: tuple[Entry, ...] = ()


def issued_addresses(
    documents: Sequence[Post | Page],
    posts: Iterable[Post],
    record: Record,
    context: SiteContext,
    terms: Terms,
    editions: Sequence[Edition],
) -> IssuedAddresses:
    """Compare the addresses in the record with those of the visible documents; `posts` are all, also hidden ones."""
    places = {place.id: place for place in record.places}
    pages = [document for document in documents if isinstance(document, Page)]
    listed = [each for each in documents if isinstance(each, Post) and not each.matter.unlisted]
    # Nobody misses the address of a sample.
    own = [document for document in documents if not document.matter.sample]
    return IssuedAddresses(
        (
            *_moves_of_releases(context, record.releases),
            *_moves_of_pages(pages, places.values(), context),
            *_moves_of_tags(listed, places.values(), context, terms),
            *_moves_of_aliases(record, context),
            *_moves_of_languages(documents, record, context),
            *_moves_of_lists(places.values(), editions, context),
        ),
        (*_lost_releases(posts, context), *_lost_pages(places.values(), context)),
        (
            *_moved_notices(documents, context),
            *_new_pages(own, places, context),
            *_new_tags(listed, places, context, terms),
            *_new_aliases(own, places, context),
            *_new_lists(places, editions),
        ),
    )


# --- releases -------------------------------------------------------------------------------------


def _moves_of_releases(context: SiteContext, releases: Iterable[Recorded]) -> Iterator[Redirect]:
    """Redirects from all earlier addresses of releases, and from versions that no longer have a page.

    Those of a release that is not public lead to its last address, so that one more redirect helps them all.
    """
    sources = {recorded.id: source for source, recorded in context.record.by_source.items()}
    for recorded in releases:
        if not recorded.addresses:
            continue
        source = sources.get(recorded.id, "")
        path = context.paths.get(source, "")
        file = source or RECORD_FILE
        # Most releases never move.
        if len(recorded.addresses) > 1 or (path and f"{recorded.addresses[0][1:]}index.html" != path):
            target = f"/{path}" if path else recorded.addresses[-1]
            for address in recorded.addresses:
                if permalink_path(address) != permalink_path(target):
                    yield _redirect(address=address, target=target, file=file)
        # A withdrawn or deleted release has no versions; whoever looks for one is led to its address.
        if len(recorded.versions) > 1 and (not path or source in context.withdrawn):
            for version in recorded.versions:
                old = f"/{version_path(version.address, version.number)}"
                yield _redirect(address=old, target=version.address, file=file)


def _lost_releases(posts: Iterable[Post], context: SiteContext) -> Iterator[Issued]:
    """The addresses of releases that were deleted, or are hidden for another reason than that they expired."""
    for recorded in context.record.gone:
        last, source = recorded.versions[-1], recorded.source
        for address in recorded.addresses[-1:]:
            yield Issued(address=address, title=last.title, source=source, file=RECORD_FILE, line=last.line)
    hidden = context.record.by_source.keys() - context.paths.keys()
    for post in posts if hidden else ():
        if post.path in hidden and not is_hidden_only_as(EXPIRED, post, context.instant):
            title, line = post.matter.title, post.matter.lines.get("status", post.matter.lines.get("date", 0))
            for address in context.record.by_source[post.path].addresses[-1:]:
                yield Issued(address=address, title=title, source=post.path, file=post.path, line=line, is_hidden=True)


def _moved_notices(documents: Iterable[Post | Page], context: SiteContext) -> Iterator[Entry]:
    """What the record lacks of withdrawn releases, whose text nobody compares with it."""
    for document in documents if context.withdrawn else ():
        recorded = context.record.by_source.get(document.path)
        if document.path not in context.withdrawn or recorded is None:
            continue
        address = address_of_path(context.paths[document.path])
        is_moved = not recorded.addresses or address != recorded.addresses[-1]
        if is_moved or (recorded.source, recorded.lang) != (document.path, document.lang):
            yield Entry(
                id=recorded.id,
                version=recorded.versions[-1].number,
                at="",
                source=document.path if recorded.source != document.path else "",
                lang=document.lang if recorded.lang != document.lang else "",
                address=address if is_moved else "",
            )


# --- pages ----------------------------------------------------------------------------------------


def _moves_of_pages(pages: Iterable[Page], places: Iterable[Place], context: SiteContext) -> Iterator[Redirect]:
    """Redirects from all earlier addresses of pages, also of those whose file has another name now."""
    by_text = {(page.lang, page.body.digest): page.path for page in pages}
    for place in places:
        if not place.id.startswith(_PAGE):
            continue
        source = place.id.removeprefix(_PAGE)
        if source not in context.paths:
            source = by_text.get((place.lang, place.digest), "") if place.digest else ""
        path = context.paths.get(source, "")
        for address in place.addresses if path else ():
            if permalink_path(address) != path:
                yield _redirect(address=address, target=f"/{path}", file=source)


def _lost_pages(places: Iterable[Place], context: SiteContext) -> Iterator[Issued]:
    for place in places:
        source = place.id.removeprefix(_PAGE)
        if source != place.id and source not in context.paths:
            is_hidden = source in context.index.sources
            yield Issued(
                address=place.addresses[-1],
                title=source.rpartition("/")[2],
                source=source,
                file=source if is_hidden else RECORD_FILE,
                line=0 if is_hidden else place.line,
                is_hidden=is_hidden,
            )


def _new_pages(documents: Iterable[Post | Page], places: Mapping[str, Place], context: SiteContext) -> Iterator[Entry]:
    # A withdrawn release whose text was never recorded is like a page.
    unrecorded = context.withdrawn - context.record.by_source.keys()
    for document in (each for each in documents if isinstance(each, Page) or each.path in unrecorded):
        name, address = _PAGE + document.path, address_of_path(context.paths[document.path])
        place = places.get(name)
        if place is None or place.addresses[-1:] != (address,):
            yield _new_line(id=name, lang=document.lang, address=address, digest=document.body.digest)


# --- tags -----------------------------------------------------------------------------------------


def _moves_of_tags(
    listed: Iterable[Post], places: Iterable[Place], context: SiteContext, terms: Terms
) -> Iterator[Redirect]:
    """Redirects from the pages of former tags: to the only tag that the release has now, or to all tags."""
    paths = {term.path for in_lang in terms.values() for term in in_lang}
    former = [each for each in places if each.id.startswith(_TAG) and permalink_path(each.addresses[-1]) not in paths]
    if not former:
        return
    by_id = {context.ids[post.path]: post for post in listed}
    for place in former:
        lang = place.lang if place.lang in context.settings.languages else context.settings.languages[0]
        post = by_id.get(place.release)
        pages = {identity(term.name): term.path for term in terms.get(lang, ())}
        tags = [pages[identity(tag)] for tag in post.matter.tags if identity(tag) in pages] if post else []
        target = f"/{tags[0]}" if len(tags) == 1 else f"/{prefix_of(lang, context.settings)}tags/"
        for address in place.addresses:
            yield _redirect(address=address, target=target, file=RECORD_FILE, line=place.line, has_feeds=True)


def _new_tags(
    listed: Iterable[Post], places: Mapping[str, Place], context: SiteContext, terms: Terms
) -> Iterator[Entry]:
    """The page of each tag, with the oldest release that has it."""
    for lang, in_lang in terms.items():
        fresh = [term for term in in_lang if _TAG + address_of_path(term.path) not in places]
        posts = [post for post in listed if post.lang == lang] if fresh else []
        for term in fresh:
            address = address_of_path(term.path)
            oldest = next((posts[index] for index in term.releases if not posts[index].matter.sample), None)
            if oldest:
                yield _new_line(id=_TAG + address, lang=lang, address=address, release=context.ids[oldest.path])


# --- aliases --------------------------------------------------------------------------------------


def is_alias(entry: Entry) -> bool:
    """Whether a line of the record is that of an alias."""
    return entry.id.startswith(_ALIAS)


def _moves_of_aliases(record: Record, context: SiteContext) -> Iterator[Redirect]:
    """Redirects from aliases to the release or page that had them, even if its file does not name them any more."""
    aliases = [place for place in record.places if place.id.startswith(_ALIAS)]
    if not aliases:
        return
    sources = {name: source for source, name in context.ids.items()}
    last_addresses = {release.id: release.addresses[-1] for release in record.releases if release.addresses}
    last_addresses |= {place.id: place.addresses[-1] for place in record.places}
    public_paths = {*context.paths.values()}
    for place in aliases:
        source = sources.get(place.release) or place.release.removeprefix(_PAGE)
        path = context.paths.get(source, "")
        target = f"/{path}" if path else last_addresses.get(place.release, "")
        for address in place.addresses if target else ():
            # What has a page of its own needs no alias any more.
            if permalink_path(address) not in public_paths:
                yield _redirect(address=address, target=target, file=source if path else RECORD_FILE)


def _moves_of_languages(documents: Iterable[Post | Page], record: Record, context: SiteContext) -> Iterator[Redirect]:
    """Redirects from the home page, the indexes and the feeds of a language in which nothing is public any more."""
    settings = context.settings
    languages = {settings.languages[0], *(document.lang for document in documents)}
    for lang in sorted({*record.languages} - languages):
        for page in ("", "tags/", "archive/"):
            address = f"/{prefix_of(lang, settings)}{page}"
            yield _redirect(address=address, target=f"/{page}", file=RECORD_FILE, has_feeds=not page)
    # A site of one language has no feeds of all languages.
    if len(languages) == 1 < len(languages.union(record.languages)):
        for name in FEED_FILES:
            yield _redirect(address=f"/{ALL_FEEDS}{name}", target=f"/{name}", file=RECORD_FILE)


def _new_aliases(
    documents: Iterable[Post | Page], places: Mapping[str, Place], context: SiteContext
) -> Iterator[Entry]:
    fresh: set[str] = set()
    for document in documents:
        for alias in document.matter.aliases:
            address = address_of_path(permalink_path(alias))
            if _ALIAS + address not in places and address not in fresh:
                fresh.add(address)
                release = context.ids.get(document.path) or _PAGE + document.path
                yield _new_line(id=_ALIAS + address, lang=document.lang, address=address, release=release)


# --- lists ----------------------------------------------------------------------------------------


def has_corrections(edition: Edition) -> bool:
    """Whether the list of corrections has an entry."""
    return any(article.corrections for article in edition.articles) or any(map(is_listed, edition.withdrawn))


def kept_lists(edition: Edition, record: Record) -> frozenset[str]:
    """The folders of lists that an edition must have because they were published once, as the record knows."""
    recorded = {place.id for place in record.places if place.id.startswith(_LIST)}
    return frozenset(folder for folder in KEPT if f"{_LIST}/{edition.prefix}{folder}" in recorded)


def has_events(editions: Iterable[Edition]) -> bool:
    """Whether there is an agenda, in every language: some listed release has an event, or had one."""
    return any(AGENDA in one.kept_lists or any(article.event for article in one.articles) for one in editions)


def _lists(editions: Sequence[Edition]) -> Iterator[tuple[str, str, str]]:
    """The language and address of each list that is there now, and what it is a list of, as in the settings."""
    has_agenda = has_events(editions)
    for edition in editions:
        folders = ((CORRECTIONS, has_corrections(edition)), (AGENDA, has_agenda), (MOST_READ, edition.most_read))
        yield from ((edition.lang, f"/{edition.prefix}{folder}", "") for folder, is_there in folders if is_there)
        for kind, terms in (("section", edition.sections), ("person", edition.people), ("series", edition.series)):
            yield from ((edition.lang, address_of_path(term.path), f"{kind}:{term.key}") for term in terms)


def _moves_of_lists(places: Iterable[Place], editions: Sequence[Edition], context: SiteContext) -> Iterator[Redirect]:
    """Redirects from lists that have another address now, and from those in which nothing is any more to the home page.

    Those of KEPT stay, even if they are empty.
    """
    lists = [*_lists(editions)]
    present = {address for _, address, _ in lists}
    present |= {f"/{edition.prefix}{folder}" for edition in editions for folder in edition.kept_lists}
    by_name = {(lang, name): address for lang, address, name in lists if name}
    for place in places:
        address = place.addresses[-1]
        if place.id.startswith(_LIST) and address not in present:
            home = f"/{prefix_of(place.lang, context.settings)}"
            target = by_name.get((place.lang, place.release), home)
            has_feeds = not address.endswith(f"/{MOST_READ}")
            yield _redirect(address=address, target=target, file=RECORD_FILE, has_feeds=has_feeds)


def _new_lists(places: Mapping[str, Place], editions: Sequence[Edition]) -> Iterator[Entry]:
    for lang, address, name in _lists(editions):
        if _LIST + address not in places:
            yield _new_line(id=_LIST + address, lang=lang, address=address, release=name)
