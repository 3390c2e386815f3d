"""Parsed documents → the Site: everything public at one instant, grouped by language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct, structs

from pressgen.content.media_files import Companions
from pressgen.errors import Problem
from pressgen.model import (
    Article,
    Brand,
    Copied,
    Derived,
    Edition,
    Entry,
    FeedLink,
    Figure,
    Link,
    Page,
    Post,
    Reference,
    Site,
    SocialCard,
    StandingPage,
    Withdrawal,
    media_format,
)
from pressgen.settings import Settings
from pressgen.site.addresses import prefix_of
from pressgen.site.articles import BuiltDocument, SiteContext, build_document
from pressgen.site.banners import build_banners
from pressgen.site.brand import build_brand
from pressgen.site.clock import changes, sorted_changes
from pressgen.site.consent import check_consents
from pressgen.site.context import Groundwork, Material, lay_groundwork, visible_documents
from pressgen.site.embargo import Visibility
from pressgen.site.file_targets import ancestors, find_file, find_pictures, own_folders
from pressgen.site.history import History, Pending, with_history
from pressgen.site.i18n import language
from pressgen.site.images import published_path
from pressgen.site.issued import IssuedAddresses, issued_addresses, kept_lists
from pressgen.site.media import media_fix
from pressgen.site.profiles import Profiles, build_profiles
from pressgen.site.redirects import alias_redirects, tag_redirects
from pressgen.site.references import picture_fix
from pressgen.site.setting_pictures import find_in_site, logos, podcast_cover, site_card
from pressgen.site.setting_texts import BuiltText
from pressgen.site.taxonomy import similar
from pressgen.site.texts import localized
from pressgen.site.urls import Address, address_of
from pressgen.site.views import rankings
from pressgen.site.withdrawal import withdrawal

ASSETS = "assets/"
FEED_TYPES = {
    "rss": ("application/rss+xml", "feed.xml"),
    "atom": ("application/atom+xml", "atom.xml"),
    "json": ("application/feed+json", "feed.json"),
}


class Assembly(Struct, frozen=True, kw_only=True):
    """The site, the problems of its documents, and its claims (source, href, reference) for the plan to confirm.

    `pending` is what the record lacks.
    """

    site: Site
    problems: tuple[Problem, ...]
    claims: tuple[tuple[str, str, Reference], ...]
    pending: tuple[Pending | Entry, ...] = ()


class SitePictures(Struct, frozen=True, kw_only=True):
    """What the settings show on all pages, and the files of that; `cover` is the path of the podcast's picture."""

    logo: Figure | None
    logo_dark: Figure | None
    card: SocialCard | None
    cover: str
    brand: Brand
    files: tuple[Copied | Derived, ...]


def assemble(material: Material, settings: Settings, instant: datetime, visibility: Visibility = "public") -> Assembly:
    """Assemble the site as readers may see it at the instant."""
    posts, pages = visible_documents(material, instant, visibility)
    groundwork = lay_groundwork(posts, pages, material, settings, instant)
    settings = groundwork.context.settings
    context, paragraphs = groundwork.context, groundwork.boilerplates
    documents: list[Post | Page] = [*posts, *pages]
    if context.withdrawn:
        posts = tuple(post for post in posts if post.path not in context.withdrawn)
        pages = tuple(page for page in pages if page.path not in context.withdrawn)
    shown: list[Post | Page] = [*posts, *pages]
    built = [build_document(document, context) for document in shown]
    notices = _notices(documents, material, context) if context.withdrawn else ()
    history, issued = History(built), IssuedAddresses()
    if material.record is not None:
        history = with_history(built, posts, material.record, context)
        built = history.built
    results: list[BuiltDocument | BuiltText] = [*built, *paragraphs.values()]
    profiles = build_profiles(context)
    editions = _editions(documents, built, [notice for notice, _ in notices], material, groundwork, profiles)
    if banners := build_banners(context):
        editions = tuple(
            structs.replace(one, banners=tuple(each.banner for each in banners if each.lang == one.lang))
            for one in editions
        )
    if material.record is not None:
        issued = issued_addresses(documents, material.posts, material.record, context, groundwork.terms, editions)
    pictures = _site_pictures(material, context)
    file_groups = [*(result.files for result in (*results, *banners)), pictures.files, profiles.files]
    files, refusals = _files(file_groups, material, context, profiles)
    aliases = alias_redirects(documents, context.paths)
    consents = check_consents(material, shown, {file.source for file in files}, settings, instant)
    # Asked of all documents: what is hidden now is what will change the site.
    own_changes = changes(material.documents, context.paths, settings, instant, visibility)
    site = Site(
        instant=instant,
        logo=pictures.logo,
        card=pictures.card,
        editions=editions,
        files=files,
        changes=sorted_changes((*own_changes, *consents.changes)),
        # The preview of `serve` asks search engines by a header: its pages are those that will be published.
        is_preview=visibility not in ("public", "all"),
        logo_dark=pictures.logo_dark,
        brand=pictures.brand,
        redirects=(*aliases, *tag_redirects(groundwork.terms, settings), *material.redirects, *issued.redirects),
        issued=issued.lost,
        data=material.data,
        podcast_image=pictures.cover,
    )
    return Assembly(
        site=site,
        problems=(
            *groundwork.problems,
            *(problem for result in (*results, *banners) for problem in result.problems),
            *(problem for _, problems in notices for problem in problems),
            *history.problems,
            *profiles.problems,
            *consents.problems,
            *refusals,
        ),
        claims=(
            *(claim for result in built for claim in result.claims),
            *(claim for paragraph in paragraphs.values() for claim in paragraph.claims),
            *profiles.claims,
            *(claim for banner in banners for claim in banner.claims),
        ),
        pending=(*history.pending, *issued.pending),
    )


def _site_pictures(material: Material, context: SiteContext) -> SitePictures:
    settings, index = context.settings, context.index
    logo, logo_dark = logos(settings, index)
    card, card_files = site_card(settings, index)
    cover = podcast_cover(settings, index)
    brand, brand_files = build_brand(settings, index, material.fonts)
    files = [file for picture in (logo, logo_dark) if picture for file in picture.files]
    return SitePictures(
        logo=logo.figure if logo else None,
        logo_dark=logo_dark.figure if logo_dark else None,
        card=card,
        cover=cover.path if cover else "",
        brand=brand,
        files=(*card_files, *brand_files, *((cover,) if cover else ()), *files),
    )


def _editions(
    documents: Iterable[Post | Page],
    built: Sequence[BuiltDocument],
    notices: Sequence[Withdrawal],
    material: Material,
    groundwork: Groundwork,
    profiles: Profiles,
) -> tuple[Edition, ...]:
    """An edition for each language that has a document, and for the default one: the site needs a home page."""
    settings = groundwork.context.settings
    languages = {settings.languages[0], *(document.lang for document in documents)}
    editions = [_edition(lang, built, settings, groundwork) for lang in settings.languages if lang in languages]
    if profiles.by_language:
        editions = [structs.replace(one, profiles=profiles.by_language[one.lang]) for one in editions]
    if notices:
        editions = [
            structs.replace(one, withdrawn=tuple(notice for notice in notices if notice.lang == one.lang))
            for one in editions
        ]
    if material.record is not None:
        editions = [structs.replace(one, kept_lists=kept_lists(one, material.record)) for one in editions]
    if settings.views.most_read and material.views.counts:
        editions = [structs.replace(one, most_read=rankings(one, material.views, settings)) for one in editions]
    return tuple(editions)


def _notices(
    documents: Iterable[Post | Page], material: Material, context: SiteContext
) -> tuple[tuple[Withdrawal, tuple[Problem, ...]], ...]:
    """The notice of each withdrawn document, with its problems."""
    unlisted = {source.path for source in material.documents if source.matter.unlisted}
    return tuple(
        withdrawal(document, document.path in unlisted, context)
        for document in documents
        if document.path in context.withdrawn
    )


def _edition(lang: str, results: Sequence[BuiltDocument], settings: Settings, groundwork: Groundwork) -> Edition:
    language_facts, address = language(lang), address_of(settings.url)
    prefix = prefix_of(lang, settings)
    title = localized(settings.title, lang, settings)
    documents = [result.document for result in results if result.document.lang == lang and not result.is_unlisted]
    articles = tuple(document for document in documents if isinstance(document, Article))
    return Edition(
        lang=lang,
        dir=language_facts.dir,
        locale=language_facts.locale,
        name=language_facts.name,
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
        sections=groundwork.context.collections.of(lang).sections,
        people=groundwork.context.collections.of(lang).people,
        series=groundwork.context.collections.of(lang).series,
        unlisted=tuple(result.document for result in results if result.document.lang == lang and result.is_unlisted),
    )


def feed_links(folder: str, title: str, settings: Settings, address: Address) -> tuple[FeedLink, ...]:
    """The feeds of one folder of the output, one for each format in the settings."""
    return tuple(
        FeedLink(type=mime, format=form, title=title, href=address.href(path), url=address.url(path), path=path)
        for form in settings.feeds.formats
        for mime, path in [(FEED_TYPES[form][0], folder + FEED_TYPES[form][1])]
    )


def _files(
    file_groups: Iterable[Iterable[Copied | Derived]], material: Material, context: SiteContext, profiles: Profiles
) -> tuple[tuple[Copied | Derived, ...], tuple[Problem, ...]]:
    """The files that public documents need, and all static files except those that only withheld documents name.

    A portrait is published with the page of the person only.

    Returned with a warning for each static file that must not be published and that no document names.
    """
    needed: dict[tuple[str, str], Copied | Derived] = {}
    for file in (file for group in file_groups for file in group):
        # The name of a picture contains its digest: copies of it in several folders are published once.
        key = (file.path, "" if file.path.startswith(ASSETS) else file.source)
        needed.setdefault(key, file)
    index = context.index
    public_paths = index.addresses.keys() - context.withdrawn
    public = [document for document in material.documents if document.path in public_paths]
    withheld = [document for document in material.documents if document.path not in public_paths]
    shown_people = {key for in_language in profiles.by_language.values() for key in in_language}
    hidden_people = [person for key, person in context.settings.people.items() if key not in shown_people]
    portraits = {find_in_site(person.portrait, material.files) for person in hidden_people if person.portrait} - {""}
    withheld_files = files_of(withheld, material.files, index.address) | portraits
    # A file that a public document names as well is no secret. If it were missing, that would reveal the withheld one.
    need_public = withheld_files or material.refusals
    public_files = files_of(public, material.files, index.address) if need_public else frozenset()
    withheld_files -= public_files
    static_files = [path for path in material.files if path.startswith("static/") and path not in withheld_files]
    for path in static_files:
        if path not in material.refusals:
            copied = Copied(path=published_path(path, material.files), source=material.files[path])
            needed.setdefault((copied.path, copied.source), copied)
    return tuple(needed[key] for key in sorted(needed)), tuple(
        Problem.at("media-unusable/file", path, reason=reason, fix=media_fix(reason))
        if media_format(path)
        else Problem.at("image-unusable/file", path, reason=reason, fix=picture_fix(reason))
        for path in static_files
        if (reason := material.refusals.get(path)) and path not in public_files
    )


def files_of(documents: Collection[Post | Page], files: Mapping[str, str], address: Address) -> frozenset[str]:
    """The files of content/ and static/ that documents show or link to, with those that belong to film and sound."""
    companions = Companions(files)
    # A target means the same in all documents of a folder but those that have one of their own.
    folders = frozenset[str]().union(*map(ancestors, {path.rpartition("/")[0] for path in files}))
    sources: dict[tuple[str, str], str] = {}
    for document in documents:
        image, references = document.matter.image, document.body.references
        if image or references:
            targets = [image.src] if image else []
            targets += [reference.target for reference in references if reference.kind != "card"]
            targets += [reference.poster for reference in references if reference.poster]
            has_own = not folders.isdisjoint(own_folders(document.path))
            folder = document.path if has_own else document.path.rpartition("/")[0]
            sources |= {(target, folder): document.path for target in targets}
    paths = {find_file(target, source, files, address) for (target, _), source in sources.items()}
    paths.update(
        path
        for document in documents
        for picture in document.matter.gallery
        for path in find_pictures(picture.src, document.path, files, address)
    )
    return frozenset(paths.union(*map(companions.of, paths))) - {""}
