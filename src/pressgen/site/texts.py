"""Texts of the settings, which may be one for all languages or one for each."""

from __future__ import annotations

from pressgen.content.languages import lowercase_tag
from pressgen.settings import Settings, Text


def localized(text: Text, lang: str, settings: Settings) -> str:
    """A text of the settings in a language, else in the default language."""
    return text if isinstance(text, str) else text.get(language_key(text, lang, settings), "")


def language_key(text: dict[str, str], lang: str, settings: Settings) -> str:
    """The key of the text in a language, else in the default one, else of the first; empty if there is none."""
    keys = {lowercase_tag(tag): tag for tag in text}
    default = keys.get(settings.languages[0].lower(), next(iter(keys.values()), ""))
    return keys.get(lang.lower(), default)
