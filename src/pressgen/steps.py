"""The six steps in order: scan, parse, assemble, plan, render, write."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from pressgen.drafting import Draft, prepare
from pressgen.errors import ContentError, PressgenError, Problem
from pressgen.model import Copied, Options, Progress, Report
from pressgen.output import cache, filing, guard, prints
from pressgen.output.files import Press, contents
from pressgen.output.manifest import AS_IT_IS
from pressgen.output.texts import TextLostError
from pressgen.output.trace import NOTHING, Known
from pressgen.output.twin import NOBODY, Twin
from pressgen.output.write import Written, amend, publish, staging, twinned
from pressgen.reading import Sources, Warm, read, rules_of
from pressgen.told import reported

MANY = 64
"""Outputs from which on they are laid ready as they are made, instead of being kept in memory."""


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
    output, place = root / options.output, (guard.protected(root), guard.home_of(options))
    # Where only a few files are likely to change, another process begins at once with all others.
    is_slight = known.only_content and known.stamps
    try:
        with twinned(output, *place) if is_slight else nullcontext() as twin:
            sources = read(root, as_of, options, told, Warm(looked=known.seen.content))
            draft = prepare(sources, options)
            found = draft.problems
            wrote = write(sources, draft, options, told, known.stamps, twin) if draft.plan else None
    except TextLostError:
        raise
    except PressgenError as error:
        problems = reported(root, (*found, *error.problems))
        return Taken(report=Report(output=options.output, problems=problems, exit_code=error.exit_code))
    report = _report(root, draft, wrote, options)
    if wrote is None or not options.cache:
        return Taken(report=report)
    stamps = ""
    # The site is published: what is not remembered of it now only makes the next build longer.
    with suppress(OSError, PressgenError):
        # Only now, without the twin, are the stamps of files what they will be.
        stamps = prints.record(root, output, prints.key(), wrote.prints, wrote.stamps)
        if known.seen.digest and not draft.left_out:
            filing.file(root, draft.assembled, sources.settings, rules_of(sources.settings), known)
    return Taken(report=report, paths=tuple(sorted(wrote.prints)), stamps=stamps)


class Wrote(Struct, frozen=True, kw_only=True):
    """What was published, why each file had to be made (empty if it had not), and the fingerprints of all.

    `stamps` is as `trace.written` gives it; empty if it is not known.
    """

    written: Written
    reasons: dict[str, str]
    prints: dict[str, str]
    stamps: str


def write(
    sources: Sources, draft: Draft, options: Options, told: Progress, stamps: str = "", twin: Twin | None = None
) -> Wrote:
    """Render and write; into the twin of the output folder, if there is one and only a few files are made.

    `stamps` are those of what stands in the output folder, if they are known.
    """
    if draft.plan is None:
        raise ContentError(*draft.problems)
    root, outputs, templates = sources.root, draft.plan.outputs, sources.found.templates
    output, guarded, home = root / options.output, guard.protected(root), guard.home_of(options)
    before = prints.recall(root, output, prints.key(), stamps) if options.cache else {}
    prospect = prints.prospect(outputs, templates, before)
    stale = [one for one in outputs if prospect.reasons[one.path]]
    many = sum(not isinstance(one, Copied) for one in stale) >= MANY
    with staging(output, guarded, home, twin) if many else nullcontext() as place:
        press = Press(site=root, output=output, templates=templates, jobs=options.jobs, place=place, prints=not before)
        made = contents(stale, press, partial(told, "render"))
        files = [(one.path, made[one.path].content if one.path in made else AS_IT_IS) for one in outputs]
        if twin and not many:
            written, wait = amend(twin, files, guarded, home)
        else:
            written, wait = publish(output, files, guarded, home, place), NOBODY
    fresh = {path: one.print for path, one in made.items()} if not before else {}
    return Wrote(written=written, reasons=prospect.reasons, prints=prospect.prints | fresh, stamps=wait())


def _report(root: Path, draft: Draft, wrote: Wrote | None, options: Options) -> Report:
    invalid = any(problem.severity == "error" for problem in draft.problems)
    report = Report(
        output=options.output,
        exit_code=1 if invalid else 0,
        left_out=tuple(sorted(draft.left_out)),
        next_change=draft.site.next_change,
        problems=reported(root, draft.problems),
    )
    if draft.plan is None or wrote is None:
        return report
    return structs.replace(
        report,
        written=True,
        releases=sum(len(edition.articles) for edition in draft.site.editions),
        pages=sum(output.path.endswith(".html") for output in draft.plan.outputs),
        changed=len(wrote.written.changed),
        unchanged=len(wrote.written.unchanged),
        removed=len(wrote.written.removed),
        reasons=wrote.reasons if options.explain else {},
    )
