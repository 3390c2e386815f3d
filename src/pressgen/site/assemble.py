"""Parsed documents → the Site: everything public at one instant, grouped by language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from pressgen.errors import Problem
from pressgen.model import (
    Article,
    Copied,
    Derived,
    Edition,
    FeedLink,
    Link,
    Page,
    Post,
    Reference,
    Site,
    StandingPage,
)
from pressgen.settings import Settings
from pressgen.site.addresses import prefix_of
from pressgen.site.articles import BuiltDocument, article, localized, standing_page
from pressgen.site.boilerplate import FILE, Boilerplate
from pressgen.site.context import Groundwork, Material, lay_groundwork
from pressgen.site.embargo import Shown, gate, next_change
from pressgen.site.figures import logo, published_path, site_card
from pressgen.site.i18n import language
from pressgen.site.references import Index, find_file, picture_fix
from pressgen.site.taxonomy import similar
from pressgen.site.urls import Address, address_of

ASSETS = "assets/"
FEED_TYPES = {
    "rss": ("application/rss+xml", "feed.xml"),
    "atom": ("application/atom+xml", "atom.xml"),
    "json": ("application/feed+json", "feed.json"),
}


class Assembled(Struct, frozen=True, kw_only=True):
    """The site, what is wrong with its parts, and local addresses that the plan must confirm."""

    site: Site
    problems: tuple[Problem, ...]
    claims: tuple[tuple[str, str, Reference], ...]


def assemble(material: Material, settings: Settings, instant: datetime, shown: Shown = "public") -> Assembled:
    """Make the site as readers may see it at the instant."""
    posts = tuple(sorted(gate(material.posts, instant, shown), key=lambda post: (post.date.at, post.path)))
    pages = tuple(sorted(gate(material.pages, instant, shown), key=lambda page: page.path))
    groundwork = lay_groundwork(posts, pages, material, settings, instant)
    context, paragraphs = groundwork.context, groundwork.boilerplates
    built = [*(article(post, context) for post in posts), *(standing_page(page, context) for page in pages)]
    parts: list[BuiltDocument | Boilerplate] = [*built, *paragraphs.values()]
    languages = {settings.languages[0], *(part.document.lang for part in built)}
    editions = tuple(_edition(lang, built, settings, groundwork) for lang in settings.languages if lang in languages)
    pictures = material.files, material.images, material.faults, context.index.address
    mark, carded = logo(settings, *pictures), site_card(settings, *pictures)
    needed = [*(part.files for part in parts), mark.files if mark else (), carded.files]
    files, unpublished = _files(needed, material, context.index)
    site = Site(
        instant=instant,
        logo=mark.figure if mark else None,
        card=carded.cards[0] if carded.cards else None,
        editions=editions,
        files=files,
        next_change=next_change(material.posts, material.pages, instant, shown),
        is_preview=shown != "public",
    )
    return Assembled(
        site=site,
        problems=(*groundwork.problems, *(problem for part in parts for problem in part.problems), *unpublished),
        claims=(
            *((part.document.source, href, reference) for part in built for href, reference in part.claims),
            *((FILE, href, reference) for paragraph in paragraphs.values() for href, reference in paragraph.claims),
        ),
    )


def _edition(lang: str, built: Sequence[BuiltDocument], settings: Settings, groundwork: Groundwork) -> Edition:
    facts, address = language(lang), address_of(settings.url)
    prefix = prefix_of(lang, settings)
    title = localized(settings.title, lang, settings)
    documents = [part.document for part in built if part.document.lang == lang and not part.is_unlisted]
    articles = tuple(document for document in documents if isinstance(document, Article))
    return Edition(
        lang=lang,
        dir=facts.dir,
        locale=facts.locale,
        name=facts.name,
        prefix=prefix,
        title=title,
        description=localized(settings.description, lang, settings),
        home=Link(title=title, href=address.href(f"{prefix}index.html")),
        articles=articles,
        pinned=tuple(index for index, article in enumerate(articles) if article.teaser.pinned),
        similar=similar(groundwork.terms[lang], len(articles)),
        pages=tuple(document for document in documents if isinstance(document, StandingPage)),
        terms=groundwork.terms[lang],
        feeds=feed_links(prefix, title, settings, address),
        unlisted=tuple(part.document for part in built if part.document.lang == lang and part.is_unlisted),
    )


def feed_links(folder: str, title: str, settings: Settings, address: Address) -> tuple[FeedLink, ...]:
    """The feeds of one folder of the output, in the formats of the settings."""
    return tuple(
        FeedLink(
            type=FEED_TYPES[form][0],
            format=form,
            title=title,
            href=address.href(folder + FEED_TYPES[form][1]),
            url=address.url(folder + FEED_TYPES[form][1]),
            path=folder + FEED_TYPES[form][1],
        )
        for form in settings.feeds.formats
    )


def _files(
    parts: Iterable[Iterable[Copied | Derived]], material: Material, index: Index
) -> tuple[tuple[Copied | Derived, ...], tuple[Problem, ...]]:
    """The files that public documents need, and static files but those that only withheld ones name.

    Beside them, a warning for each static file that must not be published, and that no document names.
    """
    needed: dict[tuple[str, str], Copied | Derived] = {}
    for file in (file for part in parts for file in part):
        # The name of a picture tells its content: the same one beside several releases is published once.
        key = (file.path, "" if file.path.startswith(ASSETS) else file.source)
        needed.setdefault(key, file)
    documents: list[Post | Page] = [*material.posts, *material.pages]
    public = [document for document in documents if document.path in index.addresses]
    withheld = [document for document in documents if document.path not in index.addresses]
    secret = files_of(withheld, material.files, index.address)
    # A file that a public document names as well is no secret; without it, a withheld one would show.
    shown = files_of(public, material.files, index.address) if secret or material.refusals else frozenset()
    secret -= shown
    static = [path for path in material.files if path.startswith("static/") and path not in secret]
    for path in static:
        if path not in material.refusals:
            copied = Copied(path=published_path(path, material.files), source=material.files[path])
            needed.setdefault((copied.path, copied.source), copied)
    refused = {path: material.refusals[path] for path in static if path in material.refusals and path not in shown}
    return tuple(needed[key] for key in sorted(needed)), tuple(
        Problem.at("image-unusable/file", path, reason=reason, fix=picture_fix(reason))
        for path, reason in refused.items()
    )


def files_of(documents: Iterable[Post | Page], files: Mapping[str, str], address: Address) -> frozenset[str]:
    """The files of content/ and static/ that documents show or offer."""
    named = (
        find_file(written, document.path, files, address)
        for document in documents
        if document.matter.image or document.body.references
        for written in (
            *([document.matter.image.src] if document.matter.image else []),
            *(reference.target for reference in document.body.references),
        )
    )
    return frozenset(named) - {""}
