"""The six steps in order: scan, parse, assemble, plan, render, write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, nullcontext, suppress
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from pressgen.errors import PressgenError, Problem
from pressgen.model import Options, Progress, Report
from pressgen.output import cache, guard
from pressgen.output.texts import TextLostError
from pressgen.output.trace import NOTHING, Known, digest_of
from pressgen.output.twin import Renewal
from pressgen.output.write import twinned
from pressgen.reading import Warm, read, rules_of
from pressgen.told import reported

if TYPE_CHECKING:
    from pressgen.content.scan import Folder
    from pressgen.drafting import Draft
    from pressgen.publishing import Wrote
    from pressgen.settings import Settings

INCOMPLETE = 3
"""Exit code of a build that published the site without its faulty releases."""
LATER = ("pressgen.site.assemble", "pressgen.plan.plan", "pressgen.drafting", "pressgen.output.render")
"""What the steps after parsing import."""


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
    with closing(Renewal(root, root / options.output)) as renewal:
        try:
            return _taken(root, as_of, options, told, known, renewal)
        except TextLostError:  # what earlier builds kept is not what it was; it can be made again
            cache.forget(root)
            return _taken(root, as_of, options, told, known, renewal)


def _taken(
    root: Path, as_of: datetime | str, options: Options, told: Progress, known: Known, renewal: Renewal
) -> Taken:
    found: tuple[Problem, ...] = ()
    output, place = root / options.output, (guard.protected(root), guard.home_of(options))
    # Where only a few files are likely to change, another process begins at once with all others.
    is_slight = known.only_content and known.files
    try:
        with twinned(root, output, known.files, *place) if is_slight else nullcontext() as twin:
            sources = read(root, as_of, options, told, Warm(looked=known.seen.content, meanwhile=_loaded))
            from pressgen.drafting import prepare
            from pressgen.publishing import Standing, write

            draft = prepare(sources, options)
            found = draft.problems
            standing = Standing(stamps=digest_of(known.files), twin=twin, renewal=renewal)
            wrote = write(sources, draft, options, told, standing) if draft.plan else None
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
        from pressgen.output import filing, prints

        if known.seen.digest and not draft.left_out:
            filing.file(root, draft.assembled, sources.settings, rules_of(sources.settings), known)
        stamps = wrote.stamps or renewal.stamps(wrote.prints)
        stamps = prints.record(root, output, prints.key(), wrote.prints, stamps)
    return Taken(report=report, paths=tuple(sorted(wrote.prints)), stamps=stamps)


def _loaded(found: Folder, settings: Settings) -> Iterator[None]:
    """Load what the later steps need, a part at each step: they are taken while other processes parse."""
    for name in LATER:
        import_module(name)
        yield
    cache.key_of(cache.LIBRARIES)
    yield
    from pressgen.publishing import made_ready
    from pressgen.site.i18n import long_date

    for lang in settings.languages:  # the first date in a language reads all that is known of it
        long_date(date.min, lang)
        yield
    yield from made_ready(found.templates)


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
        exit_code=INCOMPLETE if invalid else 0,
        written=True,
        releases=sum(len(edition.articles) for edition in draft.site.editions),
        pages=sum(output.path.endswith(".html") for output in draft.plan.outputs),
        changed=len(wrote.written.changed),
        unchanged=len(wrote.written.unchanged),
        removed=len(wrote.written.removed),
        reasons=wrote.reasons if options.explain else {},
    )
