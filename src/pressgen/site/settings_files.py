"""The files that the settings name: as pictures of their own, and in texts that are Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from pressgen.content.banner_settings import banner_spans
from pressgen.content.dialect import dialect_of
from pressgen.content.media_files import Companions
from pressgen.model import Reference
from pressgen.settings import Settings
from pressgen.site.boilerplate import BASE, FILE
from pressgen.site.images import settings_files
from pressgen.site.references import find_file
from pressgen.site.texts import localized
from pressgen.site.urls import address_of

_SIGNS = ("[", "<", "://")
"""One of these is in each text that names a file or a page elsewhere."""


def files_of_settings(files: Mapping[str, str], settings: Settings, instant: datetime | None = None) -> frozenset[str]:
    """The files that the settings name, with those that belong to film and sound.

    With an `instant`, only banners of that time count. Raises SettingsError if a picture of its own is missing.
    """
    address, companions = address_of(settings.url), Companions(files)
    targets = [link for _, link, _ in _banners(settings, instant) if link]
    for reference in settings_references(settings, instant):
        targets += [reference.target] if reference.kind != "card" else []
        targets += [reference.poster] if reference.poster else []
    paths = {find_file(target, BASE, files, address) for target in targets} - {""}
    return settings_files(settings, files) | paths.union(*map(companions.of, paths))


def settings_references(settings: Settings, instant: datetime | None = None) -> Iterator[Reference]:
    """The references of the paragraph about the organisation, of banners, and of the texts about people."""
    texts = {
        (localized(text, lang, settings), lang)
        for text in (settings.boilerplate, *(person.about for person in settings.people.values()))
        for lang in settings.languages
    }
    texts |= {(text, lang) for text, _, lang in _banners(settings, instant)}
    named = sorted((text, lang) for text, lang in texts if any(sign in text for sign in _SIGNS))
    if not named:
        return
    # Importing the Markdown converter takes longer than a build in which nothing has changed.
    from pressgen.content import markdown

    for text, lang in named:
        yield from markdown.convert(text, FILE, 0, lang, dialect_of(settings), settings.url)[0].references


def _banners(settings: Settings, instant: datetime | None) -> Iterator[tuple[str, str, str]]:
    """The text and the link of each banner in each language, and that language."""
    for span in banner_spans(settings):
        if instant is None or span.is_shown(instant):
            for lang in settings.languages:
                link = localized(span.banner.link, lang, settings).strip()
                yield localized(span.banner.text, lang, settings).strip(), link, lang
