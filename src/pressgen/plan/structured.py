"""Structured data (JSON-LD, schema.org): of a release NewsArticle and BreadcrumbList, of a newsroom Organization."""

from __future__ import annotations

from pressgen.content.text.excerpt import cut
from pressgen.model import Article, Computed, Event, Person, Player, Profile, SocialCard
from pressgen.plan.views import Head, Newsroom
from pressgen.site.images import digest_in
from pressgen.site.urls import uri

# Search engines ignore longer headlines.
MAX_HEADLINE = 110
# Search engines show no smaller pictures.
MIN_IMAGE_PIXELS = 50_000


def article_graph(article: Article, newsroom: Newsroom, page: Head) -> dict[str, object]:
    """The JSON-LD graph of an article, with the properties and types of schema.org."""
    origin, crumbs = article.url.removesuffix(article.href), page.breadcrumb
    publisher, address = _organisation(newsroom, origin), uri(article.url)
    organisation = {key: value for key, value in publisher.items() if key != "logo"}
    authors = [_person(person, origin) for person in article.authors]
    graph: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": address + "#article",
        "mainEntityOfPage": uri(article.canonical) or address,
        "headline": cut(article.title, MAX_HEADLINE),
        "description": article.description,
        "inLanguage": article.lang,
        "datePublished": article.published,
        # A release can be updated before its date; modified before it was published, it would be invalid.
        "dateModified": max(article.published, article.modified),
        "author": authors or [organisation],
        "publisher": publisher,
        "isAccessibleForFree": True,
    }
    if images := [_image(card, article) for card in article.cards if card.width * card.height >= MIN_IMAGE_PIXELS]:
        graph["image"] = images
    graph |= _lists_of(article, origin)
    for player in article.media:
        name = "video" if player.kind == "film" else "audio"
        graph.setdefault(name, _media_object(player, article))
    if article.teaser.tags:
        graph["keywords"] = [tag.title for tag in article.teaser.tags]
    if article.teaser.views is not None:
        graph["interactionStatistic"] = {
            "@type": "InteractionCounter",
            "interactionType": {"@type": "ViewAction"},
            "userInteractionCount": article.teaser.views,
        }
    if article.corrections:
        graph["correction"] = [
            {"@type": "CorrectionComment", "text": note.text, "datePublished": note.published}
            for note in article.corrections
        ]
    trail: list[dict[str, object]] = [
        {"@type": "ListItem", "position": position, "name": crumb.title, "item": uri(origin + crumb.href)}
        for position, crumb in enumerate(crumbs, 1)
    ]
    trail.append({"@type": "ListItem", "position": len(crumbs) + 1, "name": article.title})
    breadcrumbs: dict[str, object] = {"@type": "BreadcrumbList", "itemListElement": trail}
    graphs = [graph, breadcrumbs]
    if article.event:
        graphs.append(_event(article, article.event, publisher, origin))
        graph["about"] = {"@id": address + "#event"}
    return {"@context": "https://schema.org", "@graph": graphs}


def _image(card: SocialCard, article: Article) -> str | dict[str, object]:
    """A picture: its address, or more if its rights are known."""
    figure = next((each for each in article.figures if digest_in(each.src) == digest_in(card.path)), None)
    if figure is None:
        return uri(card.url)
    facts: dict[str, object] = {
        "creator": {"@type": "Person", "name": figure.creator} if figure.creator else "",
        "creditText": figure.credit,
        "copyrightNotice": figure.copyright,
        "license": uri(figure.licence_url),
        "acquireLicensePage": uri(figure.licensor_url or figure.licence_url),
    }
    properties, address = {name: value for name, value in facts.items() if value}, uri(card.url)
    return {"@type": "ImageObject", "url": address, "contentUrl": address, **properties} if properties else address


def _lists_of(article: Article, origin: str) -> dict[str, object]:
    """The section, the series and the people of a release."""
    graph: dict[str, object] = {}
    if article.teaser.section:
        graph["articleSection"] = article.teaser.section.title
    if article.series:
        series = {"@type": "CreativeWorkSeries", "name": article.series.title, "url": uri(origin + article.series.href)}
        graph |= {"isPartOf": series, "position": article.series.number}
    if article.people:
        graph["mentions"] = [_person(person, origin) for person in article.people]
    return graph


GRAPH = Computed(("release", "newsroom", "page"), article_graph)
"""The graph of a release's page."""


_STATES = {"scheduled": "EventScheduled", "cancelled": "EventCancelled", "postponed": "EventPostponed"}


def _event(article: Article, event: Event, organizer: dict[str, object], origin: str) -> dict[str, object]:
    """What a release announces."""
    address = uri(article.url)
    page = whole_uri(event.website, origin) or address
    places: list[dict[str, object]] = []
    if event.place or event.address:
        place = {"name": event.place or event.address, "address": event.address or event.place}
        places.append({"@type": "Place", **place})
    if event.is_online:
        is_address = event.online.startswith("http") and " " not in event.online
        places.append({"@type": "VirtualLocation", "url": uri(event.online) if is_address else page})
    mode = "Mixed" if len(places) > 1 else "Online" if event.is_online else "Offline"
    graph: dict[str, object] = {
        "@type": "Event",
        "@id": address + "#event",
        "name": event.name or article.title,
        "description": article.description,
        "startDate": event.start,
        "eventStatus": f"https://schema.org/{_STATES[event.status]}",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "organizer": organizer,
        "url": page,
    }
    if event.end:
        graph["endDate"] = event.end
    if places:
        graph["location"] = places if len(places) > 1 else places[0]
    if images := [uri(card.url) for card in article.cards if card.width * card.height >= MIN_IMAGE_PIXELS]:
        graph["image"] = images
    return graph


def organisation_graph(newsroom: Newsroom, page: Head) -> dict[str, object]:
    """The organisation of a home page, with its profiles elsewhere."""
    graph = {"@context": "https://schema.org", **_organisation(newsroom, page.url.removesuffix(page.href))}
    profiles = [uri(link.href) for link in newsroom.profiles if link.href.startswith(("https://", "http://"))]
    return graph | ({"sameAs": profiles} if profiles else {})


ORGANISATION = Computed(("newsroom", "page"), organisation_graph)
"""The data of a home page."""


def profile_graph(profile: Profile, newsroom: Newsroom, page: Head) -> dict[str, object]:
    """The page of a person: who that is, and for whom they work."""
    origin, person = page.url.removesuffix(page.href), profile.person
    publisher = _organisation(newsroom, origin)
    graph: dict[str, object] = {"@type": "Person", "name": person.name, "url": uri(page.url)}
    graph |= {"jobTitle": person.role} if person.role else {}
    graph |= {"image": uri(origin + profile.portrait.src)} if profile.portrait else {}
    graph |= {"email": person.email} if person.email else {}
    graph |= {"telephone": person.phone} if person.phone else {}
    graph |= {"sameAs": [whole_uri(person.url, origin)]} if person.url else {}
    graph |= {"knowsLanguage": list(profile.languages)} if profile.languages else {}
    graph["worksFor"] = {key: value for key, value in publisher.items() if key != "logo"}
    return {"@context": "https://schema.org", "@type": "ProfilePage", "mainEntity": graph}


PROFILE = Computed(("profile", "newsroom", "page"), profile_graph)
"""The data of a person's page."""


def _organisation(newsroom: Newsroom, origin: str) -> dict[str, object]:
    logo = {"@type": "ImageObject", "url": uri(origin + (newsroom.logo.src if newsroom.logo else newsroom.icon))}
    url = whole_uri(newsroom.publisher_url, origin)
    return {"@type": "Organization", "name": newsroom.publisher, "url": url, "logo": logo}


def _person(person: Person, origin: str) -> dict[str, object]:
    """A person, with an address only if one is given: any other would be somebody else's."""
    graph: dict[str, object] = {"@type": "Person", "name": person.name}
    return graph | ({"url": whole_uri(person.url, origin)} if person.url else {})


def _media_object(player: Player, article: Article) -> dict[str, object]:
    """The first film or sound of a release."""
    origin = article.url.removesuffix(article.href)
    graph: dict[str, object] = {
        "@type": "VideoObject" if player.kind == "film" else "AudioObject",
        "name": cut(article.title, MAX_HEADLINE),
        "description": article.description,
        "uploadDate": article.published,
        "contentUrl": uri(player.url),
        "encodingFormat": player.type,
    }
    if player.seconds >= 1:
        graph["duration"] = f"PT{round(player.seconds)}S"
    if player.poster:
        graph["thumbnailUrl"] = uri(origin + player.poster)
    return graph


def whole_uri(address: str, origin: str) -> str:
    """An address, perhaps on the site, as a URI."""
    return uri(origin + address if address.startswith("/") and not address.startswith("//") else address)
