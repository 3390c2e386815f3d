"""Structured data (JSON-LD, schema.org): NewsArticle, BreadcrumbList and the counter of views."""

from __future__ import annotations

from pressgen.model import Article, Computed
from pressgen.plan.views import Head, Newsroom
from pressgen.site.urls import uri

HEADLINE = 110
"""Characters of a headline that search engines take."""


def article_graph(article: Article, news: Newsroom, page: Head) -> dict[str, object]:
    """The graph of one article; properties and their types are schema.org's."""
    origin, crumbs = article.url.removesuffix(article.href), page.breadcrumb
    organisation: dict[str, object] = {"@type": "Organization", "name": news.publisher, "url": uri(news.publisher_url)}
    logo = {"@type": "ImageObject", "url": uri(origin + (news.logo.src if news.logo else news.icon))}
    home, address = uri(origin + news.home.href), uri(article.url)
    authors: list[dict[str, object]] = [
        {"@type": "Person", "name": person.name, "url": uri(person.url) or home} for person in article.authors
    ]
    graph: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": address + "#article",
        "mainEntityOfPage": uri(article.canonical) or address,
        "headline": clipped(article.title),
        "description": article.description,
        "inLanguage": article.lang,
        "datePublished": article.published,
        "dateModified": max(article.published, article.modified, key=lambda text: text),
        "author": authors or [organisation],
        "publisher": {**organisation, "logo": logo},
        "isAccessibleForFree": True,
    }
    if article.cards:
        graph["image"] = [uri(card.url) for card in article.cards]
    if article.teaser.tags:
        graph["keywords"] = [tag.title for tag in article.teaser.tags]
    if article.teaser.views is not None:
        graph["interactionStatistic"] = {
            "@type": "InteractionCounter",
            "interactionType": {"@type": "ViewAction"},
            "userInteractionCount": article.teaser.views,
        }
    trail: list[dict[str, object]] = [
        {"@type": "ListItem", "position": place, "name": crumb.title, "item": uri(origin + crumb.href)}
        for place, crumb in enumerate(crumbs, 1)
    ]
    trail.append({"@type": "ListItem", "position": len(crumbs) + 1, "name": article.title})
    breadcrumbs: dict[str, object] = {"@type": "BreadcrumbList", "itemListElement": trail}
    return {"@context": "https://schema.org", "@graph": [graph, breadcrumbs]}


GRAPH = Computed(("release", "newsroom", "page"), article_graph)
"""The graph of a release's page."""


def clipped(headline: str) -> str:
    """A headline of at most 110 characters, cut at a word."""
    if len(headline) <= HEADLINE:
        return headline
    return headline[: HEADLINE - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
