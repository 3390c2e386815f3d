"""Parsed documents → the Site: everything public at one instant, grouped by language."""

from __future__ import annotations

import difflib
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
    Image,
    Link,
    Page,
    Post,
    Reference,
    Site,
    StandingPage,
)
from pressgen.settings import Settings
from pressgen.site import terms, translations
from pressgen.site.articles import Desk, Made, article, said, standing_page
from pressgen.site.boilerplate import FILE, Boilerplate, boilerplates
from pressgen.site.embargo import gate, next_change
from pressgen.site.figures import logo, published_path
from pressgen.site.i18n import language
from pressgen.site.references import Index, find_file
from pressgen.site.urls import Address, address_of, permalink_path, release_path, slugify

FEED_TYPES = {
    "rss": ("application/rss+xml", "feed.xml"),
    "atom": ("application/atom+xml", "atom.xml"),
    "json": ("application/feed+json", "feed.json"),
}


class Material(Struct, frozen=True, kw_only=True):
    """All that was parsed and found. `known` are all sources, those that could not be parsed included.

    `templates` are the names of all templates.
    """

    posts: tuple[Post, ...]
    pages: tuple[Page, ...]
    known: frozenset[str]
    files: dict[str, str]
    images: dict[str, Image]
    faults: dict[str, str]
    templates: frozenset[str]


class Assembled(Struct, frozen=True, kw_only=True):
    """The site, what is wrong with its parts, and local addresses that the plan must confirm."""

    site: Site
    problems: tuple[Problem, ...]
    claims: tuple[tuple[str, str, Reference], ...]


def assemble(material: Material, settings: Settings, instant: datetime, drafts: bool = False) -> Assembled:
    """Make the site as readers may see it at the instant."""
    posts = sorted(gate(material.posts, instant, drafts), key=lambda post: (post.date.at, post.path))
    pages = sorted(gate(material.pages, instant, drafts), key=lambda page: page.path)
    names = {lang: terms.spellings(post for post in posts if post.lang == lang) for lang in settings.languages}
    desk, problems = _desk(posts, pages, material, settings, instant)
    about = boilerplates(settings, desk.index)
    desk = structs.replace(
        desk,
        tags={lang: _tag_links(lang, found, settings) for lang, found in names.items()},
        boilerplates={lang: paragraph.html for lang, paragraph in about.items()},
    )
    made = [*(article(post, desk) for post in posts), *(standing_page(page, desk) for page in pages)]
    parts: list[Made | Boilerplate] = [*made, *about.values()]
    spoken = {settings.languages[0], *(part.document.lang for part in made)}
    editions = tuple(
        _edition(lang, posts, made, settings, names[lang]) for lang in settings.languages if lang in spoken
    )
    shown = logo(settings, material.files, material.images, desk.index.address)
    site = Site(
        instant=instant,
        logo=shown.figure if shown else None,
        editions=editions,
        files=_files([*(part.files for part in parts), shown.files if shown else ()], material, desk.index),
        next_change=next_change(material.posts, material.pages, instant, drafts),
    )
    return Assembled(
        site=site,
        problems=(
            *problems,
            *(found for lang, known in names.items() for found in terms.respelled(posts, lang, known)),
            *_untemplated([*posts, *pages], material.templates),
            *(problem for part in parts for problem in part.problems),
        ),
        claims=(
            *((part.document.source, href, ref) for part in made for href, ref in part.claims),
            *((FILE, href, ref) for paragraph in about.values() for href, ref in paragraph.claims),
        ),
    )


def _untemplated(documents: Iterable[Post | Page], templates: frozenset[str]) -> tuple[Problem, ...]:
    """A problem for each document whose own template does not exist, so that it alone can be left out."""
    wanting = [(document, document.matter.template) for document in documents if document.matter.template]
    return tuple(
        Problem(
            code="template-missing",
            file=document.path,
            line=document.matter.lines.get("template", 0),
            message=f"There is no template “{name}”.",
            hint=f"Did you mean {near[0]}?" if near else "Put it into templates/, or correct its name.",
        )
        for document, name in wanting
        if name not in templates
        for near in [difflib.get_close_matches(name, sorted(templates), 1)]
    )


def prefix_of(lang: str, settings: Settings) -> str:
    """The folder of a language in the output; the default language lives at the root."""
    return "" if lang == settings.languages[0] else lang.lower() + "/"


def _desk(
    posts: Sequence[Post],
    pages: Sequence[Page],
    material: Material,
    settings: Settings,
    instant: datetime,
) -> tuple[Desk, tuple[Problem, ...]]:
    address = address_of(settings.url)
    paths = {post.path: _post_path(post, settings) for post in posts}
    paths |= {page.path: _page_path(page, settings) for page in pages}
    documents: list[Post | Page] = [*posts, *pages]
    places = {path: (address.href(place), address.url(place)) for path, place in paths.items()}
    versions, doubles = translations.versions(posts, places, settings.languages)
    page_versions, page_doubles = translations.versions(pages, places, settings.languages)
    index = Index(
        addresses={path: address.href(place) for path, place in paths.items()},
        anchors={document.path: frozenset(document.body.anchors) for document in documents},
        known=material.known,
        files=material.files,
        images=material.images,
        faults=material.faults,
        address=address,
    )
    desk = Desk(
        settings=settings,
        instant=instant,
        index=index,
        paths=paths,
        alternates=versions | page_versions,
        titles={post.path: _title(post, index) for post in posts},
        slugs={(post.lang, slug_of(post)): post.path for post in reversed(posts)},
    )
    return desk, (*doubles, *page_doubles)


def _title(post: Post, index: Index) -> Link:
    direction = language(post.lang).dir
    return Link(title=post.matter.title, href=index.addresses[post.path], lang=post.lang, dir=direction)


def slug_of(document: Post | Page) -> str:
    """The slug as written, or made from the file's name."""
    return document.matter.slug or slugify(document.slug)


def _post_path(post: Post, settings: Settings) -> str:
    if post.matter.permalink:
        return permalink_path(post.matter.permalink)
    return release_path(settings.permalink, prefix_of(post.lang, settings), slug_of(post), post.date.at)


def _page_path(page: Page, settings: Settings) -> str:
    if page.matter.permalink:
        return permalink_path(page.matter.permalink)
    folders = page.key.split("/")[1:-1]
    return prefix_of(page.lang, settings) + "/".join([*map(slugify, folders), slug_of(page), "index.html"])


def _tag_links(lang: str, names: dict[str, terms.Spelling], settings: Settings) -> dict[str, Link]:
    address, prefix = address_of(settings.url), prefix_of(lang, settings)
    return {
        slug: Link(title=spelling.name, href=address.href(f"{prefix}tags/{slug}/index.html"))
        for slug, spelling in names.items()
    }


def _edition(
    lang: str,
    posts: Sequence[Post],
    made: Sequence[Made],
    settings: Settings,
    names: dict[str, terms.Spelling],
) -> Edition:
    facts, address = language(lang), address_of(settings.url)
    prefix = prefix_of(lang, settings)
    title = said(settings.title, lang, settings)
    own = [post for post in posts if post.lang == lang]
    documents = [part.document for part in made if part.document.lang == lang]
    return Edition(
        lang=lang,
        dir=facts.dir,
        locale=facts.locale,
        name=facts.name,
        prefix=prefix,
        title=title,
        description=said(settings.description, lang, settings),
        home=Link(title=title, href=address.href(f"{prefix}index.html")),
        articles=tuple(document for document in documents if isinstance(document, Article)),
        pages=tuple(document for document in documents if isinstance(document, StandingPage)),
        terms=terms.terms(own, names, prefix, address),
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
    needed = {(file.path, file.source): file for part in parts for file in part}
    documents: list[Post | Page] = [*material.posts, *material.pages]
    public = [document for document in documents if document.path in index.addresses]
    withheld = [document for document in documents if document.path not in index.addresses]
    # A file that a public document names as well is no secret; without it, a withheld one would show.
    secret = files_of(withheld, material.files, index.address) - files_of(public, material.files, index.address)
    for path, name in material.files.items():
        if path.startswith("static/") and path not in secret:
            copied = Copied(path=published_path(path), source=name)
            needed.setdefault((copied.path, copied.source), copied)
    return tuple(needed[key] for key in sorted(needed))


def files_of(documents: Iterable[Post | Page], files: Mapping[str, str], address: Address) -> frozenset[str]:
    """The files of content/ and static/ that documents show or offer."""
    named = (
        find_file(written, document.path, files, address)
        for document in documents
        for written in (
            *([document.matter.image.src] if document.matter.image else []),
            *(reference.target for reference in document.body.references),
        )
    )
    return frozenset(named) - {""}
