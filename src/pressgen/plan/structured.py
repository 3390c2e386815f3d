"""Structured data (JSON-LD, schema.org): of a release NewsArticle and BreadcrumbList, of a newsroom Organization."""

from __future__ import annotations

from pressgen.model import Article, Computed, Person
from pressgen.plan.views import Head, Newsroom
from pressgen.site.urls import uri

HEADLINE = 110
"""Characters of a headline that search engines take."""


SMALLEST_IMAGE = 50_000
"""Pixels from which on search engines show a picture."""


def article_graph(article: Article, news: Newsroom, page: Head) -> dict[str, object]:
    """The graph of one article; properties and their types are schema.org's."""
    origin, crumbs = article.url.removesuffix(article.href), page.breadcrumb
    publisher, address = _organisation(news, origin), uri(article.url)
    organisation = {key: value for key, value in publisher.items() if key != "logo"}
    authors = [_person(person, origin) for person in article.authors]
    graph: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": address + "#article",
        "mainEntityOfPage": uri(article.canonical) or address,
        "headline": clipped(article.headline),
        "description": article.description,
        "inLanguage": article.lang,
        "datePublished": article.published,
        "dateModified": max(article.published, article.modified, key=lambda text: text),
        "author": authors or [organisation],
        "publisher": publisher,
        "isAccessibleForFree": True,
    }
    if images := [uri(card.url) for card in article.cards if card.width * card.height >= SMALLEST_IMAGE]:
        graph["image"] = images
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
    trail.append({"@type": "ListItem", "position": len(crumbs) + 1, "name": article.headline})
    breadcrumbs: dict[str, object] = {"@type": "BreadcrumbList", "itemListElement": trail}
    return {"@context": "https://schema.org", "@graph": [graph, breadcrumbs]}


GRAPH = Computed(("release", "newsroom", "page"), article_graph)
"""The graph of a release's page."""


def organisation_graph(news: Newsroom, page: Head) -> dict[str, object]:
    """The organisation of a home page, with its profiles elsewhere."""
    graph = {"@context": "https://schema.org", **_organisation(news, page.url.removesuffix(page.href))}
    profiles = [uri(link.href) for link in news.profiles if link.href.startswith(("https://", "http://"))]
    return graph | ({"sameAs": profiles} if profiles else {})


ORGANISATION = Computed(("newsroom", "page"), organisation_graph)
"""The data of a home page."""


def _organisation(news: Newsroom, origin: str) -> dict[str, object]:
    logo = {"@type": "ImageObject", "url": uri(origin + (news.logo.src if news.logo else news.icon))}
    url = _whole(news.publisher_url, origin)
    return {"@type": "Organization", "name": news.publisher, "url": url, "logo": logo}


def _person(person: Person, origin: str) -> dict[str, object]:
    """A person, with an address only if one is given: any other would be somebody else's."""
    graph: dict[str, object] = {"@type": "Person", "name": person.name}
    return graph | ({"url": _whole(person.url, origin)} if person.url else {})


def _whole(address: str, origin: str) -> str:
    return uri(origin + address if address.startswith("/") and not address.startswith("//") else address)


def clipped(headline: str) -> str:
    """A headline of at most 110 characters, cut at a word."""
    if len(headline) <= HEADLINE:
        return headline
    return headline[: HEADLINE - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
