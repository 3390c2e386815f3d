"""The podcast of an edition: an RSS 2.0 feed of the releases that have sound, in the words of Apple Podcasts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from pressgen.content.settings.settings_file import podcast_categories
from pressgen.model import Article, Player, Rendered
from pressgen.plan.feeds import rfc822
from pressgen.plan.layout import PODCAST, EditionContext
from pressgen.site.texts import localized
from pressgen.site.urls import uri

MAX_EPISODES = 500


class Episode(Struct, frozen=True, kw_only=True, gc=False):
    """A release with its sound; addresses are URIs, `length` is in bytes, `duration` in seconds (0 if not known)."""

    id: str
    title: str
    url: str
    published_rfc822: str
    summary: str
    sound: str
    type: str
    length: int
    duration: int


class Channel(Struct, frozen=True, kw_only=True, gc=False):
    """What the podcast says of itself. `parent` is the category that has the `category`; empty if none has."""

    title: str
    description: str
    lang: str
    url: str
    self_url: str
    author: str
    email: str
    category: str
    parent: str
    explicit: bool
    image: str
    copyright: str
    updated_rfc822: str
    episodes: tuple[Episode, ...]


def podcast(context: EditionContext) -> Iterator[Rendered]:
    """The podcast of an edition; nothing without the setting, or where no release has sound."""
    settings, edition = context.settings, context.edition
    chosen = settings.podcast
    # The releases with sound, each with the first one in it.
    sounds = ((article, [player for player in article.media if player.kind == "sound"]) for article in edition.articles)
    releases = [(article, own[0]) for article, own in sounds if own] if chosen else []
    if chosen is None or not releases:
        return
    newest = releases[: -MAX_EPISODES - 1 : -1]
    updated = max(article.modified for article, _ in newest)
    newsroom, path = context.newsroom, f"{edition.prefix}{PODCAST}"
    channel = Channel(
        title=localized(chosen.title, edition.lang, settings) or edition.title,
        description=localized(chosen.description, edition.lang, settings) or newsroom.description,
        lang=edition.lang,
        url=uri(context.address.origin + newsroom.home.href),
        self_url=uri(context.address.url(path)),
        author=localized(chosen.author, edition.lang, settings) or newsroom.publisher,
        email=chosen.email,
        category=chosen.category,
        parent=next((name for name, inner in podcast_categories().items() if chosen.category in inner), ""),
        explicit=chosen.explicit,
        image=uri(context.address.url(context.site.podcast_image)),
        copyright=newsroom.licence,
        updated_rfc822=rfc822(datetime.fromisoformat(updated)),
        episodes=tuple([_episode(article, sound) for article, sound in newest]),
    )
    yield Rendered(path=path, template="podcast.xml", values={"podcast": channel})


def _episode(article: Article, sound: Player) -> Episode:
    return Episode(
        id=article.id,
        title=article.title,
        url=uri(article.url),
        published_rfc822=rfc822(article.at),
        summary=article.description,
        sound=uri(sound.url),
        type=sound.type,
        length=sound.size,
        duration=round(sound.seconds),
    )
