"""One post or page → the document that readers get."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct, structs

from pressgen.content.text.excerpt import excerpt
from pressgen.errors import Problem
from pressgen.model import (
    Alternate,
    Article,
    Body,
    BodyText,
    Copied,
    Correction,
    CorrectionNote,
    Derived,
    Event,
    Link,
    Page,
    PageList,
    Person,
    Post,
    StandingPage,
    Teaser,
    ViewCounts,
)
from pressgen.settings import Settings
from pressgen.site import references
from pressgen.site.collections import NO_COLLECTIONS, Collections, person_of
from pressgen.site.events import event_of
from pressgen.site.gallery import build_gallery
from pressgen.site.i18n import long_date, number
from pressgen.site.index import Index
from pressgen.site.lead_picture import large_picture, lead_picture
from pressgen.site.media import CARD_SHEETS, PLAYER_SHEETS
from pressgen.site.record import NO_MATCHES, Matches
from pressgen.site.references import Built, ResolvedReferences
from pressgen.site.taxonomy import identity
from pressgen.site.urls import permalink_path
from pressgen.site.views import day_text, shown_views, source_name


class SiteContext(Struct, frozen=True, kw_only=True):
    """What building an article needs, apart from the post itself.

    `paths`, `alternates` and `ids` are by source, `tags` and `boilerplates` by language; `titles` and `slugs` are empty
    unless a post names related releases. `withdrawn` are the sources that have a notice. `record` has the recorded
    release of each source, with all its addresses, and those that no longer exist. A template that is not among
    `templates` is not used. `page_lists` are those of standing pages by source.
    """

    settings: Settings
    instant: datetime
    index: Index
    paths: dict[str, str]
    alternates: dict[str, tuple[Alternate, ...]]
    titles: dict[str, Link]
    slugs: dict[tuple[str, str], str]
    ids: dict[str, str] = {}
    withdrawn: frozenset[str] = frozenset()
    record: Matches = NO_MATCHES
    tags: dict[str, dict[str, Link]] = {}
    boilerplates: dict[str, str] = {}
    templates: frozenset[str] = frozenset()
    views: ViewCounts = ViewCounts()
    collections: Collections = NO_COLLECTIONS
    page_lists: dict[str, tuple[PageList, ...]] = {}

    def template_of(self, document: Post | Page) -> str:
        """The template that a document or its section names; empty if there is none, or if it does not exist."""
        name = document.matter.template or self.collections.templates.get(document.path, "")
        return name if name in self.templates else ""


class BuiltDocument(Built, frozen=True, kw_only=True, gc=False):
    """A release or a standing page with all that it needs."""

    document: Article | StandingPage
    is_unlisted: bool = False


def build_document(document: Post | Page, context: SiteContext) -> BuiltDocument:
    """Build the article of a post, or a standing page, with every reference in it resolved."""
    matter, index = document.matter, context.index
    has_lead = isinstance(document, Post) and matter.image is not None
    resolved = references.resolve(
        document.body, document.path, index, document.lang, originals=matter.originals, has_lead=has_lead
    )
    built: Article | StandingPage
    files: tuple[Copied | Derived, ...] = ()
    problems: tuple[Problem, ...] = ()
    if isinstance(document, Post):
        built, files, problems = _article(document, resolved, context)
    else:
        built, files, problems = _standing_page(document, resolved, context)
    return BuiltDocument(
        document=built,
        files=(*files, *resolved.files),
        problems=(*resolved.problems, *problems),
        claims=resolved.claims,
        is_unlisted=document.matter.unlisted,
    )


def _article(
    post: Post, resolved: ResolvedReferences, context: SiteContext
) -> tuple[Article, tuple[Copied | Derived, ...], tuple[Problem, ...]]:
    """An article with the files of its lead picture, and the problems in its front matter."""
    matter, path = post.matter, context.paths[post.path]
    address, settings = context.index.address, context.settings
    href, published = context.index.addresses[post.path], post.date.at.isoformat()
    url, identifier = address.origin + href, context.ids[post.path]
    url = identifier if identifier == url else url  # nearly always one text instead of two
    figure, cards, picture_files, picture_problems = lead_picture(post, context.index)
    contacts, contact_problems = contacts_of(post, settings, context.collections)
    gallery = build_gallery(post, context.index)
    # What is dated in the future has not happened yet.
    corrections = tuple([each for each in matter.corrections if each.date.at <= context.instant])
    changes = [each.date for each in corrections]
    if matter.updated and matter.updated.at <= context.instant:
        changes.append(matter.updated)
    updated = max(changes, key=lambda each: each.at) if changes else None
    description = excerpt(matter.summary or post.body.opening or matter.title)
    related, related_problems = _related(post, context)
    aliases = tuple(map(permalink_path, matter.aliases))
    views = shown_views(matter.views, (path, *aliases), context.views, settings)
    teaser = Teaser(
        title=matter.title, href=href, url=url, lang=post.lang,
        published=published, date_text=long_date(post.date.at.date(), post.lang),
        views=views.number if views else None, views_text=number(views.number, post.lang) if views else "",
        views_source=source_name(views.source, post.lang) if views else "",
        views_as_of=views.as_of if views else "", views_as_of_text=day_text(views.as_of, post.lang) if views else "",
        summary=description, tags=_tags(post, context),
        picture=figure, pinned=matter.pinned, extra=matter.extra, section=context.collections.sections.get(post.path),
    )  # fmt: skip
    built = Article(
        path=path, href=href, url=url, id=identifier, source=post.path, lang=post.lang, key=post.key,
        modified=updated.at.isoformat() if updated else published, at=post.date.at,
        teaser=teaser, lead=matter.summary, description=description,
        body=_body(post.body, resolved), dateline=matter.dateline,
        updated_text=long_date(updated.at.date(), post.lang) if updated else "",
        authors=_authors(post, context), contacts=contacts, figure=figure, cards=cards,
        alternates=context.alternates.get(post.path, ()),
        aliases=aliases, related=related,
        networks=settings.share, boilerplate=context.boilerplates[post.lang],
        template=context.template_of(post), extra=matter.extra,
        people=_people(post, context), series=context.collections.parts.get(post.path),
        # Unlisted: the results of a search are a list as well.
        noindex=matter.noindex or matter.unlisted, canonical=_canonical(post, context),
        event=_event(post, resolved, context) if matter.event else None,
        corrections=_notes(corrections, post.lang) if corrections else (), sheets=_sheets(post.body, resolved),
        media=tuple([target.player for target in resolved.targets if target.player]),
        gallery=gallery.figures, has_kit=has_press_kit(post, settings),
    )  # fmt: skip
    problems = (*picture_problems, *gallery.problems, *contact_problems, *related_problems)
    return built, (*picture_files, *gallery.files), problems


def _standing_page(
    page: Page, resolved: ResolvedReferences, context: SiteContext
) -> tuple[StandingPage, tuple[Copied | Derived, ...], tuple[Problem, ...]]:
    """A standing page with the files of its gallery and of its picture for link previews, and its problems."""
    matter, path = page.matter, context.paths[page.path]
    # A page has no pictures for search engines: one shape will do for previews, and others take as long to make.
    cards, files = large_picture(page, context.index)
    gallery = build_gallery(page, context.index)
    built = StandingPage(
        path=path, href=context.index.address.href(path), url=context.index.address.url(path), source=page.path,
        lang=page.lang, key=page.key, title=matter.title,
        description=excerpt(matter.summary or page.body.opening or matter.title), body=_body(page.body, resolved),
        alternates=context.alternates.get(page.path, ()), aliases=tuple(map(permalink_path, matter.aliases)),
        template=context.template_of(page), extra=matter.extra, cards=cards[:1],
        noindex=matter.noindex or matter.unlisted, canonical=_canonical(page, context),
        sheets=_sheets(page.body, resolved), lists=context.page_lists.get(page.path, ()),
        gallery=gallery.figures,
    )  # fmt: skip
    return built, (*files[:1], *gallery.files), gallery.problems


def _event(post: Post, resolved: ResolvedReferences, context: SiteContext) -> Event | None:
    """The event of a release; where it leads on the site was resolved with the references of the text."""
    pairs = zip(post.body.references, resolved.targets, strict=True)
    hrefs = {reference.target: target.href for reference, target in pairs}
    timezone = context.settings.timezone
    return event_of(post.matter.event, context.paths[post.path], post.lang, timezone, context.index.address, hrefs)


def _notes(corrections: Iterable[Correction], lang: str) -> tuple[CorrectionNote, ...]:
    """Corrections as readers see them, the newest first; of one day, the one that was written last."""
    notes = [
        CorrectionNote(
            kind=correction.kind,
            published=correction.date.at.isoformat(),
            date_text=long_date(correction.date.at.date(), lang),
            text=correction.text,
        )
        for correction in sorted(corrections, key=lambda each: each.date.at)
    ]
    return tuple(reversed(notes))


def _tags(post: Post, context: SiteContext) -> tuple[Link, ...]:
    """The tags of a release; one without a page, since only unlisted releases have it, is no link."""
    links = context.tags[post.lang]
    return tuple([links.get(identity(tag)) or Link(title=tag, href="") for tag in post.matter.tags])


def _canonical(document: Post | Page, context: SiteContext) -> str:
    """The absolute address that the document names for search engines; empty if it names none."""
    canonical, address = document.matter.canonical, context.index.address
    return address.url(permalink_path(canonical)) if canonical.startswith("/") else canonical


def _body(body: Body, resolved: ResolvedReferences) -> BodyText:
    """The body for its page, without a first paragraph that only repeats the summary."""
    return BodyText(body.digest, resolved.targets, body.opening_end)


def _sheets(body: Body, resolved: ResolvedReferences) -> tuple[str, ...]:
    """The style sheets that a text needs; those of players and cards only where one is shown."""
    sheets = body.sheets
    if not resolved.targets:
        return sheets
    if any(target.player for target in resolved.targets):
        sheets += PLAYER_SHEETS
    return (*sheets, *CARD_SHEETS) if any(target.card for target in resolved.targets) else sheets


def _authors(post: Post, context: SiteContext) -> tuple[Person, ...]:
    """The authors of a release; of those in the settings, what these say and the release does not."""
    collections = context.collections
    if not context.settings.people:
        return post.matter.authors
    authors: list[Person] = []
    for author in post.matter.authors:
        key = collections.persons.find(author.name)
        if key:
            person = collections.cards[post.lang, key]
            author = structs.replace(person, role=author.role or person.role, url=author.url or person.url)
        authors.append(author)
    return tuple(authors)


def _people(post: Post, context: SiteContext) -> tuple[Person, ...]:
    """The people whom a release names, without its authors."""
    keys = context.collections.people.get(post.path, ())
    return tuple([context.collections.cards[post.lang, key] for key in keys])


def contacts_of(
    document: Post | Page, settings: Settings, collections: Collections
) -> tuple[tuple[Person, ...], tuple[Problem, ...]]:
    """The press contacts of a document, and a problem for each that the settings do not have."""
    keys: tuple[str | Person, ...] = document.matter.contacts or tuple(settings.contacts)
    people: list[Person] = []
    problems: list[Problem] = []
    for key in keys:
        if isinstance(key, Person):
            people.append(key)
        elif entry := settings.contacts.get(key):
            people.append(person_of(entry, document.lang, settings))
        elif person := collections.persons.find(key):
            people.append(collections.cards[document.lang, person])
        else:
            known = (*settings.contacts, *settings.people)
            case = "contact-unknown" if known else "contact-unknown/none"
            line, names = document.matter.lines.get("contacts", 0), ", ".join(known)
            problems.append(Problem.at(case, document.path, line, key=key, known=names))
    return tuple(people), tuple(problems)


def _related(post: Post, context: SiteContext) -> tuple[tuple[Link, ...], tuple[Problem, ...]]:
    """The releases that `related` names by file or slug; those that are not public are left out with a warning."""
    links: list[Link] = []
    problems: list[Problem] = []
    for target in post.matter.related:
        source = references.find_source(target, post.path, context.index)
        source = context.index.version(source or context.slugs.get((post.lang, target), ""), post.lang, post.path)
        if source in context.titles:
            links.append(context.titles[source])
            continue
        key = "related-not-public" if source in context.index.sources else "related-missing"
        if source in context.index.addresses:
            key = f"related-not-public/{'withdrawn' if source in context.withdrawn else 'unlisted'}"
        problems.append(Problem.at(key, post.path, post.matter.lines.get("related", 0), target=target))
    return tuple(links), tuple(problems)


def has_press_kit(document: Post | Page, settings: Settings) -> bool:
    """Whether a release has a press kit if it has pictures: as it says itself, or else as the settings say."""
    own = document.matter.press_kit
    return isinstance(document, Post) and (settings.press_kits if own is None else own)
