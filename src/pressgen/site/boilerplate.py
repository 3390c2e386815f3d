"""The paragraph about the organisation under every release."""

from __future__ import annotations

from msgspec import Struct, structs

from pressgen.content.dialect import dialect_of
from pressgen.errors import Problem
from pressgen.model import Body, BodyText, Copied, Derived, Reference
from pressgen.settings import Settings
from pressgen.site.articles import localized
from pressgen.site.references import Index, body_html, resolve

FILE = "pressgen.yml"
# Links in it are resolved from content/, where the pages are that it may link to.
BASE = "content/pressgen.yml"


class Boilerplate(Struct, frozen=True, kw_only=True):
    """The paragraph in one language as safe HTML, with the files it needs and its problems."""

    html: str = ""
    files: tuple[Copied | Derived, ...] = ()
    problems: tuple[Problem, ...] = ()
    claims: tuple[tuple[str, Reference], ...] = ()


def bodies(settings: Settings) -> dict[str, tuple[Body, tuple[Problem, ...]]]:
    """The paragraph's body in each language that has one; raises ContentError if it cannot be converted."""
    texts = {lang: localized(settings.boilerplate, lang, settings) for lang in settings.languages}
    if not any(texts.values()):
        return {}
    # Importing the Markdown converter takes longer than a build in which nothing has changed.
    from pressgen.content import foreign, markdown

    return {
        lang: (body, (*problems, *foreign.find(text, FILE, 0)))
        for lang, text in texts.items()
        if text
        for body, problems in [markdown.convert(text, FILE, 0, lang, dialect_of(settings), settings.url)]
    }


def boilerplates(settings: Settings, index: Index) -> dict[str, Boilerplate]:
    """The paragraph in every language with its links resolved; empty if there is none."""
    by_lang = {lang: Boilerplate() for lang in settings.languages}
    for lang, (body, body_problems) in bodies(settings).items():
        resolved = resolve(body, BASE, index, lang, originals=False, has_lead=True)
        # The lines that problems have are those of the paragraph, not of the settings file.
        problems = (structs.replace(problem, file=FILE, line=0) for problem in (*body_problems, *resolved.problems))
        html = body_html(body.html, BodyText(body.digest, resolved.targets))
        by_lang[lang] = Boilerplate(html=html, files=resolved.files, problems=tuple(problems), claims=resolved.claims)
    return by_lang
