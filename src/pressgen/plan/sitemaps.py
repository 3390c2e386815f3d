"""Sitemaps (sitemaps.org 0.9), the news sitemap, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from pressgen.model import Alternate, Rendered, Site
from pressgen.plan.views import Head
from pressgen.site.embargo import NEWS_WINDOW
from pressgen.site.urls import Address

SHARD = 50_000
"""Addresses that one sitemap may hold."""
NEWS_MOST = 1_000


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """One page; `modified` is RFC 3339 or empty."""

    url: str
    modified: str = ""
    alternates: tuple[Alternate, ...] = ()


class NewsEntry(Struct, frozen=True, kw_only=True, gc=False):
    """One release of the last 48 hours; `lang` is an ISO 639 code (zh-cn and zh-tw apart)."""

    url: str
    title: str
    publication: str
    lang: str
    published: str


def sitemaps(pages: Sequence[Rendered], site: Site, address: Address, shard: int = SHARD) -> Iterator[Rendered]:
    """The sitemap of the given pages (an index and its parts above 50,000), the news sitemap and robots.txt."""
    entries = _entries(pages, site, address)
    parts = range(0, max(len(entries), 1), shard)
    paths = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)] if len(parts) > 1 else ["sitemap.xml"]
    for path, start in zip(paths, parts, strict=True):
        yield Rendered(path=path, template="sitemap.xml", values={"entries": entries[start : start + shard]})
    if len(parts) > 1:
        urls = tuple(address.url(path) for path in paths)
        yield Rendered(path="sitemap.xml", template="sitemap-index.xml", values={"sitemaps": urls})
    yield news(site)
    named = (address.url("sitemap.xml"), address.url("sitemap-news.xml"))
    yield Rendered(path="robots.txt", template="robots.txt", values={"sitemaps": named})


def _entries(pages: Sequence[Rendered], site: Site, address: Address) -> tuple[Entry, ...]:
    """Releases from the oldest, so that a new one changes only the last part; then all other pages."""
    articles = [article for edition in site.editions for article in edition.articles]
    if len(site.editions) > 1:
        articles.sort(key=lambda article: (article.at, article.path))
    dated = [Entry(url=one.url, modified=one.modified, alternates=one.alternates) for one in articles]
    paths = {article.path for article in articles}
    others = [
        Entry(url=address.url(page.path), alternates=_alternates(page)) for page in pages if page.path not in paths
    ]
    return (*dated, *sorted(others, key=lambda entry: entry.url))


def _alternates(page: Rendered) -> tuple[Alternate, ...]:
    head = page.values.get("page")
    return head.alternates if isinstance(head, Head) else ()


def news(site: Site) -> Rendered:
    """The news sitemap: releases of the last two days, the newest first."""
    recent = [
        (article, edition)
        for edition in site.editions
        for article in edition.articles
        if site.instant - article.at < NEWS_WINDOW
    ]
    recent.sort(key=lambda pair: (pair[0].at, pair[0].url), reverse=True)
    entries = tuple(
        NewsEntry(
            url=article.url,
            title=article.headline,
            publication=edition.title,
            lang=_iso_639(edition.lang),
            published=article.teaser.iso,
        )
        for article, edition in recent[:NEWS_MOST]
    )
    return Rendered(path="sitemap-news.xml", template="sitemap-news.xml", values={"entries": entries})


def _iso_639(lang: str) -> str:
    return lang.lower() if lang.lower() in ("zh-cn", "zh-tw") else lang.split("-")[0].lower()
