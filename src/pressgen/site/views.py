"""How often a release was read, as pages show it, and the releases that were read most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from heapq import nsmallest

from pressgen.content.views_file import LOG, total
from pressgen.model import Count, Edition, Ranking, ReadCount, ViewCounts, Views, address_of_path
from pressgen.settings import Settings
from pressgen.site.i18n import long_date, words

RECENT = 30
"""Days of the ranking of what was read lately."""


def shown_views(own: int | None, paths: Iterable[str], counts: ViewCounts, settings: Settings) -> Views | None:
    """The views of a release to show: its `own`, of the front matter, or the largest number counted, if that is larger.

    `paths` are its output path and those of its former addresses. None if there is nothing to show.
    """
    if not settings.views.show:
        return None
    views = None if own is None else Views(own)
    if not counts.counts:
        return views
    counted = sorted(total(map(address_of_path, paths), counts.counts).items())
    by_source = [Views(one.views, source, one.as_of or counts.as_of.get(source, "")) for source, one in counted]
    views = max((views, *by_source), key=lambda one: one.number if one else -1)
    if views is None or settings.views.source:
        return views
    return Views(views.number)


def source_name(source: str, lang: str) -> str:
    """The name of a source for readers."""
    return words(lang).gettext("server log") if source == LOG else source


def day_text(day: str, lang: str) -> str:
    """A day (`2026-11-28`) in words; empty if it is."""
    return long_date(date.fromisoformat(day), lang) if day else ""


def rankings(edition: Edition, counts: ViewCounts, settings: Settings) -> tuple[Ranking, ...]:
    """The releases of an edition that were read most: in the last days, in the last year, and in all time.

    The last day is that of the counts, not of the clock: the same file gives the same rankings tomorrow.
    A ranking without releases is left out.
    """
    addresses = [map(address_of_path, (article.path, *article.aliases)) for article in edition.articles]
    by_index = {index: own for index, one in enumerate(addresses) if (own := total(one, counts.counts))}
    timed = {source for by_source in by_index.values() for source, count in by_source.items() if count.periods}
    as_of = max((counts.as_of.get(source, "") for source in timed), default="")
    first = (date.fromisoformat(as_of) - timedelta(days=RECENT - 1)).isoformat() if as_of else ""
    recent, year = {}, {}
    for index, by_source in by_index.items():
        recent[index] = _most(by_source, lambda period: len(period) == len(first) and period >= first)
        year[index] = _most(by_source, lambda period: period[:4] == as_of[:4])
    always = {
        index: max(edition.articles[index].teaser.views or 0, *(count.views for count in by_source.values()))
        for index, by_source in by_index.items()
    }
    most, last = settings.views.most_read, max(counts.as_of.values(), default="")
    all_rankings = (
        Ranking(kind="days", as_of=as_of, days=RECENT, releases=_top(recent, most)),
        Ranking(kind="year", as_of=as_of, year=int(as_of[:4] or 0), releases=_top(year, most)),
        Ranking(kind="all", as_of=last, releases=_top(always, most)),
    )
    return tuple(ranking for ranking in all_rankings if ranking.releases)


def _most(by_source: Mapping[str, Count], is_wanted: Callable[[str], bool]) -> int:
    """The largest number of views that one source has for the periods that are wanted."""
    return max(
        sum(number for period, number in count.periods.items() if is_wanted(period)) for count in by_source.values()
    )


def _top(views: Mapping[int, int], most: int) -> tuple[ReadCount, ...]:
    """At most `most` releases, the one that was read most first; of two that were read equally, the newer one."""
    best = nsmallest(most, ((-number, -index) for index, number in views.items() if number))
    return tuple(ReadCount(-index, -number) for number, index in best)
