"""The releases that were read most: a page with all rankings of an edition, and the box on other pages."""

from __future__ import annotations

from collections.abc import Iterator

from pressgen.model import Alternate, Ranking, Rendered
from pressgen.plan.layout import EditionContext
from pressgen.plan.views import LISTS, Head, MostRead, MostReadItem
from pressgen.site.i18n import alternate, number, words
from pressgen.site.issued import MOST_READ
from pressgen.site.views import day_text

PATH = f"{MOST_READ}index.html"


def most_read_page(context: EditionContext) -> Iterator[Rendered]:
    """The page of all rankings; none if there is no ranking."""
    edition, word = context.edition, words(context.edition.lang).gettext
    if not edition.most_read:
        return
    path = edition.prefix + PATH
    head = Head(
        kind="most-read",
        title=word("Most read"),
        description=word("The releases that were read most"),
        href=context.address.href(path),
        url=context.address.url(path),
        alternates=_alternates(context),
        breadcrumb=(context.newsroom.home,),
        feeds=edition.feeds,
        sheets=(LISTS,),
    )
    rankings = tuple(_most_read(ranking, context) for ranking in edition.most_read)
    yield Rendered(path=path, template="most-read.html", values=context.values(page=head, rankings=rankings))


def _alternates(context: EditionContext) -> tuple[Alternate, ...]:
    """The versions of the page in all languages that have a ranking; none if there is one only."""
    address = context.address
    paths = {edition.lang: edition.prefix + PATH for edition in context.site.editions if edition.most_read}
    if len(paths) < 2:
        return ()
    return tuple(alternate(lang, address.href(path), address.url(path)) for lang, path in paths.items())


def box(context: EditionContext) -> MostRead | None:
    """The ranking for the home page and the archive: that of the last days, else the next longer one."""
    rankings = context.edition.most_read
    return _most_read(rankings[0], context) if rankings else None


def _most_read(ranking: Ranking, context: EditionContext) -> MostRead:
    lang, articles, word = context.edition.lang, context.edition.articles, words(context.edition.lang).gettext
    headings = {
        "days": word("Last %(number)s days") % {"number": number(ranking.days, lang)},
        "year": word("Year %(year)s") % {"year": ranking.year},
        "all": word("All time"),
    }
    items = tuple(
        MostReadItem(
            title=articles[one.index].title,
            href=articles[one.index].href,
            views=one.views if context.settings.views.show else None,
            views_text=number(one.views, lang),
        )
        for one in ranking.releases
    )
    return MostRead(
        heading=headings[ranking.kind],
        items=items,
        as_of=ranking.as_of,
        as_of_text=day_text(ranking.as_of, lang),
        href=context.address.href(context.edition.prefix + PATH),
    )
