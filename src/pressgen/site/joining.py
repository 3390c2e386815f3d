"""New releases that join a filed site as the newest of their language, without assembling the others once more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from msgspec import Raw, Struct, json, structs

from pressgen.content.place import locate
from pressgen.model import Alternate, Edition, Filed, Post, Site, Term, Words
from pressgen.settings import Settings
from pressgen.site import terms
from pressgen.site.addresses import slug_of
from pressgen.site.embargo import Shown, gate, next_change
from pressgen.site.filing import Filing, filed_releases, give_terms, with_keys
from pressgen.site.frame import post_path
from pressgen.site.translations import versions
from pressgen.site.urls import address_of, permalink_path

Group = Mapping[str, tuple[Alternate, ...]]
"""The language versions of each release of which a new one is a version, by source."""


class Joined(Struct, frozen=True):
    """A filing with new releases in their places, and the older ones that have a new translation."""

    filing: Filing
    translated: frozenset[str]


def join(
    filing: Filing,
    posts: Mapping[str, Post],
    settings: Settings,
    instant: datetime,
    shown: Shown,
    read: Callable[[str], Post],
) -> Joined | None:
    """The filing with these releases, by source; None where more changes than follows from their being the newest.

    `read` gives a release that is on file. Of the new ones only a place is filed, and the headline: their
    articles are still to be made.
    """
    public = sorted(gate(posts.values(), instant, shown), key=lambda post: (post.date.at, post.path))
    withheld = posts.keys() - {post.path for post in public}
    if not filing.sought.isdisjoint(posts):
        return None  # something on the site leads to one of them
    if any(posts[source].matter.image or posts[source].body.references for source in withheld):
        return None  # what only withheld releases name is withheld as well
    give_terms(filing)
    group = _group(filing, public, settings, read)
    if group is None:
        return None
    site: Site | None = _with_alternates(filing.site, group)
    for post in public:
        site = site and _with(site, post, group.get(post.path, ()), settings)
    if site is None:
        return None
    moments = (filing.site.next_change, next_change(posts.values(), (), instant, shown))
    joined = structs.replace(
        filing,
        site=structs.replace(site, instant=instant, next_change=min(filter(None, moments), default=None)),
        anchors=filing.anchors | {post.path: post.body.anchors for post in public if post.body.anchors},
        unlisted=filing.unlisted | withheld,
        slugs=_with_slugs(filing.slugs, public),
        translation_keys=with_keys(filing.translation_keys, public),
    )
    return Joined(joined, frozenset(group.keys() - posts.keys()))


def _with_slugs(known: Mapping[str, Mapping[str, str]], posts: Sequence[Post]) -> dict[str, dict[str, str]]:
    slugs = {lang: dict(named) for lang, named in known.items()}
    for post in posts if slugs else ():
        slugs.setdefault(post.lang, {}).setdefault(slug_of(post), post.path)
    return slugs


def _group(filing: Filing, posts: Sequence[Post], settings: Settings, read: Callable[[str], Post]) -> Group | None:
    """The language versions of all of which these posts are versions; None if one of them is there twice."""
    rows, address = {release.source: release for release in filed_releases(filing)}, address_of(settings.url)
    joined: set[str] = set()
    for post in posts:
        name = post.key.rpartition("/")[2]
        near = [source for source in rows if f"/{name}." in source or f"/{name}/" in source]
        found = [source for source in near if locate(source, settings.languages).key == post.key]
        joined.update(found, filing.translation_keys.get(post.matter.translation_key, ()))
    hrefs = {version.href for source in joined for version in rows[source].alternates}
    members = [source for source, row in rows.items() if source in joined or row.href in hrefs]
    documents = sorted([*map(read, members), *posts], key=lambda post: (post.date.at, post.path))
    places = {source: (rows[source].href, rows[source].url) for source in members}
    for post in posts:
        path = post_path(post, settings)
        places[post.path] = (address.href(path), address.url(path))
    group, problems = versions(documents, places, settings.languages)
    return None if problems else group


def _with_alternates(site: Site, group: Group) -> Site:
    editions = (
        structs.replace(edition, articles=tuple(
            structs.replace(release, alternates=group[release.source])
            if isinstance(release, Filed) and release.source in group
            else release
            for release in edition.articles
        ))
        for edition in site.editions
    )  # fmt: skip
    return structs.replace(site, editions=tuple(editions)) if group else site


def _with(site: Site, post: Post, alternates: tuple[Alternate, ...], settings: Settings) -> Site | None:
    """The site with one more release; None if that is not the newest of its language."""
    editions = {edition.lang: edition for edition in site.editions}
    edition = editions.get(post.lang)
    if edition is None:
        return None
    last, place, address = edition.articles[-1:], len(edition.articles), address_of(settings.url)
    if any((post.date.at, post.path) < (release.at, release.source) for release in last):
        return None
    found = terms.joined(edition.terms, place, post.matter.tags, edition.prefix, address)
    if found is None:
        return None
    _move_tags(edition, found)
    row = _row(
        post, alternates, tuple(index for index, term in enumerate(found) if term.releases[-1] == place), settings
    )
    editions[post.lang] = structs.replace(
        edition,
        articles=(*edition.articles, row),
        pinned=(*edition.pinned, place) if post.matter.pinned else edition.pinned,
        similar=(*edition.similar, terms.similar_to_newest(found, place)),
        terms=found,
    )
    return structs.replace(site, editions=tuple(editions.values()))


def _move_tags(edition: Edition, found: Sequence[Term]) -> None:
    """Let the tags of filed releases, which are places among the terms, mean the same among those of now."""
    places = {term.slug: place for place, term in enumerate(found)}
    moved = [places[term.slug] for term in edition.terms]
    if moved != list(range(len(moved))):
        for release in edition.articles:
            if isinstance(release, Filed):
                release.tags = tuple([moved[place] for place in release.tags])


def _row(post: Post, alternates: tuple[Alternate, ...], tags: tuple[int, ...], settings: Settings) -> Filed:
    path, address, iso = post_path(post, settings), address_of(settings.url), post.date.at.isoformat()
    said = Words(post.matter.title, iso, "", post.matter.views, "", "", None, post.matter.pinned)
    return Filed(
        path=path, href=address.href(path), url=address.url(path), source=post.path, lang=post.lang, at=post.date.at,
        modified=iso, alternates=alternates, aliases=tuple(map(permalink_path, post.matter.aliases)),
        template=post.matter.template, words=Raw(json.encode(said)), tags=tags,
    )  # fmt: skip
