"""The six steps in order: scan, parse, assemble, plan, render, write."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from pressgen.content import dates, scan, settings_file
from pressgen.errors import ContentError, PressgenError, Problem, SettingsError
from pressgen.model import Options, Page, Parsed, Plan, Post, Progress, Report, Rules, Site
from pressgen.output import cache, filing, guard, prints
from pressgen.output.files import Press, contents
from pressgen.output.manifest import AS_IT_IS
from pressgen.output.parsed import Crew, Documents, Effort, parsed
from pressgen.output.texts import TextLostError
from pressgen.output.trace import NOTHING, Known
from pressgen.output.write import Written, check_folder, publish, staging
from pressgen.plan.furniture import menu_claims
from pressgen.plan.links import broken
from pressgen.plan.plan import make_plan
from pressgen.settings import Settings
from pressgen.site.assemble import Assembled, assemble, files_of
from pressgen.site.boilerplate import PLACE, bodies
from pressgen.site.embargo import Shown
from pressgen.site.figures import logo_file
from pressgen.site.frame import Material
from pressgen.site.i18n import unspoken
from pressgen.site.references import find_file
from pressgen.site.urls import address_of
from pressgen.told import judged, reported

MANY = 64
"""Outputs from which on they are laid ready as they are made, instead of being kept in memory."""


class Sources(Struct, frozen=True, kw_only=True):
    """What was read: the folder, the settings, the instant, and what each file was parsed to."""

    root: Path
    found: scan.Folder
    settings: Settings
    instant: datetime
    documents: Documents

    @property
    def parsed(self) -> dict[str, Parsed]:
        """Each source's document, or what is wrong with it, by path."""
        return self.documents.parsed


class Warm(Struct, frozen=True, kw_only=True):
    """What a process that builds again and again brings to a reading.

    `touched` are files, seen from the site's folder, that alone may have changed since `former`
    was read; None if any may have.
    """

    former: Sources | None = None
    crew: Crew | None = None
    touched: frozenset[str] | None = None


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


class Taken(Struct, frozen=True, kw_only=True):
    """The report of a build that took all steps, and what stands in the output folder: the files, and their stamps.

    `stamps` is as `trace.written` gives it; empty if it is not known.
    """

    report: Report
    paths: tuple[str, ...] = ()
    stamps: str = ""


def take(root: Path, as_of: datetime | str, options: Options, told: Progress, known: Known = NOTHING) -> Taken:
    """Take all six steps; faults that a writer can mend are told in the report, never raised.

    `known` is what somebody has seen who has looked already.
    """
    try:
        return _taken(root, as_of, options, told, known)
    except TextLostError:  # what earlier builds kept is not what it was; it can be made again
        cache.forget(root)
        return _taken(root, as_of, options, told, known)


def _taken(root: Path, as_of: datetime | str, options: Options, told: Progress, known: Known) -> Taken:
    found: tuple[Problem, ...] = ()
    try:
        sources = read(root, as_of, options, told)
        draft = prepare(sources, options)
        found = draft.problems
        written = write(sources, draft, options, told, known.stamps) if draft.plan else None
    except TextLostError:
        raise
    except PressgenError as error:
        problems = reported(root, (*found, *error.problems))
        return Taken(report=Report(output=options.output, problems=problems, exit_code=error.exit_code))
    if written and known.seen.digest and not draft.left_out:
        filing.file(root, draft.assembled, sources.settings, rules_of(sources.settings), known.seen)
    paths = tuple(sorted(written.reasons)) if written else ()
    return Taken(report=_report(root, draft, written, options), paths=paths, stamps=written.stamps if written else "")


def read(root: Path, as_of: datetime | str, options: Options, told: Progress, warm: Warm | None = None) -> Sources:
    """Scan and parse; what a former reading holds and did not change is taken from it."""
    warm = warm or Warm()
    former = warm.former
    settings = settings_file.read(scan.read_settings(root))
    if former is not None and former.settings == settings:
        settings = former.settings
    instant = _instant(as_of, settings)
    check_folder(root / options.output, guard.protected(root), guard.home_of(options))
    unknown = [problem for problem in unspoken(settings.languages) if problem.severity == "error"]
    if unknown:
        raise SettingsError(*unknown)
    again = former is not None and warm.touched is not None and former.settings is settings
    found = (again and former and scan.scan_again(root, former.found, warm.touched or ())) or scan.scan(root)
    if not (root / "content").is_dir():
        raise SettingsError(
            Problem(
                code="content-missing",
                message="There is no folder content/ beside pressgen.yml.",
                hint="Make it and put releases into it: Markdown files with front matter.",
            )
        )
    effort = Effort(jobs=options.jobs, budget=settings.time_budget, memory=options.cache, crew=warm.crew)
    rules = rules_of(settings)
    known = former.documents.remembered if former and former.settings is settings else None
    documents = parsed(root, found.sources, rules, effort, partial(told, "parse"), known)
    return Sources(root=root, found=found, settings=settings, instant=instant, documents=documents)


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


def write(sources: Sources, draft: Draft, options: Options, told: Progress, stamps: str = "") -> Written:
    """Render and write; `stamps` are those of the files that are there, if they are known."""
    if draft.plan is None:
        raise ContentError(*draft.problems)
    output = sources.root / options.output
    templates, outputs = sources.found.templates, draft.plan.outputs
    key = prints.key()
    before = prints.recall(sources.root, output, key, stamps) if options.cache else {}
    prospect = prints.prospect(outputs, templates, before)
    stale = [one for one in outputs if prospect.reasons[one.path]]
    guarded, home = guard.protected(sources.root), guard.home_of(options)
    with staging(output, guarded, home) if len(stale) >= MANY else nullcontext() as place:
        press = Press(site=sources.root, output=output, templates=templates, jobs=options.jobs, place=place)
        made = contents(stale, press, partial(told, "render"))
        files = [(one.path, made[one.path].content if one.path in made else AS_IT_IS) for one in outputs]
        written = publish(output, files, guarded, home, place)
    now = ""
    if options.cache:
        fresh = {path: one.print for path, one in made.items()}
        now = prints.record(sources.root, output, key, prospect.prints | fresh)
    return structs.replace(written, reasons=prospect.reasons, stamps=now)


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


def rules_of(settings: Settings) -> Rules:
    """What of the settings documents are parsed by."""
    return Rules(settings.timezone, settings.languages)


def _instant(as_of: datetime | str, settings: Settings) -> datetime:
    zone = dates.zone(settings.timezone)
    if isinstance(as_of, str):
        try:
            return dates.parse(as_of, zone).at
        except dates.DateError as error:
            message = f"The instant to build for is “{as_of[:80]}”: {error.message}"
            raise SettingsError(Problem(code="instant-invalid", message=message, hint=error.hint)) from error
    if as_of.tzinfo is None:
        raise ValueError("as_of must be aware: give it a tzinfo")
    return as_of.astimezone(zone)


def _report(root: Path, draft: Draft, written: Written | None, options: Options) -> Report:
    invalid = any(problem.severity == "error" for problem in draft.problems)
    report = Report(
        output=options.output,
        exit_code=1 if invalid else 0,
        left_out=tuple(sorted(draft.left_out)),
        next_change=draft.site.next_change,
        problems=reported(root, draft.problems),
    )
    if draft.plan is None or written is None:
        return report
    return structs.replace(
        report,
        written=True,
        releases=sum(len(edition.articles) for edition in draft.site.editions),
        pages=sum(output.path.endswith(".html") for output in draft.plan.outputs),
        changed=len(written.changed),
        unchanged=len(written.unchanged),
        removed=len(written.removed),
        reasons=written.reasons if options.explain else {},
    )
