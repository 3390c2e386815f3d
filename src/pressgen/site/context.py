"""What all articles of a site have in common: their places, their tags, their translations."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from msgspec import Struct, structs

from pressgen.errors import Phrase, Problem
from pressgen.model import Image, Link, Page, Post, Term
from pressgen.settings import Settings
from pressgen.site import taxonomy, translations
from pressgen.site.addresses import prefix_of, release_addresses, slug_of
from pressgen.site.articles import SiteContext
from pressgen.site.boilerplate import Boilerplate, boilerplates
from pressgen.site.categories import unread_categories
from pressgen.site.embargo import reasons
from pressgen.site.feed_ids import feed_ids
from pressgen.site.i18n import language
from pressgen.site.near_names import NearNames
from pressgen.site.references import Index
from pressgen.site.urls import address_of, permalink_path, release_path, slugify


class Material(Struct, frozen=True, kw_only=True):
    """All that was parsed and found. `known` are all sources, those that could not be parsed included.

    `faults` says why pictures cannot be shown, `refusals` why files must not be published.
    `templates` are the names of all templates.
    """

    posts: tuple[Post, ...]
    pages: tuple[Page, ...]
    known: frozenset[str]
    files: dict[str, str]
    images: dict[str, Image]
    faults: dict[str, Phrase]
    refusals: dict[str, Phrase]
    templates: frozenset[str]


class Groundwork(Struct, frozen=True, kw_only=True):
    """What all articles have in common: their context, the terms of each language, and what is wrong with either."""

    context: SiteContext
    boilerplates: dict[str, Boilerplate]
    terms: dict[str, tuple[Term, ...]]
    problems: tuple[Problem, ...]


def lay_groundwork(
    posts: tuple[Post, ...], pages: tuple[Page, ...], material: Material, settings: Settings, instant: datetime
) -> Groundwork:
    """Find the addresses, translations and tags of the documents that are public."""
    listed = [post for post in posts if not post.matter.unlisted]
    names = {lang: taxonomy.spellings(post for post in listed if post.lang == lang) for lang in settings.languages}
    context, problems = _context(posts, pages, material, settings, instant)
    paragraphs = boilerplates(settings, context.index)
    address = context.index.address
    return Groundwork(
        context=structs.replace(
            context,
            tags={lang: _tag_links(lang, spelled, settings) for lang, spelled in names.items()},
            boilerplates={lang: paragraph.html for lang, paragraph in paragraphs.items()},
        ),
        boilerplates=paragraphs,
        terms=taxonomy.with_translations(
            {
                lang: taxonomy.terms(
                    [post for post in listed if post.lang == lang], spelled, prefix_of(lang, settings), address
                )
                for lang, spelled in names.items()
            },
            settings.tags.values(),
        ),
        problems=(
            *problems,
            *(problem for lang, spelled in names.items() for problem in taxonomy.respelled(listed, lang, spelled)),
            *(problem for spelled in names.values() for problem in taxonomy.kept_apart(spelled)),
            *_untemplated([*posts, *pages], material.templates),
            *unread_categories(posts),
        ),
    )


def _untemplated(documents: Iterable[Post | Page], templates: frozenset[str]) -> tuple[Problem, ...]:
    """A warning for each document whose own template does not exist; it is printed from the usual one."""
    wanting = [(document, document.matter.template) for document in documents if document.matter.template]
    return tuple(
        Problem.at(
            "template-missing/own-near" if near else "template-missing/own",
            document.path,
            document.matter.lines.get("template", 0),
            template=name,
            near=near,
        )
        for document, name in wanting
        if name not in templates
        for near in [_near_template(name, templates)]
    )


def _near_template(name: str, templates: Iterable[str]) -> str:
    """The template whose name, without its ending, comes near; an empty text if none does."""
    stems = {known.rpartition(".")[0]: known for known in sorted(templates)}
    near = difflib.get_close_matches(name.rpartition(".")[0], stems, 1, 0.7)
    return stems[near[0]] if near else ""


def _file_names(material: Material) -> dict[str, str]:
    names = sorted([*material.known, *material.files])
    return {posixpath.basename(name).casefold(): name for name in names}


def _context(
    posts: Sequence[Post],
    pages: Sequence[Page],
    material: Material,
    settings: Settings,
    instant: datetime,
) -> tuple[SiteContext, tuple[Problem, ...]]:
    address = address_of(settings.url)
    named = release_addresses(names_of(posts, material.posts, instant), settings)
    paths = {post.path: named.paths[post.path] for post in posts}
    paths |= {page.path: _page_path(page, settings) for page in pages}
    documents: list[Post | Page] = [*posts, *pages]
    hrefs = {path: address.href(place) for path, place in paths.items()}
    places = {path: (href, address.origin + href) for path, href in hrefs.items()}
    versions = [_versions(posts, places, settings), _versions(pages, places, settings)]
    index = Index(
        addresses=hrefs,
        anchors={document.path: document.body.anchors for document in documents if document.body.anchors},
        known=material.known,
        files=material.files,
        images=material.images,
        faults=material.faults,
        refusals=material.refusals,
        address=address,
        near=NearNames(partial(_file_names, material), 0.7),
        versions=versions[0].paths | versions[1].paths,
    )
    ids, taken = feed_ids(posts, hrefs, address)
    relate = any(post.matter.related for post in posts)
    context = SiteContext(
        settings=settings,
        instant=instant,
        index=index,
        paths=paths,
        alternates=versions[0].alternates | versions[1].alternates,
        templates=material.templates,
        ids=ids,
        titles={post.path: _title(post, index) for post in posts if not post.matter.unlisted} if relate else {},
        slugs={(post.lang, slug_of(post)): post.path for post in reversed(posts)} if relate else {},
    )
    return context, (*versions[0].problems, *versions[1].problems, *named.problems, *taken)


def _versions(
    documents: Sequence[Post | Page], places: dict[str, tuple[str, str]], settings: Settings
) -> translations.Versions:
    """The language versions of documents; one that is unlisted knows the others, but they do not know it."""
    listed = [document for document in documents if not document.matter.unlisted]
    public = translations.versions(listed, places, settings.languages)
    hidden = {document.path for document in documents if document.matter.unlisted}
    if not hidden:
        return public
    every = translations.versions(documents, places, settings.languages)
    seen = {path: alternates for path, alternates in every.alternates.items() if path in hidden}
    return structs.replace(public, alternates=public.alternates | seen, problems=every.problems)


def names_of(posts: Sequence[Post], known: Iterable[Post], instant: datetime) -> Sequence[Post]:
    """The releases that have an address, in the order of their dates: those shown, and those that have expired.

    Else the address of a later release of the same name would change on the day when an earlier one expires.
    """
    expired = [post for post in known if post.matter.expires and _has_expired(post, instant)]
    shown = {post.path for post in posts} if expired else set()
    added = [post for post in expired if post.path not in shown]
    return sorted([*posts, *added], key=lambda post: (post.date.at, post.path)) if added else posts


def _has_expired(post: Post, instant: datetime) -> bool:
    # One that has expired as a draft, or before its day, never had an address.
    return {reason.kind for reason in reasons(post, instant)} - {"unlisted"} == {"expired"}


def _title(post: Post, index: Index) -> Link:
    direction = language(post.lang).dir
    return Link(title=post.matter.title, href=index.addresses[post.path], lang=post.lang, dir=direction)


def post_path(post: Post, settings: Settings) -> str:
    """The output path of a release."""
    if post.matter.permalink:
        return permalink_path(post.matter.permalink)
    return release_path(settings.permalink, prefix_of(post.lang, settings), slug_of(post), post.date.at)


def _page_path(page: Page, settings: Settings) -> str:
    if page.matter.permalink:
        return permalink_path(page.matter.permalink)
    folders = page.key.split("/")[1:-1]
    return prefix_of(page.lang, settings) + "/".join([*map(slugify, folders), slug_of(page), "index.html"])


def _tag_links(lang: str, names: dict[str, taxonomy.Spelling], settings: Settings) -> dict[str, Link]:
    address, prefix = address_of(settings.url), prefix_of(lang, settings)
    return {
        key: Link(title=spelling.name, href=address.href(f"{prefix}tags/{spelling.slug}/index.html"))
        for key, spelling in names.items()
    }
