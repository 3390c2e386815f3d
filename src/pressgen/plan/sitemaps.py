"""Sitemaps (sitemaps.org 0.9), the news sitemap, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from pressgen.model import Alternate, Rendered, Site
from pressgen.site.embargo import NEWS_WINDOW
from pressgen.site.urls import Address

SHARD = 50_000
"""Addresses that one sitemap may hold."""
NEWS_MOST = 1_000


class Entry(Struct, frozen=True, kw_only=True):
    """One page; `modified` is RFC 3339 or empty."""

    url: str
    modified: str = ""
    alternates: tuple[Alternate, ...] = ()


class NewsEntry(Struct, frozen=True, kw_only=True):
    """One release of the last 48 hours; `lang` is an ISO 639 code (zh-cn and zh-tw apart)."""

    url: str
    title: str
    publication: str
    lang: str
    published: str


def sitemaps(pages: Sequence[Rendered], site: Site, address: Address, shard: int = SHARD) -> Iterator[Rendered]:
    """The sitemap of the given pages (an index and its parts above 50,000), the news sitemap and robots.txt."""
    parts = range(0, max(len(pages), 1), shard)
    paths = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)] if len(parts) > 1 else ["sitemap.xml"]
    for path, start in zip(paths, parts, strict=True):
        given = (site, pages, address, slice(start, start + shard))
        yield Rendered(path=path, template="sitemap.xml", make=_sitemap, given=given)
    if len(parts) > 1:
        urls = tuple(address.url(path) for path in paths)
        yield Rendered(path="sitemap.xml", template="sitemap-index.xml", values={"sitemaps": urls})
    yield news(site)
    named = (address.url("sitemap.xml"), address.url("sitemap-news.xml"))
    yield Rendered(path="robots.txt", template="robots.txt", values={"sitemaps": named})


def _sitemap(_: Rendered, site: Site, pages: Sequence[Rendered], address: Address, part: slice) -> dict[str, object]:
    """Releases from the oldest, so that a new one changes only the last part; then all other pages."""
    releases = [release for edition in site.editions for release in edition.articles]
    if len(site.editions) > 1:
        releases.sort(key=lambda release: (release.at, release.path))
    others = {page.path: page.alternates for page in pages}
    for release in releases:
        del others[release.path]
    dated = [(release.url, release.modified, release.alternates) for release in releases]
    undated = sorted((address.url(path), "", alternates) for path, alternates in others.items())
    entries = [*dated, *undated][part]
    return {"entries": tuple(Entry(url=url, modified=modified, alternates=same) for url, modified, same in entries)}


def news(site: Site) -> Rendered:
    """The news sitemap: releases of the last two days."""
    recent = [
        (release, edition)
        for edition in site.editions
        for release in edition.articles
        if site.instant - release.at < NEWS_WINDOW
    ]
    recent.sort(key=lambda pair: (pair[0].at, pair[0].url), reverse=True)
    told = recent[:NEWS_MOST]
    given = (tuple((edition.title, _iso_639(edition.lang)) for _, edition in told),)
    shows = tuple(release for release, _ in told)
    return Rendered(path="sitemap-news.xml", template="sitemap-news.xml", shows=shows, make=_news_values, given=given)


def _news_values(output: Rendered, publications: tuple[tuple[str, str], ...]) -> dict[str, object]:
    teasers = (release.teaser for release in output.shows)
    entries = (
        NewsEntry(url=teaser.url, title=teaser.title, publication=name, lang=lang, published=teaser.iso)
        for teaser, (name, lang) in zip(teasers, publications, strict=True)
    )
    return {"entries": tuple(entries)}


def _iso_639(lang: str) -> str:
    return lang.lower() if lang.lower() in ("zh-cn", "zh-tw") else lang.split("-")[0].lower()
