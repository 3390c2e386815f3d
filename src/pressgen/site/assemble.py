"""Parsed documents → the Site: everything public at one instant, grouped by language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct, structs

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
from pressgen.site.articles import Desk, Made, article, said, says_the_same, standing_page
from pressgen.site.boilerplate import FILE, Boilerplate
from pressgen.site.embargo import Shown, gate, next_change
from pressgen.site.figures import logo, published_path
from pressgen.site.frame import Frame, Material, framed_again, make_frame
from pressgen.site.i18n import language
from pressgen.site.references import Index, find_file
from pressgen.site.terms import similar
from pressgen.site.urls import Address, address_of

ASSETS = "assets/"
FEED_TYPES = {
    "rss": ("application/rss+xml", "feed.xml"),
    "atom": ("application/atom+xml", "atom.xml"),
    "json": ("application/feed+json", "feed.json"),
}


class Assembled(Struct, frozen=True, kw_only=True):
    """The site, what is wrong with its parts, and local addresses that the plan must confirm.

    `frame` and `articles` (by source) are what the site was made with, for assembling it once more. `sought`
    are sources that do not exist: if one did, something would lead there.
    """

    site: Site
    frame: Frame
    articles: dict[str, Made]
    problems: tuple[Problem, ...]
    claims: tuple[tuple[str, str, Reference], ...]
    sought: frozenset[str]


def assemble(
    material: Material, settings: Settings, instant: datetime, shown: Shown = "public", former: Assembled | None = None
) -> Assembled:
    """Make the site as readers may see it at the instant.

    `former` is an earlier answer: what would be the same value as there is taken from it.
    """
    posts = tuple(sorted(gate(material.posts, instant, shown), key=lambda post: (post.date.at, post.path)))
    pages = tuple(sorted(gate(material.pages, instant, shown), key=lambda page: page.path))
    frame = former and framed_again(former.frame, posts, pages, material, settings)
    frame = structs.replace(frame, desk=structs.replace(frame.desk, instant=instant)) if frame else None
    frame = frame or make_frame(posts, pages, material, settings, instant)
    desk, about = frame.desk, frame.boilerplates
    articles = {post.path: _article(post, desk, former) for post in posts}
    made = [*articles.values(), *(standing_page(page, desk) for page in pages)]
    parts: list[Made | Boilerplate] = [*made, *about.values()]
    spoken = {settings.languages[0], *(part.document.lang for part in made)}
    editions = tuple(_edition(lang, made, settings, frame) for lang in settings.languages if lang in spoken)
    mark = logo(settings, material.files, material.images, desk.index.address)
    site = Site(
        instant=instant,
        logo=mark.figure if mark else None,
        editions=editions,
        files=_files([*(part.files for part in parts), mark.files if mark else ()], material, desk.index),
        next_change=next_change(material.posts, material.pages, instant, shown),
    )
    return Assembled(
        site=site,
        frame=frame,
        articles=articles,
        problems=(*frame.problems, *(problem for part in parts for problem in part.problems)),
        claims=(
            *((part.document.source, href, ref) for part in made for href, ref in part.claims),
            *((FILE, href, ref) for paragraph in about.values() for href, ref in paragraph.claims),
        ),
        sought=frozenset(path for part in parts for path in part.sought),
    )


def _article(post: Post, desk: Desk, former: Assembled | None) -> Made:
    known = former.articles.get(post.path) if former else None
    is_known = former is not None and former.frame.by_path.get(post.path) is post
    if former is not None and known is not None and is_known and says_the_same(post, desk, former.frame.desk):
        return known
    return article(post, desk)


def _edition(lang: str, made: Sequence[Made], settings: Settings, frame: Frame) -> Edition:
    facts, address = language(lang), address_of(settings.url)
    prefix = prefix_of(lang, settings)
    title = said(settings.title, lang, settings)
    documents = [part.document for part in made if part.document.lang == lang]
    articles = tuple(document for document in documents if isinstance(document, Article))
    return Edition(
        lang=lang,
        dir=facts.dir,
        locale=facts.locale,
        name=facts.name,
        prefix=prefix,
        title=title,
        description=said(settings.description, lang, settings),
        home=Link(title=title, href=address.href(f"{prefix}index.html")),
        articles=articles,
        pinned=tuple(index for index, article in enumerate(articles) if article.teaser.pinned),
        similar=similar(frame.terms[lang], len(articles)),
        pages=tuple(document for document in documents if isinstance(document, StandingPage)),
        terms=frame.terms[lang],
        feeds=feed_links(prefix, title, settings, address),
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
) -> tuple[Copied | Derived, ...]:
    """The files that public documents need, and static files but those that only withheld ones name."""
    needed: dict[tuple[str, str], Copied | Derived] = {}
    for file in (file for part in parts for file in part):
        # The name of a picture tells its content: the same one beside several releases is published once.
        key = (file.path, "" if file.path.startswith(ASSETS) else file.source)
        needed.setdefault(key, file)
    documents: list[Post | Page] = [*material.posts, *material.pages]
    public = [document for document in documents if document.path in index.addresses]
    withheld = [document for document in documents if document.path not in index.addresses]
    # A file that a public document names as well is no secret; without it, a withheld one would show.
    secret = files_of(withheld, material.files, index.address) - files_of(public, material.files, index.address)
    for path, name in material.files.items():
        if path.startswith("static/") and path not in secret:
            copied = Copied(path=published_path(path, material.files), source=name)
            needed.setdefault((copied.path, copied.source), copied)
    return tuple(needed[key] for key in sorted(needed))


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
