"""One post → the article that readers get."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from pressgen.content.excerpt import excerpt
from pressgen.errors import Problem
from pressgen.model import (
    Alternate,
    Article,
    Body,
    BodyText,
    Copied,
    Derived,
    Link,
    Page,
    Person,
    Post,
    Reference,
    StandingPage,
    Teaser,
)
from pressgen.settings import Settings
from pressgen.settings import Text as Words
from pressgen.site import references
from pressgen.site.i18n import long_date, number
from pressgen.site.lead_picture import large_picture, lead_picture
from pressgen.site.references import Index, Resolved
from pressgen.site.taxonomy import identity
from pressgen.site.urls import permalink_path


class SiteContext(Struct, frozen=True, kw_only=True):
    """What building an article needs beside the post itself.

    `paths`, `alternates` and `ids` are by source, `tags` and `boilerplates` by language; `titles` and `slugs` are empty
    unless a post names related ones. A template that is not among `templates` is not used.
    """

    settings: Settings
    instant: datetime
    index: Index
    paths: dict[str, str]
    alternates: dict[str, tuple[Alternate, ...]]
    titles: dict[str, Link]
    slugs: dict[tuple[str, str], str]
    ids: dict[str, str] = {}
    tags: dict[str, dict[str, Link]] = {}
    boilerplates: dict[str, str] = {}
    templates: frozenset[str] = frozenset()

    def template_of(self, document: Post | Page) -> str:
        """The template that a document asks for, or an empty text if it asks for none or there is none of that name."""
        name = document.matter.template
        return name if name in self.templates else ""


class BuiltDocument(Struct, frozen=True, kw_only=True, gc=False):
    """A finished document with the files it needs, its problems, and addresses that the plan must confirm."""

    document: Article | StandingPage
    files: tuple[Copied | Derived, ...]
    problems: tuple[Problem, ...]
    claims: tuple[tuple[str, Reference], ...]
    is_unlisted: bool = False


def localized(text: Words, lang: str, settings: Settings) -> str:
    """A text of the settings in a language; the default language's where it is not given in that one."""
    if isinstance(text, str):
        return text
    spelled = {tag.lower().replace("_", "-"): words for tag, words in text.items()}
    default = spelled.get(settings.languages[0].lower(), next(iter(spelled.values()), ""))
    return spelled.get(lang.lower(), default)


def contact(key: str, lang: str, settings: Settings) -> Person:
    """A press contact of the settings in a language."""
    found = settings.contacts[key]
    return Person(
        name=localized(found.name, lang, settings), role=localized(found.role, lang, settings),
        email=found.email, phone=found.phone, url=found.url,
    )  # fmt: skip


def article(post: Post, context: SiteContext) -> BuiltDocument:
    """The article of a post, every reference in it resolved."""
    matter, path = post.matter, context.paths[post.path]
    address, settings = context.index.address, context.settings
    href, published = context.index.addresses[post.path], post.date.at.isoformat()
    url = address.origin + href
    resolved = references.resolve(post.body, post.path, context.index, post.lang)
    figure, cards, pictures, found = lead_picture(post, context.index)
    contacts, unknown = _contacts(post, settings)
    updated = matter.updated if _is_updated(post, context) else None
    description = excerpt(matter.summary or post.body.opening or matter.title)
    related, lost = _related(post, context)
    teaser = Teaser(
        title=matter.title, href=href, url=url, lang=post.lang,
        iso=published, date_text=long_date(post.date.at.date(), post.lang),
        views=matter.views, views_text="" if matter.views is None else number(matter.views, post.lang),
        summary=description, tags=_tags(post, context),
        picture=figure, pinned=matter.pinned,
    )  # fmt: skip
    made = Article(
        path=path, href=href, url=url, id=context.ids[post.path], source=post.path, lang=post.lang, key=post.key,
        published=published, modified=updated.at.isoformat() if updated else published, at=post.date.at,
        teaser=teaser, headline=matter.title, lead=matter.summary, description=description,
        body=_body(post.body, resolved), dateline=matter.dateline,
        updated_text=long_date(updated.at.date(), post.lang) if updated else "",
        authors=matter.authors, contacts=contacts, figure=figure, cards=cards,
        alternates=context.alternates.get(post.path, ()),
        aliases=tuple(map(permalink_path, matter.aliases)), related=related,
        networks=settings.share, boilerplate=context.boilerplates[post.lang],
        template=context.template_of(post), extra=matter.extra,
        noindex=matter.noindex or matter.unlisted, canonical=_canonical(post, context),
    )  # fmt: skip
    return BuiltDocument(
        document=made,
        files=(*pictures, *resolved.files),
        problems=(*resolved.problems, *found, *unknown, *lost),
        claims=resolved.claims,
        is_unlisted=matter.unlisted,
    )


def _is_updated(post: Post, context: SiteContext) -> bool:
    # An update that lies ahead has not happened yet.
    return post.matter.updated is not None and post.matter.updated.at <= context.instant


def standing_page(page: Page, context: SiteContext) -> BuiltDocument:
    """A standing page, every reference in it resolved."""
    matter, path = page.matter, context.paths[page.path]
    resolved = references.resolve(page.body, page.path, context.index, page.lang)
    carded = large_picture(page, context.index)
    made = StandingPage(
        path=path, href=context.index.address.href(path), url=context.index.address.url(path), source=page.path,
        lang=page.lang, key=page.key, title=matter.title,
        description=excerpt(matter.summary or page.body.opening or matter.title), body=_body(page.body, resolved),
        alternates=context.alternates.get(page.path, ()), aliases=tuple(map(permalink_path, matter.aliases)),
        template=context.template_of(page), extra=matter.extra, cards=carded.cards,
        noindex=matter.noindex or matter.unlisted, canonical=_canonical(page, context),
    )  # fmt: skip
    return BuiltDocument(
        document=made,
        files=(*carded.files, *resolved.files),
        problems=resolved.problems,
        claims=resolved.claims,
        is_unlisted=matter.unlisted,
    )


def _tags(post: Post, context: SiteContext) -> tuple[Link, ...]:
    """The tags as they are shown; one that only unlisted releases have leads nowhere."""
    links = context.tags[post.lang]
    return tuple([links.get(identity(tag)) or Link(title=tag, href="") for tag in post.matter.tags])


def _canonical(document: Post | Page, context: SiteContext) -> str:
    """The absolute address that the document names as the one for search engines."""
    written, address = document.matter.canonical, context.index.address
    return address.url(permalink_path(written)) if written.startswith("/") else written


def _body(body: Body, resolved: Resolved) -> BodyText:
    """The body for its page; a first paragraph that says the summary once more is left out."""
    return BodyText(body.digest, resolved.targets, body.opening_end)


def _contacts(post: Post, settings: Settings) -> tuple[tuple[Person, ...], tuple[Problem, ...]]:
    keys: tuple[str | Person, ...] = post.matter.contacts or tuple(settings.contacts)
    people: list[Person] = []
    problems: list[Problem] = []
    for key in keys:
        if isinstance(key, Person):
            people.append(key)
        elif key in settings.contacts:
            people.append(contact(key, post.lang, settings))
        else:
            case = "contact-unknown" if settings.contacts else "contact-unknown/none"
            line, known = post.matter.lines.get("contacts", 0), ", ".join(settings.contacts)
            problems.append(Problem.at(case, post.path, line, key=key, known=known))
    return tuple(people), tuple(problems)


def _related(post: Post, context: SiteContext) -> tuple[tuple[Link, ...], tuple[Problem, ...]]:
    """The releases that `related` names by file or slug, those not public left out with a warning."""
    links: list[Link] = []
    problems: list[Problem] = []
    for written in post.matter.related:
        source = references.find_source(written, post.path, context.index)
        source = context.index.version(source or context.slugs.get((post.lang, written), ""), post.lang, post.path)
        if source in context.titles:
            links.append(context.titles[source])
            continue
        key = "related-not-public" if source in context.index.known else "related-missing"
        key = "related-not-public/unlisted" if source in context.index.addresses else key
        problems.append(Problem.at(key, post.path, post.matter.lines.get("related", 0), target=written))
    return tuple(links), tuple(problems)
