"""Sections, people and series: which releases are in each, and where its page is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct, structs

from pressgen.content.frontmatter.keys import near_name
from pressgen.content.frontmatter.required import example, has_key
from pressgen.errors import Problem, shorten
from pressgen.model import Alternate, Link, Person, Post, SeriesPart, Term
from pressgen.settings import CollectionEntry, Contact, PersonSettings, Section, Settings, Text
from pressgen.site.addresses import prefix_of
from pressgen.site.file_targets import person_in
from pressgen.site.i18n import alternate
from pressgen.site.index import Index
from pressgen.site.series_parts import part_numbers, parts_of
from pressgen.site.taxonomy import identity
from pressgen.site.texts import localized
from pressgen.site.urls import address_of, slugify

Kind = Literal["section", "person", "series"]
FOLDERS: dict[Kind, str] = {"section": "", "person": "people/", "series": "series/"}
"""Where the pages of a kind are, below the home page of their language."""
GROUPS: Mapping[str, str] = {"section": "sections", "person": "people", "series": "series"}
"""The settings of a kind."""


class Directory(Struct, frozen=True):
    """The keys of one group of the settings, also by the names of what they stand for, in every language."""

    keys: Mapping[str, str] = {}

    def find(self, text: str) -> str:
        """The key that a text means; empty if there is none."""
        # Most write the key itself, which is its own identity.
        return self.keys.get(text) or self.keys.get(identity(text), "")


class Directories(NamedTuple):
    """Those of all groups."""

    sections: Directory
    people: Directory
    series: Directory


class Membership(NamedTuple):
    """What a release is in, as keys of the settings: its section, its authors, the other people named, its series."""

    section: str
    authors: tuple[str, ...]
    named: tuple[str, ...]
    series: str


class EditionCollections(NamedTuple):
    """Those of one language that have a public release, in the order of the settings."""

    sections: tuple[Term, ...] = ()
    people: tuple[Term, ...] = ()
    series: tuple[Term, ...] = ()

    @property
    def all(self) -> tuple[Term, ...]:
        """Those of all kinds."""
        return (*self.sections, *self.people, *self.series)


NONE = EditionCollections()


class Collections(Struct, frozen=True, kw_only=True):
    """The sections, people and series of a site by language, and what releases show of them by source.

    `cards` show each person of the settings by language and key; their url is that of the person's page, if there is
    one. `people` are the keys of those whom a release names, its authors aside; `lists` the hrefs of the lists in
    which a withdrawn release would be; `templates` those that sections have for releases.
    """

    by_language: Mapping[str, EditionCollections] = {}
    persons: Directory = Directory()
    cards: Mapping[tuple[str, str], Person] = {}
    sections: Mapping[str, Link] = {}
    parts: Mapping[str, SeriesPart] = {}
    people: Mapping[str, tuple[str, ...]] = {}
    lists: Mapping[str, tuple[str, ...]] = {}
    templates: Mapping[str, str] = {}
    problems: tuple[Problem, ...] = ()

    def of(self, lang: str) -> EditionCollections:
        """Those of one language."""
        return self.by_language.get(lang, NONE)


NO_COLLECTIONS = Collections()


def entries_of(kind: Kind, settings: Settings) -> Mapping[str, CollectionEntry]:
    """Those of a kind in the settings, by key."""
    entries: Mapping[str, CollectionEntry] = getattr(settings, GROUPS[kind])
    return entries


def directory(kind: Kind, settings: Settings) -> Directory:
    """The directory of a group of the settings; a name that two have stands for neither."""
    entries = entries_of(kind, settings)
    names = [(identity(name), key) for key, entry in entries.items() for name in set(_texts(entry.name))]
    usage = Counter(name for name, _ in names)
    by_name = {name: key for name, key in names if usage[name] == 1}
    return Directory(by_name | {identity(key): key for key in entries})


def collect(listed: Sequence[Post], posts: Sequence[Post], settings: Settings, index: Index) -> Collections:
    """Sort releases, which come from the oldest, into sections, people and series; `listed` are those in lists.

    `posts` are all visible ones, with those that are unlisted or withdrawn.
    """
    if not (settings.sections or settings.people or settings.series):
        return structs.replace(NO_COLLECTIONS, problems=tuple(_without_settings(posts)))
    directories = Directories(*(directory(kind, settings) for kind in FOLDERS))
    # Each release is looked at once: there can be ten thousand of them.
    members = {post.path: _membership(post, directories) for post in posts}
    by_language: dict[str, EditionCollections] = {}
    parts: dict[str, SeriesPart] = {}
    problems: list[Problem] = []
    for lang in settings.languages:
        in_lang = [post for post in listed if post.lang == lang]
        releases = _releases([members[post.path] for post in in_lang])
        terms = {kind: list(_terms(kind, releases[kind], lang, settings)) for kind in FOLDERS}
        for position, term in enumerate(terms["series"]):
            numbers, part_problems = part_numbers([(number, in_lang[number]) for number in term.releases])
            problems += part_problems
            terms["series"][position] = structs.replace(term, releases=tuple(numbers))
            parts |= parts_of(term, numbers, in_lang, index)
        by_language[lang] = EditionCollections(*(tuple(terms[kind]) for kind in FOLDERS))
    by_language = _with_alternates(by_language)
    links = {
        (lang, kind, term.key): Link(title=term.name, href=term.href)
        for lang, collections in by_language.items()
        for kind, terms_of_kind in zip(FOLDERS, collections, strict=True)
        for term in terms_of_kind
    }
    withdrawn = [post for post in posts if post.matter.status == "withdrawn"]
    section_templates = {key: section.template for key, section in settings.sections.items() if section.template}
    return Collections(
        by_language=by_language,
        persons=directories.people,
        cards=_cards(by_language, settings),
        sections={
            post.path: link
            for post in posts
            if (section := members[post.path].section) and (link := links.get((post.lang, "section", section)))
        },
        templates={
            path: section_templates[member.section]
            for path, member in members.items()
            if member.section in section_templates
        },
        parts=parts,
        people={path: member.named for path, member in members.items() if member.named},
        lists={post.path: _hrefs(members[post.path], post.lang, links) for post in withdrawn},
        problems=(*problems, *_problems(posts, members, settings, directories)),
    )


def _cards(by_language: Mapping[str, EditionCollections], settings: Settings) -> dict[tuple[str, str], Person]:
    cards: dict[tuple[str, str], Person] = {}
    for lang, collections in by_language.items():
        hrefs = {term.key: term.href for term in collections.people}
        for key, person in settings.people.items():
            card = person_of(person, lang, settings)
            cards[lang, key] = structs.replace(card, url=hrefs[key]) if key in hrefs else card
    return cards


def person_of(person: Contact | PersonSettings, lang: str, settings: Settings) -> Person:
    """A press contact or a person of the settings, in a language."""
    name, role = (localized(text, lang, settings) for text in (person.name, person.role))
    return Person(name=name, role=role, email=person.email, phone=person.phone, url=person.url)


def _membership(post: Post, directories: Directories) -> Membership:
    matter = post.matter
    sections, people, series = directories
    section = section_of(post, sections) if sections.keys else ""
    authors = tuple([key for author in matter.authors if (key := people.find(author.name))]) if people.keys else ()
    named = _named(post, authors, people) if people.keys and (matter.people or post.body.references) else ()
    return Membership(section, authors, named, series.find(matter.series.name) if matter.series else "")


def _releases(members: Iterable[Membership]) -> dict[Kind, dict[str, list[int]]]:
    """For each kind the numbers of the releases by key."""
    releases: dict[Kind, dict[str, list[int]]] = {kind: {} for kind in FOLDERS}
    for number, member in enumerate(members):
        if member.section:
            releases["section"].setdefault(member.section, []).append(number)
        if member.series:
            releases["series"].setdefault(member.series, []).append(number)
        if member.authors or member.named:
            for key in dict.fromkeys((*member.authors, *member.named)):
                releases["person"].setdefault(key, []).append(number)
    return releases


def _hrefs(member: Membership, lang: str, links: Mapping[tuple[str, Kind, str], Link]) -> tuple[str, ...]:
    """The hrefs of the lists in which a release would be if it was not withdrawn."""
    keys: list[tuple[Kind, str]] = [("section", member.section), ("series", member.series)]
    keys += [("person", key) for key in (*member.authors, *member.named)]
    return tuple([link.href for kind, key in keys if (link := links.get((lang, kind, key)))])


def section_of(post: Post, sections: Directory) -> str:
    """The key of a release's section: the one that it names, or else the one of its folder; empty for none."""
    if post.matter.section:
        return sections.find(post.matter.section)
    folder, slash, _ = post.key.partition("/")
    return sections.find(folder) if slash else ""


def person_links(collections: Collections, settings: Settings) -> dict[str, dict[str, str]]:
    """For each language the href of every person's page by key and by name; empty where there is none."""
    if not settings.people:
        return {}
    names = collections.persons.keys
    return {
        lang: {name: hrefs.get(key, "") for name, key in names.items()}
        for lang in settings.languages
        for hrefs in [{term.key: term.href for term in collections.of(lang).people}]
    }


def collection_addresses(settings: Settings) -> dict[str, tuple[Kind, str]]:
    """The hrefs that sections, people and series have or will have in any language, with kind and key.

    Those of the indexes of people and series have an empty key.
    """
    address = address_of(settings.url)
    hrefs: dict[str, tuple[Kind, str]] = {}
    for lang in settings.languages:
        for kind in FOLDERS:
            entries, folder = entries_of(kind, settings), prefix_of(lang, settings) + FOLDERS[kind]
            if entries and FOLDERS[kind]:
                hrefs[address.href(f"{folder}index.html")] = kind, ""
            for key, entry in entries.items():
                hrefs[address.href(f"{folder}{slug_of(key, entry, lang, settings)}/index.html")] = kind, key
    return hrefs


def _terms(kind: Kind, releases: Mapping[str, Sequence[int]], lang: str, settings: Settings) -> Iterator[Term]:
    """Those of one kind and language that have releases, by key, in the order of the settings."""
    address, folder = address_of(settings.url), prefix_of(lang, settings) + FOLDERS[kind]
    for key, entry in entries_of(kind, settings).items():
        if key in releases:
            slug = slug_of(key, entry, lang, settings)
            path = f"{folder}{slug}/index.html"
            yield Term(
                name=localized(entry.name, lang, settings),
                slug=slug,
                path=path,
                href=address.href(path),
                url=address.url(path),
                releases=tuple(releases[key]),
                key=key,
                description="" if isinstance(entry, PersonSettings) else localized(entry.description, lang, settings),
            )


def slug_of(key: str, entry: CollectionEntry, lang: str, settings: Settings) -> str:
    """The last part of the address of a section, a person or a series."""
    return localized(entry.slug, lang, settings) or slugify(key)


def _with_alternates(by_language: Mapping[str, EditionCollections]) -> dict[str, EditionCollections]:
    """The collections, each page with its versions in other languages."""
    versions: dict[tuple[Kind, str], list[Alternate]] = {}
    for lang, collections in by_language.items():
        for kind, terms in zip(FOLDERS, collections, strict=True):
            for term in terms:
                versions.setdefault((kind, term.key), []).append(alternate(lang, term.href, term.url))

    def linked(kind: Kind, terms: tuple[Term, ...]) -> tuple[Term, ...]:
        pairs = [(term, tuple(versions[kind, term.key])) for term in terms]
        return tuple(structs.replace(term, alternates=own) if len(own) > 1 else term for term, own in pairs)

    return {lang: EditionCollections(*map(linked, FOLDERS, own)) for lang, own in by_language.items()}


def _named(post: Post, authors: tuple[str, ...], people: Directory) -> tuple[str, ...]:
    """The people of the settings whom a release names in its front matter or links in its text, without its authors."""
    texts = [*post.matter.people]
    texts += [name for reference in post.body.references if (name := person_in(reference.target))]
    keys = dict.fromkeys(filter(None, map(people.find, texts)))
    return tuple([key for key in keys if key not in authors])


def _problems(
    posts: Iterable[Post], members: Mapping[str, Membership], settings: Settings, directories: Directories
) -> Iterator[Problem]:
    """The problems of releases with what they name and the settings do not have, and with what a section requires."""
    required = {key for key, section in settings.sections.items() if section.requires}
    for post in posts:
        matter, member = post.matter, members[post.path]
        if matter.status == "withdrawn":
            continue
        if matter.section and not member.section and settings.sections:
            line = matter.lines.get("section", 0)
            yield unknown("section", matter.section, post.path, line, settings.sections)
        if matter.series and not member.series and settings.series:
            yield unknown("series", matter.series.name, post.path, matter.lines.get("series", 0), settings.series)
        if settings.people and (matter.people or len(member.authors) < len(matter.authors)):
            yield from _unknown_people(post, settings, directories.people)
        if member.section in required:
            yield from _missing_keys(post, member.section, settings.sections[member.section])


def _unknown_people(post: Post, settings: Settings, people: Directory) -> Iterator[Problem]:
    for name in post.matter.people:
        if not people.find(name):
            yield unknown("person", name, post.path, post.matter.lines.get("people", 0), settings.people)
    for author in post.matter.authors:
        # One word in small letters is a key, and no name that readers should see.
        near = near_name(author.name, settings.people) if author.name.islower() and " " not in author.name else ""
        if near and not people.find(author.name):
            line = post.matter.lines.get("authors", 0)
            yield Problem.at("person-unknown/near", post.path, line, key=author.name, near=near)


def _without_settings(posts: Iterable[Post]) -> Iterator[Problem]:
    """A notice for each release that names people or a part of a series, where the settings have none."""
    # Sections and series without a number are as often keys of another generator, which only templates read.
    for post in posts:
        matter = post.matter
        if matter.status == "withdrawn":
            continue
        if matter.people:
            yield unknown("person", matter.people[0], post.path, matter.lines.get("people", 0), {})
        if matter.series and matter.series.part:
            yield unknown("series", matter.series.name, post.path, matter.lines.get("series", 0), {})


def unknown(kind: Kind, text: str, file: str, line: int, entries: Mapping[str, object]) -> Problem:
    """The problem of a name that is not in a group of the settings."""
    near, case = near_name(text, entries), f"{kind}-unknown" if entries else f"{kind}-unknown/none"
    return Problem.at(case, file, line, key=shorten(text), near=near, known=", ".join(entries))


def _missing_keys(post: Post, section: str, settings: Section) -> Iterator[Problem]:
    """An error for each key that the section requires and the release lacks."""
    for name in settings.requires:
        if not has_key(post.matter, name):
            values = {"section": section, "name": name, "example": example(name)}
            yield Problem.at("section-requires", post.path, post.matter.lines.get("section", 1), **values)


def _texts(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text.values())
