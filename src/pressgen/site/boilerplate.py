"""The paragraph about the organisation that stands under every release."""

from __future__ import annotations

from msgspec import Struct, structs

from pressgen.content.dialect import dialect_of
from pressgen.errors import Problem
from pressgen.model import Body, BodyText, Copied, Derived, Reference
from pressgen.settings import Settings
from pressgen.site.articles import localized
from pressgen.site.references import Index, body_html, resolve

FILE = "pressgen.yml"
# Paths in it are seen from content/, where the pages are that it may link to.
PLACE = "content/pressgen.yml"


class Boilerplate(Struct, frozen=True, kw_only=True):
    """The paragraph in one language as clean HTML, with what it needs and what is wrong with it."""

    html: str = ""
    files: tuple[Copied | Derived, ...] = ()
    problems: tuple[Problem, ...] = ()
    claims: tuple[tuple[str, Reference], ...] = ()


def bodies(settings: Settings) -> dict[str, tuple[Body, tuple[Problem, ...]]]:
    """The paragraph's body in each language that has one; raises ContentError if it cannot be converted."""
    texts = {lang: localized(settings.boilerplate, lang, settings) for lang in settings.languages}
    if not any(texts.values()):
        return {}
    # What converts Markdown is not needed where all is as it was.
    from pressgen.content import foreign, markdown

    return {
        lang: (body, (*found, *foreign.find(text, FILE, 0)))
        for lang, text in texts.items()
        if text
        for body, found in [markdown.convert(text, FILE, 0, lang, dialect_of(settings), settings.url)]
    }


def boilerplates(settings: Settings, index: Index) -> dict[str, Boilerplate]:
    """The paragraph in every language, its links resolved; empty where there is none."""
    made = {lang: Boilerplate() for lang in settings.languages}
    for lang, (body, found) in bodies(settings).items():
        resolved = resolve(body, PLACE, index, lang)
        told = (structs.replace(problem, file=FILE, line=0) for problem in (*found, *resolved.problems))
        html = body_html(body.html, BodyText(body.digest, resolved.targets))
        made[lang] = Boilerplate(html=html, files=resolved.files, problems=tuple(told), claims=resolved.claims)
    return made
