"""What all articles of a site have in common: their addresses, tags and translations."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

from msgspec import Struct, structs

from pressgen.content.frontmatter.keys import near_name
from pressgen.content.media.files import Companions
from pressgen.content.settings.places import place
from pressgen.errors import Problem
from pressgen.model import Link, Page, PageList, Post, Term
from pressgen.settings import Settings
from pressgen.site import taxonomy, translations
from pressgen.site.addresses import page_path, prefix_of, release_addresses, slug_of
from pressgen.site.articles import SiteContext
from pressgen.site.categories import unread_categories
from pressgen.site.collections import collect, person_links
from pressgen.site.copies import copies
from pressgen.site.embargo import EXPIRED, Visibility, gate, is_hidden_only_as
from pressgen.site.feed_ids import feed_ids
from pressgen.site.i18n import language
from pressgen.site.index import Index
from pressgen.site.media import MediaIndex
from pressgen.site.near_names import NearNames
from pressgen.site.page_lists import keys_of_releases, page_lists
from pressgen.site.picture_rights import default_rights
from pressgen.site.record import NO_MATCHES, match_releases
from pressgen.site.setting_texts import BuiltText, build_text, text_in
from pressgen.site.sources import Sources
from pressgen.site.urls import Address, address_of
from pressgen.site.withdrawal import without_withdrawn_text


class Groundwork(Struct, frozen=True, kw_only=True):
    """What all articles have in common: their context, the terms of each language, and the problems of both."""

    context: SiteContext
    boilerplates: dict[str, BuiltText]
    terms: dict[str, tuple[Term, ...]]
    problems: tuple[Problem, ...]


def visible_documents(sources: Sources, visibility: Visibility) -> tuple[tuple[Post, ...], tuple[Page, ...]]:
    """The documents that pass the gate: releases from the oldest, pages by path; withdrawn ones without their text."""
    # By path first: sorting keeps that order within an instant, and takes half as long as with pairs for keys.
    posts = sorted(gate(sources.posts, sources.instant, visibility), key=lambda post: post.path)
    posts.sort(key=lambda post: post.date.at)
    pages = sorted(gate(sources.pages, sources.instant, visibility), key=lambda page: page.path)
    return tuple(map(without_withdrawn_text, posts)), tuple(map(without_withdrawn_text, pages))


def lay_groundwork(posts: tuple[Post, ...], pages: tuple[Page, ...], sources: Sources) -> Groundwork:
    """Find the addresses, translations and tags of the visible documents.

    The settings of its context also list languages that only these documents have.
    """
    settings, templates = _with_languages(sources.settings, (*posts, *pages)), sources.folder.templates
    # The page of a tag is a list: unlisted releases add none.
    listed = [post for post in posts if not post.matter.unlisted]
    names = {
        lang: taxonomy.spellings(
            (post for post in listed if post.lang == lang), taxonomy.chosen_slugs(settings.tags.values(), lang)
        )
        for lang in settings.languages
    }
    context, address_problems = _context(posts, pages, sources, settings)
    collections = collect(listed, posts, settings, context.index)
    people = person_links(collections, settings)
    index = structs.replace(context.index, people=people, person_keys=tuple(settings.people))
    context = structs.replace(context, collections=collections, index=index)
    paragraphs = {
        lang: build_text(text_in(settings.boilerplate, lang, settings, "boilerplate"), settings, index, False, True)
        for lang in settings.languages
    }
    terms = {}
    problems = [*address_problems, *_missing_templates([*posts, *pages], templates), *unread_categories(posts)]
    problems += copies(posts)
    problems += [*collections.problems, *_missing_section_templates(settings, templates)]
    for lang, spellings in names.items():
        in_lang = [post for post in listed if post.lang == lang]
        terms[lang] = taxonomy.terms(in_lang, spellings, prefix_of(lang, settings), context.index.address)
        problems += taxonomy.spelling_differences(in_lang, spellings)
        problems += taxonomy.address_collisions(spellings)
    lists: dict[str, tuple[PageList, ...]] = {}
    for page in pages:
        problems += keys_of_releases(page, settings)
        if page.matter.list:
            in_lang = [post for post in listed if post.lang == page.lang]
            lists[page.path], list_problems = page_lists(page, in_lang, terms[page.lang], collections, settings)
            problems += list_problems
    return Groundwork(
        context=structs.replace(
            context,
            page_lists=lists,
            tags={lang: _tag_links(lang, spellings, settings) for lang, spellings in names.items()},
            boilerplates={lang: paragraph.html for lang, paragraph in paragraphs.items()},
        ),
        boilerplates=paragraphs,
        terms=taxonomy.with_translations(terms, settings.tags.values()),
        problems=tuple(problems),
    )


def _missing_templates(documents: Iterable[Post | Page], templates: Collection[str]) -> tuple[Problem, ...]:
    """A warning for each document whose own template does not exist; it is rendered with the usual one."""
    # Compared without endings, which make all names look similar.
    near_names = NearNames(lambda: {name.rpartition(".")[0]: name for name in sorted(templates)}, 0.7)
    problems = []
    for document in documents:
        name, line = document.matter.template, document.matter.lines.get("template", 0)
        if name and name not in templates:
            near = near_names.find(name.rpartition(".")[0])
            problems.append(Problem.at("template-missing/own", document.path, line, template=name, near=near))
    return tuple(problems)


def _missing_section_templates(settings: Settings, templates: Collection[str]) -> Iterator[Problem]:
    """A warning for each section whose template does not exist."""
    for key, section in settings.sections.items():
        if section.template and section.template not in templates:
            values = {"template": section.template, "near": near_name(section.template, templates)}
            yield Problem.at("template-missing/own", place("sections", key, "template"), **values)


def _file_names(sources: Sources) -> dict[str, str]:
    names = sorted([*sources.documents, *sources.files])
    return {posixpath.basename(name).casefold(): name for name in names}


def _single_names(paths: Iterable[str]) -> dict[str, str]:
    """The file names that only one of some paths has, each with its path; many folders have an index.md."""
    names: dict[str, str] = {}
    for path in paths:
        name = posixpath.basename(path)
        names[name] = "" if name in names or name.startswith(("index.", "_index.", "README.")) else path
    return names


def _context(
    posts: Sequence[Post], pages: Sequence[Page], sources: Sources, settings: Settings
) -> tuple[SiteContext, tuple[Problem, ...]]:
    address, names = address_of(settings.url), frozenset(sources.documents)
    release_paths = release_addresses(releases_with_address(posts, sources.posts, sources.instant), settings)
    paths = {post.path: release_paths.paths[post.path] for post in posts}
    paths |= {page.path: page_path(page, settings) for page in pages}
    documents: list[Post | Page] = [*posts, *pages]
    hrefs = {path: address.href(output_path) for path, output_path in paths.items()}
    versions = [_versions(each, hrefs, address, settings) for each in (posts, pages)]
    index = Index(
        addresses=hrefs,
        names=_single_names(hrefs),
        anchors={document.path: document.body.anchors for document in documents if document.body.anchors},
        sources=names,
        files=sources.files,
        images=sources.images,
        faults=sources.faults,
        refusals=sources.refusals,
        address=address,
        near=NearNames(partial(_file_names, sources), 0.7),
        media=MediaIndex(
            sources.media, Companions(sources.files), sources.files, settings.languages[0], sources.cards.cards
        ),
        versions=versions[0].paths | versions[1].paths,
        rights={lang: default_rights(settings, lang, address) for lang in settings.languages},
        leads=_leads(posts, settings.languages),
        lang=settings.languages[0],
        originals=settings.pictures.originals,
        require=frozenset(settings.pictures.require),
    )
    matches = NO_MATCHES
    if sources.record is not None:
        matches = match_releases(sources.record, sources.posts, release_paths.paths, names, address)
    ids, id_problems = feed_ids(posts, hrefs, address, matches.by_source)
    has_related = any(post.matter.related for post in posts)
    context = SiteContext(
        settings=settings,
        instant=sources.instant,
        index=index,
        paths=paths,
        alternates=versions[0].alternates | versions[1].alternates,
        templates=frozenset(sources.folder.templates),
        views=sources.views,
        ids=ids,
        withdrawn=frozenset(document.path for document in documents if document.matter.status == "withdrawn"),
        record=matches,
        titles={post.path: _title(post, index) for post in posts if not post.matter.unlisted} if has_related else {},
        # Reversed, so that the oldest release with a slug has it: a new one must not redirect links to it.
        slugs={(post.lang, slug_of(post)): post.path for post in reversed(posts)} if has_related else {},
    )
    return context, (*versions[0].problems, *versions[1].problems, *release_paths.problems, *id_problems)


def _leads(posts: Sequence[Post], languages: Sequence[str]) -> dict[str, Post]:
    """The version of each release with pictures in the first language of the site that it has, by key."""
    if len(languages) == 1:
        return {}
    order = {lang: number for number, lang in enumerate(languages)}
    leads: dict[str, Post] = {}
    for post in posts:
        if post.matter.image or post.matter.gallery:
            other = leads.get(post.key)
            if other is None or order[post.lang] < order[other.lang]:
                leads[post.key] = post
    return leads


def _versions(
    documents: Sequence[Post | Page], hrefs: dict[str, str], address: Address, settings: Settings
) -> translations.Versions:
    """The language versions of documents; one that is unlisted links to the others, but they do not link to it."""
    listed = [document for document in documents if not document.matter.unlisted]
    public = translations.versions(listed, hrefs, address, settings.languages)
    hidden = {document.path for document in documents if document.matter.unlisted}
    if not hidden:
        return public
    all_versions = translations.versions(documents, hrefs, address, settings.languages)
    hidden_alternates = {path: alternates for path, alternates in all_versions.alternates.items() if path in hidden}
    return structs.replace(public, alternates=public.alternates | hidden_alternates, problems=all_versions.problems)


def _with_languages(settings: Settings, documents: Iterable[Post | Page]) -> Settings:
    """The settings with the languages of visible documents that they do not list."""
    more = sorted({document.lang for document in documents}.difference(settings.languages))
    return structs.replace(settings, languages=(*settings.languages, *more)) if more else settings


def releases_with_address(posts: Sequence[Post], parsed: Iterable[Post], instant: datetime) -> Sequence[Post]:
    """The releases that have an address, in the order of their dates: visible ones, and those that have expired."""
    # Without the expired ones, a later release of the same name would change its address when an earlier one expires.
    # But a release that expired as a draft, or before its day, never had an address.
    expired = [post for post in parsed if post.matter.expires and is_hidden_only_as(EXPIRED, post, instant)]
    public_paths = {post.path for post in posts} if expired else set()
    past = [post for post in expired if post.path not in public_paths]
    return sorted([*posts, *past], key=lambda post: (post.date.at, post.path)) if past else posts


def _title(post: Post, index: Index) -> Link:
    direction = language(post.lang).dir
    return Link(title=post.matter.title, href=index.addresses[post.path], lang=post.lang, dir=direction)


def _tag_links(lang: str, names: dict[str, taxonomy.Spelling], settings: Settings) -> dict[str, Link]:
    address, prefix = address_of(settings.url), prefix_of(lang, settings)
    return {
        key: Link(title=spelling.name, href=address.href(f"{prefix}tags/{spelling.slug}/index.html"))
        for key, spelling in names.items()
    }
