"""Articles and standing pages: a page for each, including unlisted ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import structs

from pressgen.content.text.sheets import sheets_for
from pressgen.model import Article, Link, PageList, Rendered, Sizes, StandingPage
from pressgen.plan import press_kits, share_cards
from pressgen.plan.events import event_link
from pressgen.plan.layout import EditionContext
from pressgen.plan.structured import GRAPH
from pressgen.plan.views import EVENT, FIGURES, GALLERY, LISTS, RICH, TABLES, Download, Head, TeaserList
from pressgen.site.i18n import words


def articles(context: EditionContext) -> Iterator[Rendered]:
    """The page of every release, with links to the next older and newer ones and to related ones."""
    releases = context.edition.articles
    # A page gets only the title and address of another release, so that an edit elsewhere in it changes no other page.
    links = [Link(title=article.title, href=article.href) for article in releases]
    # All of them first: Python's garbage collector no longer watches them when the values of pages are made, nor these.
    related = [
        article.related or tuple([links[index] for index in similar])
        for article, similar in zip(releases, context.edition.similar, strict=True)
    ]
    last, trail = len(releases) - 1, (context.newsroom.home, context.newsroom.archive)
    for index, article in enumerate(releases):
        yield _article(
            article,
            context,
            trail,
            older=links[index - 1] if index else None,
            newer=links[index + 1] if index < last else None,
            related=related[index],
        )
    for document in context.edition.unlisted:
        if isinstance(document, Article):
            yield _article(document, context, trail, older=None, newer=None, related=document.related)


def _article(article: Article, context: EditionContext, trail: tuple[Link, ...], **links: object) -> Rendered:
    """The page of a release; `trail` are the pages above it, if it has no section."""
    feeds, section = context.newsroom.feeds, article.teaser.section
    # The same values for all other releases, of which there are many.
    feeds = (*feeds, event_link(article.event, article.title)) if article.event else feeds
    head = Head(
        kind="article",
        title=article.title,
        description=article.description,
        href=article.href,
        url=article.url,
        robots="noindex" if article.noindex else "",
        canonical=article.canonical,
        alternates=article.alternates,
        breadcrumb=(context.newsroom.home, section) if section else trail,
        feeds=feeds,
        sheets=_sheets(article),
        card=article.cards[0] if article.cards else share_cards.preview_of(article, context),
    )
    kit = press_kits.kit_of(article, context)
    own: dict[str, object] = {"kit": None}
    if kit:
        own = {"kit": Download(path=kit.path, href=context.address.href(kit.path)), "sizes": Sizes((kit,))}
    return Rendered(
        path=article.path,
        template=article.template or "article.html",
        source=article.source,
        values=context.values(page=head, release=article, structured=GRAPH, **own, **links),
    )


def _sheets(document: Article | StandingPage) -> tuple[str, ...]:
    """The style sheets of the page of a document; a template of the newsroom's own may show anything."""
    sheets = document.sheets
    if document.template:
        sheets += (FIGURES, GALLERY, LISTS, RICH, TABLES)
    if document.gallery:
        sheets += (FIGURES, GALLERY)
    if isinstance(document, StandingPage):
        return (*sheets, LISTS) if document.lists else sheets
    if document.event:
        sheets += (EVENT,)
    if document.figure:
        sheets += (FIGURES,)
    if document.boilerplate:
        sheets += _sheets_of_all(document.boilerplate)
    for version in document.versions:
        sheets += sheets_for(version.body)
    return sheets


@lru_cache(maxsize=64)  # all releases in a language have the same
def _sheets_of_all(boilerplate: str) -> tuple[str, ...]:
    return sheets_for(boilerplate)


def notices(context: EditionContext) -> Iterator[Rendered]:
    """A notice at the address of every withdrawn release or page."""
    for notice in context.edition.withdrawn:
        description = words(context.edition.lang).gettext("This release was withdrawn.")
        head = context.head(
            "withdrawn",
            notice.path,
            notice.title,
            description,
            robots="noindex",
            alternates=notice.alternates,
            sheets=(),
        )
        values = context.values(page=head, notice=notice)
        yield Rendered(path=notice.path, template="withdrawn.html", source=notice.source, values=values)


def standing_pages(context: EditionContext) -> Iterator[Rendered]:
    """The page of every standing page of the edition."""
    unlisted = [document for document in context.edition.unlisted if isinstance(document, StandingPage)]
    for page in (*context.edition.pages, *unlisted):
        head = context.head(
            "page",
            page.path,
            page.title,
            page.description,
            robots="noindex" if page.noindex else "",
            canonical=page.canonical,
            alternates=page.alternates,
            card=page.cards[0] if page.cards else None,
            sheets=_sheets(page),
        )
        lists = tuple([_list(each, context) for each in page.lists])
        values = context.values(page=head, standing=structs.replace(page, lists=()), lists=lists)
        yield Rendered(path=page.path, template=page.template or "page.html", source=page.source, values=values)


def _list(page_list: PageList, context: EditionContext) -> TeaserList:
    teasers = tuple([context.edition.articles[index].teaser for index in page_list.releases])
    return TeaserList(title=page_list.title, teasers=teasers, whole=page_list.whole)
