"""The archive: an index and pages of years, with headlines in a small one, and pages of months; or one page for all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgspec import structs

from pressgen.model import Article, Link, Rendered
from pressgen.plan.corrections import FOLDER, has_corrections
from pressgen.plan.layout import EditionContext
from pressgen.plan.listings import ReleaseList, index_head, paginate
from pressgen.plan.most_read import box
from pressgen.plan.views import Headline, Month, Year
from pressgen.site.i18n import month_name, short_day, words

HEADLINES = 200
"""Up to this number of releases, the archive shows their headlines and not only how many each month has."""


def archive(context: EditionContext) -> Iterator[Rendered]:
    """The archive of an edition in the form that the settings choose."""
    newest = context.edition.articles[::-1]
    if context.settings.archive == "page":
        yield _index(context, (), newest)
        return
    by_year = [(year, list(group)) for year, group in groupby(newest, key=lambda article: article.at.year)]
    years = tuple(_year(year, group, context) for year, group in by_year)
    has_headlines = len(newest) <= HEADLINES
    yield _index(context, tuple(map(_with_headlines, years, by_year)) if has_headlines else years, ())
    for year, group in zip(years, by_year, strict=True):
        yield _year_page(_with_headlines_by_month(year, group) if has_headlines else year, context)
    # Months from their oldest release, because list pages count from the oldest.
    for (year_number, month), group in groupby(
        context.edition.articles, key=lambda article: (article.at.year, article.at.month)
    ):
        yield from paginate(_month_list(year_number, month, context), tuple(group), context)


def _index(context: EditionContext, years: tuple[Year, ...], newest: tuple[Article, ...]) -> Rendered:
    word = words(context.edition.lang).gettext
    head = index_head(context, "archive", word("Archive"), word("All releases"), "archive/index.html")
    teasers = tuple([article.teaser for article in newest])
    return Rendered(
        path=f"{context.edition.prefix}archive/index.html",
        template="archive.html",
        values=context.values(
            page=head,
            years=years,
            teasers=teasers,
            most_read=box(context),
            corrections=_corrections_link(context),
        ),
    )


def _corrections_link(context: EditionContext) -> Link | None:
    """The link to the list of corrections, if there are any."""
    # Here and not at the foot of every page: the first correction would change all of them.
    if not has_corrections(context):
        return None
    path = f"{context.edition.prefix}{FOLDER}index.html"
    return Link(title=words(context.edition.lang).gettext("Corrections"), href=context.address.href(path))


def _year_page(year: Year, context: EditionContext) -> Rendered:
    title = words(context.edition.lang).gettext("Releases of %(year)s") % {"year": year.label}
    path = f"archive/{year.label}/index.html"
    # Other editions may have no releases of that year.
    head = index_head(context, "archive", year.label, title, path, alternates=False)
    values = context.values(page=head, years=(year,), teasers=(), most_read=None, corrections=None)
    return Rendered(path=context.edition.prefix + path, template="archive.html", values=values)


def _month_list(year: int, month: int, context: EditionContext) -> ReleaseList:
    label = month_name(year, month, context.edition.lang)
    return ReleaseList(
        folder=f"{context.edition.prefix}archive/{year:04}/{month:02}/",
        heading=label,
        description=words(context.edition.lang).gettext("Releases of %(month)s") % {"month": label},
        kind="list",
        template="list.html",
        feeds=context.edition.feeds,
        breadcrumb=(context.newsroom.home, context.newsroom.archive),
    )


def _with_headlines(year: Year, releases: tuple[int, list[Article]]) -> Year:
    return structs.replace(year, headlines=tuple(map(_headline, releases[1])))


def _with_headlines_by_month(year: Year, releases: tuple[int, list[Article]]) -> Year:
    groups = groupby(releases[1], key=lambda article: article.at.month)
    months = [
        structs.replace(month, headlines=tuple(map(_headline, group)))
        for month, (_, group) in zip(year.months, groups, strict=True)
    ]
    return structs.replace(year, months=tuple(months))


def _headline(article: Article) -> Headline:
    day_text = short_day(article.at.date(), article.lang)
    return Headline(title=article.title, href=article.href, published=article.published, day_text=day_text)


def _year(year: int, newest: list[Article], context: EditionContext) -> Year:
    folder = f"{context.edition.prefix}archive/{year:04}/"
    months = tuple(
        Month(
            label=month_name(year, month, context.edition.lang),
            href=context.address.href(f"{folder}{month:02}/index.html"),
            count=len(list(group)),
        )
        for month, group in groupby(newest, key=lambda article: article.at.month)
    )
    return Year(label=f"{year:04}", href=context.address.href(f"{folder}index.html"), count=len(newest), months=months)
