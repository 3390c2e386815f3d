"""What a build would publish: the steps of a build up to publication, which writes nothing to the output folder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from pressgen.content.scan import stat_inputs
from pressgen.errors import ContentError, Problem
from pressgen.model import Options, Output, Progress, Rendered
from pressgen.plan.draft import Draft, draft, policy_of, retention_of
from pressgen.plan.origins import Memory, Origins, recall_origins
from pressgen.publish.diff import Diff, compare
from pressgen.publish.former_assets import pages_by_fingerprint, retain
from pressgen.publish.manifest import KEEP, Manifest, Staged
from pressgen.publish.os_errors import translate_os_errors
from pressgen.publish.staging import open_stage
from pressgen.render.changes import find_changes, renderer_of
from pressgen.render.outputs import PicturesFailedError, Workshop, render_outputs
from pressgen.site.sources import Sources, open_sources, without_pictures
from pressgen.store.database import Store
from pressgen.store.pictures import PictureCache


class UnsoundSiteError(ContentError):
    """The site has errors, so that a build would publish nothing."""


class Prospect(Struct, frozen=True, kw_only=True):
    """What a build would publish: all outputs by path, and how that differs from an output folder.

    `digests` are those of the files of the plan alone. `diff` also has the replaced assets that stay. `pages` are the
    pages of documents that show a new asset, by its fingerprint. `origins` finds what the outputs are made from,
    `memory` is what the store has of the output folder.
    """

    sources: Sources
    site: Draft
    outputs: dict[str, Output]
    digests: dict[str, str]
    diff: Diff
    pages: dict[str, tuple[str, ...]]
    origins: Origins
    memory: Memory
    problems: tuple[Problem, ...]


class Request(Struct, frozen=True, kw_only=True):
    """What to build: the site in `root` for an instant, over the folder `target`, where pressgen made the `manifest`.

    `pictures` has pictures that were made before. `sibling` is a folder whose memory is asked if there is none of the
    target, which may be a copy of it.
    """

    root: Path
    instant: datetime
    options: Options
    target: Path
    manifest: Manifest
    pictures: PictureCache
    sibling: Path | None = None
    progress: Progress


def make_prospect(request: Request, use_cache: bool) -> Prospect:
    """Read, plan and render the site.

    Raises UnsoundSiteError with all problems of a site that a build would not publish, SettingsError and OutputError.
    """
    options = structs.replace(request.options, cache=use_cache)
    inputs = stat_inputs(request.root)
    parsing = partial(request.progress, "parse")
    with open_sources(request.root, request.instant, options, inputs, parsing) as (sources, store):
        stamps = sources.folder.stamps_on_disk if inputs.is_settled else {}
        while True:
            site = draft(sources, policy_of(options))
            if site.plan is None or not site.is_sound:
                raise UnsoundSiteError(*site.problems)
            try:
                return _rendered(request, sources, site, site.plan.outputs, stamps, store)
            except PicturesFailedError as error:
                # As in a build: the site is planned again without these pictures.
                sources = without_pictures(sources, error.faults, error.refusals)


def _rendered(
    request: Request,
    sources: Sources,
    site: Draft,
    outputs: tuple[Output, ...],
    stamps: Mapping[str, tuple[int, int, int, int]],
    store: Store,
) -> Prospect:
    target, published = request.target, request.manifest.files
    renderer = renderer_of(sources.folder.templates, store)
    changes = find_changes(outputs, renderer, stamps, target, store)
    stale_outputs = [output for output in outputs if changes.reasons[output.path] or output.path not in published]
    with ExitStack() as stack:
        stack.enter_context(translate_os_errors(target))
        # A build stages next to the output folder, but here nothing must be written there.
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pressgen-diff-"))
        stage = stack.enter_context(open_stage(Path(folder, "site"), ()))
        area = structs.replace(stage, folder=str(target), published=frozenset(published))
        shop = Workshop(request.root, renderer, request.options.jobs, request.pictures, target, area)
        contents = render_outputs(stale_outputs, shop, partial(request.progress, "render"))
        planned = compare(target, published, [(each.path, contents.get(each.path, KEEP)) for each in outputs])
        pages = pages_by_fingerprint(_pages(stale_outputs, planned), planned.changed)
    retention = retention_of(site, sources.settings)
    diff, _ = retain(target, planned, request.manifest.former, retention)
    return Prospect(
        sources=sources,
        site=site,
        outputs={output.path: output for output in outputs},
        digests={output.path: planned.digests[output.path] for output in outputs},
        diff=diff,
        pages=pages,
        origins=Origins(sources, site, changes.fingerprinter, policy_of(request.options)),
        memory=recall_origins(store, target, request.sibling),
        problems=site.problems,
    )


def _pages(outputs: Iterable[Output], planned: Diff) -> Iterator[tuple[str, Path]]:
    """The new and changed pages of documents, and their staged files."""
    for output in outputs:
        content = planned.changed.get(output.path)
        if isinstance(output, Rendered) and output.source and isinstance(content, Staged):
            yield output.path, Path(content.file)
