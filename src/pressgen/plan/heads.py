"""The heads of index pages, their versions in other languages, and the feeds of lists."""

from __future__ import annotations

from collections.abc import Iterable

from pressgen.model import Alternate, Edition, FeedLink, Term
from pressgen.plan.layout import EditionContext
from pressgen.plan.views import LISTS, Head
from pressgen.site.assemble import feed_links
from pressgen.site.i18n import alternate


def index_head(
    context: EditionContext,
    kind: str,
    title: str,
    description: str,
    path: str,
    editions: Iterable[Edition] | None = None,
) -> Head:
    """The head of an index page; `path` is relative to the folder of the edition.

    `editions` are those that have this page; if there are none given, all that list something.
    """
    alternates, robots = versions(context, path, editions), list_robots(context)
    path = context.edition.prefix + path
    return context.head(kind, path, title, description, alternates=alternates, sheets=(LISTS,), robots=robots)


def versions(context: EditionContext, path: str, editions: Iterable[Edition] | None = None) -> tuple[Alternate, ...]:
    """The versions of a page that these editions have, or all that list something; none if there is one only."""
    editions = filter(_lists_anything, context.site.editions) if editions is None else editions
    paths = {one.lang: one.prefix + path for one in editions}
    if len(paths) < 2 or context.edition.lang not in paths:
        return ()
    return tuple(alternate(lang, context.address.href(path), context.address.url(path)) for lang, path in paths.items())


def list_robots(context: EditionContext) -> str:
    """What search engines may do with the lists of an edition, as in Head."""
    return "" if _lists_anything(context.edition) else "noindex"


def _lists_anything(edition: Edition) -> bool:
    """Whether readers may find an edition; one with nothing but unlisted releases is there for their links only."""
    return not edition.prefix or bool(edition.articles or edition.pages)


def term_feeds(term: Term, context: EditionContext) -> tuple[FeedLink, ...]:
    """The feeds of a tag, a section, a person or a series."""
    folder, title = term.path.removesuffix("index.html"), f"{context.edition.title} – {term.name}"
    return feed_links(folder, title, context.settings, context.address)


def head_feeds(term: Term, context: EditionContext, has_own: bool = True) -> tuple[FeedLink, ...]:
    """The feeds for the head of a list: its own, if it has any, and those of the edition."""
    return (*(term_feeds(term, context) if has_own else ()), *context.edition.feeds)
