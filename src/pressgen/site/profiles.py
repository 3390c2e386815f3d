"""The people of the settings as their pages show them: portrait, role, languages, and a text about them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import structs

from pressgen.errors import Problem
from pressgen.model import Copied, Derived, Profile, Reference, Term
from pressgen.site.articles import SiteContext
from pressgen.site.i18n import language_name
from pressgen.site.images import ResponsiveImage, responsive_image
from pressgen.site.references import Built
from pressgen.site.setting_pictures import named_image, portrait_setting
from pressgen.site.setting_texts import build_text, text_in


class Profiles(Built, frozen=True, kw_only=True, gc=False):
    """The profiles of each language by key."""

    by_language: Mapping[str, dict[str, Profile]] = {}


def build_profiles(context: SiteContext) -> Profiles:
    """The profiles of all people who have a page; raises SettingsError if a portrait cannot be shown.

    A portrait that nobody may see yet is looked at as well, so that it cannot stop the build at the hour of a release.
    """
    settings, index = context.settings, context.index
    if not settings.people:
        return Profiles()
    portraits = {
        key: responsive_image(image, index.files[image.path], "", index.address, image.rights)
        for key in settings.people
        if (image := named_image(portrait_setting(key, settings), index))
    }
    by_language: dict[str, dict[str, Profile]] = {}
    needed: list[Copied | Derived] = []
    problems: list[Problem] = []
    claims: list[tuple[str, str, Reference]] = []
    for lang in settings.languages:
        profiles: dict[str, Profile] = {}
        for term in context.collections.of(lang).people:
            profile = _profile(term, lang, portraits.get(term.key), context)
            if term.key in portraits:
                needed += portraits[term.key].files
            text = text_in(settings.people[term.key].about, lang, settings, "people", term.key, "about")
            about = build_text(text, settings, index)
            problems += about.problems
            claims += about.claims
            needed += about.files
            profiles[term.key] = structs.replace(profile, about=about.html)
        by_language[lang] = profiles
    return Profiles(by_language=by_language, files=tuple(needed), problems=tuple(problems), claims=tuple(claims))


def _profile(term: Term, lang: str, portrait: ResponsiveImage | None, context: SiteContext) -> Profile:
    settings = context.settings
    person = settings.people[term.key]
    return Profile(
        # On the own page of a person the address that is worth a link is the other one.
        person=structs.replace(context.collections.cards[lang, term.key], url=person.url),
        portrait=structs.replace(portrait.figure, alt=term.name) if portrait else None,
        languages=tuple(language_name(tag, lang) for tag in person.languages),
    )
