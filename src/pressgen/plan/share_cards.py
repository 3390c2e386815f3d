"""Share cards: for each release without a picture, one of its headline for link previews."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from pressgen.brand.palette import light_palette
from pressgen.content.pictures.pictures import Size
from pressgen.content.pictures.share_card import card_digest, drawable, has_shaping, needs_shaping
from pressgen.errors import Problem
from pressgen.model import Article, Drawn, ShareCard, SocialCard
from pressgen.model.share_card import HEIGHT, WIDTH, CardLogo
from pressgen.plan.layout import EditionContext
from pressgen.settings import Theme
from pressgen.site.assemble import ASSETS
from pressgen.site.images import card_of


def preview_of(article: Article, context: EditionContext) -> SocialCard | None:
    """The card of a release for link previews; None if it has a picture, or if none can be drawn."""
    card = _card(article, context)
    if card is None:
        return None
    return card_of(card[0], "image/png", Size(WIDTH, HEIGHT), article.title, context.address)


def cards(context: EditionContext) -> Iterator[Drawn]:
    """The cards of an edition; releases with the same headline have the same one."""
    paths: set[str] = set()
    for article in context.edition.releases if context.settings.share_cards else ():
        card = _card(article, context)
        if card and card[0] not in paths:
            paths.add(card[0])
            yield Drawn(path=card[0], source=article.source, card=card[1])


def problems(contexts: Sequence[EditionContext]) -> Iterator[Problem]:
    """A notice if cards are missing, because the font lacks letters or Pillow a library."""
    if not contexts[0].settings.share_cards:
        return
    articles = [
        article
        for context in contexts
        for article in context.edition.releases
        if not article.cards and not _card(article, context)
    ]
    unknown = [article.source for article in articles if not drawable(article.title)]
    unshaped = [article.source for article in articles if drawable(article.title)]
    for code, sources in (("share-card-script", unknown), ("share-card-direction", unshaped)):
        if sources:
            yield Problem.at(code, sources[0], count=len(sources))


def _card(article: Article, context: EditionContext) -> tuple[str, ShareCard] | None:
    """The path and the card of a release that has no picture, if one can be drawn."""
    if article.cards or not context.settings.share_cards:
        return None
    edition = context.edition
    return _drawn(article.title, edition.title, edition.lang, edition.dir, context.settings.theme, context.card_logo)


@lru_cache(maxsize=1 << 15)
def _drawn(
    headline: str, name: str, lang: str, direction: Literal["ltr", "rtl"], theme: Theme, logo: CardLogo
) -> tuple[str, ShareCard] | None:
    headline = drawable(headline)
    if not headline or (needs_shaping(headline) and not has_shaping()):
        return None
    name = drawable(name)
    if needs_shaping(name) and not has_shaping():
        name = ""
    colours = light_palette(theme)
    card = ShareCard(
        headline=headline,
        name=name,
        lang=lang,
        dir=direction,
        band=colours.band,
        bandtext=colours.bandtext,
        accent=colours.link,
        paper=colours.paper,
        ink=colours.ink,
        logo=logo,
    )
    return f"{ASSETS}card.{card_digest(card)}.png", card
