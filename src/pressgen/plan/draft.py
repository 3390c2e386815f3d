"""Documents → a plan: assemble and plan, and if the policy says so, again without the documents that have errors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Literal

from msgspec import Struct, structs

from pressgen.content import scan
from pressgen.content.documents import Documents
from pressgen.content.folders import printable
from pressgen.content.settings.places import lines_in_errors, with_lines
from pressgen.errors import ContentError, Problem
from pressgen.model import Body, Entry, Options, Plan, Site
from pressgen.plan.coming import coming_problems, far_future_dates, without_words
from pressgen.plan.layout import settings_claims
from pressgen.plan.links import broken_links
from pressgen.plan.paths import is_publishable
from pressgen.plan.plan import make_plan
from pressgen.plan.redirects import is_redirect
from pressgen.publish.former_assets import Retention
from pressgen.settings import Settings
from pressgen.site.assemble import Assembly, assemble
from pressgen.site.embargo import Visibility, why_hidden
from pressgen.site.file_targets import find_file
from pressgen.site.history import Pending
from pressgen.site.i18n import language_problems
from pressgen.site.issued import is_alias
from pressgen.site.picture_rights import without_described
from pressgen.site.redirects import key_of
from pressgen.site.samples import document_problems, sample_settings
from pressgen.site.secret_words import withheld_documents
from pressgen.site.sources import Sources
from pressgen.site.urls import address_of, collision_key, permalink_path

NO_ALT = "image-alt-missing"
"""The code of pictures without a description."""


class Policy(Struct, frozen=True, kw_only=True):
    """Which documents are shown, whether warnings are errors, and which documents are left out.

    `invalid` leaves out every document with errors, `unplannable` only those that make a plan impossible. If it
    `looks_ahead`, the problems that embargoed releases will have are reported.
    """

    visibility: Visibility = "public"
    strict: bool = False
    leave_out: Literal["nothing", "invalid", "unplannable"] = "nothing"
    looks_ahead: bool = True


# The preview shows everything now, faulty releases with their errors; so there is nothing to look ahead to.
PREVIEW = Policy(visibility="all", leave_out="unplannable", looks_ahead=False)


def policy_of(options: Options) -> Policy:
    """The policy that a build's options ask for."""
    return Policy(
        visibility="drafts" if options.drafts else "public",
        strict=options.strict,
        leave_out="invalid" if options.skip_invalid else "nothing",
    )


class Draft(Struct, frozen=True, kw_only=True):
    """A site and its plan, all problems, and the sources that were left out.

    Without a plan if addresses or menus make it impossible; `is_sound` if there is one, and no error remains.
    `pending` is what the record lacks.
    """

    site: Site
    plan: Plan | None
    problems: tuple[Problem, ...]
    left_out: frozenset[str]
    is_sound: bool
    pending: tuple[Pending | Entry, ...] = ()


def draft(sources: Sources, policy: Policy) -> Draft:
    """Assemble and plan, as often as the policy leaves out more documents."""
    documents = sources.documents
    read_settings = partial(scan.read_settings, sources.root)
    problems = [*sources.folder.problems, *sources.redirects.problems, *language_problems(sources.settings.languages)]
    problems += sources.record.problems if sources.record else ()
    find = partial(find_file, files=sources.files, address=address_of(sources.settings.url))
    problems += [problem for file in sources.media.values() for problem in file.problems]
    problems += sources.cards.problems
    for path, parsed in documents.items():
        if not parsed.problems:
            continue
        findings = document_problems(parsed, sources.settings, policy.visibility)
        body = parsed.document.body if parsed.document else Body(html="", digest="")
        problems += without_described(tuple(findings), body, path, sources.images, find)
    withheld = _withheld(sources, policy)
    problems = [
        structs.replace(without_words(each), severity=each.severity) if each.file in withheld else each
        for each in _judged(problems, sources.settings, policy)
    ]
    left_out = {path for path, parsed in documents.items() if parsed.document is None}
    if policy.leave_out != "unplannable":
        left_out |= _files_with_errors(problems, documents)
    # Each turn can show new errors: links to what was left out, or a page that now has the address of another.
    while True:
        with lines_in_errors(read_settings):
            assembled, plan, plan_problems = _plan_without(sources, left_out, policy)
        plan_problems = _judged(plan_problems, sources.settings, policy)
        invalid = _files_with_errors(plan_problems, documents)
        is_finished = policy.leave_out == "nothing" or (policy.leave_out == "unplannable" and plan is not None)
        if is_finished or not invalid - left_out:
            break
        # The next turn reports the problems of the other documents again.
        problems += [problem for problem in plan_problems if problem.file in invalid]
        left_out |= invalid
    problems += plan_problems
    # What was left out is not published: its errors do not matter to the rest.
    ignored_files = set() if policy.leave_out == "nothing" else left_out
    held = (
        {each.file for each in problems if each.code == "folder-held"} if policy.leave_out == "invalid" else set[str]()
    )
    ignored = ignored_files | held
    errors = [problem for problem in problems if problem.severity == "error" and problem.file not in ignored]
    return Draft(
        site=assembled.site,
        plan=plan,
        problems=with_lines(problems, read_settings),
        left_out=frozenset(ignored_files),
        is_sound=plan is not None and not errors,
        pending=_without_taken_aliases(assembled.pending, plan) if plan else assembled.pending,
    )


def _without_taken_aliases(pending: Sequence[Pending | Entry], plan: Plan) -> tuple[Pending | Entry, ...]:
    """What the record lacks, but for aliases that lead nowhere because there are pages at their addresses."""
    aliases = [each for each in pending if isinstance(each, Entry) and is_alias(each)]
    if not aliases:
        return tuple(pending)
    keys = {collision_key(output.path) for output in plan.outputs if is_redirect(output)}
    # Where no file can be, only the host redirects.
    taken = [
        each for each in aliases if key_of(each.address) not in keys and is_publishable(permalink_path(each.address))
    ]
    return tuple(each for each in pending if each not in taken)


def _withheld(sources: Sources, policy: Policy) -> frozenset[str]:
    """The documents whose words reports do not quote; a check and the preview, which only authors read, quote all."""
    if not policy.looks_ahead:
        return frozenset()
    documents = withheld_documents(sources.documents, sources.instant)
    hidden = (path for path, each in documents.items() if why_hidden(each, sources.instant, policy.visibility))
    return frozenset(hidden)


def retention_of(site: Draft, settings: Settings) -> Retention:
    """How long what releases and standing pages have shown stays when it is replaced."""
    pages = frozenset(document.path for edition in site.site.editions for document in edition.documents)
    return Retention(instant=site.site.instant, days=settings.assets_kept, pages=pages)


def _judged(problems: Iterable[Problem], settings: Settings, policy: Policy) -> list[Problem]:
    """The problems with their severities at this policy, and for what the newsroom requires of pictures."""
    requires_alt = "alt" in settings.pictures.require
    return [
        structs.replace(each, severity="error")
        if (policy.strict and each.severity == "warning") or (requires_alt and each.code == NO_ALT)
        else each
        for each in problems
    ]


def _files_with_errors(problems: Iterable[Problem], documents: Documents) -> set[str]:
    """The documents that have errors, or are in a folder that has one."""
    errors = [problem for problem in problems if problem.severity == "error"]
    folders = tuple(f"{each.file.rpartition('/')[0]}/" for each in errors if each.code == "folder-held")
    files = {problem.file for problem in errors} & documents.keys()
    return files | {path for path in documents if printable(path).startswith(folders)} if folders else files


def _plan_without(sources: Sources, left_out: set[str], policy: Policy) -> tuple[Assembly, Plan | None, list[Problem]]:
    settings = sources.settings
    documents = {
        path: structs.replace(each, document=None) if path in left_out else each
        for path, each in sources.documents.items()
    }
    sources = structs.replace(sources, documents=documents)
    assembled = assemble(sources, policy.visibility)
    problems = [*assembled.problems, *far_future_dates(sources.parsed, sources.instant)]
    # A newsroom without a release is still being set up.
    if policy.visibility == "public" and any(edition.articles for edition in assembled.site.editions):
        problems += sample_settings(settings)
    try:
        plan = make_plan(assembled.site, settings, sources.folder.templates)
    except ContentError as error:
        return assembled, None, [*problems, *error.problems]
    problems += plan.problems
    problems += broken_links((*assembled.claims, *settings_claims(settings)), plan, address_of(settings.url))
    if policy.looks_ahead:
        problems += coming_problems(sources, assembled.site, plan)
    return assembled, plan, problems
