"""The third and the fourth step: assemble the site, plan its files."""

from __future__ import annotations

from msgspec import Struct, structs

from pressgen.content import scan
from pressgen.errors import ContentError, Problem
from pressgen.model import Options, Page, Plan, Post, Site
from pressgen.plan.furniture import menu_claims
from pressgen.plan.links import broken
from pressgen.plan.plan import make_plan
from pressgen.reading import Sources
from pressgen.site.assemble import Assembled, assemble, files_of
from pressgen.site.boilerplate import PLACE, bodies
from pressgen.site.embargo import Shown
from pressgen.site.figures import logo_file
from pressgen.site.frame import Material
from pressgen.site.i18n import unspoken
from pressgen.site.references import find_file
from pressgen.site.urls import address_of
from pressgen.told import judged


class Draft(Struct, frozen=True, kw_only=True):
    """A site and its plan, if nothing stands against them, with all problems and the sources left out.

    `assembled` and `pictures` are what they were made with, for making them once more.
    """

    site: Site
    plan: Plan | None
    assembled: Assembled
    pictures: dict[str, scan.Measured]
    problems: tuple[Problem, ...]
    left_out: frozenset[str] = frozenset()


def prepare(sources: Sources, options: Options) -> Draft:
    """Assemble and plan; with `skip_invalid` again, without what proved invalid, until all is sound."""
    left_out = {path for path, one in sources.parsed.items() if one.document is None}
    problems = [*sources.found.problems, *unspoken(sources.settings.languages)]
    problems += [problem for one in sources.parsed.values() for problem in one.problems]
    problems = [judged(problem, options) for problem in problems]
    left_out |= {problem.file for problem in problems if problem.severity == "error"} & sources.parsed.keys()
    shown: Shown = "drafts" if options.drafts else "public"
    while True:
        draft = _drafted(sources, left_out, shown)
        faults = {problem.file for problem in draft.problems if judged(problem, options).severity == "error"}
        invalid = faults & sources.parsed.keys()
        if not options.skip_invalid or not invalid - left_out:
            break
        problems += [problem for problem in draft.problems if problem.file in invalid]
        left_out |= invalid
    problems += [judged(problem, options) for problem in draft.problems]
    excused = left_out if options.skip_invalid else set()
    fatal = any(problem.severity == "error" and problem.file not in excused for problem in problems)
    return structs.replace(
        draft,
        plan=None if fatal else draft.plan,
        problems=tuple(problems),
        left_out=frozenset(left_out) if options.skip_invalid else frozenset(),
    )


def preview(sources: Sources, former: Draft | None) -> Draft:
    """Assemble and plan everything whatever its hour; only what has no page at all is left out.

    What `former` holds and did not change is taken from it. There is no plan where the fault is
    not in single documents.
    """
    left_out = {path for path, one in sources.parsed.items() if one.document is None}
    told = [*sources.found.problems, *unspoken(sources.settings.languages)]
    told += [problem for one in sources.parsed.values() for problem in one.problems]
    while True:
        draft = _drafted(sources, left_out, "all", former)
        invalid = {problem.file for problem in draft.problems if problem.severity == "error"} & sources.parsed.keys()
        if draft.plan is not None or not invalid - left_out:
            break
        told += [problem for problem in draft.problems if problem.file in invalid]
        left_out |= invalid
    return structs.replace(draft, problems=(*told, *draft.problems), left_out=frozenset(left_out))


def _drafted(sources: Sources, left_out: set[str], shown: Shown, former: Draft | None = None) -> Draft:
    found, settings = sources.found, sources.settings
    documents = [one.document for path, one in sources.parsed.items() if one.document and path not in left_out]
    address = address_of(settings.url)
    named = files_of(documents, found.files, address) | {logo_file(settings, found.files)}
    named |= {
        find_file(reference.target, PLACE, found.files, address)
        for body, _ in bodies(settings).values()
        for reference in body.references
    }
    pictures = scan.measured(sources.root, found, named, former.pictures if former else {})
    material = Material(
        posts=tuple(document for document in documents if isinstance(document, Post)),
        pages=tuple(document for document in documents if isinstance(document, Page)),
        known=frozenset(sources.parsed),
        files=found.files,
        images={path: one.image for path, one in pictures.items() if one.image},
        faults={path: one.fault for path, one in pictures.items() if one.fault},
        templates=frozenset(found.templates),
    )
    assembled = assemble(material, settings, sources.instant, shown, former.assembled if former else None)
    problems, plan = list(assembled.problems), None
    outputs = {output.path: output for output in former.plan.outputs} if former and former.plan else {}
    try:
        plan = make_plan(assembled.site, settings, found.templates, outputs)
        problems += broken((*assembled.claims, *menu_claims(settings)), plan, address)
    except ContentError as error:
        problems += error.problems
    return Draft(site=assembled.site, plan=plan, assembled=assembled, pictures=pictures, problems=tuple(problems))
