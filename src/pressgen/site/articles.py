"""One post → the article that readers get."""

from __future__ import annotations

from datetime import datetime
from html import escape

from msgspec import Struct, json

from pressgen.content.excerpt import excerpt
from pressgen.errors import Problem
from pressgen.model import (
    Alternate,
    Article,
    Copied,
    Derived,
    Link,
    Page,
    Person,
    Post,
    Reference,
    StandingPage,
    Teaser,
    Text,
    digest_of,
)
from pressgen.settings import Settings
from pressgen.settings import Text as Words
from pressgen.site import references
from pressgen.site.i18n import long_date, number
from pressgen.site.lead_picture import lead_picture
from pressgen.site.references import Form, Index, Target
from pressgen.site.urls import Address, permalink_path, slugify


class Desk(Struct, frozen=True, kw_only=True):
    """What making an article needs beside the post itself; `titles` and `slugs` only where a post names another.

    A template that is not among `templates` is not used.
    """

    settings: Settings
    instant: datetime
    index: Index
    paths: dict[str, str]
    alternates: dict[str, tuple[Alternate, ...]]
    titles: dict[str, Link]
    slugs: dict[tuple[str, str], str]
    tags: dict[str, dict[str, Link]] = {}
    boilerplates: dict[str, str] = {}
    templates: frozenset[str] = frozenset()

    def template_of(self, document: Post | Page) -> str:
        """The template that a document asks for, or an empty text if it asks for none or there is none of that name."""
        name = document.matter.template
        return name if name in self.templates else ""


class Made(Struct, frozen=True, kw_only=True, gc=False):
    """A finished document with the files it needs and what was found on the way.

    `sought` are sources that do not exist: if one did, something in the document would lead there.
    """

    document: Article | StandingPage
    files: tuple[Copied | Derived, ...]
    problems: tuple[Problem, ...]
    claims: tuple[tuple[str, Reference], ...]
    sought: tuple[str, ...]


def said(text: Words, lang: str, settings: Settings) -> str:
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
        name=said(found.name, lang, settings), role=said(found.role, lang, settings),
        email=found.email, phone=found.phone, url=found.url,
    )  # fmt: skip


def article(post: Post, desk: Desk) -> Made:
    """The article of a post, every reference in it resolved."""
    matter, path = post.matter, desk.paths[post.path]
    address, settings = desk.index.address, desk.settings
    href, published = desk.index.addresses[post.path], post.date.at.isoformat()
    url = address.origin + href
    body = references.resolve(post.body, post.path, desk.index)
    figure, cards, pictures, found = lead_picture(post, desk.index)
    contacts, unknown = _contacts(post, settings)
    updated = matter.updated if _is_updated(post, desk) else None
    description = excerpt(matter.summary or post.body.opening or matter.title)
    related, lost, sought = _related(post, desk)
    teaser = Teaser(
        title=matter.title, href=href, url=url, lang=post.lang,
        iso=published, date_text=long_date(post.date.at.date(), post.lang),
        views=matter.views, views_text="" if matter.views is None else number(matter.views, post.lang),
        summary=description, tags=tuple(desk.tags[post.lang][slugify(tag)] for tag in matter.tags),
        picture=figure, pinned=matter.pinned,
    )  # fmt: skip
    made = Article(
        path=path, href=href, url=url, source=post.path, lang=post.lang, key=post.key,
        published=published, modified=updated.at.isoformat() if updated else published, at=post.date.at,
        teaser=teaser, headline=matter.title, lead=matter.summary, description=description,
        text=_text(post, body.targets, address), dateline=matter.dateline,
        updated_text=long_date(updated.at.date(), post.lang) if updated else "",
        authors=matter.authors, contacts=contacts, figure=figure, cards=cards,
        alternates=desk.alternates.get(post.path, ()),
        aliases=tuple(map(permalink_path, matter.aliases)), related=related,
        networks=settings.share, boilerplate=desk.boilerplates[post.lang], template=desk.template_of(post),
        extra=matter.extra,
    )  # fmt: skip
    return Made(
        document=made,
        files=(*pictures, *body.files),
        problems=(*body.problems, *found, *unknown, *lost),
        claims=body.claims,
        sought=(*body.sought, *sought),
    )


def says_the_same(post: Post, desk: Desk, other: Desk) -> bool:
    """Whether both desks make the same article of the post: they agree on all that `article` asks them."""
    matter = post.matter
    return (
        desk.settings is other.settings
        and _is_updated(post, desk) == _is_updated(post, other)
        and desk.template_of(post) == other.template_of(post)
        and (not matter.related or (desk.titles == other.titles and desk.slugs == other.slugs))
        and (desk.paths is other.paths or _places_the_same(post, desk, other))
    )


def _places_the_same(post: Post, desk: Desk, other: Desk) -> bool:
    path, lang, matter = post.path, post.lang, post.matter
    return (
        desk.paths[path] == other.paths.get(path)
        and desk.alternates.get(path) == other.alternates.get(path)
        and desk.boilerplates[lang] == other.boilerplates.get(lang)
        and all(desk.tags[lang][slug] == other.tags[lang].get(slug) for slug in map(slugify, matter.tags))
        and not (post.body.references or matter.image or matter.related)
    )


def _is_updated(post: Post, desk: Desk) -> bool:
    # An update that lies ahead has not happened yet.
    return post.matter.updated is not None and post.matter.updated.at <= desk.instant


def standing_page(page: Page, desk: Desk) -> Made:
    """A standing page, every reference in it resolved."""
    matter, path = page.matter, desk.paths[page.path]
    body = references.resolve(page.body, page.path, desk.index)
    html = references.filled(page.body.text, body.targets, "page", desk.index.address)
    made = StandingPage(
        path=path, href=desk.index.address.href(path), url=desk.index.address.url(path), source=page.path,
        lang=page.lang, key=page.key, title=matter.title,
        description=excerpt(matter.summary or page.body.opening or matter.title), body=html,
        alternates=desk.alternates.get(page.path, ()), aliases=tuple(map(permalink_path, matter.aliases)),
        template=desk.template_of(page), extra=matter.extra,
    )  # fmt: skip
    return Made(document=made, files=body.files, problems=body.problems, claims=body.claims, sought=body.sought)


def _text(post: Post, targets: tuple[Target, ...], address: Address) -> Text:
    """What the article's text is made of; a first paragraph that says the summary once more is left out."""
    body, lead = post.body, post.matter.summary
    cut, digest = body.opening_end, body.digest
    if cut or lead or targets:
        digest = digest_of(json.encode((digest, cut, lead, targets)))
    return Text(digest, _Writing(post, targets, address))


class _Writing:
    """Writes the text of a post; one for each release, so it holds no more than it must."""

    __slots__ = ("address", "post", "targets")

    def __init__(self, post: Post, targets: tuple[Target, ...], address: Address) -> None:
        self.post, self.targets, self.address = post, targets, address

    def __call__(self, form: Form) -> str:
        text, lead = self.post.body.text, self.post.matter.summary
        if cut := self.post.body.opening_end:
            text = text[cut:].lstrip()
        html = references.filled(text, self.targets, form, self.address)
        return f"<p>{escape(lead)}</p>\n{html}" if lead and form == "feed" else html


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
            problems.append(
                Problem(
                    code="contact-unknown",
                    severity="warning",
                    file=post.path,
                    line=post.matter.lines.get("contacts", 0),
                    message=f"There is no contact “{key}”.",
                    hint=f"Contacts in pressgen.yml: {', '.join(settings.contacts) or 'none'}.",
                )
            )
    return tuple(people), tuple(problems)


def _related(post: Post, desk: Desk) -> tuple[tuple[Link, ...], tuple[Problem, ...], tuple[str, ...]]:
    """The releases that `related` names by file or slug, those not public left out with a warning; what is sought."""
    links: list[Link] = []
    problems: list[Problem] = []
    sought: list[str] = []
    for written in post.matter.related:
        source, missed = references.find_source(written, post.path, desk.index)
        source = source or desk.slugs.get((post.lang, written), "")
        sought += missed
        if source in desk.titles:
            links.append(desk.titles[source])
            continue
        held = source in desk.index.known
        problems.append(
            Problem(
                code="related-not-public" if held else "related-missing",
                severity="warning",
                file=post.path,
                line=post.matter.lines.get("related", 0),
                message=f"The related release “{written}” {'is not public' if held else 'does not exist'}.",
                hint="It appears by itself when it is public."
                if held
                else "Name its file, seen from this one, or its slug.",
            )
        )
    return tuple(links), tuple(problems), tuple(sought)
