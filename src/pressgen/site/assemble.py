"""Parsed documents → the Site: everything public at one instant, grouped by language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, structs

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
from pressgen.site.context import Groundwork, lay_groundwork, visible_documents
from pressgen.site.embargo import Visibility
from pressgen.site.file_targets import files_of
from pressgen.site.history import History, Pending, with_history
from pressgen.site.i18n import language
from pressgen.site.images import published_path
from pressgen.site.issued import IssuedAddresses, issued_addresses, kept_lists
from pressgen.site.media import media_fix
from pressgen.site.profiles import Profiles, build_profiles
from pressgen.site.redirects import alias_redirects, tag_redirects
from pressgen.site.references import Built, picture_fix
from pressgen.site.setting_pictures import find_in_site, logos, podcast_cover, site_card
from pressgen.site.sources import Sources
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


class SitePictures(Built, frozen=True, kw_only=True, gc=False):
    """What the settings show on all pages; `cover` is the path of the podcast's picture."""

    logo: Figure | None
    logo_dark: Figure | None
    card: SocialCard | None
    cover: str
    brand: Brand


def assemble(sources: Sources, visibility: Visibility = "public") -> Assembly:
    """Assemble the site as readers may see it at the instant."""
    posts, pages = visible_documents(sources, visibility)
    groundwork = lay_groundwork(posts, pages, sources)
    context, paragraphs = groundwork.context, groundwork.boilerplates
    settings, instant, record = context.settings, sources.instant, sources.record
    documents: list[Post | Page] = [*posts, *pages]
    if context.withdrawn:
        posts = tuple(post for post in posts if post.path not in context.withdrawn)
        pages = tuple(page for page in pages if page.path not in context.withdrawn)
    shown: list[Post | Page] = [*posts, *pages]
    built = [build_document(document, context) for document in shown]
    notices = _notices(documents, sources, context) if context.withdrawn else ()
    history, issued = History(built), IssuedAddresses()
    if record is not None:
        history = with_history(built, posts, record, context)
        built = history.built
    profiles = build_profiles(context)
    editions = _editions(documents, built, [notice for notice, _ in notices], sources, groundwork, profiles)
    if banners := build_banners(context):
        editions = tuple(
            structs.replace(one, banners=tuple(each.banner for each in banners if each.lang == one.lang))
            for one in editions
        )
    if record is not None:
        issued = issued_addresses(documents, sources.posts, record, context, groundwork.terms, editions)
    pictures = _site_pictures(sources, context)
    results: list[Built] = [*built, *paragraphs.values(), *banners, pictures, profiles]
    files, refusals = _files((result.files for result in results), sources, context, profiles)
    aliases = alias_redirects(documents, context.paths)
    consents = check_consents(sources, shown, {file.source for file in files}, settings)
    # Asked of all documents: what is hidden now is what will change the site.
    own_changes = changes(sources.parsed, context.paths, settings, instant, visibility)
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
        redirects=(
            *aliases,
            *tag_redirects(groundwork.terms, settings),
            *sources.redirects.redirects,
            *issued.redirects,
        ),
        issued=issued.lost,
        data=sources.data,
        podcast_image=pictures.cover,
    )
    return Assembly(
        site=site,
        problems=(
            *groundwork.problems,
            *(problem for result in results for problem in result.problems),
            *(problem for _, problems in notices for problem in problems),
            *history.problems,
            *consents.problems,
            *refusals,
        ),
        claims=tuple([claim for result in results for claim in result.claims]),
        pending=(*history.pending, *issued.pending),
    )


def _site_pictures(sources: Sources, context: SiteContext) -> SitePictures:
    settings, index = context.settings, context.index
    logo, logo_dark = logos(settings, index)
    card, card_files = site_card(settings, index)
    cover = podcast_cover(settings, index)
    brand, brand_files = build_brand(settings, index, sources.fonts)
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
    sources: Sources,
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
    if sources.record is not None:
        editions = [structs.replace(one, kept_lists=kept_lists(one, sources.record)) for one in editions]
    if settings.views.most_read and sources.views.counts:
        editions = [structs.replace(one, most_read=rankings(one, sources.views, settings)) for one in editions]
    return tuple(editions)


def _notices(
    documents: Iterable[Post | Page], sources: Sources, context: SiteContext
) -> tuple[tuple[Withdrawal, tuple[Problem, ...]], ...]:
    """The notice of each withdrawn document, with its problems."""
    unlisted = {document.path for document in sources.parsed if document.matter.unlisted}
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
    file_groups: Iterable[Iterable[Copied | Derived]], sources: Sources, context: SiteContext, profiles: Profiles
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
    public = [document for document in sources.parsed if document.path in public_paths]
    withheld = [document for document in sources.parsed if document.path not in public_paths]
    shown_people = {key for in_language in profiles.by_language.values() for key in in_language}
    hidden_people = [person for key, person in context.settings.people.items() if key not in shown_people]
    portraits = {find_in_site(person.portrait, sources.files) for person in hidden_people if person.portrait} - {""}
    withheld_files = files_of(withheld, sources.files, index.address) | portraits
    # A file that a public document names as well is no secret. If it were missing, that would reveal the withheld one.
    need_public = withheld_files or sources.refusals
    public_files = files_of(public, sources.files, index.address) if need_public else frozenset()
    withheld_files -= public_files
    static_files = [path for path in sources.files if path.startswith("static/") and path not in withheld_files]
    for path in static_files:
        if path not in sources.refusals:
            copied = Copied(path=published_path(path, sources.files), source=sources.files[path])
            needed.setdefault((copied.path, copied.source), copied)
    return tuple(needed[key] for key in sorted(needed)), tuple(
        Problem.at("media-unusable/file", path, reason=reason, fix=media_fix(reason))
        if media_format(path)
        else Problem.at("image-unusable/file", path, reason=reason, fix=picture_fix(reason))
        for path in static_files
        if (reason := sources.refusals.get(path)) and path not in public_files
    )
