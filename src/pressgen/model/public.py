"""What readers may see: releases, pages, tags and editions, as assemble makes them of all that is public."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, Literal

from msgspec import Raw, Struct, json, structs

from pressgen.model.outputs import Copied, Derived
from pressgen.model.share import ShareLink, share_links
from pressgen.model.written import Person


class Link(Struct, frozen=True, kw_only=True):
    """All that one page needs to point at another."""

    title: str
    href: str
    lang: str = ""
    dir: str = ""


class Variant(Struct, frozen=True):
    """One file of a responsive picture: its href and its width in pixels."""

    href: str
    width: int


class Figure(Struct, frozen=True, kw_only=True):
    """A picture as a page shows it: files smallest first, with the words that belong to it."""

    src: str
    width: int
    height: int
    alt: str
    webp: tuple[Variant, ...] = ()
    caption: str = ""
    credit: str = ""


class Teaser(Struct, frozen=True, kw_only=True, gc=False):
    """All that a list may show of a release. `iso` is RFC 3339, or a date where only a day is known."""

    title: str
    href: str
    url: str
    lang: str
    iso: str
    date_text: str
    views: int | None
    views_text: str
    summary: str
    tags: tuple[Link, ...]
    picture: Figure | None = None
    pinned: bool = False


class Alternate(Struct, frozen=True, kw_only=True):
    """The same page in another language: a BCP 47 tag, an Open Graph locale, its name in that language."""

    lang: str
    locale: str
    url: str
    href: str
    name: str
    dir: str


class SocialCard(Struct, frozen=True, kw_only=True):
    """A picture for link previews: absolute url, size in pixels."""

    url: str
    width: int
    height: int
    alt: str


class Text(Struct, frozen=True, gc=False):
    """The text of a release, told from any other by its `digest`; `make` gives it for its page or for a feed."""

    digest: str
    make: Any


class Article(Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """One release as its own page shows it, without its neighbours.

    `text` is what `body` and `feed_body` are made of when they are printed.
    `published` and `modified` are RFC 3339 with the site's offset. `networks` are where readers are asked to share it.
    """

    path: str
    href: str
    url: str
    source: str
    lang: str
    key: str
    published: str
    modified: str
    at: datetime
    teaser: Teaser
    headline: str
    lead: str
    description: str
    text: Text
    dateline: str
    updated_text: str
    authors: tuple[Person, ...]
    contacts: tuple[Person, ...]
    figure: Figure | None
    cards: tuple[SocialCard, ...]
    alternates: tuple[Alternate, ...]
    aliases: tuple[str, ...]
    related: tuple[Link, ...]
    networks: tuple[str, ...]
    boilerplate: str
    template: str
    extra: dict[str, object]

    @property
    def body(self) -> str:
        """The body as HTML, with root-relative addresses."""
        body: str = self.text.make("page")
        return body

    @property
    def feed_body(self) -> str:
        """The body for readers elsewhere: addresses are absolute, the lead comes first."""
        body: str = self.text.make("feed")
        return body

    @property
    def share(self) -> tuple[ShareLink, ...]:
        """The links to share it, made when they are printed: `networks`, `url` and `headline` say them all."""
        return share_links(self.networks, self.url, self.headline)


class Filed(Struct, kw_only=True, tag=True, omit_defaults=True):
    """One release as it is kept between builds, without its text: what lists and other pages may know of it.

    `words` is as JSON what its teaser says beside what is here. Of its tags it has the places in `terms`,
    links to all tags of its language. Neither these are kept with it nor `fetch`, which makes the article.
    """

    path: str
    href: str
    url: str
    source: str
    lang: str
    at: datetime
    modified: str
    alternates: tuple[Alternate, ...] = ()
    aliases: tuple[str, ...] = ()
    related: tuple[Link, ...] = ()
    template: str = ""
    words: Raw
    tags: tuple[int, ...]
    terms: tuple[Link, ...] = ()
    fetch: Any = None

    @property
    def teaser(self) -> Teaser:
        """All that a list may show of it."""
        said, terms = _words_decoder().decode(self.words), self.terms
        return Teaser(
            title=said.title, href=self.href, url=self.url, lang=self.lang, iso=said.iso, date_text=said.date_text,
            views=said.views, views_text=said.views_text, summary=said.summary,
            tags=tuple([terms[place] for place in self.tags]), picture=said.picture, pinned=said.pinned,
        )  # fmt: skip

    def at_rest(self) -> Filed:
        """The same as it is kept."""
        return structs.replace(self, terms=(), fetch=None)


class Words(Struct, frozen=True, array_like=True):
    """What a teaser says beside what a filed release has as well."""

    title: str
    iso: str
    date_text: str
    views: int | None
    views_text: str
    summary: str
    picture: Figure | None
    pinned: bool


@cache
def _words_decoder() -> json.Decoder[Words]:
    # Few builds need it, and to make it takes longer than to use it.
    return json.Decoder(Words)


Release = Article | Filed


def whole(release: Release) -> Article:
    """The article of a release."""
    if isinstance(release, Article):
        return release
    article: Article = release.fetch(release.source)
    return article


class StandingPage(Struct, frozen=True, kw_only=True):
    """A standing page as it is shown."""

    path: str
    href: str
    url: str
    source: str
    lang: str
    key: str
    title: str
    description: str
    body: str
    alternates: tuple[Alternate, ...]
    aliases: tuple[str, ...]
    template: str
    extra: dict[str, object]


class Term(Struct, frozen=True, kw_only=True):
    """One tag of one edition; `releases` are indexes into the edition's articles, oldest first."""

    name: str
    slug: str
    path: str
    href: str
    url: str
    releases: tuple[int, ...]


class FeedLink(Struct, frozen=True, kw_only=True):
    """A feed for autodiscovery: media type, title, href, absolute url, file in the output."""

    type: str
    format: Literal["rss", "atom", "json"]
    title: str
    href: str
    url: str
    path: str


class Edition(Struct, frozen=True, kw_only=True):
    """One language of the site; articles oldest first.

    `lang` is a BCP 47 tag, `dir` ltr or rtl, `locale` an Open Graph locale (uz_UZ), `prefix`
    the folder in the output ("" for the default language, else "uz/"). `pinned` are indexes of
    the articles that stay on top, `similar` those of the earlier ones most like each.
    """

    lang: str
    dir: Literal["ltr", "rtl"]
    locale: str
    name: str
    prefix: str
    title: str
    description: str
    home: Link
    articles: tuple[Release, ...]
    pinned: tuple[int, ...]
    similar: tuple[tuple[int, ...], ...]
    pages: tuple[StandingPage, ...]
    terms: tuple[Term, ...]
    feeds: tuple[FeedLink, ...]


class Site(Struct, frozen=True, kw_only=True):
    """Everything public at one instant, grouped by language; the first edition is the default."""

    instant: datetime
    logo: Figure | None
    editions: tuple[Edition, ...]
    files: tuple[Copied | Derived, ...]
    next_change: datetime | None
