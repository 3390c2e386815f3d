"""Structured data (JSON-LD, schema.org): NewsArticle, BreadcrumbList and the counter of views."""

from __future__ import annotations

from pressgen.model import Article, Computed
from pressgen.plan.views import Head, Newsroom
from pressgen.site.urls import uri

# Search engines ignore longer headlines.
MAX_HEADLINE = 110


def article_graph(article: Article, newsroom: Newsroom, page: Head) -> dict[str, object]:
    """The JSON-LD graph of an article, with the properties and types of schema.org."""
    origin, crumbs = article.url.removesuffix(article.href), page.breadcrumb
    publisher_url = uri(newsroom.publisher_url)
    organisation: dict[str, object] = {"@type": "Organization", "name": newsroom.publisher, "url": publisher_url}
    logo = {"@type": "ImageObject", "url": uri(origin + (newsroom.logo.src if newsroom.logo else newsroom.icon))}
    home, address = uri(origin + newsroom.home.href), uri(article.url)
    authors: list[dict[str, object]] = [
        {"@type": "Person", "name": person.name, "url": uri(person.url) or home} for person in article.authors
    ]
    graph: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": address + "#article",
        "mainEntityOfPage": uri(article.canonical) or address,
        "headline": truncate(article.headline),
        "description": article.description,
        "inLanguage": article.lang,
        "datePublished": article.published,
        # A release can be updated before its date; modified before it was published, it would be invalid.
        "dateModified": max(article.published, article.modified),
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
        {"@type": "ListItem", "position": position, "name": crumb.title, "item": uri(origin + crumb.href)}
        for position, crumb in enumerate(crumbs, 1)
    ]
    trail.append({"@type": "ListItem", "position": len(crumbs) + 1, "name": article.headline})
    breadcrumbs: dict[str, object] = {"@type": "BreadcrumbList", "itemListElement": trail}
    return {"@context": "https://schema.org", "@graph": [graph, breadcrumbs]}


GRAPH = Computed(("release", "newsroom", "page"), article_graph)
"""The graph of a release's page."""


def truncate(headline: str) -> str:
    """A headline of at most MAX_HEADLINE characters, cut at a word."""
    if len(headline) <= MAX_HEADLINE:
        return headline
    return headline[: MAX_HEADLINE - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
