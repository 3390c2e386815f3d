"""What later builds will report: the problems that embargoed releases will have when they become public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import structs

from pressgen.errors import Problem
from pressgen.model import Page, Plan, Post, Reference, Rendered
from pressgen.plan.links import broken_links
from pressgen.plan.paths import new_collisions
from pressgen.plan.redirects import redirect_paths
from pressgen.settings import Settings
from pressgen.site.articles import BuiltDocument, build_document
from pressgen.site.context import Groundwork, Material, lay_groundwork, visible_documents
from pressgen.site.embargo import EMBARGOED, due_at, is_hidden_only_as
from pressgen.site.urls import address_of

# A release that is dated further ahead most likely has a typo in its year.
MAX_YEARS = 10


def coming_problems(material: Material, settings: Settings, instant: datetime, plan: Plan) -> Iterator[Problem]:
    """A warning for each problem that embargoed releases would have if all of them were public now.

    It names the file, the line and the code, and quotes nothing from the release.
    """
    # Most are public: one cheap question first.
    later = [document for document in material.documents if (due := due_at(document)) and due > instant]
    embargoed = {document.path: document for document in later if is_hidden_only_as(EMBARGOED, document, instant)}
    if not embargoed:
        return
    groundwork = lay_groundwork(*visible_documents(material, instant, "coming"), material, settings, instant)
    # Public releases are not built again: their problems have been reported.
    built = [build_document(document, groundwork.context) for document in embargoed.values()]
    reported: set[tuple[str, int, str]] = set()
    for problem in _problems(built, groundwork, settings, plan):
        key = problem.file, problem.line, problem.code
        if problem.file in embargoed and problem.severity != "notice" and key not in reported:
            reported.add(key)
            yield without_words(problem)


def without_words(problem: Problem) -> Problem:
    """A problem of a document that is not public yet with its place and code only: many can read what CI prints."""
    return Problem.at("due-problem", problem.file, problem.line, code=problem.code, file=problem.file)


def _problems(
    built: Iterable[BuiltDocument], groundwork: Groundwork, settings: Settings, plan: Plan
) -> Iterator[Problem]:
    yield from groundwork.problems
    coming_outputs: list[Rendered] = []
    claims: list[tuple[str, str, Reference]] = []
    for result in built:
        document = result.document
        yield from result.problems
        paths = (document.path, *redirect_paths(document))
        coming_outputs += [Rendered(path=path, template="", source=document.source) for path in paths]
        claims += result.claims
    yield from new_collisions(coming_outputs, plan.outputs)
    if claims:
        # A link to the page of a tag that only embargoed releases have will work as well.
        terms = [term for terms_of_lang in groundwork.terms.values() for term in terms_of_lang]
        terms += [term for own in groundwork.context.collections.by_language.values() for term in own.all]
        tags = [Rendered(path=term.path, template="") for term in terms]
        plan_with_coming = structs.replace(plan, outputs=(*plan.outputs, *coming_outputs, *tags))
        yield from broken_links(claims, plan_with_coming, address_of(settings.url))


def far_future_dates(documents: Iterable[Post | Page], instant: datetime) -> Iterator[Problem]:
    """A warning for each release that is dated more than MAX_YEARS ahead."""
    for document in documents:
        if isinstance(document, Post) and document.date.at.year - instant.year > MAX_YEARS:
            yield Problem.at("date-far", document.path, document.matter.lines.get("date", 0), years=MAX_YEARS)
