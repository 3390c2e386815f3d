"""The mistakes in the sections, people and series of the settings, each with its line in pressgen.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pressgen.content import yaml_tree
from pressgen.content.frontmatter.keys import find_key, near_miss
from pressgen.content.languages import lowercase_tag
from pressgen.content.setting_places import FILE, line_of
from pressgen.errors import Problem, shorten
from pressgen.settings import CollectionEntry, Section, Settings, Text

RESERVED = frozenset(
    ("agenda", "all", "archive", "assets", "corrections", "most-read", "page", "people", "series", "tags")
)
"""First parts of addresses that other pages of a site have."""
_NO_SLUG = re.compile(r"[\W_]+")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_TEMPLATE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+")


def collection_problems(settings: Settings, tree: yaml_tree.Mapping) -> Iterator[Problem]:
    """The problems of sections, people and series in settings that were read from this tree."""
    languages = frozenset(map(lowercase_tag, settings.languages))
    for group in ("sections", "people", "series"):
        entries: Mapping[str, CollectionEntry] = getattr(settings, group)
        owners: dict[tuple[str, str], str] = {}
        for key, entry in entries.items():
            yield from _invalid_texts(f"{group}.{key}", entry, settings, tree)
            slugs = _slugs(key, entry, settings)
            # One slug for all languages is one mistake.
            others = {slug: owners.setdefault((lang, slug), key) for lang, slug in slugs.items()}
            reserved = RESERVED | languages if group == "sections" else frozenset[str]()
            for slug, owner in others.items():
                other = "" if owner == key else f"{group}.{owner}"
                yield from _invalid_slug(f"{group}.{key}", slug, other, reserved, line_of(tree, group, key, "slug"))
    for key, section in settings.sections.items():
        yield from _invalid_section(key, section, tree)
    for key, person in settings.people.items():
        for tag in person.languages:
            if not _TAG.fullmatch(tag):
                line = line_of(tree, "people", key, "languages")
                yield Problem.at("settings-person", FILE, line, key=key, tag=shorten(tag))


def _invalid_slug(place: str, slug: str, other: str, reserved: frozenset[str], line: int) -> Iterator[Problem]:
    """The problem of a slug that `other` has as well, or that cannot be one."""
    if not slug or slug != clean_slug(slug):
        yield Problem.at("settings-slug", FILE, line, place=place, value=shorten(slug), slug=clean_slug(slug) or "news")
    elif reserved and (slug in reserved or slug.isdecimal()):
        yield Problem.at("settings-slug/reserved", FILE, line, place=place, slug=slug)
    elif other:
        yield Problem.at("settings-slug/taken", FILE, line, place=place, slug=slug, other=other)


def _invalid_section(key: str, section: Section, tree: yaml_tree.Mapping) -> Iterator[Problem]:
    """The problems of a section's template and of the keys that it requires."""
    if section.template and not _TEMPLATE.fullmatch(section.template):
        line = line_of(tree, "sections", key, "template")
        yield Problem.at("settings-section", FILE, line, key=key, value=shorten(section.template))
    for name in section.requires:
        near = near_miss(name) if find_key(name) is None else ""
        if near:
            line = line_of(tree, "sections", key, "requires")
            yield Problem.at("settings-section/requires", FILE, line, key=key, name=shorten(name), near=near)


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


def _invalid_texts(
    place: str, entry: CollectionEntry, settings: Settings, tree: yaml_tree.Mapping
) -> Iterator[Problem]:
    """A problem for an empty name, and for each text in a language that the settings do not list."""
    listed = {lowercase_tag(lang) for lang in settings.languages}
    group, _, key = place.partition(".")
    if not all(name.strip() for name in ([entry.name] if isinstance(entry.name, str) else entry.name.values())):
        yield Problem.at("settings-missing-key", FILE, line_of(tree, group, key, "name"), name=f"{place}.name")
    for field in entry.__struct_fields__:
        text: Text | object = getattr(entry, field)
        for lang in text if isinstance(text, dict) else ():
            if lowercase_tag(str(lang)) not in listed:
                line = line_of(tree, group, key, field, lang)
                yield Problem.at("settings-languages/text", FILE, line, name=f"{place}.{field}", lang=str(lang))
