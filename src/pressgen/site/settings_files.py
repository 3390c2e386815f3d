"""The files that the settings name: as pictures of their own, and in texts that are Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from pressgen.content.media.files import Companions
from pressgen.content.settings.banners import BannerSpan, banner_spans
from pressgen.model import Reference
from pressgen.settings import Settings
from pressgen.site.file_targets import find_file
from pressgen.site.setting_pictures import picture_places
from pressgen.site.setting_texts import BASE, SettingText, banner_text, convert, text_in
from pressgen.site.urls import address_of

_SIGNS = ("[", "<", "://")
"""One of these is in each text that names a file or a page elsewhere."""


def files_of_settings(files: Mapping[str, str], settings: Settings, instant: datetime | None = None) -> frozenset[str]:
    """The files that the settings name, with those that belong to film and sound.

    With an `instant`, only banners of that time count. Raises SettingsError if a picture of its own is missing.
    """
    return frozenset(path for path, _, _ in named_in_settings(files, settings, instant))


def named_in_settings(
    files: Mapping[str, str], settings: Settings, instant: datetime | None = None
) -> Iterator[tuple[str, str, int]]:
    """Each file that the settings name, with the place of that and the line in its text; as `files_of_settings`."""
    address, companions = address_of(settings.url), Companions(files)
    links = [
        text_in(span.banner.link, lang, settings, "banner", span.number, "link")
        for span in _spans(settings, instant)
        for lang in settings.languages
    ]
    targets = [(link.text.strip(), link.place, 0) for link in links]
    for reference, place in settings_references(settings, instant):
        targets += [(reference.target, place, reference.line)] if reference.kind != "card" else []
        targets += [(reference.poster, place, reference.line)] if reference.poster else []
    yield from ((path, place, 0) for path, place in picture_places(settings, files).items())
    for target, place, line in targets:
        path = find_file(target, BASE, files, address) if target else ""
        yield from ((each, place, line) for each in ((path, *companions.of(path)) if path else ()))


def settings_references(settings: Settings, instant: datetime | None = None) -> Iterator[tuple[Reference, str]]:
    """The references in the texts of the settings that are Markdown, each with the place of its text."""
    texts = {(text.text, text.lang): text for text in _texts(settings, instant)}
    for key in sorted(texts):
        if any(sign in key[0] for sign in _SIGNS):
            yield from ((reference, texts[key].place) for reference in convert(texts[key], settings)[0].references)


def _texts(settings: Settings, instant: datetime | None) -> Iterator[SettingText]:
    for lang in settings.languages:
        yield text_in(settings.boilerplate, lang, settings, "boilerplate")
        for key, person in settings.people.items():
            yield text_in(person.about, lang, settings, "people", key, "about")
        yield from (banner_text(span, lang, settings) for span in _spans(settings, instant))


def _spans(settings: Settings, instant: datetime | None) -> list[BannerSpan]:
    return [span for span in banner_spans(settings) if instant is None or span.is_shown(instant)]
