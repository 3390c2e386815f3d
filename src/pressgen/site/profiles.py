"""The people of the settings as their pages show them: portrait, role, languages, and a text about them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, structs

from pressgen.content.dialect import dialect_of
from pressgen.errors import Phrase, Problem
from pressgen.model import Body, BodyText, Copied, Derived, Image, Profile, Reference, Term
from pressgen.site.articles import SiteContext
from pressgen.site.boilerplate import BASE, FILE
from pressgen.site.i18n import language_name
from pressgen.site.images import ResponsiveImage, named_image, portrait_setting, responsive_image
from pressgen.site.references import body_html, resolve
from pressgen.site.texts import localized


class Profiles(Struct, frozen=True, kw_only=True):
    """The profiles of each language by key, with the files that they need, their problems, and addresses to confirm."""

    by_language: Mapping[str, dict[str, Profile]] = {}
    files: tuple[Copied | Derived, ...] = ()
    problems: tuple[Problem, ...] = ()
    claims: tuple[tuple[str, Reference], ...] = ()


NO_PROFILES = Profiles()


def build_profiles(
    context: SiteContext, files: Mapping[str, str], images: Mapping[str, Image], faults: Mapping[str, Phrase]
) -> Profiles:
    """The profiles of all people who have a page; raises SettingsError if a portrait cannot be shown.

    A portrait that nobody may see yet is looked at as well, so that it cannot stop the build at the hour of a release.
    """
    settings = context.settings
    if not settings.people:
        return NO_PROFILES
    portraits = {
        key: responsive_image(image, files[image.path], "", context.index.address, image.rights)
        for key in settings.people
        if (image := named_image(portrait_setting(key, settings), files, images, faults))
    }
    by_language: dict[str, dict[str, Profile]] = {}
    needed: list[Copied | Derived] = []
    problems: list[Problem] = []
    claims: list[tuple[str, Reference]] = []
    for lang in settings.languages:
        profiles: dict[str, Profile] = {}
        for term in context.collections.of(lang).people:
            profile = _profile(term, lang, portraits.get(term.key), context)
            if term.key in portraits:
                needed += portraits[term.key].files
            if text := localized(settings.people[term.key].about, lang, settings):
                body, body_problems = _body(text, lang, context)
                resolved = resolve(body, BASE, context.index, lang)
                # The lines that problems have are those of the text, not of the settings file.
                found = (*body_problems, *resolved.problems)
                problems += [structs.replace(problem, file=FILE, line=0) for problem in found]
                claims += resolved.claims
                needed += resolved.files
                html = body_html(body.html, BodyText(body.digest, resolved.targets))
                profile = structs.replace(profile, about=html)
            profiles[term.key] = profile
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


def _body(text: str, lang: str, context: SiteContext) -> tuple[Body, tuple[Problem, ...]]:
    # Importing the Markdown converter takes longer than a build in which nothing has changed.
    from pressgen.content import foreign, markdown

    settings = context.settings
    body, problems = markdown.convert(text, FILE, 0, lang, dialect_of(settings), settings.url)
    return body, (*problems, *foreign.find(text, FILE, 0))
