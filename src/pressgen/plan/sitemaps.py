"""Sitemaps (sitemaps.org 0.9), the news sitemap, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from pressgen.model import Alternate, Rendered, Site
from pressgen.plan.views import Head
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


def sitemaps(pages: Iterable[Rendered], site: Site, address: Address, shard: int = SHARD) -> Iterator[Rendered]:
    """The sitemap of the given pages (an index and its parts above 50,000), the news sitemap and robots.txt."""
    entries = _entries(pages, site)
    parts = [entries[start : start + shard] for start in range(0, len(entries), shard)] or [entries]
    if len(parts) == 1:
        yield Rendered(path="sitemap.xml", template="sitemap.xml", context={"entries": parts[0]})
    else:
        paths = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        for path, part in zip(paths, parts, strict=True):
            yield Rendered(path=path, template="sitemap.xml", context={"entries": part})
        urls = tuple(address.url(path) for path in paths)
        yield Rendered(path="sitemap.xml", template="sitemap-index.xml", context={"sitemaps": urls})
    yield Rendered(path="sitemap-news.xml", template="sitemap-news.xml", context={"entries": tuple(_news(site))})
    named = (address.url("sitemap.xml"), address.url("sitemap-news.xml"))
    yield Rendered(path="robots.txt", template="robots.txt", context={"sitemaps": named})


def _entries(pages: Iterable[Rendered], site: Site) -> tuple[Entry, ...]:
    """Releases from the oldest, so that a new one changes only the last part; then all other pages."""
    articles = [article for edition in site.editions for article in edition.articles]
    if len(site.editions) > 1:
        articles.sort(key=lambda article: (article.at, article.path))
    heads = {head.url: head for page in pages if isinstance(head := page.context.get("page"), Head) and not head.robots}
    dated = [
        Entry(url=article.url, modified=article.modified, alternates=article.alternates)
        for article in articles
        if heads.pop(article.url, None) is not None
    ]
    return (*dated, *(Entry(url=url, alternates=heads[url].alternates) for url in sorted(heads)))


def _news(site: Site) -> Sequence[NewsEntry]:
    recent = [
        (article.at, NewsEntry(
            url=article.url, title=article.headline, publication=edition.title,
            lang=_iso_639(article.lang), published=article.published,
        ))
        for edition in site.editions
        for article in edition.articles
        if site.instant - article.at < NEWS_WINDOW
    ]  # fmt: skip
    recent.sort(key=lambda pair: (pair[0], pair[1].url), reverse=True)
    return [entry for _, entry in recent[:NEWS_MOST]]


def _iso_639(lang: str) -> str:
    return lang.lower() if lang.lower() in ("zh-cn", "zh-tw") else lang.split("-")[0].lower()
