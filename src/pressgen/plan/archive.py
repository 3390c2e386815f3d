"""The archive: an index and pages for years and months, or one page that lists every release."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pressgen.model import Release, Rendered
from pressgen.plan.furniture import Furniture, Room
from pressgen.plan.listings import List, index_head, siblings, spread
from pressgen.plan.views import Head, Month, Year
from pressgen.site.i18n import month_name, words


def archive(room: Room) -> Iterator[Rendered]:
    """The archive of an edition, as the settings want it."""
    newest = room.edition.articles[::-1]
    if room.settings.archive == "page":
        yield _index(room, (), newest)
        return
    years = tuple(
        _year(year, list(found), room) for year, found in groupby(newest, key=lambda release: release.at.year)
    )
    yield _index(room, years, ())
    for year in years:
        yield _year_page(year, room)
    for (year_number, month), found in groupby(
        room.edition.articles, key=lambda release: (release.at.year, release.at.month)
    ):
        yield from spread(_month_list(year_number, month, room), tuple(found), room)


def _index(room: Room, years: tuple[Year, ...], newest: tuple[Release, ...]) -> Rendered:
    word = words(room.edition.lang).gettext
    head = index_head(room, "archive", word("Archive"), word("All releases by month"), "archive/index.html")
    return Rendered(
        path=f"{room.edition.prefix}archive/index.html",
        template="archive.html",
        shows=newest,
        make=_index_values,
        given=(head, years, room.furniture),
        alternates=siblings(room, "archive/index.html"),
    )


def _index_values(page: Rendered, head: Head, years: tuple[Year, ...], furniture: Furniture) -> dict[str, object]:
    return furniture.context(page=head, years=years, teasers=tuple(release.teaser for release in page.shows))


def _year_page(year: Year, room: Room) -> Rendered:
    title = words(room.edition.lang).gettext("Releases of %(year)s") % {"year": year.label}
    path = f"archive/{year.label}/index.html"
    head = index_head(room, "archive", year.label, title, path, alternates=False)
    values = room.context(page=head, years=(year,), teasers=())
    return Rendered(path=room.edition.prefix + path, template="archive.html", values=values)


def _month_list(year: int, month: int, room: Room) -> List:
    label = month_name(year, month, room.edition.lang)
    return List(
        folder=f"{room.edition.prefix}archive/{year:04}/{month:02}/",
        heading=label,
        description=words(room.edition.lang).gettext("Releases of %(month)s") % {"month": label},
        kind="list",
        template="list.html",
        feeds=room.edition.feeds,
        breadcrumb=(room.newsroom.home, room.newsroom.archive),
    )


def _year(year: int, newest: list[Release], room: Room) -> Year:
    folder = f"{room.edition.prefix}archive/{year:04}/"
    months = tuple(
        Month(
            label=month_name(year, month, room.edition.lang),
            href=room.address.href(f"{folder}{month:02}/index.html"),
            count=len(list(found)),
        )
        for month, found in groupby(newest, key=lambda release: release.at.month)
    )
    return Year(label=f"{year:04}", href=room.address.href(f"{folder}index.html"), count=len(newest), months=months)
