"""What later builds will report: the problems that embargoed releases will have when they become public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import structs

from pressgen.errors import Problem
from pressgen.model import Page, Plan, Post, Redirect, Reference, Rendered, Site
from pressgen.plan.links import broken_links
from pressgen.plan.paths import new_collisions
from pressgen.plan.redirects import is_redirect
from pressgen.settings import Settings
from pressgen.site.addresses import prefix_of
from pressgen.site.articles import BuiltDocument, build_document
from pressgen.site.context import Groundwork, lay_groundwork, visible_documents
from pressgen.site.embargo import EMBARGOED, due_at, is_hidden_only_as
from pressgen.site.redirects import alias_redirects, key_of, resolve
from pressgen.site.sources import Sources
from pressgen.site.urls import collision_key, permalink_path

# A release that is dated further ahead most likely has a typo in its year.
MAX_YEARS = 10
OF_PATHS = frozenset({"path-draft"})
"""Problems that quote nothing but a file's path."""


def coming_problems(sources: Sources, site: Site, plan: Plan) -> Iterator[Problem]:
    """A warning for each problem that embargoed releases would have if all of them were public now.

    It names the file, the line and the code, and quotes nothing from the release.
    """
    instant = site.instant
    # Most are public: one cheap question first.
    later = [document for document in sources.parsed if (due := due_at(document)) and due > instant]
    embargoed = {document.path: document for document in later if is_hidden_only_as(EMBARGOED, document, instant)}
    if not embargoed:
        return
    groundwork = lay_groundwork(*visible_documents(sources, "coming"), sources)
    # Public releases are not built again: their problems have been reported.
    built = [build_document(document, groundwork.context) for document in embargoed.values()]
    reported: set[tuple[str, int, str]] = set()
    aliases = [*alias_redirects(embargoed.values(), groundwork.context.paths)]
    for problem in _problems(built, aliases, groundwork, site, plan):
        key = problem.file, problem.line, problem.code
        if problem.file in embargoed and problem.severity != "notice" and key not in reported:
            reported.add(key)
            yield without_words(problem)


def without_words(problem: Problem) -> Problem:
    """A problem of a document that is not public yet with its place and code only: many can read what CI prints."""
    if problem.code in OF_PATHS:
        return problem
    return Problem.at("due-problem", problem.file, problem.line, code=problem.code, file=problem.file)


def _problems(
    built: Iterable[BuiltDocument], aliases: Sequence[Redirect], groundwork: Groundwork, site: Site, plan: Plan
) -> Iterator[Problem]:
    yield from groundwork.problems
    coming_outputs: list[Rendered] = []
    claims: list[tuple[str, str, Reference]] = []
    for result in built:
        document = result.document
        yield from result.problems
        coming_outputs.append(Rendered(path=document.path, template="", source=document.source))
        claims += result.claims
    # A page counts more than a redirect.
    pages = [output for output in plan.outputs if not is_redirect(output)]
    homes = _new_homes(built, groundwork.context.settings, site)
    yield from new_collisions([*coming_outputs, *homes], pages)
    yield from _taken_addresses(site.redirects, coming_outputs)
    address = groundwork.context.index.address
    if aliases:
        paths = [output.path for output in (*pages, *coming_outputs)]
        yield from resolve((*site.redirects, *aliases), paths, address).problems
    if claims:
        # A link to the page of a tag that only embargoed releases have will work as well.
        terms = [term for terms_of_lang in groundwork.terms.values() for term in terms_of_lang]
        terms += [term for own in groundwork.context.collections.by_language.values() for term in own.all]
        others = [term.path for term in terms] + [permalink_path(alias.address) for alias in aliases]
        coming_outputs += [Rendered(path=path, template="") for path in others]
        plan_with_coming = structs.replace(plan, outputs=(*plan.outputs, *coming_outputs))
        yield from broken_links(claims, plan_with_coming, address)


def _new_homes(built: Iterable[BuiltDocument], settings: Settings, site: Site) -> list[Rendered]:
    """The home page of each language in which nothing is public yet, as one of its first document."""
    public = {edition.lang for edition in site.editions}
    sources: dict[str, str] = {}
    for result in built:
        if result.document.lang not in public:
            sources.setdefault(result.document.lang, result.document.source)
    return [
        Rendered(path=f"{prefix_of(lang, settings)}index.html", template="", source=source)
        for lang, source in sources.items()
    ]


def _taken_addresses(redirects: Iterable[Redirect], coming: Iterable[Rendered]) -> Iterator[Problem]:
    """A problem of each coming page that takes the address of a redirect."""
    sources = {collision_key(output.path): output.source for output in coming}
    for redirect in redirects:
        source = sources.get(key_of(redirect.address))
        if source and source != redirect.file:
            values = {"old": redirect.address, "new": redirect.target}
            yield Problem.at("address-reused" if redirect.is_recorded else "redirect-taken", source, **values)


def far_future_dates(documents: Iterable[Post | Page], instant: datetime) -> Iterator[Problem]:
    """A warning for each release that is dated more than MAX_YEARS ahead."""
    for document in documents:
        if isinstance(document, Post) and document.date.at.year - instant.year > MAX_YEARS:
            yield Problem.at("date-far", document.path, document.matter.lines.get("date", 0), years=MAX_YEARS)
