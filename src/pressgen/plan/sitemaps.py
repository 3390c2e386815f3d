"""Sitemaps (sitemaps.org 0.9), the news sitemap, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from pressgen.model import Alternate, Article, Rendered, Site
from pressgen.plan.views import Head
from pressgen.site.embargo import NEWS_WINDOW
from pressgen.site.urls import Address, uri

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
        urls = tuple(uri(address.url(path)) for path in paths)
        yield Rendered(path="sitemap.xml", template="sitemap-index.xml", values={"sitemaps": urls})
    yield news(site)
    named = (uri(address.url("sitemap.xml")), uri(address.url("sitemap-news.xml")))
    values: dict[str, object] = {"sitemaps": () if site.is_preview else named, "is_preview": site.is_preview}
    yield Rendered(path="robots.txt", template="robots.txt", values=values)


def _entries(pages: Sequence[Rendered], site: Site, address: Address) -> tuple[Entry, ...]:
    """Releases from the oldest, so that a new one changes only the last part; then all other pages.

    What search engines are not to show at its own address is left out.
    """
    articles = [article for edition in site.editions for article in edition.articles]
    if len(site.editions) > 1:
        articles.sort(key=lambda article: (article.at, article.path))
    paths = {article.path for article in articles}
    dated = [
        Entry(url=uri(one.url), modified=one.modified, alternates=_as_uris(one.alternates))
        for one in articles
        if _is_for_search(one)
    ]
    heads = [(page.path, head) for page in pages if isinstance(head := page.values.get("page"), Head)]
    others = [
        Entry(url=uri(address.url(path)), alternates=_as_uris(head.alternates))
        for path, head in heads
        if path not in paths and "noindex" not in head.robots and not head.canonical
    ]
    return (*dated, *sorted(others, key=lambda entry: entry.url))


def _is_for_search(article: Article) -> bool:
    return not article.noindex and not article.canonical


def _as_uris(alternates: tuple[Alternate, ...]) -> tuple[Alternate, ...]:
    if all(one.url.isascii() for one in alternates):
        return alternates
    return tuple([structs.replace(one, url=uri(one.url)) for one in alternates])


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
        for article, edition in recent[:NEWS_MOST]
    )
    return Rendered(path="sitemap-news.xml", template="sitemap-news.xml", values={"entries": entries})


def _iso_639(lang: str) -> str:
    return lang.lower() if lang.lower() in ("zh-cn", "zh-tw") else lang.split("-")[0].lower()
