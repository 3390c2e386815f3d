"""The site on file: all that another build needs to print an edited release anew, but for the texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Raw, Struct, json, structs

from pressgen.model import Article, Edition, Filed, Image, Link, Post, Release, Site, Teaser, Words, whole
from pressgen.settings import Settings
from pressgen.site.articles import Desk, Made, article
from pressgen.site.assemble import Assembled
from pressgen.site.i18n import language
from pressgen.site.references import Index
from pressgen.site.urls import address_of


class Filing(Struct, frozen=True, kw_only=True):
    """A site whose releases are filed, without its files, and what articles are made with beside it.

    `pages` are the output paths of standing pages by source; `anchors` those of documents that have
    any; `unlisted` are sources that are no public document, `sought` those that do not exist (see `Made`);
    `slugs` are release slugs by language, `translation_keys` the releases that have each.
    """

    site: Site
    pages: dict[str, str]
    anchors: dict[str, tuple[str, ...]]
    unlisted: frozenset[str]
    sought: frozenset[str]
    translation_keys: dict[str, tuple[str, ...]]
    files: dict[str, str]
    images: dict[str, Image]
    faults: dict[str, str]
    slugs: dict[str, dict[str, str]]
    boilerplates: dict[str, str]
    templates: frozenset[str] = frozenset()


def filed(assembled: Assembled) -> Filing:
    """An assembled site as it is kept."""
    site, desk = assembled.site, assembled.frame.desk
    index = desk.index
    slugs: dict[str, dict[str, str]] = {}
    if any(release.related for edition in site.editions for release in edition.articles):
        for (lang, slug), source in desk.slugs.items():
            slugs.setdefault(lang, {})[slug] = source
    return Filing(
        site=_all_filed(structs.replace(site, files=())),
        pages={page.path: desk.paths[page.path] for page in assembled.frame.pages},
        anchors=index.anchors,
        unlisted=index.known - index.addresses.keys(),
        sought=assembled.sought,
        translation_keys=with_keys({}, assembled.frame.posts),
        files=index.files,
        images=index.images,
        faults=index.faults,
        slugs=slugs,
        boilerplates=desk.boilerplates,
        templates=desk.templates,
    )


def with_keys(known: Mapping[str, tuple[str, ...]], posts: Iterable[Post]) -> dict[str, tuple[str, ...]]:
    """The sources of each translation key, those of these posts added."""
    keys = dict(known)
    for post in posts:
        if post.matter.translation_key:
            keys[post.matter.translation_key] = (*keys.get(post.matter.translation_key, ()), post.path)
    return keys


def amended(filing: Filing, rows: Mapping[str, Filed]) -> Filing:
    """The filing with these releases (by source) in their places."""
    return structs.replace(filing, site=_with_releases(filing.site, lambda release: rows.get(release.source, release)))


def _with_releases(site: Site, placed: Callable[[Release], Release]) -> Site:
    editions = (structs.replace(edition, articles=tuple(map(placed, edition.articles))) for edition in site.editions)
    return structs.replace(site, editions=tuple(editions))


def _all_filed(site: Site) -> Site:
    editions: list[Edition] = []
    for edition in site.editions:
        places = _places(edition)
        releases = tuple(_filed(whole(release), places) for release in edition.articles)
        editions.append(structs.replace(edition, articles=releases))
    return structs.replace(site, editions=tuple(editions))


def _places(edition: Edition) -> dict[str, int]:
    """The place of each tag among the terms, by its address."""
    return {term.href: place for place, term in enumerate(edition.terms)}


def filed_anew(filing: Filing, rows: Mapping[str, Filed], sought: Iterable[str]) -> Filing:
    """A filing with these releases in their places, and all others at rest; `sought` is what theirs look for."""
    for release in filed_releases(filing):
        release.terms, release.fetch = (), None
    return structs.replace(amended(filing, rows), sought=filing.sought.union(sought))


def _filed(made: Article, places: Mapping[str, int]) -> Filed:
    return Filed(
        path=made.path, href=made.href, url=made.url, source=made.source, lang=made.lang, at=made.at,
        modified=made.modified, alternates=made.alternates, aliases=made.aliases, related=made.related,
        template=made.template, words=Raw(json.encode(_words(made.teaser))),
        tags=tuple([places[tag.href] for tag in made.teaser.tags]),
    )  # fmt: skip


def _words(teaser: Teaser) -> Words:
    return Words(
        teaser.title, teaser.iso, teaser.date_text, teaser.views, teaser.views_text, teaser.summary, teaser.picture,
        teaser.pinned,
    )  # fmt: skip


class Revised(Struct, frozen=True, kw_only=True):
    """A filed site with some of its releases made anew, and these, by source; `retitled` have another headline."""

    site: Site
    made: dict[str, Made]
    retitled: frozenset[str]

    def rows(self) -> dict[str, Filed]:
        """The releases made anew, as they are kept."""
        return {
            release.source: _filed(release, places)
            for edition in self.site.editions
            for places in [_places(edition)]
            for release in edition.articles
            if isinstance(release, Article)
        }


def revised(
    filing: Filing,
    posts: Mapping[str, Post],
    settings: Settings,
    instant: datetime,
    read: Callable[[str], Post],
    touched: frozenset[str] = frozenset(),
) -> Revised:
    """The site with these posts, which differ from those before in their words only.

    `read` gives a post that did not change; its article is made when somebody asks for it, or at once
    where it is `touched` by something else.
    """
    give_terms(filing)
    desk = _desk(filing, posts, settings, instant)
    posts = {source: post for source, post in posts.items() if source in desk.paths}  # the others are not public
    known: dict[str, Made] = {}

    def made(source: str) -> Made:
        if source not in known:
            known[source] = article(posts[source] if source in posts else read(source), desk)
        return known[source]

    def fetch(source: str) -> Article:
        document = made(source).document
        assert isinstance(document, Article)
        return document

    releases = filed_releases(filing)
    for release in releases:
        release.fetch = fetch
    retitled = {
        one.source for one in releases if one.source in posts and one.teaser.title != posts[one.source].matter.title
    }
    new = {*posts, *touched, *_relating(releases, {desk.index.addresses[source] for source in retitled})}
    return Revised(
        site=_with_releases(filing.site, lambda release: fetch(release.source) if release.source in new else release),
        made={source: made(source) for source in new},
        retitled=frozenset(retitled),
    )


def _relating(releases: Iterable[Filed], addresses: set[str]) -> Iterator[str]:
    """The sources of releases that name one of these addresses as related: they show its headline."""
    for release in releases if addresses else ():
        if not addresses.isdisjoint(link.href for link in release.related):
            yield release.source


def give_terms(filing: Filing) -> None:
    """Let filed releases know the terms that their tags are places in."""
    for edition in filing.site.editions:
        links = tuple(Link(title=term.name, href=term.href) for term in edition.terms)
        for release in edition.articles:
            if isinstance(release, Filed):
                release.terms = links


def _desk(filing: Filing, posts: Mapping[str, Post], settings: Settings, instant: datetime) -> Desk:
    site, address = filing.site, address_of(settings.url)
    releases = filed_releases(filing)
    addresses = {release.source: release.href for release in releases}
    addresses |= {source: address.href(path) for source, path in filing.pages.items()}
    titles: dict[str, Link] = {}
    if any(release.related for release in releases):
        titles = {release.source: _title(release, posts) for release in releases}
    return Desk(
        settings=settings,
        instant=instant,
        index=Index(
            addresses=addresses,
            anchors=filing.anchors,
            known=filing.unlisted | addresses.keys(),
            files=filing.files,
            images=filing.images,
            faults=filing.faults,
            address=address,
        ),
        paths={release.source: release.path for release in releases} | filing.pages,
        alternates={release.source: release.alternates for release in releases},
        titles=titles,
        slugs={(lang, slug): source for lang, named in filing.slugs.items() for slug, source in named.items()},
        tags={
            edition.lang: {term.slug: Link(title=term.name, href=term.href) for term in edition.terms}
            for edition in site.editions
        },
        boilerplates=filing.boilerplates,
        templates=filing.templates,
    )


def _title(release: Filed, posts: Mapping[str, Post]) -> Link:
    post = posts.get(release.source)
    title = post.matter.title if post else release.teaser.title
    return Link(title=title, href=release.href, lang=release.lang, dir=language(release.lang).dir)


def filed_releases(filing: Filing) -> list[Filed]:
    """All releases that are as on file."""
    found = (release for edition in filing.site.editions for release in edition.articles)
    return [release for release in found if isinstance(release, Filed)]
