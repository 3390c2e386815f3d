"""Documents → a plan: assembled and planned, and again without what proves invalid, as the policy has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct, structs

from pressgen.content.documents import Documents
from pressgen.errors import ContentError, Problem
from pressgen.model import Options, Page, Plan, Post, Site
from pressgen.plan.coming import coming_problems, far_ahead
from pressgen.plan.layout import menu_claims
from pressgen.plan.links import broken
from pressgen.plan.plan import make_plan
from pressgen.site.assemble import assemble
from pressgen.site.context import Material
from pressgen.site.embargo import Shown
from pressgen.site.i18n import unspoken
from pressgen.site.samples import sample_settings, told_of
from pressgen.site.sources import Sources
from pressgen.site.urls import address_of


class Policy(Struct, frozen=True, kw_only=True):
    """What is shown, whether warnings are errors, and which documents are left out.

    `invalid` leaves out those that have errors, `unplannable` only those without which there can be no plan.
    Whether it `looks_ahead`: then it reports what releases under embargo will have wrong at their hour.
    """

    shown: Shown = "public"
    strict: bool = False
    leave_out: Literal["nothing", "invalid", "unplannable"] = "nothing"
    looks_ahead: bool = True


PREVIEW = Policy(shown="all", leave_out="unplannable", looks_ahead=False)


def policy_of(options: Options) -> Policy:
    """The policy that a build's options ask for."""
    return Policy(
        shown="drafts" if options.drafts else "public",
        strict=options.strict,
        leave_out="invalid" if options.skip_invalid else "nothing",
    )


class Draft(Struct, frozen=True, kw_only=True):
    """A site and its plan, all problems, and the sources that were left out.

    There is no plan where addresses or menus make it impossible; it `is_sound` if no error stands against it.
    """

    site: Site
    plan: Plan | None
    problems: tuple[Problem, ...]
    left_out: frozenset[str]
    is_sound: bool


def draft(sources: Sources, policy: Policy) -> Draft:
    """Assemble and plan; where the policy says so again, without documents that proved invalid."""
    documents = sources.documents
    problems = [*sources.folder.problems, *unspoken(sources.settings.languages)]
    problems += [problem for one in documents.values() for problem in told_of(one, sources.settings, policy.shown)]
    problems = [with_strictness(problem, policy) for problem in problems]
    left_out = {path for path, one in documents.items() if one.document is None}
    if policy.leave_out != "unplannable":
        left_out |= _faulty(problems, documents)
    while True:
        site, plan, later = _planned(sources, left_out, policy)
        later = [with_strictness(problem, policy) for problem in later]
        invalid = _faulty(later, documents)
        is_final = policy.leave_out == "nothing" or (policy.leave_out == "unplannable" and plan is not None)
        if is_final or not invalid - left_out:
            break
        problems += [problem for problem in later if problem.file in invalid]
        left_out |= invalid
    problems += later
    excused = set() if policy.leave_out == "nothing" else left_out
    errors = [problem for problem in problems if problem.severity == "error" and problem.file not in excused]
    return Draft(
        site=site,
        plan=plan,
        problems=tuple(problems),
        left_out=frozenset(excused),
        is_sound=plan is not None and not errors,
    )


def with_strictness(problem: Problem, policy: Policy) -> Problem:
    """The problem as the policy judges it: if it is strict, a warning is an error."""
    return structs.replace(problem, severity="error") if policy.strict and problem.severity == "warning" else problem


def _faulty(problems: Iterable[Problem], documents: Documents) -> set[str]:
    return {problem.file for problem in problems if problem.severity == "error"} & documents.keys()


def _planned(sources: Sources, left_out: set[str], policy: Policy) -> tuple[Site, Plan | None, list[Problem]]:
    folder, settings = sources.folder, sources.settings
    documents = [one.document for path, one in sources.documents.items() if one.document and path not in left_out]
    material = Material(
        posts=tuple(document for document in documents if isinstance(document, Post)),
        pages=tuple(document for document in documents if isinstance(document, Page)),
        known=frozenset(sources.documents),
        files=folder.files,
        images={path: one.image for path, one in sources.measures.items() if one.image},
        faults={path: one.fault for path, one in sources.measures.items() if one.fault},
        refusals={path: one.refusal for path, one in sources.measures.items() if one.refusal},
        templates=frozenset(folder.templates),
    )
    assembled = assemble(material, settings, sources.instant, policy.shown)
    problems = [*assembled.problems, *far_ahead(documents, sources.instant)]
    if policy.shown == "public" and any(edition.articles for edition in assembled.site.editions):
        problems += sample_settings(settings)
    try:
        plan = make_plan(assembled.site, settings, folder.templates)
    except ContentError as error:
        return assembled.site, None, [*problems, *error.problems]
    problems += broken((*assembled.claims, *menu_claims(settings)), plan, address_of(settings.url))
    if policy.looks_ahead:
        problems += coming_problems(material, settings, sources.instant, plan)
    return assembled.site, plan, problems
