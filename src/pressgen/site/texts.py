"""Texts of the settings, which may be one for all languages or one for each."""

from __future__ import annotations

from pressgen.settings import Settings, Text


def localized(text: Text, lang: str, settings: Settings) -> str:
    """A text of the settings in a language, else in the default language."""
    if isinstance(text, str):
        return text
    # People write uz_Cyrl and UZ-cyrl for what the settings call uz-Cyrl.
    by_language = {tag.lower().replace("_", "-"): translation for tag, translation in text.items()}
    default = by_language.get(settings.languages[0].lower(), next(iter(by_language.values()), ""))
    return by_language.get(lang.lower(), default)
