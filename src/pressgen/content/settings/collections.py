"""The mistakes in the sections, people and series of the settings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pressgen.content.frontmatter.keys import find_key, near_miss
from pressgen.content.languages import lowercase_tag
from pressgen.content.settings.places import place
from pressgen.errors import Problem, shorten
from pressgen.settings import CollectionEntry, Section, Settings, Text

RESERVED = frozenset(
    ("agenda", "all", "archive", "assets", "corrections", "most-read", "page", "people", "series", "tags")
)
"""First parts of addresses that other pages of a site have."""
_NO_SLUG = re.compile(r"[\W_]+")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_TEMPLATE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+")


def collection_problems(settings: Settings) -> Iterator[Problem]:
    """The problems of sections, people and series."""
    languages = frozenset(map(lowercase_tag, settings.languages))
    for group in ("sections", "people", "series"):
        entries: Mapping[str, CollectionEntry] = getattr(settings, group)
        owners: dict[tuple[str, str], str] = {}
        for key, entry in entries.items():
            yield from _invalid_texts(group, key, entry, settings)
            slugs = _slugs(key, entry, settings)
            # One slug for all languages is one mistake.
            others = {slug: owners.setdefault((lang, slug), key) for lang, slug in slugs.items()}
            reserved = RESERVED | languages if group == "sections" else frozenset[str]()
            for slug, owner in others.items():
                other = "" if owner == key else f"{group}.{owner}"
                yield from _invalid_slug(group, key, slug, other, reserved)
    for key, section in settings.sections.items():
        yield from _invalid_section(key, section)
    for key, person in settings.people.items():
        for tag in person.languages:
            if not _TAG.fullmatch(tag):
                yield Problem.at("settings-person", place("people", key, "languages"), key=key, tag=shorten(tag))


def _invalid_slug(group: str, key: str, slug: str, other: str, reserved: frozenset[str]) -> Iterator[Problem]:
    """The problem of a slug that `other` has as well, or that cannot be one."""
    file, name = place(group, key, "slug"), f"{group}.{key}"
    if not slug or slug != clean_slug(slug):
        yield Problem.at("settings-slug", file, place=name, value=shorten(slug), slug=clean_slug(slug) or "news")
    elif reserved and (slug in reserved or slug.isdecimal()):
        yield Problem.at("settings-slug/reserved", file, place=name, slug=slug)
    elif other:
        yield Problem.at("settings-slug/taken", file, place=name, slug=slug, other=other)


def _invalid_section(key: str, section: Section) -> Iterator[Problem]:
    """The problems of a section's template and of the keys that it requires."""
    if section.template and not _TEMPLATE.fullmatch(section.template):
        yield Problem.at(
            "settings-section", place("sections", key, "template"), key=key, value=shorten(section.template)
        )
    for name in section.requires:
        near = near_miss(name) if find_key(name) is None else ""
        if near:
            file = place("sections", key, "requires")
            yield Problem.at("settings-section/requires", file, key=key, name=shorten(name), near=near)


def _slugs(key: str, entry: CollectionEntry, settings: Settings) -> dict[str, str]:
    """The last part of the address by language."""
    if isinstance(entry.slug, dict):
        own = {lowercase_tag(lang): slug for lang, slug in entry.slug.items()}
        default = own.get(lowercase_tag(settings.languages[0]), next(iter(own.values()), ""))
        return {lang: own.get(lowercase_tag(lang), default) for lang in settings.languages}
    # A key becomes a slug in any case: “Press briefings” is at /press-briefings/.
    return dict.fromkeys(settings.languages, entry.slug or clean_slug(key) or key)


def clean_slug(slug: str) -> str:
    """What a slug of the settings has to be: small letters and digits with hyphens between them."""
    return _NO_SLUG.sub("-", slug.lower()).strip("-")


def _invalid_texts(group: str, key: str, entry: CollectionEntry, settings: Settings) -> Iterator[Problem]:
    """A problem for an empty name, and for each text in a language that the settings do not list."""
    listed = {lowercase_tag(lang) for lang in settings.languages}
    if not all(name.strip() for name in ([entry.name] if isinstance(entry.name, str) else entry.name.values())):
        yield Problem.at("settings-missing-key", place(group, key, "name"), name=f"{group}.{key}.name")
    for field in entry.__struct_fields__:
        text: Text | object = getattr(entry, field)
        for lang in text if isinstance(text, dict) else ():
            if lowercase_tag(str(lang)) not in listed:
                file, name = place(group, key, field, lang), f"{group}.{key}.{field}"
                yield Problem.at("settings-languages/text", file, name=name, lang=str(lang))
