"""Archives, of all releases and of a section: an index, pages of years and of months; or one page for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct, structs

from pressgen.model import Article, Link, Rendered, Term
from pressgen.plan.heads import index_head
from pressgen.plan.layout import EditionContext
from pressgen.plan.listings import ReleaseList, paginate
from pressgen.plan.most_read import box
from pressgen.plan.views import LISTS, Head, Headline, Month, MostRead, Year
from pressgen.site.i18n import alternate, month_name, short_day, words
from pressgen.site.issued import CORRECTIONS, has_corrections

HEADLINES = 200
"""Up to this number of releases, the archive shows their headlines and not only how many each month has."""


class Scope(Struct, frozen=True, kw_only=True):
    """What an archive is of: its folder in the output, its releases from the oldest, and the head of its first page.

    `trail` is the breadcrumb of the pages below it, and `name` that of the section in their titles.
    """

    folder: str
    articles: Sequence[Article]
    head: Head
    trail: tuple[Link, ...]
    name: str = ""
    most_read: MostRead | None = None
    corrections: Link | None = None


def archive(context: EditionContext) -> Iterator[Rendered]:
    """The archive of an edition in the form that the settings choose."""
    word = words(context.edition.lang).gettext
    scope = Scope(
        folder=f"{context.edition.prefix}archive/",
        articles=context.edition.articles,
        head=index_head(context, "archive", word("Archive"), word("All releases"), "archive/index.html"),
        trail=(context.newsroom.home, context.newsroom.archive),
        most_read=box(context),
        corrections=_corrections_link(context),
    )
    yield from _pages(scope, context)


def section_archive(
    section: Term, folder: str, articles: Sequence[Article], context: EditionContext
) -> Iterator[Rendered]:
    """The archive of a section, below its list."""
    title = words(context.edition.lang).gettext("Archive: %(name)s") % {"name": section.name}
    of_section = Link(title=section.name, href=section.href)
    # The archive is in the same place below each version of the list.
    alternates = tuple([alternate(one.lang, f"{one.href}archive/", f"{one.url}archive/") for one in section.alternates])
    crumbs, path = (context.newsroom.home, of_section), f"{folder}index.html"
    head = context.head("archive", path, title, title, alternates=alternates, breadcrumb=crumbs, sheets=(LISTS,))
    trail = (*crumbs, Link(title=title, href=head.href))
    yield from _pages(Scope(folder=folder, articles=articles, head=head, trail=trail, name=section.name), context)


def _pages(scope: Scope, context: EditionContext) -> Iterator[Rendered]:
    """The index of an archive, and the pages of years and months."""
    newest = scope.articles[::-1]
    if context.settings.archive == "page":
        yield _index(scope, context, (), newest)
        return
    by_year = [(year, list(group)) for year, group in groupby(newest, key=lambda article: article.at.year)]
    years = tuple(_year(year, group, scope, context) for year, group in by_year)
    has_headlines = len(newest) <= HEADLINES
    pairs = [*zip(years, (releases for _, releases in by_year), strict=True)]
    if has_headlines:
        years = tuple(structs.replace(year, headlines=tuple(map(_headline, releases))) for year, releases in pairs)
    yield _index(scope, context, years, ())
    for year, releases in pairs:
        yield _year_page(_with_headlines_by_month(year, releases) if has_headlines else year, scope, context)
    # Months from their oldest release, because list pages count from the oldest.
    for (year_number, month), group in groupby(scope.articles, key=lambda article: (article.at.year, article.at.month)):
        yield from paginate(_month_list(year_number, month, scope, context), tuple(group), context)


def _index(scope: Scope, context: EditionContext, years: tuple[Year, ...], newest: Sequence[Article]) -> Rendered:
    return Rendered(
        path=f"{scope.folder}index.html",
        template="archive.html",
        values=context.values(
            page=scope.head,
            years=years,
            teasers=tuple([article.teaser for article in newest]),
            most_read=scope.most_read,
            corrections=scope.corrections,
        ),
    )


def _corrections_link(context: EditionContext) -> Link | None:
    # Here and not at the foot of every page: the first correction would change all of them.
    if not has_corrections(context.edition):
        return None
    path = f"{context.edition.prefix}{CORRECTIONS}index.html"
    return Link(title=words(context.edition.lang).gettext("Corrections"), href=context.address.href(path))


def _year_page(year: Year, scope: Scope, context: EditionContext) -> Rendered:
    description = words(context.edition.lang).gettext("Releases of %(year)s") % {"year": year.label}
    path = f"{scope.folder}{year.label}/index.html"
    # Other editions may have no releases of that year.
    title = _title(year.label, scope)
    head = context.head("archive", path, title, description, breadcrumb=scope.trail, sheets=(LISTS,))
    values = context.values(page=head, years=(year,), teasers=(), most_read=None, corrections=None)
    return Rendered(path=path, template="archive.html", values=values)


def _title(span: str, scope: Scope) -> str:
    return f"{scope.name}: {span}" if scope.name else span


def _month_list(year: int, month: int, scope: Scope, context: EditionContext) -> ReleaseList:
    label = month_name(year, month, context.edition.lang)
    return ReleaseList(
        folder=f"{scope.folder}{year:04}/{month:02}/",
        heading=_title(label, scope),
        description=words(context.edition.lang).gettext("Releases of %(month)s") % {"month": label},
        kind="list",
        template="list.html",
        feeds=context.edition.feeds,
        breadcrumb=scope.trail,
    )


def _with_headlines_by_month(year: Year, releases: list[Article]) -> Year:
    groups = groupby(releases, key=lambda article: article.at.month)
    months = [
        structs.replace(month, headlines=tuple(map(_headline, group)))
        for month, (_, group) in zip(year.months, groups, strict=True)
    ]
    return structs.replace(year, months=tuple(months))


def _headline(article: Article) -> Headline:
    day_text = short_day(article.at.date(), article.lang)
    return Headline(title=article.title, href=article.href, published=article.published, day_text=day_text)


def _year(year: int, newest: list[Article], scope: Scope, context: EditionContext) -> Year:
    folder = f"{scope.folder}{year:04}/"
    months = tuple(
        Month(
            label=month_name(year, month, context.edition.lang),
            href=context.address.href(f"{folder}{month:02}/index.html"),
            count=len(list(group)),
        )
        for month, group in groupby(newest, key=lambda article: article.at.month)
    )
    return Year(label=f"{year:04}", href=context.address.href(f"{folder}index.html"), count=len(newest), months=months)
