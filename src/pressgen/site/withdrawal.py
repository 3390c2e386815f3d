"""Withdrawn releases and pages: nothing of their text enters the site, and a notice takes its place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from msgspec import structs

from pressgen.errors import Problem
from pressgen.model import Body, Correction, FrontMatter, Page, Post, Withdrawal
from pressgen.site.articles import SiteContext, contacts_of, has_press_kit
from pressgen.site.embargo import due_at
from pressgen.site.i18n import long_date
from pressgen.site.taxonomy import identity
from pressgen.site.urls import permalink_path

Document = TypeVar("Document", Post, Page)
_NO_BODY = Body(html="", digest="")


def without_withdrawn_text(document: Document) -> Document:
    """The document, if it was withdrawn with nothing but what its notice needs; no list, feed or sitemap has it."""
    matter = document.matter
    if matter.status != "withdrawn":
        return document
    public = structs.replace(
        matter,
        summary="", authors=(), people=_people(matter), list=(), image=None, dateline="", views=None, related=(),
        template="", extra={},
        pinned=False, canonical="", unlisted=True, noindex=True,
    )  # fmt: skip
    return structs.replace(document, matter=public, body=_NO_BODY)


def _people(matter: FrontMatter) -> tuple[str, ...]:
    """Those in whose feeds the release was."""
    return (*matter.people, *(author.name for author in matter.authors))


def withdrawal(
    document: Post | Page, is_unlisted: bool, context: SiteContext
) -> tuple[Withdrawal, tuple[Problem, ...]]:
    """The notice in place of a withdrawn document, which was perhaps unlisted, and the problems of its contacts."""
    matter, path = document.matter, context.paths[document.path]
    address, published = context.index.address, due_at(document)
    note = _last_note(document, context.instant)
    updated = matter.updated.at if matter.updated and matter.updated.at <= context.instant else None
    at = note.date.at if note else updated
    contacts, problems = contacts_of(document, context.settings, context.collections)
    tags, lists = context.tags[document.lang], context.collections.lists.get(document.path, ())
    notice = Withdrawal(
        path=path,
        href=address.href(path),
        url=address.url(path),
        id=context.ids.get(document.path, ""),
        source=document.path,
        lang=document.lang,
        title=matter.title,
        at=published,
        published=published.isoformat() if published else "",
        date_text=long_date(published.date(), document.lang) if published else "",
        withdrawn=at.isoformat() if at else "",
        withdrawn_text=long_date(at.date(), document.lang) if at else "",
        deleted=_deleted(published, at),
        reason=matter.withdrawal or (note.text if note else ""),
        contacts=contacts,
        alternates=context.alternates.get(document.path, ()),
        aliases=tuple(map(permalink_path, matter.aliases)),
        tags=(*(link.href for tag in matter.tags if (link := tags.get(identity(tag)))), *lists),
        is_unlisted=is_unlisted,
        has_event=matter.event is not None,
        has_kit=has_press_kit(document, context.settings),
    )
    return notice, problems


def is_listed(notice: Withdrawal) -> bool:
    """Whether a notice is in the list of corrections: with a day and a reason, and not of an unlisted release."""
    return bool(notice.id and notice.withdrawn and notice.reason) and not notice.is_unlisted


def _last_note(document: Post | Page, instant: datetime) -> Correction | None:
    """The last correction that says that the document was withdrawn; none that is dated in the future."""
    notes = [each for each in document.matter.corrections if each.kind == "withdrawal" and each.date.at <= instant]
    return max(notes, key=lambda each: each.date.at, default=None)


def _deleted(published: datetime | None, withdrawn: datetime | None) -> str:
    """When the release left the feeds (RFC 3339)."""
    if published is None:
        return ""
    # Feed readers keep an entry that is not older than its tombstone, and a day without a time begins before both.
    return max(withdrawn or published, published + timedelta(seconds=1)).isoformat()
