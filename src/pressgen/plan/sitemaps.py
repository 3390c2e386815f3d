"""Sitemaps (sitemaps.org 0.9), the news sitemap, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from pressgen.model import Alternate, Article, Rendered, Site
from pressgen.plan.views import Head
from pressgen.site.clock import NEWS_WINDOW
from pressgen.site.urls import Address, uri

# Limits of sitemaps.org for one sitemap, and of Google for a news sitemap.
MAX_ADDRESSES = 50_000
MAX_NEWS = 1_000


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


def sitemaps(pages: Sequence[Rendered], site: Site, address: Address, shard: int = MAX_ADDRESSES) -> Iterator[Rendered]:
    """The sitemap of pages (above `shard` entries an index and several sitemaps), the news sitemap and robots.txt."""
    entries = _entries(pages, site, address)
    starts = range(0, max(len(entries), 1), shard)
    paths = [f"sitemap-{number}.xml" for number in range(1, len(starts) + 1)] if len(starts) > 1 else ["sitemap.xml"]
    for path, start in zip(paths, starts, strict=True):
        yield Rendered(path=path, template="sitemap.xml", values={"entries": entries[start : start + shard]})
    if len(starts) > 1:
        urls = tuple(uri(address.url(path)) for path in paths)
        yield Rendered(path="sitemap.xml", template="sitemap-index.xml", values={"sitemaps": urls})
    yield news(site)
    urls = (uri(address.url("sitemap.xml")), uri(address.url("sitemap-news.xml")))
    values: dict[str, object] = {"sitemaps": () if site.is_preview else urls, "is_preview": site.is_preview}
    yield Rendered(path="robots.txt", template="robots.txt", values=values)


def _entries(pages: Sequence[Rendered], site: Site, address: Address) -> tuple[Entry, ...]:
    """Releases from the oldest, then all other pages; without those that search engines must not show here."""
    # From the oldest, so that a new release changes only the last sitemap of several.
    articles = [article for edition in site.editions for article in edition.articles]
    if len(site.editions) > 1:
        articles.sort(key=lambda article: (article.at, article.path))
    paths = {article.path for article in articles}
    release_entries = [
        Entry(url=uri(article.url), modified=article.modified, alternates=_as_uris(article.alternates))
        for article in articles
        if _is_for_search(article)
    ]
    page_entries = [
        Entry(url=uri(address.url(page.path)), alternates=_as_uris(head.alternates))
        for page in pages
        if page.path not in paths
        and isinstance(head := page.values.get("page"), Head)
        and "noindex" not in head.robots
        and not head.canonical
    ]
    return (*release_entries, *sorted(page_entries, key=lambda entry: entry.url))


def _is_for_search(article: Article) -> bool:
    return not article.noindex and not article.canonical


def _as_uris(alternates: tuple[Alternate, ...]) -> tuple[Alternate, ...]:
    # Most pages have none.
    if not alternates or all(alternate.url.isascii() for alternate in alternates):
        return alternates
    return tuple([structs.replace(alternate, url=uri(alternate.url)) for alternate in alternates])


def news(site: Site) -> Rendered:
    """The news sitemap: releases of the last two days, the newest first."""
    recent = [
        (article, edition)
        for edition in site.editions
        for article in edition.articles
        if site.instant - article.at < NEWS_WINDOW and _is_for_search(article)
    ]
    recent.sort(key=lambda pair: (pair[0].at, pair[0].url), reverse=True)
    entries = tuple(
        NewsEntry(
            url=uri(article.url),
            title=article.title,
            publication=edition.title,
            lang=_iso_639(edition.lang),
            published=article.published,
        )
        for article, edition in recent[:MAX_NEWS]
    )
    return Rendered(path="sitemap-news.xml", template="sitemap-news.xml", values={"entries": entries})


def _iso_639(lang: str) -> str:
    # Google takes a language without script or region, except for Chinese.
    return lang.lower() if lang.lower() in ("zh-cn", "zh-tw") else lang.split("-")[0].lower()
