"""The texts of the settings that are Markdown: boilerplate, banners, and what is said about people."""

from __future__ import annotations

from functools import partial

from msgspec import Struct, structs

from pressgen.content.settings.banners import BannerSpan
from pressgen.content.settings.dialect import dialect_of
from pressgen.content.settings.places import place
from pressgen.errors import Problem
from pressgen.model import Body, BodyText, Reference
from pressgen.settings import Settings, Text
from pressgen.site.body_html import body_html
from pressgen.site.file_targets import find_file
from pressgen.site.index import Index
from pressgen.site.picture_rights import without_described
from pressgen.site.references import Built, ResolvedReferences, resolve
from pressgen.site.texts import language_key, localized

# Links in them are resolved from content/, where the pages are that they may link to.
BASE = "content/pressgen.yml"


class SettingText(Struct, frozen=True, kw_only=True):
    """A text of the settings in one language, and the place of that in the settings."""

    text: str
    lang: str
    place: str


class BuiltText(Built, frozen=True, kw_only=True, gc=False):
    """A text as safe HTML; its claims name places of the settings as their sources."""

    html: str = ""


def text_in(text: Text, lang: str, settings: Settings, *keys: str | int) -> SettingText:
    """The text of the setting with these keys in a language, else in the default one."""
    own = (language_key(text, lang, settings),) if isinstance(text, dict) else ()
    return SettingText(text=localized(text, lang, settings), lang=lang, place=place(*keys, *own))


def banner_text(span: BannerSpan, lang: str, settings: Settings) -> SettingText:
    """The text of a banner, without spaces around it."""
    text = text_in(span.banner.text, lang, settings, "banner", span.number, "text")
    stripped = text.text.strip()
    # Its lines are still counted from the first one, even if that is empty.
    empty_lines = text.text[: text.text.index(stripped)].count("\n") if stripped else 0
    return structs.replace(text, text="\n" * empty_lines + stripped)


def convert(text: SettingText, settings: Settings) -> tuple[Body, tuple[Problem, ...]]:
    """The body of a text, and its problems; raises ContentError if it cannot be converted."""
    # Importing the Markdown converter takes longer than a build in which nothing has changed.
    from pressgen.content.markdown import conversion
    from pressgen.content.text import foreign

    body, problems = conversion.convert(text.text, text.place, 1, text.lang, dialect_of(settings), settings.url)
    return body, (*problems, *foreign.find(text.text, text.place, 1))


def build_text(
    text: SettingText, settings: Settings, index: Index, originals: bool = True, has_lead: bool = False
) -> BuiltText:
    """A text with its links resolved; `originals` and `has_lead` as for `resolve`."""
    if not text.text.strip():
        return BuiltText()
    body, problems = convert(text, settings)
    resolved = resolve(body, BASE, index, text.lang, originals, has_lead)
    find = partial(find_file, files=index.files, address=index.address)
    problems = without_described(problems, body, BASE, index.images, find)
    return BuiltText(
        html=body_html(body.html, BodyText(body.digest, resolved.targets)),
        files=resolved.files,
        problems=(*problems, *problems_at(text.place, resolved)),
        claims=claims_at(text.place, resolved),
    )


def problems_at(place: str, resolved: ResolvedReferences) -> tuple[Problem, ...]:
    """The problems of the references of a text at this place."""
    return tuple(structs.replace(problem, file=place) for problem in resolved.problems)


def claims_at(place: str, resolved: ResolvedReferences) -> tuple[tuple[str, str, Reference], ...]:
    """The claims of the references of a text at this place."""
    return tuple((place, href, reference) for _, href, reference in resolved.claims)
