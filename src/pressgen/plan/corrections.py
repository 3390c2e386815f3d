"""What tells readers about changes: the pages of earlier versions, the list of all corrections, and its feeds."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from html import escape

from msgspec import structs

from pressgen.content.text.sheets import sheets_for
from pressgen.model import Article, CorrectionNote, EarlierVersion, Rendered, Sizes, Withdrawal
from pressgen.plan.feeds import NEVER, Feed, Item, feed_files, rfc822
from pressgen.plan.heads import index_head
from pressgen.plan.layout import EditionContext, has_own_page
from pressgen.plan.views import FIGURES, CorrectionEntry
from pressgen.site.assemble import feed_links
from pressgen.site.i18n import long_date, words
from pressgen.site.issued import CORRECTIONS
from pressgen.site.urls import uri
from pressgen.site.withdrawal import is_listed

KINDS = {"correction": "Correction", "clarification": "Clarification", "update": "Update", "withdrawal": "Withdrawal"}
"""The words for each kind, which catalogues translate."""
SECTION = "Release-history"
"""The id of the part of a release's page that has its corrections."""


def versions(context: EditionContext) -> Iterator[Rendered]:
    """The page of every earlier version of a release, including unlisted ones."""
    title = words(context.edition.lang).gettext("%(title)s (version %(number)s)")
    for document, version in _versions(context):
        # Nothing here comes from the present release, so the page stays as it is, whatever becomes of that.
        head = context.head(
            "version",
            version.path,
            title % {"title": version.title, "number": version.number},
            version.title,
            robots="noindex",
            canonical=context.address.origin + version.current,
            breadcrumb=(context.newsroom.home, context.newsroom.archive),
            sheets=(*sheets_for(version.body), *((FIGURES,) if version.alt or version.caption else ())),
        )
        values = context.values(page=head, version=version)
        yield Rendered(path=version.path, template="version.html", source=document.source, values=values)


def _versions(context: EditionContext) -> Iterator[tuple[Article, EarlierVersion]]:
    """The versions in the language of an edition, also of releases that are in another language now."""
    languages = {edition.lang for edition in context.site.editions}
    for edition in context.site.editions:
        for document in edition.releases:
            for version in document.versions:
                lang = version.lang if version.lang in languages else edition.lang
                if lang == context.edition.lang:
                    day = datetime.fromisoformat(version.published).date()
                    yield document, structs.replace(version, date_text=long_date(day, lang))


def corrections(context: EditionContext) -> Iterator[Rendered]:
    """The page that lists all corrections of an edition, and its feeds; nothing where there never were any."""
    entries = _entries(context)
    if not entries and CORRECTIONS not in context.edition.kept_lists:
        return
    edition, word = context.edition, words(context.edition.lang).gettext
    path, title = f"{edition.prefix}{CORRECTIONS}index.html", word("Corrections")
    links = feed_links(edition.prefix + CORRECTIONS, f"{edition.title} – {title}", context.settings, context.address)
    description = word("All corrections of releases, newest first")
    head = index_head(context, "corrections", title, description, f"{CORRECTIONS}index.html", editions=())
    if not has_own_page(edition, path):
        values = context.values(page=head, corrections=entries, correction_feeds=links)
        yield Rendered(path=path, template="corrections.html", values=values)
    items = tuple([_item(entry, edition.lang) for entry in entries[: context.settings.feeds.items]])
    updated = items[0].modified if items else NEVER
    feed = Feed(
        description=description,
        lang=edition.lang,
        home_url=uri(head.url),
        updated=updated,
        updated_rfc822=rfc822(datetime.fromisoformat(updated)),
        publisher=context.newsroom.publisher,
        items=items,
    )
    yield from feed_files(feed, links, Sizes(()))


def _entries(context: EditionContext) -> tuple[CorrectionEntry, ...]:
    """The corrections and withdrawals of all listed releases, newest first."""
    entries = [
        CorrectionEntry(
            note=note,
            title=article.title,
            href=f"{article.href}#{SECTION}",
            url=f"{article.url}#{SECTION}",
            # No address: it would promise a place on the page.
            id=uuid.uuid5(uuid.NAMESPACE_URL, f"{article.id} {len(article.corrections) - index}").urn,
        )
        for article in context.edition.articles
        if article.corrections
        for index, note in enumerate(article.corrections)
    ]
    entries += [_withdrawal(notice) for notice in context.edition.withdrawn if is_listed(notice)]
    entries.sort(key=lambda entry: (datetime.fromisoformat(entry.note.published), entry.id), reverse=True)
    return tuple(entries)


def _withdrawal(notice: Withdrawal) -> CorrectionEntry:
    date = {"published": notice.withdrawn, "date_text": notice.withdrawn_text}
    return CorrectionEntry(
        note=CorrectionNote(kind="withdrawal", text=notice.reason, **date),
        title=notice.title,
        href=notice.href,
        url=notice.url,
        id=f"{notice.id}{'-' if '#' in notice.id else '#'}withdrawal",
    )


def _item(entry: CorrectionEntry, lang: str) -> Item:
    note, word = entry.note, words(lang).gettext
    kind = word(KINDS[note.kind])
    return Item(
        id=entry.id,
        title=f"{kind}: {entry.title}",
        url=uri(entry.url),
        lang=lang,
        published=note.published,
        modified=note.published,
        published_rfc822=rfc822(datetime.fromisoformat(note.published)),
        summary=note.text,
        html=f"<p>{escape(note.text)}</p>",
        authors=(),
        tags=(),
        image="",
    )
