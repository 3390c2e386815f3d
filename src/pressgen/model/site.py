"""What readers may see: releases, pages, tags and editions, as assemble makes them of all that is public."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from pressgen.model.banner import Banner
from pressgen.model.brand import Brand
from pressgen.model.change import Change
from pressgen.model.corrections import CorrectionNote, EarlierVersion
from pressgen.model.events import Event
from pressgen.model.figure import Figure
from pressgen.model.lists import Alternate, Link, PageList, SeriesPart, Term
from pressgen.model.media import EmbedCard, Player
from pressgen.model.output import Copied, Derived
from pressgen.model.post import Person
from pressgen.model.redirect import Issued, Redirect
from pressgen.share import Network, ShareLink, share_links

LARGE_CARD = (300, 157)
"""Width and height in pixels from which on networks show the picture of a link in full width."""


class Teaser(Struct, frozen=True, kw_only=True, gc=False):
    """All that a list may show of a release. `published` is RFC 3339 with the site's offset.

    `views_source` and `views_as_of` (`2025-01-27`) are empty unless the settings show them.
    """

    title: str
    href: str
    url: str
    lang: str
    published: str
    date_text: str
    # None is not 0: where nobody counts, a page must not say that nobody reads.
    views: int | None
    views_text: str
    summary: str
    tags: tuple[Link, ...]
    picture: Figure | None = None
    pinned: bool = False
    extra: dict[str, object] = {}
    section: Link | None = None
    views_source: str = ""
    views_as_of: str = ""
    views_as_of_text: str = ""

    @property
    def iso(self) -> str:
        """What `published` was called in earlier templates, of which newsrooms have copies."""
        return self.published


class SocialCard(Struct, frozen=True, kw_only=True, gc=False):
    """A picture for link previews: its file in the output, absolute url, media type, size in pixels (0 if unknown)."""

    path: str
    url: str
    type: str
    width: int
    height: int
    alt: str

    @property
    def is_large(self) -> bool:
        """Whether previews can show it above the headline in full width; they cut it to about two to one."""
        return (
            self.width >= LARGE_CARD[0]
            and self.height >= LARGE_CARD[1]
            and self.height <= self.width <= 2 * self.height
        )


class Target(Struct, frozen=True, gc=False):
    """Where a reference in a body leads: an href (empty if it must not be a link), or what to show in its place."""

    href: str = ""
    figure: Figure | None = None
    player: Player | None = None
    card: EmbedCard | None = None


class BodyText:
    """The text of one page or feed item, which is read from the store when it is rendered.

    `digest` is the body's, `targets` replace the marks in it, `cut` characters are left out at its beginning.
    In a feed, `page` is the url of its page, which makes addresses absolute; the `lead` is first, the `gallery` last.
    """

    # Not a Struct, which encoders would take for plain data: they must decide between this reference and its HTML.
    __slots__ = ("cut", "digest", "gallery", "lead", "page", "targets")

    def __init__(
        self,
        digest: str,
        targets: tuple[Target, ...] = (),
        cut: int = 0,
        lead: str = "",
        page: str = "",
        gallery: tuple[Figure, ...] = (),
    ) -> None:
        self.digest, self.targets, self.cut = digest, targets, cut
        self.lead, self.page, self.gallery = lead, page, gallery

    @property
    def fields(self) -> tuple[str, tuple[Target, ...], int, str, str, tuple[Figure, ...]]:
        """The values of all fields, in order."""
        return self.digest, self.targets, self.cut, self.lead, self.page, self.gallery

    def __eq__(self, value: object) -> bool:
        return isinstance(value, BodyText) and self.fields == value.fields

    def __hash__(self) -> int:
        return hash(self.fields)

    def __repr__(self) -> str:
        # Without its address in memory: a template may show any value, and pages must not differ by that.
        return f"BodyText{self.fields}"

    def __str__(self) -> str:
        # A template that shows it by mistake must not publish its digest in place of the text.
        raise TypeError("a body is read from the value that has it, as in release.body")

    def __reduce__(self) -> tuple[type[BodyText], tuple[object, ...]]:
        return BodyText, self.fields


class _Document(Struct, frozen=True, kw_only=True, gc=False):
    """What a release and a standing page have in common.

    `cards` are for link previews, `sheets` are those that the text needs, `gallery` are further pictures.
    """

    path: str
    href: str
    url: str
    source: str
    lang: str
    key: str
    description: str
    body: BodyText
    alternates: tuple[Alternate, ...]
    aliases: tuple[str, ...]
    template: str
    extra: dict[str, object]
    cards: tuple[SocialCard, ...] = ()
    noindex: bool = False
    canonical: str = ""
    sheets: tuple[str, ...] = ()
    gallery: tuple[Figure, ...] = ()


class Article(_Document, frozen=True, kw_only=True, gc=False):
    """One release as its own page shows it, without its neighbours.

    `id` is the same in all feeds and stays when the address changes. `cards` are crops of the lead picture or else of
    the first large picture of the text. `modified` is RFC 3339 with the site's offset. `networks` are where readers are
    asked to share it. `corrections` and earlier `versions` begin with the newest. `people` are those of the settings
    whom the release names, without its authors. It `has_kit` if all its pictures can be downloaded together.
    """

    id: str
    modified: str
    at: datetime
    teaser: Teaser
    lead: str
    dateline: str
    updated_text: str
    authors: tuple[Person, ...]
    contacts: tuple[Person, ...]
    figure: Figure | None
    related: tuple[Link, ...]
    networks: tuple[Network, ...]
    boilerplate: str
    corrections: tuple[CorrectionNote, ...] = ()
    versions: tuple[EarlierVersion, ...] = ()
    people: tuple[Person, ...] = ()
    series: SeriesPart | None = None
    event: Event | None = None
    # Film and sound in its text.
    media: tuple[Player, ...] = ()
    has_kit: bool = False

    @property
    def title(self) -> str:
        """The headline, as in lists."""
        return self.teaser.title

    @property
    def headline(self) -> str:
        """What `title` was called in earlier templates, of which newsrooms have copies."""
        return self.title

    @property
    def published(self) -> str:
        """The time of publication, as in lists."""
        return self.teaser.published

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All its pictures, the lead picture first."""
        pictures = (self.figure, *(target.figure for target in self.body.targets), *self.gallery)
        return tuple([figure for figure in pictures if figure is not None])

    @property
    def feed_body(self) -> BodyText:
        """The body for readers elsewhere: addresses are absolute, the lead comes first and the gallery last."""
        body = self.body
        return BodyText(body.digest, body.targets, body.cut, self.lead, self.url, self.gallery)

    @property
    def share(self) -> tuple[ShareLink, ...]:
        """The links to share it."""
        return share_links(self.networks, self.url, self.title)


class StandingPage(_Document, frozen=True, kw_only=True, gc=False):
    """A standing page as it is shown."""

    title: str
    lists: tuple[PageList, ...] = ()


class Withdrawal(Struct, frozen=True, kw_only=True, gc=False):
    """The notice in place of a release or page that was withdrawn; it has nothing of the text.

    `published`, `withdrawn` and `deleted` are RFC 3339: when it was published and withdrawn, if somebody said so, and
    when it left the feeds. `id` is that in feeds, empty for a page; `tags` are the hrefs of its tags and other lists.
    One that `is_unlisted` was in no list or feed before. One that `has_event` may have had a calendar file, one that
    `has_kit` a press kit.
    """

    path: str
    href: str
    url: str
    id: str
    source: str
    lang: str
    title: str
    at: datetime | None
    published: str
    date_text: str
    withdrawn: str
    withdrawn_text: str
    deleted: str
    reason: str
    contacts: tuple[Person, ...]
    alternates: tuple[Alternate, ...]
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    is_unlisted: bool = False
    has_event: bool = False
    has_kit: bool = False


class Profile(Struct, frozen=True, kw_only=True):
    """What the page of a person shows beside the releases; `languages` are names of languages, `about` is HTML."""

    person: Person
    portrait: Figure | None = None
    languages: tuple[str, ...] = ()
    about: str = ""


class ReadCount(Struct, frozen=True, gc=False):
    """How often a release was read in some time: its index in the articles of its edition, and the number."""

    index: int
    views: int


class Ranking(Struct, frozen=True, kw_only=True, gc=False):
    """The releases that were read most in some time: the last days, a year, or all time; the first one most.

    `as_of` is the last day that counts (`2026-11-28`), `days` how many days there are, `year` is 0 if it is no year.
    """

    kind: Literal["days", "year", "all"]
    as_of: str
    releases: tuple[ReadCount, ...]
    days: int = 0
    year: int = 0


class FeedLink(Struct, frozen=True, kw_only=True, gc=False):
    """A feed for autodiscovery: media type, title, href, absolute url, file in the output."""

    type: str
    format: Literal["rss", "atom", "json", "ics"]
    title: str
    href: str
    url: str
    path: str


class Edition(Struct, frozen=True, kw_only=True):
    """One language of the site; articles oldest first.

    `lang` is a BCP 47 tag, `dir` ltr or rtl, `locale` an Open Graph locale (uz_UZ), `prefix`
    the folder in the output ("" for the default language, else "uz/"). `pinned` are indexes of
    the articles that stay on top, `similar` those of the earlier ones most like each. What is `unlisted` has
    its page and is in no list; what is `withdrawn` has a notice in its place. `most_read` are the rankings, if the
    settings want them. `banners` are those that are shown now. `sections`, `people` and `series` are those that have a
    release here, in the order of the settings; `profiles` are those of the people by key. `kept_lists` are the folders
    of lists that were published once and so have to stay, even if they are empty.
    """

    lang: str
    dir: Literal["ltr", "rtl"]
    locale: str
    name: str
    prefix: str
    title: str
    description: str
    home: Link
    articles: tuple[Article, ...]
    pinned: tuple[int, ...]
    similar: tuple[tuple[int, ...], ...]
    pages: tuple[StandingPage, ...]
    terms: tuple[Term, ...]
    feeds: tuple[FeedLink, ...]
    unlisted: tuple[Article | StandingPage, ...] = ()
    most_read: tuple[Ranking, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()
    sections: tuple[Term, ...] = ()
    people: tuple[Term, ...] = ()
    series: tuple[Term, ...] = ()
    profiles: dict[str, Profile] = {}
    banners: tuple[Banner, ...] = ()
    kept_lists: frozenset[str] = frozenset()

    @property
    def releases(self) -> tuple[Article, ...]:
        """The releases that have a page, those in no list last."""
        return (*self.articles, *[document for document in self.unlisted if isinstance(document, Article)])

    @property
    def documents(self) -> tuple[Article | StandingPage, ...]:
        """All releases and standing pages that have a page."""
        return (*self.articles, *self.pages, *self.unlisted)


class Site(Struct, frozen=True, kw_only=True):
    """Everything public at one instant, grouped by language; the first edition is the default.

    `card` is the picture for previews of pages that have none of their own, if the settings name one or the logo
    can be one.

    `logo_dark` is the logo for readers who have asked for dark pages, if there is another one.

    `data` are the values of the newsroom's own in data/, for its templates.

    A preview shows what is not public as well, so search engines are asked to keep out of it. `redirects` are those
    of aliases, the table and the record; `issued` are addresses that nothing of this site has any more.
    """

    # The only clock of a site: nothing after this asks for the time, so equal sources give equal bytes.
    instant: datetime
    logo: Figure | None
    card: SocialCard | None
    editions: tuple[Edition, ...]
    files: tuple[Copied | Derived, ...]
    # Everything after the instant that time alone will change, in the order of time.
    changes: tuple[Change, ...]
    is_preview: bool = False
    logo_dark: Figure | None = None
    brand: Brand = Brand()
    redirects: tuple[Redirect, ...] = ()
    issued: tuple[Issued, ...] = ()
    data: Mapping[str, object] = {}
    # The output path of the podcast's cover.
    podcast_image: str = ""

    @property
    def next_change(self) -> datetime | None:
        """The first instant after that of the site at which a build of the same sources would differ."""
        return self.changes[0].at if self.changes else None
