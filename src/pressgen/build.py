"""A build: seven steps in order, from the files of a site to its published pages."""

from __future__ import annotations

import os
import time
from contextlib import nullcontext, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from pressgen.content.scan import Inputs, stat_inputs
from pressgen.errors import PressgenError, sorted_problems
from pressgen.model import Copied, Options, Packed, Progress, Rendered, Report
from pressgen.publish.guard import check_output_folder, protected
from pressgen.publish.journal import complete
from pressgen.publish.lock import Builder, lock
from pressgen.publish.manifest import KEEP
from pressgen.publish.os_errors import translate_os_errors
from pressgen.publish.publication import Published, publish
from pressgen.publish.staging import open_staging
from pressgen.shortcut import BuildRequest, last_build, last_report, remember_report
from pressgen.store.database import BUILD, StoreError, retry_without_memory
from pressgen.store.pictures import PictureCache
from pressgen.store.stamps import SETTLED

if TYPE_CHECKING:
    from pressgen.model import Output
    from pressgen.plan.draft import Draft

CLOCK_TICK = 10_000_000
"""Nanoseconds by which the time of a file can be late."""
INCOMPLETE = 3
"""Exit code of a build that published the site without its faulty releases."""
STAGING_THRESHOLD = 64
"""From this number, outputs are staged as they are rendered, and not held in memory."""


def build(
    folder: str | Path,
    *,
    as_of: datetime | str,
    options: Options | None = None,
    progress: Progress | None = None,
    builder: Builder | None = None,
) -> Report:
    """Build the site in `folder` as readers may see it at the instant `as_of`.

    `as_of` is an aware datetime, or text such as `2025-01-27 09:00`, read in the site's time zone.
    The report's `exit_code` is 0 for a complete site; 1 for errors in releases or templates and 2 for
    errors in settings, when nothing was written; 3 if `skip_invalid` left out faulty releases and the
    others were written. Source errors are returned in the report, not raised. `builder` is shown to
    another build of the same site that starts before this one ends.
    """
    root, options = Path(folder).absolute(), options or Options()
    try:
        instant = _instant(root, as_of)
        output = check_output_folder(root / options.output, protected(root), options.home)
        with translate_os_errors(output), lock(root, output, builder or Builder(os.getpid(), "Python")):
            complete(output)
            inputs = _settled_inputs(root) if options.cache else stat_inputs(root)
            digest = inputs.digest if inputs.is_settled else ""
            request = BuildRequest(root=root, output=output, options=options, instant=instant, inputs=digest)
            unchanged_report = last_report(request) if options.cache and not options.explain else None
            run = partial(_run, request, inputs, progress or (lambda step, done, total: None))
            return unchanged_report or retry_without_memory(run, is_kept=options.cache)
    except PressgenError as error:
        return Report(output=options.output, problems=sorted_problems(error.problems), exit_code=error.exit_code)


def _run(request: BuildRequest, inputs: Inputs, progress: Progress, is_kept: bool) -> Report:
    # These imports take longer than finding out that there is nothing to do.
    from pressgen.plan.draft import draft, policy_of, retention_of
    from pressgen.plan.late import late_changes
    from pressgen.plan.leaks import Finished, refuse_leaks
    from pressgen.plan.origins import Origins, remember_origins
    from pressgen.render.changes import all_fingerprints, find_changes, remember_outputs, renderer_of
    from pressgen.render.outputs import PicturesFailedError, Workshop, picture_names, render_outputs
    from pressgen.site.clock import asset_changes, sorted_changes
    from pressgen.site.recording import add_to_record, is_publication
    from pressgen.site.sources import open_sources, without_pictures

    root, target, options = request.root, request.output, request.options
    source_options = structs.replace(options, cache=is_kept)
    with open_sources(root, request.instant, source_options, inputs, partial(progress, "parse")) as (sources, store):
        while True:
            site = draft(sources, policy_of(options))
            if site.plan is None or not site.is_sound:
                return _report(site, options)
            outputs, renderer = site.plan.outputs, renderer_of(sources.folder.templates, store)
            # Without stamps, files that changed a moment ago are published again.
            stamps = sources.folder.stamps_on_disk if inputs.is_settled else {}
            changes = find_changes(outputs, renderer, stamps, target, store)
            stale_outputs = [output for output in outputs if changes.reasons[output.path]]
            protection = protected(root), options.home
            pictures = PictureCache(root, store.is_kept)
            with open_staging(target, *protection) if _is_staged(stale_outputs) else nullcontext() as area:
                shop = Workshop(root, renderer, options.jobs, pictures, target, area)
                try:
                    contents = render_outputs(stale_outputs, shop, partial(progress, "render"))
                except PicturesFailedError as error:
                    # The site is planned again without these pictures. Each can fail once, so this ends.
                    sources = without_pictures(sources, error.faults, error.refusals)
                    continue
                fingerprints = all_fingerprints(changes, outputs)
                finished = Finished(outputs, fingerprints, contents, renderer, store.reader())
                refuse_leaks(sources, finished, options)
                paths = [output.path for output in sorted(outputs, key=_publishing_order)]
                files = ((path, contents.get(path, KEEP)) for path in paths)
                published = publish(target, files, *protection, area, retention_of(site, sources.settings))
            break
        calendar = sorted_changes((*site.site.changes, *asset_changes(published.ends, site.site.instant.tzinfo)))
        last = last_build(request, store.get(BUILD, str(target)))
        report = structs.replace(
            _report(site, options, published, changes.reasons),
            next_change=calendar[0].at if calendar else None,
            late=late_changes(last.changes, last.instant, sources, site, published.changed) if last else (),
        )
        if site.pending and is_publication(root, options, sources.settings):
            digest, problems = add_to_record(site.pending, sources, inputs, report.problems)
            report = structs.replace(report, problems=sorted_problems(problems))
            request = structs.replace(request, inputs=digest if request.inputs else "")
        # The site is published; if this fails, the next build only takes longer.
        with suppress(OSError, StoreError):
            remember_outputs(changes, fingerprints, published, renderer, target, store)
            origins = Origins(sources, site, changes.fingerprinter, policy_of(options))
            stale_contents = [(output, contents[output.path]) for output in stale_outputs]
            remember_origins(store, target, stale_contents, published.removed, origins)
            if sources.are_partly_unread:  # the next build tries again
                request = structs.replace(request, inputs="")
            remember_report(store, request, sources.settings, report, calendar)
            store.commit()
            pictures.prune(picture_names(outputs), inputs.settle_time)
        return report


def _instant(root: Path, as_of: datetime | str) -> datetime:
    if isinstance(as_of, datetime) and as_of.tzinfo:
        return as_of
    from pressgen.site.sources import read_instant

    return read_instant(root, as_of)


def _settled_inputs(root: Path) -> Inputs:
    """The files to read, after a short wait if one was saved a moment ago, so that any later change will show."""
    inputs = stat_inputs(root)
    # Waiting does not help with a file from the future.
    if inputs.is_settled or inputs.newest - inputs.settle_time > 2 * SETTLED:
        return inputs
    time.sleep((inputs.newest - inputs.settle_time + CLOCK_TICK) / 1e9)
    return stat_inputs(root)


def _is_staged(outputs: list[Output]) -> bool:
    # Copies of pictures are large, so they are not held in memory either.
    return len(outputs) >= STAGING_THRESHOLD or any(isinstance(output, Copied | Packed) for output in outputs)


def _publishing_order(output: Output) -> int:
    """Files before the pages that show them: pictures and attachments, articles, lists, feeds and sitemaps."""
    if not isinstance(output, Rendered):
        return 0
    if output.source:
        return 1
    return 2 if output.path.endswith(".html") else 3


def _report(
    site: Draft, options: Options, published: Published | None = None, reasons: dict[str, str] | None = None
) -> Report:
    has_errors = any(problem.severity == "error" for problem in site.problems)
    report = Report(
        output=options.output,
        exit_code=1 if has_errors else 0,
        left_out=tuple(sorted(site.left_out)),
        next_change=site.site.next_change,
        problems=sorted_problems(site.problems),
    )
    if published is None or site.plan is None:
        return report
    return structs.replace(
        report,
        exit_code=INCOMPLETE if has_errors else 0,
        written=True,
        releases=sum(len(edition.articles) for edition in site.site.editions),
        pages=sum(output.path.endswith(".html") for output in site.plan.outputs),
        changed=len(published.changed),
        unchanged=len(published.unchanged),
        removed=len(published.removed),
        reasons=reasons or {} if options.explain else {},
    )
