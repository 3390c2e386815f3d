"""The releases that were read most: a page with all rankings of an edition, and the box on other pages."""

from __future__ import annotations

from collections.abc import Iterator

from pressgen.model import Ranking, Rendered
from pressgen.plan.heads import index_head
from pressgen.plan.layout import EditionContext
from pressgen.plan.views import MostRead, MostReadItem
from pressgen.site.i18n import number, words
from pressgen.site.issued import MOST_READ
from pressgen.site.views import day_text

PATH = f"{MOST_READ}index.html"


def most_read_page(context: EditionContext) -> Iterator[Rendered]:
    """The page of all rankings; none if there is no ranking."""
    edition, word = context.edition, words(context.edition.lang).gettext
    if not edition.most_read:
        return
    title, description = word("Most read"), word("The releases that were read most")
    others = (one for one in context.site.editions if one.most_read)
    head = index_head(context, "most-read", title, description, PATH, others)
    values = context.values(page=head, rankings=tuple(_most_read(ranking, context) for ranking in edition.most_read))
    yield Rendered(path=edition.prefix + PATH, template="most-read.html", values=values)


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
