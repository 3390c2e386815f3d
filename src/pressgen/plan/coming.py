"""What the next builds will report: the problems that releases under embargo will have at their hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import structs

from pressgen.errors import Problem
from pressgen.model import Page, Plan, Post, Rendered
from pressgen.plan.links import broken
from pressgen.plan.paths import clashes
from pressgen.settings import Settings
from pressgen.site.articles import BuiltDocument, article, standing_page
from pressgen.site.context import Groundwork, Material, lay_groundwork
from pressgen.site.embargo import gate, is_embargoed
from pressgen.site.urls import address_of, folded

YEARS = 10
"""A release that is dated further ahead has, most likely, a typo in its year."""


def coming_problems(material: Material, settings: Settings, instant: datetime, plan: Plan) -> Iterator[Problem]:
    """A warning for each problem that a release under embargo will have, as if all of them were public now.

    It names the file and the line, and says nothing of what the release says. Only those releases are looked at:
    the cost is that of finding addresses, tags and versions once more.
    """
    documents: list[Post | Page] = [*material.posts, *material.pages]
    held = {document.path: document for document in documents if is_embargoed(document, instant)}
    if not held:
        return
    posts = tuple(sorted(gate(material.posts, instant, "coming"), key=lambda post: (post.date.at, post.path)))
    pages = tuple(sorted(gate(material.pages, instant, "coming"), key=lambda page: page.path))
    groundwork = lay_groundwork(posts, pages, material, settings, instant)
    parts = [
        article(document, groundwork.context)
        if isinstance(document, Post)
        else standing_page(document, groundwork.context)
        for document in held.values()
    ]
    told = set()
    for problem in _problems(parts, groundwork, settings, plan):
        place = problem.file, problem.line, problem.code
        if problem.file in held and problem.severity != "notice" and place not in told:
            told.add(place)
            yield Problem.at("due-problem", problem.file, problem.line, code=problem.code, file=problem.file)


def _problems(
    parts: Iterable[BuiltDocument], groundwork: Groundwork, settings: Settings, plan: Plan
) -> Iterator[Problem]:
    yield from groundwork.problems
    coming: list[Rendered] = []
    claims = []
    for part in parts:
        document = part.document
        yield from part.problems
        aliases = [path for path in document.aliases if folded(path) != folded(document.path)]
        coming += [Rendered(path=path, template="", source=document.source) for path in (document.path, *aliases)]
        claims += [(document.source, href, reference) for href, reference in part.claims]
    yield from clashes(coming, plan.outputs)
    if claims:
        tags = [Rendered(path=term.path, template="") for terms in groundwork.terms.values() for term in terms]
        later = structs.replace(plan, outputs=(*plan.outputs, *coming, *tags))
        yield from broken(claims, later, address_of(settings.url))


def far_ahead(documents: Iterable[Post | Page], instant: datetime) -> Iterator[Problem]:
    """A warning for each release that is dated more than ten years ahead."""
    for document in documents:
        if isinstance(document, Post) and document.date.at.year - instant.year > YEARS:
            yield Problem.at("date-far", document.path, document.matter.lines.get("date", 0), years=YEARS)
