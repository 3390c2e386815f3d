"""A new translation: the file of a release in another language, with placeholders that `check` reports."""

from __future__ import annotations

from pressgen.catalogue import catalogue
from pressgen.errors import Problem, SettingsError
from pressgen.model import Page, Post
from pressgen.scaffold.entries import ORIGINAL_TAGS, TO_TRANSLATE, read_entries
from pressgen.scaffold.escaping import yaml_headline
from pressgen.scaffold.locations import Location, language_style, location_of, path_of
from pressgen.scaffold.rebase import rebase_paths
from pressgen.scaffold.release import NewFile, document_at, site_language, tags_comment, validate
from pressgen.site.sources import Sources
from pressgen.site.translations import groups

PLACEHOLDER = "[insert the translation]"
"""What precedes each text that is still in the other language, translated; `check` reports it."""
OMITTED_KEYS = frozenset(
    (
        "title", "summary", "lang", "status", "draft", "published", "slug", "permalink", "aliases", "views", "tags",
        "withdrawal",
    )
)  # fmt: skip
"""Keys that are written again, or that belong to one language only."""
KEYS_TO_TRANSLATE = ("dateline", "event", "authors", "list", "image", "image_alt", "image_caption", "image_credit")
"""Keys with words that `check` cannot tell from a translation."""


def translate(sources: Sources, path: str, lang: str) -> NewFile:
    """The file of a new translation; raises SettingsError if there is one already, or the original has errors."""
    original, language = document_at(sources, path), site_language(lang, sources.settings)
    _refuse_existing(sources, original, language)
    target = _target_path(sources, original, language)
    data = (sources.root / sources.folder.sources[original.path].name).read_bytes()
    entries, body = read_entries(data, original.path)
    placeholder = catalogue(language).gettext(PLACEHOLDER)
    headline = f"{placeholder} {original.matter.title}"
    head = [f"title: {yaml_headline(headline)}\n"]
    if location_of(target, sources.settings.languages).style == "plain" and language != sources.settings.languages[0]:
        head.append(f"lang: {language}\n")
    if original.matter.summary:
        head.append(f"summary: {yaml_headline(f'{placeholder} {original.matter.summary}')}\n")
    body = rebase_paths(body, original, target, sources)
    copied = "".join(
        # A picture's path starts from its file's folder, which may be another one now.
        rebase_paths(entry.lines, original, target, sources) if entry.key == "image" else entry.lines
        for entry in entries
        if entry.key not in OMITTED_KEYS
    )
    to_translate = ", ".join(entry.key for entry in entries if entry.key in KEYS_TO_TRANSLATE)
    # Tags are words to translate, so comments show the original's and those in use.
    tags = f"tags: []\n{ORIGINAL_TAGS} {', '.join(original.matter.tags)}\n" if original.matter.tags else "tags: []\n"
    tags += tags_comment(sources, language) + (f"{TO_TRANSLATE} {to_translate}\n" if to_translate else "")
    text = f"---\n{''.join(head)}status: draft\n{copied}{tags}---\n\n{placeholder}\n\n{body}\n"
    return NewFile(target, validate(text, target, headline, sources))


def _refuse_existing(sources: Sources, original: Post | Page, lang: str) -> None:
    documents = sources.posts if isinstance(original, Post) else sources.pages
    # Translations are joined by path or by key, as on the site.
    group = next(group for group in groups(documents) if any(documents[index] is original for index in group))
    translation = next((documents[index] for index in group if documents[index].lang == lang), None)
    if translation is not None:
        raise SettingsError(Problem.at("translation-exists", path=translation.path, lang=lang))


def _target_path(sources: Sources, original: Post | Page, lang: str) -> str:
    """The path of a translation: beside the original, in the language style of the site."""
    settings = sources.settings
    # Its path may also show a language that the settings do not list.
    location = location_of(original.path, (*settings.languages, original.lang))
    style = location.style if location.style == "folder" else language_style(sources.posts, settings, lang)
    if style == "plain" and lang != settings.languages[0]:
        if original.matter.translation_key:
            return path_of(Location(location.folders, f"{location.stem}-{lang.lower()}", "plain"), lang)
        # Without a key in the front matter only the path can join the two.
        style = "suffix"
    path = path_of(Location(location.folders, location.stem, style), lang)
    is_taken = path in sources.folder.sources
    return path_of(Location(location.folders, location.stem, "suffix"), lang) if is_taken else path
