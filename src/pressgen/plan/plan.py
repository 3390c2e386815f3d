"""Site → Plan: every file to be published, as a value."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import structs

from pressgen.brand.sheet import IconColours, icon_colours
from pressgen.model import Icon, Output, Plan, Rendered, Site
from pressgen.plan import (
    agenda,
    archive,
    articles,
    collections,
    corrections,
    feeds,
    hosts,
    listings,
    most_read,
    podcast,
    press_kits,
    redirects,
    share_cards,
    sitemaps,
)
from pressgen.plan.layout import MANIFEST, EditionContext, edition_contexts
from pressgen.plan.paths import prove
from pressgen.plan.style import StyleSheets, style_sheets
from pressgen.plan.views import LISTS, Head
from pressgen.settings import Settings
from pressgen.site.i18n import words
from pressgen.site.urls import address_of

PLANNERS: tuple[Callable[[EditionContext], Iterable[Rendered]], ...] = (
    articles.articles,
    articles.standing_pages,
    articles.notices,
    listings.home,
    listings.tags,
    archive.archive,
    collections.sections,
    collections.people,
    collections.series,
    most_read.most_read_page,
    corrections.versions,
    corrections.corrections,
    agenda.agenda,
    agenda.event_files,
)
"""The functions that plan the pages of an edition. The template of a page sees only the values that they give it."""


LATEST = 3
"""Newest releases on the page for unknown addresses."""


def make_plan(site: Site, settings: Settings, templates: Mapping[str, str]) -> Plan:
    """The plan of a site that is rendered with these templates (name to text).

    Raises ContentError if two outputs claim one path or if a path cannot be published.
    """
    styles = style_sheets(templates, site, settings)
    icon = _icon(templates, icon_colours(settings.theme))
    contexts = edition_contexts(site, settings, styles, icon.path)
    pages = [page for context in contexts for planner in PLANNERS for page in planner(context)]
    address = address_of(settings.url)
    outputs: list[Output] = [
        *pages,
        *(feed for context in contexts for feed in feeds.feeds(context)),
        *feeds.feeds_of_all_languages(contexts),
        *(feed for context in contexts for feed in podcast.podcast(context)),
        *sitemaps.sitemaps(pages, site, address),
        *_service_files(contexts, styles),
        *site.files,
        *(card for context in contexts for card in share_cards.cards(context)),
        *(kit for context in contexts for kit in press_kits.kits(context)),
    ]
    if contexts[0].newsroom.icon == contexts[0].address.href(icon.path):
        outputs.append(icon)
    if contexts[0].newsroom.manifest:
        outputs.append(_manifest(contexts[0], site))
    moves = redirects.moves_of(site, outputs, address)
    gone = [notice.path for edition in site.editions for notice in edition.withdrawn]
    host_files, host_problems = hosts.host_files(moves.moves, gone, settings, address, site.files)
    outputs += [*redirects.redirect_pages(moves.moves, outputs, contexts), *host_files]
    guests = {
        edition.prefix.removesuffix("/"): frozenset(each.source for each in (*edition.documents, *edition.withdrawn))
        for edition in site.editions
        if edition.lang not in settings.languages
    }
    plan = prove(map(_with_noindex, outputs) if site.is_preview else outputs, guests)
    problems = (*moves.problems, *host_problems, *share_cards.problems(contexts))
    return structs.replace(plan, problems=problems)


def _with_noindex(output: Output) -> Output:
    """The output, with `noindex` if it is a page: search engines must not show a preview."""
    head = output.values.get("page") if isinstance(output, Rendered) else None
    if not isinstance(output, Rendered) or not isinstance(head, Head):
        return output
    return structs.replace(output, values={**output.values, "page": structs.replace(head, robots="noindex")})


def _service_files(contexts: Sequence[EditionContext], styles: StyleSheets) -> Iterator[Rendered]:
    """The files that a host needs: a page for unknown addresses, and headers."""
    for context in contexts:
        path, word = f"{context.edition.prefix}404.html", words(context.edition.lang).gettext
        title, description = word("Page not found"), word("The page was moved or never existed.")
        head = context.head("404", path, title, description, robots="noindex", breadcrumb=(), sheets=(LISTS,))
        newest = context.edition.articles[: -LATEST - 1 : -1]
        teasers = tuple([article.teaser for article in newest])
        yield Rendered(path=path, template="404.html", values=context.values(page=head, teasers=teasers))
    first = contexts[0]
    # `csp_hash` is what it was called in earlier templates, of which newsrooms have copies.
    hashes = styles.csp_sources()
    values: dict[str, object] = {"csp_hashes": hashes, "csp_hash": "' '".join(hashes)}
    values |= {"prefix": first.address.base_path, "has_events": first.newsroom.agenda is not None}
    yield Rendered(path="_headers", template="headers.txt", values=values)


def _icon(templates: Mapping[str, str], colours: IconColours) -> Rendered:
    """The icon of the theme, for a newsroom without a logo."""
    # A host may let browsers cache it for good: another icon has another name.
    values = structs.asdict(colours)
    digest = hashlib.sha256(repr((templates.get("icon.svg", ""), values)).encode()).hexdigest()[:8]
    return Rendered(path=f"assets/icon.{digest}.svg", template="icon.svg", values=values)


def _manifest(context: EditionContext, site: Site) -> Rendered:
    """The web app manifest: name, icons and colours for the home screens of phones."""
    newsroom, address = context.newsroom, context.address
    fallback = Icon(href=newsroom.icon, type="image/svg+xml", sizes="any")
    manifest = {
        "name": newsroom.title,
        "lang": newsroom.lang,
        "dir": newsroom.dir,
        "start_url": address.base_path,
        "display": "browser",
        "theme_color": newsroom.theme_colours[0].colour if newsroom.theme_colours else None,
        "icons": [
            {"src": icon.href, "type": icon.type, "sizes": icon.sizes} for icon in site.brand.icons or (fallback,)
        ],
    }
    return Rendered(path=MANIFEST, template="manifest.json", values={"manifest": manifest})
